"""Rows T12, T15, T17, T30 and T34 of the checklist (domain dossier E0) that routes and the morning's replanning answer for."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Plan, Policy
from hemtjanst.models.checks import check
from hemtjanst.models.plan import BREAK, NOBODY_IN_PARTICULAR
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.replanning import replan_day
from hemtjanst.models.scenario import StaffMember
from town import town

DAYS = 14


@pytest.fixture(scope="module")
def two_ways() -> tuple[Plan, Plan]:
    """A group of 24 clients with staff enough, under routes without wishes and with Tanum's; everything else is the same."""
    scenario = town(clients=24, regular=14, hourly=3, seed=4)
    pool = StaffMember("p0", -1, "undersköterska", 1.0, "pool", frozenset({"delegation"}), frozenset({"day", "evening"}))
    scenario = scenario.replace(staff=(*scenario.staff, pool))
    duties = ("shower", "walk", "escort", "cleaning", "laundry", "shopping")
    contacts = {"clients": [1, 4], "backups": 2, "duties": duties}
    wishes = {"one_person_per_shift": "rule", "contact_minutes": 20, "known_minutes": 8, "new_face_minutes": 10}
    replaced = {"replaced_by": ["backup", "known", "colleague", "pool"]}
    plain = Policy.model_validate({"name": "plain", "contacts": contacts, "roster": {"first": "clients"}, "absence": replaced})
    caring = Policy.model_validate(plain.model_dump() | {"name": "caring", "continuity": wishes})
    return make_plan(scenario, plain, DAYS, iterations=20), make_plan(scenario, caring, DAYS, iterations=20)


def ranks(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Visits of one person, and the rank of who makes them at the client."""
    visits = np.flatnonzero((plan.visits.people == 1) & (plan.staff_at[:, 0] >= 0))
    return visits, plan.rank[plan.visits.client[visits], plan.staff_at[visits, 0]]


def test_T12_contact_duties_by_the_contact_person_as_often_as_possible(two_ways):
    """T12: "så ofta det går": shower, walk and cleaning by the contact person clearly more often than by chance."""
    shares = []
    for plan in two_ways:
        visits, rank = ranks(plan)
        shares.append(np.mean(rank[plan.visits.duty_minutes[visits] > 0] == 0))
    assert shares[1] > 1.5 * shares[0]


def test_T15_one_person_makes_all_visits_in_a_shift(two_ways):
    """T15: "en och samma medarbetare … under ett arbetspass": exceptions are few, and each is reported."""
    plain, caring = (replace(plan, policy=two_ways[1].policy) for plan in two_ways)
    exceptions = [Counter(violation.rule for violation in check(plan))["one_person_per_shift"] for plan in (plain, caring)]
    assert exceptions[0] > 20
    assert exceptions[1] < exceptions[0] / 3


def test_T30_clients_meet_as_few_people_as_possible(two_ways):
    """T30: "möta så få olika personal som möjligt": fewer different people in 14 days from the same roster."""
    met = []
    for plan in two_ways:
        served = plan.stops.visit != BREAK
        clients, staff = plan.visits.client[plan.stops.visit[served]], plan.duties.staff[plan.stops.duty[served]]
        met.append(len(set(zip(clients.tolist(), staff.tolist(), strict=True))))
    assert met[1] < 0.85 * met[0]


def stand_ins(plan: Plan) -> tuple[int, int, int]:
    """Visits taken over by contact person or backup, and by others, if each person on each day is ill; calls to the pool."""
    pool = len(plan.scenario.staff) - 1
    known, strangers, calls = 0, 0, 0
    for day in range(DAYS):
        for staff in plan.duties.staff[plan.duties.day == day].tolist():
            routes, left, _ = replan_day(plan, day, {staff}, (), ())
            _, _, called = replan_day(plan, day, {staff}, (), [pool])
            assert called == ([pool] if left else [])
            calls += len(called)
            for route in routes:
                clients = plan.visits.client[list(route.stepped_in)]
                know = plan.rank[clients, route.staff] < NOBODY_IN_PARTICULAR
                known, strangers = known + int(know.sum()), strangers + int((~know).sum())
    return known, strangers, calls


def test_T17_T34_somebody_who_knows_the_client_steps_in_before_the_pool(two_ways):
    """T17, T34: when the contact person is ill, backups come if they can, and bemanningsenheten only for what is left."""
    plan = two_ways[1]
    anybody = Policy.model_validate(plan.policy.model_dump() | {"absence": {"replaced_by": ["colleague", "pool"]}})
    known, strangers, calls = stand_ins(plan)
    known_by_luck, others, _ = stand_ins(replace(plan, policy=anybody))
    assert calls > 0
    assert known / (known + strangers) > 1.5 * known_by_luck / (known_by_luck + others)

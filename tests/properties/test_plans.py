"""Whatever the town and the policy, a plan breaks no hard rule, accounts for every visit, and is the same each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hemtjanst.models import Plan, Policy, Scenario
from hemtjanst.models.checks import check
from hemtjanst.models.plan import BREAK
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.day_routes import planned_day
from hemtjanst.models.planning.every_morning import MOST_LATE
from hemtjanst.models.planning.morning import MOST_OVERTIME
from hemtjanst.models.planning.replanning import replan_day
from hypothesis import given, settings
from hypothesis import strategies as st
from town import town

LONG_VISIT = ("shower", "walk", "escort", "cleaning", "laundry", "shopping")
CARING = Policy.model_validate(
    {
        "name": "caring",
        "visits": {"together": [*Policy(name="x").visits.together, LONG_VISIT], "days": "contact"},
        "contacts": {"clients": [3, 4], "backups": 2, "duties": LONG_VISIT},
        "continuity": {"one_person_per_shift": "rule", "contact_minutes": 20, "known_minutes": 8, "new_face_minutes": 10},
        "roster": {"first": "clients"},
        "absence": {"replaced_by": ["backup", "known", "colleague", "pool"]},
        "meetings": {"minutes": 120, "preparation_minutes": 15},
    }
)
towns = st.builds(
    town,
    groups=st.integers(1, 2),
    clients=st.integers(1, 14),
    regular=st.integers(0, 7),
    hourly=st.integers(0, 2),
    seed=st.integers(1, 10**6),
)
policies = st.sampled_from([Policy(name="fragmented"), CARING])


def plan_of(scenario: Scenario, policy: Policy, days: int) -> Plan:
    """A plan made with little effort: the rules must hold all the same."""
    return make_plan(scenario, policy, days, iterations=8)


@settings(deadline=None, max_examples=30)
@given(towns, policies, st.sampled_from([1, 7, 10, 14]))
def test_no_plan_breaks_a_hard_rule(scenario: Scenario, policy: Policy, days: int):
    """The planner and the checker share no code and must agree."""
    plan = plan_of(scenario, policy, days)
    assert [violation.message for violation in check(plan) if violation.hard] == []


@settings(deadline=None, max_examples=15)
@given(towns, policies)
def test_every_visit_is_planned_or_told(scenario: Scenario, policy: Policy):
    """What is left out is reported by the checker and by a note, with nothing lost in between."""
    plan = plan_of(scenario, policy, 7)
    served = Counter(plan.stops.visit[plan.stops.visit != BREAK].tolist())
    left = {visit for visit in range(len(plan.visits)) if served[visit] < plan.visits.people[visit]}
    assert left == {violation.visit for violation in check(plan) if violation.rule == "unserved"} == set(plan.unserved.tolist())
    counted = sum(int(note.split(": ")[1].split()[0]) for note in plan.notes if "left out of the routes" in note)
    assert counted == len(left)


@settings(deadline=None, max_examples=8)
@given(towns, policies)
def test_a_plan_is_the_same_each_time(scenario: Scenario, policy: Policy):
    """Decision 2: same input, same output bit for bit."""
    one, two = plan_of(scenario, policy, 7), plan_of(scenario, policy, 7)
    for table in ("contacts", "duties", "visits", "occasions", "stops"):
        for name in getattr(one, table).columns():
            assert getattr(getattr(one, table), name).tobytes() == getattr(getattr(two, table), name).tobytes()
    assert one.notes == two.notes


@settings(deadline=None, max_examples=25)
@given(towns, policies, st.data())
def test_replanned_mornings_lose_nothing_and_ask_nothing_impossible(scenario: Scenario, policy: Policy, data: st.DataObject):
    """Every visit is in as many routes as before, or missed, or cancelled; takers may come, in time and within their hours."""
    plan = plan_of(scenario, policy, 2)
    before = planned_day(plan, 1)
    pool = [row for row, person in enumerate(scenario.staff) if person.employment == "pool"]
    ill = data.draw(st.frozensets(st.sampled_from([route.staff for route in before] or [0])))
    today = sorted({visit for route in before for visit in route.stops} - {BREAK})
    cancelled = data.draw(st.frozensets(st.sampled_from(today or [0]), max_size=3))
    routes, missed, called = replan_day(plan, 1, ill, cancelled, pool)

    had = Counter(visit for route in before for visit in route.stops)
    has = Counter(visit for route in routes for visit in route.stops)
    for visit in today:
        assert has[visit] == 0 if visit in cancelled else has[visit] <= had[visit]
        assert (visit in missed) == (visit not in cancelled and has[visit] < had[visit])
    assert called == [route.staff for route in routes if route.duty < 0]
    at = {(visit, route.staff) for route in routes for visit in route.stops if visit != BREAK}
    assert len(at) == sum(count for visit, count in has.items() if visit != BREAK)
    for route in routes:
        person = scenario.staff[route.staff]
        assert route.staff not in ill
        assert all(np.diff(route.planned_start) >= 0)
        for visit, start in zip(route.stops, route.planned_start, strict=True):
            if visit in route.stepped_in:
                client = scenario.clients[plan.visits.client[visit]]
                assert route.staff not in client.forbidden
                assert not int(plan.visits.skills[visit]) & ~scenario.skill_mask(person.skills)
                assert plan.visits.earliest[visit] <= start
                was = min(s for r in before for v, s in zip(r.stops, r.planned_start, strict=True) if v == visit)
                assert start <= max(int(plan.visits.latest[visit]) + MOST_LATE, was)
            if visit != BREAK:
                assert route.first <= start
                assert start + plan.visits.seconds[visit] <= route.last + MOST_OVERTIME


@settings(deadline=None, max_examples=8)
@given(
    st.builds(town, groups=st.just(2), clients=st.integers(2, 10), regular=st.integers(1, 5), seed=st.integers(1, 10**6)), policies
)
def test_one_more_client_elsewhere_changes_nothing(scenario: Scenario, policy: Policy):
    """Decision 1, through the whole pipeline: a new client of the second group leaves the first group's plan as it was."""
    last = next(row for row in reversed(range(len(scenario.clients))) if scenario.clients[row].group == 1)
    twin = replace(scenario.clients[last], id="twin")
    needs = [replace(scenario.needs[row], id=f"twin.{row}", client=len(scenario.clients)) for row in scenario.needs_of[last]]
    grown = scenario.replace(clients=(*scenario.clients, twin), needs=(*scenario.needs, *needs))
    assert _first_group(plan_of(scenario, policy, 7)) == _first_group(plan_of(grown, policy, 7))


def _first_group(plan: Plan) -> tuple[list[tuple[int, ...]], ...]:
    """Contacts, duties and stops of the first group, free of the plan's own row numbers."""
    client, duty = plan.visits.client, plan.duties
    contacts = zip(plan.contacts.client.tolist(), plan.contacts.staff.tolist(), plan.contacts.rank.tolist(), strict=True)
    duties = zip(duty.day.tolist(), duty.staff.tolist(), duty.shift.tolist(), duty.group.tolist(), strict=True)
    stops = [
        (int(duty.day[d]), int(duty.staff[d]), int(client[v]) if v != BREAK else -1, int(start), int(end))
        for d, v, start, end in zip(plan.stops.duty, plan.stops.visit, plan.stops.start, plan.stops.end, strict=True)
        if duty.group[d] == 0
    ]
    return [row for row in contacts if plan.scenario.clients[row[0]].group == 0], [row for row in duties if row[-1] == 0], stops

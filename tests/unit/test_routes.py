"""Routes keep the hard rules, follow the policy's wishes, and do not depend on who else is planned."""

from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models.checks import check
from hemtjanst.models.plan import BREAK, Contacts, Duties, Plan
from hemtjanst.models.planning.day import DayProblem, DayWeights, evaluate
from hemtjanst.models.planning.routes import BREAK_MARGIN, make_routes, without_hard_lateness
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import Client, Group, Scenario
from village import village
from village_plan import good_plan

DAYS = 14
GOOD = good_plan()
PLAIN = Policy(name="plain")
CARING = Policy.model_validate(
    {
        "name": "caring",
        "contacts": {"clients": [3, 4], "backups": 1, "duties": ["shower", "walk", "cleaning"]},
        "continuity": {"one_person_per_shift": "rule", "contact_minutes": 20, "known_minutes": 8, "new_face_minutes": 10},
    }
)


def routed(
    scenario: Scenario, policy: Policy, duties: Duties = GOOD.duties, contacts: Contacts = GOOD.contacts, workers: int = 1
) -> Plan:
    """A plan with the roster of the hand-made one."""
    contacts = contacts if policy.has_contacts else Contacts.from_rows(())
    visits, occasions = make_visits(scenario, policy, DAYS, contacts, duties)
    stops = make_routes(scenario, policy, DAYS, contacts, duties, visits, occasions, iterations=20, workers=workers)
    return Plan(scenario, policy, DAYS, contacts, duties, visits, occasions, stops)


def two_groups(**changes: object) -> tuple[Scenario, Duties]:
    """The village split into two groups (even and odd rows), and a roster for both."""
    one = village()
    scenario = one.replace(
        groups=(Group("even", "north", 0), Group("odd", "north", 0)),
        clients=tuple(replace(client, group=row % 2) for row, client in enumerate(one.clients)),
        staff=tuple(replace(person, group=row % 2 if person.group >= 0 else -1) for row, person in enumerate(one.staff)),
    )
    return scenario.replace(**changes), GOOD.duties.replace(group=GOOD.duties.staff % 2)


def faces(plan: Plan) -> int:
    """Different people who come to each client in the horizon, all clients together."""
    served = plan.stops.visit != BREAK
    return len(
        set(
            zip(
                plan.visits.client[plan.stops.visit[served]].tolist(),
                plan.duties.staff[plan.stops.duty[served]].tolist(),
                strict=True,
            )
        )
    )


@pytest.mark.parametrize("policy", [PLAIN, CARING])
def test_routes_keep_the_hard_rules(policy: Policy):
    """A plan promises no early visit, no overtime, no missed break and nobody without the skill."""
    plan = routed(GOOD.scenario, policy)
    assert [violation for violation in check(plan) if violation.hard] == []
    assert len(plan.unserved) == 0


def test_wishes_for_continuity_bring_fewer_faces():
    """The same search with prices on faces gives fewer of them: the levers are connected."""
    plain, caring = routed(GOOD.scenario, PLAIN), routed(GOOD.scenario, CARING)
    assert faces(caring) < faces(plain)


def test_contact_persons_make_contact_duties():
    """Row T12: c0's shower and walk go to the contact person whenever that person works a day shift."""
    plan = routed(GOOD.scenario, CARING)
    duty_visits = np.flatnonzero((plan.visits.duty_minutes > 0) & (plan.visits.client == 0))
    assert len(duty_visits) >= 3
    at_work = {
        (int(d), int(s)) for d, s, shift in zip(plan.duties.day, plan.duties.staff, plan.duties.shift, strict=True) if not shift
    }
    with_contact = [visit for visit in duty_visits if (int(plan.visits.day[visit]), 0) in at_work]
    assert with_contact
    assert {int(plan.staff_at[visit, 0]) for visit in with_contact} == {0}


def test_another_groups_client_changes_nothing():
    """Decision 1: one more client who touches nobody leaves every other route as it was."""
    scenario, duties = two_groups()
    more = replace(scenario.needs[-1], id="c6.evening", client=6, service="dinner", minutes=25)
    grown = scenario.replace(clients=(*scenario.clients, Client("c6", 1, 6, 90, True)), needs=(*scenario.needs, more))
    before, after = routed(scenario, CARING, duties), routed(grown, CARING, duties)

    def of_even(plan: Plan) -> list[tuple[int, ...]]:
        rows = [row for row in range(len(plan.stops)) if plan.duties.group[plan.stops.duty[row]] == 0]
        client = np.where(plan.stops.visit == BREAK, -1, plan.visits.client[plan.stops.visit])
        return [(int(plan.stops.duty[row]), int(client[row]), int(plan.stops.start[row]), int(plan.stops.end[row])) for row in rows]

    assert len(after.visits) > len(before.visits)
    assert of_even(before) == of_even(after)


def test_two_workers_make_the_same_routes():
    """Decision 2: same input, same output bit for bit, with one worker or more."""
    scenario, duties = two_groups()
    one, two = routed(scenario, CARING, duties), routed(scenario, CARING, duties, workers=2)
    for name in one.stops.columns():
        assert getattr(one.stops, name).tobytes() == getattr(two.stops, name).tobytes()


def test_too_few_people_leave_visits_out_and_break_no_hard_rule():
    """A group that lacks staff still gets routes; what nobody can do is left out, not squeezed in."""
    alone = GOOD.duties.take(np.flatnonzero(GOOD.duties.staff == 0))
    plan = routed(GOOD.scenario, PLAIN, alone)
    assert 0 < len(plan.unserved) < len(plan.visits)
    assert [violation for violation in check(plan) if violation.hard] == []


def test_cleaning_is_left_out_before_care():
    """In a shortage what can wait waits: on the Monday when one person has everything to do, c0's cleaning is not done."""
    duties = GOOD.duties.take(np.flatnonzero((GOOD.duties.staff == 0) & (GOOD.duties.day == 0)))
    longer = tuple(replace(need, minutes=90) if need.id == "c3.morning" else need for need in GOOD.scenario.needs)
    narrow = tuple(replace(need, latest=570) if need.service == "cleaning" else need for need in longer)
    plan = routed(GOOD.scenario.replace(needs=narrow), PLAIN, duties)
    cleaning = next(row for row, need in enumerate(narrow) if need.service == "cleaning")
    visit = int(plan.occasions.visit[plan.occasions.need == cleaning][0])
    assert visit in plan.unserved
    served = set(range(len(plan.visits))) - set(plan.unserved.tolist())
    assert any(plan.visits.latest[other] == 570 * 60 and plan.visits.day[other] == 0 for other in served)


def test_nobody_at_all_leaves_everything_out():
    """An empty roster is a sad plan, not a crash."""
    plan = routed(GOOD.scenario, PLAIN, GOOD.duties.take(np.zeros(0, int)))
    assert len(plan.stops) == 0
    assert len(plan.unserved) == len(plan.visits)


def test_overtime_and_late_breaks_are_taken_out():
    """Where the search preferred a little overtime to a visit left out, the plan leaves it out, and its other half with it."""
    problem = DayProblem(
        travel=np.array([[0, 600], [600, 0]]),
        shift_start=[0, 0],
        shift_end=[8900, 20000],
        place=[1, 1, 1],
        duration=[3600, 3600, 3600],
        earliest=[0, 0, 0],
        latest=[9000, 9000, 9000],
        break_length=[600, 0],
        break_latest=[8000 - BREAK_MARGIN, 0],
        pairs=[[1, 2, 0, 0]],
        weights=DayWeights(overtime=1),
    )
    late = evaluate(problem, (np.array([0, 1], np.int32), np.array([2], np.int32)))
    assert late.end[0] > 8900
    mended = without_hard_lateness(late)
    assert mended.end[0] <= 8900
    assert len(mended.routes[0]) == 1
    assert set(mended.unserved.tolist()) in ({0}, {1, 2})
    on_time = evaluate(problem, (np.array([0], np.int32), np.zeros(0, np.int32)))
    assert without_hard_lateness(on_time) is on_time

"""Visits that no route serves are explained in sentences: nobody there in time, nobody who may, or nobody free."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models.plan import BREAK, Plan
from hemtjanst.models.planning.left_out import NO_TIME, NOT_ALLOWED, NOT_IN_TIME, left_out
from village_plan import changed, good_plan

GOOD = good_plan()
C2 = int(np.flatnonzero((GOOD.visits.day == 0) & (GOOD.visits.client == 2))[0])  # medication, made by s0
BOTH = int(np.flatnonzero((GOOD.visits.day == 0) & (GOOD.visits.people == 2))[0])


def unserved(plan: Plan, *visits: int) -> tuple[str, ...]:
    """Sentences about a plan without the stops of some visits."""
    stops = plan.stops.take(~np.isin(plan.stops.visit, visits))
    return left_out(plan.scenario, plan.duties, plan.visits, stops)


def without_skills(plan: Plan, *staff: str) -> Plan:
    """The plan where some people have no skills."""
    people = tuple(replace(who, skills=frozenset()) if who.id in staff else who for who in plan.scenario.staff)
    return replace(plan, scenario=plan.scenario.replace(staff=people))


def forbidding(plan: Plan, client: int, *staff: int) -> Plan:
    """The plan where a client does not want some people."""
    clients = tuple(replace(who, forbidden=frozenset(staff)) if k == client else who for k, who in enumerate(plan.scenario.clients))
    return replace(plan, scenario=plan.scenario.replace(clients=clients))


def test_a_whole_plan_needs_no_excuse():
    """No visit left out, no sentence."""
    assert unserved(GOOD, BREAK) == ()


@pytest.mark.parametrize(
    ("plan", "visit", "reason"),
    [
        (GOOD, C2, NO_TIME),
        (changed(GOOD, "visits", C2, earliest=6 * 3600, latest=6 * 3600), C2, NOT_IN_TIME),
        (without_skills(GOOD, "s0", "s1"), C2, NOT_ALLOWED),
        (forbidding(GOOD, 2, 0, 1), C2, NOT_ALLOWED),
        (GOOD, BOTH, NO_TIME),
        (forbidding(GOOD, 1, 0), BOTH, NOT_ALLOWED),
        (replace(GOOD, duties=GOOD.duties.replace(day=np.where(GOOD.duties.staff == 1, 99, GOOD.duties.day))), BOTH, NOT_IN_TIME),
    ],
)
def test_the_reason_is_told(plan: Plan, visit: int, reason: str):
    """Too few people, too few who may come, and too little time ask for different remedies."""
    assert unserved(plan, visit) == (f"Group village: 1 visits are left out of the routes (1: {reason}).",)


def test_visits_are_counted_by_reason():
    """One sentence for each group, however many visits."""
    (sentence,) = unserved(without_skills(GOOD, "s0", "s1"), C2, BOTH)
    assert sorted(re.findall(r"(\d+): ([^;)]+)", sentence)) == sorted([("1", NO_TIME), ("1", NOT_ALLOWED)])

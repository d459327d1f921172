"""Each rule of what else happens, broken in exactly its way in a journal in which nothing else is wrong."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Plan
from hemtjanst.models.events import documented
from hemtjanst.models.plan import Contacts
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import StaffMember
from hemtjanst.simulation import journal_event_checks as checks
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.journal_event_checks import EVENT_RULES
from hemtjanst.simulation.world import simulate


def lively() -> tuple[Plan, Journal]:
    """Two weeks of a village in which everything happens."""
    patrol = tuple(StaffMember(f"n{k}", -1, "vårdbiträde", 0.6, "patrol", frozenset(), frozenset({"night"})) for k in range(3))
    rates = {"alarm_users": 1.0, "alarm_rate": 60.0, "night_users": 1.0, "camera_failed": 0.5, "leaving_rate": 10.0}
    rates |= {"vacancy_days": 1.0, "introduction_days": 2.0, "client_turnover": 1.0, "client_gap_days": 1.0}
    rates |= {"need_changes": 1.0, "need_plan_days": 1.0, "car_failures": 0.5, "long_sick_share": 0.0}
    village = random_village(3, 5, 5, 1)
    village = village.replace(staff=village.staff + patrol, events=documented(**rates))
    policy = Policy.model_validate(
        {
            "name": "by_hand",
            "contacts": {"clients": [0, 9]},
            "night": {"camera_share": 0.6},
            "introduction": {"doubled": True},
            "absence": {"replaced_by": ["pool"], "telephone_minutes": 5},
        }
    )
    plan = make_plan(village, 14, policy)
    own = [(row, village.staff_of(client.group)[0], 0) for row, client in enumerate(village.clients)]
    plan = with_luck(replace(plan, contacts=Contacts.from_rows(own)), sick_share=0.2)
    return plan, simulate(plan, 21)


PLAN, JOURNAL = lively()


def first(kind: Kind, reason: Reason | None = None) -> int:
    """Row of the first of a kind (for a reason)."""
    mask = JOURNAL.kind == kind
    if reason is not None:
        mask &= JOURNAL.reason == reason
    return int(np.flatnonzero(mask)[0])


def along(kind: Kind = Kind.INTRODUCTION) -> int:
    """Row of the first span in which a newcomer is at a visit with a colleague, or drives there."""
    at_visit = (JOURNAL.kind == Kind.INTRODUCTION) & (JOURNAL.visit >= 0)
    if kind == Kind.INTRODUCTION:
        return int(np.flatnonzero(at_visit)[0])
    shift = JOURNAL.day.astype(int) * len(PLAN.scenario.staff) + JOURNAL.staff
    return int(np.flatnonzero((JOURNAL.kind == kind) & np.isin(shift, shift[at_visit]))[0])


def but(row: int, **values: int) -> Journal:
    """The journal with some cells of a row changed."""
    columns = {name: getattr(JOURNAL, name).copy() for name in values}
    for name, value in values.items():
        columns[name][row] = value
    return JOURNAL.replace(**columns)


def without(row: int) -> Journal:
    """The journal without a row."""
    return JOURNAL.take(np.arange(len(JOURNAL)) != row)


MUTATIONS: dict[str, Callable[[], Journal]] = {
    "alarms": lambda: without(first(Kind.ALARM)),
    "nights": lambda: without(first(Kind.NIGHT_CHECK)),
    "left": lambda: but(first(Kind.CANCELLED, Reason.LEFT), reason=Reason.CLIENT),
    "vacant": lambda: without(first(Kind.HIRED)),
    "doubled": lambda: but(row := along(), end=int(JOURNAL.end[row]) + 60),
    "breakdown": lambda: but(row := first(Kind.BREAKDOWN), end=int(JOURNAL.end[row]) + 60),
    "swapped": lambda: but(first(Kind.VISIT, Reason.STEPPED_IN), reason=Reason.SWAPPED),
    "telephone": lambda: but(row := first(Kind.TELEPHONE), end=int(JOURNAL.end[row]) + 60),
    "grown": lambda: without(first(Kind.NEED_CHANGED)),
}
MORE: dict[str, tuple[str, Callable[[], Journal]]] = {
    "an alarm answered before it was raised": (
        "alarms",
        lambda: but(row := first(Kind.ALARM_RAISED, Reason.NONE), planned_start=int(JOURNAL.planned_start[row]) + 10 * 3600),
    ),
    "an answer nobody asked for": ("alarms", lambda: without(first(Kind.ALARM_RAISED, Reason.NONE))),
    "a failed look that nobody repeated": ("nights", lambda: but(first(Kind.LOOK, Reason.NONE), reason=Reason.NOT_SEEN)),
    "a newcomer who drives a car of their own": ("doubled", lambda: but(along(Kind.DRIVE), metres=500)),
    "a newcomer who rides with nobody": ("doubled", lambda: but(row := along(Kind.DRIVE), place_to=int(JOURNAL.place_from[row]))),
    "a newcomer with nothing to do": ("vacant", lambda: but(first(Kind.INTRODUCTION), kind=Kind.IDLE)),
    "a visit cancelled for somebody who is there": ("left", lambda: without(first(Kind.CLIENT_LEFT))),
}


def test_everything_happens_and_nothing_is_wrong():
    """The example is worth breaking."""
    assert check_journal(PLAN, JOURNAL) == []
    assert set(range(Kind.ALARM, Kind.INTRODUCTION + 1)) <= set(JOURNAL.kind.tolist())
    assert {*range(Kind.ALARM_RAISED, Kind.NEED_CHANGED + 1), Kind.NEW_PLAN} <= set(JOURNAL.kind.tolist())


@pytest.mark.parametrize("rule", [rule.__name__ for rule in EVENT_RULES])
def test_breaking_a_rule_is_found(rule: str):
    """Every rule has a mutation, and finds it."""
    assert rule in {found.rule for found in check_journal(PLAN, MUTATIONS[rule]())}


@pytest.mark.parametrize("what", MORE)
def test_other_ways_to_break_a_rule_are_found_too(what: str):
    """A rule with several sides is looked at from each."""
    rule, broken = MORE[what]
    assert rule in {found.rule for found in check_journal(PLAN, broken())}


def test_the_table_tells_every_rule():
    """The module's table is what people read."""
    table = re.findall(r"^(\w+)\s{2,}", inspect.getdoc(checks) or "", re.MULTILINE)
    assert table[1:] == [rule.__name__ for rule in EVENT_RULES]

"""The morning's answer to absence: who takes over the visits of those who are not coming (T17, T34).

Nothing here is random, and nothing is searched for long: one visit after another goes where it costs least among the people whose
turn it is under the policy (:class:`~hemtjanst.models.policy.Absence`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from ..plan import CONTACT, NOBODY_IN_PARTICULAR, Plan
from .day_routes import DayRoute, drop, only, planned_day
from .morning import Morning
from .replacing import replace_all


def replan_day(
    plan: Plan,
    day: int,
    ill: Collection[int],
    cancelled: Collection[int],
    pool: Sequence[int],
    *,
    learning: Collection[int] = (),
    expected: np.ndarray | None = None,
) -> tuple[list[DayRoute], list[int], list[int]]:
    """Redistribute the visits of those who are ill, before the day begins.

    Visits of ``ill`` people go, in the order of ``policy.absence.replaced_by``, to the contact person or a backup who works that
    day, to somebody known (who visits the client in the plan within 14 days), to any colleague of the group on duty, each where it
    costs least and starts at most 15 minutes late; or what is left of a route goes whole to somebody of the pool.
    Other visits keep their person and start no earlier than planned; of groups without illness nothing changes but that cancelled
    visits are dropped. A visit for two people keeps its planned time, and nobody drives to it where the second is missing.

    Parameters
    ----------
    plan, day
        The plan, and the day of it.
    ill
        Rows of the staff who are not coming; those without a duty that day do not matter.
    cancelled
        Rows of visits that will not be made.
    pool
        Rows of the pool staff who can be called in, in the order in which they are asked.
    learning
        Rows of newcomers who are at work but make no visits.
    expected
        int[visits], lengths as they are believed to be now, seconds; what no longer fits goes to colleagues. None: as planned.

    Returns
    -------
    list of DayRoute
        Of everybody who works, in the order of the duties, then of the pool staff called in.
    list of int
        Visits, sorted, that nobody could take, or for which one of two people is missing.
    list of int
        Pool staff called in.
    """
    routes = planned_day(plan, day)
    gone = frozenset(cancelled)
    if gone:
        touched = _duties_of(plan, day, gone)
        routes = [drop(route, gone) if route.duty in touched else route for route in routes]
    missing = {*ill, *learning}
    absent = [route for route in routes if route.staff in missing]
    present = [route for route in routes if route.staff not in missing]
    lessons = [only(route, set())._replace(learning=True) for route in absent if route.staff in learning]
    groups = {int(plan.duties.group[route.duty]) for route in absent}
    if expected is not None:
        changed = np.flatnonzero(expected != plan.visits.seconds)
        groups |= {int(plan.duties.group[duty]) for duty in _duties_of(plan, day, changed)}
    missed: list[int] = []
    called: list[DayRoute] = []
    free_pool = list(pool)
    for group in sorted(groups):
        theirs = [route for route in absent if plan.duties.group[route.duty] == group]
        morning = Morning(plan, day, group, present, theirs, free_pool, expected)
        replace_all(morning)
        present = morning.routes()
        missed += morning.open_visits()
        called += morning.called
        free_pool = [staff for staff in free_pool if staff not in {route.staff for route in called}]
    alone = frozenset(visit for visit in missed if plan.visits.people[visit] > 1)
    if alone:
        present, called = ([drop(route, alone) for route in routes] for routes in (present, called))
    present = _telephoned(plan, present, called, missed)
    if lessons:
        present = sorted(present + lessons, key=lambda route: route.duty)
    return present + called, sorted(set(missed)), [route.staff for route in called]


def _telephoned(plan: Plan, present: list[DayRoute], called: list[DayRoute], missed: list[int]) -> list[DayRoute]:
    """The routes with what is said on the telephone to clients who get no visit or a stranger, by who has it to do today."""
    seconds = round(plan.policy.absence.telephone_minutes * 60)
    if not seconds:
        return present
    client, rank = plan.visits.client, plan.rank
    disappointed = {int(client[visit]) for visit in missed}
    for route in (*present, *called):
        strange = (int(client[visit]) for visit in route.stepped_in)
        disappointed |= {who for who in strange if rank[who, route.staff] == NOBODY_IN_PARTICULAR}
    at_work = np.array([route.staff for route in present], dtype=np.int64)
    last = NOBODY_IN_PARTICULAR - 1 if plan.policy.absence.telephoned_by == "backup" else CONTACT
    calls = np.zeros(len(present), dtype=np.int64)
    for who in disappointed if len(at_work) else ():
        ranks = rank[who, at_work]
        calls[ranks.argmin()] += ranks.min() <= last
    return [
        route._replace(first=route.first + seconds * more, telephone=seconds * more) if more else route
        for route, more in zip(present, calls.tolist(), strict=True)
    ]


def _duties_of(plan: Plan, day: int, visits: Collection[int] | np.ndarray) -> set[int]:
    """Rows of the day's duties that hold some of these visits."""
    low, high = np.searchsorted(plan.duties.day, (day, day + 1))
    begin, end = np.searchsorted(plan.stops.duty, (low, high))
    rows = np.isin(plan.stops.visit[begin:end], np.fromiter(visits, dtype=np.int64))
    return set(plan.stops.duty[begin:end][rows].tolist())

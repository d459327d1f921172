"""What each person does on a day: the plan's routes, as a morning may change them."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..plan import BREAK, Plan

MEMORY_DAYS = 14  # whom a client has met so long ago is no longer known (U21401 counts 14 days)


class DayRoute(NamedTuple):
    """What one person does one day; times in seconds after midnight.

    Attributes
    ----------
    staff, duty
        Rows of the scenario's staff and of the plan's duties; duty -1 for somebody called in from the pool.
    start, end, first, last, meeting, break_seconds, break_earliest, break_latest
        As in :class:`~hemtjanst.models.plan.Duties`.
    stops
        Rows of the plan's visits in order, ``BREAK`` where the break is.
    planned_start
        Expected start of each stop.
    stepped_in, swapped
        Visits taken over this morning: from somebody who is missing, and from a colleague who made room for such a visit.
    telephone
        Seconds on the telephone with clients before ``first``.
    learning
        A newcomer who is introduced and makes no visits.
    """

    staff: int
    duty: int
    start: int
    end: int
    first: int
    last: int
    meeting: int
    break_seconds: int
    break_earliest: int
    break_latest: int
    stops: tuple[int, ...]
    planned_start: tuple[int, ...]
    stepped_in: frozenset[int] = frozenset()
    swapped: frozenset[int] = frozenset()
    telephone: int = 0
    learning: bool = False


def planned_day(plan: Plan, day: int) -> list[DayRoute]:
    """Routes of a day as planned, one for each duty, in the order of the duties."""
    days = plan.memo.setdefault("planned days", {})
    if day not in days:
        days[day] = _planned_day(plan, day)
    return list(days[day])


def _planned_day(plan: Plan, day: int) -> list[DayRoute]:
    duties, stops = plan.duties, plan.stops
    low, high = np.searchsorted(duties.day, (day, day + 1)).tolist()
    bounds = np.searchsorted(stops.duty, np.arange(low, high + 1)).tolist()
    visit, start = stops.visit[bounds[0] : bounds[-1]].tolist(), stops.start[bounds[0] : bounds[-1]].tolist()
    names = ("start", "end", "first", "last", "meeting", "break_seconds", "break_earliest", "break_latest")
    columns = [getattr(duties, name)[low:high].tolist() for name in ("staff", *names)]
    routes = []
    for duty, (staff, *times), (a, b) in zip(range(low, high), zip(*columns, strict=True), pairwise(bounds), strict=True):
        route = slice(a - bounds[0], b - bounds[0])
        routes.append(DayRoute(staff, duty, *times, stops=tuple(visit[route]), planned_start=tuple(start[route])))
    return routes


def known_staff(plan: Plan, day: int, client: int) -> set[int]:
    """Rows of the staff who visit a client in the plan on a day or within the 14 days before it."""
    known = plan.memo.setdefault("known staff", {})
    if day not in known:
        low, high = np.searchsorted(plan.visits.day, (day - MEMORY_DAYS, day + 1))
        staff, size = plan.staff_at[low:high], len(plan.scenario.staff)
        met, clients = staff >= 0, np.repeat(plan.visits.client[low:high, None].astype(np.int64), staff.shape[1], axis=1)
        of_day: dict[int, set[int]] = {}
        for pair in np.unique(clients[met] * size + staff[met]).tolist():
            who, row = divmod(pair, size)
            of_day.setdefault(who, set()).add(row)
        known[day] = of_day
    return known[day].get(client, set())


def drop(route: DayRoute, gone: frozenset[int]) -> DayRoute:
    """The route without some visits."""
    if gone.isdisjoint(route.stops):
        return route
    kept = [k for k, visit in enumerate(route.stops) if visit not in gone]
    stops, starts = tuple([route.stops[k] for k in kept]), tuple([route.planned_start[k] for k in kept])
    return route._replace(stops=stops, planned_start=starts, stepped_in=route.stepped_in - gone, swapped=route.swapped - gone)


def only(route: DayRoute, wanted: set[int]) -> DayRoute:
    """The route with these visits and its break alone, all of them taken over."""
    return drop(route, frozenset(route.stops) - wanted - {BREAK})._replace(stepped_in=frozenset(wanted))

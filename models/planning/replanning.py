"""The morning's answer to illness: who takes over the visits of those who are not coming (T17, T34).

Nothing here is random, and nothing is searched for long: one visit after another goes where it costs least among the people whose
turn it is under the policy (:class:`~hemtjanst.models.policy.Absence`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..legs import leg_seconds
from ..plan import BREAK, NOBODY_IN_PARTICULAR, Plan
from .open_route import OpenRoute, Spot, Task
from .routes import MEMORY_DAYS

MOST_LATE = 15 * 60  # seconds after its window that a visit may start on a replanned route
MOST_OVERTIME = 15 * 60  # seconds that a replanned route may come back too late


@dataclass(frozen=True, slots=True)
class DayRoute:
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
    stepped_in
        Visits taken over from somebody else this morning.
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


def planned_day(plan: Plan, day: int) -> list[DayRoute]:
    """Routes of a day as planned, one for each duty, in the order of the duties."""
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


def replan_day(
    plan: Plan, day: int, ill: Collection[int], cancelled: Collection[int], pool: Sequence[int]
) -> tuple[list[DayRoute], list[int], list[int]]:
    """Redistribute the visits of those who are ill, before the day begins.

    Visits of ``ill`` people go, in the order of ``policy.absence.replaced_by``, to the contact person or a backup who works that
    day, to somebody known (who visits the client in the plan within 14 days), to any colleague of the group on duty, each where it
    costs least and starts at most 15 minutes late; or what is left of a route goes whole to somebody of the pool.
    Other visits keep their person and start no earlier than planned; of groups without illness nothing changes but that cancelled
    visits are dropped. A visit for two people keeps its planned time.

    Parameters
    ----------
    plan, day
        The plan, and the day of it.
    ill
        Rows of the staff who reported ill; those without a duty that day do not matter.
    cancelled
        Rows of visits that will not be made.
    pool
        Rows of the pool staff who can be called in, in the order in which they are asked.

    Returns
    -------
    list of DayRoute
        Of everybody who works, in the order of the duties, then of the pool staff called in.
    list of int
        Visits, sorted, that nobody could take, or for which one of two people is missing (the other's route still has them).
    list of int
        Pool staff called in.
    """
    gone = frozenset(cancelled)
    routes = [_drop(route, gone) for route in planned_day(plan, day)]
    absent = [route for route in routes if route.staff in ill]
    present = [route for route in routes if route.staff not in ill]
    missed: list[int] = []
    called: list[DayRoute] = []
    free_pool = list(pool)
    for group in sorted({int(plan.duties.group[route.duty]) for route in absent}):
        morning = _Morning(
            plan, day, group, present, [route for route in absent if plan.duties.group[route.duty] == group], free_pool
        )
        morning.replace_all()
        present = morning.routes()
        missed += morning.open_visits()
        called += morning.called
        free_pool = [staff for staff in free_pool if staff not in {route.staff for route in called}]
    return present + called, sorted(set(missed)), [route.staff for route in called]


class _Morning:
    """One group on a morning when somebody is ill."""

    def __init__(self, plan: Plan, day: int, group: int, present: list[DayRoute], absent: list[DayRoute], pool: list[int]) -> None:
        self.plan, self.day, self.group, self.present, self.pool = plan, day, group, present, pool
        self.absent = {route.duty: route for route in absent}
        self.called: list[DayRoute] = []
        scenario = plan.scenario
        groups = plan.duties.group[[route.duty for route in present]]
        self.own = np.flatnonzero(groups == group).tolist()
        self.staff = {row: present[row].staff for row in self.own}
        routes = (*absent, *(present[row] for row in self.own))
        self.at = {visit: start for route in routes for visit, start in zip(route.stops, route.planned_start, strict=True)}
        self.people_at: dict[int, set[int]] = {}
        for row in self.own:
            for visit in present[row].stops:
                self.people_at.setdefault(visit, set()).add(present[row].staff)
        # (visit, duty it was in), those with the least choice first: for two people, then with skills
        todo = [(visit, route.duty) for route in absent for visit in route.stops if visit != BREAK]
        visits = plan.visits
        self.todo = sorted(todo, key=lambda item: (-visits.people[item[0]], visits.skills[item[0]] == 0, self.at[item[0]], item))
        clients = {int(plan.visits.client[visit]) for row in self.own for visit in present[row].stops if visit != BREAK}
        clients |= {int(plan.visits.client[visit]) for visit, _ in self.todo}
        home = {client: scenario.clients[client].place for client in sorted(clients)}
        places = [scenario.groups[group].base, *sorted(set(home.values()))]
        self.place = {client: 1 + places[1:].index(place) for client, place in home.items()}
        rows = np.array(places)
        self.legs = {
            mode: leg_seconds(scenario, mode, rows[:, None], rows[None, :], day).tolist()
            for mode in sorted({scenario.staff[staff].mode for staff in self.staff.values()})
        }
        self.skills = scenario.skill_masks
        self.writing = round(scenario.work.documentation_minutes.value * 60)
        self.open: dict[int, OpenRoute] = {}
        self.taken: dict[int, set[int]] = {}

    def replace_all(self) -> None:
        """Try everybody in the policy's order."""
        tiers: dict[str, Callable[[int], Collection[int]]] = {
            "backup": self._backups,
            "known": self._known,
            "colleague": lambda visit: self.own,
        }
        for who in self.plan.policy.absence.replaced_by:
            if who == "pool":
                self._call_in()
            else:
                self.todo = [(visit, duty) for visit, duty in self.todo if not self._give(visit, tiers[who](visit))]

    def routes(self) -> list[DayRoute]:
        """Everybody's routes, those of this group with what they have taken over."""
        return [self._closed(row) if row in self.taken else route for row, route in enumerate(self.present)]

    def open_visits(self) -> list[int]:
        """Visits that nobody took."""
        return [visit for visit, _ in self.todo]

    def _backups(self, visit: int) -> list[int]:
        """Rows of the present who are contact person or backup of the client."""
        rank = self.plan.rank[self.plan.visits.client[visit]]
        return [row for row in self.own if rank[self.staff[row]] < NOBODY_IN_PARTICULAR]

    def _known(self, visit: int) -> list[int]:
        """Rows of the present who visit the client in the plan within the last 14 days."""
        visits = self.plan.visits
        low, high = np.searchsorted(visits.day, (self.day - MEMORY_DAYS, self.day + 1))
        rows = low + np.flatnonzero(visits.client[low:high] == visits.client[visit])
        met = set(self.plan.staff_at[rows].ravel().tolist())
        return [row for row in self.own if self.staff[row] in met]

    def _may(self, staff: int, visit: int) -> bool:
        """Whether somebody has the skills, is not forbidden, and is not there already."""
        visits = self.plan.visits
        lacking, client = int(visits.skills[visit]) & ~self.skills[staff], self.plan.scenario.clients[visits.client[visit]]
        return not lacking and staff not in client.forbidden and staff not in self.people_at.get(visit, ())

    def _give(self, visit: int, rows: Collection[int]) -> bool:
        """Insert a visit where it costs least among these people; say whether it went in."""
        task = self._task(visit, None)
        best: tuple[Spot, int] | None = None
        for row in rows:
            route = self.present[row]
            at_work = route.first <= task.latest and task.earliest <= route.last + MOST_OVERTIME
            if at_work and self._may(self.staff[row], visit):
                if row not in self.open:
                    self.open[row] = self._opened(route)
                spot = self.open[row].best(task)
                if spot is not None and (best is None or spot.price < best[0].price):
                    best = spot, row
        if best is None:
            return False
        spot, row = best
        self.open[row].insert(spot.position, task)
        self.taken.setdefault(row, set()).add(visit)
        self.people_at.setdefault(visit, set()).add(self.staff[row])
        return True

    def _call_in(self) -> None:
        """Give what is left of each route whole to the first of the pool who can do most of it."""
        scenario = self.plan.scenario
        for duty, route in self.absent.items():
            left = [visit for visit, of in self.todo if of == duty]
            shift = scenario.shifts[self.plan.duties.shift[duty]].name
            able = {
                staff: {visit for visit in left if shift in scenario.staff[staff].shifts and self._may(staff, visit)}
                for staff in self.pool
            }
            if not any(able.values()):
                continue
            staff = max(self.pool, key=lambda row: len(able[row]))
            self.pool = [row for row in self.pool if row != staff]
            self.called.append(_only(replace(route, staff=staff, duty=-1, meeting=0), able[staff]))
            for visit in able[staff]:
                self.people_at.setdefault(visit, set()).add(staff)
            self.todo = [(visit, of) for visit, of in self.todo if of != duty or visit not in able[staff]]

    def _task(self, visit: int, planned: int | None) -> Task:
        """A visit as a task; one that is planned starts no earlier than planned, one for two people exactly then."""
        visits = self.plan.visits
        place, seconds = self.place[int(visits.client[visit])], int(visits.seconds[visit])
        seconds += self.writing
        due = int(visits.latest[visit])
        if visits.people[visit] > 1:
            return Task(visit, place, self.at[visit], self.at[visit], seconds, due)
        earliest = int(visits.earliest[visit]) if planned is None else planned
        return Task(visit, place, earliest, max(due + MOST_LATE, earliest), seconds, due)

    def _opened(self, route: DayRoute) -> OpenRoute:
        tasks = [
            Task(BREAK, 0, route.break_earliest, max(route.break_latest, start), route.break_seconds, route.break_latest)
            if visit == BREAK
            else self._task(visit, start)
            for visit, start in zip(route.stops, route.planned_start, strict=True)
        ]
        return OpenRoute(self.legs[self.plan.scenario.staff[route.staff].mode], route.first, route.last, MOST_OVERTIME, tasks)

    def _closed(self, row: int) -> DayRoute:
        work = self.open[row]
        stops = tuple(task.visit for task in work.tasks)
        return replace(self.present[row], stops=stops, planned_start=tuple(work.starts), stepped_in=frozenset(self.taken[row]))


def _drop(route: DayRoute, gone: frozenset[int]) -> DayRoute:
    """The route without some visits."""
    if gone.isdisjoint(route.stops):
        return route
    kept = [(visit, start) for visit, start in zip(route.stops, route.planned_start, strict=True) if visit not in gone]
    return replace(route, stops=tuple(visit for visit, _ in kept), planned_start=tuple(start for _, start in kept))


def _only(route: DayRoute, wanted: set[int]) -> DayRoute:
    """The route with these visits and its break alone, all of them taken over."""
    return replace(_drop(route, frozenset(route.stops) - wanted - {BREAK}), stepped_in=frozenset(wanted))

"""One home care group on a morning when somebody is missing or needs have grown: what is open, and who could take it over."""

from __future__ import annotations

from itertools import chain

import numpy as np

from ...cython_ext.open_routes import NO_NODE, UNKNOWN, OpenRoutes
from ..legs import DayTravel, day_travel
from ..plan import BREAK, NOBODY_IN_PARTICULAR, Plan
from .day_routes import DayRoute, known_staff
from .every_morning import District, district, dropped_first, gaps_of, skill_masks, task_table

MOST_OVERTIME = 15 * 60  # seconds that a replanned route may come back too late


class Morning:
    """One group on a morning: what is still to be given to somebody, who could do it, and the routes that it can be put into.

    Parameters
    ----------
    present, absent
        Routes of everybody at work, and of those of the group who are not.
    pool
        Who can be called in.
    expected
        int[visits], lengths as they are believed to be now; None: as planned.

    Attributes
    ----------
    visit, at, duty
        What nobody has taken yet: rows of visits, when they begin as planned (seconds), and whose duty they were.
    open
        Routes of the group's people at work (``own``: rows of ``present``), to be added to.
    taken, swapped
        By row of ``own`` the visits taken over from who is missing, and from a colleague at work who made room.
    """

    def __init__(
        self,
        plan: Plan,
        day: int,
        group: int,
        present: list[DayRoute],
        absent: list[DayRoute],
        pool: list[int],
        expected: np.ndarray | None = None,
    ) -> None:
        self.plan, self.day, self.group, self.present, self.pool = plan, day, group, present, pool
        self.seconds = plan.visits.seconds if expected is None else expected
        self.grown = expected is not None
        self.absent = {route.duty: route for route in absent}
        self.called: list[DayRoute] = []
        self.skills = skill_masks(plan)
        groups = plan.duties.group[[route.duty for route in present]]
        self.own = np.flatnonzero(groups == group).tolist()
        self.staff = np.array([present[row].staff for row in self.own], dtype=np.int64)
        todo = [
            (visit, start, route.duty)
            for route in absent
            for visit, start in zip(route.stops, route.planned_start, strict=True)
            if visit != BREAK
        ]
        self.visit, self.at, self.duty = np.array(todo, dtype=np.int64).reshape(-1, 3).T
        # those with the least choice first: for two people, then with skills
        people, skilled = plan.visits.people[self.visit], plan.visits.skills[self.visit] != 0
        later = dropped_first(plan)[self.visit]
        self.keep(np.lexsort((self.duty, self.visit, self.at, ~skilled, -people.astype(int), later)))
        self.node: dict[int, int] = {}
        self.open = self._opened(district(plan, group))
        self.taken: dict[int, set[int]] = {}  # by row of ``own``
        self.swapped: dict[int, set[int]] = {}  # likewise, from a colleague who is at work

    def routes(self) -> list[DayRoute]:
        """Everybody's routes, those of this group with what they have taken over."""
        routes = list(self.present)
        for k in self.taken | self.swapped:
            stops, starts = self.open.route(k)
            taken, swapped = (frozenset(given.get(k, ())) for given in (self.taken, self.swapped))
            row = self.own[k]
            routes[row] = routes[row]._replace(stops=tuple(stops), planned_start=tuple(starts), stepped_in=taken, swapped=swapped)
        return routes

    def open_visits(self) -> list[int]:
        """Visits that nobody took."""
        return self.visit.tolist()

    def keep(self, rows: np.ndarray) -> None:
        """Go on with some rows of what is still to be given to somebody."""
        self.visit, self.at, self.duty = self.visit[rows], self.at[rows], self.duty[rows]

    def knows(self, visits: np.ndarray) -> np.ndarray:
        """bool[visits, present], who is contact person or backup of the client, or visits the client in the plan."""
        return self.backups(visits) | self.known(visits)

    def backups(self, visits: np.ndarray) -> np.ndarray:
        """bool[visits, present], who is contact person or backup of the client."""
        return self.plan.rank[self.plan.visits.client[visits][:, None], self.staff] < NOBODY_IN_PARTICULAR

    def known(self, visits: np.ndarray) -> np.ndarray:
        """bool[visits, present], who visits the client in the plan within the last 14 days."""
        staff = self.staff.tolist()
        met = [known_staff(self.plan, self.day, client) for client in self.plan.visits.client[visits].tolist()]
        return np.array([[person in known for person in staff] for known in met], dtype=bool)

    def may(self, staff: np.ndarray, visits: np.ndarray) -> np.ndarray:
        """bool[visits, staff], who has the skills and is not forbidden."""
        able = (self.plan.visits.skills[visits][:, None] & ~self.skills[staff]) == 0
        clients = self.plan.scenario.clients
        for row, client in enumerate(self.plan.visits.client[visits].tolist()):
            if clients[client].forbidden:
                able[row] &= ~np.isin(staff, list(clients[client].forbidden))
        return able

    def tasks(self, visit: np.ndarray, at: np.ndarray, *, planned: bool = False) -> np.ndarray:
        """Visits as tasks, int64[visits, 7]; planned ones start no earlier than planned, those for two people exactly then."""
        tasks = task_table(self.plan)[visit]
        tasks[:, 1] = self.district.place[tasks[:, 1]]
        if self.grown:
            tasks[:, 4] += self.seconds[visit] - self.plan.visits.seconds[visit]
        exactly = self.plan.visits.people[visit] > 1
        tasks[:, 2] = np.where(exactly | planned, at, tasks[:, 2])
        tasks[:, 3] = np.where(exactly, at, np.maximum(tasks[:, 3], tasks[:, 2]))
        if self.node:
            tasks[:, 6] = [self.node.get(one, NO_NODE) for one in visit.tolist()]
        return tasks

    def _opened(self, known: District) -> OpenRoutes:
        """The routes of the group's people at work, to be added to."""
        self.district, scenario = known, self.plan.scenario
        begins, gaps = self._gaps()
        routes = [self.present[row] for row in self.own]
        stops = np.array(list(chain.from_iterable(route.stops for route in routes)), dtype=np.int64)
        starts = np.array(list(chain.from_iterable(route.planned_start for route in routes)), dtype=np.int64)
        lengths = [len(route.stops) for route in routes]
        tasks = self.tasks(stops, starts, planned=True)
        rests = np.flatnonzero(stops == BREAK)
        owner = np.repeat(np.arange(len(routes)), lengths)[rests].tolist()
        for row, route in zip(rests.tolist(), (routes[k] for k in owner), strict=True):
            late = max(route.break_latest, int(starts[row]))
            tasks[row] = (BREAK, 0, route.break_earliest, late, route.break_seconds, route.break_latest, NO_NODE)
        modes = [scenario.travel.mode(scenario.staff[route.staff].mode) for route in routes]
        people = [(mode, 0, route.first, route.last, MOST_OVERTIME) for mode, route in zip(modes, routes, strict=True)]
        usual, period_start, period_legs = self._legs()
        return OpenRoutes(usual, people, np.cumsum([0, *lengths]), tasks, begins, gaps, period_start, period_legs)

    def _gaps(self) -> tuple[np.ndarray, np.ndarray]:
        """When visits with least gaps begin that are on no route of the group, and the gaps; numbers the visits (``node``)."""
        low, high = np.searchsorted(self.plan.visits.day, (self.day, self.day + 1))
        every = gaps_of(self.plan)
        gaps = every[(low <= every[:, 0]) & (every[:, 0] < high)] if len(every) else every
        gaps = gaps[self.district.place[self.plan.visits.client[gaps[:, 0]]] > 0]
        if not len(gaps):
            return np.zeros(0, np.int64), np.zeros((0, 3), np.int64)
        self.node = {visit: k for k, visit in enumerate(np.unique(gaps[:, :2]).tolist())}
        begins = np.full(len(self.node), UNKNOWN, np.int64)
        for row in set(range(len(self.present))) - set(self.own):
            for visit, start in zip(self.present[row].stops, self.present[row].planned_start, strict=True):
                if visit in self.node:
                    begins[self.node[visit]] = start
        least = self.seconds[gaps[:, 0]] + gaps[:, 2]
        return begins, np.array(
            [(self.node[a], self.node[b], s) for (a, b, _), s in zip(gaps.tolist(), least.tolist(), strict=True)]
        )

    def _legs(self) -> DayTravel:
        """Seconds between the places of the group today."""
        scenario, known = self.plan.scenario, self.district.legs
        key = None if scenario.road_days is None else self.day
        if key not in known:
            known[key] = day_travel(scenario, scenario.travel.modes, self.district.rows, self.day)
        return known[key]

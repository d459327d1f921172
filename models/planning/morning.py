"""One home care group on a morning when somebody is missing or needs have grown: who takes over what."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from ...cython_ext.open_routes import NO_NODE, UNKNOWN, OpenRoutes
from ..legs import DayTravel, day_travel
from ..plan import BREAK, NOBODY_IN_PARTICULAR, Plan
from .day_routes import DayRoute, known_staff, only
from .least_gaps import least_gaps
from .swaps import Swaps

MOST_LATE = 15 * 60  # seconds after its window that a visit may start on a replanned route
MOST_OVERTIME = 15 * 60  # seconds that a replanned route may come back too late


@dataclass
class District:
    """What replanning needs to know about the places of a group: the same every morning, and so worked out once."""

    place: np.ndarray  # int64[clients], counted from 1 (0 is the base); 0 for clients elsewhere
    rows: np.ndarray  # of the scenario's places
    legs: dict[int | None, DayTravel] = field(default_factory=dict)


class Morning:
    """One group on a morning.

    Parameters
    ----------
    present, absent
        Routes of everybody at work, and of those of the group who are not.
    pool
        Who can be called in.
    expected
        int[visits], lengths as they are believed to be now; None: as planned.
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
        self._keep(np.lexsort((self.duty, self.visit, self.at, ~skilled, -people.astype(int), later)))
        self.node: dict[int, int] = {}
        self.open = self._opened(district(plan, group))
        self.taken: dict[int, set[int]] = {}  # by row of ``own``
        self.swapped: dict[int, set[int]] = {}  # likewise, from a colleague who is at work

    def replace_all(self) -> None:
        """Try everybody in the policy's order."""
        lever = self.plan.policy.absence
        for who in lever.replaced_by:
            if not len(self.visit):
                break
            if who == "pool":
                self._call_in()
                continue
            if who == "swap":
                self._swap()
                continue
            overtime = round(lever.overtime_minutes * 60) if who == "overtime" else MOST_OVERTIME
            allowed = self.may(self.staff, self.visit)
            if who in ("backup", "known"):
                allowed &= self._backups(self.visit) if who == "backup" else self._known(self.visit)
            rows = self.open.give(self.tasks(self.visit, self.at), allowed, overtime)
            for visit, row in zip(self.visit[rows >= 0].tolist(), rows[rows >= 0].tolist(), strict=True):
                self.taken.setdefault(row, set()).add(visit)
            self._keep(rows < 0)
        if self.grown:
            self._relieve_the_overfull()

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

    def _keep(self, rows: np.ndarray) -> None:
        self.visit, self.at, self.duty = self.visit[rows], self.at[rows], self.duty[rows]

    def knows(self, visits: np.ndarray) -> np.ndarray:
        """bool[visits, present], who is contact person or backup of the client, or visits the client in the plan."""
        return self._backups(visits) | self._known(visits)

    def _backups(self, visits: np.ndarray) -> np.ndarray:
        """bool[visits, present], who is contact person or backup of the client."""
        return self.plan.rank[self.plan.visits.client[visits][:, None], self.staff] < NOBODY_IN_PARTICULAR

    def _known(self, visits: np.ndarray) -> np.ndarray:
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

    def _swap(self) -> None:
        """Let people who know the client make room by a swap (visits for two people keep whoever has room)."""
        swaps, alone = Swaps(self, MOST_OVERTIME), self.plan.visits.people[self.visit] == 1
        todo = zip(self.visit.tolist(), self.at.tolist(), alone.tolist(), strict=True)
        self._keep(np.array([not (single and swaps.make(visit, at)) for visit, at, single in todo], dtype=bool))

    def _call_in(self) -> None:
        """Give what is left of each route whole to the first of the pool who can do most of it, if it is enough to call for."""
        scenario = self.plan.scenario
        for duty, route in self.absent.items():
            rows = np.flatnonzero(self.duty == duty)
            shift = scenario.shifts[self.plan.duties.shift[duty]].name
            pool = [staff for staff in self.pool if shift in scenario.staff[staff].shifts]
            able = self.may(np.array(pool, dtype=np.int64), self.visit[rows])
            if not able.size or able.sum(axis=0).max() < max(1, self.plan.policy.absence.pool_from_visits):
                continue
            best = int(able.sum(axis=0).argmax())
            rows = rows[able[:, best]]
            theirs = set(self.visit[rows].tolist())
            self.pool = [staff for staff in self.pool if staff != pool[best]]
            self.called.append(only(route._replace(staff=pool[best], duty=-1, meeting=0), theirs))
            for visit, start in zip(route.stops, route.planned_start, strict=True) if self.node else ():
                if visit in theirs and visit in self.node:
                    self.open.begin(self.node[visit], start)
            keep = np.ones(len(self.visit), dtype=bool)
            keep[rows] = False
            self._keep(keep)

    def _relieve_the_overfull(self) -> None:
        """Visits that would begin too late since needs have grown go to colleagues who have room; others are late."""
        visits = self.plan.visits
        for k, row in enumerate(self.own):
            stops = np.array([visit for visit in self.present[row].stops if visit >= 0], dtype=np.int64)
            if not (self.seconds[stops] != visits.seconds[stops]).any():
                continue
            others = np.arange(len(self.own)) != k
            promised = dict(zip(self.present[row].stops, self.present[row].planned_start, strict=True))
            for visit, begins in zip(*self.open.route(k), strict=True):
                if visit < 0 or visits.people[visit] > 1 or visit not in promised:
                    continue
                if begins <= max(int(visits.latest[visit]) + MOST_LATE, promised[visit]):
                    continue
                one = np.array([visit])
                tasks = self.tasks(one, np.array([promised[visit]]))
                rows = self.open.give(tasks, self.may(self.staff, one) & others, MOST_OVERTIME)
                if rows[0] >= 0:
                    self.taken.setdefault(int(rows[0]), set()).add(visit)
                    self.open.remove(k, visit)
                    self.taken.setdefault(k, set())

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


def district(plan: Plan, group: int) -> District:
    """The places of a group's clients, and of others whom its people visit."""
    known = plan.memo.setdefault("districts", {})
    if group not in known:
        scenario = plan.scenario
        of_group = plan.duties.group[plan.stops.duty] == group
        visits = plan.stops.visit[of_group & (plan.stops.visit != BREAK)]
        clients = sorted({*scenario.clients_of(group), *np.unique(plan.visits.client[visits]).tolist()})
        homes = [scenario.clients[client].place for client in clients]
        places = [scenario.groups[group].base, *sorted(set(homes))]
        place = np.zeros(len(scenario.clients), dtype=np.int64)
        place[clients] = 1 + np.searchsorted(places[1:], homes)
        known[group] = District(place, np.array(places))
    return known[group]


def dropped_first(plan: Plan) -> np.ndarray:
    """bool[visits], whether all of a visit may be left undone before others (``policy.absence.dropped_first``)."""
    if "dropped first" not in plan.memo:
        droppable = np.array([need.service in plan.policy.absence.dropped_first for need in plan.scenario.needs], dtype=bool)
        kept = np.bincount(plan.occasions.visit, weights=~droppable[plan.occasions.need], minlength=len(plan.visits))
        plan.memo["dropped first"] = kept == 0
    return plan.memo["dropped first"]


def task_table(plan: Plan) -> np.ndarray:
    """int64[visits, 7], visits as tasks of :class:`~hemtjanst.cython_ext.open_routes.OpenRoutes`, with the client as the place."""
    if "tasks" not in plan.memo:
        visits, writing = plan.visits, round(plan.scenario.work.documentation_minutes.value * 60)
        rows, due = np.arange(len(visits)), visits.latest
        columns = (
            rows,
            visits.client,
            visits.earliest,
            due + MOST_LATE,
            visits.seconds + writing,
            due,
            np.full(len(rows), NO_NODE),
        )
        plan.memo["tasks"] = np.stack(columns, axis=1).astype(np.int64)
    return plan.memo["tasks"]


def gaps_of(plan: Plan) -> np.ndarray:
    """int32[gaps, 3], :func:`.least_gaps` of a plan."""
    if "least gaps" not in plan.memo:
        plan.memo["least gaps"] = least_gaps(plan.scenario, plan.visits, plan.occasions)
    return plan.memo["least gaps"]


def skill_masks(plan: Plan) -> np.ndarray:
    """int64[staff], what each can do."""
    if "skill masks" not in plan.memo:
        plan.memo["skill masks"] = np.array(plan.scenario.skill_masks, dtype=np.int64)
    return plan.memo["skill masks"]

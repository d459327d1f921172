"""Plain Python twin of the kernel ``_open_routes.pyx``: the same routes, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .day_drive import latest_departure, seconds

BREAK, UNKNOWN = -1, -1


class Task(NamedTuple):
    """A row of the tasks that ``open_routes.py`` describes."""

    visit: int
    place: int
    earliest: int
    latest: int
    seconds: int
    due: int
    node: int


@dataclass(slots=True)
class Route:
    """Tasks of one person in order, and what a trial insertion needs to know of the times between them."""

    changes: list[int]  # when the second, third, … period begins
    legs: list[list[list[int]]]  # of each pair of places the seconds in each period
    origin: int
    first: int
    last: int
    overtime: int
    tasks: list[Task]
    starts: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)  # free[p]: ready to leave towards task p
    place: list[int] = field(default_factory=list)  # place[p]: where that is
    pause: list[Task | None] = field(default_factory=list)  # pause[p]: the break between that place and task p, still to come
    end: int = 0
    limit: list[int] = field(default_factory=list)  # limit[p]: latest arrival at task p that keeps everything behind in time

    def drive(self, origin: int, place: int, leave: int) -> int:
        """Seconds of a drive by its departure."""
        return seconds(self.changes, self.legs[origin][place], leave)

    def leave_by(self, origin: int, place: int, arrive: int) -> int:
        """When one leaves at the latest to be there in time."""
        return latest_departure(self.changes, self.legs[origin][place], arrive)

    def leg(self, free: int, origin: int, place: int, pause: Task | None) -> tuple[int, int]:
        """Arrival (ready to begin the visit) and start of the break (UNKNOWN: none) of one leg."""
        arrive = free + self.drive(origin, place, free)
        if pause is None:
            return arrive, UNKNOWN
        if arrive <= pause.latest:
            rest = max(arrive, pause.earliest)
            return rest + pause.seconds, rest
        rest = max(free, pause.earliest)
        leave = rest + pause.seconds
        return leave + self.drive(origin, place, leave), rest

    def latest_leave(self, limit: int, origin: int, place: int, pause: Task | None) -> int:
        """Latest departure that is ready at the end of the leg by ``limit`` and has the break in time."""
        if pause is None:
            return self.leave_by(origin, place, limit)
        drive_first = self.leave_by(origin, place, min(limit - pause.seconds, pause.latest))
        rest = self.leave_by(origin, place, limit) - pause.seconds  # when a break before the drive begins at the latest
        return max(drive_first, min(rest, pause.latest)) if rest >= pause.earliest else drive_first


class OpenRoutes:
    """As :class:`.open_routes.OpenRoutes`, of valid arrays."""

    def __init__(
        self,
        legs: np.ndarray,
        changes: np.ndarray,
        people: np.ndarray,
        bounds: np.ndarray,
        tasks: np.ndarray,
        begins: np.ndarray,
        gaps: np.ndarray,
    ) -> None:
        roads, every = np.moveaxis(legs, 0, -1).tolist(), [Task(*row) for row in tasks.tolist()]
        self.begins, self.gaps = begins.tolist(), gaps.tolist()
        self.routes = [
            Route(changes.tolist(), roads[mode], *rest, tasks=every[bounds[k] : bounds[k + 1]])
            for k, (mode, *rest) in enumerate(people.tolist())
        ]
        for route in self.routes:
            route.starts = [0] * len(route.tasks)
            self._reckon_times(route)
        for route in self.routes:
            self._reckon_limits(route)

    def best(self, task: np.ndarray, allowed: np.ndarray, overtime: int) -> tuple[int, int, int] | None:
        """``(price, row, position)`` of the cheapest spot for one task, or None."""
        return self._best(Task(*task[0].tolist()), allowed, overtime)

    def give(self, tasks: np.ndarray, allowed: np.ndarray, overtime: int) -> np.ndarray:
        """int64[tasks], the row that each task went to, one after the other; -1: none."""
        taken = np.full(len(tasks), -1, np.int64)
        for k in range(len(tasks)):
            spot = self.best(tasks[k : k + 1], allowed[k], overtime)
            if spot is not None:
                _, taken[k], position = spot
                self.insert(int(taken[k]), position, tasks[k : k + 1])
        return taken

    def insert(self, row: int, position: int, task: np.ndarray) -> None:
        """Put a task at a position."""
        route = self.routes[row]
        route.tasks.insert(position, self._between(Task(*task[0].tolist())))
        route.starts.insert(position, 0)
        self._changed(route)

    def remove(self, row: int, visit: int) -> None:
        """Take a visit out of a route."""
        route = self.routes[row]
        for p, task in enumerate(route.tasks):
            if task.visit == visit:
                if task.node >= 0:
                    self.begins[task.node] = UNKNOWN
                del route.tasks[p], route.starts[p]
                break
        self._changed(route)

    def begin(self, node: int, start: int) -> None:
        """Say when a visit that is on no route here begins."""
        self.begins[node] = start
        for route in self.routes:
            self._reckon_limits(route)

    def route(self, row: int) -> tuple[list[int], list[int]]:
        """``(visits, starts)`` of a route, two lists in its order."""
        return [task.visit for task in self.routes[row].tasks], list(self.routes[row].starts)

    def end(self, row: int) -> int:
        """When the person is back."""
        return self.routes[row].end

    def _changed(self, route: Route) -> None:
        self._reckon_times(route)
        for other in self.routes if self.gaps else [route]:
            self._reckon_limits(other)

    def _not_before(self, node: int) -> int:
        """Earliest start that keeps the gaps after earlier visits."""
        known = [self.begins[a] + least for a, b, least in self.gaps if b == node and self.begins[a] != UNKNOWN]
        return max(known, default=0)

    def _not_after(self, node: int, bound: int) -> int:
        """Latest start that keeps the gaps before later visits."""
        return min([self.begins[b] - least for a, b, least in self.gaps if a == node and self.begins[b] != UNKNOWN] + [bound])

    def _between(self, task: Task) -> Task:
        """The task with the times that gaps leave it."""
        if task.node < 0:
            return task
        earliest, latest = max(task.earliest, self._not_before(task.node)), self._not_after(task.node, task.latest)
        return task._replace(earliest=earliest, latest=latest)

    def _reckon_times(self, route: Route) -> None:
        was, begins = route.starts, self.begins
        route.starts, route.free, route.place, route.pause = [], [], [], []
        free, place, pause = route.first, route.origin, None
        for p, task in enumerate([*route.tasks, None]):
            route.free.append(free)
            route.place.append(place)
            route.pause.append(pause)
            if task is None:
                break
            if task.visit == BREAK:
                route.starts.append(UNKNOWN)
                pause = task
                continue
            arrive, rest = route.leg(free, place, task.place, pause)
            if pause is not None:
                route.starts[-1] = rest
            start = max(arrive, task.earliest)
            if task.node >= 0:  # a gap that was kept is not given up when the visit could begin earlier again
                begins[task.node] = start = max(start, min(self._not_before(task.node), was[p]))
            route.starts.append(start)
            free, place, pause = start + task.seconds, task.place, None
        route.end, rest = route.leg(free, place, 0, pause)
        if pause is not None:
            route.starts[-1] = rest

    def _reckon_limits(self, route: Route) -> None:
        tasks, limits = route.tasks, [0] * (len(route.tasks) + 1)
        limits[-1] = limit = max(route.last + route.overtime, route.end)
        place, pause = 0, None
        for p in range(len(tasks) - 1, -1, -1):
            task = tasks[p]
            if task.visit == BREAK:
                pause = task
                limits[p] = limit
                continue
            latest = task.latest if task.node < 0 else self._not_after(task.node, task.latest)
            leave = route.latest_leave(limit, task.place, place, pause)
            limit = limits[p] = max(min(latest, leave - task.seconds), route.starts[p])
            place, pause = task.place, None
        route.limit = limits

    def _best(self, wanted: Task, allowed: np.ndarray, overtime: int) -> tuple[int, int, int] | None:
        task = self._between(wanted)
        best: tuple[int, int, int] | None = None
        for row, route in enumerate(self.routes):
            there = any(one.visit == task.visit for one in route.tasks)
            if not allowed[row] or route.first > task.latest or task.earliest > route.last + overtime or there:
                continue
            if overtime > route.overtime:
                route.overtime = overtime
                self._reckon_limits(route)
            for price, position in self._spots(route, task):
                if best is None or price < best[0]:
                    best = price, row, position
        return best

    @staticmethod
    def _spots(route: Route, task: Task) -> list[tuple[int, int]]:
        """Price and position of everywhere in a route where the task keeps everything in time."""
        spots = []
        n = len(route.tasks)
        for p in range(n + 1):
            free, place, before = route.free[p], route.place[p], route.pause[p]
            if free > task.latest:
                break
            if route.limit[p] < task.earliest:
                continue
            after, following = None, p
            if p < n and route.tasks[p].visit == BREAK:
                after, following = route.tasks[p], p + 1
            then = route.tasks[following].place if following < n else 0
            arrive, rest = route.leg(free, place, task.place, before)
            start = max(arrive, task.earliest)
            if start > task.latest or (before is not None and rest > before.latest):
                continue
            there, rest = route.leg(start + task.seconds, task.place, then, after)
            if there > route.limit[following] or (after is not None and rest > after.latest):
                continue
            overtime = max(0, there - max(route.last, route.end)) if following == n else 0
            away = route.drive(task.place, then, start + task.seconds)
            detour = route.drive(place, task.place, free) + away - route.drive(place, then, free)
            spots.append((detour + max(0, start - task.due) + overtime, p))
        return spots

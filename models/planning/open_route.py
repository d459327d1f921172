"""A route into which visits can still be put: earliest times forward, latest times backward, so that a trial insertion is cheap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..plan import BREAK

Legs = list[list[int]]  # seconds from place to place, parking and walking in included


class Task(NamedTuple):
    """One stop to be made.

    Attributes
    ----------
    visit
        Row of the plan's visits, or ``BREAK``.
    place
        Where; meaningless for the break.
    earliest, latest
        It starts between these, in seconds after midnight.
    seconds
        Length, with the documentation after a visit.
    due
        A start after this is late.
    """

    visit: int
    place: int
    earliest: int
    latest: int
    seconds: int
    due: int


class Spot(NamedTuple):
    """Where a task could go: price in seconds of driving, lateness and overtime, and position in the list of tasks."""

    price: int
    position: int


@dataclass(slots=True)
class OpenRoute:
    """Tasks of one person on one day, in order, from the base (place 0, or another origin) and back to it.

    The break lies between two visits, as in the day kernel: people drive first and have it at the next door, unless it would then
    begin too late.
    """

    legs: Legs
    first: int
    last: int
    most_overtime: int
    tasks: list[Task]
    origin: int = 0  # where it begins, for a route of which part has been driven
    starts: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)  # free[p]: ready to leave towards task p
    place: list[int] = field(default_factory=list)  # place[p]: where that is
    pause: list[Task | None] = field(default_factory=list)  # pause[p]: the break between that place and task p, still to come
    end: int = 0
    limit: list[int] = field(default_factory=list)  # limit[p]: latest arrival at task p that keeps everything behind in time

    def __post_init__(self) -> None:
        self.reckon()

    def reckon(self) -> None:
        """Compute all times anew."""
        self.starts, self.free, self.place, self.pause = [], [], [], []
        free, place, pause = self.first, self.origin, None
        for task in [*self.tasks, None]:
            self.free.append(free)
            self.place.append(place)
            self.pause.append(pause)
            if task is None:
                break
            if task.visit == BREAK:
                self.starts.append(-1)
                pause = task
                continue
            arrive, begin = self._leg(free, self.legs[place][task.place], pause)
            if pause is not None:
                self.starts[-1] = begin
            start = max(arrive, task.earliest)
            self.starts.append(start)
            free, place, pause = start + task.seconds, task.place, None
        self.end, begin = self._leg(free, self.legs[place][0], pause)
        if pause is not None:
            self.starts[-1] = begin
        self._reckon_limits()

    def _reckon_limits(self) -> None:
        tasks, limits = self.tasks, [0] * (len(self.tasks) + 1)
        limits[-1] = limit = max(self.last + self.most_overtime, self.end)
        place, pause = 0, None
        for p in range(len(tasks) - 1, -1, -1):
            task = tasks[p]
            if task.visit == BREAK:
                pause = task
                limits[p] = limit
                continue
            leave = self._latest_leave(limit, self.legs[task.place][place], pause)
            limit = limits[p] = max(min(task.latest, leave - task.seconds), self.starts[p])
            place, pause = task.place, None
        self.limit = limits

    @staticmethod
    def _leg(free: int, travel: int, pause: Task | None) -> tuple[int, int]:
        """Arrival (ready to begin the visit) and start of the break (-1: none) of one leg."""
        arrive = free + travel
        if pause is None:
            return arrive, -1
        if arrive <= pause.latest:
            begin = max(arrive, pause.earliest)
            return begin + pause.seconds, begin
        begin = max(free, pause.earliest)
        return begin + pause.seconds + travel, begin

    @staticmethod
    def _latest_leave(limit: int, travel: int, pause: Task | None) -> int:
        """Latest departure that is ready at the end of the leg by ``limit`` and has the break in time."""
        if pause is None:
            return limit - travel
        drive_first = min(limit - pause.seconds, pause.latest) - travel
        break_first = min(limit - pause.seconds - travel, pause.latest)
        fits = limit - pause.seconds - travel >= pause.earliest
        return max(drive_first, break_first) if fits else drive_first

    def best(self, task: Task) -> Spot | None:
        """Cheapest position for a task that keeps everything in time, or None."""
        best: Spot | None = None
        to, away = self.legs, self.legs[task.place]
        for p in range(len(self.tasks) + 1):
            free = self.free[p]
            if free > task.latest:
                break
            if self.limit[p] < task.earliest:
                continue
            place, before = self.place[p], self.pause[p]
            after, n = None, p
            if p < len(self.tasks) and self.tasks[p].visit == BREAK:
                after, n = self.tasks[p], p + 1
            following = self.tasks[n].place if n < len(self.tasks) else 0
            arrive, begin = self._leg(free, to[place][task.place], before)
            start = max(arrive, task.earliest)
            if start > task.latest or (before is not None and begin > before.latest):
                continue
            there, begin = self._leg(start + task.seconds, away[following], after)
            if there > self.limit[n] or (after is not None and begin > after.latest):
                continue
            overtime = max(0, there - max(self.last, self.end)) if n == len(self.tasks) else 0
            detour = to[place][task.place] + away[following] - to[place][following]
            price = detour + max(0, start - task.due) + overtime
            if best is None or price < best.price:
                best = Spot(price, p)
        return best

    def insert(self, position: int, task: Task) -> None:
        """Put a task at a position that :meth:`best` found."""
        self.tasks.insert(position, task)
        self.reckon()

"""Plain Python twin of the kernel ``_rounds.pyx``: the same rounds, bit for bit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

AT_END, AT_HORIZON, AT_DOOR, ON_ROAD = range(4)


class Stop(NamedTuple):
    """A row of the stops that ``rounds.py`` describes, and its luck."""

    row: int
    origin: int
    place: int
    aim: int
    earliest: int
    latest: int
    planned: int
    drive: int
    knock: int
    seconds: int
    after: int
    door: int
    luck: float


@dataclass(slots=True)
class Person:
    """Somebody at work: free to leave ``here`` when ``ready``; the stops from ``at`` on are to come."""

    mode: int
    here: int
    ready: int
    stops: list[Stop]
    at: int = 0


class Rounds:
    """As :class:`.rounds.Rounds`, of valid arrays."""

    def __init__(
        self,
        legs: np.ndarray,
        park: np.ndarray,
        people: np.ndarray,
        bounds: np.ndarray,
        stops: np.ndarray,
        luck: np.ndarray,
        timed: bool,
    ) -> None:
        every = [Stop(*row, luck=factor) for row, factor in zip(stops.tolist(), luck.tolist(), strict=True)]
        parts = [every[a:b] for a, b in pairwise(bounds.tolist())]
        self.people = [Person(*row, stops=part) for row, part in zip(people.tolist(), parts, strict=True)]
        self.free = [who for who, part in enumerate(parts) if all(stop.door < 0 for stop in part)]
        self.legs, self.park, self.timed = legs, park, timed
        self._notes: list[tuple[int, ...]] = []

    def advance_free(self, horizon: int) -> None:
        """Move on everybody who meets nobody at a door."""
        for who in self.free:
            self.advance(who, horizon)

    def advance(self, who: int, horizon: int) -> int:
        """Move one person on; return why no further."""
        me = self.people[who]
        while me.at < len(me.stops):
            if me.stops[me.at].door >= 0:
                return AT_DOOR
            place, leave, drive = self._next(me)
            if leave >= horizon:
                return AT_HORIZON
            if self.timed and place != me.here:
                return ON_ROAD
            self.reach(who, leave + drive, leave + drive, True)
        return AT_END

    def leg(self, who: int) -> tuple[int, int, int, int, float, int]:
        """``(here, place, leave, drive, luck, door)`` of the next move."""
        me = self.people[who]
        stop = me.stops[me.at]
        return (me.here, *self._next(me), stop.luck, stop.door)

    def reach(self, who: int, arrive: int, start: int, met: bool) -> None:
        """Make the next move."""
        me = self.people[who]
        stop, (place, leave, _) = me.stops[me.at], self._next(me)
        end = done = start
        if met:
            start = max(start, stop.earliest) + stop.knock
            end = start + stop.seconds
            done = end + stop.after
        self._notes.append((stop.row, who, me.here, place, me.ready, leave, arrive, start, end, done))
        me.ready, me.here, me.at = done, place, me.at + 1

    def skip(self, who: int) -> None:
        """Leave the next stop out."""
        self.people[who].at += 1

    def ready(self, who: int) -> int:
        """When the person is free to leave."""
        return self.people[who].ready

    def left(self, who: int) -> int:
        """How many stops are to come."""
        return len(self.people[who].stops) - self.people[who].at

    def state(self) -> np.ndarray:
        """int64[people, 3]: where, ready when, and how many stops are to come."""
        return np.array([(me.here, me.ready, len(me.stops) - me.at) for me in self.people], np.int64).reshape(-1, 3)

    def ahead(self, who: int) -> tuple[np.ndarray, np.ndarray]:
        """int64[stops, 12] and float64[stops], the stops to come and their luck."""
        stops = self.people[who].stops[self.people[who].at :]
        return np.array([stop[:-1] for stop in stops], np.int64).reshape(-1, 12), np.array([stop.luck for stop in stops], float)

    def insert(self, who: int, position: int, stop: np.ndarray, luck: float) -> None:
        """Put a stop before one of those to come."""
        self.people[who].stops.insert(self.people[who].at + position, Stop(*stop.tolist(), luck=luck))

    def remove(self, who: int, position: int) -> None:
        """Take out one of the stops to come."""
        del self.people[who].stops[self.people[who].at + position]

    def notes(self) -> np.ndarray:
        """int64[stops reached, 10]."""
        return np.array(self._notes, np.int64).reshape(-1, 10)

    def _next(self, me: Person) -> tuple[int, int, int]:
        """Where to, when, and what the drive takes today if all hours are alike."""
        stop = me.stops[me.at]
        place, planned, drive = stop.place, stop.planned, stop.drive
        if me.here == place or place < 0 or me.ready + planned > stop.latest:
            place, planned, drive = me.here, 0, 0
        elif me.here != stop.origin:
            planned = int(self.legs[me.mode, me.here, place]) + int(self.park[place])
            drive = max(round(planned * stop.luck), 1) if planned else 0
        return place, max(me.ready, stop.aim - planned), drive

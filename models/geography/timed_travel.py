"""Travel that depends on when one leaves, and never lets those who leave later arrive earlier."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ...cython_ext.day_drive import FOREVER, LONGEST, WHOLE
from .conditions import DayType, Hours, RoadConditions
from .road_times import RoadTimes
from .travel_matrix import TravelTimes
from .weightings import mode_factors


@dataclass(frozen=True)
class TimedTravel:
    """Travel times by departure for one kind of day.

    A day has periods (rush, no rush), each with travel times of its own. A drive that runs from one period into the next
    covers, in each second, the share of its way that the period allows (Ichoua, Gendreau and Potvin 2003: the speed
    changes, not the time of the whole drive). So leaving later never means arriving earlier (FIFO), exactly, in whole
    seconds: :mod:`hemtjanst.cython_ext.day_drive`, for many drives at once.

    Attributes
    ----------
    starts
        Seconds after midnight at which the periods start; the first is 0.
    periods
        For each period the row of its times.
    times
        Travel times of each weighting that occurs.
    """

    starts: tuple[int, ...]
    periods: tuple[int, ...]
    times: tuple[TravelTimes, ...]

    def arrival(self, mode: str, origin: Any, destination: Any, departure: Any, door: Any = 0) -> np.ndarray:
        """When one arrives.

        Parameters
        ----------
        mode
            One of the modes of the times.
        origin, destination
            Rows of places, numbers or arrays that broadcast against each other and the departures.
        departure
            Whole seconds after midnight, 0 or more.
        door
            Whole seconds (parking, walking in) that are added to the drive in every period.

        Returns
        -------
        int64 array of the broadcast shape
            Seconds after midnight.
        """
        origin, destination, now = np.broadcast_arrays(origin, destination, np.asarray(departure, dtype=np.int64))
        now = now.copy()
        left = np.where(origin == destination, 0, WHOLE - LONGEST)
        for end, row in zip((*self.starts[1:], FOREVER), self.periods, strict=True):
            times = self.times[row]
            seconds = times.seconds[times.mode(mode), origin, destination].astype(np.int64) + door
            pace = WHOLE // np.maximum(seconds, 1)
            spent = np.clip(np.minimum(-(-left // pace), end - now), 0, None)
            spent = np.where((left > 0) & (seconds > 0), spent, 0)
            left = np.where((seconds > 0) | (now >= end), left - spent * pace, 0)
            now += spent
        return now

    def seconds(self, mode: str, origin: Any, destination: Any, departure: Any, door: Any = 0) -> np.ndarray:
        """Seconds on the way; see :meth:`arrival`."""
        return self.arrival(mode, origin, destination, departure, door) - np.asarray(departure, dtype=np.int64)

    def departure(self, mode: str, origin: Any, destination: Any, arrive: Any, door: Any = 0) -> np.ndarray:
        """When one leaves at the latest to be there by ``arrive``; else as :meth:`arrival`."""
        ways = np.stack([times.seconds[times.mode(mode), origin, destination].astype(np.int64) for times in self.times]) + door
        low, high = np.broadcast_arrays(
            arrive - ways.max(axis=0), arrive - np.where(np.asarray(origin) == destination, 0, ways.min(axis=0))
        )
        while (low < high).any():
            middle = low + (high - low + 1) // 2
            soon = self.arrival(mode, origin, destination, middle, door) <= arrive
            low, high = np.where(soon, middle, low), np.where(soon, high, middle - 1)
        return low

    def one(self, mode: str, origin: int, destination: int, departure: int) -> int:
        """Seconds of a single drive: as :meth:`seconds`, without the price of arrays unless the drive runs into another period."""
        period = bisect_right(self.starts, departure) - 1
        times = self.times[self.periods[period]]
        seconds = int(times.seconds[times.mode(mode), origin, destination])
        if period + 1 == len(self.starts) or departure + seconds <= self.starts[period + 1]:
            return seconds
        return int(self.seconds(mode, origin, destination, departure))

    def metres(self, mode: str, origin: Any, destination: Any, departure: Any) -> np.ndarray:
        """int32, length of the path that is fastest at the departure."""
        period = np.searchsorted(self.starts, np.asarray(departure), side="right") - 1
        lengths = np.stack([times.metres[times.mode(mode)] for times in self.times])
        return lengths[np.asarray(self.periods)[period], origin, destination]


def timed_travel(
    roads: RoadTimes,
    conditions: RoadConditions,
    kind: DayType = "weekday",
    slippery: Collection[str] = (),
    day: date | None = None,
) -> TimedTravel:
    """Travel by departure for one kind of day, with the roads slippery in some regions and closed where they are that day.

    Each weighting is a re-weighting of the same hierarchy: a matter of milliseconds.
    """

    def weighting(rush: bool) -> TravelTimes:
        return roads.times(mode_factors(roads.network, conditions, rush=rush, slippery=slippery, day=day))

    return by_hours(conditions.rush(kind), weighting)


def by_hours(hours: Hours, weighting: Callable[[bool], TravelTimes]) -> TimedTravel:
    """Put the weightings of one day together: out of rush hour and, where there are such hours, in it.

    Parameters
    ----------
    hours
        Seconds after midnight from and to which there is rush, in order.
    weighting
        Gives the times in rush hour or out of it.
    """
    usual = weighting(False)
    if not hours:
        return TimedTravel(starts=(0,), periods=(0,), times=(usual,))
    slow = weighting(True)
    starts, periods = [0], [0]
    for start, end in hours:
        for at, row in ((start, 1), (end, 0)):
            if at == starts[-1]:
                periods[-1] = row
            else:
                starts.append(at)
                periods.append(row)
    return TimedTravel(starts=tuple(starts), periods=tuple(periods), times=(usual, slow))

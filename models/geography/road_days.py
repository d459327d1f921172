"""Travel on each day of a scenario with road conditions: one hierarchy, weighted anew for each kind of day that occurs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from .cache import cache_folder
from .conditions import RoadConditions, day_type
from .network import RoadNetwork
from .road_times import RoadTimes
from .timed_travel import TimedTravel, by_hours
from .travel_matrix import TravelTimes
from .weightings import mode_factors


@dataclass(frozen=True, eq=False)
class RoadDays:
    """Fixed places on roads whose state changes from day to day and hour to hour.

    Days with the same weather and the same closed roads share their weightings, so that a month builds only a few. They are
    built at the first use and kept as long as the object; what is sent to another process is the fields alone, which builds its
    own (or finds them in the cache on disk).

    Attributes
    ----------
    network, lat, lon, modes, ids
        As for :class:`RoadTimes`.
    conditions
        What makes days and hours different.
    speed_factor
        Real speed of cars as a share of what the network says.
    working
        Seconds after midnight between which people are at work; see :meth:`expected`.
    """

    network: RoadNetwork
    lat: np.ndarray
    lon: np.ndarray
    modes: tuple[str, ...]
    ids: Sequence[str]
    conditions: RoadConditions
    speed_factor: float
    working: tuple[int, int]

    def on(self, day: date, slippery: Collection[str] = ()) -> TimedTravel:
        """Travel by departure on a date, with the roads slippery in the named regions.

        Raises
        ------
        InputError
            If the roads that are closed that day leave no way between some places.
        """
        names = frozenset(slippery)
        return by_hours(self.conditions.rush(day_type(day)), lambda rush: self._weighting(day, rush, names))

    def expected(self, day: date) -> TravelTimes:
        """What is known of a date beforehand: its closed roads, and the rush hours of its weekday, but not its weather.

        A plan has one time from place to place for the whole day. It is the mean over the working day of the times in and out
        of rush hour: right on average for drives that are spread evenly, too short within rush hour and too long outside.
        Rounded up, a detour is still never faster than the direct way. Metres are those out of rush hour.

        Raises
        ------
        InputError
            As :meth:`on`.
        """
        usual = self._weighting(day, False, frozenset())
        rush, whole = self._rush_seconds(day), self.working[1] - self.working[0]
        if rush == 0:
            return usual
        key = (day_type(day), self.conditions.closed_on(day))
        if key not in self._expected:
            out, slow = (times.seconds.astype(np.int64) for times in (usual, self._weighting(day, True, frozenset())))
            seconds = -(-(out * (whole - rush) + slow * rush) // whole)
            self._expected[key] = TravelTimes(usual.modes, seconds.astype(np.int32), usual.metres, usual.snapped)
        return self._expected[key]

    def _rush_seconds(self, day: date) -> int:
        """Seconds of the working day that are rush hour."""
        first, last = self.working
        return sum(max(0, min(end, last) - max(start, first)) for start, end in self.conditions.rush(day_type(day)))

    def _weighting(self, day: date, rush: bool, slippery: frozenset[str]) -> TravelTimes:
        closed = self.conditions.closed_on(day)
        key = (rush, slippery, closed)
        if key not in self._weightings:
            factors = mode_factors(self.network, self.conditions, rush=rush, slippery=slippery, day=day)
            try:
                self._weightings[key] = self._roads.times(factors | {"car": factors["car"] / self.speed_factor})
            except InputError as error:
                if not closed:
                    raise
                names = ", ".join(f"'{road.name}'" for road in closed)
                where = f"road_conditions, {names} closed on {day}"
                raise InputError(*(Fault(where, fault.what) for fault in error.faults)) from error
        return self._weightings[key]

    @cached_property
    def _roads(self) -> RoadTimes:
        return RoadTimes(self.network, self.lat, self.lon, self.modes, ids=self.ids, cache=cache_folder())

    @cached_property
    def _weightings(self) -> dict[Any, TravelTimes]:
        return {}

    @cached_property
    def _expected(self) -> dict[Any, TravelTimes]:
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

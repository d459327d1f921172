"""What a drive between two doors takes: the road, and parking and walking in."""

from __future__ import annotations

from typing import Any

import numpy as np

from .geography.travel_matrix import TravelTimes
from .scenario import Scenario


def leg_seconds(
    scenario: Scenario, mode: str, origin: Any, destination: Any, day: int | None = None, leave: Any = None
) -> np.ndarray:
    """Planned seconds from door to door by one mode, parking and walking in included wherever the place changes.

    Parameters
    ----------
    mode
        A mode of ``scenario.travel``.
    origin, destination
        Rows of places, numbers or arrays that broadcast against each other.
    day
        Day of the drive, from 0, where it is known: what is known of its roads beforehand then counts
        (:meth:`~hemtjanst.models.geography.road_days.RoadDays.expected`).
    leave
        Seconds after midnight of the departure, where that is known too: the rush hours then count as they are, not in the mean.

    Returns
    -------
    int32 array of the broadcast shape (zero-dimensional for two numbers); zero where the place stays the same.
    """
    origin, destination = np.asarray(origin), np.asarray(destination)
    if leave is not None and day is not None and scenario.road_days is not None:
        door = np.where(origin == destination, 0, scenario.park_seconds[destination])
        hours = scenario.road_days.on(scenario.date_of(day))
        return hours.seconds(mode, origin, destination, leave, door).astype(np.int32)
    return legs_of(scenario, scenario.travel_on(day), mode, origin, destination)


def leg_before(scenario: Scenario, mode: str, origin: Any, destination: Any, day: int, arrive: Any) -> np.ndarray:
    """The same for who is to be there at ``arrive`` (seconds after midnight) and leaves as late as that allows."""
    if scenario.road_days is None:
        return leg_seconds(scenario, mode, origin, destination, day)
    door = np.where(np.asarray(origin) == destination, 0, scenario.park_seconds[destination])
    hours = scenario.road_days.on(scenario.date_of(day))
    return (arrive - hours.departure(mode, origin, destination, arrive, door)).astype(np.int32)


def legs_of(scenario: Scenario, travel: TravelTimes, mode: str, origin: np.ndarray, destination: np.ndarray) -> np.ndarray:
    """The same by given travel times."""
    road = travel.seconds[travel.mode(mode), origin, destination]
    return np.where(origin == destination, 0, road + scenario.park_seconds[destination]).astype(np.int32)

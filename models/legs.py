"""What a drive between two doors takes: the road, and parking and walking in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .geography.travel_matrix import TravelTimes
from .scenario import Scenario


def leg_seconds(
    scenario: Scenario, mode: str, origin: Any, destination: Any, day: int | None = None, leave: Any = None
) -> np.ndarray:
    """Planned seconds from door to door by one mode, parking and walking in included wherever the place changes.

    Parameters
    ----------
    scenario
        Whose places and roads they are.
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


class DayTravel(NamedTuple):
    """Seconds from door to door on a day, with its rush hours, as a :class:`~.planning.day.DayProblem` takes them.

    Attributes
    ----------
    travel
        int32[modes, places, places], outside all periods.
    period_start, period_travel
        int32[periods], seconds after midnight, and int32[periods, modes, places, places] from then on.
    """

    travel: np.ndarray
    period_start: np.ndarray
    period_travel: np.ndarray


def day_travel(scenario: Scenario, modes: Sequence[str], places: np.ndarray, day: int) -> DayTravel:
    """What is known beforehand of the drives between some places, int32[modes, places, places] and by the hour."""
    roads = None if scenario.road_days is None else scenario.road_days.on(scenario.date_of(day))
    periods = [scenario.travel] if roads is None else [roads.times[row] for row in roads.periods]
    ends = places[:, None], places[None, :]
    legs = [[legs_of(scenario, times, mode, *ends) for mode in modes] for times in periods]
    matrices = np.array(legs if modes else np.zeros((len(periods), 1, 1, 1)), np.int32)
    further = 1 + np.flatnonzero((matrices[1:] != matrices[:-1]).any(axis=(1, 2, 3)))  # hours alike are one
    starts = (0,) if roads is None else roads.starts
    return DayTravel(matrices[0], np.array(starts, np.int32)[further], matrices[further])

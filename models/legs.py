"""What a drive between two doors takes: the road, and parking and walking in."""

from __future__ import annotations

from typing import Any

import numpy as np

from .scenario import Scenario


def leg_seconds(scenario: Scenario, mode: str, origin: Any, destination: Any, day: int | None = None) -> np.ndarray:
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

    Returns
    -------
    int32 array of the broadcast shape (zero-dimensional for two numbers); zero where the place stays the same.
    """
    origin, destination = np.asarray(origin), np.asarray(destination)
    travel = scenario.travel_on(day)
    road = travel.seconds[travel.mode(mode), origin, destination]
    return np.where(origin == destination, 0, road + scenario.park_seconds[destination]).astype(np.int32)

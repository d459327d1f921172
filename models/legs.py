"""What a drive between two doors takes: the road, and parking and walking in."""

from __future__ import annotations

from typing import Any

import numpy as np

from .scenario import Scenario


def leg_seconds(scenario: Scenario, mode: str, origin: Any, destination: Any) -> np.ndarray:
    """Seconds from door to door by one mode, parking and walking in included wherever the place changes.

    Parameters
    ----------
    mode
        A mode of ``scenario.travel``.
    origin, destination
        Rows of places, numbers or arrays that broadcast against each other.

    Returns
    -------
    int32 array of the broadcast shape (zero-dimensional for two numbers); zero where the place stays the same.
    """
    origin, destination = np.asarray(origin), np.asarray(destination)
    park = round(scenario.driving.park_and_walk_minutes.value * 60)
    road = scenario.travel.seconds[scenario.travel.mode(mode), origin, destination]
    return np.where(origin == destination, 0, road + park).astype(np.int32)

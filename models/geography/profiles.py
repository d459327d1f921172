"""Ways to get about, and how long each arc of the network takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ...cython_ext.hierarchy import UNREACHABLE
from .network import MODES, RoadNetwork

DOOR_KMH = 15.0
"""Speed of a car on the way between a home and the road node it was snapped to (a drive; assumption)."""


class Profile(NamedTuple):
    """A way to get about.

    Attributes
    ----------
    access
        Whose roads it may use, one of :data:`MODES`.
    kmh
        Speed on every road; None for a car, whose speed is that of the road.
    """

    access: str
    kmh: float | None


PROFILES: Mapping[str, Profile] = {
    "car": Profile("car", None),
    "e-bike": Profile("bicycle", 20.0),
    "bicycle": Profile("bicycle", 16.0),
    "foot": Profile("foot", 4.8),
}
"""Speeds of those without a motor, stops and hills included (assumptions; a scenario may give others)."""


def arc_milliseconds(network: RoadNetwork, profile: Profile, factor: float | np.ndarray = 1.0) -> np.ndarray:
    """Time on each arc.

    Parameters
    ----------
    network, profile
        The roads, and how one gets about on them.
    factor
        How many times as long each arc takes, one number or float[arcs]; infinite where a road is closed.

    Returns
    -------
    int64[arcs]
        At least one millisecond; ``UNREACHABLE`` where the profile may not go.
    """
    kmh = network.kmh.astype(np.float64) if profile.kmh is None else profile.kmh
    time = np.maximum(np.rint(network.metres.astype(np.float64) * 3_600 / kmh * factor), 1)
    shut = ~network.access[MODES.index(profile.access)] | ~(time < UNREACHABLE)
    return np.where(shut, UNREACHABLE, time).astype(np.int64)


def door_milliseconds(metres: np.ndarray, profile: Profile) -> np.ndarray:
    """int64, time from a place to its road node."""
    return np.rint(metres * 3_600 / (DOOR_KMH if profile.kmh is None else profile.kmh)).astype(np.int64)

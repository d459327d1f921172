"""From coordinates to the nearest node of the road network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import Fault, InputError
from .network import MODES, RoadNetwork
from .projection import Plane, distances

FARTHEST = 2_000.0
"""Metres from a place to its road node, beyond which the place is taken to lie outside the area."""


def doors(network: RoadNetwork, mode: str) -> np.ndarray:
    """Nodes where homes can be: reached and left by the mode, and not only by motorway.

    Raises
    ------
    InputError
        There is no such node.
    """
    classes = np.array(network.classes)[network.road_class]
    local = network.access[MODES.index(mode)] & ~np.isin(classes, ("motorway", "motorway_link"))
    left = np.bincount(network.tail[local], minlength=len(network)) > 0
    reached = np.bincount(network.head[local], minlength=len(network)) > 0
    if not (left & reached).any():
        raise InputError(Fault("roads", f"no junction can be reached and left by {mode}"))
    return np.flatnonzero(left & reached)


def snap(network: RoadNetwork, lat: np.ndarray, lon: np.ndarray, mode: str = "car") -> tuple[np.ndarray, np.ndarray]:
    """Nearest door of each place.

    Parameters
    ----------
    network
        The roads.
    lat, lon
        float[places], degrees.
    mode
        Who must be able to come there.

    Returns
    -------
    nodes : int64[places]
    metres : float64[places]
        Straight-line distance from the place to its node.
    """
    from scipy.spatial import KDTree

    at = doors(network, mode)
    plane = Plane(float(network.lat[at].mean()), float(network.lon[at].mean()))
    tree = KDTree(plane.metres(network.lat[at], network.lon[at]))
    _, nearest = tree.query(plane.metres(lat, lon))
    nodes = at[nearest]
    return nodes, distances(lat, lon, network.lat[nodes], network.lon[nodes])


def check_places(
    where: str, ids: Sequence[str], lat: np.ndarray, lon: np.ndarray, metres: np.ndarray, limit: float = FARTHEST
) -> None:
    """Refuse places outside the area of the road network.

    Raises
    ------
    InputError
        One fault for each place farther from a road than ``limit`` metres.
    """
    far = np.flatnonzero(~(metres <= limit)).tolist()
    if far:
        raise InputError(
            *(
                Fault(
                    where,
                    f"'{ids[p]}' ({lat[p]:.5f}, {lon[p]:.5f}) lies {metres[p] / 1000:.1f} km from the nearest road of the"
                    f" network; allowed are {limit / 1000:g} km",
                )
                for p in far
            )
        )

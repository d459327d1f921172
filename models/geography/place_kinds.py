"""What kind of place a home is, by the street at its door: where one parks and how far one walks in depends on it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from .network import RoadNetwork
from .snapping import snap

PlaceKind = Literal["base", "town", "country"]
STREETS = ("residential", "living_street", "pedestrian")
"""Road classes of towns and villages; a home at any other road lies in the country."""


def place_kinds(network: RoadNetwork, lat: np.ndarray, lon: np.ndarray, bases: int) -> tuple[PlaceKind, ...]:
    """Kind of each place: the first ``bases`` are bases; homes are in town where a street of a town ends at their door.

    Parameters
    ----------
    network
        The roads.
    lat, lon
        float64[places], degrees.
    bases
        How many of the places, from the first, are bases.
    """
    street = np.isin(np.array(network.classes)[network.road_class], STREETS)
    in_town = np.zeros(len(network), dtype=bool)
    in_town[network.tail[street]] = in_town[network.head[street]] = True
    nodes, _ = snap(network, lat, lon)
    return tuple("base" if row < bases else "town" if in_town[node] else "country" for row, node in enumerate(nodes.tolist()))

"""From conditions to factors on the arcs of a network: every hour and season is another weighting of the same roads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np

from .conditions import Region, RoadConditions
from .network import RoadNetwork
from .projection import distances
from .road_classes import ROAD_CLASSES

TOWN = frozenset({"residential", "living_street", "pedestrian"})
SMALL = frozenset({"unclassified", "road", "service", "track", "path", "cycleway", "footway", "bridleway", "steps"})
MAIN = frozenset(ROAD_CLASSES) - TOWN - SMALL


def mode_factors(
    network: RoadNetwork,
    conditions: RoadConditions,
    *,
    rush: bool = False,
    slippery: Collection[str] = (),
    day: date | None = None,
) -> dict[str, np.ndarray]:
    """How many times as long each arc takes, for each way to get about; to be given to ``RoadTimes.times``.

    Parameters
    ----------
    rush
        Whether it is rush hour.
    slippery
        Names of the regions where it is slippery.
    day
        Roads that are closed on this date are closed; None: none are.

    Returns
    -------
    dict of float64[arcs]
        Infinite where a road is closed (to cars).
    """
    f = conditions.factors
    winter = np.zeros(len(network.tail), dtype=bool)
    for region in conditions.regions:
        if region.name in slippery:
            winter |= _inside(network, region)
    car = np.ones(len(network.tail))
    kinds = ((MAIN, f.rush_main, f.winter_main), (SMALL, f.rush_small, f.winter_small), (TOWN, f.rush_town, f.winter_town))
    for classes, in_rush, in_winter in kinds:
        arcs = np.isin(network.road_class, [row for row, name in enumerate(network.classes) if name in classes])
        if rush:
            car[arcs] *= in_rush.value
        car[arcs & winter] *= in_winter.value
    for road in conditions.closed_on(day) if day is not None else ():
        lat, lon = _middles(network)
        car[distances(lat, lon, road.lat, road.lon) <= road.metres] = np.inf
    bicycle = np.where(winter, f.winter_bicycle.value, 1.0)
    return {"car": car, "bicycle": bicycle, "e-bike": bicycle, "foot": np.where(winter, f.winter_foot.value, 1.0)}


def _middles(network: RoadNetwork) -> tuple[np.ndarray, np.ndarray]:
    lat = (network.lat[network.tail] + network.lat[network.head]) / 2
    lon = (network.lon[network.tail] + network.lon[network.head]) / 2
    return lat, lon


def _inside(network: RoadNetwork, region: Region) -> np.ndarray:
    """bool[arcs], arcs whose middle lies in a region: a ray to the east crosses the outline an odd number of times."""
    lat, lon = _middles(network)
    inside = np.full(len(lat), not region.outline)
    corners = list(region.outline)
    for (a_lat, a_lon), (b_lat, b_lon) in zip(corners, corners[1:] + corners[:1], strict=True):
        spans = (a_lat > lat) != (b_lat > lat)
        crossing = a_lon + (lat - a_lat) / ((b_lat - a_lat) or 1.0) * (b_lon - a_lon)
        inside ^= spans & (crossing > lon)
    return inside

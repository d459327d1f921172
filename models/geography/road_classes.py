"""Road classes and how fast a car really drives on them.

Speeds are those of driving, not of signs: junctions, bends and parked cars take their share. They were chosen so that driving in a
town averages 25 to 30 km/h and in the countryside 55 to 65 km/h (domain B5; assumption). ``Driving.speed_factor`` of a
scenario scales them all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

POSTED_SHARE = 0.9
"""Free driving as a share of the posted speed (assumption; common in open routing engines)."""


class RoadClass(NamedTuple):
    """Speeds of a car on a class of roads, km/h.

    Attributes
    ----------
    default
        Where no limit is posted.
    most
        However high the limit is.
    car, bicycle, foot
        Who may use the road unless it is signed otherwise.
    """

    default: float
    most: float
    car: bool = True
    bicycle: bool = True
    foot: bool = True


ROAD_CLASSES: dict[str, RoadClass] = {
    "motorway": RoadClass(100, 110, bicycle=False, foot=False),
    "motorway_link": RoadClass(50, 60, bicycle=False, foot=False),
    "trunk": RoadClass(80, 100),
    "trunk_link": RoadClass(45, 60),
    "primary": RoadClass(65, 80),
    "primary_link": RoadClass(40, 60),
    "secondary": RoadClass(60, 75),
    "secondary_link": RoadClass(40, 60),
    "tertiary": RoadClass(55, 65),
    "tertiary_link": RoadClass(35, 50),
    "unclassified": RoadClass(45, 55),
    "residential": RoadClass(28, 30),
    "living_street": RoadClass(10, 10),
    "service": RoadClass(15, 20),
    "road": RoadClass(35, 50),
    "track": RoadClass(15, 20, car=False),
    "pedestrian": RoadClass(5, 5, car=False),
    "cycleway": RoadClass(5, 5, car=False),
    "bridleway": RoadClass(5, 5, car=False, bicycle=False),
    "path": RoadClass(5, 5, car=False),
    "footway": RoadClass(5, 5, car=False, bicycle=False),
    "steps": RoadClass(5, 5, car=False, bicycle=False),
}
"""By the value of OpenStreetMap's ``highway`` key. A car may use a track only where it is signed so."""

CLASS_NAMES = tuple(ROAD_CLASSES)


def class_number(name: str) -> int:
    """Position of a road class in ``RoadNetwork.classes``."""
    return CLASS_NAMES.index(name)


def driving_kmh(name: str, posted: float | None) -> float:
    """Speed of a car on a road of that class with that posted speed (None where there is none)."""
    road = ROAD_CLASSES[name]
    return road.default if posted is None else float(np.minimum(POSTED_SHARE * posted, road.most))

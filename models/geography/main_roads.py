"""Main roads of a generated network: bent lines through the points that the scenario names."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from .keyed_generator import generator
from .projection import Plane
from .section import GeographySection, MainRoad
from .sketch import Land, Sketch

STEP = 120.0  # metres between points along a road
BEND = 0.13  # sideways displacement of the middle of a stretch, as a share of its length
STRAIGHTER = 0.85  # the same at each finer level, as a share of the coarser one: a road is about 1.1 times the straight line
MOTORWAY_BEND = 0.05
TOWN_KMH = 40.0  # posted where a main road runs through a locality


Town = tuple[float, float, float]
"""Middle (x, y) and radius of a locality, metres."""


def in_town(at: tuple[float, float], towns: list[Town], margin: float = 1.0) -> bool:
    """Whether a point lies in a locality whose radius is taken so many times."""
    return any(math.dist(at, (x, y)) <= margin * radius for x, y, radius in towns)


def draw_main_roads(
    sketch: Sketch, section: GeographySection, plane: Plane, towns: list[Town], land: Land, seed: int
) -> dict[str, list[list[int]]]:
    """Draw all main roads; returns for each road, by its name, the points of its stretches between named places."""
    drawn: dict[str, list[list[int]]] = {}
    for road in section.main_roads:
        ends = [sketch.named(point, *plane.metres(*section.coordinates(point))) for point in road.through]
        for (a, b), names in zip(pairwise(ends), pairwise(road.through), strict=True):
            line = _bent(sketch, road, a, b, land, generator(seed, "main road", road.name, *names))
            for start, end in pairwise(line):
                slow = road.road_class != "motorway" and in_town(sketch.points[start], towns) and in_town(sketch.points[end], towns)
                sketch.road([start, end], road.road_class, TOWN_KMH if slow else road.kmh)
            drawn.setdefault(road.name, []).append(line)
    return drawn


def _bent(sketch: Sketch, road: MainRoad, start: int, end: int, land: Land, random: np.random.Generator) -> list[int]:
    """Points of a road that bends at every scale (midpoint displacement, Fournier, Fussell and Carpenter 1982)."""
    motorway = road.road_class == "motorway"
    bend = MOTORWAY_BEND if motorway else BEND
    line = np.array([sketch.points[start], sketch.points[end]])
    while np.hypot(*np.diff(line, axis=0).T).max() > 1.4 * STEP:
        along = np.diff(line, axis=0)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        shift = bend * random.uniform(-1, 1, len(along))[:, None] * 1.6 * across
        middle = line[:-1] + along / 2 + shift
        for row, point in enumerate(middle):
            if point not in land:
                middle[row] -= 2 * shift[row]
        line = np.insert(line, np.arange(1, len(line)), middle, axis=0)
        bend *= STRAIGHTER
    inner = [sketch.point(x, y, junction=not motorway) for x, y in line[1:-1]]
    return [start, *inner, end]

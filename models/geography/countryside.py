"""Side roads of a generated countryside: to farms, hamlets and bays, some of them through to the next road."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .keyed_generator import generator
from .main_roads import STEP, Town, in_town
from .sketch import Land, Sketch

APART = 600.0  # metres along a main road between two side roads, on average
LENGTH = 1_200.0  # metres, median of a side road
SPREAD = 0.7  # standard deviation of the logarithm of the length
LONGEST = 4_500.0
BRANCHES = 0.07  # chance of a branch at each step of a side road
DEPTH = 2  # branches of branches
MEETS = 0.75 * STEP  # a side road that comes so near another road joins it
THROUGH = 0.45  # chance that a dead end goes on to the nearest other road
REACH = 1_200.0  # metres that such a continuation bridges at most


def draw_side_roads(
    sketch: Sketch, main: dict[str, list[list[int]]], towns: list[Town], land: Land, seed: int
) -> dict[str, list[int]]:
    """Draw side roads off the main roads; returns the points of each by its name.

    Parameters
    ----------
    main
        Points of the stretches of each main road that side roads may leave.
    towns
        Middle and radius of each locality; no side road starts inside.
    """
    roads: dict[str, list[int]] = {}
    for name, lines in main.items():
        for stretch, line in enumerate(lines):
            random = generator(seed, "side roads", name, stretch)
            travelled, following = 0.0, random.exponential(APART)
            for before, at in pairwise(line[:-1]):
                heading = np.subtract(sketch.points[at], sketch.points[before])
                travelled += float(np.hypot(*heading))
                if travelled < following:
                    continue
                following = travelled + 200 + random.exponential(APART - 200)
                if in_town(sketch.points[at], towns, margin=1.3):
                    continue
                side = random.choice([-1, 1]) * np.pi / 2 + random.normal(0, 0.3)
                _grow(sketch, roads, f"{name}/{stretch}/{at - line[1]}", at, np.arctan2(heading[1], heading[0]) + side, land, seed)
    _go_on(sketch, roads, land, seed)
    return roads


def _grow(
    sketch: Sketch, roads: dict[str, list[int]], name: str, start: int, heading: float, land: Land, seed: int, depth: int = 0
) -> None:
    """Let one side road wander until its length is reached, the land ends, or it meets another road."""
    random = generator(seed, "side road", name)
    length = min(LENGTH * 0.6**depth * random.lognormal(0, SPREAD), LONGEST)
    line = [start]
    branches = []
    x, y = sketch.points[start]
    for step in range(int(length / STEP) + 1):
        heading += random.normal(0, 0.25)
        x, y = x + STEP * np.cos(heading), y + STEP * np.sin(heading)
        if (x, y) not in land:
            break
        others = [number for number in sketch.near(x, y, MEETS) if number not in line]
        if others and step:
            line.append(others[0])
            break
        line.append(sketch.point(x, y))
        if depth < DEPTH and random.uniform() < BRANCHES:
            branches.append((line[-1], heading + random.choice([-1, 1]) * random.uniform(0.8, 1.6)))
    if len(line) < 2:
        return
    sketch.road(line, "unclassified", None)
    roads[name] = line
    for number, (at, turned) in enumerate(branches):
        _grow(sketch, roads, f"{name}.{number}", at, turned, land, seed, depth + 1)


def _go_on(sketch: Sketch, roads: dict[str, list[int]], land: Land, seed: int) -> None:
    """Lead some dead ends on to the nearest other road, so that the countryside is a web and not only a tree."""
    degree = np.bincount(np.array([stretch[:2] for stretch in sketch.stretches]).ravel(), minlength=len(sketch.points))
    for name in list(roads):
        line = roads[name]
        random = generator(seed, "through road", name)
        if degree[line[-1]] != 1 or random.uniform() > THROUGH:
            continue
        x, y = sketch.points[line[-1]]
        family = name.split(".")[0]
        own = {point for other, points in roads.items() if other.split(".")[0] == family for point in points}
        others = [number for number in sketch.near(x, y, REACH) if number not in own]
        if not others:
            continue
        end = np.asarray(sketch.points[others[0]])
        steps = max(int(np.hypot(*(end - (x, y))) / STEP), 1)
        between = np.linspace((x, y), end, steps + 1)[1:-1] + random.normal(0, 0.15 * STEP, (steps - 1, 2))
        if all(at in land for at in between):
            new = [line[-1], *(sketch.point(*at) for at in between), others[0]]
            sketch.road(new, "unclassified", None)
            roads[f"{name}>"] = new

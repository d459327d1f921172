"""A believable road network from real localities and main roads, without any file or internet.

Real are the localities, their inhabitants, and which main roads lead where (as far as the scenario says so). Generated are
the bends of the main roads, local streets, side roads, and where each home lies. Everything is keyed by seed and name: other
inhabitants in one locality move nothing in another.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from .countryside import draw_side_roads
from .keyed_generator import generator
from .main_roads import Town, draw_main_roads, in_town
from .network import MODES, RoadNetwork
from .parts import connected_network
from .projection import Plane, distances
from .road_classes import ROAD_CLASSES, class_number, driving_kmh
from .section import GeographySection
from .sketch import Land, Sketch
from .streets import draw_streets

PER_HOME = 2.0  # inhabitants of a home (Swedish households have about 2.2; assumption)
IN_HAMLETS = 0.35  # share of the homes along a rural road that stand together in one spot
STREET_OFFSET = (12.0, 30.0)  # metres from the middle of the road to a home
RURAL_OFFSET = (15.0, 90.0)


def built_in_network(section: GeographySection, seed: int) -> RoadNetwork:
    """Generate the network of a scenario that names no road file.

    Parameters
    ----------
    section
        Localities, main roads, outline of the land and inhabitants.
    seed
        Of the scenario.

    Returns
    -------
    RoadNetwork
        With one home for every :data:`PER_HOME` inhabitants.
    """
    plane = _plane(section)
    land = Land(plane.metres(*np.array(section.land).reshape(-1, 2).T))
    middles = {place.name: plane.metres(place.lat, place.lon) for place in section.localities}
    towns = [(*middles[place.name].tolist(), place.radius) for place in section.localities]
    sketch = Sketch()
    main = draw_main_roads(sketch, section, plane, towns, land, seed)
    homes = []
    for place in section.localities:
        streets = draw_streets(sketch, place, middles[place.name], land, seed)
        random = generator(seed, "homes", place.name)
        homes.append(_along(sketch, streets, round(place.inhabitants / PER_HOME), STREET_OFFSET, 0.0, land, random))
    open_roads = {road.name: main[road.name] for road in section.main_roads if road.road_class != "motorway"}
    side = draw_side_roads(sketch, open_roads, towns, land, seed)
    homes += _rural_homes(sketch, section, open_roads, side, towns, land, seed)

    lat, lon = plane.degrees(np.array(sketch.points))
    home_lat, home_lon = plane.degrees(np.vstack(homes))
    start, end, classes, posted = zip(*sketch.stretches, strict=True)
    tail, head = np.array(start + end, dtype=np.int32), np.array(end + start, dtype=np.int32)
    access = np.array([[getattr(ROAD_CLASSES[name], mode) for name in classes] for mode in MODES])
    return connected_network(
        "built-in roads",
        lat=lat,
        lon=lon,
        tail=tail,
        head=head,
        metres=distances(lat[tail], lon[tail], lat[head], lon[head]),
        kmh=np.tile([driving_kmh(name, limit) for name, limit in zip(classes, posted, strict=True)], 2),
        road_class=np.tile([class_number(name) for name in classes], 2),
        access=np.tile(access, 2),
        homes=np.stack([home_lat, home_lon], axis=1),
        notes=("Roads: real localities and main roads (approximate); local streets, side roads and homes are generated.",),
    )


def _plane(section: GeographySection) -> Plane:
    """Flat metres around a round half degree, so that a locality more does not shift the others."""
    lat, lon = np.mean([[place.lat, place.lon] for place in section.localities], axis=0)
    return Plane(round(lat * 2) / 2, round(lon * 2) / 2)


def _rural_homes(
    sketch: Sketch,
    section: GeographySection,
    main: dict[str, list[list[int]]],
    side: dict[str, list[int]],
    towns: list[Town],
    land: Land,
    seed: int,
) -> list[np.ndarray]:
    """Homes along side roads and, half as dense, along main roads outside the localities."""
    lines = dict(side) | {f"{name}/{row}": line for name, parts in main.items() for row, line in enumerate(parts)}
    rural, weights = {}, {}
    for name, line in lines.items():
        stretches = [(a, b) for a, b in pairwise(line) if not in_town(sketch.points[a], towns)]
        if stretches:
            rural[name] = stretches
            length = sum(math.dist(sketch.points[a], sketch.points[b]) for a, b in stretches)
            weights[name] = length * (1.0 if name in side else 0.5) * generator(seed, "density", name).lognormal(0, 0.6)
    wanted = section.rural_inhabitants / PER_HOME
    total = sum(weights.values()) or 1.0
    homes = []
    for name, stretches in rural.items():
        random = generator(seed, "rural homes", name)
        count = int(wanted * weights[name] / total + random.uniform())  # rounded up or down by chance, right on average
        homes.append(_along(sketch, stretches, count, RURAL_OFFSET, IN_HAMLETS, land, random))
    return homes


def _along(
    sketch: Sketch,
    stretches: list[tuple[int, int]],
    count: int,
    offset: tuple[float, float],
    in_hamlet: float,
    land: Land,
    random: np.random.Generator,
) -> np.ndarray:
    """Homes on both sides of stretches of road, evenly by length; some of them together in one hamlet."""
    ends = np.array([[sketch.points[a], sketch.points[b]] for a, b in stretches]).reshape(-1, 2, 2)
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    reached = np.concatenate([[0.0], np.cumsum(length)])
    where = random.uniform(0, reached[-1], count)
    hamlet = random.uniform(0, reached[-1])
    together = random.uniform(size=count) < in_hamlet
    where[together] = np.clip(hamlet + random.normal(0, 80, np.count_nonzero(together)), 0, reached[-1] - 1e-6)
    row = np.searchsorted(reached, where, side="right") - 1
    share = ((where - reached[row]) / length[row])[:, None]
    along = (ends[row, 1] - ends[row, 0]) / length[row, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    sideways = random.uniform(*offset, count) * random.choice([-1, 1], count)
    on_road = ends[row, 0] + share * (ends[row, 1] - ends[row, 0])
    homes = on_road + across * sideways[:, None]
    wet = np.array([at not in land for at in homes], dtype=bool)
    homes[wet] = (on_road - across * sideways[:, None])[wet]
    return homes

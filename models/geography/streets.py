"""Local streets of a generated locality: a web of blocks around its main roads."""

from __future__ import annotations

import numpy as np

from .keyed_generator import generator
from .section import Locality
from .sketch import Land, Sketch

BLOCK = 95.0  # metres between street corners
LOOPS = 0.45  # share of possible streets, beyond those that connect every corner, that exist


def draw_streets(sketch: Sketch, place: Locality, middle: np.ndarray, land: Land, seed: int) -> list[tuple[int, int]]:
    """Draw the streets of one locality around its middle; returns all stretches (main roads included) along which people live.

    Corners lie on a shaken triangular lattice; streets are the shortest web that connects them and the main roads, and
    some more of the Delaunay edges between neighbours.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree
    from scipy.spatial import Delaunay

    random = generator(seed, "streets", place.name)
    radius = max(place.radius, 1.5 * BLOCK)
    main = sketch.near(*middle, within=radius)
    on_main = np.array([sketch.points[number] for number in main])
    corners = _corners(middle, radius, land, random)
    gap = np.hypot(*(corners[:, None] - on_main[None]).transpose(2, 0, 1)).min(axis=1)
    corners = corners[gap > 0.55 * BLOCK]
    numbers = np.array(main + [sketch.point(x, y) for x, y in corners])
    at = np.vstack([on_main, corners])
    known = set(main)
    along_main = [(a, b) for a, b, *_ in sketch.stretches if a in known and b in known]
    if len(corners) == 0:  # no room on land: people live along the main road
        return along_main or [(a, b) for a, b, *_ in sketch.stretches if a in known or b in known]
    if len(at) < 4:
        for number in numbers[len(main) :]:
            sketch.road([main[0], int(number)], "residential", None)
            along_main.append((main[0], int(number)))
        return along_main

    triangles = Delaunay(at).simplices
    pairs = np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    edges = np.unique(np.sort(pairs, axis=1), axis=0)
    length = np.hypot(*(at[edges[:, 0]] - at[edges[:, 1]]).T)
    both_main = np.all(edges < len(main), axis=1)
    # Main roads are there already: they cost next to nothing, so that the web hangs on them.
    cost = coo_array((np.where(both_main, 1e-3, length), (edges[:, 0], edges[:, 1])), shape=(len(at), len(at)))
    tree = minimum_spanning_tree(cost.tocsr()).tocoo()
    in_tree = set(zip(np.minimum(*tree.coords).tolist(), np.maximum(*tree.coords).tolist(), strict=True))
    chance = random.uniform(size=len(edges))
    streets = []
    for row, (a, b) in enumerate(edges.tolist()):
        if not both_main[row] and ((a, b) in in_tree or (chance[row] < LOOPS and length[row] < 1.7 * BLOCK)):
            streets.append((int(numbers[a]), int(numbers[b])))
            sketch.road(streets[-1], "residential", None)
    return along_main + streets


def _corners(middle: np.ndarray, radius: float, land: Land, random: np.random.Generator) -> np.ndarray:
    """Street corners: a triangular lattice, turned and shaken, within a ragged circle and on land."""
    steps = int(radius / BLOCK) + 2
    i, j = (grid.ravel() for grid in np.meshgrid(np.arange(-steps, steps + 1), np.arange(-steps, steps + 1)))
    lattice = BLOCK * np.stack([i + 0.5 * (j % 2), j * np.sqrt(3) / 2], axis=1)
    turn = random.uniform(0, np.pi / 3)
    lattice = lattice @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    lattice += random.uniform(-0.28, 0.28, lattice.shape) * BLOCK
    ragged = radius * random.uniform(0.8, 1.1, len(lattice))
    lattice = lattice[np.hypot(*lattice.T) <= ragged] + middle
    return lattice[[at in land for at in lattice]].reshape(-1, 2)

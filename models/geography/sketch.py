"""A road network while it is drawn: points in metres, and stretches of road between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

CELL = 150.0  # metres; side of the squares in which points are looked up


class Sketch:
    """Points and stretches of a network that is being generated.

    Attributes
    ----------
    points
        List of (x, y) in metres.
    stretches
        List of (from, to, road class, posted km/h or None), both directions meant.
    """

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.stretches: list[tuple[int, int, str, float | None]] = []
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._named: dict[object, int] = {}

    def point(self, x: float, y: float, junction: bool = True) -> int:
        """Add a point; only where ``junction`` is true can later roads meet it."""
        self.points.append((float(x), float(y)))
        number = len(self.points) - 1
        if junction:
            self._cells.setdefault((int(x // CELL), int(y // CELL)), []).append(number)
        return number

    def named(self, key: object, x: float, y: float) -> int:
        """Point of that name, made at the first call."""
        if key not in self._named:
            self._named[key] = self.point(x, y)
        return self._named[key]

    def road(self, line: Iterable[int], road_class: str, posted: float | None) -> None:
        """Join consecutive points."""
        line = list(line)
        self.stretches += [(a, b, road_class, posted) for a, b in pairwise(line)]

    def near(self, x: float, y: float, within: float) -> list[int]:
        """Points at which roads can meet within so many metres, nearest first."""
        reach = int(within // CELL) + 1
        column, row = int(x // CELL), int(y // CELL)
        found = []
        for i in range(column - reach, column + reach + 1):
            for j in range(row - reach, row + reach + 1):
                for number in self._cells.get((i, j), ()):
                    px, py = self.points[number]
                    distance = math.hypot(px - x, py - y)
                    if distance <= within:
                        found.append((distance, number))
        return [number for _, number in sorted(found)]


class Land:
    """Where something can be built.

    Parameters
    ----------
    outline
        float[corners, 2] in metres; empty for no limit.
    """

    def __init__(self, outline: np.ndarray) -> None:
        corners = [(float(x), float(y)) for x, y in outline]
        self._sides = [(*a, *b) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]

    def __contains__(self, at: tuple[float, float] | np.ndarray) -> bool:
        """Whether a point lies inside: a ray to the east crosses the outline an odd number of times."""
        x, y = float(at[0]), float(at[1])
        inside = not self._sides
        for ax, ay, bx, by in self._sides:
            if (ay > y) != (by > y) and ax + (y - ay) / (by - ay) * (bx - ax) > x:
                inside = not inside
        return inside

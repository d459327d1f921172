"""A directed road network as arrays."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

MODES = ("car", "bicycle", "foot")


@dataclass(frozen=True)
class RoadNetwork:
    """A directed road graph with coordinates, lengths, speeds and access for each mode.

    Attributes
    ----------
    lat, lon
        float64[nodes], degrees (WGS 84).
    tail, head
        int32[arcs]; each direction of a two-way street is an arc of its own.
    metres
        float32[arcs], length.
    kmh
        float32[arcs], speed of a car.
    road_class
        int8[arcs], position in ``classes``.
    access
        bool[modes, arcs], in the order of :data:`MODES`: who may use the arc in this direction.
    classes
        Names of the road classes.
    homes
        float64[homes, 2], latitude and longitude of possible homes (buildings); may be empty.
    notes
        What was read, and what was dropped and why, as sentences.
    """

    lat: np.ndarray
    lon: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    metres: np.ndarray
    kmh: np.ndarray
    road_class: np.ndarray
    access: np.ndarray
    classes: tuple[str, ...]
    homes: np.ndarray
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lat)

    def digest(self) -> str:
        """Hash of everything that travel times depend on; the same roads give the same digest on every machine."""
        content = hashlib.blake2b(digest_size=16)
        for array in (self.lat, self.lon, self.tail, self.head, self.metres, self.kmh, self.access):
            content.update(np.ascontiguousarray(array).tobytes())
        return content.hexdigest()

"""Roads from GraphML as osmnx writes it (nodes ``x`` and ``y``; edges ``length``, ``highway``, ``maxspeed``, ``geometry``)."""

from __future__ import annotations

import ast
import math
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from .network import MODES, RoadNetwork
from .osm_tags import allowed, limit
from .parts import connected_network
from .projection import distances
from .road_classes import ROAD_CLASSES, class_number, driving_kmh

UNKNOWN_CLASS = "unclassified"


def read_graphml(path: str | Path) -> RoadNetwork:
    """Read a road graph in GraphML.

    Every edge is one direction, as in osmnx; in a graph declared undirected it is both. People on foot may also go against
    one-way streets. Bends (``geometry``) become nodes of their own. There are no buildings in such files.

    Raises
    ------
    InputError
        The file is missing or no GraphML, nodes have no coordinates in degrees, lengths are not numbers, or there are no
        connected roads.
    """
    import networkx as nx

    source = str(path)
    try:
        graph = nx.read_graphml(path, force_multigraph=True)
    except Exception as error:  # networkx raises whatever its XML parser, its types or the disk raise
        text = str(error).strip() or type(error).__name__
        raise InputError(Fault(source, f"cannot be read as GraphML ({text.splitlines()[0]})")) from error
    if graph.number_of_edges() == 0:
        raise InputError(Fault(source, "holds no roads (a graph without edges)"))
    points = _Points(source, graph.nodes(data=True))
    arcs: list[tuple[int, int, float, float, int, tuple[bool, ...]]] = []
    faults = []
    unknown = 0
    for a, b, tags in graph.edges(data=True):
        name = _first_known(tags.get("highway"))
        unknown += name is None
        name = name or UNKNOWN_CLASS
        line = points.line(a, b, tags.get("geometry"))
        straight = points.lengths(line)
        length = _number(tags["length"]) if "length" in tags else float(straight.sum())
        if not (math.isfinite(length) and length >= 0):
            faults.append(Fault(source, f"edge {a} to {b} has the length {tags['length']!r}; it must be metres, at least 0"))
            continue
        metres = straight * (length / straight.sum()) if straight.sum() > 0 else np.full(len(straight), length / len(straight))
        kmh = driving_kmh(name, min((v for text in _texts(tags.get("maxspeed")) if (v := limit(text))), default=None))
        who = tuple(allowed({key: str(value) for key, value in tags.items()}, name, mode) for mode in MODES)
        back = who if not graph.is_directed() else tuple(mode == "foot" and may for mode, may in zip(MODES, who, strict=True))
        for start, end, piece in zip(line[:-1], line[1:], metres, strict=True):
            arcs.append((start, end, piece, kmh, class_number(name), who))
            if any(back):
                arcs.append((end, start, piece, kmh, class_number(name), back))
    if faults:
        raise InputError(*faults)
    tail, head, metres, kmh, road_class, access = zip(*arcs, strict=True)
    notes = [f"{Path(source).name}: {graph.number_of_edges()} edges; the file has no buildings."]
    if unknown:
        notes.append(f"{unknown} edges have no known road class (highway); taken for {UNKNOWN_CLASS}.")
    return connected_network(
        source,
        lat=np.array(points.lat),
        lon=np.array(points.lon),
        tail=np.array(tail, dtype=np.int32),
        head=np.array(head, dtype=np.int32),
        metres=np.array(metres),
        kmh=np.array(kmh),
        road_class=np.array(road_class),
        access=np.array(access).T,
        homes=np.zeros((0, 2)),
        notes=tuple(notes),
    )


class _Points:
    """Nodes by name, and the bends between them by their coordinates, so that both directions of a street share them."""

    def __init__(self, source: str, nodes: Any) -> None:
        self.lat: list[float] = []
        self.lon: list[float] = []
        self.named: dict[str, int] = {}
        self._bends: dict[tuple[float, float], int] = {}
        faults = []
        for name, tags in nodes:
            lat, lon = (_number(tags.get(degrees, tags.get(plain))) for degrees, plain in (("lat", "y"), ("lon", "x")))
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                at = f"x = {tags.get('x')!r}, y = {tags.get('y')!r}"
                faults.append(
                    Fault(source, f"node {name} has no coordinates in degrees ({at}); a projected graph needs lat and lon")
                )
            self.named[name] = self._add(lat, lon)
        if faults:
            more = [Fault(source, f"and {len(faults) - 5} more nodes")] if len(faults) > 5 else []
            raise InputError(*faults[:5], *more)

    def _add(self, lat: float, lon: float) -> int:
        self.lat.append(lat)
        self.lon.append(lon)
        return len(self.lat) - 1

    def line(self, start: str, end: str, geometry: object) -> list[int]:
        """Node numbers from one named node to another along a WKT line (longitude before latitude), if it has one."""
        bends = []
        if isinstance(geometry, str) and geometry.upper().startswith("LINESTRING"):
            pairs = [pair.split() for pair in geometry[geometry.index("(") + 1 : geometry.rindex(")")].split(",")]
            for lon, lat in ((_number(x), _number(y)) for x, y, *_ in pairs[1:-1]):
                if math.isfinite(lat) and math.isfinite(lon):
                    key = (round(lat, 7), round(lon, 7))
                    if key not in self._bends:
                        self._bends[key] = self._add(*key)
                    bends.append(self._bends[key])
        return [self.named[start], *bends, self.named[end]]

    def lengths(self, line: list[int]) -> np.ndarray:
        """Straight metres between consecutive points."""
        lat, lon = np.array([self.lat[p] for p in line]), np.array([self.lon[p] for p in line])
        return distances(lat[:-1], lon[:-1], lat[1:], lon[1:])


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return math.nan


def _texts(value: object) -> list[str]:
    """One text, or those of a list that was written as text (``"['50', '30']"``)."""
    text = "" if value is None else str(value)
    if text.startswith("["):
        try:
            return [str(part) for part in ast.literal_eval(text)]
        except (ValueError, SyntaxError):
            return []
    return [text] if text else []


def _first_known(value: object) -> str | None:
    return next((name for name in _texts(value) if name in ROAD_CLASSES), None)

"""Roads and possible homes from an OpenStreetMap extract (``.osm.pbf``, ``.osm``, ``.osm.gz``).

Every node of a road becomes a node of the network, so that homes snap to where they are and maps show the bends. Turn
restrictions and seasonal rules are not read.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import Fault, InputError
from .network import RoadNetwork
from .osm_tags import access, limits, stops_cars
from .parts import connected_network
from .projection import METRES_PER_DEGREE, distances
from .road_classes import ROAD_CLASSES, class_number, driving_kmh

HOME_BUILDINGS = frozenset(
    {"yes", "house", "residential", "detached", "semidetached_house", "semi", "terrace", "apartments", "bungalow", "farm"}
    | {"cabin", "dormitory", "static_caravan", "houseboat"}
)
"""Values of ``building`` that may be a home; ``yes`` says nothing and may be one."""
OTHER_USES = ("amenity", "shop", "office", "industrial", "leisure", "tourism", "man_made", "power", "railway", "aeroway")
"""A building that has one of these tags is no home."""
FLAT = 100.0
"""m² of floor for each flat of a block of flats, stairs included, where their number is not tagged (assumption)."""
LEVELS = 3
"""Floors of a block of flats where they are not tagged (assumption)."""
LEAST_FOOTPRINT = 40.0
"""m²; an unspecified building smaller than this is a shed or garage (assumption)."""


def read_osm(path: str | Path) -> RoadNetwork:
    """Read an OpenStreetMap extract.

    Ways tagged ``highway`` with a class of :data:`ROAD_CLASSES` become arcs; ferries, areas, roads under construction and what
    nobody may use do not. Buildings that may be homes become homes (their middle; one for each flat), unless they are drawn
    as relations. What is left out is counted in ``notes``.

    Raises
    ------
    InputError
        The file is missing, unreadable or no OpenStreetMap file, holds no roads, or its roads are not connected.
    """
    reader = _Reader()
    try:
        reader.read(Path(path))
    except (RuntimeError, OSError, ValueError) as error:
        raise InputError(Fault(str(path), f"cannot be read as OpenStreetMap data ({_short(error)})")) from error
    if not reader.tail:
        what = (
            "holds no roads (no way tagged highway with two known nodes)" if reader.objects else "is empty: no roads, no buildings"
        )
        raise InputError(Fault(str(path), what))
    return reader.network(str(path))


def _short(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


class _Reader:
    """Collects arcs and homes while the file is read once, from front to back."""

    def __init__(self) -> None:
        self.objects = 0
        self.node: dict[int, int] = {}
        self.lat: list[float] = []
        self.lon: list[float] = []
        self.tail: list[int] = []
        self.head: list[int] = []
        self.kmh: list[float] = []
        self.road_class: list[int] = []
        self.access: list[tuple[bool, ...]] = []
        self.homes: list[tuple[float, float]] = []
        self.ways = 0
        self.other_classes: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.barriers: set[int] = set()  # as the file numbers nodes
        self.shut: set[int] = set()  # the same as we number them

    def read(self, path: Path) -> None:
        import osmium
        from osmium.filter import KeyFilter

        if not path.is_file():
            raise OSError("there is no such file")
        wanted = osmium.osm.NODE | osmium.osm.WAY  # type: ignore[attr-defined]
        file: Any = osmium.FileProcessor(str(path), wanted).with_locations()
        for thing in file.with_filter(KeyFilter("highway", "building", "barrier")):
            if not thing.is_way():
                if "barrier" in thing.tags and stops_cars(dict(thing.tags)):
                    self.barriers.add(thing.id)
                continue
            self.objects += 1
            tags = dict(thing.tags)
            points = [(n.ref, n.location.lat, n.location.lon) if n.location.valid() else None for n in thing.nodes]
            if "highway" in tags:
                self._road(tags, points)
            elif "building" in tags:
                self._building(tags, [point for point in points if point])

    def _road(self, tags: dict[str, str], points: list[tuple[int, float, float] | None]) -> None:
        name = tags["highway"]
        if name not in ROAD_CLASSES:
            self.other_classes[name] += 1
            return
        along, against = access(tags, name)
        if not any(along) and not any(against):
            self.counts["closed"] += 1
            return
        self.ways += 1
        posted = limits(tags)
        if "maxspeed" in tags and posted == (None, None):
            self.counts["speed"] += 1
        self.counts["posted"] += posted != (None, None)
        kmh = [driving_kmh(name, speed) for speed in posted]
        numbers = [None if point is None else self._number(point) for point in points]
        self.counts["outside"] += numbers.count(None)
        for a, b in pairwise(numbers):
            if a is not None and b is not None:
                self._arc(a, b, kmh[0], name, along)
                self._arc(b, a, kmh[1], name, against)

    def _arc(self, a: int, b: int, kmh: float, road_class: str, who: tuple[bool, ...]) -> None:
        if a in self.shut or b in self.shut:
            who = (False, *who[1:])
        if any(who):
            self.tail.append(a)
            self.head.append(b)
            self.kmh.append(kmh)
            self.road_class.append(class_number(road_class))
            self.access.append(who)

    def _number(self, point: tuple[int, float, float]) -> int:
        ref, lat, lon = point
        if ref not in self.node:
            self.node[ref] = len(self.lat)
            self.lat.append(lat)
            self.lon.append(lon)
            if ref in self.barriers:
                self.shut.add(self.node[ref])
        return self.node[ref]

    def _building(self, tags: dict[str, str], points: list[tuple[int, float, float]]) -> None:
        if tags["building"] not in HOME_BUILDINGS or any(key in tags for key in OTHER_USES) or not points:
            self.counts["no home"] += 1
            return
        at = np.array([point[1:] for point in (points[:-1] if len(points) > 3 else points)])
        footprint = _footprint(at)
        if tags["building"] == "yes" and footprint < LEAST_FOOTPRINT:
            self.counts["shed"] += 1
            return
        self.counts["home"] += 1
        lat, lon = np.round(at.mean(axis=0), 7).tolist()
        self.homes += [(lat, lon)] * _flats(tags, footprint)

    def network(self, source: str) -> RoadNetwork:
        lat, lon = np.array(self.lat), np.array(self.lon)
        tail, head = np.array(self.tail, dtype=np.int32), np.array(self.head, dtype=np.int32)
        return connected_network(
            source,
            lat=lat,
            lon=lon,
            tail=tail,
            head=head,
            metres=distances(lat[tail], lon[tail], lat[head], lon[head]),
            kmh=np.array(self.kmh),
            road_class=np.array(self.road_class),
            access=np.array(self.access).T,
            homes=np.array(self.homes),
            notes=self._notes(source),
        )

    def _notes(self, source: str) -> tuple[str, ...]:
        counts = self.counts
        roads = f"{self.ways} roads and paths ({counts['posted']} with a speed limit)"
        read = f"{Path(source).name}: {roads}, {len(self.homes)} possible homes in {counts['home']} buildings."
        left_out = [
            (counts["closed"], "roads that nobody may use (private, no access, areas, ferries)"),
            (sum(self.other_classes.values()), f"ways of other kinds ({', '.join(sorted(self.other_classes))})"),
            (len(self.barriers), "barriers that cars do not pass (bollards, locked gates)"),
            (counts["outside"], "road nodes cut off at the edge of the extract"),
            (counts["speed"], "speed limits that could not be read"),
            (counts["no home"], "buildings that are no homes"),
            (counts["shed"], f"buildings smaller than {LEAST_FOOTPRINT:g} m²"),
        ]
        dropped = [f"{count} {what}" for count, what in left_out if count]
        return (read, f"Left out: {'; '.join(dropped)}.") if dropped else (read,)


def _flats(tags: dict[str, str], footprint: float) -> int:
    """Number of homes in a building: as tagged, or by the floor space of a block of flats; otherwise one."""
    flats, levels = tags.get("building:flats", ""), tags.get("building:levels", "")
    if flats.isdecimal():
        return max(int(flats), 1)
    if tags["building"] not in ("apartments", "dormitory"):
        return 1
    return max(round(footprint * (int(levels) if levels.isdecimal() else LEVELS) / FLAT), 1)


def _footprint(at: np.ndarray) -> float:
    """Area in m² of a small polygon of latitudes and longitudes (shoelace formula)."""
    y = (at[:, 0] - at[0, 0]) * METRES_PER_DEGREE
    x = (at[:, 1] - at[0, 1]) * METRES_PER_DEGREE * np.cos(np.radians(at[0, 0]))
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)

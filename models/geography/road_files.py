"""Road files by the end of their name."""

from __future__ import annotations

from pathlib import Path

from ..errors import Fault, InputError
from .network import RoadNetwork

OSM = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
GRAPHML = (".graphml", ".graphml.gz")


def read_roads(path: str | Path) -> RoadNetwork:
    """Read OpenStreetMap data or GraphML.

    Raises
    ------
    InputError
        There is no such file, its name says neither, or it cannot be used.
    """
    name = Path(path).name.lower()
    if not Path(path).is_file():
        raise InputError(Fault(str(path), "there is no such road file"))
    if name.endswith(OSM):
        from .osm import read_osm

        return read_osm(path)
    if name.endswith(GRAPHML):
        from .graphml import read_graphml

        return read_graphml(path)
    raise InputError(Fault(str(path), f"is no road file by its name; allowed are {', '.join(OSM + GRAPHML)}"))

"""Road files by the end of their name."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from pathlib import Path

import numpy as np

from ..errors import Fault, InputError
from .cache import Arrays, cached, code_digest, content_hash
from .network import RoadNetwork

OSM = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
GRAPHML = (".graphml", ".graphml.gz")


def read_roads(path: str | Path, cache: Path | None = None) -> RoadNetwork:
    """Read OpenStreetMap data or GraphML.

    Parameters
    ----------
    path
        File whose name ends in one of :data:`OSM` or :data:`GRAPHML`.
    cache
        Folder in which the network is kept under the hash of the file, so that a large extract is read once; None: no cache.

    Raises
    ------
    InputError
        There is no such file, its name says neither, or it cannot be used.
    """
    name = Path(path).name.lower()
    if not Path(path).is_file():
        raise InputError(Fault(str(path), "there is no such road file"))
    if not name.endswith(OSM + GRAPHML):
        raise InputError(Fault(str(path), f"is no road file by its name; allowed are {', '.join(OSM + GRAPHML)}"))
    if cache is None:
        return _read(path, name)
    try:
        with Path(path).open("rb") as file:
            content = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be read ({error.strerror})")) from error
    return _unpacked(cached(cache, f"network-{content_hash(code_digest(), name, content)}", lambda: _packed(_read(path, name))))


def _read(path: str | Path, name: str) -> RoadNetwork:
    if name.endswith(OSM):
        from .osm import read_osm

        return read_osm(path)
    from .graphml import read_graphml

    return read_graphml(path)


def _packed(network: RoadNetwork) -> Arrays:
    return {field.name: np.asarray(getattr(network, field.name)) for field in fields(network)}


def _unpacked(arrays: Arrays) -> RoadNetwork:
    texts = {name: tuple(arrays[name].tolist()) for name in ("classes", "notes")}
    return RoadNetwork(**{**arrays, **texts})

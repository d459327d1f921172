"""Seconds and metres from every place to every other, by mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import Fault, InputError, nearest
from .cache import cached, content_hash
from .network import MODES, RoadNetwork
from .shortest_paths import UNREACHABLE, fastest
from .snapping import FARTHEST, check_places, snap

FORMAT = 1  # of the cache files; a change in how times are computed needs another number
DOOR_KMH = 15.0
"""Speed of a car on the way between a home and the road node it was snapped to (a drive; assumption)."""
BICYCLE_KMH = 16.0
"""An ordinary bicycle in working clothes (assumption; 20 for an electric one)."""
FOOT_KMH = 4.8
"""A brisk walk (assumption)."""


@dataclass(frozen=True)
class TravelTimes:
    """Door-to-door travel between the places of a scenario, without parking and walking in.

    Attributes
    ----------
    modes
        Names of the modes for which there are matrices.
    seconds
        int32[modes, places, places], row = from, column = to; zero on the diagonal.
    metres
        int32[modes, places, places], length of the fastest path.
    snapped
        float64[places], metres from each place to the road node it was snapped to (of the first mode).
    """

    modes: tuple[str, ...]
    seconds: np.ndarray
    metres: np.ndarray
    snapped: np.ndarray

    def mode(self, name: str) -> int:
        """Row of a mode in the matrices."""
        return self.modes.index(name)


def travel_times(
    network: RoadNetwork,
    lat: np.ndarray,
    lon: np.ndarray,
    modes: Sequence[str] = MODES,
    speed_factor: float = 1.0,
    cache: Path | None = None,
    *,
    bicycle_kmh: float = BICYCLE_KMH,
    foot_kmh: float = FOOT_KMH,
    ids: Sequence[str] | None = None,
    limit: float = FARTHEST,
) -> TravelTimes:
    """Travel times between places on a road network.

    Each place is snapped, for each mode, to the nearest road node from which that mode can come and go. The straight line from
    the place to that node counts too, for a car at the slow speed of a drive. Seconds are rounded up, so that a detour is
    never faster than the direct way (the triangle inequality holds exactly). Of equally fast paths the shortest counts.

    Parameters
    ----------
    network
        Roads.
    lat, lon
        float[places], degrees.
    modes
        One or more of :data:`MODES`; ``snapped`` and ``limit`` are about the first.
    speed_factor
        Real speed of cars as a share of what the network says.
    cache
        Folder for results (:func:`~hemtjanst.models.geography.cache.cache_folder`), or None for no cache.
    bicycle_kmh, foot_kmh
        Speeds of the other modes on every road.
    ids
        Names of the places, for messages.
    limit
        Metres from a place to its road node at most.

    Raises
    ------
    InputError
        No arcs, unknown mode, speeds that are not positive, coordinates that are not numbers, places farther from a road
        than ``limit``, or places that cannot be reached from each other.
    """
    lat, lon = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    names = [f"place {row}" for row in range(len(lat))] if ids is None else list(ids)
    speeds = {"car": speed_factor, "bicycle": bicycle_kmh, "foot": foot_kmh}
    _check(network, lat, lon, names, modes, speeds)
    doors = [snap(network, lat, lon, mode) for mode in modes]
    snapped = doors[0][1]
    check_places("places", names, lat, lon, snapped, limit)

    def compute() -> dict[str, np.ndarray]:
        matrices = [_matrix(network, *door, mode, speeds[mode], names) for door, mode in zip(doors, modes, strict=True)]
        return {"seconds": np.stack([time for time, _ in matrices]), "metres": np.stack([length for _, length in matrices])}

    key = content_hash(FORMAT, network.digest(), lat, lon, tuple((mode, float(speeds[mode])) for mode in modes))
    tables = cached(cache, f"travel-{key}", compute)
    return TravelTimes(modes=tuple(modes), seconds=tables["seconds"], metres=tables["metres"], snapped=snapped)


def milliseconds(network: RoadNetwork, mode: str, speed: float) -> np.ndarray:
    """int64[arcs], time on each arc: at least one millisecond.

    Parameters
    ----------
    mode
        Whose time.
    speed
        For a car the share of the network's speed, for the others km/h.
    """
    kmh = network.kmh.astype(np.float64) * speed if mode == "car" else speed
    return np.maximum(np.rint(network.metres.astype(np.float64) * 3_600 / kmh), 1).astype(np.int64)


def _matrix(
    network: RoadNetwork, nodes: np.ndarray, snapped: np.ndarray, mode: str, speed: float, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """int32[places, places] seconds and metres of one mode."""
    arcs = np.flatnonzero(network.access[MODES.index(mode)])
    time, length = fastest(
        len(network),
        network.tail[arcs],
        network.head[arcs],
        milliseconds(network, mode, speed)[arcs],
        np.rint(network.metres[arcs].astype(np.float64) * 10).astype(np.int64),
        nodes,
    )
    if (time == UNREACHABLE).any():
        a, b = np.argwhere(time == UNREACHABLE)[0]
        count = np.count_nonzero(time == UNREACHABLE)
        raise InputError(Fault("roads", f"{count} pairs of places are not connected by {mode}, first '{names[a]}' to '{names[b]}'"))
    door = np.rint(snapped * 3_600 / (DOOR_KMH if mode == "car" else speed)).astype(np.int64)
    seconds = -(-(time + door[:, None] + door[None, :]) // 1_000)
    way = np.rint(snapped * 10).astype(np.int64)
    metres = (length + way[:, None] + way[None, :] + 5) // 10
    np.fill_diagonal(seconds, 0)
    np.fill_diagonal(metres, 0)
    return seconds.astype(np.int32), metres.astype(np.int32)


def _check(
    network: RoadNetwork,
    lat: np.ndarray,
    lon: np.ndarray,
    names: Sequence[str],
    modes: Sequence[str],
    speeds: dict[str, float],
) -> None:
    faults = []
    if len(network.tail) == 0:
        faults.append(Fault("roads", "the network has no roads at all"))
    if not modes:
        faults.append(Fault("modes", f"name at least one of {', '.join(MODES)}"))
    faults += [Fault("modes", f"'{mode}' is no way to travel; {nearest(mode, MODES)}") for mode in modes if mode not in MODES]
    for name, speed in speeds.items():
        if not (np.isfinite(speed) and speed > 0):
            what = "speed_factor" if name == "car" else f"{name}_kmh"
            faults.append(Fault(what, f"{speed:g} is no speed; it must be a positive number"))
    if not (np.isfinite(network.kmh).all() and (network.kmh > 0).all()):
        faults.append(Fault("roads", "some speeds of the network are not positive numbers"))
    bad = np.flatnonzero(~(np.isfinite(lat) & np.isfinite(lon))).tolist()
    faults += [Fault("places", f"'{names[row]}' has no coordinates (latitude {lat[row]}, longitude {lon[row]})") for row in bad]
    if faults:
        raise InputError(*faults)

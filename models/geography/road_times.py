"""Travel between fixed places under changing conditions: the places are snapped and the hierarchy is built only once."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ...cython_ext.hierarchy import UNREACHABLE, DamagedHierarchyError, RoadHierarchy, WeightedHierarchy
from ..errors import Fault, InputError, nearest
from .cache import CorruptCacheWarning, cached, code_digest, content_hash
from .network import RoadNetwork
from .profiles import PROFILES, Profile, arc_milliseconds, door_milliseconds
from .snapping import FARTHEST, check_places, snap
from .travel_matrix import TravelTimes

Factor = float | np.ndarray


class RoadTimes:
    """Places on a road network, ready for travel times under any weighting.

    Each place is snapped, for each way to get about, to the nearest road node from which one can come and go. The straight
    line from the place to that node counts too, for a car at the slow speed of a drive. Seconds are rounded up, so that a
    detour is never faster than the direct way (the triangle inequality holds exactly). Of equally fast paths the shortest
    counts.

    Parameters
    ----------
    network
        Roads.
    lat, lon
        float[places], degrees.
    modes
        One or more of :data:`PROFILES`; ``snapped`` and ``limit`` are about the first.
    kmh
        Speeds of those without a motor, where they are not those of :data:`PROFILES`.
    ids
        Names of the places, for messages.
    limit
        Metres from a place to its road node at most.
    cache
        Folder for results and hierarchies (:func:`~hemtjanst.models.geography.cache.cache_folder`), or None for no cache.

    Raises
    ------
    InputError
        No arcs, unknown mode, speeds that are not positive, coordinates that are not numbers, or places farther from a road
        than ``limit``.
    """

    def __init__(
        self,
        network: RoadNetwork,
        lat: np.ndarray,
        lon: np.ndarray,
        modes: Sequence[str] = ("car",),
        *,
        kmh: Mapping[str, float] | None = None,
        ids: Sequence[str] | None = None,
        limit: float = FARTHEST,
        cache: Path | None = None,
    ) -> None:
        self.network, self.modes, self.cache = network, tuple(modes), cache
        self.lat, self.lon = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
        self.ids = tuple(f"place {row}" for row in range(len(self.lat))) if ids is None else tuple(ids)
        self._check(kmh or {})
        self.profiles = tuple(Profile(PROFILES[mode].access, (kmh or {}).get(mode, PROFILES[mode].kmh)) for mode in modes)
        self._doors = [snap(network, self.lat, self.lon, profile.access) for profile in self.profiles]
        self.snapped = self._doors[0][1]
        check_places("places", self.ids, self.lat, self.lon, self.snapped, limit)
        self._hierarchy: RoadHierarchy | None = None
        self._everyday: dict[int, WeightedHierarchy] = {}

    def times(self, factors: Mapping[str, Factor] | None = None) -> TravelTimes:
        """Travel times under one weighting.

        Parameters
        ----------
        factors
            For each mode how many times as long each arc takes: a number or float[arcs], infinite where a road is closed.
            Modes that are not named take as long as ever.

        Raises
        ------
        InputError
            Factors that are not positive numbers, or places that cannot be reached from each other.
        """
        weights = [self._weights(row, factors) for row in range(len(self.modes))]
        key = content_hash(code_digest(), self.network.digest(), self.lat, self.lon, self.profiles, *weights)

        def compute() -> dict[str, np.ndarray]:
            matrices = [self._matrix(row, weight) for row, weight in enumerate(weights)]
            return {"seconds": np.stack([time for time, _ in matrices]), "metres": np.stack([length for _, length in matrices])}

        tables = cached(self.cache, f"travel-{key}", compute)
        return TravelTimes(modes=self.modes, seconds=tables["seconds"], metres=tables["metres"], snapped=self.snapped)

    def path(self, start: int, end: int, mode: str = "car", factors: Mapping[str, Factor] | None = None) -> np.ndarray:
        """Road path of one drive, for maps.

        Parameters
        ----------
        start, end
            Rows of places.
        mode
            One of the modes that the roads were prepared for.
        factors
            As for :meth:`times`; None: an everyday.

        Returns
        -------
        float64[points, 2]
            Latitude and longitude, degrees: the place itself, the road nodes of the fastest path, the other place.

        Raises
        ------
        InputError
            There is no way between the places.
        """
        row = self.modes.index(mode)
        nodes = self._doors[row][0]
        if factors is None and row not in self._everyday:
            self._everyday[row] = self._customised(self._weights(row, None))
        weighted = self._everyday[row] if factors is None else self._customised(self._weights(row, factors))
        way = weighted.path(int(nodes[start]), int(nodes[end]))
        if len(way) == 0:
            raise InputError(Fault("roads", f"there is no way by {mode} from '{self.ids[start]}' to '{self.ids[end]}'"))
        lat = np.concatenate([[self.lat[start]], self.network.lat[way], [self.lat[end]]])
        lon = np.concatenate([[self.lon[start]], self.network.lon[way], [self.lon[end]]])
        return np.stack([lat, lon], axis=1)

    @property
    def hierarchy(self) -> RoadHierarchy:
        """Hierarchy of the network: from the cache, or built at the first use. The same for all weightings."""
        if self._hierarchy is None:
            self._hierarchy = _hierarchy_of(self.network, self.cache)
        return self._hierarchy

    def _weights(self, row: int, factors: Mapping[str, Factor] | None) -> np.ndarray:
        factor = np.asarray((factors or {}).get(self.modes[row], 1.0), dtype=np.float64)
        if not (factor > 0).all():
            worst = factor[~(factor > 0)].flat[0]
            raise InputError(Fault("factors", f"{worst:g} cannot make a road slower or faster; a factor must be a positive number"))
        return arc_milliseconds(self.network, self.profiles[row], factor)

    def _customised(self, weights: np.ndarray) -> WeightedHierarchy:
        decimetres = np.rint(self.network.metres.astype(np.float64) * 10).astype(np.int64)
        try:
            return self.hierarchy.customize(weights, decimetres)
        except ValueError as error:  # sums beyond 12 days or 100 000 km: speeds that are no speeds
            raise InputError(Fault("roads", str(error))) from error

    def _matrix(self, row: int, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """int32[places, places] seconds and metres of one mode."""
        nodes, snapped = self._doors[row]
        time, length = self._customised(weights).matrix_with_lengths(nodes, nodes)
        lost = np.argwhere(time == UNREACHABLE)
        if len(lost):
            first, last = (self.ids[place] for place in lost[0])
            what = f"{len(lost)} pairs of places are not connected by {self.modes[row]}, first '{first}' to '{last}'"
            raise InputError(Fault("roads", what))
        door, way = door_milliseconds(snapped, self.profiles[row]), np.rint(snapped * 10).astype(np.int64)
        seconds = -(-(time + door[:, None] + door[None, :]) // 1_000)
        metres = (length + way[:, None] + way[None, :] + 5) // 10
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(metres, 0)
        return seconds.astype(np.int32), metres.astype(np.int32)

    def _check(self, kmh: Mapping[str, float]) -> None:
        faults = []
        if len(self.network.tail) == 0:
            faults.append(Fault("roads", "the network has no roads at all"))
        if not self.modes:
            faults.append(Fault("modes", f"name at least one of {', '.join(PROFILES)}"))
        unknown = [mode for mode in (*self.modes, *kmh) if mode not in PROFILES]
        faults += [Fault("modes", f"'{mode}' is no way to travel; {nearest(mode, PROFILES)}") for mode in unknown]
        faults += [
            Fault("kmh", f"{speed:g} is no speed of '{mode}'; it must be a positive number")
            for mode, speed in kmh.items()
            if not (np.isfinite(speed) and speed > 0)
        ]
        if not (np.isfinite(self.network.kmh).all() and (self.network.kmh > 0).all()):
            faults.append(Fault("roads", "some speeds of the network are not positive numbers"))
        for row in np.flatnonzero(~(np.isfinite(self.lat) & np.isfinite(self.lon))).tolist():
            at = f"latitude {self.lat[row]}, longitude {self.lon[row]}"
            faults.append(Fault("places", f"'{self.ids[row]}' has no coordinates ({at})"))
        if faults:
            raise InputError(*faults)


def _hierarchy_of(network: RoadNetwork, folder: Path | None) -> RoadHierarchy:
    """Hierarchy from the cache if there is a sound one, else built and kept there."""

    def build() -> RoadHierarchy:
        return RoadHierarchy.build(network.tail, network.head, len(network), network.lat, network.lon)

    if folder is None:
        return build()
    file = folder / f"roads-{content_hash(network.tail, network.head, network.lat, network.lon)}.npz"
    with contextlib.suppress(OSError):
        if file.exists():
            try:
                hierarchy = RoadHierarchy.load(file)
                if hierarchy.matches(network.tail, network.head, len(network)):
                    return hierarchy
            except DamagedHierarchyError:
                pass
            warnings.warn(f"the cache file {file} is damaged; it is built again", CorruptCacheWarning, stacklevel=2)
    hierarchy = build()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        hierarchy.save(file)
    return hierarchy


def travel_times(
    network: RoadNetwork,
    lat: np.ndarray,
    lon: np.ndarray,
    modes: Sequence[str] = ("car", "bicycle", "foot"),
    speed_factor: float = 1.0,
    cache: Path | None = None,
    *,
    kmh: Mapping[str, float] | None = None,
    ids: Sequence[str] | None = None,
    limit: float = FARTHEST,
) -> TravelTimes:
    """Travel times between places on a road network, under everyday conditions.

    Parameters
    ----------
    network, lat, lon, modes, cache, kmh, ids, limit
        As for :class:`RoadTimes`.
    speed_factor
        Real speed of cars as a share of what the network says.

    Returns
    -------
    TravelTimes
        Seconds and metres, int32[modes, places, places].

    Raises
    ------
    InputError
        A speed factor that is no positive number, and whatever :class:`RoadTimes` raises.
    """
    if not (np.isfinite(speed_factor) and speed_factor > 0):
        raise InputError(Fault("speed_factor", f"{speed_factor:g} is no speed factor; it must be a positive number"))
    roads = RoadTimes(network, lat, lon, modes, kmh=kmh, ids=ids, limit=limit, cache=cache)
    return roads.times({"car": 1.0 / speed_factor})

"""Where clients live, which home care group they belong to, and where each group has its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import Fault, InputError
from .districts import districts
from .keyed_generator import generator
from .network import RoadNetwork
from .projection import Plane, distances
from .section import Base, GeographySection, Locality
from .snapping import FARTHEST, snap

AT_ROADS = ("residential", "unclassified", "living_street", "tertiary")
"""Road classes along which homes are put where a road file has no buildings."""
DENSE = 500.0  # metres around a spot in which homes are counted


@dataclass(frozen=True)
class Placement:
    """Bases, homes and groups of a scenario.

    Attributes
    ----------
    ids, lat, lon
        Of all places: first the bases, then one home for each client, in the order of the clients.
    home
        int64[clients], row of each client's home among the places.
    group
        int64[clients], row of each client's group.
    areas
        Planning area of each group (North, South).
    base
        int64[groups], row of each group's base among the places.
    notes
        What was decided, as sentences.
    """

    ids: tuple[str, ...]
    lat: np.ndarray
    lon: np.ndarray
    home: np.ndarray
    group: np.ndarray
    areas: tuple[str, ...]
    base: np.ndarray
    notes: tuple[str, ...]

    @property
    def group_ids(self) -> tuple[str, ...]:
        """Names of the groups: their area and a number within it."""
        return tuple(f"{area} {1 + self.areas[:row].count(area)}" for row, area in enumerate(self.areas))

    def part(self, kept: np.ndarray) -> Placement:
        """Return the clients and bases of some groups (their rows, rising); those who stay live where they lived.

        Whole groups, because with fewer clients in the same area everybody would drive farther.
        """
        clients = np.flatnonzero(np.isin(self.group, kept))
        bases = np.unique(self.base[kept])
        rows = np.concatenate([bases, self.home[clients]])
        return replace(
            self,
            ids=tuple(self.ids[row] for row in rows),
            lat=self.lat[rows],
            lon=self.lon[rows],
            home=len(bases) + np.arange(len(clients)),
            group=np.searchsorted(kept, self.group[clients]),
            areas=tuple(self.areas[row] for row in kept),
            base=np.searchsorted(bases, self.base[kept]),
            notes=(*self.notes, f"A part of the municipality: {len(kept)} of {len(self.areas)} groups."),
        )


def place(
    network: RoadNetwork,
    section: GeographySection,
    clients: Sequence[str],
    groups: int,
    seed: int,
    coordinates: np.ndarray | None = None,
    members: np.ndarray | None = None,
) -> Placement:
    """Give every client a home and a group, and every group a base.

    A home is drawn for each client by the client's name, among the homes of the network, each as likely as the other; so
    one client more moves nobody. Groups are neighbouring districts with equally many *homes*, not clients, for the same
    reason: sizes differ by chance, as they do between real groups. Clients with coordinates of their own keep them, and
    districts then hold equally many of them.

    Parameters
    ----------
    network
        Roads and possible homes.
    section
        Bases and areas.
    clients
        Their names.
    groups
        Number of home care groups.
    seed
        Of the scenario.
    coordinates
        float[clients, 2], latitude and longitude of known homes; None: homes are drawn.
    members
        int[clients], row of each client's group where that is known too; None: groups are made.

    Raises
    ------
    InputError
        Fewer than one group, or more groups than homes.
    """
    notes: list[str] = []
    if coordinates is None:
        known = _homes(network, seed, len(clients), notes)
        chosen = np.array([generator(seed, "home", client).integers(len(known)) for client in clients], dtype=np.int64)
    else:
        known = np.asarray(coordinates, dtype=np.float64).reshape(-1, 2)
        chosen = np.arange(len(known))
    homes = known[chosen]
    if not 1 <= groups <= len(known):
        raise InputError(
            Fault("groups", f"{groups} groups for {len(known)} homes; there must be at least 1 and at most one for each home")
        )
    plane = Plane(float(known[:, 0].mean()), float(known[:, 1].mean()))
    metres = plane.metres(known[:, 0], known[:, 1])
    if coordinates is None or members is None:
        label, middles = districts(metres, groups)
    else:
        label, middles = members, np.array([np.median(metres[members == group], axis=0) for group in range(groups)])
    lat, lon = plane.degrees(middles)

    bases = _bases(network, section, known, groups, notes)
    at = np.array([[base.lat, base.lon] for base in bases])
    nearest_base = np.argmin(distances(lat[:, None], lon[:, None], at[None, :, 0], at[None, :, 1]), axis=1)
    areas = tuple(_area(section, a, b, float(np.median(known[:, 0]))) for a, b in zip(lat, lon, strict=True))
    used = np.unique(nearest_base)
    return Placement(
        ids=(*(bases[row].name for row in used), *clients),
        lat=np.concatenate([at[used, 0], homes[:, 0]]),
        lon=np.concatenate([at[used, 1], homes[:, 1]]),
        home=len(used) + np.arange(len(clients)),
        group=label[chosen],
        areas=areas,
        base=np.searchsorted(used, nearest_base),
        notes=tuple(notes),
    )


def _homes(network: RoadNetwork, seed: int, clients: int, notes: list[str]) -> np.ndarray:
    """Possible homes near enough to a road; points along local roads where there are fewer of them than clients."""
    homes = network.homes
    if len(homes):
        _, metres = snap(network, homes[:, 0], homes[:, 1])
        near = metres <= FARTHEST
        if not near.all():
            notes.append(f"{np.count_nonzero(~near)} buildings farther than {FARTHEST / 1000:g} km from a road are no homes.")
        homes = homes[near]
        if len(homes) >= clients:
            return homes
    local = np.isin(np.array(network.classes)[network.road_class], AT_ROADS) & network.access[0]
    if not local.any():
        local = network.access[0]
    random = generator(seed, "homes at roads")
    arcs = np.flatnonzero(local & (network.tail < network.head))
    if not len(arcs):
        arcs = np.flatnonzero(local)
    length = np.cumsum(network.metres[arcs].astype(np.float64))
    count = int(np.clip(length[-1] / 40, 100, 50_000))
    where = random.uniform(0, length[-1], count)
    row = np.minimum(np.searchsorted(length, where, side="right"), len(arcs) - 1)
    share = np.clip((length[row] - where) / np.maximum(network.metres[arcs[row]], 1e-9), 0, 1)[:, None]
    ends = np.stack([network.lat, network.lon], axis=1)
    buildings = f"only {len(homes)} buildings that may be homes" if len(homes) else "no buildings"
    notes.append(f"The road file has {buildings}: homes are put along residential and other local roads.")
    return np.round(share * ends[network.tail[arcs[row]]] + (1 - share) * ends[network.head[arcs[row]]], 6)


def _bases(network: RoadNetwork, section: GeographySection, homes: np.ndarray, groups: int, notes: list[str]) -> list[Base]:
    """Bases of the section; for a road file those within the area; otherwise the spots with most homes around."""
    given = []
    for base in section.bases:
        if isinstance(base, str):
            town = section.locality(base)
            base = Base(name=town.name, lat=town.lat, lon=town.lon, area=town.area)
        given.append(base)
    if section.roads is None and not given:
        town = max(section.localities, key=lambda place: place.inhabitants)
        given = [Base(name=town.name, lat=town.lat, lon=town.lon, area=town.area)]
    if given:
        _, metres = snap(network, np.array([b.lat for b in given]), np.array([b.lon for b in given]))
        inside = [base for base, far in zip(given, metres, strict=True) if far <= FARTHEST]
        outside = [base.name for base, far in zip(given, metres, strict=True) if far > FARTHEST]
        if inside and outside:
            notes.append(f"Bases outside the area of the roads are left out: {', '.join(outside)}.")
        if inside:
            return inside
        notes.append("No base of the scenario lies within the road file; bases are put where most homes are.")
    return _densest(homes, max(1, round(groups / 3)))


def _densest(homes: np.ndarray, count: int) -> list[Base]:
    """Spots with most homes within :data:`DENSE` metres, one after the other, each at least twice that from the last ones."""
    from scipy.spatial import KDTree

    plane = Plane(float(homes[:, 0].mean()), float(homes[:, 1].mean()))
    at = plane.metres(homes[:, 0], homes[:, 1])
    around = KDTree(at).query_ball_point(at, DENSE, return_length=True).astype(np.int64)
    free = np.ones(len(at), dtype=bool)
    bases = []
    while len(bases) < count and free.any():
        best = int(np.argmax(np.where(free, around, -1)))
        bases.append(Base(name=f"Base {len(bases) + 1}", lat=float(homes[best, 0]), lon=float(homes[best, 1])))
        free &= np.hypot(*(at - at[best]).T) > 2 * DENSE
    return bases


def _area(section: GeographySection, lat: float, lon: float, middle: float) -> str:
    """Area of the nearest locality or base that has one; else North or South of the median home."""
    known: list[Locality | Base] = [place for place in section.localities if place.area]
    known += [base for base in section.bases if isinstance(base, Base) and base.area]
    if section.roads is not None or not known:
        return "North" if lat >= middle else "South"
    far = [float(distances(lat, lon, p.lat, p.lon)) for p in known]
    return known[int(np.argmin(far))].area

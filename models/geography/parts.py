"""From arcs as they were read to a network in which everybody can get everywhere and back."""

from __future__ import annotations

import numpy as np

from ..errors import Fault, InputError
from .network import MODES, RoadNetwork
from .road_classes import CLASS_NAMES


def connected_network(
    source: str,
    lat: np.ndarray,
    lon: np.ndarray,
    tail: np.ndarray,
    head: np.ndarray,
    metres: np.ndarray,
    kmh: np.ndarray,
    road_class: np.ndarray,
    access: np.ndarray,
    homes: np.ndarray,
    notes: tuple[str, ...] = (),
) -> RoadNetwork:
    """Keep, for each mode, the largest strongly connected part, and say what was dropped.

    The part of the car is the one with most nodes; those of the other modes are the ones that share most nodes with it.
    Loops (arcs that end where they start) go; parallel arcs stay, because one may be faster and the other open.

    Parameters
    ----------
    source
        What messages call the network: a file name.
    lat, lon
        float[nodes], degrees.
    tail, head, metres, kmh, road_class
        [arcs], as in :class:`RoadNetwork`; classes are positions in :data:`CLASS_NAMES`.
    access
        bool[modes, arcs].
    homes
        float[homes, 2].
    notes
        What is known already.

    Raises
    ------
    InputError
        No arc that a car can use, no two nodes connected both ways, or lengths and speeds that are not positive numbers.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    faults = []
    if not np.isfinite(lat).all() or not np.isfinite(lon).all():
        faults.append(Fault(source, "some nodes have no coordinates (NaN or infinite)"))
    for name, values, least in (("length", metres, 0.0), ("speed", kmh, np.nextafter(0, 1))):
        bad = ~np.isfinite(values) | (values < least)
        if bad.any():
            worst = values[np.flatnonzero(bad)[0]]
            faults.append(Fault(source, f"{np.count_nonzero(bad)} arcs have a {name} of {worst:g}; it must be a positive number"))
    if faults:
        raise InputError(*faults)

    loops = tail == head
    access = access & ~loops
    car = MODES.index("car")
    if not access[car].any():
        raise InputError(Fault(source, "has no road that a car may use, so nobody can drive between homes"))

    nodes = len(lat)
    inside = np.zeros((len(MODES), nodes), dtype=bool)
    for mode in (car, *(m for m in range(len(MODES)) if m != car)):
        used = np.flatnonzero(access[mode])
        graph = coo_array((np.ones(len(used), dtype=np.int8), (tail[used], head[used])), shape=(nodes, nodes))
        _, part = connected_components(graph.tocsr(), directed=True, connection="strong")
        votes = np.bincount(part, minlength=1) if mode == car else np.bincount(part, weights=inside[car])
        inside[mode] = part == np.argmax(votes)
    if np.count_nonzero(inside[car]) < 2:
        raise InputError(
            Fault(source, "its roads are not connected: no two junctions can be reached from each other by car and back")
        )

    kept = access & inside[:, tail] & inside[:, head]
    lost = access[car] & ~kept[car]
    dropped = [f"{np.count_nonzero(lost)} arcs ({metres[lost].sum() / 1000:.1f} km) that cannot be reached from there and back"]
    dropped = [*(dropped if lost.any() else []), *([f"{np.count_nonzero(loops)} loops"] if loops.any() else [])]
    size = f"{np.count_nonzero(inside[car])} nodes and {np.count_nonzero(kept[car])} arcs are connected for cars"
    notes = (*notes, f"{size}; dropped {' and '.join(dropped)}." if dropped else f"{size}.")
    arcs = np.flatnonzero(kept.any(axis=0))
    used_nodes = np.unique(np.concatenate([tail[arcs], head[arcs]]))
    new = np.full(nodes, -1, dtype=np.int32)
    new[used_nodes] = np.arange(len(used_nodes), dtype=np.int32)
    order = arcs[np.lexsort((arcs, head[arcs], tail[arcs]))]
    return RoadNetwork(
        lat=np.ascontiguousarray(lat[used_nodes], dtype=np.float64),
        lon=np.ascontiguousarray(lon[used_nodes], dtype=np.float64),
        tail=new[tail[order]],
        head=new[head[order]],
        metres=metres[order].astype(np.float32),
        kmh=kmh[order].astype(np.float32),
        road_class=road_class[order].astype(np.int8),
        access=np.ascontiguousarray(kept[:, order]),
        classes=CLASS_NAMES,
        homes=np.asarray(homes, dtype=np.float64).reshape(-1, 2),
        notes=notes,
    )

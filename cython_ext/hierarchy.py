"""Exact travel times between many places on a road graph, cheap to ask again with other weights.

A customizable contraction hierarchy (Dibbelt, Strasser and Wagner 2016, *Customizable Contraction Hierarchies*, ACM JEA
21, doi 10.1145/2886843) in three steps, each a fraction of the one before:

1. :meth:`RoadHierarchy.build`: once per road network, no weights needed, can be saved;
2. :meth:`RoadHierarchy.customize`: once per weighting (rush hour, winter, a closed road, a bicycle);
3. :meth:`WeightedHierarchy.matrix`: times from many sources to many targets, by batched restricted sweeps (Delling,
   Goldberg and Werneck 2011, *Faster Batched Shortest Paths in Road Networks*, doi 10.4230/OASIcs.ATMOS.2011.52).

All arithmetic is on integers, so the answer is exactly Dijkstra's, on every machine. The unit of the weights is the
caller's (milliseconds, seconds, ...), and so is that of the lengths.

Examples
--------
>>> roads = RoadHierarchy.build(tail=[0, 1, 2], head=[1, 2, 0], nodes=3)
>>> day = roads.customize([10, 20, 30])
>>> day.matrix([0, 1], [2])
array([[30],
       [20]], dtype=int32)
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _hierarchy  # pyright: ignore[reportAttributeAccessIssue]

UNREACHABLE: int = _hierarchy.UNREACHABLE
"""Stands for "no way" in every matrix (2**30 - 1, so two of them still add up within int32), and closes an arc when used
as its weight."""

FORMAT = "hemtjanst road hierarchy 1"
SAVED = ("rank", "first", "head", "slot", "graph", "digest", "format")
MANY = 2**31 - 2


class DamagedHierarchyError(ValueError):
    """A file that holds no road hierarchy, or no longer the one that was saved: build it again."""


@dataclass(frozen=True, eq=False)
class RoadHierarchy:
    """The weightless part of a hierarchy over ``nodes`` nodes and ``arcs`` directed road arcs. Immutable.

    Memory: 4 bytes per road arc, 12 per hierarchy arc (on road networks about as many as there are road arcs) and 24 per
    node; about five times as much while it is built.

    Attributes
    ----------
    rank
        int32[nodes], the place of each node in the contraction order.
    first, head
        int32[nodes + 1], int32[hierarchy arcs]: the arcs to later neighbours, in ranks.
    slot
        int32[arcs]: twice the hierarchy arc each road arc belongs to, plus one if it leads downwards; -1 for a loop.
    graph
        Digest of the road graph this was built from; see :meth:`matches`.
    """

    rank: NDArray[np.int32]
    first: NDArray[np.int32]
    head: NDArray[np.int32]
    slot: NDArray[np.int32]
    graph: str
    _tree: Any = field(init=False, repr=False)
    _node: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for array in (self.rank, self.first, self.head, self.slot):
            array.setflags(write=False)
        object.__setattr__(self, "_tree", _hierarchy.Tree(self.first, self.head))
        object.__setattr__(self, "_node", np.argsort(self.rank))

    def __reduce__(self) -> tuple[Any, ...]:
        return RoadHierarchy, (self.rank, self.first, self.head, self.slot, self.graph)  # workers get it in messages

    @classmethod
    def build(
        cls, tail: ArrayLike, head: ArrayLike, nodes: int, lat: ArrayLike | None = None, lon: ArrayLike | None = None
    ) -> RoadHierarchy:
        """Order and contract a directed road graph.

        Parameters
        ----------
        tail, head
            Node numbers, shape (arcs,): arc ``a`` leads from ``tail[a]`` to ``head[a]``. Parallel arcs and loops are allowed.
        nodes
            Number of nodes; they are called 0 to ``nodes - 1``.
        lat, lon
            Coordinates in degrees, shape (nodes,). They make a better order, so later steps are quicker; results are the
            same without.

        Raises
        ------
        ValueError
            No arcs, unknown nodes, lengths that differ, coordinates that are missing for some nodes.
        """
        nodes = int(nodes)
        if not 1 <= nodes < MANY:
            raise ValueError(f"nodes is {nodes}; a road graph has between 1 and {MANY - 1} nodes")
        tail, head = _nodes(tail, nodes, "tail"), _nodes(head, nodes, "head")
        if tail.shape != head.shape:
            raise ValueError(f"tail has {len(tail)} entries and head {len(head)}; every arc needs both")
        if not len(tail):
            raise ValueError("the road graph has no arcs; there is nothing to travel on")
        if len(tail) > MANY // 2:
            raise ValueError(f"the road graph has {len(tail)} arcs; at most {MANY // 2} are allowed")
        x, y = _plane(lat, lon, nodes)
        arrays = _hierarchy.build(nodes, tail, head, x, y)
        return cls(*arrays, graph=_fingerprint(tail, head, nodes))

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.rank)

    @property
    def arcs(self) -> int:
        """Number of road arcs."""
        return len(self.slot)

    def matches(self, tail: ArrayLike, head: ArrayLike, nodes: int) -> bool:
        """Whether this hierarchy was built from exactly this graph, arcs in this order."""
        return _fingerprint(_nodes(tail, nodes, "tail"), _nodes(head, nodes, "head"), nodes) == self.graph

    def customize(self, weights: ArrayLike, lengths: ArrayLike | None = None) -> WeightedHierarchy:
        """Give the arcs weights; the hierarchy itself does not change, so many weightings can live side by side.

        Parameters
        ----------
        weights
            Whole numbers, shape (arcs,), 0 or more; :data:`UNREACHABLE` closes an arc.
        lengths
            A second measure carried along the fastest path (metres), shape (arcs,), 0 or more. Among equally fast paths
            the one with the least length counts, so the result does not depend on any order.

        Returns
        -------
        WeightedHierarchy
            Takes 16 bytes per hierarchy arc and 8 per node; with ``lengths`` 40 and 8.

        Raises
        ------
        ValueError
            Shapes that differ; weights or lengths that are negative, missing (NaN), not whole, or so large that the way
            across the network could leave the range below :data:`UNREACHABLE`.
        """
        times = _measure(weights, self.arcs, "weights", closed=True)
        if lengths is None:
            road, far = times.astype(np.int32), UNREACHABLE
        else:
            metres = _measure(lengths, self.arcs, "lengths", closed=False)
            metres[times == UNREACHABLE] = 0
            road, far = (times << 32) + metres, UNREACHABLE << 32
        weight, keep, (arc_time, arc_length, way_time, way_length) = _hierarchy.customise_arcs(self._tree, self.slot, road, far)
        _in_range("weights", 2 * arc_time, way_time)
        if lengths is not None:
            _in_range("lengths", 2 * arc_length, way_length)
        up, down = (_hierarchy.kept(self._tree, weight, keep, way) for way in (0, 1))
        return WeightedHierarchy(self, weight, up, down)

    def save(self, path: str | Path) -> None:
        """Write to ``path`` as plain arrays (``.npz``); the file is complete or not there at all."""
        path = Path(path)
        arrays = {name: getattr(self, name) for name in ("rank", "first", "head", "slot")}
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays, graph=self.graph, digest=_digest(self.graph, *arrays.values()), format=FORMAT)
            Path(scratch).replace(path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise

    @classmethod
    def load(cls, path: str | Path) -> RoadHierarchy:
        """Read what :meth:`save` wrote.

        Raises
        ------
        DamagedHierarchyError
            The file is no road hierarchy, or has changed since it was saved (every byte is under a digest). Build again.
        FileNotFoundError
            There is no such file.
        """
        try:
            with Path(path).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                found = {name: file[name] for name in SAVED}
        except FileNotFoundError:
            raise
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            OSError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
        ) as error:
            raise DamagedHierarchyError(f"{path} holds no road hierarchy ({error}); build it again") from error
        arrays = tuple(found[name] for name in ("rank", "first", "head", "slot"))
        graph = str(found["graph"])
        if str(found["format"]) != FORMAT:
            raise DamagedHierarchyError(
                f"{path} has the format {str(found['format'])!r}; this version reads {FORMAT!r}: build it again"
            )
        if str(found["digest"]) != _digest(graph, *arrays):
            raise DamagedHierarchyError(f"{path} has changed since it was saved (digest differs); build it again")
        return cls(*arrays, graph=graph)


class WeightedHierarchy:
    """A road hierarchy with weights, from :meth:`RoadHierarchy.customize`. Immutable; safe to use from several threads.

    Attributes
    ----------
    roads
        The hierarchy it belongs to.
    has_lengths
        Whether lengths are carried along.
    """

    def __init__(self, roads: RoadHierarchy, weight: NDArray, up: tuple[NDArray, ...], down: tuple[NDArray, ...]) -> None:
        self.roads = roads
        self.has_lengths = weight.dtype == np.int64
        self._weight = weight
        self._searches = (*up, *down)
        self._times = (*_times_only(up), *_times_only(down)) if self.has_lengths else self._searches

    def matrix(self, sources: ArrayLike, targets: ArrayLike) -> NDArray[np.int32]:
        """Shortest travel times.

        Parameters
        ----------
        sources, targets
            Node numbers, shapes (s,) and (t,); may repeat.

        Returns
        -------
        int32[s, t]
            In the unit of the weights; :data:`UNREACHABLE` where there is no way. Beyond the result, at most about 140
            bytes per target, 20 per node and 8 per hierarchy arc are needed (12 with lengths), and 128 for every ancestor
            of a batch of 32 sources. The GIL is released, so several threads can ask at once.

        Raises
        ------
        ValueError
            A node that is not in the graph.
        """
        return self._fill(sources, targets, lengths=False)[0]

    def matrix_with_lengths(self, sources: ArrayLike, targets: ArrayLike) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Shortest travel times, and the lengths along those fastest paths (not along the shortest ones).

        Returns
        -------
        int32[s, t], int32[s, t]
            Times and lengths, both :data:`UNREACHABLE` where there is no way; of equally fast paths the least length.

        Raises
        ------
        ValueError
            A node that is not in the graph, or a weighting made without lengths.
        """
        if not self.has_lengths:
            raise ValueError("this weighting has no lengths; give them to customize(weights, lengths)")
        return self._fill(sources, targets, lengths=True)

    def path(self, source: int, target: int) -> NDArray[np.int64]:
        """Nodes along a fastest path (with lengths: the shortest of the fastest), both ends included.

        Returns
        -------
        int64[k]
            ``[source]`` alone where both are the same node; empty where there is no way.

        Raises
        ------
        ValueError
            A node that is not in the graph.
        """
        ends = self._ranks([source], "source")[0], self._ranks([target], "target")[0]
        ranks = _hierarchy.path(self.roads._tree, self._weight, *self._searches, *ends)
        return self.roads._node[_without_rounds(ranks)]

    def _fill(self, sources: ArrayLike, targets: ArrayLike, lengths: bool) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        rows, columns = self._ranks(sources, "sources"), self._ranks(targets, "targets")
        time = np.empty((len(rows), len(columns)), dtype=np.int32)
        length = np.empty(time.shape if lengths else (0, 0), dtype=np.int32)
        _hierarchy.matrix(self.roads._tree, *(self._searches if lengths else self._times), rows, columns, time, length)
        return time, length

    def _ranks(self, nodes: ArrayLike, name: str) -> NDArray[np.int32]:
        return self.roads.rank[_nodes(nodes, self.roads.nodes, name)]


def _nodes(values: ArrayLike, nodes: int, name: str) -> NDArray[np.int32]:
    """Node numbers as int32, or a sentence about the first one that does not exist."""
    array = np.asarray(values)
    if array.size == 0:
        array = array.astype(np.int32)
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions; it must be a plain list of node numbers")
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} holds {array.dtype}; node numbers are whole numbers (an integer dtype)")
    wrong = np.flatnonzero((array < 0) | (array >= nodes))
    if len(wrong):
        raise ValueError(
            f"{name}[{wrong[0]}] is node {array[wrong[0]]}, which does not exist: nodes are 0 to {nodes - 1}{_more(wrong)}"
        )
    return np.ascontiguousarray(array, dtype=np.int32)


def _measure(values: ArrayLike, arcs: int, name: str, closed: bool) -> NDArray[np.int64]:
    """Weights or lengths of all arcs as a fresh int64 array, or a sentence about the first one that cannot be used."""
    array = np.asarray(values)
    if array.shape != (arcs,):
        raise ValueError(f"{name} has shape {array.shape}; the road graph has {arcs} arcs, one value each")
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} holds {array.dtype}; whole numbers are needed")
    limit = UNREACHABLE if closed else UNREACHABLE - 1
    if array.dtype.kind != "f" and arcs and array.min() >= 0 and array.max() <= limit:
        return array.astype(np.int64)
    faults = [
        ("missing (NaN)", np.isnan(array)),
        ("negative", array < 0),
        (f"above {limit}, the largest that is allowed", array > limit),
        ("not a whole number; round it to the unit you need", array != np.floor(array)),
    ]
    for what, where in faults:
        wrong = np.flatnonzero(where)
        if len(wrong):
            raise ValueError(f"{name}[{wrong[0]}] is {array[wrong[0]]}: {what}{_more(wrong)}")
    return array.astype(np.int64)


def _more(wrong: NDArray[np.intp]) -> str:
    return f" ({len(wrong) - 1} more like it)" if len(wrong) > 1 else ""


def _in_range(name: str, *sums: int) -> None:
    if max(sums) >= UNREACHABLE:
        raise ValueError(
            f"{name} are too large: sums along the network may reach {max(sums)}, and the limit is {UNREACHABLE - 1}; "
            "use a coarser unit"
        )


def _plane(
    lat: ArrayLike | None, lon: ArrayLike | None, nodes: int
) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
    """Coordinates on a plane, rounded to about a centimetre so that the order does not hang on a last bit."""
    if lat is None and lon is None:
        return None, None
    if lat is None or lon is None:
        raise ValueError("lat and lon come together: give both or none")
    north, east = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    for name, values in (("lat", north), ("lon", east)):
        if values.shape != (nodes,):
            raise ValueError(f"{name} has shape {values.shape}; the road graph has {nodes} nodes, one value each")
        wrong = np.flatnonzero(~np.isfinite(values))
        if len(wrong):
            raise ValueError(f"{name}[{wrong[0]}] is {values[wrong[0]]}: every node needs a coordinate{_more(wrong)}")
    scale = np.cos(np.radians((north.min() + north.max()) / 2))
    return np.rint(east * scale * 1e7), np.rint(north * 1e7)


def _without_rounds(ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    """A path that visits a node twice has gone round for nothing (weights of zero): leave the rounds out."""
    last = {int(rank): i for i, rank in enumerate(ranks)}
    if len(last) == len(ranks):
        return ranks
    out, i = [], 0
    while i < len(ranks):
        i = last[int(ranks[i])]
        out.append(i)
        i += 1
    return ranks[out]


def _times_only(search: tuple[NDArray, ...]) -> tuple[NDArray, ...]:
    first, head, weight = search
    return first, head, (weight >> 32).astype(np.int32)


def _fingerprint(tail: NDArray[np.int32], head: NDArray[np.int32], nodes: int) -> str:
    return _digest(str(nodes), tail, head)


def _digest(label: str, *arrays: NDArray) -> str:
    total = hashlib.blake2b(label.encode(), digest_size=16)
    for array in arrays:
        total.update(f"|{array.dtype.str}{array.shape}|".encode())
        total.update(np.ascontiguousarray(array).data)
    return total.hexdigest()

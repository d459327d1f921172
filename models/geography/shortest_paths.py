"""Fastest paths between many nodes, and how long they are."""

from __future__ import annotations

import numpy as np

MILLISECONDS = 28  # bits of a sum of milliseconds: three days
DECIMETRES = 25  # bits of a sum of decimetres: 3 355 km; together they fit the 53 bits that a float64 holds exactly
UNREACHABLE = -1
SOURCES = 64  # at once: 64 rows of distances to all nodes are in memory


def fastest(
    nodes: int, tail: np.ndarray, head: np.ndarray, milliseconds: np.ndarray, decimetres: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Milliseconds, and decimetres along the fastest path, between all pairs of places.

    One Dijkstra for each place over time and length in one number, time in the high bits: the fastest path, and of several
    equally fast ones the shortest.

    Parameters
    ----------
    nodes
        Number of nodes.
    tail, head
        int[arcs].
    milliseconds, decimetres
        int64[arcs], not negative.
    places
        int[places], nodes; may repeat.

    Returns
    -------
    milliseconds, decimetres : int64[places, places]
        Row = from, column = to; :data:`UNREACHABLE` where there is no path.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    both = (milliseconds.astype(np.int64) << DECIMETRES) + decimetres
    # scipy adds parallel arcs up; only the best of them may go in.
    order = np.lexsort((both, head, tail))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(tail[order]) != 0) | (np.diff(head[order]) != 0)
    best = order[first]
    graph = csr_array((both[best].astype(np.float64), (tail[best], head[best])), shape=(nodes, nodes))
    sources, row = np.unique(places, return_inverse=True)
    table = np.empty((len(sources), len(sources)))
    for at in range(0, len(sources), SOURCES):
        table[at : at + SOURCES] = dijkstra(graph, indices=sources[at : at + SOURCES])[:, sources]
    reached = np.isfinite(table)
    whole = np.where(reached, table, 0).astype(np.int64)
    time = np.where(reached, whole >> DECIMETRES, UNREACHABLE)
    length = np.where(reached, whole & ((1 << DECIMETRES) - 1), UNREACHABLE)
    return time[np.ix_(row, row)], length[np.ix_(row, row)]

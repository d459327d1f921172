"""Plain Python twin of the road hierarchy: Dijkstra (1959) from every source, times first and lengths second."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

UNREACHABLE = 2**30 - 1


def matrix_with_lengths(
    tail: Sequence[int],
    head: Sequence[int],
    nodes: int,
    weights: Sequence[int],
    lengths: Sequence[int],
    sources: Sequence[int],
    targets: Sequence[int],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Times and lengths along the fastest paths, int32[s, t] each; of equally fast paths the least length counts.

    The arguments are those of :class:`hemtjanst.cython_ext.hierarchy.RoadHierarchy` and its matrices, unvalidated.
    """
    leaving: list[list[tuple[int, int, int]]] = [[] for _ in range(nodes)]
    for a, b, weight, length in zip(tail, head, weights, lengths, strict=True):
        if weight != UNREACHABLE:
            leaving[a].append((int(b), int(weight), int(length)))
    time = np.full((len(sources), len(targets)), UNREACHABLE, dtype=np.int32)
    metres = time.copy()
    for row, source in enumerate(sources):
        best = _from(int(source), leaving)
        for column, target in enumerate(targets):
            if int(target) in best:
                time[row, column], metres[row, column] = best[int(target)]
    return time, metres


def _from(source: int, leaving: list[list[tuple[int, int, int]]]) -> dict[int, tuple[int, int]]:
    """Time and length from one node to every node that can be reached."""
    best: dict[int, tuple[int, int]] = {}
    heap = [(0, 0, source)]
    while heap:
        time, length, node = heapq.heappop(heap)
        if node in best:
            continue
        best[node] = (time, length)
        for neighbour, weight, more in leaving[node]:
            if neighbour not in best:
                heapq.heappush(heap, (time + weight, length + more, neighbour))
    return best

# distutils: language = c++
"""Kernel of the road hierarchy: arrays in, arrays out. Validation and explanation are in ``hierarchy.py``.

Inputs are trusted here: contiguous arrays, node numbers and ranks in range, weights at most ``FAR``. The GIL is released
in everything that loops over nodes or arcs.
"""

import numpy as np

from libc.stdint cimport int32_t, int64_t, uint8_t
from libcpp.vector cimport vector

cdef extern from "_hierarchy_path.h" namespace "hierarchy" nogil:
    const int32_t FAR
    cdef cppclass Adjacency:
        pass
    Adjacency undirected(int32_t nodes, int64_t arcs, const int32_t* tail, const int32_t* head) except +
    cdef cppclass Dissection:
        @staticmethod
        vector[int32_t] order(const Adjacency& graph, const double* x, const double* y) except +
    cdef cppclass Topology:
        vector[int32_t] rank, first, head
    Topology contract(const Adjacency& graph, const vector[int32_t]& order) except +
    void place(int64_t arcs, const int32_t* tail, const int32_t* head, const Topology& topology, int32_t* slot) except +
    cdef struct View:
        int32_t nodes
        const int32_t* first
        const int32_t* head
        const int32_t* depth
        const int32_t* below_first
        const int32_t* below_arc
        const int32_t* tail
    cdef struct Range:
        int64_t arc_time, arc_length, way_time, way_length
    void customise[V](const View& g, int32_t height, V* weight) except +
    void perfect[V](const View& g, int32_t height, const V* weight, uint8_t* keep) except +
    Range range_of "hierarchy::range"[V](const View& g, const V* weight, const uint8_t* keep) except +
    cdef cppclass Search[V]:
        const int32_t* first
        const int32_t* head
        const V* weight
    void many_to_many[V](
        int32_t nodes, int32_t height, const int32_t* depth, const Search[V]& up, const Search[V]& down,
        const int32_t* sources, int64_t source_count, const int32_t* targets, int64_t target_count,
        int32_t* time, int32_t* length, int64_t stride, int64_t step,
    ) except +
    cdef cppclass PathFinder[V]:
        PathFinder(const View& view, const V* weight, const Search[V]& up, const Search[V]& down) except +
        vector[int32_t] find(int32_t source, int32_t target) except +

ctypedef fused weight_t:
    int32_t
    int64_t

UNREACHABLE = FAR


cdef object frozen(const vector[int32_t]& values):
    """A read-only numpy copy."""
    out = np.empty(values.size(), dtype=np.int32)
    cdef int32_t[::1] view = out
    cdef size_t i
    for i in range(values.size()):
        view[i] = values[i]
    out.setflags(write=False)
    return out


def build(int32_t nodes, const int32_t[::1] tail, const int32_t[::1] head, const double[::1] x=None, const double[::1] y=None):
    """``(rank, first, head, slot)``: the contracted graph in rank order and where each road arc lands in it."""
    cdef Topology topology
    cdef Adjacency graph
    cdef vector[int32_t] order, slot
    cdef int64_t arcs = tail.shape[0]
    cdef const double* px = NULL
    cdef const double* py = NULL
    if x is not None and nodes:
        px = &x[0]
        py = &y[0]
    slot.resize(arcs)
    if arcs:
        with nogil:
            graph = undirected(nodes, arcs, &tail[0], &head[0])
            order = Dissection.order(graph, px, py)
            topology = contract(graph, order)
            place(arcs, &tail[0], &head[0], topology, slot.data())
    return frozen(topology.rank), frozen(topology.first), frozen(topology.head), frozen(slot)


cdef class Tree:
    """The contracted graph with what is derived from it: depths in the elimination tree and the arcs from below."""

    cdef View view
    cdef readonly int32_t height
    cdef const int32_t[::1] first, head
    cdef int32_t[::1] depth, below_first, below_arc, tail

    def __init__(self, const int32_t[::1] first, const int32_t[::1] head):
        cdef int32_t nodes = first.shape[0] - 1, arcs = head.shape[0], r, a, k
        self.first, self.head = first, head
        self.depth = np.zeros(nodes, dtype=np.int32)
        self.below_first = np.zeros(nodes + 1, dtype=np.int32)
        self.below_arc = np.zeros(max(arcs, 1), dtype=np.int32)
        self.tail = np.zeros(max(arcs, 1), dtype=np.int32)
        cdef int32_t[::1] put = np.zeros(nodes, dtype=np.int32)
        self.height = 0
        with nogil:
            for r in range(nodes - 1, -1, -1):
                if first[r] < first[r + 1]:
                    self.depth[r] = self.depth[head[first[r]]] + 1
                self.height = max(self.height, self.depth[r] + 1)
                for a in range(first[r], first[r + 1]):
                    self.tail[a] = r
                    self.below_first[head[a] + 1] += 1
            for r in range(nodes):
                self.below_first[r + 1] += self.below_first[r]
                put[r] = self.below_first[r]
            for a in range(arcs):
                k = head[a]
                self.below_arc[put[k]] = a
                put[k] += 1
        self.view.nodes = nodes
        self.view.first = &self.first[0]
        self.view.head = &self.head[0] if arcs else NULL
        self.view.depth = &self.depth[0]
        self.view.below_first = &self.below_first[0]
        self.view.below_arc = &self.below_arc[0]
        self.view.tail = &self.tail[0]


def customise_arcs(Tree tree not None, const int32_t[::1] slot, const weight_t[::1] road, weight_t far):
    """Customised weights of all hierarchy arcs, which of them to keep, and the range of their sums."""
    cdef int64_t size = 2 * <int64_t>tree.head.shape[0], a
    dtype = np.int32 if weight_t is int32_t else np.int64
    weights, keeps = np.full(max(size, 1), far, dtype=dtype), np.zeros(max(size, 1), dtype=np.uint8)
    cdef weight_t[::1] weight = weights
    cdef uint8_t[::1] keep = keeps
    cdef Range limits
    with nogil:
        for a in range(slot.shape[0]):
            if slot[a] >= 0 and road[a] < weight[slot[a]]:
                weight[slot[a]] = road[a]
        customise(tree.view, tree.height, &weight[0])
        perfect(tree.view, tree.height, &weight[0], &keep[0])
        limits = range_of(tree.view, &weight[0], &keep[0])
    weights.setflags(write=False)
    return weights, keeps, (limits.arc_time, limits.arc_length, limits.way_time, limits.way_length)


def kept(Tree tree not None, const weight_t[::1] weight, const uint8_t[::1] keep, int way):
    """``(first, head, weight)`` of the kept arcs: ``way`` 0 upwards, 1 downwards."""
    cdef int32_t nodes = tree.view.nodes, r
    cdef int64_t arcs = tree.head.shape[0], a, count = 0
    for a in range(arcs):
        count += keep[2 * a + way]
    # one spare entry, so that the address of the first is there even without arcs
    firsts, heads = np.zeros(nodes + 1, dtype=np.int32), np.zeros(count + 1, dtype=np.int32)
    weights = np.zeros(count + 1, dtype=np.int32 if weight_t is int32_t else np.int64)
    cdef int32_t[::1] first = firsts, head = heads
    cdef weight_t[::1] own = weights
    count = 0
    with nogil:
        for r in range(nodes):
            for a in range(tree.first[r], tree.first[r + 1]):
                if keep[2 * a + way]:
                    head[count] = tree.head[a]
                    own[count] = weight[2 * a + way]
                    count += 1
            first[r + 1] = <int32_t>count
    for array in (firsts, heads, weights):
        array.setflags(write=False)
    return firsts, heads, weights


cdef Search[weight_t] search(const int32_t[::1] first, const int32_t[::1] head, const weight_t[::1] weight):
    cdef Search[weight_t] out
    out.first, out.head, out.weight = &first[0], &head[0], &weight[0]
    return out


def matrix(
    Tree tree not None,
    const int32_t[::1] up_first, const int32_t[::1] up_head, const weight_t[::1] up_weight,
    const int32_t[::1] down_first, const int32_t[::1] down_head, const weight_t[::1] down_weight,
    const int32_t[::1] sources, const int32_t[::1] targets, int32_t[:, ::1] time, int32_t[:, ::1] length,
):
    """Fill ``time[s, t]`` and, with 64-bit weights, ``length[s, t]``."""
    cdef Search[weight_t] up = search[weight_t](up_first, up_head, up_weight)
    cdef Search[weight_t] down = search[weight_t](down_first, down_head, down_weight)
    cdef int64_t rows = sources.shape[0], columns = targets.shape[0]
    if rows == 0 or columns == 0:
        return
    cdef int32_t* lengths = &length[0, 0] if length.shape[0] else NULL
    with nogil:
        # fewer rounds of batches over more ancestors beat the opposite
        if columns >= rows:
            many_to_many(
                tree.view.nodes, tree.height, tree.view.depth, up, down, &sources[0], rows, &targets[0], columns,
                &time[0, 0], lengths, columns, 1,
            )
        else:
            many_to_many(
                tree.view.nodes, tree.height, tree.view.depth, down, up, &targets[0], columns, &sources[0], rows,
                &time[0, 0], lengths, 1, columns,
            )


def path(
    Tree tree not None, const weight_t[::1] weight,
    const int32_t[::1] up_first, const int32_t[::1] up_head, const weight_t[::1] up_weight,
    const int32_t[::1] down_first, const int32_t[::1] down_head, const weight_t[::1] down_weight,
    int32_t source, int32_t target,
):
    """Ranks along a fastest path; empty where there is none."""
    cdef Search[weight_t] up = search[weight_t](up_first, up_head, up_weight)
    cdef Search[weight_t] down = search[weight_t](down_first, down_head, down_weight)
    cdef vector[int32_t] found
    cdef PathFinder[weight_t]* finder = new PathFinder[weight_t](tree.view, &weight[0], up, down)
    try:
        with nogil:
            found = finder.find(source, target)
    finally:
        del finder
    return frozen(found)

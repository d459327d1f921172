"""The road hierarchy against plain Dijkstra, the twin and scipy's, on graphs that hypothesis makes as awkward as it can."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hemtjanst.cython_ext import _hierarchy_py as twin
from hemtjanst.cython_ext.hierarchy import UNREACHABLE, RoadHierarchy, WeightedHierarchy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

Graph = tuple[int, list[tuple[int, int, int, int]], bool]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Nodes, arcs (tail, head, weight, length) and whether the nodes have coordinates: one-way streets, loops, parallel
    arcs, zero weights, ties, closed arcs and several components all occur.
    """
    nodes = draw(st.integers(1, 40))
    node = st.integers(0, nodes - 1)
    near = st.tuples(node, st.integers(-3, 3)).map(lambda p: (p[0], min(max(p[0] + p[1], 0), nodes - 1)))
    ends = st.one_of(near, st.tuples(node, node))
    weight = st.one_of(st.integers(0, 3), st.integers(0, 1000), st.just(UNREACHABLE))
    arc = st.tuples(ends, weight, st.integers(0, 5)).map(lambda p: (*p[0], p[1], p[2]))
    arcs = draw(st.lists(arc, min_size=1, max_size=120))
    return nodes, arcs, draw(st.booleans())


def customized(graph: Graph, lengths: bool = True) -> WeightedHierarchy:
    """Build and customize in one go."""
    nodes, arcs, mapped = graph
    tail, head, weight, length = (list(column) for column in zip(*arcs, strict=True))
    place = np.arange(nodes)
    roads = RoadHierarchy.build(tail, head, nodes, *((57 + place // 7 * 1e-3, 12 + place % 7 * 1e-3) if mapped else (None, None)))
    return roads.customize(weight, length if lengths else None)


def twin_matrix(graph: Graph, sources: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What plain Dijkstra says."""
    nodes, arcs, _ = graph
    tail, head, weight, length = zip(*arcs, strict=True)
    return twin.matrix_with_lengths(tail, head, nodes, weight, length, list(sources), list(targets))


@settings(max_examples=150, deadline=None)
@given(graphs())
@example((1, [(0, 0, 5, 5)], True))
@example((4, [(0, 1, 0, 1), (1, 0, 0, 1), (2, 3, 7, 1)], False))
@example((3, [(0, 1, 4, 9), (0, 1, 4, 2), (0, 2, 2, 1), (2, 1, 2, 0)], True))
def test_times_and_lengths_are_those_of_dijkstra(graph: Graph) -> None:
    """A matrix that is nearly right is worthless: every entry of times and lengths must be the twin's, ties included."""
    everyone = np.arange(graph[0])
    time, length = customized(graph).matrix_with_lengths(everyone, everyone)
    true_time, true_length = twin_matrix(graph, everyone, everyone)
    np.testing.assert_array_equal(time, true_time)
    np.testing.assert_array_equal(length, true_length)
    np.testing.assert_array_equal(customized(graph, lengths=False).matrix(everyone, everyone), true_time)


@settings(max_examples=100, deadline=None)
@given(graphs(), st.data())
def test_places_may_repeat_and_come_in_any_order(graph: Graph, data: st.DataObject) -> None:
    """Sources are batched in another order than asked for and the smaller side is batched; neither may show."""
    node = st.integers(0, graph[0] - 1)
    sources = np.array(data.draw(st.lists(node, max_size=40)), dtype=np.int64)
    targets = np.array(data.draw(st.lists(node, max_size=40)), dtype=np.int64)
    weighted = customized(graph)
    time, length = weighted.matrix_with_lengths(sources, targets)
    true_time, true_length = twin_matrix(graph, sources, targets)
    np.testing.assert_array_equal(time, true_time)
    np.testing.assert_array_equal(length, true_length)
    np.testing.assert_array_equal(weighted.matrix(sources, targets), true_time)


@settings(max_examples=100, deadline=None)
@given(graphs(), st.data())
def test_a_path_is_made_of_roads_and_costs_what_the_matrix_says(graph: Graph, data: st.DataObject) -> None:
    """A drive on the map must be drivable, visit no node twice, and take the time and metres the matrix has."""
    nodes, arcs, _ = graph
    source, target = data.draw(st.integers(0, nodes - 1)), data.draw(st.integers(0, nodes - 1))
    weighted = customized(graph)
    time, length = (int(m[0, 0]) for m in weighted.matrix_with_lengths([source], [target]))
    path = weighted.path(source, target).tolist()
    if time == UNREACHABLE:
        assert path == []
        return
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for a, b, w, m in arcs:
        best[a, b] = min(best.get((a, b), (UNREACHABLE, 0)), (w, m))
    assert (path[0], path[-1]) == (source, target)
    assert len(set(path)) == len(path)
    steps = [best[step] for step in itertools.pairwise(path)]
    assert (sum(w for w, _ in steps), sum(m for _, m in steps)) == (time, length)


def road_like(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Tail, head and coordinates of a graph large enough for real separators: hundreds of nodes, a tenth one-way."""
    rng = np.random.default_rng(seed)
    if kind == "grid":
        graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(23, 31), ordering="sorted")
        xy = np.array([(v // 31, v % 31) for v in range(23 * 31)], dtype=float)
    elif kind == "tree":
        parent = [int(rng.integers(max(0, v - 9), v)) for v in range(1, 600)]
        graph = nx.Graph(zip(range(1, 600), parent, strict=True))
        xy = rng.uniform(0, 1, (600, 2))
    elif kind == "clique":
        graph = nx.complete_graph(60)
        xy = rng.uniform(0, 1, (60, 2))
    elif kind == "hub":
        graph = nx.star_graph(600)
        graph.add_edges_from((1, v) for v in range(2, 300))
        xy = rng.uniform(0, 1, (601, 2))
    elif kind == "one place":
        graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(17, 17))
        xy = np.zeros((289, 2))
    else:
        graph = nx.gnm_random_graph(300, 700, seed=seed)
        xy = rng.uniform(0, 1, (300, 2))
    edges = np.array(graph.edges)
    both = np.vstack([edges, edges[rng.random(len(edges)) > 0.1][:, ::-1]])
    return both[:, 0], both[:, 1], xy[:, 0], xy[:, 1]


@pytest.mark.parametrize("mapped", [True, False], ids=["coordinates", "structure"])
@pytest.mark.parametrize("kind", ["grid", "tree", "one place", "random", "clique", "hub"])
def test_scipy_agrees_on_larger_graphs(kind: str, mapped: bool) -> None:
    """Small graphs never reach the separators: a grid, a tree, a heap of nodes in one place, a graph with no geometry,
    one that cannot be cut and a hub with six hundred neighbours must be ordered and still be exact.
    """
    tail, head, x, y = road_like(kind, seed=3)
    nodes = int(max(tail.max(), head.max())) + 1
    weights = np.random.default_rng(5).integers(1, 5000, len(tail))
    roads = RoadHierarchy.build(tail, head, nodes, *((57 + y, 12 + x) if mapped else (None, None)))
    everyone = np.arange(nodes)
    time = roads.customize(weights).matrix(everyone, everyone)
    true = dijkstra(csr_matrix((weights.astype(float), (tail, head)), (nodes, nodes)))
    np.testing.assert_array_equal(time, np.where(np.isinf(true), UNREACHABLE, true))


@settings(max_examples=50, deadline=None)
@given(graphs(), st.data())
def test_a_closed_road_is_a_reweighting(graph: Graph, data: st.DataObject) -> None:
    """Closing an arc on an existing hierarchy must give what a graph without that arc gives, and leave the old weighting
    as it was.
    """
    nodes, arcs, _ = graph
    shut = data.draw(st.integers(0, len(arcs) - 1))
    tail, head, weight, length = (list(column) for column in zip(*arcs, strict=True))
    roads = RoadHierarchy.build(tail, head, nodes)
    everyone = np.arange(nodes)
    before = roads.customize(weight, length)
    first = before.matrix(everyone, everyone)
    weight[shut] = UNREACHABLE
    after = roads.customize(weight, length).matrix(everyone, everyone)
    np.testing.assert_array_equal(after, twin.matrix_with_lengths(tail, head, nodes, weight, length, everyone, everyone)[0])
    np.testing.assert_array_equal(before.matrix(everyone, everyone), first)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, UNREACHABLE)), min_size=1, max_size=12))
def test_huge_weights_are_refused_or_exact(arcs: list[tuple[int, int, int]]) -> None:
    """Where the kernel cannot promise that sums stay in range it must say so; where it promises, Dijkstra agrees."""
    everyone = np.arange(6)
    graph = (6, [(a, b, w, 0) for a, b, w in arcs], False)
    try:
        time = customized(graph, lengths=False).matrix(everyone, everyone)
    except ValueError as error:
        assert "too large" in str(error)  # noqa: PT017
        assert sum(w for _, _, w in arcs if w < UNREACHABLE) * 2 >= UNREACHABLE
    else:
        np.testing.assert_array_equal(time, twin_matrix(graph, everyone, everyone)[0])

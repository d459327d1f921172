"""Travel times against scipy's Dijkstra on random small networks, and what must hold on all of them."""

import numpy as np
from hemtjanst.models.geography import MODES, RoadNetwork, travel_times
from hemtjanst.models.geography.parts import connected_network
from hemtjanst.models.geography.road_classes import CLASS_NAMES, class_number
from hypothesis import given, settings
from hypothesis import strategies as st

HOMELESS = np.zeros((0, 2))


@st.composite
def networks(draw: st.DrawFn) -> RoadNetwork:
    """Random directed networks: one-way streets, parallel arcs, loops, parts that are cut off, zero lengths."""
    nodes = draw(st.integers(2, 9))
    arcs = draw(st.integers(1, 30))
    node = st.integers(0, nodes - 1)
    tail = np.array(draw(st.lists(node, min_size=arcs, max_size=arcs)) + list(range(nodes)))
    head = np.array(draw(st.lists(node, min_size=arcs, max_size=arcs)) + [(row + 1) % nodes for row in range(nodes)])
    count = len(tail)
    metres = np.array(draw(st.lists(st.integers(0, 900), min_size=count, max_size=count)), dtype=float)
    kmh = np.array(draw(st.lists(st.sampled_from([5.0, 30.0, 70.0]), min_size=count, max_size=count)))
    open_to = np.array(draw(st.lists(st.tuples(*[st.booleans()] * 3), min_size=count, max_size=count))).T
    open_to[:, arcs:] = True  # a ring that everybody may use keeps the network usable
    lat = 58 + np.array(draw(st.lists(st.integers(0, 300), min_size=nodes, max_size=nodes, unique=True))) / 1e5
    return connected_network(
        "test",
        lat=lat,
        lon=np.full(nodes, 11.0),
        tail=tail,
        head=head,
        metres=metres,
        kmh=kmh,
        road_class=np.full(count, class_number("unclassified")),
        access=open_to,
        homes=HOMELESS,
    )


def dijkstra(network: RoadNetwork, mode: str) -> np.ndarray:
    """Milliseconds between all nodes by scipy, parallel arcs reduced to the fastest."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra as scipy_dijkstra

    kmh = network.kmh.astype(float) if mode == "car" else {"bicycle": 16.0, "foot": 4.8}[mode]
    time = np.maximum(np.rint(network.metres.astype(float) * 3_600 / kmh), 1)
    best: dict[tuple[int, int], float] = {}
    for a, b, ms, ok in zip(network.tail, network.head, time, network.access[MODES.index(mode)], strict=True):
        if ok:
            best[int(a), int(b)] = min(ms, best.get((int(a), int(b)), np.inf))
    tail, head = np.array(list(best)).T
    return scipy_dijkstra(csr_array((list(best.values()), (tail, head)), shape=(len(network), len(network))))


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_mode_agrees_with_dijkstra(network):
    """The kernel, the access masks and the rounding together must give exactly what a textbook gives."""
    times = travel_times(network, network.lat, network.lon)
    for mode in MODES:
        expected = dijkstra(network, mode)
        away = ~np.eye(len(network), dtype=bool)
        assert np.array_equal(times.seconds[times.mode(mode)][away], np.ceil(expected[away] / 1_000).astype(int))


@given(networks(), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_a_detour_is_never_faster(network, seed):
    """Planners rely on the triangle inequality; rounding to seconds and ways to the door must not break it."""
    random = np.random.default_rng(seed)
    lat = 58 + random.uniform(-0.002, 0.005, 6)
    lon = 11 + random.uniform(-0.003, 0.003, 6)
    seconds = travel_times(network, lat, lon).seconds
    through = seconds[:, :, :, None] + seconds[:, None, :, :]
    assert (seconds <= through.min(axis=2)).all()
    assert (seconds[:, range(6), range(6)] == 0).all()


@given(networks())
@settings(max_examples=30, deadline=None)
def test_networks_are_whole_for_every_mode(network):
    """After reading, whoever can leave a node can reach every other of the same mode and come back."""
    assert len(CLASS_NAMES) == len(network.classes)
    for mode in MODES:
        arcs = network.access[MODES.index(mode)]
        nodes = np.unique(np.concatenate([network.tail[arcs], network.head[arcs]]))
        if len(nodes):
            assert np.isfinite(dijkstra(network, mode)[np.ix_(nodes, nodes)]).all()

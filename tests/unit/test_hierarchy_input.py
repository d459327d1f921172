"""What the road hierarchy says about input it cannot use, and what it keeps on disk."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hemtjanst.cython_ext.hierarchy import UNREACHABLE, DamagedHierarchyError, RoadHierarchy

TAIL, HEAD = np.array([0, 1, 2, 2, 3]), np.array([1, 2, 0, 3, 2])


@pytest.fixture
def roads() -> RoadHierarchy:
    """Four nodes: a one-way triangle and a two-way street."""
    return RoadHierarchy.build(TAIL, HEAD, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [], 3), "the road graph has no arcs"),
        (([0], [1], 0), "nodes is 0; a road graph has between 1 and"),
        (([0, 1], [1], 2), "tail has 2 entries and head 1"),
        (([0, 5], [1, 0], 2), r"tail\[1\] is node 5, which does not exist: nodes are 0 to 1"),
        (([0, -1, -2], [1, 0, 0], 2), r"tail\[1\] is node -1, .* \(1 more like it\)"),
        (([0.5], [1], 2), "tail holds float64; node numbers are whole numbers"),
        (([[0]], [[1]], 2), "tail has 2 dimensions"),
        (([0], [1], 2, [57.0, 58.0]), "lat and lon come together"),
        (([0], [1], 2, [57.0], [12.0]), r"lat has shape \(1,\); the road graph has 2 nodes"),
        (([0], [1], 2, [57.0, 58.0], [12.0, np.nan]), r"lon\[1\] is nan: every node needs a coordinate"),
    ],
)
def test_a_graph_that_cannot_be_used_is_explained(arguments: tuple, message: str) -> None:
    """Roads come from files people made: each fault must name the place and the rule, not crash a kernel."""
    with pytest.raises(ValueError, match=message):
        RoadHierarchy.build(*arguments)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 2, 3], r"weights has shape \(3,\); the road graph has 5 arcs"),
        ([1, 2, -3, 4, -5], r"weights\[2\] is -3: negative \(1 more like it\)"),
        ([1.0, np.nan, 3.0, 4.0, 5.0], r"weights\[1\] is nan: missing"),
        ([1.0, 2.5, 3.0, 4.0, 5.0], r"weights\[1\] is 2.5: not a whole number"),
        ([1.0, np.inf, 3.0, 4.0, 5.0], r"weights\[1\] is inf: above 1073741823"),
        ([1, 2, 3, 4, 2**30], r"weights\[4\] is 1073741824: above 1073741823"),
        (["a", "b", "c", "d", "e"], "weights holds <U1; whole numbers are needed"),
        ([2**29, 2**29, 1, 1, 1], "weights are too large: .* use a coarser unit"),
    ],
)
def test_weights_that_cannot_be_used_are_explained(roads: RoadHierarchy, weights: list, message: str) -> None:
    """A NaN speed or a negative time must stop here, and so must sums that would leave the integers."""
    with pytest.raises(ValueError, match=message):
        roads.customize(weights)


def test_lengths_are_checked_like_weights(roads: RoadHierarchy) -> None:
    """Lengths travel in the same word as times: one that overflows would silently change a time."""
    with pytest.raises(ValueError, match=r"lengths\[0\] is -1: negative"):
        roads.customize([1] * 5, [-1] * 5)
    with pytest.raises(ValueError, match="lengths are too large"):
        roads.customize([1] * 5, [2**29] * 5)
    with pytest.raises(ValueError, match="this weighting has no lengths"):
        roads.customize([1] * 5).matrix_with_lengths([0], [1])


@pytest.mark.parametrize("share", [4, 3, 2, 1])
def test_weights_near_the_limit_are_exact_or_refused(share: int) -> None:
    """An answer beyond the integers must never be clipped to "no way" in silence."""
    line = RoadHierarchy.build([0, 1, 2], [1, 2, 3], 4)
    weight = (UNREACHABLE - 1) // share
    if share == 4:
        assert line.customize([weight] * 3).matrix([0], [3])[0, 0] == 3 * weight
    else:
        with pytest.raises(ValueError, match="too large"):
            line.customize([weight] * 3)


def test_an_unknown_place_is_named(roads: RoadHierarchy) -> None:
    """A place that fell off the map is found by its position in the list."""
    weighted = roads.customize([1] * 5)
    with pytest.raises(ValueError, match=r"targets\[1\] is node 4, which does not exist: nodes are 0 to 3"):
        weighted.matrix([0], [0, 4])
    with pytest.raises(ValueError, match="source"):
        weighted.path(-1, 0)


def test_no_places_give_an_empty_matrix(roads: RoadHierarchy) -> None:
    """A district without clients is no error."""
    weighted = roads.customize([1] * 5, [1] * 5)
    assert weighted.matrix([], [0, 1]).shape == (0, 2)
    assert weighted.matrix_with_lengths([0, 1, 2], [])[1].shape == (3, 0)


def test_a_path_to_oneself_is_one_node_and_no_way_is_none(roads: RoadHierarchy) -> None:
    """Maps draw what they get: staying is a point, an unreachable place is nothing."""
    weighted = roads.customize([1, 1, UNREACHABLE, 1, 1])
    assert weighted.path(3, 3).tolist() == [3]
    assert weighted.path(0, 3).tolist() == [0, 1, 2, 3]
    assert weighted.path(3, 0).tolist() == []


def test_metres_belong_to_the_fastest_path() -> None:
    """Cost and CO2 follow the road driven: the long fast one, not the short slow one."""
    roads = RoadHierarchy.build([0, 0, 2], [1, 2, 1], 3)
    time, metres = roads.customize([100, 30, 30], [500, 900, 900]).matrix_with_lengths([0], [1])
    assert (time[0, 0], metres[0, 0]) == (60, 1800)


def test_a_saved_hierarchy_is_the_same_one(roads: RoadHierarchy, tmp_path: Path) -> None:
    """Preparation is worth keeping only if what comes back answers alike and knows its graph."""
    file = tmp_path / "roads.npz"
    roads.save(file)
    again = RoadHierarchy.load(file)
    everyone = np.arange(4)
    weights = [3, 1, 4, 1, 5]
    np.testing.assert_array_equal(
        again.customize(weights).matrix(everyone, everyone), roads.customize(weights).matrix(everyone, everyone)
    )
    assert again.matches(TAIL, HEAD, 4)
    assert not again.matches(HEAD, TAIL, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["roads.npz"]


def test_a_damaged_file_is_never_trusted(roads: RoadHierarchy, tmp_path: Path) -> None:
    """A cache cut short, overwritten or altered by one bit must be noticed, or every time after it may be wrong."""
    file = tmp_path / "roads.npz"
    roads.save(file)
    good = file.read_bytes()
    with np.load(file, allow_pickle=False) as arrays:
        changed = {key: arrays[key].copy() for key in arrays.files}
    for bad in (good[: len(good) // 2], b"", b"not a file of arrays"):
        file.write_bytes(bad)
        with pytest.raises(DamagedHierarchyError, match="build it again"):
            RoadHierarchy.load(file)
    changed["head"][0] ^= 1
    np.savez(file, **changed)
    with pytest.raises(DamagedHierarchyError, match="digest differs"):
        RoadHierarchy.load(file)
    with pytest.raises(FileNotFoundError):
        RoadHierarchy.load(tmp_path / "none.npz")


def test_a_hierarchy_cannot_be_changed_by_accident(roads: RoadHierarchy) -> None:
    """Many weightings share one hierarchy, so its arrays are read-only."""
    for array in (roads.rank, roads.first, roads.head, roads.slot):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_threads_may_ask_at_once() -> None:
    """The GIL is released and a weighting is immutable: eight threads must get what one gets."""
    side = 24
    node = np.arange(side * side)
    right, down = node[node % side < side - 1], node[node < side * (side - 1)]
    tail, head = np.r_[right, down, right + 1, down + side], np.r_[right + 1, down + side, right, down]
    roads = RoadHierarchy.build(tail, head, side * side)
    weights = np.random.default_rng(4).integers(1, 100, len(tail))
    alone = roads.customize(weights).matrix(node, node)
    weighted = roads.customize(weights)
    with ThreadPoolExecutor(8) as pool:
        for time in pool.map(lambda _: weighted.matrix(node, node), range(16)):
            np.testing.assert_array_equal(time, alone)


def test_a_weighting_goes_to_a_worker_and_answers_there(roads: RoadHierarchy) -> None:
    """Sweeps send scenarios to other processes: what holds a weighting must survive the message."""
    weighted = roads.customize([3, 1, 4, 1, 5], [1] * 5)
    again = pickle.loads(pickle.dumps(weighted))
    everyone = np.arange(4)
    for here, there in zip(*(w.matrix_with_lengths(everyone, everyone) for w in (weighted, again)), strict=True):
        np.testing.assert_array_equal(here, there)
    assert again.path(0, 3).tolist() == weighted.path(0, 3).tolist()
    with pytest.raises(ValueError, match="read-only"):
        again.roads.rank[0] = 1

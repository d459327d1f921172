"""Open routes: the kernel is its twin, and a quick trial insertion agrees with trying every position and reckoning anew."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hemtjanst.cython_ext import _open_routes, _open_routes_py
from hemtjanst.cython_ext.open_routes import BREAK, NO_NODE, UNKNOWN, OpenRoutes
from hypothesis import assume, given, settings
from hypothesis import strategies as st

PLACES, OVERTIME, NODES = 5, 10, 4
Row = tuple[int, ...]


@st.composite
def tasks(draw: st.DrawFn, visit: int, node: int = NO_NODE) -> Row:
    """A visit somewhere, with a window."""
    earliest = draw(st.integers(0, 150))
    latest = earliest + draw(st.integers(0, 60))
    place, seconds = draw(st.integers(1, PLACES - 1)), draw(st.integers(1, 20))
    return visit, place, earliest, latest, seconds, latest - draw(st.integers(0, 30)), node


@st.composite
def roads(draw: st.DrawFn) -> np.ndarray:
    """Seconds from place to place."""
    seconds = draw(st.lists(st.integers(1, 15), min_size=PLACES**2, max_size=PLACES**2))
    legs = np.array(seconds, np.int32).reshape(1, PLACES, PLACES)
    legs[0][np.diag_indices(PLACES)] = 0
    return legs


@st.composite
def stops(draw: st.DrawFn, first_visit: int, most: int = 5, nodes: Any = NO_NODE) -> list[Row]:
    """A few visits in the order of their windows, and perhaps a break."""
    found = [draw(tasks(first_visit + k, nodes(draw) if callable(nodes) else nodes)) for k in range(draw(st.integers(0, most)))]
    found.sort(key=lambda task: task[2])
    if draw(st.booleans()):
        opens = draw(st.integers(0, 120))
        closes = opens + draw(st.integers(0, 60))
        found.insert(draw(st.integers(0, len(found))), (BREAK, 0, opens, closes, draw(st.integers(1, 20)), closes, NO_NODE))
    return found


def opened(legs: np.ndarray, people: list[Row], routes: list[list[Row]], **more: Any) -> OpenRoutes:
    """The open routes of these people."""
    return OpenRoutes(legs, people, np.cumsum([0, *map(len, routes)]), [task for route in routes for task in route], **more)


@settings(deadline=None, max_examples=300)
@given(roads(), stops(0), tasks(99), st.integers(0, 20), st.integers(100, 260))
def test_the_quick_trial_agrees_with_trying_everything(legs: np.ndarray, route: list[Row], task: Row, first: int, last: int):
    """The cheapest position, its price, and whether there is one at all: others may stay as late as they are."""

    def reckoned(stops_: list[Row]) -> tuple[list[int], int]:
        routes = opened(legs, [(0, 0, first, last, OVERTIME)], [stops_])
        return routes.route(0)[1], routes.end(0)

    starts, end = reckoned(route)
    assume(all(start <= one[3] for start, one in zip(starts, route, strict=True) if one[0] == BREAK))
    spots = []
    for p in range(len(route) + 1):
        longer = [*route[:p], task, *route[p:]]
        now, back = reckoned(longer)
        was = [*starts[:p], task[2], *starts[p:]]
        if all(n <= max(one[3], w) for n, one, w in zip(now, longer, was, strict=True)) and back <= max(last + OVERTIME, end):
            places = [0, *(one[1] for one in longer if one[0] != BREAK), 0]
            before = [0, *(one[1] for one in route if one[0] != BREAK), 0]
            driven, drove = (sum(int(legs[0, a, b]) for a, b in pairwise(way)) for way in (places, before))
            at_the_end = all(one[0] == BREAK for one in longer[p + 1 :])
            overtime = max(0, back - max(last, end)) if at_the_end else 0
            spots.append((driven - drove + max(0, now[p] - task[5]) + overtime, 0, p))
    found = opened(legs, [(0, 0, first, last, OVERTIME)], [route]).best([task], np.array([True]), OVERTIME)
    if found is None:
        assert not spots or task[2] > last + OVERTIME  # who is off by then is not asked
    else:
        assert found[0] == min(price for price, _, _ in spots)
        assert found in spots


@settings(deadline=None, max_examples=300)
@given(roads(), roads(), st.integers(1, 200), stops(0), tasks(99), st.integers(0, 20), st.integers(100, 260))
def test_the_quick_trial_knows_the_hour(legs, later, change, route, task, first, last):
    """Where travel changes in the day a spot is found if and only if there is one, and everything behind it stays in time."""

    def routes(stops_: list[Row]) -> OpenRoutes:
        return opened(legs, [(0, 0, first, last, OVERTIME)], [stops_], period_start=[change], period_legs=[later])

    starts, end = routes(route).route(0)[1], routes(route).end(0)
    assume(all(start <= one[3] for start, one in zip(starts, route, strict=True) if one[0] == BREAK))
    assume(task[2] <= last + OVERTIME)
    fits = []
    for p in range(len(route) + 1):
        longer = [*route[:p], task, *route[p:]]
        made, was = routes(longer), [*starts[:p], task[2], *starts[p:]]
        in_time = all(now <= max(one[3], before) for now, one, before in zip(made.route(0)[1], longer, was, strict=True))
        if in_time and made.end(0) <= max(last + OVERTIME, end):
            fits.append(p)
    found = routes(route).best([task], np.array([True]), OVERTIME)
    assert found is None if not fits else found is not None and found[2] in fits


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_kernel_and_twin_agree(data: st.DataObject):
    """Bit for bit, with several people, least gaps, rush hours, overtime that grows, and visits taken out again."""
    legs, free = data.draw(roads()), list(range(NODES))
    changes = sorted(data.draw(st.sets(st.integers(1, 220), max_size=3)))
    hours = {"period_start": changes, "period_legs": [data.draw(roads()) for _ in changes]}

    def node(draw: st.DrawFn) -> int:
        return free.pop() if free and draw(st.booleans()) else NO_NODE

    routes = [data.draw(stops(10 * k, 4, node)) for k in range(data.draw(st.integers(1, 3)))]
    people = [(0, data.draw(st.integers(0, PLACES - 1)), data.draw(st.integers(0, 20)), 200, 0) for _ in routes]
    begins = [data.draw(st.integers(0, 200)) if k in free and data.draw(st.booleans()) else UNKNOWN for k in range(NODES)]
    gaps = data.draw(st.lists(st.tuples(st.integers(0, 1), st.integers(2, 3), st.integers(0, 60)), max_size=4))
    new = [data.draw(tasks(90 + k, node(data.draw))) for k in range(data.draw(st.integers(0, 4)))]
    masks = [data.draw(st.lists(st.booleans(), min_size=len(routes), max_size=len(routes))) for _ in new]
    allowed, overtime = np.array(masks, bool).reshape(len(new), len(routes)), data.draw(st.integers(0, 30))
    gone = data.draw(st.integers(0, 3))
    found = []
    for kernel in (_open_routes, _open_routes_py):
        mine = opened(legs, people, routes, begins=begins, gaps=gaps, kernel=kernel, **hours)
        taken = mine.give(new, allowed, overtime).tolist()
        everything: list[Any] = [taken, *(mine.route(k) for k in range(len(routes)))]
        mine.remove(0, gone)
        if free:
            mine.begin(free[-1], 77)
        everything += [mine.give(new, allowed, overtime).tolist(), *((mine.route(k), mine.end(k)) for k in range(len(routes)))]
        found.append(everything)
    assert found[0] == found[1]


@settings(deadline=None, max_examples=200)
@given(roads(), stops(0, 4, lambda draw: 1), st.lists(tasks(0), min_size=1, max_size=5), st.integers(0, 80))
def test_least_gaps_are_kept(legs: np.ndarray, route: list[Row], new: list[Row], least: int):
    """The visit put in keeps its distance to a later one, and no later insertion delays either of them too far."""
    seen = [k for k, task in enumerate(route) if task[0] != BREAK]
    assume(seen)
    route = [(*task[:6], 1 if k == seen[-1] else NO_NODE) for k, task in enumerate(route)]
    new = [(90 + k, *task[1:6], 0 if k == 0 else NO_NODE) for k, task in enumerate(new)]
    routes = opened(legs, [(0, 0, 0, 300, 0)] * 2, [[], route], begins=[UNKNOWN, UNKNOWN], gaps=[(0, 1, least)])
    taken = routes.give(new, np.ones((len(new), 2), bool), 0)
    starts = {visit: start for k in range(2) for visit, start in zip(*routes.route(k), strict=True)}
    if taken[0] >= 0:
        assert starts[90] + least <= starts[route[seen[-1]][0]]


def test_what_does_not_fit_is_refused():
    """A kernel that reads beyond its arrays would crash or, worse, answer."""
    legs, task = np.zeros((1, 2, 2)), (0, 1, 0, 10, 5, 10, NO_NODE)
    with pytest.raises(ValueError, match="place must lie in 0 … 1"):
        opened(legs, [(0, 0, 0, 9, 0)], [[(0, 2, 0, 10, 5, 10, NO_NODE)]])
    with pytest.raises(ValueError, match="mode must lie in 0 … 0"):
        opened(legs, [(1, 0, 0, 9, 0)], [[task]])
    with pytest.raises(ValueError, match="node must lie in -1"):
        opened(legs, [(0, 0, 0, 9, 0)], [[(*task[:6], 0)]])
    with pytest.raises(ValueError, match="bounds must divide 1 tasks among 1 people"):
        OpenRoutes(legs, [(0, 0, 0, 9, 0)], [0, 2], [task])
    with pytest.raises(ValueError, match="allowed must be"):
        opened(legs, [(0, 0, 0, 9, 0)], [[task]]).best([task], np.ones(2, bool), 0)
    with pytest.raises(ValueError, match="period_start must ascend"):
        opened(legs, [(0, 0, 0, 9, 0)], [[task]], period_start=[5, 5], period_legs=[legs, legs])

"""The contact assignment kernel: the same as its twin, never below its bound, and the bound never above the best there is."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hemtjanst.cython_ext import _contact_assignment, _contact_assignment_py
from hemtjanst.cython_ext.contact_assignment import FORBIDDEN, NOBODY, Assignment, AssignmentProblem, assign, bound, first_payments
from hypothesis import given, settings
from hypothesis import strategies as st


@st.composite
def problems(draw: st.DrawFn, most_clients: int = 8, most_people: int = 3) -> AssignmentProblem:
    """Clients on a map, people of different rooms and shares, some pairs forbidden."""
    clients, people = draw(st.integers(1, most_clients)), draw(st.integers(1, most_people))
    xy = np.array(draw(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=clients, max_size=clients)))
    prices = st.sampled_from([0, 0, 0, 50, 400, FORBIDDEN])
    few = st.integers(0, 200)

    def numbers(count: int, highest: int) -> list[int]:
        return draw(st.lists(st.integers(0, highest), min_size=count, max_size=count))

    most = draw(st.integers(1, 4))
    return AssignmentProblem(
        apart=np.abs(xy[:, None] - xy[None]).sum(axis=2),
        out=xy.sum(axis=1),
        price=np.array(draw(st.lists(st.lists(prices, min_size=people, max_size=people), min_size=clients, max_size=clients))),
        load=numbers(clients, 60),
        without=np.array(numbers(clients, 500)) + 1000,
        share=numbers(people, 100),
        room=np.array(numbers(people, 150)) + 30,
        least=draw(st.integers(0, most)),
        most=most,
        slope=draw(st.integers(0, 5)),
        few=draw(few),
    )


def best_of_all(problem: AssignmentProblem) -> int:
    """Cost of the best of all assignments."""
    clients, people = problem.price.shape
    costs = []
    for own in itertools.product(range(NOBODY, people), repeat=clients):
        try:
            costs.append(problem.cost(np.array(own)))
        except ValueError:
            continue
    return min(costs)


@given(problems(), st.integers(0, 2**64 - 1))
@settings(max_examples=40, deadline=None)
def test_kernel_and_twin_find_the_same(problem: AssignmentProblem, seed: int):
    """The kernel's running sums must not drift from what the plain code reckons anew each time."""
    arrays, nobody = problem.arrays(), np.full(len(problem.load), problem.price.shape[1], np.int32)
    own, cost = _contact_assignment.search(arrays, nobody, 150, 200, seed)
    own_py, cost_py = _contact_assignment_py.search(arrays, nobody, 150, 200, seed)
    assert (own.tolist(), cost) == (own_py.tolist(), cost_py)
    pays = first_payments(problem, assign(problem, seed, 20))
    for tries in (1000, 3):
        assert _contact_assignment.bound(arrays, pays, cost, 3, tries) == pytest.approx(
            _contact_assignment_py.bound(arrays, pays, cost, 3, tries), rel=1e-12
        )


@given(problems(), st.integers(0, 2**64 - 1), st.sampled_from([1000, 8]), st.sampled_from([100, 3]))
@settings(max_examples=60, deadline=None)
def test_kernel_and_twin_split_anew_alike(problem: AssignmentProblem, seed: int, tries: int, splits: int):
    """Sets in question, their order and what is cut short must be the same, or plans would hang on the machine that made them."""
    split_alike(problem, seed, tries, splits)


@pytest.mark.parametrize("seed", range(6))
def test_kernel_and_twin_split_anew_alike_where_clients_are_few(seed: int):
    """Where there are more people than parts of clients the toll decides too, and what it costs must come out of the sums again."""
    split_alike(scattered(10 + seed % 2, 6, seed, slope=6, few=3600), seed, 5000, 100)


def split_alike(problem: AssignmentProblem, seed: int, tries: int, splits: int) -> None:
    """Split a hasty answer anew by kernel and twin."""
    arrays, nobody = problem.arrays(), np.full(len(problem.load), problem.price.shape[1], np.int32)
    start, cost = _contact_assignment.search(arrays, nobody, 20, 200, seed)
    pays = first_payments(problem, assignment_of(problem, start, cost))
    stages = ((1, tries, 2, 5, splits), (2, tries, 1, 5, splits))
    own, better, value = _contact_assignment.resplit(arrays, start, pays, cost, stages, 3, seed)
    own_py, better_py, value_py = _contact_assignment_py.resplit(arrays, start, pays, cost, stages, 3, seed)
    assert (own.tolist(), better) == (own_py.tolist(), better_py)
    assert value == pytest.approx(value_py, rel=1e-12)
    assert better == problem.cost(assignment_of(problem, own, better).own) <= cost


def assignment_of(problem: AssignmentProblem, own: np.ndarray, cost: int) -> Assignment:
    """What the kernel found, as the rest of the code knows it."""
    return Assignment(np.where(own == problem.price.shape[1], NOBODY, own), cost)


@given(problems(most_clients=6), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_bound_and_search_enclose_the_best(problem: AssignmentProblem, seed: int):
    """A bound above the best assignment would be a false proof; a search that misses it on six clients is no search."""
    best = best_of_all(problem)
    found = assign(problem, seed, 500)
    assert found.cost == problem.cost(found.own)
    assert max(found.least, bound(problem, found)) <= best == found.cost


def scattered(clients: int, people: int, seed: int, **more: Any) -> AssignmentProblem:
    """A district, without forbidden pairs."""
    rng = np.random.default_rng(seed)
    xy = rng.normal(0, 300, (clients, 2)).round()
    load = np.rint(rng.lognormal(5, 0.8, clients)).astype(np.int64)
    load = more.get("load", load)
    share = np.full(people, 1.25 * load.sum() / people).astype(np.int64)
    fields: dict[str, Any] = {
        "apart": np.abs(xy[:, None] - xy[None]).sum(axis=2),
        "out": np.abs(xy).sum(axis=1) + 300,
        "price": np.zeros((clients, people)),
        "load": load,
        "without": np.full(clients, 10**6),
        "share": share,
        "room": np.full(people, 10**9),
        "least": 3,
        "most": 4,
        "slope": 2,
        "few": 1800,
    }
    return AssignmentProblem(**(fields | more))


def test_a_group_of_forty_is_assigned_within_four_per_cent():
    """The promise that the gap which is printed is small is kept on a district nobody tuned for."""
    problem = scattered(40, 12, 5)
    found = assign(problem, 1)
    assert found.cost * 0.96 <= bound(problem, found) <= found.cost


def test_heavy_clients_do_not_spoil_the_bound():
    """Where load above the share is dear the sets that people can take are hard to compare; the bound stays near all the same."""
    problem = scattered(48, 12, 3, slope=6)
    found = assign(problem, 1)
    assert found.cost * 0.96 <= bound(problem, found) <= found.cost


def test_splitting_anew_mends_a_hasty_search():
    """Exchanges of two clients miss most of what many people can gain together, so plans would be that much worse."""
    problem = scattered(40, 12, 7, slope=6, few=5400)
    _, hasty = _contact_assignment.search(problem.arrays(), np.full(40, 12, np.int32), 200 * 40, 600, 1)
    found = assign(problem, 1, 200)
    assert found.cost == problem.cost(found.own) < 0.97 * hasty
    assert found.cost * 0.97 <= found.least


HEAVY_AND_LIGHT = np.repeat([400, 20], [4, 6])  # everybody can take one of the heavy, and there are too few light ones to go round


@pytest.mark.parametrize(
    ("clients", "people", "more"),
    [(9, 3, {}), (10, 4, {"load": HEAVY_AND_LIGHT, "slope": 60, "few": 5400}), (11, 6, {"slope": 6, "few": 5400})],
)
def test_bound_is_near_the_programme_it_stands_for(clients: int, people: int, more: dict[str, Any]):
    """HiGHS solves the linear set partitioning programme over all sets, with the row that no more people have enough clients than
    there are parts of clients for: an independent witness, also where people get too few.
    """
    from scipy.optimize import linprog

    problem = scattered(clients, people, 2, price=np.random.default_rng(1).integers(0, 200, (clients, people)), **more)
    columns, costs = [], []
    for person, size in itertools.product(range(people), range(1, 5)):
        for mine in itertools.combinations(range(clients), size):
            own = np.full(clients, NOBODY)
            own[list(mine)] = person
            columns.append(np.r_[np.isin(np.arange(clients), mine), np.arange(people) == person].astype(float))
            costs.append(problem.cost(own) - problem.without[own == NOBODY].sum())
    matrix = np.array(columns).T
    enough, room = matrix[:clients].sum(axis=0) >= problem.least, np.r_[np.ones(people), clients // problem.least]
    matrix = np.vstack([matrix, enough])
    programme = linprog(costs, A_ub=matrix[clients:], b_ub=room, A_eq=matrix[:clients], b_eq=np.ones(clients))
    found = assign(problem, 1)
    value = bound(problem, found)
    assert value <= np.ceil(programme.fun - 1e-6) <= found.cost
    assert value >= 0.99 * programme.fun


def test_what_does_not_fit_is_refused():
    """A kernel that reads beyond its arrays crashes without a word."""
    good = scattered(5, 2, 1)
    for name, value in {
        "apart": np.arange(25).reshape(5, 5),
        "load": np.ones(4),
        "price": np.full((5, 2), -1),
        "most": 0,
        "least": 9,
    }.items():
        with pytest.raises(ValueError, match=name):
            AssignmentProblem(**(good.arrays() | {name: value}))

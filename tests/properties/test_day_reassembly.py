"""Plans put together from routes that searches went through."""

import numpy as np
import pytest
from hemtjanst.cython_ext import day_search
from hemtjanst.cython_ext.day_search import Kept
from hemtjanst.models.planning.day import DayProblem, DayWeights, evaluate, rounds, separable, solve
from hemtjanst.models.planning.day.reassembly import Reassembly
from hemtjanst.models.planning.day.solve import STEPS_APART
from hypothesis import given, settings
from hypothesis import strategies as st
from random_day import assert_twin_agrees, random_problem

ALONE = {"pairs": np.zeros((0, 4)), "pair_whole": np.zeros(0, bool), "gaps": np.zeros((0, 3)), "wholes": np.zeros((0, 2))}


def separate_problem(seed: int) -> DayProblem:
    """A small day with a bit of everything that leaves every route its own price."""
    weights = DayWeights(travel=5, waiting=seed % 3, late=7, overtime=9, moved=seed % 2)
    return random_problem(seed, **ALONE, weights=weights)


def a_square(**changes) -> DayProblem:
    """Visits at the corners of a square, two people at its centre; near corners are 10 apart, far ones 90, the centre 40."""
    travel = np.array([[0, 40, 40, 40, 40], [40, 0, 10, 90, 90], [40, 10, 0, 90, 90], [40, 90, 90, 0, 10], [40, 90, 90, 10, 0]])
    values = {
        "travel": travel,
        "shift_start": np.zeros(2),
        "shift_end": np.full(2, 10_000),
        "place": np.array([1, 2, 3, 4]),
        "duration": np.full(4, 10),
        "earliest": np.zeros(4),
        "latest": np.full(4, 9_000),
        "unserved": np.full(4, 100_000),
        "weights": DayWeights(travel=1),
    }
    return DayProblem(**(values | changes))


def kept(problem: DayProblem, routes: list[list[int]], alike: list[int], staff: list[int] | None = None) -> Kept:
    """A pool of given routes, each priced as a plan that has no other."""
    staff = staff or [0] * len(routes)
    prices = [alone(problem, np.array(route, np.int32), k) for route, k in zip(routes, staff, strict=True)]
    sizes = np.array([len(route) for route in routes], np.int32)
    keys = np.arange(len(routes)).astype(np.uint64)
    return Kept(np.concatenate(routes).astype(np.int32), sizes, np.array(staff), np.array(prices), keys, np.array(alike, np.int32))


def alone(problem: DayProblem, route: np.ndarray, k: int) -> int:
    """What a route costs that is the only one."""
    routes = [np.zeros(0, np.int32)] * problem.staff
    routes[k] = route
    left_out = np.setdiff1d(np.arange(problem.visits), route)
    return evaluate(problem, tuple(routes)).cost - int(problem.unserved[left_out].sum())


def found(problem: DayProblem, routes: list[list[int]], pool: Kept) -> day_search.Found:
    """A plan with the pool of the search that found it."""
    arrays = tuple(np.array(route, np.int32) for route in routes)
    return day_search.evaluate(problem.arrays, arrays)._replace(kept=pool)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_kept_route_costs_what_it_costs_alone(seed):
    """A plan put together from routes with wrong prices would be the best one on paper only; a break may since lie better."""
    problem = separate_problem(seed)
    plan = day_search.search(problem.arrays, iterations=80, seconds=None, seed=seed, temperatures=(2000.0, 200.0), keep=256)
    for route, k, cost in zip(plan.kept.routes(), plan.kept.staff, plan.kept.cost, strict=True):
        rests, waits = problem.break_length[k] > 0, problem.weights.waiting > 0
        if rests and waits:
            continue  # two choices that hang on each other
        assert alone(problem, route, k) == cost or (rests and alone(problem, route, k) < cost)


def test_the_pool_is_bounded_and_keeps_no_route_twice():
    """A search may go through millions of routes; the pool must not grow with its length."""
    problem = separate_problem(3)
    for places in (0, 8, 64):
        plan = day_search.search(problem.arrays, iterations=3000, seconds=None, seed=1, temperatures=(2000.0, 200.0), keep=places)
        if not places:
            assert plan.kept is None
            continue
        assert 0 < len(plan.kept.sizes) <= places
        assert len(np.unique(plan.kept.key)) == len(plan.kept.key)


def test_keeping_routes_does_not_change_the_search():
    """What is only watched must not move."""
    problem = separate_problem(5)
    one, two = (
        day_search.search(problem.arrays, iterations=500, seconds=None, seed=1, temperatures=(900.0, 90.0), keep=keep)
        for keep in (0, 32)
    )
    assert [route.tolist() for route in one.routes] == [route.tolist() for route in two.routes]


def test_the_good_halves_of_two_plans_make_a_better_plan():
    """Each plan has one good route and one bad one; only together do the good ones make the best plan."""
    problem = a_square()
    best = found(problem, [[0, 2], [1, 3]], kept(problem, [[0, 2], [1, 3], [0, 1], [2, 3]], [0, 0]))
    reassembly = Reassembly(problem, None)
    reassembly.add(best)
    routes = reassembly.plan(best)
    assert sorted(route.tolist() for route in routes) == [[0, 1], [2, 3]]
    assert evaluate(problem, routes).cost < best.cost


def test_nobody_has_two_routes():
    """Only the second person has good routes in the pool: one of the two must do."""
    problem = a_square(cost=np.array([[1000, 0]] * 4))
    pool = kept(problem, [[0, 1], [2, 3], [0, 1, 2, 3]], [0, 1], [1, 1, 1])
    best = found(problem, [[0, 2], [1, 3]], pool)
    reassembly = Reassembly(problem, None)
    reassembly.add(best)
    assert [route.tolist() for route in reassembly.plan(best)] == [[], [0, 1, 2, 3]]


def test_a_visit_in_two_routes_goes_from_the_one_that_it_makes_longer():
    """The pool holds no two routes that fit together exactly; two that overlap will do."""
    problem = a_square()
    best = found(problem, [[0, 2], [1, 3]], kept(problem, [[0, 2], [1, 3], [0, 1], [2, 3, 1]], [0, 0]))
    reassembly = Reassembly(problem, None)
    reassembly.add(best)
    assert sorted(route.tolist() for route in reassembly.plan(best)) == [[0, 1], [2, 3]]


def test_where_prices_ask_for_half_routes_nothing_is_put_together():
    """Three visits, every two of them on one route: the linear program takes half of each. That may take hours."""
    place = np.array([1, 1, 1])
    problem = a_square(
        place=place, duration=place, earliest=0 * place, latest=9_000 * place, unserved=100_000 * place, shift_start=np.zeros(3),
        shift_end=np.full(3, 10_000),
    )  # fmt: skip
    best = found(problem, [[0, 1], [2], []], kept(problem, [[0, 1], [1, 2], [0, 2]], [0, 0, 0]))
    reassembly = Reassembly(problem, None)
    reassembly.add(best)
    assert reassembly.pays
    assert reassembly.plan(best) is None
    assert not reassembly.pays
    assert reassembly.keeps == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"pairs": np.array([[0, 1, 0, 0]])},
        {"gaps": np.array([[0, 1, 60]])},
        {"wholes": np.array([[0, 1]])},
        *({"weights": DayWeights(**{name: 1})} for name in ("distinct", "new_face", "largest_late", "largest_idle", "balance")),
    ],
)
def test_where_routes_hang_on_each_other_none_are_kept(changes):
    """The price of a plan is not the sum of its routes' there, and the cheapest sum would be a bad plan."""
    assert separable.apart(a_square())
    assert not separable.apart(a_square(**changes))
    assert Reassembly(a_square(), None).keeps
    assert not Reassembly(a_square(**changes), None).keeps


def test_a_day_too_large_to_be_put_together_is_not_searched_in_short_rounds(monkeypatch):
    """There the rounds would only take time from the one annealing that the day has."""
    steps = STEPS_APART * a_square().visits
    assert separable.reassembles(a_square())
    monkeypatch.setattr(separable, "MANY", a_square().visits - 1)
    monkeypatch.setattr(rounds, "search", lambda *_, **__: pytest.fail("searched in rounds"))
    assert not Reassembly(a_square(), None).keeps
    assert solve(a_square(), iterations=steps, seed=1).steps == steps


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_long_search_with_reassembly_repeats_itself_and_keeps_every_rule(seed):
    """Stopped by iterations it must be the same plan everywhere, and a plan like any other."""
    problem = separate_problem(seed)
    steps = STEPS_APART * problem.visits + 2
    one, two = (solve(problem, iterations=steps, seed=1) for _ in range(2))
    assert [route.tolist() for route in one.routes] == [route.tolist() for route in two.routes]
    assert one.steps == steps
    assert_twin_agrees(problem, one)
    served = np.concatenate(one.routes)
    assert len(set(served.tolist())) == len(served)
    assert problem.allowed[served, one.staff_of[served]].all()


def test_what_is_put_together_is_never_worse_than_what_the_rounds_found(monkeypatch):
    """Up to the first reassembly both searches are the same; a plan from its routes must not be taken if it is dearer."""
    costs = []
    for patch in (False, True):
        if patch:
            monkeypatch.setattr(Reassembly, "plan", lambda self, best: tuple(np.zeros(0, np.int32) for _ in best.routes))
        problem = separate_problem(11)
        costs.append(solve(problem, iterations=STEPS_APART * problem.visits, seed=2).cost)
    everything_left_out = int(separate_problem(11).unserved.sum())
    assert costs[0] <= costs[1] < everything_left_out

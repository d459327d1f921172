"""The kernel that plans several days together, against its plain Python twin and its promises."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hemtjanst.cython_ext import _horizon_py as twin
from hemtjanst.cython_ext import horizon
from hemtjanst.models.planning.day import DayPlan, DayProblem, solve
from hemtjanst.models.planning.day.solve import plan_of
from hypothesis import given, settings
from hypothesis import strategies as st
from random_day import assert_twin_agrees, random_problem

CLIENTS, PEOPLE = 4, 5


class Days(NamedTuple):
    """Some days drawn from a seed, the first in two periods, with a short plan of each."""

    problems: list[DayProblem]
    starts: list[DayPlan]
    days: list[horizon.OneDay]
    prices: list[np.ndarray]


def random_days(seed: int, **fixed: object) -> Days:
    """Two to four days; people may have several shifts a day, and clients several rows in the day's own count of faces."""
    r = np.random.default_rng(seed)
    problems = [random_problem(int(r.integers(0, 2**32)), **fixed) for _ in range(int(r.integers(2, 5)))]
    starts = [solve(problem, iterations=5, seed=seed) for problem in problems]
    days = [
        horizon.OneDay(
            problem.arrays,
            start.routes,
            start.break_at,
            client=r.integers(0, CLIENTS, problem.visits),
            person=r.integers(0, PEOPLE, problem.staff),
            periods=[0, 1] if number == 0 else [1 + number % 2],
            seed=seed + number,
        )
        for number, (problem, start) in enumerate(zip(problems, starts, strict=True))
    ]
    return Days(problems, starts, days, [r.integers(0, 4000, (CLIENTS, PEOPLE)) for _ in range(3)])


def together(some: Days, steps: int = 200) -> tuple[list[DayPlan], int]:
    """Plans found for all days, and what they cost together."""
    found, cost = horizon.search(some.days, some.prices, steps=steps, seed=5, temperatures=(3000.0, 20.0))
    return [plan_of(problem, its) for problem, its in zip(some.problems, found, strict=True)], cost


def twins_cost(some: Days, plans: list[DayPlan]) -> int:
    """The same cost reckoned from nothing."""
    parts = zip(*[(plan.routes, plan.break_at, plan.first_start) for plan in plans], strict=True)
    return twin.cost(some.days, some.prices, *parts)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_kernel_and_twin_agree_on_what_days_cost_together(seed):
    """Who has met whom is counted as visits come and go, over hundreds of steps; one slip and few faces are no longer few."""
    some = random_days(seed)
    plans, cost = together(some)
    assert cost == twins_cost(some, plans)
    for problem, plan in zip(some.problems, plans, strict=True):
        assert_twin_agrees(problem, plan)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_each_day_keeps_its_hard_rules(seed):
    """Visits that change hands on many days at once must not land with somebody who may not come, or apart from their pair."""
    some = random_days(seed)
    for problem, plan in zip(some.problems, together(some)[0], strict=True):
        served = np.concatenate(plan.routes)
        assert len(set(served.tolist())) == len(served)
        assert problem.allowed[served, plan.staff_of[served]].all()
        for (a, b, low, high), whole in zip(problem.pairs, problem.pair_whole, strict=True):
            both = plan.start[a] >= 0 and plan.start[b] >= 0
            assert both or not (whole and max(plan.start[a], plan.start[b]) >= 0)
            assert not both or (low <= plan.start[b] - plan.start[a] <= high and plan.staff_of[a] != plan.staff_of[b])
        for a, b, least in problem.gaps:
            if min(plan.start[a], plan.start[b]) >= 0:
                assert plan.start[b] >= plan.start[a] + problem.duration[a] + least


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 20]))
def test_days_planned_together_cost_no_more_than_apart(seed, steps):
    """However short the search and however hot it begins: a plan that was there is never lost."""
    some = random_days(seed)
    assert together(some, steps)[1] <= twins_cost(some, some.starts)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_same_seeds_same_plans(seed):
    """Experiments compare ways of working, not runs of the planner."""
    (one, cost), (two, again) = (together(random_days(seed)) for _ in range(2))
    assert cost == again
    assert [[route.tolist() for route in plan.routes] for plan in one] == [
        [route.tolist() for route in plan.routes] for plan in two
    ]


def one_visit(price_of_second: int) -> DayProblem:
    """A day with one visit, which costs more with the second of two people."""
    return DayProblem(
        travel=np.array([[0, 1], [1, 0]]),
        shift_start=[0, 0],
        shift_end=[1000, 1000],
        place=[1],
        duration=[100],
        earliest=[0],
        latest=[900],
        unserved=[10_000],
        cost=np.array([[0, price_of_second]]),
    )


@pytest.mark.parametrize(("price", "met"), [(0, {0, 1}), (50, {0, 1}), (300, {1}), (5000, {1})])
def test_somebody_leaves_on_all_days_at_once_where_the_price_is_worth_it(price, met):
    """Three days are cheapest with one person, four with another, by 60 each: a single day never gains from a change, all three
    do where the second face costs more than 180.
    """
    problems = [one_visit(60)] * 3 + [one_visit(-60)] * 4
    days = [
        horizon.OneDay(
            problem.arrays,
            (np.array([0]), np.array([], int)),
            np.array([-1, -1]),
            np.array([0]),
            np.array([0, 1]),
            [0],
            seed=number,
        )
        for number, problem in enumerate(problems)
    ]
    found, _ = horizon.search(days, [np.full((1, 2), price)], steps=600, seed=1, temperatures=(200.0, 1.0))
    assert {who for its in found for who, route in enumerate(its.routes) if len(route)} == met


def test_a_visit_goes_to_whom_a_meeting_costs_least():
    """Visits done together change hands in the search of their day only, which has to see what a new face costs."""
    day = one_visit(0)
    two = replace(day, place=[1, 1], duration=[10, 10], earliest=[0, 0], latest=[900, 900], unserved=[9000, 9000], wholes=[[0, 1]])
    problem = replace(two, cost=np.array([[0, 1000], [0, 1000]]))
    start = (np.array([0, 1]), np.array([], int))
    one = horizon.OneDay(problem.arrays, start, np.array([-1, -1]), np.array([0, 0]), np.array([0, 1]), [0], seed=0)
    found, cost = horizon.search([one], [np.array([[10_000, 0]])], steps=50, seed=1, temperatures=(1.0, 1.0))
    assert [len(route) for route in found[0].routes] == [0, 2]
    assert cost == found[0].cost


def test_a_pair_pays_once_in_each_period():
    """Two days of one period cost one meeting, two days of different periods two, and a day of both one more."""
    days = [
        horizon.OneDay(
            one_visit(0).arrays,
            (np.array([0]), np.array([], int)),
            np.array([-1, -1]),
            np.array([0]),
            np.array([0, 1]),
            periods,
            seed=0,
        )
        for periods in ([0], [0], [1], [0, 2])
    ]
    prices = [np.full((1, 2), price) for price in (100, 1000, 10_000)]
    alone = sum(horizon.search([day], [0 * price for price in prices], steps=0, seed=0, temperatures=(1.0, 1.0))[1] for day in days)
    assert horizon.search(days, prices, steps=0, seed=0, temperatures=(1.0, 1.0))[1] - alone == 100 + 1000 + 10_000


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"client": np.array([7])}, "client must lie in 0"),
        ({"client": np.array([0, 0])}, "client has shape"),
        ({"person": np.array([0, 2])}, "person must lie in 0"),
        ({"periods": [1]}, "periods must lie in 0"),
        ({"periods": []}, "a day must belong to a period"),
    ],
)
def test_what_does_not_fit_is_refused(change, told):
    """The kernel would read outside its arrays."""
    day = horizon.OneDay(
        one_visit(0).arrays, (np.array([0]), np.array([], int)), np.array([-1, -1]), np.array([0]), np.array([0, 1]), [0], seed=0
    )
    with pytest.raises(ValueError, match=told):
        horizon.search([day._replace(**change)], [np.zeros((1, 2), int)], steps=1, seed=0, temperatures=(1.0, 1.0))

"""The day-plan kernel against its plain Python twin and against the objective."""

import dataclasses
import itertools

import numpy as np
import pytest
from hemtjanst.cython_ext import _day_search_py as twin
from hemtjanst.cython_ext import day_search
from hemtjanst.models.planning.day import DayProblem, DayWeights, evaluate, solve
from hemtjanst.models.planning.day.solve import STEPS_PER_VISIT
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_day import assert_twin_agrees, random_problem


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_kernel_and_twin_agree_on_times_and_cost_of_what_the_search_finds(seed):
    """The kernel evaluates incrementally; a slip there would make it optimise something that is not the cost."""
    problem = random_problem(seed)
    assert_twin_agrees(problem, solve(problem, iterations=60, seed=seed))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_kernel_and_twin_agree_on_given_routes(seed):
    """Replanning and explanations evaluate routes that no search has smoothed, with any amount of lateness."""
    problem = random_problem(seed)
    r = np.random.default_rng(seed + 1)
    routes = [[] for _ in range(problem.staff)]
    for v in r.permutation(problem.visits):
        able = np.flatnonzero(problem.allowed[v])
        if len(able) and r.random() < 0.8:
            k = int(r.choice(able))
            partner = {int(b) if a == v else int(a) for a, b, *_ in problem.pairs if v in (a, b)}
            if not partner & set(routes[k]):
                routes[k].append(int(v))
    arrays = tuple(np.array(route, np.int32) for route in routes)
    legs = np.array(
        [int(r.integers(0, len(route) + 1)) if problem.break_length[k] else -1 for k, route in enumerate(routes)], np.int32
    )
    naive = twin.schedule(problem.arrays, arrays, legs)
    if naive is None:
        with pytest.raises(ValueError, match="circle"):
            evaluate(problem, arrays, legs)
    else:
        assert_twin_agrees(problem, evaluate(problem, arrays, legs))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_plan_keeps_every_hard_rule(seed):
    """A plan that breaks a skill, a pair or a gap would be worthless however cheap it is."""
    problem = random_problem(seed)
    plan = solve(problem, iterations=40, seed=seed)
    served = np.concatenate(plan.routes)
    assert len(set(served.tolist())) == len(served)
    assert np.array_equal(np.sort(served), np.flatnonzero(plan.start >= 0))
    assert problem.allowed[served, plan.staff_of[served]].all()
    for k, route in enumerate(plan.routes):
        assert problem.demand[route].sum() <= problem.capacity[k]
        paused = plan.break_start[k] >= problem.break_earliest[k]
        assert paused or not (len(route) and problem.break_length[k]) or problem.break_missed[k]
        assert not paused or not problem.break_missed[k] or plan.break_start[k] <= problem.break_latest[k]
    for (a, b, low, high), whole in zip(problem.pairs, problem.pair_whole, strict=True):
        both, either = plan.start[a] >= 0 and plan.start[b] >= 0, plan.start[a] >= 0 or plan.start[b] >= 0
        assert both or not (either and whole)
        if both:
            assert low <= plan.start[b] - plan.start[a] <= high
            assert plan.staff_of[a] != plan.staff_of[b]
    for a, b in problem.wholes:
        assert (plan.start[a] >= 0) == (plan.start[b] >= 0)
    for a, b, least in problem.gaps:
        if plan.start[a] >= 0 and plan.start[b] >= 0:
            assert plan.start[b] >= plan.start[a] + problem.duration[a] + least


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_same_seed_same_plan(seed):
    """Experiments compare ways of working, not runs of the planner."""
    problem = random_problem(seed)
    one, two = (solve(problem, iterations=80, seed=7) for _ in range(2))
    assert [route.tolist() for route in one.routes] == [route.tolist() for route in two.routes]
    assert one.cost == two.cost


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_start_is_never_made_worse(seed):
    """A warm start is a promise: replanning must not lose what was already planned."""
    problem = random_problem(seed)
    plan = solve(problem, iterations=30, seed=1)
    again = solve(problem, iterations=30, seed=2, start=plan)
    assert again.cost <= plan.cost
    assert solve(problem, iterations=0, seed=3, start=plan).cost <= plan.cost


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_of_staff_does_not_matter_for_the_cost_scale(seed):
    """Renumbering staff renumbers the evaluation: no person is priced by the row."""
    problem = random_problem(seed)
    order = np.random.default_rng(seed).permutation(problem.staff)
    plan = solve(problem, iterations=20, seed=4)
    per_staff = ("shift_start", "shift_end", "start_place", "end_place", "mode", "staff_skills", "break_length", "break_earliest")
    per_staff += ("break_missed", "break_latest", "capacity", "staff_cost", "pay", "overtime_pay")
    changes = {name: getattr(problem, name)[order] for name in per_staff}
    row = np.append(np.argsort(order), -1)  # old to new, nobody stays nobody
    other = dataclasses.replace(
        problem,
        **changes,
        cost=problem.cost[:, order],
        known=problem.known[:, order],
        met=problem.met[:, order],
        promised_staff=row[problem.promised_staff],
    )
    routes = tuple(plan.routes[k] for k in order)
    assert evaluate(other, routes, plan.break_at[order], plan.first_start[order]).cost == plan.cost


@pytest.mark.parametrize("seed", range(6))
def test_a_tiny_day_is_solved_to_the_optimum(seed):
    """Among all ways to give four visits to two people in any order, the search finds the cheapest."""
    problem = random_problem(seed)
    r = np.random.default_rng(seed)
    visits, staff = 4, 2
    earliest = r.integers(0, 2000, visits)
    problem = DayProblem(
        travel=r.integers(1, 600, (5, 5)),
        shift_start=np.zeros(staff),
        shift_end=np.full(staff, 3000),
        place=np.arange(1, 5),
        duration=r.integers(100, 400, visits),
        earliest=earliest,
        latest=earliest + 300,
        client=np.array([0, 0, 1, 2]),
        cost=r.integers(0, 300, (visits, staff)),
        break_length=np.array([200, 0]),
        break_latest=np.full(staff, 1500),
        pairs=np.array([[2, 3, 0, 0]]),
        unserved=np.full(visits, 5000),
        weights=DayWeights(travel=1, waiting=int(seed % 2), late=2, overtime=2, distinct=200),
    )
    best = problem.unserved.sum()
    for order in itertools.permutations(range(visits)):
        for cut, end in itertools.combinations_with_replacement(range(visits + 1), 2):
            routes = (np.array(order[:cut], np.int32), np.array(order[cut:end], np.int32))
            served = [set(route.tolist()) for route in routes]
            if any({2, 3} <= route for route in served) or len({2, 3} & set(order[:end])) == 1:
                continue
            best = min(best, evaluate(problem, routes).cost)
    assert solve(problem, iterations=400, seed=seed).cost == best


@pytest.mark.parametrize("workers", [1, 3])
def test_searches_side_by_side_give_the_best_plan_for_any_number_of_workers(workers):
    """More workers may only save time: a plan that hung on their number could not be repeated elsewhere."""
    problem = random_problem(5)
    alone = solve(problem, iterations=25, seed=3)
    one, many = (solve(problem, iterations=25, seed=3, searches=4, workers=count) for count in (1, workers))
    assert [route.tolist() for route in one.routes] == [route.tolist() for route in many.routes]
    assert one.cost == many.cost <= alone.cost


def test_a_long_search_in_rounds_repeats_itself_and_keeps_count():
    """Long searches begin anew from several seeds; that must be as repeatable as one search, and do the steps asked for."""
    problem = random_problem(8)
    steps = STEPS_PER_VISIT * problem.visits + 3
    one, two = (solve(problem, iterations=steps, seed=1) for _ in range(2))
    assert [route.tolist() for route in one.routes] == [route.tolist() for route in two.routes]
    assert one.steps == steps
    assert_twin_agrees(problem, one)


def test_a_route_is_opened_where_two_are_cheaper_than_one():
    """Every visit joins a route more cheaply than it opens one: only routes that are split or opened for several find this."""
    side, wall = 14, 3000  # two groups on two sides of a long road; each person lives on one side
    travel = np.full((2 + 2 * side, 2 + 2 * side), 60)
    group = np.array([0, 1, *[0] * side, *[1] * side])
    travel[group[:, None] != group[None, :]] = wall
    np.fill_diagonal(travel, 0)
    problem = DayProblem(
        travel=travel,
        shift_start=np.zeros(2),
        shift_end=np.full(2, 100_000),
        start_place=np.array([0, 1]),
        place=np.arange(2, 2 + 2 * side),
        duration=np.full(2 * side, 60),
        earliest=np.zeros(2 * side),
        latest=np.full(2 * side, 90_000),
        staff_cost=np.full(2, 200_000),
    )
    all_by_one = (np.arange(2 * side, dtype=np.int32), np.zeros(0, np.int32))
    plan = solve(problem, iterations=2000, seed=1, start=all_by_one)
    assert [len(route) for route in plan.routes] == [side, side]


def shared_evenly(travel, people, **more):
    """One visit at each place but the base, for anybody, at any hour; nobody has room for more than an even share."""
    visits = len(travel) - 1
    return DayProblem(
        travel=travel,
        shift_start=np.zeros(people),
        shift_end=np.full(people, 100_000),
        capacity=np.full(people, visits // people),
        place=np.arange(1, visits + 1),
        duration=np.full(visits, 60),
        earliest=np.zeros(visits),
        latest=np.full(visits, 90_000),
        demand=np.ones(visits),
        **more,
    )


def test_many_visits_that_anybody_may_do_are_put_beside_their_neighbours():
    """Of many visits only near legs are looked at; were those the wrong ones, a ring of visits would not be cut into arcs."""
    visits, people, radius = 160, 4, 1000
    angle = 2 * np.pi * np.random.default_rng(3).permutation(visits) / visits
    at = np.vstack(([0.0, 0.0], radius * np.column_stack((np.cos(angle), np.sin(angle)))))
    travel = np.rint(np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))).astype(int)
    problem = shared_evenly(travel, people)
    plan = solve(problem, iterations=6000, seed=1)
    arc = round(2 * radius * np.sin(np.pi / visits))
    assert plan.components["travel"] <= 1.03 * problem.weights.travel * (2 * radius * people + (visits - people) * arc)
    assert_twin_agrees(problem, plan)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_legs_noted_beside_visits_are_those_of_their_routes(seed):
    """Most places for a visit are ruled out by these numbers alone: stale ones would hide good places, and no cost tell."""
    problem = random_problem(seed)
    assume(not len(problem.arrays["period_start"]))
    kernel = day_search.Search(day_search.checked(problem.arrays), seed)
    kernel.heat(1000.0, 100.0)
    kernel.construct(0)
    kernel.run(50, 50, 0.0)
    nodes, sizes, *_ = kernel.plan()
    legs = kernel.legs()
    for k, route in enumerate(np.split(nodes, np.cumsum(sizes)[:-1])):
        places = [problem.start_place[k], *problem.place[route], problem.end_place[k]]
        for v, before, here, after in zip(route, places, places[1:], places[2:], strict=False):
            travel = problem.travel[problem.mode[k]]
            assert legs[v].tolist() == [before, travel[before, here], after, travel[here, after]]
    assert (legs[np.setdiff1d(np.arange(problem.visits), nodes)][:, [1, 3]] < -(2**28)).all()


@pytest.mark.parametrize("visits", [80, 160])  # so few that all legs are looked at; so many that only near ones are
def test_visits_along_one_way_streets_are_done_in_their_direction_and_those_too_far_left_out(visits):
    """A step is given up once it must be too dear, a place ruled out by its detour: done wrongly, good plans would not be found."""
    people, far, radius = 4, 8, 1000
    angle = 2 * np.pi * np.random.default_rng(4).permutation(visits) / visits
    forward = (angle[None, :] - angle[:, None]) % (2 * np.pi)
    travel = np.full((visits + 1, visits + 1), radius)
    travel[1:, 1:] = np.rint(radius * forward)
    travel[np.arange(visits) + 1, np.arange(visits) + 1] = 0
    travel[: visits + 1 - far, visits + 1 - far :] += 40_000  # the last of them live beyond a long bridge
    problem = shared_evenly(travel, people, unserved=np.full(visits, 4500), weights=DayWeights(travel=1))
    plan = solve(problem, iterations=6000, seed=1)
    assert plan.unserved.tolist() == list(range(visits - far, visits))
    assert plan.components["travel"] <= 1.03 * (2 * radius * people + 2 * np.pi * radius * (1 - people / visits))
    assert_twin_agrees(problem, plan)


@pytest.mark.parametrize(("gift", "routes"), [(0.0, {1}), (1.0, {4, 5})])  # now and then a place is overlooked
def test_the_rounds_of_a_long_search_begin_with_few_routes_and_with_many(gift, routes):
    """How many routes a plan has changes slowly: rounds that all began alike would all end with the same number."""
    problem = DayProblem(
        travel=np.full((6, 6), 100) * (1 - np.eye(6, dtype=int)),
        shift_start=np.zeros(5),
        shift_end=np.full(5, 10_000),
        place=np.arange(1, 6),
        duration=np.full(5, 60),
        earliest=np.zeros(5),
        latest=np.full(5, 9_000),
    )
    found = day_search.search(problem.arrays, iterations=0, seconds=None, seed=1, temperatures=(100.0, 10.0), gift=gift)
    assert sum(len(route) > 0 for route in found.routes) in routes

"""Replanning: what is begun stays, direct answers cost what they say, one absence costs nobody else their visits."""

import dataclasses

import numpy as np
import pytest
from hemtjanst.models.planning.day import ANY_TIME, DayProblem, DayWeights, evaluate, solve
from hemtjanst.models.planning.day.explain import by_staff, by_visit
from hemtjanst.models.planning.day.replan import UrgentVisits, joined, redistribute, rest_of, with_promises, without_staff
from hypothesis import given, settings
from hypothesis import strategies as st

HOUR = 3600
SEEDS = st.integers(0, 2**32 - 1)


def metric_day(seed: int, **fixed) -> DayProblem:
    """A day whose travel times obey the triangle inequality, with breaks, prices and known faces; no links."""
    r = np.random.default_rng(seed)
    staff, visits = int(r.integers(2, 5)), int(r.integers(3, 16))
    points = r.uniform(0, 3000, (int(r.integers(3, 8)), 2))
    earliest = r.integers(7 * HOUR, 14 * HOUR, visits)
    clients = int(r.integers(1, visits + 1))
    values = {
        "travel": np.ceil(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))).astype(int),
        "shift_start": np.full(staff, 7 * HOUR),
        "shift_end": np.full(staff, 16 * HOUR),
        "break_length": r.integers(0, 2, staff) * 1800,
        "break_earliest": np.full(staff, 11 * HOUR),
        "break_latest": np.full(staff, 13 * HOUR),
        "place": r.integers(0, len(points), visits),
        "duration": r.integers(300, 4000, visits),
        "earliest": earliest,
        "latest": earliest + r.integers(0, 2 * HOUR, visits),
        "client": r.integers(0, clients, visits),
        "cost": r.integers(0, 60_000, (visits, staff)),
        "known": r.random((clients, staff)) < 0.3,
        "weights": DayWeights(
            waiting=int(r.integers(0, 2)) * 50, distinct=int(r.integers(0, 9000)), new_face=int(r.integers(0, 9000))
        ),
    }
    if r.random() < 0.5:  # rush hours, not equally bad everywhere
        jam = 1 + r.random(values["travel"].shape)
        values["period_start"] = np.array([7, 9, 12]) * HOUR + r.integers(0, HOUR, 3)
        values["period_travel"] = np.ceil(np.stack([values["travel"] * jam, values["travel"], values["travel"] * jam**2]))
    return DayProblem(**(values | fixed))


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(6 * HOUR, 17 * HOUR))
def test_the_rest_of_a_day_goes_on_as_published(seed, now):
    """Cutting the day at any second and joining it again changes no start: replanning begins from what is true."""
    plan = solve(metric_day(seed), iterations=20, seed=1)
    rest = rest_of(plan, now)
    again = joined(rest, rest.plan)
    assert [route.tolist() for route in again.routes] == [route.tolist() for route in plan.routes]
    assert again.start.tolist() == plan.start.tolist()
    assert again.break_start.tolist() == plan.break_start.tolist()
    assert again.cost == plan.cost
    assert all(plan.start[v] >= now for v in rest.visits if plan.start[v] >= 0)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_an_option_costs_what_it_says(seed):
    """The direct answer is exact: inserting the visit there raises the cost of the plan by that much."""
    problem = metric_day(seed)
    plan = solve(problem, iterations=20, seed=1)
    r = np.random.default_rng(seed + 1)
    v = int(r.choice(np.concatenate(plan.routes)))
    reason = by_visit(plan, np.array([v]), count=problem.staff)[0]
    assert reason.staff == plan.staff_of[v]
    without = tuple(route[route != v] for route in plan.routes)
    legs = np.array(
        [at - int(v in route and list(route).index(v) < at) for at, route in zip(plan.break_at, plan.routes, strict=True)]
    )
    firsts = np.array([-ANY_TIME if len(route) and route[0] == v else plan.first_start[k] for k, route in enumerate(plan.routes)])
    alone = evaluate(problem, without, legs, firsts)
    assert reason.adds == plan.cost - (alone.cost - problem.unserved[v])
    for k, more in reason.others:
        best = min(
            evaluate(
                problem,
                tuple(np.insert(route, p, v) if j == k else route for j, route in enumerate(without)),
                put,
                np.where((np.arange(problem.staff) == k) & (p == 0), -ANY_TIME, firsts),
            ).cost
            for p in range(len(without[k]) + 1)
            for put in shifted(legs, k, p, len(without[k]), bool(problem.break_length[k]))
        )
        assert best == plan.cost + more


def shifted(legs: np.ndarray, k: int, p: int, size: int, has_break: bool) -> list[np.ndarray]:
    """Breaks of all routes when one stop is inserted before stop ``p`` of route ``k``: the break stays between its neighbours."""
    at = max(int(legs[k]), 0)
    if not has_break:
        return [legs]
    wanted = [at] if p > at else [at + 1] if p < at else [at, at + 1]
    return [np.where(np.arange(len(legs)) == k, leg, legs) for leg in wanted]


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(6 * HOUR, 12 * HOUR))
def test_an_absent_person_does_only_what_they_had_begun(seed, now):
    """From the message on nobody is sent out who is ill, and what was done stays done."""
    plan = solve(metric_day(seed), iterations=20, seed=1)
    absent = int(np.argmax([len(route) for route in plan.routes]))
    rest = rest_of(plan, now)
    after = redistribute(plan, absent, now=now, iterations=20, change=600)
    assert after.routes[absent].tolist() == plan.routes[absent][: rest.begun[absent]].tolist()
    for k, count in enumerate(rest.begun):
        assert after.routes[k][:count].tolist() == plan.routes[k][:count].tolist()
        assert after.start[plan.routes[k][:count]].tolist() == plan.start[plan.routes[k][:count]].tolist()
    moved = np.setdiff1d(rest.visits, after.unserved)
    assert all(after.start[v] >= now for v in moved)


def test_a_begun_half_of_double_staffing_fixes_the_other():
    """The second person comes when the first is there, and is not the first."""
    problem = DayProblem(
        travel=np.array([[0, 1200, 60], [1200, 0, 1200], [60, 1200, 0]]),
        shift_start=np.full(3, 7 * HOUR),
        shift_end=np.full(3, 16 * HOUR),
        place=np.array([1, 1, 2]),
        duration=np.array([600, 600, 300]),
        earliest=np.array([8, 8, 9]) * HOUR,
        latest=np.array([9, 9, 10]) * HOUR,
        pairs=np.array([[0, 1, 0, 300]]),
        gaps=np.array([[0, 2, 3600]]),
        cost=np.array([[0, 9, 9], [9, 0, 9], [9, 9, 0]]),
    )
    plan = evaluate(problem, (np.array([0]), np.array([1]), np.array([2])))
    rest = rest_of(plan, 8 * HOUR - 1200)  # both are on their way
    assert rest.begun == (1, 1, 0)
    later = rest_of(dataclasses.replace(plan, start=plan.start + np.array([0, 300, 0])), 8 * HOUR - 1200)
    assert later.begun == (1, 0, 0)
    assert (later.problem.earliest[0], later.problem.latest[0]) == (8 * HOUR, 8 * HOUR + 300)
    assert not later.problem.allowed[0, 0]
    assert later.problem.earliest[1] == 8 * HOUR + 600 + 3600


def DayPlanOf(problem, plan, second):
    """The plan with another start of the second visit."""
    import dataclasses

    start = plan.start.copy()
    start[1] = second
    return dataclasses.replace(plan, start=start)


def test_an_urgent_visit_goes_where_it_costs_least():
    """One question, all routes, cheapest first; whoever lacks the skill is not asked."""
    problem = metric_day(3, staff_skills=np.full(metric_day(3).staff, 1))
    plan = solve(problem, iterations=30, seed=1)
    ask = UrgentVisits(plan)
    options = ask.options(place=0, duration=60, earliest=10 * HOUR, latest=15 * HOUR, client=0, skills=1)
    assert [option.cost for option in options] == sorted(option.cost for option in options)
    assert {option.staff for option in options} == set(range(problem.staff))
    assert ask.options(place=0, duration=60, earliest=0, latest=9, skills=2) == []
    with pytest.raises(ValueError, match="place must lie in"):
        ask.options(place=99, duration=60, earliest=0, latest=9)
    with pytest.raises(ValueError, match="client must lie in"):
        ask.options(place=0, duration=60, earliest=0, latest=9, client=99)


def test_promises_hold_until_moving_is_worth_their_price():
    """With a high price nobody changes hands; FORBIDDEN stays forbidden."""
    problem = metric_day(5)
    plan = solve(problem, iterations=30, seed=1)
    promised = with_promises(without_staff(problem, 0), plan, 10**6)
    again = solve(promised, iterations=30, seed=2)
    kept = np.flatnonzero((plan.staff_of > 0) & (again.staff_of >= 0))
    assert (again.staff_of[kept] == plan.staff_of[kept]).all()
    assert len(again.routes[0]) == 0


def test_rows_by_staff_add_up_to_the_plan():
    """An explanation that does not add up explains another plan."""
    plan = solve(metric_day(8), iterations=30, seed=1)
    rows = by_staff(plan)
    assert sum(row["visits"] for row in rows) == sum(len(route) for route in plan.routes)
    assert sum(row["travel"] for row in rows) * plan.problem.weights.travel == plan.components["travel"]
    assert sum(row["person"] for row in rows) == plan.components["person"]

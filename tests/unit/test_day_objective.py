"""Every component of a day plan's cost, reckoned by hand on one small day."""

import numpy as np
import pytest
from hemtjanst.models.planning.day import UNIT, DayProblem, DayWeights, evaluate, objective, solve

MINUTE = 60
TRAVEL = np.array([[0, 10, 20], [15, 0, 5], [20, 5, 0]]) * MINUTE  # asymmetric: base, a client north, a client south


def a_day(**changes) -> DayProblem:
    """Two staff, three visits at two clients; the second visit is due before anybody can be there."""
    values = {
        "travel": TRAVEL,
        "shift_start": np.array([0, 0]),
        "shift_end": np.array([100, 100]) * MINUTE,
        "place": np.array([1, 2, 1]),
        "duration": np.array([30, 20, 10]) * MINUTE,
        "earliest": np.array([20, 0, 90]) * MINUTE,
        "latest": np.array([30, 40, 120]) * MINUTE,
        "client": np.array([0, 1, 0]),
        "known": np.array([[True, False], [False, False]]),
        "cost": np.array([[0, 7], [0, 7], [0, 7]]),
        "staff_cost": np.array([100, 1000]),
        "unserved": np.array([5000, 6000, 7000]),
        "weights": DayWeights(travel=1, waiting=1, late=1, overtime=1, largest_late=1, distinct=1, new_face=1),
    }
    return DayProblem(**(values | changes))


@pytest.fixture(scope="module")
def plan():
    """Staff 0: visit 0 at 20–50, visit 1 at 55–75 (15 late), visit 2 at 90–100, home at 115. Staff 1 stays."""
    return evaluate(a_day(), (np.array([0, 1, 2]), np.array([], np.int32)))


def test_times_are_the_earliest_possible(plan):
    """Windows, travel and durations decide; nothing else delays a visit."""
    assert (plan.start // MINUTE).tolist() == [20, 55, 90]
    assert (plan.end[0] // MINUTE, plan.end[1]) == (115, -1)


@pytest.mark.parametrize(
    ("component", "minutes"),
    [("travel", 10 + 5 + 5 + 15), ("waiting", 10), ("late", 15), ("largest_late", 15), ("overtime", 15)],
)
def test_component_in_minutes(plan, component, minutes):
    """Each component counts exactly what its name says."""
    assert objective.AMOUNTS[component](plan.problem, plan) == minutes * MINUTE


def test_faces_count_people_not_visits():
    """Client 0 meets both, client 1 one; only the meeting of client 0 and staff 0 is between people who know each other."""
    problem = a_day()
    plan = evaluate(problem, (np.array([0, 1]), np.array([2])))
    assert objective.distinct(problem, plan) == 1
    assert objective.new_face(problem, plan) == 2


def test_costs_of_people_and_of_visits_left_out():
    """Per-person prices, the price of using somebody and the price of leaving out are taken as given."""
    problem = a_day()
    plan = evaluate(problem, (np.array([0], np.int32), np.array([2])))
    assert (objective.person(problem, plan), objective.staff(problem, plan), objective.unserved(problem, plan)) == (7, 1100, 6000)
    assert plan.unserved.tolist() == [1]


def test_break_is_taken_after_driving_where_that_is_not_too_late():
    """Lunch within its window: drive first, eat on arrival, and only what it costs in lateness counts."""
    problem = a_day(
        break_length=np.array([10, 0]) * MINUTE, break_earliest=np.array([52, 0]) * MINUTE, break_latest=np.array([60, 0]) * MINUTE
    )
    late_lunch = evaluate(problem, (np.array([0, 1, 2]), np.array([], np.int32)), np.array([1, -1]))
    assert late_lunch.break_start[0] == 55 * MINUTE
    assert late_lunch.start[1] == 65 * MINUTE
    before_driving = evaluate(problem, (np.array([0, 1, 2]), np.array([], np.int32)), np.array([2, -1]))
    assert before_driving.break_start[0] == 75 * MINUTE  # too late either way, so it begins at once
    assert objective.late(problem, before_driving) == (15 + 15) * MINUTE


def test_break_goes_where_it_costs_least():
    """The search may move the break between any two visits."""
    problem = a_day(break_length=np.array([10, 0]) * MINUTE, break_latest=np.array([90, 0]) * MINUTE)
    plan = evaluate(problem, (np.array([0, 1, 2]), np.array([], np.int32)))
    assert plan.break_at[0] == 2  # in the ten minutes before the last visit that would be idle
    assert objective.waiting(problem, plan) == 0
    assert plan.start.tolist() == [20 * MINUTE, 55 * MINUTE, 90 * MINUTE]


def test_a_known_face_is_preferred_and_a_second_face_avoided():
    """The prices of continuity work: one person for all visits of a client, and one who has been there."""
    weights = DayWeights.per_minute(distinct=30.0, new_face=60.0)
    known = np.array([[False, True], [False, True]])
    same = {"cost": None, "staff_cost": None, "unserved": None, "latest": np.array([200, 200, 200]) * MINUTE}
    plan = solve(a_day(weights=weights, known=known, **same), iterations=50, seed=1)
    assert [len(route) for route in plan.routes] == [0, 3]
    assert plan.components["new_face"] == plan.components["distinct"] == 0


def test_staff_alike_are_used_alike_over_seeds():
    """Nobody gets every route because of their row: over many seeds each of four equal people is the one who works."""
    problem = a_day(
        shift_start=np.zeros(4),
        shift_end=np.full(4, 400 * MINUTE),
        latest=np.full(3, 300 * MINUTE),
        cost=None,
        staff_cost=None,
        known=None,
    )
    workers = [int(np.argmax([len(route) for route in solve(problem, iterations=20, seed=seed).routes])) for seed in range(80)]
    assert min(np.bincount(workers, minlength=4)) >= 8


def test_weights_are_said_in_minutes():
    """A weight of one per minute makes a minute of travel cost one unit of account."""
    assert DayWeights.per_minute(travel=1.0).travel * 60 == UNIT
    assert DayWeights.per_minute(distinct=15.0).distinct == 15 * UNIT

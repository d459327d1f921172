"""Travel that changes with the hour: the order of visits follows it, and a day whose hours are alike is a plain day."""

from itertools import pairwise

import numpy as np
import pytest
from hemtjanst.cython_ext import day_drive
from hemtjanst.models.geography.timed_travel import TimedTravel
from hemtjanst.models.geography.travel_matrix import TravelTimes
from hemtjanst.models.planning.day import DayProblem, evaluate, objective, solve
from hemtjanst.models.planning.day.replan import UrgentVisits
from hypothesis import example, given, settings
from hypothesis import strategies as st

MINUTE, HOUR = 60, 3600
BASE, TOWN, FOREST = range(3)
ROADS = np.array([[0, 10, 20], [10, 0, 20], [20, 20, 0]]) * MINUTE
RUSH = np.array([[0, 40, 20], [40, 0, 20], [20, 20, 0]]) * MINUTE  # only the way into town is slow


def two_visits(**fixed) -> DayProblem:
    """One person, two visits of an hour with all morning to do them; rush on the way into town until 08:30."""
    values = {
        "travel": RUSH,
        "period_start": [8 * HOUR + 30 * MINUTE],
        "period_travel": [ROADS],
        "shift_start": [7 * HOUR + 30 * MINUTE],
        "shift_end": [16 * HOUR],
        "place": [TOWN, FOREST],
        "duration": [HOUR, HOUR],
        "earliest": [0, 0],
        "latest": [12 * HOUR, 12 * HOUR],
    }
    return DayProblem(**(values | fixed))


def test_the_better_order_of_two_visits_depends_on_the_rush_hour():
    """Without rush both orders cost the same; in rush the town comes last."""
    town_first, forest_first = ((np.array(order, np.int32),) for order in ([0, 1], [1, 0]))
    calm = two_visits(travel=ROADS)
    assert evaluate(calm, town_first).cost == evaluate(calm, forest_first).cost
    assert evaluate(two_visits(), town_first).cost - evaluate(two_visits(), forest_first).cost == 30 * MINUTE * 100
    assert solve(two_visits(), iterations=50, seed=1).routes[0].tolist() == [1, 0]


@pytest.mark.parametrize(("start", "driven"), [(510, 40), (515, 25), (540, 10)])
def test_people_leave_for_the_first_visit_as_late_as_they_may(start, driven):
    """Nobody sits in the jam at seven for a visit at nine: the drive is that of the latest departure, in rush or across its end."""
    visit = {"place": [TOWN], "duration": [HOUR], "earliest": [start * MINUTE], "latest": [12 * HOUR]}
    problem = two_visits(**visit, shift_start=[7 * HOUR])
    plan = evaluate(problem, (np.array([0], np.int32),))
    assert objective.departure(problem, plan)[0] == (start - driven) * MINUTE
    assert objective.travel(problem, plan) == (driven + 10) * MINUTE


def test_an_urgent_visit_avoids_the_rush():
    """The direct answer knows the hour: the same visit costs what the drive takes when it would be made."""
    problem = two_visits(place=[FOREST], duration=[HOUR], earliest=[0], latest=[12 * HOUR], shift_start=[6 * HOUR + 40 * MINUTE])
    ask = UrgentVisits(evaluate(problem, (np.array([0], np.int32),)))
    cost = [ask.options(place=TOWN, duration=60, earliest=at * HOUR, latest=16 * HOUR)[0].cost for at in (0, 10)]
    back = [9 + (1 - 9 / 40) * 10, 10]  # from 08:21 on, 9 minutes of it in rush, or after 10:00
    assert cost == [(20 + minutes - 20) * MINUTE * 100 for minutes in back]


def test_periods_that_are_all_alike_change_nothing():
    """One period is a constant: the same plan, cost and times, bit for bit."""
    r = np.random.default_rng(3)
    travel = r.integers(60, 900, (12, 12))
    values = {
        "travel": travel,
        "shift_start": np.zeros(3),
        "shift_end": np.full(3, 4 * HOUR),
        "break_length": np.full(3, 900),
        "break_latest": np.full(3, 2 * HOUR),
        "place": np.arange(1, 12),
        "duration": r.integers(300, 1800, 11),
        "earliest": (early := r.integers(0, 3 * HOUR, 11)),
        "latest": early + 900,
    }
    plain, alike = DayProblem(**values), DayProblem(**values, period_start=[HOUR, 2 * HOUR], period_travel=[travel, travel])
    routes = solve(plain, iterations=300, seed=1).routes
    one, two = evaluate(plain, routes), evaluate(alike, routes)
    assert (one.cost, one.start.tolist(), one.break_start.tolist()) == (two.cost, two.start.tolist(), two.break_start.tolist())


PERIODS = st.lists(st.integers(0, 5000), min_size=1, max_size=5)


@settings(max_examples=300, deadline=None)
@given(PERIODS, st.data())
@example([1, 7], None)
def test_who_leaves_later_never_arrives_earlier(periods, data):
    """First in, first out, to the second; the latest departure is the latest; and the day plan drives as the world does."""
    gaps = [1] if data is None else data.draw(st.lists(st.integers(1, 3000), min_size=len(periods) - 1, max_size=len(periods) - 1))
    starts = np.cumsum(gaps).tolist()
    leaves = range(0, sum(gaps) + 10, max(1, (sum(gaps) + 10) // 60))
    arrivals = [leave + day_drive.seconds(starts, periods, leave) for leave in leaves]
    assert all(one <= two for one, two in pairwise(arrivals))
    assert all(min(periods) <= arrival - leave <= max(periods) for leave, arrival in zip(leaves, arrivals, strict=True))
    times = tuple(TravelTimes(("car",), np.full((1, 2, 2), whole, np.int32), np.zeros((1, 2, 2)), np.zeros(2)) for whole in periods)
    world = TimedTravel((0, *starts), tuple(range(len(periods))), times)
    assert world.arrival("car", 0, 1, np.array(leaves)).tolist() == arrivals
    for arrive in (arrivals[0], arrivals[-1] + 3):
        leave = day_drive.latest_departure(starts, periods, arrive)
        assert leave + day_drive.seconds(starts, periods, leave) <= arrive
        assert leave + 1 + day_drive.seconds(starts, periods, leave + 1) > arrive
        assert world.departure("car", 0, 1, arrive) == leave

"""What only some days ask for: each component reckoned by hand on one small day, and each price followed by the search."""

import dataclasses

import numpy as np
import pytest
from hemtjanst.models.planning.day import ANY_TIME, FORBIDDEN, DayProblem, DayWeights, evaluate, objective, solve
from hemtjanst.models.planning.day.explain import by_staff, by_visit, in_words, why_left_out

MINUTE = 60
NOBODY = np.zeros(0, np.int32)


def a_day(**changes) -> DayProblem:
    """Two people from 0 to 200, ten minutes between any two places, three visits of 20 minutes from 20–30, 60–70, 120–130."""
    values = {
        "travel": (1 - np.eye(4, dtype=int)) * 10 * MINUTE,
        "shift_start": np.array([0, 0]),
        "shift_end": np.array([200, 200]) * MINUTE,
        "place": np.array([1, 2, 3]),
        "duration": np.full(3, 20) * MINUTE,
        "earliest": np.array([20, 60, 120]) * MINUTE,
        "latest": np.array([30, 70, 130]) * MINUTE,
    }
    return DayProblem(**(values | changes))


def everything(problem: DayProblem, **given):
    """The first person does all three visits in order."""
    return evaluate(problem, (np.arange(3, dtype=np.int32), NOBODY), **given)


def test_idle_time_is_what_is_left_of_a_shift():
    """Idle: 200 − 60 of care − 40 of driving for one, the whole shift for the other, who has no visit but has a break."""
    problem = a_day(break_length=np.array([0, 30]) * MINUTE)
    plan = everything(problem)
    assert (objective.idle(problem, plan) // MINUTE).tolist() == [100, 170]
    assert objective.largest_idle(problem, plan) == 170 * MINUTE


def test_overtime_is_part_of_the_time_that_may_be_idle():
    """Who comes home 30 minutes too late and worked 100 of 160 minutes was idle for 60."""
    problem = a_day(shift_end=np.array([130, 0]) * MINUTE)
    assert (objective.idle(problem, everything(problem)) // MINUTE).tolist() == [50, 0]


def test_balance_is_the_distance_from_the_mean_work():
    """100 and 0 minutes of work are 50 each from their mean."""
    problem = a_day()
    assert objective.balance(problem, everything(problem)) == 100 * MINUTE


def test_departure_is_as_late_as_the_first_visit_allows():
    """Waiting at home is not waiting; who has no visit does not leave."""
    problem = a_day()
    assert objective.departure(problem, everything(problem)).tolist() == [10 * MINUTE, -1]


def test_a_priced_wait_makes_people_leave_later():
    """The first visit moves to the end of its window, and a price of lateness below that of waiting moves it beyond."""
    assert everything(a_day()).start.tolist() == [20 * MINUTE, 60 * MINUTE, 120 * MINUTE]
    patient = a_day(weights=DayWeights(waiting=100, late=200))
    assert everything(patient).start.tolist() == [30 * MINUTE, 60 * MINUTE, 120 * MINUTE]
    impatient = a_day(weights=DayWeights(waiting=100, late=10))
    plan = everything(impatient)
    assert plan.start.tolist() == [60 * MINUTE, 90 * MINUTE, 120 * MINUTE]
    assert objective.waiting(impatient, plan) == 0
    assert objective.late(impatient, plan) == (30 + 20) * MINUTE


@pytest.mark.parametrize(("shift", "start", "late"), [(0, 20, 0), (30, 40, 10), (60, 90, 0), (95, 105, 5)])
def test_several_windows_are_met_or_waited_for(shift, start, late):
    """A little too late for the first window one starts at once, much too late one waits for the second."""
    problem = a_day(
        windows=np.array([[0, 90, 100]]) * np.array([1, MINUTE, MINUTE]),
        shift_start=np.full(2, shift) * MINUTE,
        weights=DayWeights(travel=100, late=100),
    )
    plan = evaluate(problem, (np.array([0]), NOBODY))
    assert (plan.start[0], objective.lateness(problem, plan)[0]) == (start * MINUTE, late * MINUTE)


def test_the_price_decides_how_long_one_waits_for_a_window():
    """Where lateness is hard nobody begins between two windows."""
    problem = a_day(
        windows=np.array([[0, 90 * MINUTE, 100 * MINUTE]]),
        hard=np.array([True, False, False]),
        shift_start=np.full(2, 30 * MINUTE),
    )
    assert evaluate(problem, (np.array([0]), NOBODY)).start[0] == 90 * MINUTE


def test_hard_lateness_has_its_own_price():
    """A hard visit is not late for the sake of a soft one."""
    problem = a_day(hard=np.array([True, False, False]), shift_start=np.array([40, 0]) * MINUTE)
    plan = everything(problem)
    assert objective.hard_late(problem, plan) == 20 * MINUTE
    assert objective.late(problem, plan) == 10 * MINUTE  # the second visit
    assert sum(plan.components.values()) == plan.cost


def test_a_break_with_a_price_is_missed_rather_than_late():
    """Lunch that cannot begin by 15 is skipped: the next visit is reached as if there were none."""
    lunch = {
        "break_length": np.array([10, 0]) * MINUTE,
        "break_latest": np.array([15, 0]) * MINUTE,
        "break_missed": np.array([77, 0]),
    }
    problem = a_day(**lunch)
    plan = everything(problem, break_at=np.array([2, -1]))
    assert plan.break_start[0] == -1
    assert plan.start.tolist() == everything(a_day()).start.tolist()
    assert objective.missed_break(problem, plan) == 77
    taken = everything(problem)
    assert taken.break_start[0] == 10 * MINUTE  # the search finds the leg where it fits
    assert objective.missed_break(problem, taken) == 0


def test_promises_have_a_price_for_the_person_and_for_the_time():
    """Another person than was promised, and every minute before or after the promised start."""
    problem = a_day(
        promised_staff=np.array([0, 1, -1]),
        promised_start=np.array([25, 50, -ANY_TIME // MINUTE]) * MINUTE,
        weights=DayWeights(changed=1000, moved=1),
    )
    plan = everything(problem)
    assert objective.changed(problem, plan) == 1
    assert objective.moved(problem, plan) == (5 + 10) * MINUTE
    assert sum(plan.components.values()) == plan.cost


def test_visits_of_a_whole_are_both_done_or_both_left_out():
    """Two services of one client that only make sense together, by whom and when they like."""
    cheap = np.array([0, 240, 240]) * 6000
    assert solve(a_day(unserved=cheap), iterations=30).unserved.tolist() == [0]
    assert solve(a_day(unserved=cheap, wholes=np.array([[0, 1]])), iterations=30).unserved.tolist() == [0, 1]


@pytest.mark.parametrize("weight", ["largest_idle", "balance"])
def test_a_price_of_uneven_work_spreads_it(weight):
    """Without the price one person does it all; with it both work, and the component falls."""

    def most(plan):
        return objective.AMOUNTS[weight](plan.problem, plan)

    alone = solve(a_day(), iterations=100, seed=1)
    shared = solve(a_day(weights=dataclasses.replace(DayWeights(), **{weight: 200})), iterations=100, seed=1)
    assert [len(route) for route in sorted(alone.routes, key=len)] == [0, 3]
    assert [len(route) for route in sorted(shared.routes, key=len)] == [1, 2]
    assert most(shared) < most(alone)


def test_among_many_the_most_idle_gets_work():
    """Where not everybody is tried for every visit, who has nothing near would be overlooked: 11 minutes above the mean, not 19."""
    staff, visits, above = 60, 240, []
    for seed in range(3):
        random = np.random.default_rng(seed)
        at, care = random.integers(0, 60, (visits + 1, 2)), 15 * MINUTE * random.integers(1, 5, visits)
        skill, able = random.integers(0, 4, visits), random.random((staff, 4)) < 0.4
        able[np.arange(staff), np.arange(staff) % 4] = True
        begin = 60 * MINUTE * random.integers(0, 8, visits)
        problem = DayProblem(
            travel=MINUTE * np.abs(at[:, None] - at[None]).sum(axis=2) // 2,
            shift_start=np.zeros(staff, int),
            shift_end=np.full(staff, 600 * MINUTE),
            place=1 + np.arange(visits),
            duration=care,
            earliest=begin,
            latest=begin + 90 * MINUTE,
            cost=np.where(able[:, skill].T, 0, FORBIDDEN),
            unserved=np.full(visits, 10**7),
            weights=DayWeights(travel=1, largest_idle=40),
        )
        plan = solve(problem, iterations=6000, seed=1)
        mean = 600 * MINUTE - (care.sum() + plan.components["travel"]) / staff
        above.append(objective.AMOUNTS["largest_idle"](problem, plan) - mean)
    assert np.mean(above) < 14 * MINUTE


def test_explanations_show_every_component():
    """Per person: when they leave, idle time, missed break, broken promises; per visit: who was promised and how far it moved."""
    problem = a_day(
        break_length=np.array([10, 0]) * MINUTE,
        break_latest=np.array([5, 0]) * MINUTE,
        break_missed=np.array([77, 0]),
        promised_staff=np.array([1, 0, -1]),
        promised_start=np.array([25, 60, -ANY_TIME // MINUTE]) * MINUTE,
        weights=DayWeights(changed=1000, moved=1),
    )
    plan = everything(problem, break_at=np.array([2, -1]))
    (row,) = by_staff(plan)
    assert {name: row[name] for name in ("leaves", "idle", "missed_break", "changed", "moved")} == {
        "leaves": 10 * MINUTE,
        "idle": 100 * MINUTE,
        "missed_break": 77,
        "changed": 1,
        "moved": 5 * MINUTE,
    }
    reason = by_visit(plan)[0]
    assert (reason.promised, reason.moved) == (1, -5 * MINUTE)
    ((other, more),) = reason.others
    better = evaluate(problem, (np.array([1, 2]), np.array([0])), np.array([1, -1]))
    assert (other, plan.cost + more) == (1, better.cost)


def test_a_visit_left_out_with_its_other_half_says_so():
    """The sentence names the half that cannot be done."""
    problem = a_day(wholes=np.array([[0, 1]]), skills=np.array([0, 4, 0]))
    plan = solve(problem, iterations=30)
    sentences = why_left_out(plan)
    assert sentences[1] == "nobody may do it: nobody has all its skills"
    assert sentences[0] == "visit 1, which is done together with it or not at all, cannot be done either"


def test_a_visit_left_out_is_explained_in_words():
    """The table of all visits says of each either who does it and when, or why nobody does."""
    problem = a_day(skills=np.array([0, 4, 0]))
    told = in_words(solve(problem, iterations=30))
    assert [visit.get("left out") for visit in told["visits"]] == [None, "nobody may do it: nobody has all its skills", None]
    assert told["components"]["unserved"] == 240
    assert sum(told["components"].values()) == 240 + sum(row["travel"] for row in told["staff"])


def test_pay_is_reckoned_by_who_is_at_work():
    """Three visits of 20 minutes at 2 a second, and a minute of overtime at 5 more than the ordinary price."""
    problem = a_day(
        shift_end=np.array([149, 200]) * MINUTE,
        pay=np.array([2, 1]),
        overtime_pay=np.array([5, 0]),
        weights=DayWeights(travel=1, overtime=3),
    )
    parts = everything(problem).components
    assert parts["pay"] == 2 * 60 * MINUTE + 5 * MINUTE
    assert parts["overtime"] == 3 * MINUTE
    assert sum(parts.values()) == everything(problem).cost


def test_whoever_is_paid_less_is_asked_first_unless_the_drive_costs_more():
    """A nurse washes nobody whom an assistant can wash; to save an hour of driving she does."""
    alike = a_day(pay=np.array([3, 1]))
    assert (solve(alike, iterations=50, seed=1).staff_of == 1).all()
    travel = (1 - np.eye(5, dtype=int)) * 10 * MINUTE
    travel[4, :4] = travel[:4, 4] = 60 * MINUTE
    away = a_day(pay=np.array([3, 1]), travel=travel, start_place=np.array([0, 4]), end_place=np.array([0, 4]))
    assert (solve(away, iterations=50, seed=1).staff_of == 0).all()


def test_overtime_falls_to_whom_it_costs_least():
    """Both would work equally late; only the price of their overtime differs."""
    late = a_day(shift_end=np.array([100, 100]) * MINUTE, overtime_pay=np.array([0, 500]))
    plan = solve(late, iterations=50, seed=1)
    assert plan.staff_of[2] == 0

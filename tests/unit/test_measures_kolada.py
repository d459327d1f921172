"""Personalkontinuitet (U21401) rule by rule: each test changes one thing about a client who counts."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hand_journal import Diary, crowd, meetings
from hemtjanst.models.scenario import Service
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.measures import Run
from hemtjanst.simulation.measures.kolada import continuity_14d_kolada, readings

MORNING, EVENING, LATE = 8 * 60, 18 * 60, 21 * 60 + 50


def twice_a_day(days=14, client=0, extra=()):
    """Staff 0 every morning and staff 1 every evening, and more visits if wanted."""
    met = [(d, client, s, at) for d in range(days) for s, at in ((0, MORNING), (1, EVENING))]
    return [*met, *extra]


@pytest.fixture(scope="module")
def scenario(village):
    """Three clients of 80 and five members of staff."""
    return crowd(village, 3, 5)


def test_different_people_in_fourteen_days(scenario):
    """Two people every day and a third once are three."""
    run = meetings(scenario, 14, twice_a_day(extra=[(6, 0, 2, 720)]))
    assert continuity_14d_kolada(run) == (3, 3, 1)


def test_mean_over_clients_and_windows(scenario):
    """Client 0 meets 2 people in each of two windows; client 1 meets 3 in the first alone: 9 people, 4 client-windows."""
    met = twice_a_day(15) + twice_a_day(15, client=1, extra=[(0, 1, 4, 720)])
    run = meetings(scenario, 15, met)
    assert continuity_14d_kolada(run) == (9 / 4, 9, 4)
    assert continuity_14d_kolada(run, statistic="median") == (2, 9, 4)
    assert continuity_14d_kolada(run, stride=14) == (5 / 2, 5, 2)
    assert continuity_14d_kolada(run, days=15) == (5 / 2, 5, 2)


def test_two_visits_every_day_of_the_week(scenario):
    """A single day with one visit takes the client out of every window that holds the day."""
    met = [row for row in twice_a_day(28) if row[:1] != (13,) or row[3] != EVENING]
    run = meetings(scenario, 28, met)
    assert continuity_14d_kolada(run) == (2, 2, 1)  # of 15 windows only the one from day 14 on is whole
    assert continuity_14d_kolada(run, least_daily=1) == (2, 30, 15)


@pytest.mark.parametrize(("age", "counts"), [(64, 0), (65, 1)])
def test_persons_of_65_and_over(village, age, counts):
    """Younger clients are served (T36) but are not in the official figure."""
    run = meetings(crowd(village, 1, 5, age=age), 14, twice_a_day())
    assert continuity_14d_kolada(run).denominator == counts


@pytest.mark.parametrize(("at", "met"), [(6 * 60 + 59, 2), (7 * 60, 3), (21 * 60 + 59, 3), (22 * 60, 2), (23 * 60, 2), (2 * 60, 2)])
def test_between_seven_and_twenty_two(scenario, at, met):
    """The night patrol is nobody's continuity: a visit counts from 07.00 on and before 22.00."""
    run = meetings(scenario, 14, twice_a_day(extra=[(3, 0, 2, at)]))
    assert continuity_14d_kolada(run).value == met


def test_night_visits_do_not_make_a_client_belong(scenario):
    """One day visit and one night visit are not two visits."""
    met = [(d, 0, 0, at) for d in range(14) for at in (MORNING, 23 * 60)]
    assert continuity_14d_kolada(meetings(scenario, 14, met)).denominator == 0


def test_visit_across_twenty_two(scenario):
    """The rules do not say; it counts unless told otherwise."""
    run = meetings(scenario, 14, twice_a_day(extra=[(3, 0, 2, LATE)]))
    assert continuity_14d_kolada(run).value == 3
    assert continuity_14d_kolada(run, straddling="dropped").value == 2


def test_shortest_visit(scenario):
    """A municipality may leave out visits of a minute or two: both for who is met and for who belongs."""
    met = twice_a_day(extra=[(3, 0, 2, 720)])
    assert continuity_14d_kolada(meetings(scenario, 14, met, minutes=9), least_minutes=9).value == 3
    assert continuity_14d_kolada(meetings(scenario, 14, met, minutes=9), least_minutes=10).denominator == 0


def cancel(run: Run, client: int, day: int, reason: Reason) -> Run:
    """The run with one more cancelled visit in its journal."""
    row = dict.fromkeys(Journal.columns(), -1) | {"kind": Kind.CANCELLED, "day": day, "client": client, "visit": 0, "metres": 0}
    return Run(run.plan, Journal.concat([run.journal, Journal.from_rows([tuple((row | {"reason": reason}).values())])]))


def test_clients_in_hospital_are_left_out(scenario):
    """Away on any day of the window: not in it, however many visits there were that day."""
    run = meetings(scenario, 15, twice_a_day(15) + twice_a_day(15, client=1))
    assert continuity_14d_kolada(cancel(run, 0, 14, Reason.AWAY)) == (2, 6, 3)
    assert continuity_14d_kolada(cancel(run, 0, 7, Reason.AWAY)) == (2, 4, 2)
    assert continuity_14d_kolada(cancel(run, 0, 7, Reason.CLIENT)) == (2, 8, 4)


def test_cancelled_visit_drops_the_client_unless_planned_visits_decide(scenario):
    """The open question of A1: strictly every day, or as granted."""
    run = meetings(scenario, 14, twice_a_day())
    journal = run.journal
    lost = int(journal.visit[journal.kind == Kind.VISIT][5])
    run = Run(run.plan, journal.take(~((journal.kind == Kind.VISIT) & (journal.visit == lost))))
    assert continuity_14d_kolada(run).denominator == 0
    assert continuity_14d_kolada(run, daily="planned") == (2, 2, 1)


def test_second_person_of_a_double_staffed_visit(village):
    """Everybody met counts; without the second person only the first to come does, even if listed later."""
    diary = Diary(crowd(village, 1, 5), 14)
    for day in range(14):
        diary.shift(day, 3, 480).visit(0, 20).end()
        visit = len(diary.visits) - 1
        diary.shift(day, 1, 481).visit(0, 19, row=visit).end()
        diary.shift(day, 4, 1080).visit(0, 20).end()
    run = diary.run()
    assert continuity_14d_kolada(run) == (3, 3, 1)
    assert continuity_14d_kolada(run, second_person=False) == (2, 2, 1)
    diary = Diary(crowd(village, 1, 5), 14)
    for day in range(14):
        diary.shift(day, 1 + day % 2, 480).visit(0, 20).end()
        diary.shift(day, 2 - day % 2, 480).visit(0, 20, row=len(diary.visits) - 1).end()
        diary.shift(day, 4, 1080).visit(0, 20).end()
    run = diary.run()
    assert continuity_14d_kolada(run, second_person=False) == (2, 2, 1)  # both at once: the scenario's order …
    mixed = Run(run.plan, run.journal.take(np.random.default_rng(1).permutation(len(run.journal))))
    assert continuity_14d_kolada(mixed, second_person=False) == (2, 2, 1)  # … and not the journal's


def test_alarm_and_meal_visits_are_not_counted(village):
    """A visit that serves only a meal delivery is left out, one that also serves something else is not."""
    meal = Service("meal_delivery", "matdistribution", 5)
    scenario = crowd(village, 1, 5)
    needs = tuple(replace(village.needs[0], id=f"n{k}", service=service) for k, service in enumerate(("lunch", "meal_delivery")))
    diary = Diary(scenario.replace(needs=needs, services=scenario.services | {"meal_delivery": meal}), 14)
    for day in range(14):
        for staff, at in ((0, MORNING), (1, EVENING)):
            diary.shift(day, staff, at).visit(0, 20).end()
            diary.serves(len(diary.visits) - 1, 0)
    diary.shift(3, 2, 720).visit(0, 5).end()
    diary.serves(len(diary.visits) - 1, 1)
    assert continuity_14d_kolada(diary.run()).value == 2
    assert continuity_14d_kolada(diary.run(), not_counted=frozenset()).value == 3
    diary.serves(len(diary.visits) - 1, 0)
    assert continuity_14d_kolada(diary.run()).value == 3


def test_visits_outside_the_plan_are_not_counted(scenario):
    """An alarm is answered by a visit that the plan does not hold: time with a client, but not continuity."""
    run = meetings(scenario, 14, twice_a_day(extra=[(3, 0, 2, 720)]))
    alarm = (run.journal.kind == Kind.VISIT) & (run.journal.staff == 2)
    outside = run.journal.visit.copy()
    outside[alarm] = -1
    answered = Run(run.plan, run.journal.replace(visit=outside))
    assert continuity_14d_kolada(answered).value == 2
    assert answered.hours["client"] == run.hours["client"]


def test_a_run_that_is_too_short_has_no_value(scenario):
    """Thirteen days are no window: no number, no error, no warning."""
    figure = continuity_14d_kolada(meetings(scenario, 13, twice_a_day(13)))
    assert math.isnan(figure.value)
    assert figure.denominator == 0
    assert math.isnan(continuity_14d_kolada(meetings(scenario, 13, twice_a_day(13)), statistic="median").value)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"stride": 0}])
def test_windows_must_have_days(scenario, wrong):
    """A window of no days would count nobody and say nothing."""
    with pytest.raises(ValueError, match="must be at least 1"):
        continuity_14d_kolada(meetings(scenario, 14, twice_a_day()), **wrong)


def test_readings_of_the_same_fortnight(village):
    """One client of 80 with a double-staffed visit and a short one, one of 60: every open question moves the figure."""
    scenario = crowd(village, 3, 6)
    clients = (scenario.clients[0], replace(scenario.clients[1], age=60), scenario.clients[2])
    diary = Diary(scenario.replace(clients=clients), 14)
    for day in range(14):
        for staff, at in ((0, MORNING), (1, EVENING)):
            diary.shift(day, staff, at).visit(0, 20).end()
        diary.shift(day, 4, MORNING).visit(1, 20).visit(1, 20).end()
        diary.shift(day, 5, MORNING).visit(2, 20).end()
    diary.shift(0, 2, MORNING + 1).visit(0, 20, row=0).end()
    diary.shift(1, 3, 720).visit(0, 9).end()
    diary.planned(1, 2, 20, (MORNING, EVENING))
    figures = {name: figure.value for name, figure in readings(diary.run()).items()}
    assert figures == {
        "as defined here": 4,
        "median": 4,
        "windows that do not overlap": 4,
        "two visits a day in the plan": 4,
        "one visit a day is enough": 2.5,
        "only the first to come": 3,
        "visits of at least 10 minutes": 3,
        "clients of any age": 2.5,
    }

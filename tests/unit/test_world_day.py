"""A day of the world: what the morning brings, who works, and what is told about it."""

from dataclasses import replace

import numpy as np
import pytest
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Plan
from hemtjanst.models.planning.day_routes import planned_day
from hemtjanst.models.scenario import DAY
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.day import live, morning
from hemtjanst.simulation.world.itinerary import crew_of, itinerary
from hemtjanst.simulation.world.luck import Luck, draw
from hemtjanst.simulation.world.recorder import write
from hemtjanst.simulation.world.records import HOME
from village_plan import changed, good_plan

PLAN = with_luck(good_plan())
S0, S1, S2, S3, S4, H0, P0 = range(7)
HOUR = 3600


def lived(plan: Plan, luck: Luck) -> Journal:
    """The journal of one chosen luck instead of a drawn one."""
    return write(plan, luck, [live(plan, luck, day, morning(plan, luck, day)) for day in range(plan.days)])


def but(luck: Luck, name: str, where: tuple | int, value: float) -> Luck:
    """The luck with one thing changed."""
    array = getattr(luck, name).copy()
    array[where] = value
    return replace(luck, **{name: array})


def visit_of(day: int, client: int) -> int:
    """Row of a client's first visit of a day."""
    return int(np.flatnonzero((PLAN.visits.day == day) & (PLAN.visits.client == client))[0])


def rows_of(journal: Journal, kind: Kind, **columns: int) -> Journal:
    """The rows of a kind with some values."""
    mask = journal.kind == kind
    for name, value in columns.items():
        mask &= getattr(journal, name) == value
    return journal.take(mask)


def test_a_quiet_morning_brings_the_plan():
    """Nobody is replanned for nothing."""
    assert morning(PLAN, draw(PLAN, 0), 3) == planned_day(PLAN, 3)


def test_somebody_ill_without_a_duty_changes_nothing():
    """Who would not have come is not missed."""
    luck = but(draw(PLAN, 0), "ill", (0, S4), True)
    assert S4 not in PLAN.duties.staff[PLAN.duties.day == 0]
    assert morning(PLAN, luck, 0) == planned_day(PLAN, 0)


def test_a_day_when_all_are_ill_is_told_as_such():
    """Without anybody at work every visit is missed because nobody is free, and the world goes on."""
    luck = replace(draw(PLAN, 0), ill=np.ones_like(draw(PLAN, 0).ill))
    journal = lived(PLAN, luck)
    assert set(journal.kind.tolist()) == {Kind.ABSENT, Kind.MISSED}
    assert len(rows_of(journal, Kind.ABSENT)) == len(PLAN.duties)
    assert (rows_of(journal, Kind.MISSED).reason == Reason.NOBODY_FREE).all()
    assert check_journal(PLAN, journal) == []


def test_the_pool_steps_in_at_the_base_of_the_group():
    """Somebody called in has no duty of the plan, works that group's hours and is told as help."""
    luck = but(draw(PLAN, 0), "ill", (0, S2), True)  # the only one in the evening
    journal = lived(PLAN, luck)
    absent, helper = rows_of(journal, Kind.ABSENT), rows_of(journal, Kind.DUTY, staff=P0)
    assert (absent.staff.tolist(), absent.reason.tolist()) == ([S2], [Reason.ILL])
    assert (helper.duty.tolist(), helper.reason.tolist()) == ([-1], [Reason.STEPPED_IN])
    assert (helper.planned_start.tolist(), helper.place_from.tolist()) == (absent.planned_start.tolist(), [0])
    visits = rows_of(journal, Kind.VISIT, staff=P0)
    assert len(visits)
    assert (visits.reason == Reason.STEPPED_IN).all()
    assert check_journal(PLAN, journal) == []


def test_a_sick_pool_cannot_step_in():
    """The pool falls ill like everybody else."""
    luck = but(but(draw(PLAN, 0), "ill", (0, S2), True), "ill", (0, P0), True)
    journal = lived(PLAN, luck)
    assert P0 not in journal.staff[journal.day == 0]


def test_a_cancelled_visit_is_not_driven_to():
    """A visit that nobody wants is in nobody's route, and told once."""
    visit = visit_of(0, 4)
    journal = lived(PLAN, but(draw(PLAN, 0), "cancelled", visit, Reason.CLIENT))
    assert journal.kind[journal.visit == visit].tolist() == [Kind.CANCELLED]
    assert check_journal(PLAN, journal) == []


def test_nobody_opens_for_two():
    """At a visit for two, both wait at the door and one miss is told."""
    visit = visit_of(0, 1)
    journal = lived(PLAN, but(draw(PLAN, 0), "no_answer", visit, True))
    waits, missed = rows_of(journal, Kind.WAIT, visit=visit), rows_of(journal, Kind.MISSED, visit=visit)
    assert (waits.end - waits.start).tolist() == [300, 300]
    assert waits.reason.tolist() == [Reason.NO_ANSWER] * 2
    assert missed.reason.tolist() == [Reason.NO_ANSWER]
    assert missed.planned_start.tolist() == [PLAN.times[visit, 0]]


def test_half_of_a_double_visit_waits_and_gives_up():
    """When the second person is not coming, the first waits half an hour past the agreed time and reports why."""
    visit = visit_of(0, 1)
    stop = int(np.flatnonzero(PLAN.stops.visit == visit)[1])
    alone = replace(PLAN, stops=PLAN.stops.take(np.arange(len(PLAN.stops)) != stop))
    journal = lived(alone, draw(alone, 0))
    (wait,) = np.flatnonzero((journal.kind == Kind.WAIT) & (journal.visit == visit))
    assert journal.end[wait] == PLAN.times[visit, 0] + 30 * 60
    missed = rows_of(journal, Kind.MISSED, visit=visit)
    assert (missed.reason.tolist(), missed.staff.tolist()) == ([Reason.COLLEAGUE_MISSING], [journal.staff[wait]])


def test_late_people_work_overtime():
    """Whoever is back late still does the office work, and the duty ends when it is done."""
    visit = int(PLAN.stops.visit[PLAN.routes[2]][-1])  # the last visit of Monday evening
    journal = lived(PLAN, but(draw(PLAN, 0), "seconds", visit, 4 * HOUR))
    duty = rows_of(journal, Kind.DUTY, day=0, staff=S2)
    office = rows_of(journal, Kind.OFFICE, day=0, staff=S2)
    assert duty.end > duty.planned_end
    assert duty.end == office.end
    assert office.end - office.start == 30 * 60
    assert [violation.rule for violation in check_journal(PLAN, journal)] == ["length"]  # as it should be: a visit of four hours


@pytest.mark.parametrize(("first", "last", "before"), [(8 * HOUR, 15 * HOUR, Kind.DRIVE), (7 * HOUR + 900, 14 * HOUR, Kind.OFFICE)])
def test_a_meeting_is_where_the_plan_leaves_room_for_it(first, last, before):
    """Next to the report when the person leaves later for it, else after the office work."""
    plan = changed(PLAN, "duties", 0, meeting=45 * 60, first=first, last=last)
    journal = lived(plan, draw(plan, 0))
    mine = journal.take((journal.day == 0) & (journal.staff == S0) & (journal.kind < Kind.DUTY))
    at = mine.kind.tolist().index(Kind.MEETING)
    assert mine.end[at] - mine.start[at] == 45 * 60
    assert (mine.kind[at - 1] == Kind.REPORT) == (before == Kind.DRIVE)
    assert (mine.kind[at - 1] == Kind.OFFICE) == (before == Kind.OFFICE)
    assert [violation.rule for violation in check_journal(plan, journal)] == []


def test_itineraries_end_at_the_base_and_breaks_look_ahead():
    """The base is the last stop of every route, and a break has the drive to whatever comes after it."""
    routes = planned_day(PLAN, 0)
    todo = itinerary(PLAN, crew_of(PLAN, 0, routes), routes)
    for row, route in enumerate(routes):
        mine = np.flatnonzero(todo.owner == row)
        assert todo.visit[mine].tolist() == [*route.stops, HOME]
        homes = [1 + int(PLAN.visits.client[visit]) for visit in route.stops if visit >= 0]
        real = mine[todo.visit[mine] >= 0]
        assert todo.place[real].tolist() == homes
        assert todo.origin[real].tolist() == [0, *homes[:-1]]
        (pause,) = mine[todo.visit[mine] == -1]
        assert todo.place[pause] == todo.place[pause + 1]
        assert todo.origin[pause] == todo.origin[pause + 1]


def test_the_trace_tells_who_did_what():
    """A person who reads the trace sees the day pass, with names and times; what two do together is told when it begins."""
    told: list[str] = []
    journal = simulate(PLAN, 0, trace=told.append)
    assert sorted(told[:2]) == [
        f"Mon 2026-03-02 07:15 {who}: leaves 07:15, arrives 07:20, at c1 07:20-07:50" for who in ("s0", "s1")
    ]
    assert len(told) == len(rows_of(journal, Kind.VISIT)) + len(rows_of(journal, Kind.BREAK)) + len(PLAN.duties)


def test_days_do_not_run_into_each_other():
    """Times are counted from the first midnight, and a duty is told on the day it began."""
    journal = simulate(with_luck(make_plan(random_village(8, 5, 7), 4), visit_cv=1.0), 0)
    duties = rows_of(journal, Kind.DUTY)
    assert (duties.start // DAY == duties.day).all()

"""Staff-days, fairness, what was granted and performed, substitutions and slack, reckoned by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hand_journal import Diary
from hemtjanst.simulation.journal import Kind, Reason
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.measures.distributions import minutes_of_visits


def figure(run: Run, name: str):
    """One figure of a run."""
    return MEASURES[name].function(run)


@pytest.fixture(scope="module")
def week(village) -> Run:
    """Staff 0 works Monday and Saturday, staff 1 Monday; the pool steps in on Tuesday. Client 1 is visited by two at once."""
    diary = Diary(village, 7)
    double = diary.planned(0, 1, 20, (513, 513), people=2)
    diary.shift(0, 0, 480, until=600).visit(0, 30).drive(3).visit(1, 20, row=double).drive(3).visit(0, 40).end()
    diary.shift(0, 1, 513, until=600).visit(1, 25, row=double).end()
    diary.shift(1, 6, 480, rostered=False).visit(0, 30, planned_minutes=40, reason=Reason.STEPPED_IN).end()
    diary.shift(5, 0, 480, until=481).visit(2, 9).end()
    diary.write(Kind.ABSENT, 1, staff=2, duty=0, reason=int(Reason.ILL))
    diary.planned(1, 3, 60, (480, 500))  # planned and not performed
    for visit, need in enumerate((5, 0, 3, 0, 7)):
        diary.serves(visit, need)
    diary.serves(2, 1, agreed_day=3)  # Thursday's shower, moved to Monday
    return diary.run()


def test_staff_days(week):
    """Six meetings on four staff-days; 2 + 1 + 1 + 1 different clients."""
    assert figure(week, "visits_per_staff_day") == (6 / 4, 6, 4)
    assert figure(week, "clients_per_staff_day") == (5 / 4, 5, 4)


def test_visits(week):
    """Five visits on four client-days; the double-staffed one lasts as long as the longer stay."""
    assert figure(week, "visits_per_client_day") == (5 / 4, 5, 4)
    assert figure(week, "visit_minutes") == pytest.approx((134 / 5, 134, 5))
    assert sorted(minutes_of_visits(week)) == [9, 25, 30, 30, 40]


def test_performed_against_planned(village, week):
    """154 person-minutes of the 219 planned; the visit nobody made is in the denominator, the double-staffed one twice."""
    planned = 30 + 2 * 20 + 40 + 40 + 9 + 60
    assert figure(week, "performed_planned") == pytest.approx((154 / planned, 154 / 60, planned / 60))


def test_performed_against_granted(village, week):
    """Granted in a week by the village's needs; what one client gets too much does not fill another's gap."""
    daily = [30 + 18, 2 * 30 + 18, 30 + 9 + 18, 48, 48, 48]
    granted = np.array(daily) * 7
    granted[0] += 40 + 45 + 75  # shower, walk, and cleaning in week 0
    assert (week.granted / 60).tolist() == granted.tolist()
    assert figure(week, "performed_granted") == pytest.approx((154 / granted.sum(), 154 / 60, granted.sum() / 60))
    assert figure(week, "unused_granted_hours").value == pytest.approx((granted.sum() - 154) / 60)
    diary = Diary(village, 1)
    diary.shift(0, 0, 480).visit(5, 600).end()  # client 5 is granted 48 minutes
    run = diary.run()
    assert figure(run, "unused_granted_hours").value == pytest.approx((run.granted.sum() / 60 - 48) / 60)


def test_granted_follows_the_rhythm_of_needs(village):
    """Cleaning every second week falls once in two weeks and twice in three."""
    one, two, three = (Diary(village, days).run().granted[0] / 60 for days in (7, 14, 21))
    assert two - one == 7 * 48 + 85
    assert three - two == 7 * 48 + 85 + 75


def test_substitutions(week):
    """One of three rostered duties was lost and one of six meetings taken over."""
    assert figure(week, "duties_absent_share") == (1 / 3, 1, 3)
    assert figure(week, "visits_taken_over_share") == (1 / 6, 1, 6)


def test_moved_days(week):
    """One of six occasions is on another day than agreed (T19)."""
    assert figure(week, "moved_days_share") == (1 / 6, 1, 6)


def test_workload_spread(week):
    """Over the five regular staff, with contracts of 37 hours times their degree; hourly staff and pool have none."""
    ratios = np.array([96 + 9, 25, 0, 0, 0]) / 60 / (37 * np.array([1, 1, 1, 0.75, 0.75]))
    assert figure(week, "workload_spread").value == pytest.approx(ratios.std())
    assert figure(week, "workload_spread").denominator == 5


def test_spread_of_client_minutes(week):
    """Over the four staff-days worked: 90, 25, 30 and 9 minutes with clients."""
    assert figure(week, "client_minutes_spread").value == pytest.approx(np.std([90, 25, 30, 9]))


def test_weekend_spread(week):
    """Staff 0 worked one weekend day, the other four regular staff none."""
    assert figure(week, "weekend_spread").value == pytest.approx(0.4)


def test_friday_is_no_weekend_and_sunday_is(village):
    """The scenario begins on a Monday, so day 4 is a Friday and day 6 a Sunday."""
    spreads = []
    for day in (4, 6):
        diary = Diary(village, 7)
        diary.shift(day, 0, 480).visit(2, 9).end()
        spreads.append(figure(diary.run(), "weekend_spread").value)
    assert spreads == pytest.approx([0, 0.4])


def test_overtime_share_forgives_five_minutes(week):
    """One of four duties ended eight minutes late; those called in have no planned end."""
    assert figure(week, "overtime_share") == (1 / 4, 1, 4)
    assert figure(week, "overtime_hours").value == pytest.approx(8 / 60)


def test_slack_between_visits(village):
    """Waiting and idling between visits are slack; driving, documenting, the break, and slack before and after are not."""
    diary = Diary(village, 1)
    shift = diary.shift(0, 0, 480).idle(9).visit(0, 20).document(2).drive(5).wait(6).visit(1, 20).drive(5).visit(2, 20).idle(4)
    shift.rest(30).drive(5).wait(0.5).visit(3, 20).idle(50).end()
    diary.shift(0, 1, 480).visit(4, 20).end()
    run = diary.run()
    assert figure(run, "slack_minutes") == pytest.approx((10.5 / 3, 10.5, 3))
    assert figure(run, "back_to_back_share") == (1 / 3, 1, 3)


def test_slack_is_not_counted_overnight(village):
    """The last visit of a day and the first of the same person's next day are not consecutive."""
    diary = Diary(village, 2)
    for day in range(2):
        diary.shift(day, 0, 480).idle(5).visit(0, 20).idle(5).end()
    assert figure(diary.run(), "slack_minutes").denominator == 0


def test_lateness_passed_on(village):
    """Late, late, on time, late, and the last has no next: two of three late ones had a next, one of them passed it on."""
    diary = Diary(village, 1)
    shift = diary.shift(0, 0, 480)
    shift.visit(0, 20, planned_at=470).visit(1, 20, planned_at=494).visit(2, 20, planned_at=515).visit(3, 20, planned_at=530).end()
    assert figure(diary.run(), "lateness_passed_on") == (1 / 2, 1, 2)


def test_lateness_cannot_be_passed_on_to_a_visit_that_had_no_time(village):
    """The next visit was in nobody's route, so nobody can say whether it was late; a late one before it does not count."""
    diary = Diary(village, 1)
    unplanned = diary.planned(0, 1, 20, (480, 600))
    diary.shift(0, 0, 480).visit(0, 20, planned_at=470).visit(1, 20, row=unplanned).end()
    run = diary.run()
    run = Run(replace(run.plan, stops=run.plan.stops.take(run.plan.stops.visit != unplanned)), run.journal)
    assert figure(run, "lateness_passed_on")[1:] == (0, 0)


def test_nobody_at_work(village):
    """A day on which nobody works has totals of nought and no ratios."""
    run = Diary(village, 1).run()
    for name in ("visits_per_staff_day", "visit_minutes", "overtime_share", "client_minutes_spread", "slack_minutes"):
        assert math.isnan(figure(run, name).value)
    assert figure(run, "overtime_hours").value == 0
    assert figure(run, "performed_granted").value == 0

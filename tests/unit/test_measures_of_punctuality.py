"""Punctuality and missed visits on a day of a few visits."""

import math

import pytest
from hand_journal import Diary
from hemtjanst.simulation.journal import Kind, Reason
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.measures.distributions import lateness_of_visits
from hemtjanst.simulation.measures.punctuality import on_time


def figure(run: Run, name: str):
    """One figure of a run."""
    return MEASURES[name].function(run)


@pytest.fixture(scope="module")
def day(village) -> Run:
    """Five visits begun at 8:00, and one missed for each of three reasons, one cancelled.

    Against the window they are 40, 20 and 0 minutes late, 20 early, and within; against the plan 50, 25, 5 late, 30 early, and
    one that no route had (its helper was called in).
    """
    diary = Diary(village, 2)
    windows = [(400, 440), (420, 460), (420, 480), (500, 520), (470, 490)]
    planned = [430, 455, 475, 510]
    for client, (window, at) in enumerate(zip(windows[:4], planned, strict=True)):
        diary.shift(1, client, 480, until=600).visit(client, 30, window=window, planned_at=at).end()
    diary.shift(1, 6, 480, rostered=False).visit(4, 30, window=windows[4]).end()
    for reason in (Reason.NO_PLAN, Reason.NOBODY_FREE, Reason.NO_ANSWER, Reason.CLIENT):
        visit = diary.planned(1, 5, 20, (600, 660))
        kind = Kind.CANCELLED if reason == Reason.CLIENT else Kind.MISSED
        diary.write(kind, 1, staff=-1, client=5, visit=visit, reason=int(reason))
    return diary.run()


EXPECTED = {
    "on_time_window_15": (2, 5),
    "on_time_window_30": (4, 5),
    "on_time_plan_15": (1, 4),
    "on_time_plan_30": (3, 4),
    "late_minutes_window": (60, 5),
    "late_minutes_plan": (80, 4),
    "moved_minutes_plan": (110, 4),
    "late_minutes_most": (40, 1),
    "missed_visits": (3, 1),
    "missed_share": (3, 8),
    "missed_no_plan": (1, 8),
    "missed_nobody_free": (1, 8),
    "missed_no_answer": (1, 8),
    "missed_ill": (0, 8),
    "missed_colleague_missing": (0, 8),
    "cancelled_share": (1, 9),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_figures_by_hand(day, name):
    """Every numerator and denominator was counted on paper; days after the first have their own midnight."""
    numerator, denominator = EXPECTED[name]
    assert figure(day, name) == pytest.approx((numerator / denominator, numerator, denominator))


def test_tolerance_is_inclusive(day):
    """Exactly 20 minutes late is on time within 20 minutes, and not within 19."""
    assert on_time(day, "window", 20).numerator == 4
    assert on_time(day, "window", 19.99).numerator == 2


def test_lateness_of_each_visit(day):
    """The plot shows both directions."""
    assert sorted(lateness_of_visits(day)) == pytest.approx([-20, 0, 0, 20, 40])
    assert sorted(lateness_of_visits(day, "plan")) == pytest.approx([-30, 5, 25, 50])


def test_half_a_double_staffed_visit_is_wanted_once(village):
    """A visit that one of two people made and that is also reported missed is one wanted visit, not two."""
    diary = Diary(village, 1)
    visit = diary.planned(0, 1, 20, (480, 500), people=2)
    diary.shift(0, 0, 480).visit(1, 20, row=visit).end()
    diary.write(Kind.MISSED, 0, staff=-1, client=1, visit=visit, reason=int(Reason.COLLEAGUE_MISSING))
    assert figure(diary.run(), "missed_colleague_missing") == (1, 1, 1)


def test_a_day_without_visits_has_no_punctuality(village):
    """Nothing performed: no share, no lateness, and no warning."""
    run = Diary(village, 1).run()
    for name in ("on_time_window_15", "late_minutes_window", "late_minutes_most", "missed_share", "cancelled_share"):
        assert math.isnan(figure(run, name).value)
    assert figure(run, "missed_visits").value == 0

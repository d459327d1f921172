"""Rows of the checklist (domain dossier E0, E3) that the measures answer for: what a claim comes to as a figure."""

import pytest
from hand_journal import Diary, crowd, meetings
from hemtjanst.simulation.measures import MEASURES, Run


def value(run: Run, name: str) -> float:
    """One figure of a run."""
    return MEASURES[name].function(run).value


@pytest.fixture(scope="module")
def short_visits(village) -> Run:
    """T1: cleaning, walk and shower on one day as three visits by three people, each driven to."""
    diary = Diary(village, 1)
    for staff, minutes in enumerate((75, 45, 40)):
        diary.shift(0, staff, 480 + 120 * staff).drive(12, 9000).visit(0, minutes).drive(12, 9000).end()
    return diary.run()


@pytest.fixture(scope="module")
def long_visit(village) -> Run:
    """T13: the same help as one long visit by the contact person."""
    diary = Diary(village, 1, contacts=[(0, 0, 0)])
    diary.shift(0, 0, 480).drive(12, 9000).visit(0, 160).drive(12, 9000).end()
    return diary.run()


def test_T1_T4_several_people_in_a_day(short_visits, long_visit):
    """T1, T4: "många korta besök … av flera olika personal under en dag" shows as people per client and day."""
    assert value(short_visits, "staff_per_client_day") == 3
    assert value(long_visit, "staff_per_client_day") == 1


def test_T2_working_time_in_the_car(short_visits, long_visit):
    """T2: "en stor del av arbetstiden i bilen" shows as a share of paid time, in kilometres and in carbon dioxide."""
    assert value(short_visits, "driving_share") == pytest.approx(72 / 232)
    assert value(long_visit, "driving_share") == pytest.approx(24 / 184)
    assert value(short_visits, "km") == 3 * value(long_visit, "km") == 54
    assert value(short_visits, "co2") > value(long_visit, "co2")


def test_T3_telling_the_same_thing_again(village):
    """T3: "fick kanske berätta samma sak flera gånger" shows as meetings with people who were not there before."""
    new_each_time = meetings(village, 19, [(14 + day, 0, day, 480) for day in range(5)])
    always_the_same = meetings(village, 19, [(day, 0, 0, 480) for day in range(13, 19)])
    assert value(new_each_time, "known_staff_share") == 0
    assert value(always_the_same, "known_staff_share") == 1


def test_T5_T13_help_together_is_fewer_and_longer_visits(short_visits, long_visit):
    """T5, T13: bundling shows as visits per day and minutes per visit, while the client gets the same help."""
    assert (value(short_visits, "visits_per_client_day"), value(long_visit, "visits_per_client_day")) == (3, 1)
    assert value(long_visit, "visit_minutes") == 3 * value(short_visits, "visit_minutes") == 160
    assert value(long_visit, "client_hours") == value(short_visits, "client_hours")


def test_T8_T20_the_contact_person_is_there(short_visits, long_visit):
    """T8, T20: "Du arbetar ofta hos dina omsorgstagare" shows as the contact person's share of visits and of time."""
    assert value(long_visit, "contact_share_visits") == value(long_visit, "contact_share_time") == 1
    assert value(short_visits, "contact_share_visits") == 0


def test_T19_moved_days_are_counted(village):
    """T19: a visit on another day than agreed is allowed, and never unseen."""
    diary = Diary(village, 7)
    diary.planned(4, 0, 40, (540, 780))
    diary.serves(0, 1, agreed_day=3)
    assert value(diary.run(), "moved_days_share") == 1


def test_T28_presence_at_home_of_the_working_day(short_visits, long_visit):
    """T28: 65 % of the working day with clients; the same help passes the goal in one visit more easily than in three."""
    assert value(short_visits, "presence_paid") == pytest.approx(160 / 232)
    assert value(long_visit, "presence_paid") == pytest.approx(160 / 184)


def test_T29_the_whole_planned_time(village):
    """T29: leaving early shows as performed time below planned time."""
    diary = Diary(village, 1)
    diary.shift(0, 0, 480).visit(0, 24, planned_minutes=30).end()
    assert value(diary.run(), "performed_planned") == pytest.approx(0.8)


def test_T36_persons_under_65_are_served_but_not_in_the_official_figure(village):
    """T36: "äldre och funktionshindrade": their people are counted too, beside the official figure."""
    met = [(day, 0, staff, at) for day in range(14) for staff, at in ((0, 480), (1, 1080))]
    run = meetings(crowd(village, 1, 2, age=40), 14, met)
    assert MEASURES["continuity_14d_kolada"].function(run).denominator == 0
    assert value(run, "distinct_staff_14d_all") == 2


def test_F1_a_tight_day_shows(village):
    """F1: stress has no meter; slack, back-to-back visits and lateness passed on are what a journal can show."""
    tight, calm = Diary(village, 1), Diary(village, 1)
    tight.shift(0, 0, 480).visit(0, 20, planned_at=470).drive(5).visit(1, 20, planned_at=495).end()
    calm.shift(0, 0, 480).visit(0, 20, planned_at=470).drive(5).wait(5).visit(1, 20).end()
    before, after = tight.run(), calm.run()
    assert (value(before, "back_to_back_share"), value(after, "back_to_back_share")) == (1, 0)
    assert (value(before, "slack_minutes"), value(after, "slack_minutes")) == (0, 5)
    assert (value(before, "lateness_passed_on"), value(after, "lateness_passed_on")) == (1, 0)

"""Presence, time, driving and cost of one morning that is reckoned by hand."""

from dataclasses import replace

import pytest
from hand_journal import Diary
from hemtjanst.simulation.journal import Kind
from hemtjanst.simulation.measures import MEASURES, Run, measure
from hemtjanst.simulation.measures.cost import parts
from hemtjanst.simulation.measures.distributions import presence_of_staff_days, time_identity


@pytest.fixture(scope="module")
def morning(village) -> Run:
    """Staff 0 by car, 110 paid minutes of which 20 after the planned end; staff 1 by bicycle, 40 paid minutes.

    Together: client 80, travel 27, wait 5, kringtid 34, idle 4; paid 150. By car 8 km, by bicycle 2 km.
    """
    staff = list(village.staff)
    staff[1] = replace(staff[1], mode="bicycle")
    diary = Diary(village.replace(staff=tuple(staff)), 1)
    a = diary.shift(0, 0, 420, until=540).report(15).drive(6, 2000).visit(0, 30).document(2)
    a.drive(7, 4000).wait(5).visit(2, 20, planned_minutes=25).document(2).rest(30).drive(6, 2000).office(15).idle(2).end()
    diary.shift(0, 1, 450, until=500).drive(4, 1000).visit(1, 30).drive(4, 1000).idle(2).end()
    return diary.run()


EXPECTED = {  # numerator, denominator
    "presence_paid": (80 / 60, 150 / 60),
    "presence_active": (80 / 60, 146 / 60),
    "field_efficiency": (80 / 60, 112 / 60),
    "client_hours": (80 / 60, 1),
    "travel_hours": (27 / 60, 1),
    "wait_hours": (5 / 60, 1),
    "kringtid_hours": (34 / 60, 1),
    "idle_hours": (4 / 60, 1),
    "paid_hours": (150 / 60, 1),
    "wait_share": (5 / 60, 150 / 60),
    "kringtid_share": (34 / 60, 150 / 60),
    "idle_share": (4 / 60, 150 / 60),
    "driving_share": (27 / 60, 150 / 60),
    "driving_minutes_per_visit": (27, 3),
    "km": (8, 1),
    "co2": (8 * 0.133, 1),
    "cost": (2.5 * 280 + 20 / 60 * 280 * 0.5 + 8 * 2.5, 1),
    "cost_paid_hours": (2.5 * 280, 1),
    "cost_overtime": (20 / 60 * 280 * 0.5, 1),
    "cost_km": (8 * 2.5, 1),
    "cost_per_client_hour": (2.5 * 280 + 20 / 60 * 280 * 0.5 + 8 * 2.5, 80 / 60),
    "overtime_hours": (20 / 60, 1),
    "overtime_share": (1, 2),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_figures_by_hand(morning, name):
    """Every numerator and denominator was added up on paper."""
    figure = MEASURES[name].function(morning)
    numerator, denominator = EXPECTED[name]
    assert figure.numerator == pytest.approx(numerator)
    assert figure.denominator == pytest.approx(denominator)
    assert figure.value == pytest.approx(numerator / denominator)


def test_break_is_not_paid(morning):
    """The half hour of rest in the morning is in no account; paid time would be 180 minutes otherwise."""
    assert (morning.journal.kind == Kind.BREAK).any()
    assert morning.paid.tolist()[0][:3] == [110 * 60, 40 * 60, 0]


def test_paid_time_balances_to_the_second(morning):
    """Paid = client + travel + wait + kringtid + idle, for every member of staff and day and in total (A3)."""
    assert (sum(morning.accounts.values()) == morning.paid).all()
    identity = time_identity(morning)
    assert sum(hours for name, hours in identity.items() if name != "paid") == pytest.approx(identity["paid"])
    shares = ["presence_paid", "driving_share", "wait_share", "kringtid_share", "idle_share"]
    assert measure(morning, shares)["value"].sum() == pytest.approx(1)


def test_cost_is_the_sum_of_its_parts(morning):
    """Nothing is paid twice: overtime hours cost the ordinary price in paid hours and only the extra beside them."""
    assert sum(parts(morning).values()) == pytest.approx(MEASURES["cost"].function(morning).value)


def test_presence_of_each_staff_day(morning):
    """The plot of presence shows one value for each person who worked that day."""
    assert presence_of_staff_days(morning) == pytest.approx([50 / 110, 30 / 40])


def test_called_in_people_have_no_overtime(village):
    """Somebody called in has no planned end, so nothing can be later than it."""
    diary = Diary(village, 1)
    diary.shift(0, 6, 600, rostered=False).drive(5, 1000).visit(0, 300).end()
    figure = MEASURES["overtime_hours"].function(diary.run())
    assert figure.value == 0

"""How needs become visits: what may share one, when it may start, on which day it falls."""

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.plan import Contacts, Duties
from hemtjanst.models.planning.bundles import Bundler
from hemtjanst.models.planning.occasions import agreed_occasions
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.scenario import Need

HOUR = 3600
CONTACT_OF_C0 = Contacts.from_rows([(0, 0, 0), (0, 1, 1)])
NONE = Contacts.from_rows(())


def roster(*worked, first=7 * HOUR + 900, last=15 * HOUR):
    """Day shifts of the given (day, staff)."""
    return Duties.from_rows(
        (d, s, 0, 0, 7 * HOUR, 15 * HOUR + 1800, first, last, 0, 1800, 10 * HOUR, 12 * HOUR) for d, s in sorted(worked)
    )


def needs_of(village, *needs):
    """The village with c0's needs only these."""
    return village.replace(needs=tuple(needs))


def weekly(name, minutes, weekdays, earliest=9 * 60, latest=13 * 60, **more):
    """A weekly need of c0."""
    return Need(f"c0.{name}", 0, name, minutes, weekdays, earliest, latest, **more)


def test_occasions_follow_the_agreement(village):
    """Every second Monday means week 0 and 2, and every day means every day."""
    found = agreed_occasions(village, 28)
    cleaning = [n.id for n in village.needs].index("c0.cleaning")
    assert found.day[found.need == cleaning].tolist() == [0, 14]
    assert sum(found.need == 0) == 28


def test_each_service_is_a_visit_of_its_own_by_default(village, fragmented):
    """T1: the baseline makes three visits of shower, walk and cleaning on one day."""
    visits, _ = make_visits(_all_on_thursday(village), fragmented, 7, NONE)
    mine = (visits.client == 0) & (visits.day == 3)
    assert sorted(visits.seconds[mine].tolist()) == [18 * 60, 30 * 60, 40 * 60, 45 * 60, 75 * 60]


def _all_on_thursday(village):
    needs = tuple(Need(n.id, 0, n.service, n.minutes, (3,), 540, 780) if n.id == "c0.cleaning" else n for n in village.needs)
    return village.replace(needs=needs)


def test_medication_is_given_at_the_visit_whose_time_it_shares(village, fragmented):
    """Nobody drives out twice in a morning to the same door: c2's medication is part of morning care, with its skill."""
    visits, occasions = make_visits(village, fragmented, 1, NONE)
    morning = np.flatnonzero((visits.client == 2) & (visits.earliest < 12 * HOUR))
    assert len(morning) == 1
    assert visits.seconds[morning[0]] == 39 * 60
    assert visits.skills[morning[0]] == village.skill_mask({"delegation"})
    assert visits.latest[morning[0]] == (9 * 60 + 30 - 9) * 60  # medication first, so that both begin in their windows
    assert sum(occasions.visit == morning[0]) == 2


@pytest.mark.parametrize(
    ("changes", "visits"),
    [
        ({}, 1),
        ({"earliest": 14 * 60, "latest": 16 * 60}, 2),
        ({"earliest": 12 * 60 + 50, "latest": 16 * 60}, 2),
        ({"people": 2}, 2),
        ({"minutes": 230.0}, 2),
    ],
    ids=["may share", "windows apart", "too little slack left", "other people", "too long"],
)
def test_what_keeps_needs_apart(village, back_to_basic, changes, visits):
    """Windows, double staffing and the longest visit are limits to what shares a visit."""
    other = {"minutes": 45.0, "earliest": 540, "latest": 780, "people": 1} | changes
    bundler = Bundler(
        needs_of(village, weekly("shower", 40, (3,)), Need("c0.walk", 0, "walk", weekdays=(3,), **other)), back_to_basic
    )
    assert len(bundler.bundles((0, 1))) == visits


def test_a_long_visit_ends_within_a_shift(village, back_to_basic):
    """A visit of 160 minutes that may start until 13:00 must start early enough for the day shift to be back at the base."""
    bundler = Bundler(_all_on_thursday(village), back_to_basic)
    three = [row for row, need in enumerate(village.needs) if need.service in ("shower", "walk", "cleaning")]
    (visit,) = bundler.bundles(tuple(three))
    assert visit.seconds == 160 * 60
    assert visit.latest == 15 * HOUR - 160 * 60 - 2 * 60 - 150 - 3 * 60  # documentation, parking and the drive home


def test_visits_are_sorted_and_count_their_duties(village, back_to_basic):
    """Routes and measures rely on the order and on the minutes that are contact duties."""
    visits, occasions = make_visits(village, back_to_basic, 14, NONE)
    keys = list(zip(visits.day.tolist(), visits.client.tolist(), visits.earliest.tolist(), strict=True))
    assert keys == sorted(keys)
    assert np.all(np.diff(occasions.visit) >= 0)
    long = (visits.day == 3) & (visits.client == 0) & (visits.duty_minutes > 0)
    assert visits.duty_minutes[long].tolist() == [160]


def test_agreed_days_stay_under_the_baseline(village, fragmented):
    """days: agreed moves nothing, whoever works when."""
    visits, occasions = make_visits(village, fragmented, 14, CONTACT_OF_C0, roster((1, 0)))
    assert np.array_equal(visits.day[occasions.visit], occasions.agreed_day)


def test_two_showers_a_week_stay_two_days(village, back_to_basic):
    """Frequency and spacing: with the contact person there on one day only, the showers are on two days, not adjacent ones."""
    scenario = needs_of(village, weekly("shower", 40, (0, 3)))
    visits, _ = make_visits(scenario, back_to_basic, 7, CONTACT_OF_C0, roster((2, 0), (4, 1)))
    assert visits.day.tolist() == [2, 4]


def test_a_busy_contact_person_is_not_given_everything(village, back_to_basic):
    """With more contact duties than fit a shift the rest goes to a day when a backup works, or stays."""
    longest = back_to_basic.model_copy(
        update={"contacts": back_to_basic.contacts, "visits": Policy(name="x").visits.model_copy(update={"days": "contact"})}
    )
    scenario = needs_of(village, weekly("cleaning", 180, (1,)), weekly("walk", 150, (2,)))
    visits, _ = make_visits(scenario, longest, 7, CONTACT_OF_C0, roster((0, 0), (4, 1)))
    assert visits.day.tolist() == [0, 4]


def test_a_service_on_most_days_is_not_moved(village, back_to_basic):
    """A daily walk is daily: there is no other day to move it to."""
    scenario = needs_of(village, weekly("walk", 45, (0, 1, 2, 3, 4)))
    visits, _ = make_visits(scenario, back_to_basic, 7, CONTACT_OF_C0, roster((5, 0)))
    assert visits.day.tolist() == [0, 1, 2, 3, 4]


def test_nothing_moves_out_of_a_week_or_beyond_the_horizon(village, back_to_basic):
    """A plan of 9 days has days 7 and 8 in its second week: what is agreed there stays there."""
    scenario = needs_of(village, weekly("shower", 40, (0,)))
    visits, _ = make_visits(scenario, back_to_basic, 9, CONTACT_OF_C0, roster((4, 0), (8, 0), (10, 0), (11, 0)))
    assert visits.day.tolist() == [4, 8]
    visits, _ = make_visits(scenario, back_to_basic, 9, CONTACT_OF_C0, roster((3, 0), (10, 0)))
    assert visits.day.tolist() == [3, 7]


def test_a_shower_moved_to_friday_is_not_followed_by_one_on_monday(village, back_to_basic):
    """T19 keeps the spacing: half of the agreed seven days stay between two weeks, though the contact person works on Monday."""
    scenario = needs_of(village, weekly("shower", 40, (0,)))
    visits, _ = make_visits(scenario, back_to_basic, 14, CONTACT_OF_C0, roster((4, 0), (7, 0), (9, 0)))
    assert visits.day.tolist() == [4, 9]

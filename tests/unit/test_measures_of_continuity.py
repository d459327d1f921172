"""How many people clients meet, and contact persons, on journals of a few visits."""

import math

import numpy as np
import pytest
from hand_journal import Diary, crowd, meetings
from hemtjanst.models import Policy
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.measures import indices as by_counts
from hemtjanst.simulation.measures.contact import contact_share_by_service, known_staff_share
from hemtjanst.simulation.measures.continuity import staff_in_windows
from hemtjanst.simulation.measures.distributions import contact_share_of_clients, staff_of_clients

MORNING, NOON, EVENING = 480, 720, 1080


def figure(run: Run, name: str):
    """One figure of a run."""
    return MEASURES[name].function(run)


@pytest.fixture(scope="module")
def three_days(village) -> Run:
    """Client 0: 0 0 1 | 0 2 | 1 (six visits by three people); client 1: only staff 0, twice; client 2: nobody."""
    met = [
        (0, 0, 0, MORNING), (0, 0, 0, NOON), (0, 0, 1, EVENING), (1, 0, 0, MORNING), (1, 0, 2, EVENING), (2, 0, 1, MORNING),
        (0, 1, 0, 600), (2, 1, 0, 600),
    ]  # fmt: skip
    return meetings(village, 3, met, contacts=[(0, 0, 0), (0, 1, 1), (1, 2, 0)])


def test_staff_per_client_day(three_days):
    """Client 0 met 2 + 2 + 1 people on three days, client 1 one on each of two."""
    assert figure(three_days, "staff_per_client_day") == (7 / 5, 7, 5)


@pytest.mark.parametrize("name", ["upc", "coc", "hhi", "mmci", "k_index"])
def test_indices_average_clients_with_enough_visits(three_days, name):
    """Client 0 has counts 3, 2, 1; client 1 has too few visits for an index and must not count as perfect continuity."""
    expected = getattr(by_counts, name)([3, 2, 1])
    assert figure(three_days, name) == pytest.approx((expected, expected, 1))


def test_secon_follows_the_order_of_visits(three_days):
    """0 0 1 0 2 1 has one joint out of five."""
    assert figure(three_days, "secon") == pytest.approx((0.2, 0.2, 1))


def test_contact_shares(three_days):
    """Client 0's contact made 3 of 6 visits and the backup 2; client 1's contact none of 2."""
    assert figure(three_days, "contact_share_visits") == (3 / 8, 3, 8)
    assert figure(three_days, "contact_share_time") == pytest.approx((3 / 8, 1, 160 / 60))
    assert figure(three_days, "contact_or_backup_share") == (5 / 8, 5, 8)
    assert contact_share_of_clients(three_days).tolist() == [0.5, 0]


def test_without_contact_persons_the_share_is_nought(village):
    """Under a policy that names no contact persons clients meet none: 0 of 2, not undefined."""
    run = meetings(village, 1, [(0, 0, 0, MORNING), (0, 0, 1, EVENING)])
    assert figure(run, "contact_share_visits") == (0, 0, 2)
    assert figure(run, "contact_or_backup_share") == (0, 0, 2)


def test_double_staffed_visit_is_one_visit_and_two_people(village):
    """The contact person is there even if somebody else is too; people are counted, visits are not doubled."""
    diary = Diary(village, 1, contacts=[(1, 3, 0)])
    diary.shift(0, 2, 480).visit(1, 30).end()
    diary.shift(0, 3, 480).visit(1, 20, row=0).end()
    run = diary.run()
    assert figure(run, "contact_share_visits") == (1, 1, 1)
    assert figure(run, "contact_share_time") == pytest.approx((1, 0.5, 0.5))
    assert figure(run, "staff_per_client_day") == (2, 2, 1)
    assert figure(run, "visit_minutes") == (30, 30, 1)
    assert figure(run, "driving_minutes_per_visit").denominator == 2


def test_the_same_pair_at_every_visit_is_full_sequential_continuity(village):
    """Two people who always come together are the same people each time, in whatever order they stand in the journal."""
    diary = Diary(village, 4)
    for day in range(4):
        diary.shift(day, 2, 480).visit(1, 30).end()
        diary.shift(day, 3, 480).visit(1, 30, row=day).end()
    run = diary.run()
    assert figure(run, "secon") == (1, 1, 1)
    assert figure(run, "upc") == (1, 1, 1)
    assert figure(run, "coc").value == pytest.approx(by_counts.coc([4, 4]))


def test_known_staff(village):
    """Day 14 on counts: staff 0 came before, staff 1 never, staff 2 is backup, staff 3 came earlier the same day."""
    met = [(2, 0, 0, MORNING), (14, 0, 0, MORNING), (14, 0, 1, NOON), (14, 0, 2, EVENING), (15, 0, 3, MORNING), (15, 0, 3, NOON)]
    run = meetings(village, 16, met, contacts=[(0, 2, 1)])
    assert figure(run, "known_staff_share") == (3 / 5, 3, 5)
    assert known_staff_share(run, contacts_are_known=False) == (2 / 5, 2, 5)
    assert known_staff_share(run, days=11) == (2 / 5, 2, 5)
    assert known_staff_share(run, warm_up=0) == (3 / 6, 3, 6)


def test_known_staff_needs_a_memory(village):
    """In a run no longer than the warm-up nobody can say who is known."""
    assert math.isnan(figure(meetings(village, 14, [(13, 0, 0, MORNING)]), "known_staff_share").value)


def test_contact_duties(village):
    """Shower and walk are duties (T12), morning care is not; the contact person did the shower's visit but not the walk's."""
    diary = Diary(village, 1, contacts=[(0, 0, 0)])
    diary.shift(0, 0, 480).visit(0, 70).end()
    diary.shift(0, 1, 600).visit(0, 45).end()
    lost = diary.planned(0, 0, 75, (540, 780))
    morning, shower, walk, cleaning = 0, 1, 2, 3
    diary.serves(0, morning)
    diary.serves(0, shower)
    diary.serves(1, walk)
    diary.serves(lost, cleaning)
    run = diary.run()
    assert figure(run, "contact_share_duties") == (1 / 2, 1, 2)
    shares = contact_share_by_service(run)
    assert set(shares) == {"morning_care", "shower", "walk"}  # the cleaning was not performed
    assert shares["morning_care"] == (1, 1, 1)
    diary.policy = Policy.model_validate({"name": "walks", "contacts": {"clients": [1, 4], "duties": ["walk"]}})
    assert figure(diary.run(), "contact_share_duties") == (0, 0, 1)


def test_windows_against_counting_each(village):
    """Different people in every window, counted the slow way: one set for each client and window."""
    random = np.random.default_rng(5)
    scenario, days = crowd(village, 7, 9), 31
    met = np.c_[
        random.integers(0, days, 150), random.integers(0, 7, 150), random.integers(0, 9, 150), random.integers(420, 1300, 150)
    ]
    run = meetings(scenario, days, met)
    for length in (1, 14, 28, 31, 32):
        slow = [
            [
                len({s for d, c, s, _ in met.tolist() if c == client and first <= d < first + length})
                for first in range(days - length + 1)
            ]
            for client in range(7)
        ]
        assert staff_in_windows(run, length).tolist() == slow


def test_distinct_staff_counts_clients_with_visits(village):
    """A client nobody visits is not one who meets nobody: the mean is over those who are met."""
    met = [(day, 0, day % 3, MORNING) for day in range(28)] + [(0, 1, 5, MORNING)]
    run = meetings(village, 28, met)
    # client 0: 3 people in each of 15 windows; client 1: one person, only in the window that begins on day 0
    assert figure(run, "distinct_staff_14d_all") == (46 / 16, 46, 16)
    assert figure(run, "distinct_staff_28d") == (4 / 2, 4, 2)
    assert staff_of_clients(run).tolist() == [3, 1]
    assert figure(run, "group_staff_14d") == ((4 + 14 * 3) / 15, 46, 15)

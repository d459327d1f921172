"""Closed forms of continuity (domain A6, items 1 to 4): what any correct measure must give on journals made to fit them."""

import numpy as np
import pytest
from hand_journal import crowd, meetings
from hemtjanst.simulation.measures import MEASURES, Run, measure
from hemtjanst.simulation.measures.indices import coc

DAYS = 14
CLIENTS = 400
DAY_SLOT, LATE_DAY_SLOT, EVENING_SLOT = 8 * 60, 12 * 60, 18 * 60  # minutes after midnight


def value(run: Run, name: str) -> float:
    """One figure of a run."""
    return MEASURES[name].function(run).value


def expected_distinct(n: int, draws: int) -> float:
    """E[M] = n (1 - (1 - 1/n)^V): different people among V draws from n."""
    return n * (1 - (1 - 1 / n) ** draws)


def assigned(scenario, staff_of) -> Run:
    """Three visits a day for every client for 14 days; ``staff_of[client, day, visit]`` says by whom."""
    slots = (DAY_SLOT, LATE_DAY_SLOT, EVENING_SLOT)
    clients, days, _ = staff_of.shape
    return meetings(
        scenario,
        days,
        [(d, c, staff_of[c, d, v], at) for c in range(clients) for d in range(days) for v, at in enumerate(slots)],
    )


@pytest.mark.parametrize(("n", "listed"), [(10, 9.9), (12, 11.7), (14, 13.4), (16, 14.9), (18, 16.4), (20, 17.7), (25, 20.5)])
def test_random_assignment_meets_nearly_everybody(village, n, listed):
    """A6.1: without any rule the official figure is the group's size in disguise; 16 people give the national 15."""
    random = np.random.default_rng(n)
    run = assigned(crowd(village, CLIENTS, n), random.integers(0, n, (CLIENTS, DAYS, 3)))
    expected = expected_distinct(n, 42)
    assert expected == pytest.approx(listed, abs=0.051)
    assert value(run, "continuity_14d_kolada") == pytest.approx(expected, abs=0.2)
    assert value(run, "distinct_staff_14d_all") == value(run, "continuity_14d_kolada")
    assert value(run, "group_staff_14d") == n


@pytest.mark.parametrize(("n", "listed"), [(16, 13.4), (20, 15.2), (25, 17.0)])
def test_one_person_per_shift_alone_moves_the_figure_little(village, n, listed):
    """A6.2: 28 day and evening shifts drawn at random, not 42 visits: the rule T15 alone is not continuity."""
    random = np.random.default_rng(n)
    by_shift = random.integers(0, n, (CLIENTS, DAYS, 2))
    run = assigned(crowd(village, CLIENTS, n), by_shift[:, :, [0, 0, 1]])
    expected = expected_distinct(n, 28)
    assert expected == pytest.approx(listed, abs=0.051)
    assert value(run, "continuity_14d_kolada") == pytest.approx(expected, abs=0.25)


def slots_by(staff_of_slot, scenario, contact=0) -> Run:
    """One client with a visit in each slot (two a day), by the people in ``staff_of_slot[day, slot]``."""
    days, slots = staff_of_slot.shape
    times = (DAY_SLOT, EVENING_SLOT)[:slots]
    rows = [(d, 0, staff_of_slot[d, k], at) for d in range(days) for k, at in enumerate(times)]
    return meetings(scenario, days, rows, contacts=[(0, contact, 0)])


def fair_shifts(days: int, slots: int, per_person: list[int]) -> np.ndarray:
    """Who works which slot: nobody twice a day, and person p as often as ``per_person[p]``."""
    left = list(per_person)
    table = np.zeros((days, slots), dtype=int)
    for day in range(days):
        chosen = sorted(range(len(left)), key=lambda person: -left[person])[:slots]
        for slot, person in enumerate(chosen):
            table[day, slot] = person
            left[person] -= 1
    assert left == [0] * len(left)
    return table


@pytest.mark.parametrize(("shifts", "floor"), [([10, 9, 9], 3), ([7, 7, 7, 7], 4)])
def test_floor_of_a_two_shift_client(village, shifts, floor):
    """A6.3: 28 slots and at most 10 shifts a person: no plan can show fewer than three people, and three suffice."""
    run = slots_by(fair_shifts(14, 2, shifts), crowd(village, 1, len(shifts)))
    assert value(run, "continuity_14d_kolada") == floor


def test_no_roster_of_ten_shifts_each_goes_below_the_floor(village):
    """A6.3: 200 random rosters in which nobody works more than 10 of 14 days reach 3 people and never fewer."""
    random = np.random.default_rng(3)
    scenario = crowd(village, 1, 5)
    fewest = 99.0
    for _ in range(200):
        left = np.full(5, 10)
        table = np.zeros((14, 2), dtype=int)
        for day in range(14):
            rest = random.random(5) * (left > 0)
            table[day] = np.argsort(-rest * 4.0 ** np.arange(5))[:2]
            left[table[day]] -= 1
        assert left.min() >= 0
        fewest = min(fewest, value(slots_by(table, scenario), "continuity_14d_kolada"))
    assert fewest == 3


@pytest.mark.parametrize(("slots", "bound"), [(2, 0.34), (1, 0.68)])
def test_contact_person_cannot_be_there_more_often_than_at_work(village, slots, bound):
    """A6.3: a full-timer works 19 shifts in 28 days, so 0.34 of a two-shift client's visits and 0.68 of a day client's."""
    table = np.full((28, slots), 1)
    table[:, -1] = 2
    worked = np.array([day % 7 not in (2, 5) for day in range(28)])  # 20 days …
    worked[27] = False  # … less one
    table[worked, 0] = 0
    run = slots_by(table, crowd(village, 1, 3))
    assert value(run, "contact_share_visits") == pytest.approx(bound, abs=0.005)
    assert value(run, "contact_share_time") == pytest.approx(bound, abs=0.005)


def test_contact_share_of_a_weekly_client_can_be_whole(village):
    """A6.3: a client whose visits follow the contact person's days (Bertil's Thursdays) reaches 1."""
    run = meetings(crowd(village, 1, 3), 28, [(day, 0, 1, 600) for day in range(3, 28, 7)], contacts=[(0, 1, 0)])
    assert value(run, "contact_share_visits") == 1


@pytest.mark.parametrize(("people", "expected", "listed"), [(3, 0.317, 0.317), (15, 0.0453, 0.05)])
def test_coc_of_visits_shared_evenly(village, people, expected, listed):
    """A6.4: three people who share 42 visits evenly give 0.317; fifteen about 0.05, as solvers without assignment do."""
    staff_of = (np.arange(42) % people).reshape(1, 14, 3)
    run = assigned(crowd(village, 1, people), staff_of)
    assert value(run, "coc") == pytest.approx(expected, abs=0.0005)
    assert value(run, "coc") == pytest.approx(listed, abs=0.006)
    assert value(run, "coc") == pytest.approx(coc(np.bincount(staff_of.ravel())))


def test_coc_of_visits_drawn_at_random_is_one_over_n(village):
    """Drawn at random two visits are by the same person with probability 1/n: an unbiased index says just that."""
    random = np.random.default_rng(15)
    run = assigned(crowd(village, CLIENTS, 15), random.integers(0, 15, (CLIENTS, DAYS, 3)))
    figures = measure(run, ["coc", "hhi", "secon"]).set_index("measure")["value"]
    assert figures["coc"] == pytest.approx(1 / 15, abs=0.002)
    assert figures["secon"] == pytest.approx(1 / 15, abs=0.006)
    assert figures["hhi"] == pytest.approx((1 + 41 * figures["coc"]) / 42, rel=1e-12)

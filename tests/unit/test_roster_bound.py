"""The bound on uncovered shifts: never above what a roster leaves, exact where one can reckon it, and told in the notes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hemtjanst.models.plan import Contacts
from hemtjanst.models.planning import roster
from hemtjanst.models.planning.roster import make_roster
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.scenario import Need, ShiftType
from town import town

NONE = Contacts.from_rows(())
SAID = re.compile(r"(\d+) of \d+ shifts are covered by nobody.* leaves fewer than (\d+)\.")


def told(scenario, policy, days):
    """Notes, and the shifts uncovered and the bound that they tell of."""
    visits, _ = make_visits(scenario, policy, days, NONE)
    _, notes = make_roster(scenario, policy, days, NONE, visits)
    found = [tuple(map(int, match.groups())) for note in notes if (match := SAID.search(note))]
    return notes, found


@pytest.mark.parametrize(("clients", "regular", "seed"), [(40, 6, 1), (40, 9, 2), (30, 8, 3)])
def test_T16_no_roster_beats_its_bound_and_the_search_is_near_it(fragmented, clients, regular, seed):
    """Hours that cannot cover the demand are told with a proven figure, and the search leaves not many more than that."""
    ((missing, least),) = told(town(clients=clients, regular=regular, hourly=1, seed=seed), fragmented, 28)[1]
    assert 0 < least <= missing
    assert missing <= 1.25 * least + 5


def test_one_person_cannot_be_there_every_day(village, fragmented):
    """Reckoned by hand: one client, one visit a day, one person at full time: of seven days at most five, so two stay open."""
    one = village.replace(
        staff=(replace(village.staff[0], shifts=frozenset({"day"})),),
        needs=(Need("c0.morning", 0, "morning_care", 30, tuple(range(7)), 480, 600),),
        clients=village.clients[:1],
    )
    ((missing, least),) = told(one, fragmented, 7)[1]
    assert (missing, least) == (2, 2)


def test_a_shift_that_leaves_too_little_rest_is_told_of(village, fragmented):
    """A shift pattern that breaks the rest rules comes back as a sentence: 14 hours of work leave 10 of rest."""
    long = village.replace(shifts=(ShiftType("day", 7 * 3600, 21 * 3600), village.shifts[1]))
    notes, _ = told(long, fragmented, 7)
    assert (
        "Shift 'day' (07:00-21:00) leaves 10 h until it begins again; the daily rest is 11 h, so nobody works it two days running."
        in notes
    )
    assert not roster._shifts_without_rest(village)

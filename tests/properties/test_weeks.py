"""What every plan of weeks keeps, whatever the town: the hard rules of work, and each granted need met once."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.planning.roster import make_roster
from hemtjanst.models.planning.visits import make_visits
from hypothesis import given, settings
from hypothesis import strategies as st
from town import CATALOGUE, town

HOUR = 3600
LONG_VISIT = ("shower", "walk", "escort", "cleaning", "laundry", "shopping")
CONTACT_POLICY = Policy.model_validate(
    {
        "name": "contact",
        "visits": {"together": [*Policy(name="x").visits.together, LONG_VISIT], "days": "contact"},
        "contacts": {"clients": [3, 4], "backups": 2, "duties": LONG_VISIT},
        "roster": {"first": "clients"},
        "meetings": {"minutes": 120, "preparation_minutes": 15},
    }
)
towns = st.builds(
    town,
    groups=st.integers(1, 2),
    clients=st.integers(1, 14),
    regular=st.integers(1, 7),
    hourly=st.integers(0, 2),
    seed=st.integers(1, 10**6),
)
policies = st.sampled_from([Policy(name="fragmented"), CONTACT_POLICY])
lengths = st.sampled_from([1, 7, 10, 14, 28])


def weeks(scenario, policy, days):
    """Contacts, roster, visits and occasions as the plan has them in the end."""
    contacts, _ = assign_contacts(scenario, policy)
    before, _ = make_visits(scenario, policy, days, contacts)
    duties, _ = make_roster(scenario, policy, days, contacts, before)
    return contacts, duties, *make_visits(scenario, policy, days, contacts, duties)


@settings(deadline=None, max_examples=25)
@given(towns, policies, lengths)
def test_rosters_keep_the_rules_of_work(scenario, policy, days):
    """Daily rest, weekly rest, free weekends, runs, shift types, groups and breaks hold for every person."""
    _, duties, _, _ = weeks(scenario, policy, days)
    assert np.all(np.diff(duties.day.astype(np.int64) * len(scenario.staff) + duties.staff) > 0)
    assert np.all((duties.start <= duties.first) & (duties.first < duties.last) & (duties.last <= duties.end))
    has_break = duties.break_seconds > 0
    assert np.array_equal(has_break, duties.end - duties.start > 5 * HOUR)
    assert np.all((duties.first <= duties.break_earliest)[has_break])
    assert np.all((duties.break_earliest <= duties.break_latest)[has_break])
    assert np.all((duties.break_latest + duties.break_seconds <= duties.last)[has_break])
    assert np.all((duties.break_latest - duties.start <= 5 * HOUR)[has_break])
    for row, person in enumerate(scenario.staff):
        mine = duties.take(duties.staff == row)
        assert np.all(mine.group == person.group)
        assert all(scenario.shifts[k].name in person.shifts for k in mine.shift)
        begin, end = mine.day.astype(np.int64) * 24 * HOUR + mine.start, mine.day.astype(np.int64) * 24 * HOUR + mine.end
        assert np.all(begin[1:] - end[:-1] >= 11 * HOUR)
        for week in range(-(-days // 7)):
            inside = mine.day // 7 == week
            a, b = week * 7 * 24 * HOUR, (week + 1) * 7 * 24 * HOUR
            assert (np.append(begin[inside], b) - np.insert(end[inside], 0, a)).max() >= 36 * HOUR
        worked = set(mine.day.tolist())
        assert not any(all(d + k in worked for k in range(6)) for d in range(days))
        if person.employment == "regular":
            weekends = {d // 7 for d in worked if d % 7 >= 5}
            assert not any(week + 1 in weekends for week in weekends)


@settings(deadline=None, max_examples=25)
@given(towns, policies, lengths)
def test_every_granted_need_is_met_once_in_its_week(scenario, policy, days):
    """Occasions are neither lost nor doubled, stay in their week, keep their frequency, and visits are the sum of their parts."""
    _, _, visits, occasions = weeks(scenario, policy, days)
    granted = {(row, day): 1 for row, need in enumerate(scenario.needs) for day in range(days) if need.falls_on(day % 7, day // 7)}
    assert Counter(zip(occasions.need.tolist(), occasions.agreed_day.tolist(), strict=True)) == granted
    day = visits.day[occasions.visit]
    assert np.array_equal(day // 7, occasions.agreed_day // 7)
    assert len(set(zip(occasions.need.tolist(), day.tolist(), strict=True))) == len(occasions)
    assert np.array_equal(np.bincount(occasions.visit, occasions.seconds, len(visits)), visits.seconds)
    assert len(visits) == len(set(occasions.visit.tolist()))
    assert np.all(visits.earliest <= visits.latest)
    for visit, row, moved in zip(occasions.visit, occasions.need, day != occasions.agreed_day, strict=True):
        need = scenario.needs[row]
        assert visits.client[visit] == need.client
        assert visits.people[visit] == need.people
        assert need.earliest * 60 <= visits.earliest[visit] <= visits.latest[visit] <= need.latest * 60
        skill = CATALOGUE[need.service].skill
        assert skill is None or visits.skills[visit] & scenario.skill_mask({skill})
        assert not moved or CATALOGUE[need.service].movable
    if policy.visits.days == "agreed":
        assert np.array_equal(day, occasions.agreed_day)


@settings(deadline=None, max_examples=25)
@given(towns, st.integers(0, 3), st.integers(1, 5), st.integers(0, 3))
def test_contacts_keep_their_capacity(scenario, fewest, more, backups):
    """Nobody answers for more clients than the policy says; fewer only where the clients cannot be split otherwise."""
    policy = Policy.model_validate({"name": "p", "contacts": {"clients": [fewest, fewest + more], "backups": backups}})
    contacts, notes = assign_contacts(scenario, policy)
    own = contacts.take(contacts.rank == 0)
    clients = Counter(own.staff.tolist())
    assert max(clients.values(), default=0) <= fewest + more
    assert min(clients.values(), default=fewest) >= fewest or any("cannot be split" in note for note in notes)
    assert len(set(own.client.tolist())) == len(own) == sum(clients.values())
    assert len(own) == len(scenario.clients) or any("no contact person" in note for note in notes)
    assert len(set(zip(contacts.client.tolist(), contacts.staff.tolist(), strict=True))) == len(contacts)
    for client, staff in zip(contacts.client, contacts.staff, strict=True):
        assert scenario.staff[staff].group == scenario.clients[client].group
        assert scenario.staff[staff].employment == "regular"


@pytest.mark.parametrize("policy", [Policy(name="fragmented"), CONTACT_POLICY], ids=lambda p: p.name)
def test_an_empty_group_is_an_empty_plan(policy):
    """A group whose clients have all moved away still has its staff at work, and nothing breaks."""
    scenario = town(clients=2, regular=2, hourly=1)
    empty = scenario.replace(clients=(), needs=())
    contacts, duties, visits, occasions = weeks(empty, policy, 14)
    assert len(contacts) == len(visits) == len(occasions) == 0
    assert set(duties.staff.tolist()) == {0, 1}

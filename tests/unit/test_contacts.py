"""Who becomes contact person and backup, and what is said where nobody can."""

from collections import Counter

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.plan import CONTACT
from hemtjanst.models.planning.contacts import assign_contacts, may_be_contact, weekly_minutes
from hemtjanst.models.planning.partition import partition
from hemtjanst.models.scenario import Client
from town import town


def policy(clients=(3, 4), backups=2, **more):
    """A policy with contact persons."""
    return Policy.model_validate({"name": "p", "contacts": {"clients": clients, "backups": backups, **more}})


@pytest.fixture(scope="module")
def one_group():
    """A town of one group."""
    return town()


def test_without_contact_persons_nobody_is_anybodys(village, fragmented):
    """The baseline has no contact persons; a stray row would give it continuity for nothing."""
    contacts, notes = assign_contacts(village, fragmented)
    assert len(contacts) == 0
    assert notes == ()


def test_every_client_has_one_contact_person_and_the_backups(one_group):
    """Ranks are complete and a person is never both contact person and backup of a client."""
    contacts, _ = assign_contacts(one_group, policy())
    for client in range(len(one_group.clients)):
        mine = contacts.client == client
        assert contacts.rank[mine].tolist() == [0, 1, 2]
        assert len(set(contacts.staff[mine].tolist())) == 3


def test_only_the_eligible_are_contact_persons(one_group):
    """Title, degree and employment are levers, and the law asks for the title."""
    lever = policy(titles=["undersköterska"], least_degree=0.75, clients=(1, 6))
    contacts, _ = assign_contacts(one_group, lever)
    chosen = {int(row) for row in contacts.staff[contacts.rank == CONTACT]}
    assert chosen
    assert all(may_be_contact(one_group, lever, row) for row in chosen)


def test_hours_follow_degree_of_employment(one_group):
    """A half-timer must not answer for as many hours of care as a full-timer."""
    contacts, _ = assign_contacts(one_group, policy())
    hours: Counter[int] = Counter()
    for client, staff in zip(contacts.client[contacts.rank == 0], contacts.staff[contacts.rank == 0], strict=True):
        hours[int(staff)] += weekly_minutes(one_group, int(client))
    per_degree = np.array([minutes / one_group.staff[row].degree for row, minutes in hours.items()])
    assert per_degree.std() < 0.3 * per_degree.mean()


def test_clients_of_a_contact_person_live_near_each_other(one_group):
    """Long visits by one person pay off only if the person's clients are neighbours."""
    contacts, _ = assign_contacts(one_group, policy())
    place = np.array([client.place for client in one_group.clients])
    apart = one_group.travel.seconds[0][np.ix_(place, place)]
    contact = np.zeros(len(place), int)
    contact[contacts.client[contacts.rank == 0]] = contacts.staff[contacts.rank == 0]
    same = (contact == contact[:, None]) & ~np.eye(len(place), dtype=bool)
    assert apart[same].mean() < 0.75 * apart[~same].mean()


def test_forbidden_people_stay_away(village):
    """A client who has said no to somebody must not get that person as contact or backup."""
    clients = tuple(Client(c.id, 0, c.place, c.age, c.lives_alone, frozenset({0, 1})) for c in village.clients)
    contacts, _ = assign_contacts(village.replace(clients=clients), policy((1, 4)))
    assert not {0, 1} & set(contacts.staff.tolist())
    assert sum(contacts.rank == 0) == len(clients)


def test_a_forbidden_pair_is_avoided_where_others_may_come(village):
    """Each client refuses one person, whoever would be chosen without: everybody still gets a contact person, another one."""
    before, _ = assign_contacts(village, policy((1, 2)))
    chosen = dict(zip(before.client[before.rank == 0].tolist(), before.staff[before.rank == 0].tolist(), strict=True))
    clients = tuple(
        Client(c.id, 0, c.place, c.age, c.lives_alone, frozenset({chosen[row]})) for row, c in enumerate(village.clients)
    )
    after, notes = assign_contacts(village.replace(clients=clients), policy((1, 2)))
    own = after.take(after.rank == 0)
    assert len(own) == 6
    assert notes == ()
    assert all(chosen[client] != staff for client, staff in zip(own.client.tolist(), own.staff.tolist(), strict=True))


def test_skills_are_given_where_they_are_needed(village):
    """c2 needs medication by a person with delegation; s4 has none."""
    contacts, notes = assign_contacts(village, policy((1, 2)))
    assert int(contacts.staff[(contacts.client == 2) & (contacts.rank == 0)][0]) != 4
    assert notes == ()


def test_backups_are_spread(one_group):
    """Nobody is backup of everybody: stepping in is shared."""
    contacts, _ = assign_contacts(one_group, policy())
    regular = sum(person.employment == "regular" for person in one_group.staff)
    times = Counter(contacts.staff[contacts.rank > 0].tolist())
    assert max(times.values()) <= 2.5 * 80 / regular
    assert len(times) >= regular - 1


def test_too_few_eligible_people_is_said_in_a_sentence(village):
    """T21: where capacity is short the planner is told how many are missing, and those who can have one get one."""
    contacts, notes = assign_contacts(village, policy((1, 1)))
    assert sum(contacts.rank == 0) == 5
    assert len(notes) == 1
    assert "1 of 6 clients have no contact person" in notes[0]
    assert "1 more are needed" in notes[0]


def test_who_must_not_come_to_a_client_is_named(village):
    """A client who refuses all who could be contact person is told of by name, not lost."""
    clients = (village.clients[0].__class__("c0", 0, 1, 80, True, frozenset(range(5))), *village.clients[1:])
    contacts, notes = assign_contacts(village.replace(clients=clients), policy((1, 4)))
    assert 0 not in contacts.client[contacts.rank == 0]
    assert any("Client c0" in note for note in notes)


def test_partition_is_no_worse_than_any_single_move():
    """On a line of two clusters the best split is known: each cluster its own bin."""
    x = np.array([0, 100, 1, 101, 2, 102])
    apart = np.abs(x[:, None] - x)
    own = partition(apart, np.zeros((6, 2), int), np.ones(6, int), np.array([3, 3]), 2, 4)
    assert len({own[0], own[2], own[4]}) == len({own[1], own[3], own[5]}) == 1
    assert own[0] != own[1]


def test_partition_fills_no_bin_beyond_its_size():
    """Five neighbours and one far away: distance alone would put five in one bin, or leave one bin with one."""
    x = np.array([0, 1, 2, 3, 4, 1000])
    apart = np.abs(x[:, None] - x)
    own = partition(apart, np.zeros((6, 2), int), np.zeros(6, int), np.zeros(2, int), 1, 4)
    assert sorted(np.bincount(own).tolist()) == [2, 4]


def test_one_group_does_not_touch_another():
    """A group plans alone: the other groups' contacts stay the same when one group changes."""
    two = town(groups=2)
    changed = tuple(c if c.group == 0 else Client(c.id, 1, c.place, c.age, c.lives_alone, frozenset({20})) for c in two.clients)
    a, _ = assign_contacts(two, policy())
    b, _ = assign_contacts(two.replace(clients=changed), policy())
    first = np.flatnonzero(a.client < 40)
    assert np.array_equal(a.staff[first], b.staff[: len(first)])

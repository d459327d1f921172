"""Contact persons for everybody (N10), for three to four clients each (T21), and where the two collide (domain E5)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hemtjanst.models.plan import CONTACT
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario_file import load_policy
from town import town


def contacts_policy(**levers) -> Policy:
    """Back to Basic with other levers for contacts."""
    way = load_policy("back_to_basic")
    return way.model_copy(update={"contacts": way.contacts.model_copy(update=levers)})


def test_N10_everybody_has_a_contact_person_where_there_is_room():
    """N10: 'en fast omsorgskontakt för samtliga': 40 clients and 14 people with room for four each: nobody is left without."""
    contacts, notes = assign_contacts(town(), contacts_policy())
    assert set(contacts.client[contacts.rank == CONTACT].tolist()) == set(range(40))
    assert not any("no contact person" in note for note in notes)


def test_N10_who_must_do_without_is_counted_and_the_others_have_one():
    """N10: too few who may be contact person is a sentence and a plan for those who can have one, most hours first."""
    from hemtjanst.models.planning.contacts import may_be_contact, weekly_minutes

    scenario, way = town(), contacts_policy(clients=(1, 2))
    contacts, notes = assign_contacts(scenario, way)
    having = set(contacts.client[contacts.rank == CONTACT].tolist())
    eligible = sum(may_be_contact(scenario, way, row) for row in range(len(scenario.staff)))
    assert len(having) == 2 * eligible < 40
    assert f"{40 - 2 * eligible} of 40 clients have no contact person" in notes[0]
    minutes = [weekly_minutes(scenario, client) for client in range(40)]
    assert min(minutes[c] for c in having) >= max(minutes[c] for c in range(40) if c not in having)


def test_T21_three_to_four_clients_collide_with_the_law_and_with_everybody():
    """T21, N10, conflict E5: with 3.8 clients for each employee and 72.5 % undersköterskor, four clients each are not enough."""
    scenario = town(clients=42, regular=11, hourly=0)
    people = tuple(replace(p, title="undersköterska" if k < 8 else "vårdbiträde", degree=1.0) for k, p in enumerate(scenario.staff))
    scenario = scenario.replace(staff=people)
    everybody, all_titles = assign_contacts(scenario, contacts_policy(clients=(3, 4)))
    law, said = assign_contacts(scenario, contacts_policy(clients=(3, 4), titles=("undersköterska",)))
    more, _ = assign_contacts(scenario, contacts_policy(clients=(3, 6), titles=("undersköterska",)))
    assert int((everybody.rank == CONTACT).sum()) == 42
    assert not any("more are needed" in note for note in all_titles)
    assert int((law.rank == CONTACT).sum()) == 32
    assert said[0] == (
        "Group g0: 10 of 42 clients have no contact person: 8 members of staff may be one, for at most 4 clients each; "
        "3 more are needed. Excluded: 3 vårdbiträde, not undersköterska."
    )
    assert int((more.rank == CONTACT).sum()) == 42
    assert np.bincount(more.staff[more.rank == CONTACT]).max() == 6


def test_T17_every_client_has_two_more_people_who_know_the_client():
    """T17: 'någon annan personal som känner' the clients: two backups, and the clients of one contact person share them."""
    contacts, _ = assign_contacts(town(), contacts_policy())
    known = [frozenset(contacts.staff[contacts.client == c].tolist()) for c in range(40)]
    assert all(len(people) == 3 for people in known)
    assert len(set(known)) <= 10  # two teams of three and two of four; at random there would be 40

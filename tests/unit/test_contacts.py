"""Who becomes contact person and backup, and what is said where nobody can."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.plan import CONTACT
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.contact_bound import contact_gap
from hemtjanst.models.planning.contacts import assign_contacts, may_be_contact, weekly_minutes
from hemtjanst.models.scenario import Client
from town import town


def policy(clients=(3, 4), backups=2, **more):
    """A policy with contact persons."""
    return Policy.model_validate({"name": "p", "contacts": {"clients": clients, "backups": backups, **more}})


def own_of(contacts):
    """Contact person of each client."""
    mine = contacts.rank == CONTACT
    return dict(zip(contacts.client[mine].tolist(), contacts.staff[mine].tolist(), strict=True))


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
    assert notes[0] == (
        "Group village: 1 of 6 clients have no contact person: 5 members of staff may be one, for at most 1 clients each; "
        "1 more are needed. Excluded: 1 employed as hourly."
    )
    assert len(notes) == 1


def test_who_must_not_come_to_a_client_is_named(village):
    """A client who refuses all who could be contact person is told of by name, not lost."""
    clients = (village.clients[0].__class__("c0", 0, 1, 80, True, frozenset(range(5))), *village.clients[1:])
    contacts, notes = assign_contacts(village.replace(clients=clients), policy((1, 4)))
    assert 0 not in contacts.client[contacts.rank == 0]
    assert any("Client c0" in note for note in notes)


def test_one_group_does_not_touch_another():
    """A group plans alone: the other groups' contacts stay the same when one group changes."""
    two = town(groups=2)
    changed = tuple(c if c.group == 0 else Client(c.id, 1, c.place, c.age, c.lives_alone, frozenset({20})) for c in two.clients)
    a, _ = assign_contacts(two, policy())
    b, _ = assign_contacts(two.replace(clients=changed), policy())
    first = np.flatnonzero(a.client < 40)
    assert np.array_equal(a.staff[first], b.staff[: len(first)])


def test_hours_are_a_limit_where_the_policy_says_so(village):
    """A client with more hours than anybody may have for clients is named; nobody else has more than the limit."""
    heavy = tuple(replace(n, minutes=240) if n.client == 3 else n for n in village.needs)
    lever = policy((1, 6), most_hours=14)
    contacts, notes = assign_contacts(village.replace(needs=heavy), lever)
    assert (
        notes[0] == "Client c3: has no contact person: nobody who may come has 56 h a week for one client (14 h for a full-time)."
    )
    hours: Counter[int] = Counter()
    for client, staff in own_of(contacts).items():
        hours[staff] += weekly_minutes(village, client)
    assert len(own_of(contacts)) == 5
    assert all(minutes <= 14 * 60 * village.staff[row].degree for row, minutes in hours.items())


def test_hours_that_are_too_few_for_all_are_said(village):
    """Room in persons but not in hours: some get a contact person, the others are named with the reason."""
    contacts, notes = assign_contacts(village, policy((1, 6), least_degree=1.0, most_hours=7))
    assert 0 < len(own_of(contacts)) < 6
    assert any("7 h a week for a full-time are too few" in note for note in notes)


def test_a_contact_person_is_kept_if_changing_has_a_price(one_group):
    """Clients keep whom they know: without a price today's persons do not count, with a small one some change, with a high none."""
    first = list(own_of(assign_contacts(one_group, policy())[0]).values())
    shift = [*first[1:], first[0]]
    now = one_group.replace(clients=tuple(replace(c, contact=row) for c, row in zip(one_group.clients, shift, strict=True)))

    def kept(price):
        return sum(own_of(assign_contacts(now, policy(change_minutes=price))[0])[c] == row for c, row in enumerate(shift))

    assert own_of(assign_contacts(now, policy())[0]) == own_of(assign_contacts(one_group, policy())[0])
    assert kept(None) < kept(10) <= kept(300) == 40


def test_the_gap_of_a_plan_is_reckoned_from_the_plan(village):
    """A plan whose contact persons were exchanged costs more than the planner's, and has the same bound or a weaker one."""
    lever = policy((1, 2))
    made = make_plan(village, lever, 1)
    gap = contact_gap(made)
    assert 0 < gap.least <= gap.cost
    assert f"{gap.share:.1%}" in str(gap)
    mine = made.contacts.rank == CONTACT
    worse = made.contacts.staff.copy()
    worse[mine] = worse[mine][::-1]
    turned = contact_gap(replace(made, contacts=made.contacts.replace(staff=worse)))
    assert turned.cost > gap.cost >= turned.least


def test_a_contact_person_speaks_the_clients_language(village):
    """A language is a skill that one person has, and the client who wants it gets that person."""
    staff = tuple(replace(p, skills=p.skills | {"finska"}) if p.id == "s3" else p for p in village.staff)
    clients = tuple(replace(c, language="finska") if c.id in ("c0", "c5") else c for c in village.clients)
    contacts, notes = assign_contacts(village.replace(staff=staff, clients=clients), policy((1, 3)))
    assert {own_of(contacts)[0], own_of(contacts)[5]} == {3}
    assert notes == ()


def test_a_client_whom_nobody_can_know_besides_the_contact_person_is_named(village):
    """Who refuses everybody but one has a contact person and nobody who could step in: a planner must know before she is ill."""
    clients = (replace(village.clients[0], forbidden=frozenset({0, 1, 2, 3})), *village.clients[1:])
    contacts, notes = assign_contacts(village.replace(clients=clients), policy((1, 4)))
    assert contacts.staff[contacts.client == 0].tolist() == [4]
    assert "Client c0: nobody can step in for the contact person: no other regular staff may come." in notes


def test_missing_contact_persons_are_counted_by_area():
    """Two groups too few: the sentence for the whole says how many are missing and where."""
    two = town(groups=2)
    _, notes = assign_contacts(two, policy((1, 2), titles=["undersköterska"], backups=0))
    total = next(note for note in notes if note.startswith("All groups"))
    eligible = sum(may_be_contact(two, policy(titles=["undersköterska"]), row) for row in range(len(two.staff)))
    assert f"{80 - 2 * eligible} of 80 clients have no contact person. {eligible} members of staff may be one" in total
    assert "more are needed (north " in total
    assert any("vårdbiträde, not undersköterska" in note for note in notes)


def test_nobody_who_may_be_contact_person_is_a_sentence(village):
    """A policy that excludes everybody gives no plan of contacts, and says which rule excludes whom."""
    staff = tuple(replace(p, degree=0.4) for p in village.staff)
    contacts, notes = assign_contacts(village.replace(staff=staff), policy((3, 4)))
    assert len(contacts) == 0
    assert len(notes) == 1
    assert notes[0] == (
        "Group village: 6 of 6 clients have no contact person: nobody may be one; 2 more are needed. "
        "Excluded: 5 below 50% of full time; 1 employed as hourly."
    )

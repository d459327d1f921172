"""Rows T12 to T21 of the checklist (domain dossier E0) that contacts, visits and roster answer for."""

import numpy as np
import pytest
from hemtjanst.models.plan import Contacts, Duties
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.planning.roster import make_roster
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.scenario import Need
from town import town

HOUR = 3600
BERTIL = 0  # client c0 of the village: shower and walk every Thursday
THURSDAY = 3


def day_shifts(*worked):
    """A roster of day shifts only: (day, staff)."""
    return Duties.from_rows(
        (d, s, 0, 0, 7 * HOUR, 15 * HOUR + 1800, 7 * HOUR + 900, 15 * HOUR, 0, 1800, 10 * HOUR, 12 * HOUR)
        for d, s in sorted(worked)
    )


def bertil(visits, day):
    """Bertil's visits between morning and evening of a day: their lengths in minutes."""
    mine = (visits.client == BERTIL) & (visits.day == day) & (visits.earliest >= 9 * HOUR) & (visits.earliest < 17 * HOUR)
    return sorted((visits.seconds[mine] // 60).tolist())


def test_T12_contact_duties_are_marked_on_visits(village, back_to_basic):
    """T12: shower, walk, escort, cleaning, laundry and shopping are the contact person's as often as possible; visits say so."""
    visits, occasions = make_visits(village, back_to_basic, 7, Contacts.from_rows(()))
    duty = {
        village.needs[need].service
        for need, visit in zip(occasions.need, occasions.visit, strict=True)
        if visits.duty_minutes[visit]
    }
    assert duty == {"shower", "walk", "cleaning"}
    assert visits.duty_minutes.sum() == 160


def test_T13_cleaning_walk_and_shower_become_one_long_visit(village, fragmented, back_to_basic):
    """T13: 'städning, promenad och dusch blir ett långt besök istället för flera korta': 1 visit, and 3 when fragmented."""
    needs = tuple(Need(n.id, 0, n.service, n.minutes, (THURSDAY,), 540, 780) if n.id == "c0.cleaning" else n for n in village.needs)
    same_day = village.replace(needs=needs)
    together, _ = make_visits(same_day, back_to_basic, 7, Contacts.from_rows(()))
    apart, _ = make_visits(same_day, fragmented, 7, Contacts.from_rows(()))
    assert bertil(together, THURSDAY) == [160]
    assert bertil(apart, THURSDAY) == [40, 45, 75]


def known_on_duty(scenario, contacts, visits, duties, ranks):
    """For each visit of a client with contacts, whether one of these ranks works a shift in whose field the visit can be made."""
    there = []
    for day, client, earliest, latest, seconds in zip(
        visits.day, visits.client, visits.earliest, visits.latest, visits.seconds, strict=True
    ):
        people = contacts.staff[(contacts.client == client) & np.isin(contacts.rank, ranks)]
        mine = (duties.day == day) & np.isin(duties.staff, people)
        fits = np.maximum(duties.first, earliest) <= np.minimum(duties.last - seconds, latest)
        there.append(bool(np.any(mine & fits)))
    return np.array(there)


@pytest.fixture(scope="module")
def two_rosters(back_to_basic):
    """The same town, contacts and visits with the roster first, and with the clients first."""
    scenario = town(clients=24)
    contacts, _ = assign_contacts(scenario, back_to_basic)
    visits, _ = make_visits(scenario, back_to_basic, 28, contacts)
    roster_first = back_to_basic.model_copy(update={"roster": back_to_basic.roster.model_copy(update={"first": "roster"})})
    return (
        scenario,
        contacts,
        visits,
        make_roster(scenario, roster_first, 28, contacts, visits)[0],
        make_roster(scenario, back_to_basic, 28, contacts, visits)[0],
    )


def test_T12_T16_clients_and_contacts_decide_the_roster(two_rosters, back_to_basic):
    """T12, T16: with clients first, contact persons work when their clients' contact duties fall, far more than by chance."""
    scenario, contacts, visits, roster_first, clients_first = two_rosters
    duties = visits.take(visits.duty_minutes > 0)
    by_chance = known_on_duty(scenario, contacts, duties, roster_first, [0]).mean()
    meant = known_on_duty(scenario, contacts, duties, clients_first, [0]).mean()
    assert meant > by_chance + 0.2
    moved, _ = make_visits(scenario, back_to_basic, 28, contacts, clients_first)
    assert known_on_duty(scenario, contacts, moved.take(moved.duty_minutes > 0), clients_first, [0]).mean() > 0.8


def test_T17_somebody_who_knows_the_client_works_when_the_contact_person_is_off(two_rosters):
    """T17: contact person or backup is on duty for more of the visits when the clients come first."""
    scenario, contacts, visits, roster_first, clients_first = two_rosters
    by_chance = known_on_duty(scenario, contacts, visits, roster_first, [0, 1, 2]).mean()
    meant = known_on_duty(scenario, contacts, visits, clients_first, [0, 1, 2]).mean()
    assert meant > by_chance + 0.04


def test_T16_clients_first_covers_as_much(two_rosters):
    """The comparison is fair: both ways of rostering use as many shifts, within one per cent."""
    *_, roster_first, clients_first = two_rosters
    assert len(clients_first) == pytest.approx(len(roster_first), rel=0.01)


def test_T18_bertils_contact_person_works_on_thursdays(village, back_to_basic):
    """T18: shower and walk every Thursday, so the contact person works by day on three of four; the agreement holds then."""
    contacts, _ = assign_contacts(village, back_to_basic)
    visits, _ = make_visits(village, back_to_basic, 28, contacts)
    duties, _ = make_roster(village, back_to_basic, 28, contacts, visits)
    contact = contacts.staff[(contacts.client == BERTIL) & (contacts.rank == 0)][0]
    day = {int(d) for d in duties.day[(duties.staff == contact) & (duties.shift == 0)]}
    assert len(day & {THURSDAY, THURSDAY + 7, THURSDAY + 14, THURSDAY + 21}) >= 3
    visits, occasions = make_visits(village, back_to_basic, 28, contacts, duties)
    walks = np.isin(occasions.need, [1, 2]) & np.isin(occasions.agreed_day, sorted(day))
    assert np.all(visits.day[occasions.visit[walks]] == occasions.agreed_day[walks])


def test_T18_bertils_thursday_stays_when_his_contact_person_works(village, back_to_basic):
    """T18: shower and walk every Thursday; the contact person works on Thursday, so the agreement holds."""
    contacts = Contacts.from_rows([(BERTIL, 0, 0)])
    visits, occasions = make_visits(village, back_to_basic, 7, contacts, day_shifts((0, 0), (THURSDAY, 0), (4, 0)))
    day = visits.day[occasions.visit]
    walk_and_shower = np.isin(occasions.need, [1, 2])
    assert set(day[walk_and_shower].tolist()) == {THURSDAY}


def test_T19_the_visit_moves_to_a_day_when_the_contact_person_works(village, back_to_basic):
    """T19: busy on Thursdays, so the visit moves within its week; how often it falls stays, and the move can be counted."""
    contacts = Contacts.from_rows([(BERTIL, 0, 0)])
    visits, occasions = make_visits(village, back_to_basic, 14, contacts, day_shifts((1, 0), (THURSDAY, 1), (8, 0)))
    assert bertil(visits, 1) == [160]
    assert bertil(visits, 8) == [85]
    assert bertil(visits, THURSDAY) == bertil(visits, 7 + THURSDAY) == []
    moved = visits.day[occasions.visit] != occasions.agreed_day
    assert sorted(occasions.agreed_day[moved].tolist()) == [0, 3, 3, 10, 10]


def test_T20_contact_persons_meet_their_clients_often(two_rosters):
    """T20: 'träffa omsorgstagaren ofta': in every week a contact person is on duty for some visit of nearly every client."""
    scenario, contacts, visits, _, clients_first = two_rosters
    there = known_on_duty(scenario, contacts, visits, clients_first, [0])
    weeks = {(int(c), int(d) // 7) for c, d in zip(visits.client, visits.day, strict=True)}
    met = {(int(c), int(d) // 7) for c, d in zip(visits.client[there], visits.day[there], strict=True)}
    assert len(met) > 0.93 * len(weeks)


def test_T21_three_to_four_clients_each(back_to_basic):
    """T21: 'helhetsansvar för tre till fyra omsorgstagare' holds for every contact person."""
    lever = back_to_basic.model_copy(update={"contacts": back_to_basic.contacts.model_copy(update={"clients": (3, 4)})})
    contacts, notes = assign_contacts(town(), lever)
    _, clients = np.unique(contacts.staff[contacts.rank == 0], return_counts=True)
    assert clients.sum() == 40
    assert set(clients.tolist()) <= {3, 4}
    assert not any("no contact person" in note for note in notes)

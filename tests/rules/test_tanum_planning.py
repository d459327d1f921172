"""Rows T12 to T21 of the checklist (domain dossier E0) that contacts, visits and roster answer for."""

import numpy as np
from hemtjanst.models.plan import Contacts, Duties
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.scenario import Need

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


def test_T21_three_to_four_clients_each(back_to_basic):
    """T21: 'helhetsansvar för tre till fyra omsorgstagare' holds for every contact person."""
    from town import town

    lever = back_to_basic.model_copy(update={"contacts": back_to_basic.contacts.model_copy(update={"clients": (3, 4)})})
    contacts, notes = assign_contacts(town(), lever)
    _, clients = np.unique(contacts.staff[contacts.rank == 0], return_counts=True)
    assert clients.sum() == 40
    assert set(clients.tolist()) <= {3, 4}
    assert not any("no contact person" in note for note in notes)

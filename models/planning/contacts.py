"""Who is whose contact person (kontaktperson, fast omsorgskontakt), group by group: who may be, who can have one, who becomes it.

What an assignment costs is reckoned in ``cython_ext/contact_assignment.py``; the prices are below. Who steps in for whom is in
``backups.py``, what is said where capacity is short in ``contact_capacity.py``, how far from the best an assignment can be in
``contact_bound.py``.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np

from ...cython_ext.contact_assignment import FORBIDDEN, NOBODY, Assignment, AssignmentProblem, assign
from ...cython_ext.keyed import key
from ..plan import CONTACT, Contacts
from ..policy import Policy
from ..scenario import Scenario
from .backups import backups_of
from .contact_capacity import Room, about_missing, may_be_contact, who_can_have_one
from .contact_fit import missing_skills, outside_minutes, wanted_skills, weekly_minutes
from .in_processes import in_processes
from .usual_drives import usual_drive

__all__ = ["assign_contacts", "contact_problem", "may_be_contact", "weekly_minutes"]

MISSING_SKILL = 2 * 3600  # seconds of driving that a contact person with the right delegation or language is worth
WRONG_HOURS = 60  # seconds of driving for each weekly minute of a contact duty that falls outside the person's shift types
# Seconds of driving for each weekly minute of care beyond the share that follows the degree of employment. With 2, few people had
# most clients, and when one of them was ill their backups could not take all those visits.
ABOVE_SHARE = 6
TOO_FEW = 5400  # seconds of driving for each client fewer than the policy's fewest
WITHOUT = 10**6  # and what it is worth that nobody goes without a contact person who can have one
UNLIMITED = 10**9
NAMED = 5  # clients named in a note


def assign_contacts(scenario: Scenario, policy: Policy, *, workers: int = 1) -> tuple[Contacts, tuple[str, ...]]:
    """Choose contact persons and backups under the levers of ``policy.contacts``.

    Parameters
    ----------
    scenario, policy
        Whom and by which rules.
    workers
        Processes; the contacts do not depend on it.

    Returns
    -------
    Contacts
        Sorted by client, then rank; empty where the policy knows no contact persons.
    tuple of str
        Sentences for people: who could not get a contact person or backups, and what is missing.
    """
    if policy.contacts.clients is None:
        return Contacts.from_rows(()), ()
    groups = [(group,) for group in range(len(scenario.groups)) if scenario.clients_of(group)]
    found = in_processes(partial(_group, scenario, policy), groups, workers)
    notes = [note for _, _, said in found for note in said] + about_missing(scenario, policy, [room for room, _, _ in found])
    rows = sorted((row for _, mine, _ in found for row in mine), key=lambda row: (row[0], row[2]))
    return Contacts.from_rows(rows), tuple(notes)


def _group(scenario: Scenario, policy: Policy, group: int) -> tuple[Room, list[tuple[int, int, int]], list[str]]:
    """A group's capacity, its rows of the contacts, and sentences."""
    room = who_can_have_one(scenario, policy, group)
    found = assign(
        contact_problem(scenario, policy, group, room.clients, room.people),
        key(f"contacts/{scenario.seed}/{scenario.groups[group].id}"),
    )
    contact = {c: room.people[p] for c, p in zip(room.clients, found.own.tolist(), strict=True) if p != NOBODY}
    backups, said = backups_of(scenario, policy, group, contact)
    rows = [(client, person, CONTACT) for client, person in contact.items()]
    rows += [(client, person, rank) for client, people in backups.items() for rank, person in enumerate(people, start=1)]
    return room, rows, [*room.notes, *_about(scenario, policy, group, room, found, contact), *said]


def contact_problem(scenario: Scenario, policy: Policy, group: int, clients: list[int], people: list[int]) -> AssignmentProblem:
    """The kernel's problem for some clients and those who may be their contact persons, rows of one group."""
    lever = policy.contacts
    assert lever.clients is not None
    load = np.array([weekly_minutes(scenario, c) for c in clients], np.int64)
    degree = np.array([scenario.staff[row].degree for row in people])
    outside = outside_minutes(scenario, policy, clients, people)
    duties = outside_minutes(scenario, policy, clients, None)[:, 0].sum()
    able = 2 * outside.sum(axis=0) <= duties  # an evening shift holds few of the duties
    whole = degree[able].sum() if able.any() else degree.sum()
    price = MISSING_SKILL * missing_skills(scenario, clients, people) + np.rint(WRONG_HOURS * outside).astype(np.int64)
    if lever.change_minutes is not None:
        now = np.array([-1 if (row := scenario.clients[c].contact) is None else row for c in clients])
        price += round(lever.change_minutes * 60) * ((now >= 0)[:, None] & (now[:, None] != np.array(people, np.int64)))
    for i, client in enumerate(clients):
        price[i, [k for k, row in enumerate(people) if row in scenario.clients[client].forbidden]] = FORBIDDEN
    places = np.array([scenario.clients[c].place for c in clients], np.int64)
    seconds = usual_drive(scenario, group, places[:, None], places).astype(np.int64)
    return AssignmentProblem(
        apart=(seconds + seconds.T) // 2,
        out=usual_drive(scenario, group, scenario.groups[group].base, places),
        price=price.reshape(len(clients), len(people)),
        load=load,
        without=WITHOUT + load,
        share=np.rint(load.sum() * degree / max(whole, 1e-9)).astype(np.int64),
        room=np.rint(60 * lever.most_hours * degree).astype(np.int64) if lever.most_hours else np.full(len(people), UNLIMITED),
        least=lever.clients[0],
        most=lever.clients[1],
        slope=ABOVE_SHARE,
        few=TOO_FEW,
    )


def _about(scenario: Scenario, policy: Policy, group: int, room: Room, found: Assignment, contact: dict[int, int]) -> list[str]:
    """Sentences on one group's assignment."""
    assert policy.contacts.clients is not None
    name, (fewest, most), said = scenario.groups[group].id, policy.contacts.clients, []
    left = [scenario.clients[c].id for c, p in zip(room.clients, found.own.tolist(), strict=True) if p == NOBODY]
    if left:
        who = f"{', '.join(left[:NAMED])}{', …' if len(left) > NAMED else ''}"
        hours = policy.contacts.most_hours
        why = (
            "no split was found in which everybody may come" if hours is None else f"{hours:g} h a week for a full-time are too few"
        )
        said.append(f"Group {name}: {len(left)} clients ({who}) have no contact person: {why}.")
    sizes = Counter(contact.values())
    small = sorted(scenario.staff[row].id for row, size in sizes.items() if size < fewest)
    if small:
        said.append(
            f"Group {name}: {len(contact)} clients are not split into parts of {fewest} to {most}; {', '.join(small)} "
            f"{'has' if len(small) == 1 else 'have'} fewer."
        )
    lacking = {c: sorted(_lacks(scenario, c, row)) for c, row in contact.items() if _lacks(scenario, c, row)}
    if lacking:
        skills = ", ".join(sorted(set().union(*lacking.values())))
        said.append(f"Group {name}: the contact persons of {len(lacking)} clients lack a skill that the clients need ({skills}).")
    return said


def _lacks(scenario: Scenario, client: int, staff: int) -> frozenset[str]:
    return wanted_skills(scenario, client) - scenario.staff[staff].skills

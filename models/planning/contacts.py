"""Who is whose contact person (kontaktperson, fast omsorgskontakt), and who steps in.

Group by group: clients are split over the members of staff who may be contact person, near each other and with granted hours in
proportion to degree of employment; regular staff are joined into small teams of neighbours, and the others of a contact person's
team are the backups, each in turn first, so that a few people know all clients of the team.
"""

from __future__ import annotations

import numpy as np

from ..plan import CONTACT, Contacts
from ..policy import Policy
from ..scenario import Scenario
from .partition import partition
from .shift_fields import fields_of, fits
from .usual_drives import usual_drive

SCALE = (
    60  # seconds of driving are weighed against squares of minutes of load: 60 s for each pair equal 60 min of imbalance squared
)
FORBIDDEN = 10**9  # price of a pair that must not be, in scaled seconds
MISSING_SKILL = 2 * 3600  # seconds of driving that a contact person with the right delegation is worth
WRONG_HOURS = 60  # seconds of driving for each weekly minute of a contact duty that falls outside the person's shift types


def assign_contacts(scenario: Scenario, policy: Policy) -> tuple[Contacts, tuple[str, ...]]:
    """Choose contact persons and backups under the levers of ``policy.contacts``.

    Parameters
    ----------
    scenario, policy
        Whom and by which rules.

    Returns
    -------
    Contacts
        Sorted by client, then rank; empty where the policy knows no contact persons.
    tuple of str
        Sentences for people: who could not get a contact person or backups, and what is missing.
    """
    if policy.contacts.clients is None:
        return Contacts.from_rows(()), ()
    rows: list[tuple[int, int, int]] = []
    notes: list[str] = []
    for group in range(len(scenario.groups)):
        found, said = _group(scenario, policy, group)
        rows += found
        notes += said
    return Contacts.from_rows(sorted(rows, key=lambda row: (row[0], row[2]))), tuple(notes)


def may_be_contact(scenario: Scenario, policy: Policy, staff: int) -> bool:
    """Whether title, degree of employment and employment allow a member of staff to be contact person."""
    person, lever = scenario.staff[staff], policy.contacts
    return person.employment == "regular" and person.title in lever.titles and person.degree >= lever.least_degree


def weekly_minutes(scenario: Scenario, client: int) -> int:
    """Granted minutes of care a week, those of a second person included, rounded."""
    needs = (scenario.needs[row] for row in scenario.needs_of[client])
    return round(sum(need.minutes * need.people * len(need.weekdays) / need.every_weeks for need in needs))


def _group(scenario: Scenario, policy: Policy, group: int) -> tuple[list[tuple[int, int, int]], list[str]]:
    assert policy.contacts.clients is not None
    fewest, most = policy.contacts.clients
    name = scenario.groups[group].id
    clients = scenario.clients_of(group)
    eligible = [row for row in scenario.staff_of(group) if may_be_contact(scenario, policy, row)]
    welcome = {row: sum(row not in scenario.clients[c].forbidden for c in clients) for row in eligible}
    eligible = [row for row in eligible if welcome[row] >= max(min(fewest, len(clients)), 1)]
    notes: list[str] = []
    if not clients:
        return [], notes
    if len(clients) > most * len(eligible):
        missing = -(-len(clients) // most) - len(eligible)
        notes.append(
            f"Group {name}: {len(clients) - most * len(eligible)} of {len(clients)} clients have no contact person: "
            f"{len(eligible)} members of staff may be one, for at most {most} clients each; {missing} more are needed."
        )
        if not eligible:
            return [], notes
        clients = sorted(sorted(clients, key=lambda c: -weekly_minutes(scenario, c))[: most * len(eligible)])
    able = [row for row in eligible if _can_do_duties(scenario, policy, clients, row)]
    carriers = max(-(-len(clients) // most), min(len(able), len(clients) // max(fewest, 1)))
    least = min(fewest, len(clients) // carriers)
    if least < fewest:
        notes.append(
            f"Group {name}: {len(clients)} clients cannot be split into parts of {fewest} to {most}; "
            f"some contact persons have {least}."
        )
    chosen = sorted(sorted(eligible, key=lambda row: (row not in able, -scenario.staff[row].degree))[:carriers])
    load = np.array([weekly_minutes(scenario, c) for c in clients], np.int64)
    degree = np.array([scenario.staff[row].degree for row in chosen])
    own = partition(
        SCALE * _apart(scenario, clients),
        _prices(scenario, policy, clients, chosen),
        load,
        np.rint(load.sum() * degree / max(degree.sum(), 1e-9)).astype(np.int64),
        least,
        most,
    )
    contact = {client: chosen[b] for client, b in zip(clients, own, strict=True)}
    for client, person in list(contact.items()):
        if person in scenario.clients[client].forbidden:
            del contact[client]
            notes.append(f"Client {scenario.clients[client].id}: has no contact person: those who could be one must not come.")
    notes += _about_skills(scenario, contact, name)
    backups, said = _backups(scenario, policy, group, contact)
    rows = [(client, person, CONTACT) for client, person in contact.items()]
    rows += [(client, person, rank) for client, people in backups.items() for rank, person in enumerate(people, start=1)]
    return rows, notes + said


def _can_do_duties(scenario: Scenario, policy: Policy, clients: list[int], staff: int) -> bool:
    """Whether at least half of the clients' contact duties fall in shift types of the person (an evening shift has few)."""
    fields = fields_of(scenario, scenario.staff[staff].shifts)
    needs = [scenario.needs[row] for client in clients for row in scenario.needs_of[client]]
    duties = [need for need in needs if need.service in policy.contacts.duties]
    return 2 * sum(any(fits(need, field) for field in fields) for need in duties) >= len(duties)


def _apart(scenario: Scenario, clients: list[int]) -> np.ndarray:
    """int64[clients, clients]: seconds between homes of one group, mean of both directions."""
    places = np.array([scenario.clients[c].place for c in clients])
    group = scenario.clients[clients[0]].group
    seconds = usual_drive(scenario, group, places[:, None], places).astype(np.int64)
    return (seconds + seconds.T) // 2


def _skills(scenario: Scenario, client: int) -> frozenset[str]:
    """Skills that the client's needs ask for."""
    wanted = (scenario.services[scenario.needs[row].service].skill for row in scenario.needs_of[client])
    return frozenset(skill for skill in wanted if skill)


def _prices(scenario: Scenario, policy: Policy, clients: list[int], people: list[int]) -> np.ndarray:
    """int64[clients, people]: scaled seconds for forbidden pairs, missing skills and duties outside the person's shift types."""
    price = np.zeros((len(clients), len(people)), np.int64)
    for i, client in enumerate(clients):
        skills, needs = _skills(scenario, client), [scenario.needs[row] for row in scenario.needs_of[client]]
        duties = [need for need in needs if need.service in policy.contacts.duties]
        for j, row in enumerate(people):
            person = scenario.staff[row]
            fields = fields_of(scenario, person.shifts)
            outside = sum(d.minutes * len(d.weekdays) / d.every_weeks for d in duties if not any(fits(d, f) for f in fields))
            price[i, j] = SCALE * (MISSING_SKILL * len(skills - person.skills) + round(WRONG_HOURS * outside))
            price[i, j] += FORBIDDEN * (row in scenario.clients[client].forbidden)
    return price


def _about_skills(scenario: Scenario, contact: dict[int, int], name: str) -> list[str]:
    lacking = [client for client, person in contact.items() if _skills(scenario, client) - scenario.staff[person].skills]
    if not lacking:
        return []
    skills = sorted(set().union(*(_skills(scenario, client) - scenario.staff[contact[client]].skills for client in lacking)))
    return [
        f"Group {name}: the contact persons of {len(lacking)} clients lack a skill that the clients need ({', '.join(skills)})."
    ]


def _backups(scenario: Scenario, policy: Policy, group: int, contact: dict[int, int]) -> tuple[dict[int, list[int]], list[str]]:
    """For every client with a contact person the people who step in, first backup first."""
    wanted = policy.contacts.backups
    people = [row for row in scenario.staff_of(group) if scenario.staff[row].employment == "regular"]
    if not wanted or not contact:
        return {}, []
    apart = _apart_people(scenario, people, contact)
    load = np.array([sum(weekly_minutes(scenario, c) for c, p in contact.items() if p == row) for row in people], np.int64)
    degree = np.array([scenario.staff[row].degree for row in people])
    surplus = load - np.rint(load.sum() * degree / degree.sum()).astype(np.int64)
    teams = max(1, len(people) // (1 + wanted))
    zeros = np.zeros((len(people), teams), np.int64)
    team = partition(SCALE * apart, zeros, surplus, np.zeros(teams, np.int64), len(people) // teams, -(-len(people) // teams))
    found: dict[int, list[int]] = {}
    for client, person in contact.items():
        own = people.index(person)
        order = sorted(
            (k for k in range(len(people)) if k != own and people[k] not in scenario.clients[client].forbidden),
            key=lambda k: (
                len(_skills(scenario, client) - scenario.staff[people[k]].skills) if team[k] == team[own] else len(scenario.skills),
                (k - own) % len(people) if team[k] == team[own] else int(apart[own, k]),
                k,
            ),
        )
        found[client] = [people[k] for k in order[:wanted]]
    short = sum(len(backups) < wanted for backups in found.values())
    said = f"Group {scenario.groups[group].id}: {short} clients have fewer than {wanted} backups: too few regular staff may come."
    return found, [said] if short else []


def _apart_people(scenario: Scenario, people: list[int], contact: dict[int, int]) -> np.ndarray:
    """int64[people, people]: mean seconds between their clients' homes; people without clients are near everybody."""
    clients = sorted(contact)
    apart = _apart(scenario, clients)
    mine = np.array([[contact[c] == row for c in clients] for row in people], np.int64)
    pairs = mine.sum(1)[:, None] * mine.sum(1)
    mean = mine @ apart @ mine.T // np.maximum(pairs, 1)
    np.fill_diagonal(mean, 0)
    return mean

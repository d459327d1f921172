"""Who may be contact person, whose clients can have one at all, and how many are missing where (rows T21 and N10, conflict E5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..policy import Policy
from ..scenario import Scenario
from .contact_fit import weekly_minutes

SURELY = 10**7  # that one client more has a contact person counts more than anybody's minutes


@dataclass(frozen=True)
class Room:
    """What a group's capacity allows.

    Attributes
    ----------
    group
        Row of the group.
    clients, people
        Rows of the clients who can have a contact person, and of the staff who may be one.
    short
        Clients who cannot, because those who may be contact person have all they may have.
    notes
        Sentences for people.
    """

    group: int
    clients: list[int]
    people: list[int]
    short: int
    notes: tuple[str, ...]


def reasons_against(scenario: Scenario, policy: Policy, staff: int) -> tuple[str, ...]:
    """Which rules of the policy keep a member of staff from being contact person; empty where none does."""
    person, lever = scenario.staff[staff], policy.contacts
    rules = {
        f"employed as {person.employment}": person.employment != "regular",
        f"{person.title}, not {' or '.join(lever.titles)}": person.title not in lever.titles,
        f"below {lever.least_degree:.0%} of full time": person.degree < lever.least_degree,
    }
    return tuple(rule for rule, broken in rules.items() if broken)


def may_be_contact(scenario: Scenario, policy: Policy, staff: int) -> bool:
    """Whether title, degree of employment and employment allow a member of staff to be contact person."""
    return not reasons_against(scenario, policy, staff)


def who_can_have_one(scenario: Scenario, policy: Policy, group: int) -> Room:
    """Find as many clients of a group as can have a contact person, those with the most hours where not all can.

    That many, and no more, is proved by a matching of clients to places (``linear_sum_assignment``): every contact person has as
    many places as the policy allows clients; who must not come, or has not the hours for a client, has none for that client.
    """
    from scipy.optimize import linear_sum_assignment

    lever = policy.contacts
    assert lever.clients is not None
    most, name = lever.clients[1], scenario.groups[group].id
    clients, everybody = scenario.clients_of(group), scenario.staff_of(group)
    people = [row for row in everybody if may_be_contact(scenario, policy, row)]
    load = np.array([weekly_minutes(scenario, c) for c in clients], np.int64)
    may = np.array([[row not in scenario.clients[c].forbidden for row in people] for c in clients], bool)
    may = may.reshape(len(clients), len(people))
    hours = np.array([60 * (lever.most_hours or 1e9) * scenario.staff[row].degree for row in people])
    enough = load[:, None] <= hours
    notes: list[str] = []
    for c, welcome, fits in zip(clients, may, may & enough, strict=True):
        if people and not welcome.any():
            notes.append(f"Client {scenario.clients[c].id}: has no contact person: those who could be one must not come.")
        elif people and not fits.any():
            notes.append(
                f"Client {scenario.clients[c].id}: has no contact person: nobody who may come has "
                f"{weekly_minutes(scenario, c) / 60:.0f} h a week for one client ({lever.most_hours:g} h for a full-time)."
            )
    possible = np.repeat(may & enough, most, axis=1)
    worth = np.where(possible, SURELY + load[:, None], 0)
    row, place = linear_sum_assignment(worth, maximize=True)
    having = sorted(clients[i] for i, p in zip(row.tolist(), place.tolist(), strict=True) if possible[i, p])
    hopeless = int((~(may & enough).any(axis=1)).sum()) if people else 0
    short = len(clients) - len(having) - hopeless
    if short:
        excluded = Counter(reason for person in everybody for reason in reasons_against(scenario, policy, person)[:1])
        why = "; ".join(f"{count} {reason}" for reason, count in sorted(excluded.items()))
        who = f"{len(people)} members of staff may be one, for at most {most} clients each" if people else "nobody may be one"
        notes.append(
            f"Group {name}: {short} of {len(clients)} clients have no contact person: {who}; {-(-short // most)} more are needed."
            + (f" Excluded: {why}." if why else "")
        )
    return Room(group, having, people, short, tuple(notes))


def about_missing(scenario: Scenario, policy: Policy, rooms: list[Room]) -> list[str]:
    """Where contact persons are missing, in one sentence for all groups together, if it is more than one."""
    short = [room for room in rooms if room.short]
    if len(short) < 2:
        return []
    assert policy.contacts.clients is not None
    most, missing, clients = policy.contacts.clients[1], Counter[str](), sum(room.short for room in short)
    for room in short:
        missing[scenario.groups[room.group].area] += -(-room.short // most)
    eligible = sum(len(room.people) for room in rooms)
    where = ", ".join(f"{area} {count}" for area, count in sorted(missing.items()))
    each = len(scenario.clients) / max(eligible, 1)
    said = (
        f"All groups: {clients} of {len(scenario.clients)} clients have no contact person. {eligible} members of staff may be one, "
    )
    return [said + f"{each:.1f} clients for each; {missing.total()} more are needed ({where})."]

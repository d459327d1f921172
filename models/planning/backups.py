"""Who steps in for a contact person: regular staff in small teams whose clients are neighbours (rows T17 and T34).

The others of a contact person's team are the backups, each in turn first, so that a few people know all clients of the team.
"""

from __future__ import annotations

import numpy as np

from ...cython_ext.contact_assignment import AssignmentProblem, assign
from ...cython_ext.keyed import key
from ..policy import Policy
from ..scenario import Scenario
from .contact_fit import missing_skills, weekly_minutes
from .usual_drives import usual_drive

UNLIMITED = 10**9
NOT_IN_THE_MIDDLE = 10**5  # who has no clients is near everybody, which makes nobody near each other
SURELY = 10**6  # everybody is in a team, and teams are as large as they can be
ABOVE_SHARE = 20  # seconds of driving for each weekly minute of care that a team has beyond its share: it could not do it alone


def backups_of(scenario: Scenario, policy: Policy, group: int, contact: dict[int, int]) -> tuple[dict[int, list[int]], list[str]]:
    """For every client with a contact person the people who step in, first backup first, and sentences where there are too few."""
    wanted = policy.contacts.backups
    people = [row for row in scenario.staff_of(group) if scenario.staff[row].employment == "regular"]
    if not wanted or not contact:
        return {}, []
    clients, name = sorted(contact), scenario.groups[group].id
    apart = _apart(scenario, group, people, contact)
    load = np.array([sum(weekly_minutes(scenario, c) for c, p in contact.items() if p == row) for row in people], np.int64)
    degree = np.array([scenario.staff[row].degree for row in people])
    surplus = load - np.rint(load.sum() * degree / degree.sum()).astype(np.int64)
    team = _teams(apart, load == 0, surplus, 1 + wanted, key(f"teams/{scenario.seed}/{name}"))
    lacking = missing_skills(scenario, clients, people)
    at, many = {row: k for k, row in enumerate(people)}, len(scenario.skills)
    found: dict[int, list[int]] = {}
    for i, client in enumerate(clients):
        own = at[contact[client]]

        def turn(k: int, own: int = own, lacks: list[int] = lacking[i].tolist()) -> tuple[int, int, int]:
            mate = team[k] == team[own]
            return (lacks[k], (k - own) % len(people), k) if mate else (many + 1, int(apart[own, k]), k)

        may = [k for k in range(len(people)) if k != own and people[k] not in scenario.clients[client].forbidden]
        found[client] = [people[k] for k in sorted(may, key=turn)[:wanted]]
    none = [scenario.clients[client].id for client, backups in found.items() if not backups]
    short = sum(0 < len(backups) < wanted for backups in found.values())
    said = [f"Client {client}: nobody can step in for the contact person: no other regular staff may come." for client in none]
    if short:
        said.append(f"Group {name}: {short} clients have fewer than {wanted} backups: too few regular staff may come.")
    return found, said


def _teams(apart: np.ndarray, anywhere: np.ndarray, surplus: np.ndarray, size: int, seed: int) -> np.ndarray:
    """int32[people]: as many teams as there can be of at least ``size``, of people near each other, their surplus of care even."""
    people = len(apart)
    teams = max(1, people // size)
    lightest = int(surplus.min(initial=0))
    problem = AssignmentProblem(
        apart=apart,
        out=NOT_IN_THE_MIDDLE * anywhere,
        price=np.zeros((people, teams)),
        load=surplus - lightest,
        without=np.full(people, SURELY),
        share=np.full(teams, -lightest * people // teams),
        room=np.full(teams, UNLIMITED),
        least=people // teams,
        most=-(-people // teams),
        slope=ABOVE_SHARE,
        few=SURELY,
    )
    return assign(problem, seed).own


def _apart(scenario: Scenario, group: int, people: list[int], contact: dict[int, int]) -> np.ndarray:
    """int64[people, people]: mean seconds between their clients' homes; people without clients are near everybody."""
    clients = sorted(contact)
    places = np.array([scenario.clients[c].place for c in clients], np.int64)
    seconds = usual_drive(scenario, group, places[:, None], places).astype(np.int64)
    mine = np.array([[contact[c] == row for c in clients] for row in people], np.int64)
    pairs = mine.sum(axis=1)[:, None] * mine.sum(axis=1)
    mean = mine @ ((seconds + seconds.T) // 2) @ mine.T // np.maximum(pairs, 1)
    np.fill_diagonal(mean, 0)
    return mean

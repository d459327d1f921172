"""How well a member of staff suits a client as contact person: skills, language, and whether the shifts hold the contact duties."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..policy import Policy
from ..scenario import Need, Scenario
from .shift_fields import fields_of, fits


def weekly_minutes(scenario: Scenario, client: int) -> int:
    """Granted minutes of care a week, those of a second person included, rounded."""
    return round(sum(_weekly(scenario.needs[row]) * scenario.needs[row].people for row in scenario.needs_of[client]))


def wanted_skills(scenario: Scenario, client: int) -> frozenset[str]:
    """Skills that the client's needs ask for, and the client's language."""
    wanted = {scenario.services[scenario.needs[row].service].skill for row in scenario.needs_of[client]}
    return frozenset(skill for skill in wanted | {scenario.clients[client].language} if skill)


def missing_skills(scenario: Scenario, clients: Sequence[int], people: Sequence[int]) -> np.ndarray:
    """int64[clients, people]: how many of the skills that a client wants a person lacks."""
    skills = [scenario.staff[row].skills for row in people]
    wanted = (wanted_skills(scenario, client) for client in clients)
    return np.array([[len(want - have) for have in skills] for want in wanted], np.int64).reshape(len(clients), len(people))


def outside_minutes(scenario: Scenario, policy: Policy, clients: Sequence[int], people: Sequence[int] | None) -> np.ndarray:
    """float64[clients, people]: weekly minutes of contact duties that no shift type of a person can hold; of nobody's, for None."""
    shifts = [frozenset[str]()] if people is None else [scenario.staff[row].shifts for row in people]
    kinds = {names: fields_of(scenario, names) for names in shifts}
    found = {names: np.zeros(len(clients)) for names in kinds}
    for k, client in enumerate(clients):
        for row in scenario.needs_of[client]:
            need = scenario.needs[row]
            if need.service in policy.contacts.duties:
                for names, fields in kinds.items():
                    if not any(fits(need, field) for field in fields):
                        found[names][k] += _weekly(need)
    return np.stack([found[names] for names in shifts], axis=1) if shifts else np.zeros((len(clients), 0))


def _weekly(need: Need) -> float:
    return need.minutes * len(need.weekdays) / need.every_weeks

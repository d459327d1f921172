"""What it is worth to clients that a person works a shift: contact duties, and somebody they know (rows T12, T16, T17)."""

from __future__ import annotations

import numpy as np

from ..plan import CONTACT, Contacts, Visits
from ..scenario import Scenario, ShiftType
from .shift_fields import parts_of
from .usual_drives import drives_from_base

# Chosen on Tanum with another seed, 28 days: with half of the points for somebody known, and a third as many for a second one,
# clients meet 3 % more people, 2 points fewer visits are made by people they know and 9 % more are left out; with half as many
# again nothing gets better. Two of a team in one shift leave another shift without any: few evenings have one for each team.
DUTY_MINUTE = 48  # points for each minute of a contact duty on a shift that the contact person works
SOMEBODY_KNOWN = 1200  # points for a client who has visits on a shift if somebody known works it


class Familiar:
    """Points for clients who meet their contact person and people they know, day by day and shift by shift.

    Parameters
    ----------
    contacts
        Who knows whom in the group.
    visits, kind
        When the group's clients are visited; each visit counts for the shift type it fits best (:func:`best_shift`).
    people
        Rows of the group's staff.
    days, kinds
        Days and shift types of the roster; slot ``day * kinds + kind``.

    Attributes
    ----------
    knows
        int64[people, clients]: 1 where the person is contact person or backup.
    """

    def __init__(self, contacts: Contacts, visits: Visits, kind: np.ndarray, people: list[int], days: int, kinds: int) -> None:
        row = {person: k for k, person in enumerate(people)}
        clients = sorted({c for c, s in zip(contacts.client.tolist(), contacts.staff.tolist(), strict=True) if s in row})
        at = {client: k for k, client in enumerate(clients)}
        slots = days * kinds
        self.knows = np.zeros((len(people), len(clients)), np.int64)
        own = np.zeros((len(people), len(clients)), np.int64)
        for client, staff, rank in zip(contacts.client.tolist(), contacts.staff.tolist(), contacts.rank.tolist(), strict=True):
            if staff in row:
                self.knows[row[staff], at[client]] = 1
                own[row[staff], at[client]] = rank == CONTACT
        self.visited = np.zeros((slots, len(clients)), np.int64)
        duty = np.zeros((slots, len(clients)), np.int64)
        mine = np.flatnonzero(np.isin(visits.client, clients))
        for v in mine.tolist():
            if kind[v] >= 0:
                slot = int(visits.day[v]) * kinds + int(kind[v])
                self.visited[slot, at[int(visits.client[v])]] = 1
                duty[slot, at[int(visits.client[v])]] += int(visits.duty_minutes[v])
        self.duty_points = DUTY_MINUTE * (own @ duty.T)  # [people, slots]
        self.known = np.zeros((slots, len(clients)), np.int64)  # how many on the roster know the client

    def put(self, person: int, works: np.ndarray, sign: int, slots: slice) -> None:
        """Put a person on the roster (sign 1) or take the person off (-1); ``works`` is 1 on worked slots."""
        self.known[slots] += sign * works[:, None] * self.knows[person]

    def points(self, person: int, slots: slice) -> np.ndarray:
        """int64[slots]: what it adds that the person works each slot, given who else does."""
        known, visited = self.known[slots], self.visited[slots]
        worth = SOMEBODY_KNOWN * (known == 0) * visited
        return self.duty_points[person, slots] + worth @ self.knows[person]


def best_shift(scenario: Scenario, visits: Visits) -> np.ndarray:
    """int64[visits]: the shift type that leaves a visit most choice of its start, -1 where it fits none.

    A visit fits if a person can drive out after the report, make and document it, and be back for the office work.
    """
    out, back = (drive[visits.client] for drive in drives_from_base(scenario))
    after = visits.seconds + round(scenario.work.documentation_minutes.value * 60) + back

    def choice_in(shift: ShiftType) -> np.ndarray:
        parts = parts_of(scenario, shift)
        return np.max(
            [np.minimum(f.last - after, visits.latest) - np.maximum(f.first + out, visits.earliest) for f in parts], axis=0
        )

    choice = np.array([choice_in(shift) for shift in scenario.shifts])
    return np.where(choice.max(0) >= 0, choice.argmax(0), -1)

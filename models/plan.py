"""A plan: what a policy decides for a scenario. Nothing in it is random; it believes in expectations.

Times within a day are seconds after that day's midnight; ``day`` counts from 0. Staff, clients, needs and places are rows of the
scenario; ``duty`` and ``visit`` are rows of the plan's own tables.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .policy import Policy
from .scenario import Scenario
from .table import Table, column

CONTACT, BACKUP = 0, 1  # ranks in Contacts: 0 contact person, 1, 2, … backups
BREAK = -1  # the "visit" of a stop that is a break
NOBODY = -1
NOBODY_IN_PARTICULAR = 127  # rank of somebody who is neither contact person nor backup of a client


@dataclass(frozen=True)
class Contacts(Table):
    """Who is whose contact person (kontaktperson) and who steps in."""

    client: np.ndarray = column(np.int32, "row of the client")
    staff: np.ndarray = column(np.int32, "row of the member of staff")
    rank: np.ndarray = column(np.int8, "0: contact person; 1, 2, …: first, second, … backup")


@dataclass(frozen=True)
class Duties(Table):
    """The roster (schema): who works when. Sorted by day, then staff; at most one duty per person and day."""

    day: np.ndarray = column(np.int32, "day, from 0")
    staff: np.ndarray = column(np.int32, "row of the member of staff")
    group: np.ndarray = column(np.int32, "row of the group in which the duty is worked")
    shift: np.ndarray = column(np.int16, "row of the shift type")
    start: np.ndarray = column(np.int32, "start, seconds after midnight")
    end: np.ndarray = column(np.int32, "end, seconds after midnight, break included")
    first: np.ndarray = column(np.int32, "leaves the base no earlier: report (and meeting) done, seconds after midnight")
    last: np.ndarray = column(np.int32, "is back at the base no later: office work (and meeting) follow, seconds after midnight")
    meeting: np.ndarray = column(np.int32, "seconds of meeting and its preparation, next to report or office work")
    break_seconds: np.ndarray = column(np.int32, "unpaid break (rast), seconds; 0: none")
    break_earliest: np.ndarray = column(np.int32, "the break starts no earlier, seconds after midnight")
    break_latest: np.ndarray = column(np.int32, "the break starts no later, seconds after midnight")


@dataclass(frozen=True)
class Visits(Table):
    """Visits (besök): bundled occasions of needs. Sorted by day, then client, then earliest start."""

    day: np.ndarray = column(np.int32, "day, from 0")
    client: np.ndarray = column(np.int32, "row of the client")
    earliest: np.ndarray = column(np.int32, "starts no earlier, seconds after midnight")
    latest: np.ndarray = column(np.int32, "starts no later, seconds after midnight")
    seconds: np.ndarray = column(np.int32, "planned length, seconds")
    people: np.ndarray = column(np.int8, "staff needed at once")
    skills: np.ndarray = column(np.int64, "skills needed, a mask of Scenario.skill_mask")
    duty_minutes: np.ndarray = column(np.int32, "minutes of the visit that are contact duties under the policy")


@dataclass(frozen=True)
class Occasions(Table):
    """Occasions of needs, each in the visit that serves it."""

    visit: np.ndarray = column(np.int32, "row of the visit")
    need: np.ndarray = column(np.int32, "row of the need")
    agreed_day: np.ndarray = column(np.int32, "day agreed with the client; differs from the visit's day where it was moved (T19)")
    seconds: np.ndarray = column(np.int32, "planned length, seconds")


@dataclass(frozen=True)
class Stops(Table):
    """The routes (slingor): what each duty does in which order. Sorted by duty, then position."""

    duty: np.ndarray = column(np.int32, "row of the duty")
    visit: np.ndarray = column(np.int32, "row of the visit, or -1 for the break")
    arrive: np.ndarray = column(np.int32, "arrival at the door, seconds after midnight")
    start: np.ndarray = column(np.int32, "planned start, seconds after midnight")
    end: np.ndarray = column(np.int32, "planned end, seconds after midnight")


@dataclass(frozen=True)
class Plan:
    """What a policy decides for a scenario over ``days`` days: contacts, roster, visits, routes.

    Attributes
    ----------
    scenario, policy, days
        What it was made for: the scenario as it is under the policy (:func:`~hemtjanst.models.under.under`), days from its start.
    contacts, duties, visits, occasions, stops
        Its tables; ``frame()`` of each is a pandas table with words for every column.
    notes
        What the planner wants a reader to know, in sentences.
    """

    scenario: Scenario
    policy: Policy
    days: int
    contacts: Contacts
    duties: Duties
    visits: Visits
    occasions: Occasions
    stops: Stops
    notes: tuple[str, ...] = ()

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What other rooms have worked out from this plan and need again in the next replication, by a name of theirs."""
        return {}

    @cached_property
    def rank(self) -> np.ndarray:
        """int8[clients, staff]: 0 contact person, 1, 2, … backups, ``NOBODY_IN_PARTICULAR``."""
        rank = np.full((len(self.scenario.clients), len(self.scenario.staff)), NOBODY_IN_PARTICULAR, dtype=np.int8)
        rank[self.contacts.client, self.contacts.staff] = self.contacts.rank
        return rank

    @cached_property
    def routes(self) -> tuple[np.ndarray, ...]:
        """For every duty the rows of its stops, in order."""
        bounds = np.searchsorted(self.stops.duty, np.arange(len(self.duties) + 1))
        rows = np.arange(len(self.stops))
        return tuple(rows[a:b] for a, b in itertools.pairwise(bounds))

    @cached_property
    def staff_at(self) -> np.ndarray:
        """int32[visits, 2]: rows of the staff planned for each visit, -1 where nobody is."""
        staff = np.full((len(self.visits), 2), NOBODY, dtype=np.int32)
        real = self.stops.visit != BREAK
        for visit, duty in zip(self.stops.visit[real], self.stops.duty[real], strict=True):
            staff[visit, 0 if staff[visit, 0] == NOBODY else 1] = self.duties.staff[duty]
        return staff

    @cached_property
    def times(self) -> np.ndarray:
        """int32[visits, 2]: planned start and end of each visit, -1 where the plan leaves it out."""
        times = np.full((len(self.visits), 2), -1, dtype=np.int32)
        real = self.stops.visit != BREAK
        times[self.stops.visit[real]] = np.stack([self.stops.start[real], self.stops.end[real]], axis=1)
        return times

    @cached_property
    def unserved(self) -> np.ndarray:
        """Rows of the visits that no route (or too few of them) serves."""
        real = self.stops.visit[self.stops.visit != BREAK]
        return np.flatnonzero(np.bincount(real, minlength=len(self.visits)) < self.visits.people)

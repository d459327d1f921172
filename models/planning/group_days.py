"""What the planner of routes needs to know of one home care group, with its own row numbers, so that groups are planned apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..legs import DayTravel, day_travel
from ..plan import NOBODY_IN_PARTICULAR, Contacts, Duties, Occasions, Visits
from ..policy import Continuity, Policy
from ..scenario import Scenario
from .least_gaps import least_gaps


@dataclass(frozen=True)
class GroupDays:
    """One group's duties and visits over the horizon.

    Attributes
    ----------
    name, seed, days
        Name of the group, seed of the scenario, days of the horizon: they key the searches.
    duties, visits
        The group's rows of the plan's tables, ``staff`` and ``client`` renumbered to this group's rows.
    duty_rows, visit_rows
        Where these rows are in the plan's tables.
    travel
        For each day the seconds from door to door; place 0 is the base. Days alike share their arrays.
    mode
        int32[staff], row of ``travel``.
    skills
        int64[staff], masks.
    home
        int32[clients], place.
    rank
        int8[clients, staff]: 0 contact person, 1, 2, … backups, ``NOBODY_IN_PARTICULAR``.
    forbidden
        bool[clients, staff].
    contact_duties
        int64[visits]: how many of the services done there are duties of the contact person.
    can_wait
        bool[visits]: all that is done there may move to another day, so that it is left out before what may not.
    need
        int64[visits]: the first need met at the visit, by which a visit is known again next week.
    gaps
        int64[gaps, 3]: two visits to a client on a day, and the fewest seconds from the end of the first to the second.
    documentation
        Seconds after each visit.
    prices
        The policy's wishes for continuity.
    """

    name: str
    seed: int
    days: int
    duties: Duties
    visits: Visits
    duty_rows: np.ndarray
    visit_rows: np.ndarray
    travel: tuple[DayTravel, ...]
    mode: np.ndarray
    skills: np.ndarray
    home: np.ndarray
    rank: np.ndarray
    forbidden: np.ndarray
    contact_duties: np.ndarray
    can_wait: np.ndarray
    need: np.ndarray
    gaps: np.ndarray
    documentation: int
    prices: Continuity


def all_group_days(
    scenario: Scenario, policy: Policy, days: int, contacts: Contacts, duties: Duties, visits: Visits, occasions: Occasions
) -> Iterator[GroupDays]:
    """Cut a scenario and the first parts of its plan into its groups, one at a time."""
    of_contact, wait = contact_duties(scenario, policy, visits, occasions), can_wait(scenario, visits, occasions)
    first = occasions.need[np.searchsorted(occasions.visit, np.arange(len(visits)))]
    gaps = least_gaps(scenario, visits, occasions)
    known, mine = contacts_of_groups(scenario, contacts), rows_of_groups(scenario, visits)
    worked = _rows_by(duties.group, len(scenario.groups))
    local = np.full(len(scenario.clients), -1), np.full(len(scenario.staff), -1)
    for group in range(len(scenario.groups)):
        rows = mine[group]
        about = About(of_contact[rows], wait[rows], first[rows], _within(gaps, rows))
        yield _group(scenario, policy, days, group, known[group], duties, worked[group], visits, rows, about, *local)


class About(NamedTuple):
    """What the planner of routes knows of a group's visits; compare :class:`GroupDays`."""

    contact_duties: np.ndarray
    can_wait: np.ndarray
    need: np.ndarray
    gaps: np.ndarray


def _within(gaps: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The gaps between visits of these rows (sorted), renumbered to them."""
    mine = gaps[np.isin(gaps[:, 0], rows)]
    return np.column_stack([np.searchsorted(rows, mine[:, 0]), np.searchsorted(rows, mine[:, 1]), mine[:, 2]])


def rows_of_groups(scenario: Scenario, visits: Visits) -> list[np.ndarray]:
    """For each group the rows of the visits to its clients, in order."""
    return _rows_by(_groups_of_clients(scenario)[visits.client], len(scenario.groups))


def contacts_of_groups(scenario: Scenario, contacts: Contacts) -> list[Contacts]:
    """For each group the contacts of its clients."""
    rows = _rows_by(_groups_of_clients(scenario)[contacts.client], len(scenario.groups))
    return [contacts.take(mine) for mine in rows]


def _groups_of_clients(scenario: Scenario) -> np.ndarray:
    return np.array([client.group for client in scenario.clients], np.int32)


def _rows_by(group: np.ndarray, groups: int) -> list[np.ndarray]:
    """For each group the rows that belong to it, in order."""
    order = np.argsort(group, kind="stable")
    return np.split(order, np.searchsorted(group[order], np.arange(1, groups)))


def _group(
    scenario: Scenario,
    policy: Policy,
    days: int,
    group: int,
    contacts: Contacts,
    duties: Duties,
    duty_rows: np.ndarray,
    visits: Visits,
    visit_rows: np.ndarray,
    about: About,
    local_client: np.ndarray,
    local_staff: np.ndarray,
) -> GroupDays:
    """One group; ``local_client`` and ``local_staff`` (row in the group, by row of the scenario) hold -1 for everybody else."""
    clients = np.array(scenario.clients_of(group), np.int32)
    staff = np.unique(duties.staff[duty_rows])
    people = [scenario.staff[row] for row in staff]
    modes = sorted({person.mode for person in people})
    places, home = np.unique([scenario.clients[row].place for row in clients], return_inverse=True)
    places = np.r_[scenario.groups[group].base, places].astype(np.int64)
    local_client[clients], local_staff[staff] = np.arange(len(clients)), np.arange(len(staff))
    rank = np.full((len(clients), len(staff)), NOBODY_IN_PARTICULAR, np.int8)
    own = local_staff[contacts.staff] >= 0
    rank[local_client[contacts.client[own]], local_staff[contacts.staff[own]]] = contacts.rank[own]
    found = GroupDays(
        name=scenario.groups[group].id,
        seed=scenario.seed,
        days=days,
        duties=duties.take(duty_rows).replace(staff=local_staff[duties.staff[duty_rows]]),
        visits=visits.take(visit_rows).replace(client=local_client[visits.client[visit_rows]]),
        duty_rows=duty_rows,
        visit_rows=visit_rows,
        travel=_travel(scenario, days, modes, places),
        mode=np.array([modes.index(person.mode) for person in people], np.int32),
        skills=np.array([scenario.skill_mask(person.skills) for person in people], np.int64),
        home=(home + 1).astype(np.int32),
        rank=rank,
        forbidden=np.array([[row in scenario.clients[c].forbidden for row in staff] for c in clients], bool).reshape(rank.shape),
        **about._asdict(),
        documentation=round(scenario.work.documentation_minutes.value * 60),
        prices=policy.continuity,
    )
    local_client[clients], local_staff[staff] = -1, -1
    return found


def _travel(scenario: Scenario, days: int, modes: Sequence[str], places: np.ndarray) -> tuple[DayTravel, ...]:
    """For each day the seconds from door to door."""
    known: dict[object, DayTravel] = {}

    def of(day: int) -> DayTravel:
        roads = None if scenario.road_days is None else scenario.road_days.on(scenario.date_of(day))
        key = None if roads is None else (roads.starts, *map(id, roads.times))
        if key not in known:
            known[key] = day_travel(scenario, modes, places, day)
        return known[key]

    return tuple(of(day) for day in range(days))


def can_wait(scenario: Scenario, visits: Visits, occasions: Occasions) -> np.ndarray:
    """bool[visits]: whether every service done at the visit may move to another day."""
    movable = np.array([scenario.services[need.service].movable for need in scenario.needs], bool)
    firm = np.bincount(occasions.visit, weights=~movable[occasions.need], minlength=len(visits))
    return firm == 0


def contact_duties(scenario: Scenario, policy: Policy, visits: Visits, occasions: Occasions) -> np.ndarray:
    """int64[visits]: number of services done at each visit that the policy makes duties of the contact person (T12)."""
    duty = np.array([need.service in policy.contacts.duties for need in scenario.needs], bool)
    return np.bincount(occasions.visit[duty[occasions.need]], minlength=len(visits))

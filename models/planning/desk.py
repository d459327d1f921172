"""Paid time away from clients that a way of working asks for besides contact meetings: team meetings (checklist rows C1, C7-C11)
and the contact persons' coordination and calls of relatives (T23, N5, N8).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..plan import CONTACT, Contacts, Plan, Visits
from ..policy import Policy
from ..scenario import Scenario
from .demand import drives_to, jobs_of
from .meetings import spared

WORKDAYS = 5


def team_days(policy: Policy, group: int, days: int) -> list[int]:
    """Days on which a group has its team meeting: one weekday of its own, every so many weeks, groups in turn."""
    every = policy.team.every_weeks
    if not every:
        return []
    weeks = range((-group) % every, -(-days // 7), every)
    return [day for week in weeks if (day := 7 * week + (3 + group) % WORKDAYS) < days]


def team_seconds(policy: Policy) -> int:
    """Paid seconds of each who attends a team meeting, preparation and follow-up included; 0 where there are none."""
    return round(policy.team.minutes * 60) if policy.team.every_weeks else 0


def team_attendance(
    scenario: Scenario, policy: Policy, group: int, visits: Visits, people: list[int], shifts: np.ndarray, contacts: Contacts
) -> dict[tuple[int, int], int]:
    """Who attends which team meeting: contact persons with most clients first, in turn, of those who can best be spared.

    Parameters and result as for :func:`~.meetings.attendance`.
    """
    seconds, days = team_seconds(policy), team_days(policy, group, shifts.shape[1])
    if not days:
        return {}
    drives = drives_to(scenario, group)
    mine = np.flatnonzero(np.isin(visits.client, list(drives)))
    own = np.bincount(contacts.staff[contacts.rank == CONTACT], minlength=len(scenario.staff))
    waiting = sorted(
        (p for p, row in enumerate(people) if scenario.staff[row].employment == "regular"), key=lambda p: -own[people[p]]
    )
    found: dict[tuple[int, int], int] = {}
    for day in days:
        jobs = jobs_of(scenario, visits, mine[visits.day[mine] == day], drives)
        chosen: list[int] = []
        for forced in (False, True):
            others = [p for p in waiting if p not in chosen]
            chosen += spared(scenario, jobs, shifts[:, day], others, seconds, policy.team.attending - len(chosen), forced)
        for p in chosen:
            waiting.remove(p)
            waiting.append(p)
            found[p, day] = seconds
    return found


def coordination(scenario: Scenario, policy: Policy, contacts: Contacts, duties: np.ndarray, days: int) -> np.ndarray:
    """Seconds of coordination and of calls of relatives in each duty of each member of staff.

    The contact person has them for each of their clients; calls for clients without one are shared by the group's regular staff.

    Parameters
    ----------
    scenario, policy
        How many minutes, and for whose clients.
    contacts
        Who is whose contact person.
    duties
        int64[staff], duties of each in the horizon; who has none has no time for it, and nobody else takes it.
    days
        Length of the horizon.

    Returns
    -------
    int64[staff]
    """
    minutes = np.zeros(len(scenario.staff))
    mine = contacts.rank == CONTACT
    calls = scenario.information.relatives_minutes.value
    np.add.at(minutes, contacts.staff[mine], policy.contacts.coordination_minutes + calls)
    if calls:
        without = set(range(len(scenario.clients))) - set(contacts.client[mine].tolist())
        for group in range(len(scenario.groups)):
            regular = [row for row in scenario.staff_of(group) if scenario.staff[row].employment == "regular" and duties[row]]
            clients = sum(client in without for client in scenario.clients_of(group))
            minutes[regular] += calls * clients / max(len(regular), 1)
    return np.rint(minutes * 60 * days / 7 / np.maximum(duties, 1)).astype(np.int64) * (duties > 0)


def desk(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Of the seconds of meetings in each duty of a plan those of team meetings, and those of coordination: two int64[duties]."""
    duties = plan.duties
    each = np.bincount(duties.staff, minlength=len(plan.scenario.staff))
    coordinates = coordination(plan.scenario, plan.policy, plan.contacts, each, plan.days)[duties.staff]
    coordinates = np.minimum(coordinates, duties.meeting)
    team = np.zeros(len(duties), dtype=np.int64)
    for group in range(len(plan.scenario.groups)):
        at: Sequence[int] = team_days(plan.policy, group, plan.days)
        team[(duties.group == group) & np.isin(duties.day, at)] = team_seconds(plan.policy)
    return np.minimum(team, duties.meeting - coordinates), coordinates

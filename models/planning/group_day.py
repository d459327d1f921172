"""One day of a group as the day kernel sees it, and what the planner would pay to avoid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ..plan import CONTACT, NOBODY_IN_PARTICULAR, Duties, Visits
from .day import FORBIDDEN, UNIT, DayProblem, DayWeights
from .group_days import GroupDays

# Prices in minutes of driving. A visit left out costs more than any wish and more than a quarter of an hour of lateness. A plan
# must not promise overtime or a late break: overtime is dearer still, the search aims at an earlier break, the rest is repaired.
UNSERVED = 400.0
UNSERVED_CAN_WAIT = 200.0  # cleaning is left out before breakfast
LATE = 20.0  # per minute
OVERTIME = 400.0  # per minute
BREAK_MARGIN = 600  # seconds before a break must begin at the latest, from when on the search pays for its lateness
FURTHER_PERSON = {"free": 0.0, "wish": 15.0, "rule": 200.0}  # for each further person at a client in a shift (T15)
# Days, from the plan's first: in each such period somebody who comes to a client for the first time is a new face.
PERIODS = (14, 28)
NOON = 12 * 3600
NOTHING: Mapping[tuple[int, int], int] = {}


class Day(NamedTuple):
    """One day of a group as the kernel sees it.

    Attributes
    ----------
    problem
        Staff are the duties of the day; a visit for two people is two visits of the problem that start together.
    duties, visits
        Rows of the group's tables: int[staff], int[visits of the problem].
    """

    problem: DayProblem
    duties: np.ndarray
    visits: np.ndarray


def day_problem(group: GroupDays, date: int, last_week: Mapping[tuple[int, int], int] = NOTHING) -> Day:
    """The kernel's problem for one day of a group.

    Parameters
    ----------
    last_week
        Who made a visit last, by weekday and the visit's first need.
    """
    duty_rows = np.flatnonzero(group.duties.day == date)
    single = np.flatnonzero(group.visits.day == date)
    visit_rows = np.repeat(single, group.visits.people[single])
    duties, visits = group.duties.take(duty_rows), group.visits.take(visit_rows)
    second = np.flatnonzero(visit_rows[1:] == visit_rows[:-1]) + 1
    rank, price = group.rank[np.ix_(visits.client, duties.staff)], group.prices
    minutes = np.where(rank != CONTACT, price.contact_minutes * group.contact_duties[visit_rows, None], 0.0)
    minutes = minutes + np.where(rank == NOBODY_IN_PARTICULAR, price.known_minutes, 0.0)
    if price.other_than_last_week_minutes:
        before = np.array([last_week.get((date % 7, need), -1) for need in group.need[visit_rows].tolist()], np.int64)
        here = np.isin(before, duties.staff)  # whoever is off cannot be asked for
        minutes = minutes + price.other_than_last_week_minutes * (here[:, None] & (before[:, None] != duties.staff))
    cost = np.where(group.forbidden[np.ix_(visits.client, duties.staff)], FORBIDDEN, np.rint(minutes * UNIT))
    left_out = np.where(group.can_wait[visit_rows], UNSERVED_CAN_WAIT, UNSERVED) + len(PERIODS) * price.new_face_minutes
    problem = DayProblem(
        **group.travel[date]._asdict(),
        shift_start=duties.first,
        shift_end=duties.last,
        mode=group.mode[duties.staff],
        staff_skills=group.skills[duties.staff],
        break_length=duties.break_seconds,
        break_earliest=duties.break_earliest,
        break_latest=duties.break_latest - BREAK_MARGIN,
        place=group.home[visits.client],
        duration=visits.seconds + group.documentation,
        earliest=visits.earliest,
        latest=visits.latest,
        skills=visits.skills,
        client=_circles(group, duties, visits),
        unserved=np.rint(left_out * UNIT),
        cost=cost,
        gaps=_gaps(group, single, visit_rows),
        pairs=np.stack([second - 1, second, 0 * second, 0 * second], axis=1),
        weights=DayWeights.per_minute(
            late=LATE,
            overtime=OVERTIME,
            distinct=FURTHER_PERSON[price.one_person_per_shift],
        ),
    )
    return Day(problem, duty_rows, visit_rows)


def _gaps(group: GroupDays, visits: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """int64[gaps, 3] of the problem; ``visits`` are the day's, ``rows`` those of the problem (a visit for two is there twice)."""
    today = group.gaps[np.isin(group.gaps[:, 0], visits)]
    least = np.maximum(today[:, 2] - group.documentation, 0)  # to the kernel a visit ends when it is documented
    return np.column_stack([np.searchsorted(rows, today[:, 0]), np.searchsorted(rows, today[:, 1]), least])


def _circles(group: GroupDays, duties: Duties, visits: Visits) -> np.ndarray:
    """Visits within which further people cost: int32[visits], the circle of each visit.

    A circle is a client; where one person per shift counts, a client's visits that somebody on an early shift could make, and
    the later ones. A visit by two people is a circle of its own, because it is exempt.
    """
    part = np.zeros(len(visits), np.int64)
    if group.prices.one_person_per_shift != "free":
        early_ends = duties.last[duties.first < NOON].max(initial=0)
        part = np.where(visits.earliest + visits.seconds <= early_ends, 0, 1)
        part = np.where(visits.people > 1, 2 + (np.cumsum(visits.people > 1) - 1) // 2, part)
    keys = np.stack([visits.client.astype(np.int64), part], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].astype(np.int32).reshape(-1)

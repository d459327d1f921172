"""Who could make which visit of a group, and what a person's day has room for: what every plan under this roster has to keep.

The visits are those that the plan makes, on the days where the plan has them. A visit that the plan makes late may be made as
late by every other plan too, so that the plan itself is always one of those that a bound speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...plan import BREAK, Stops
from ..group_days import DayTravel, GroupDays

GRID = 1800  # seconds between the hours at which the stretches of a day begin and end that are looked at
FAR = 10**9


@dataclass(frozen=True)
class Made:
    """The visits of a group that its plan makes, sorted as the plan's visits.

    Attributes
    ----------
    day, client, people
        int64[visits]; people are those who make it in the plan.
    earliest, latest, seconds
        int64[visits]: window of the start, and length with the documentation after it.
    able
        bool[visits, staff]: who is at work, skilled, welcome and can be there in time.
    by
        bool[visits, staff]: who makes it in the plan.
    """

    day: np.ndarray
    client: np.ndarray
    people: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray
    seconds: np.ndarray
    able: np.ndarray
    by: np.ndarray

    def within(self, days: int) -> Made:
        """Those of the first ``days`` days."""
        first = self.day < days
        return Made(**{name: column[first] for name, column in vars(self).items()})


@dataclass(frozen=True)
class Room:
    """What a day has room for: ``need[v, r]`` summed over the visits v that p makes is at most ``room[p, r]``, for every stretch r.

    Attributes
    ----------
    visits
        Rows of :class:`Made`.
    staff
        Who is at work, rows of the group's staff.
    need
        float64[visits, stretches]: seconds of the stretch that a visit takes at least, the drive to it included where it must lie
        in the stretch as a whole.
    room
        float64[staff, stretches]: seconds of the stretch in which the person can be with clients or on the way.
    """

    visits: np.ndarray
    staff: np.ndarray
    need: np.ndarray
    room: np.ndarray


def visits_made(group: GroupDays, stops: Stops) -> Made:
    """The visits that a plan makes; ``stops`` are all stops of the plan."""
    local = np.full(int(max(group.duty_rows.max(initial=-1), stops.duty.max(initial=-1))) + 1, -1)
    local[group.duty_rows] = np.arange(len(group.duty_rows))
    mine = (stops.visit != BREAK) & (local[stops.duty] >= 0)
    visit = np.searchsorted(group.visit_rows, stops.visit[mine])
    staff, start = group.duties.staff[local[stops.duty[mine]]], stops.start[mine]
    by = np.zeros((len(group.visits), group.rank.shape[1]), bool)
    by[visit, staff] = True
    rows = np.unique(visit)
    earliest, latest = group.visits.earliest.astype(np.int64), group.visits.latest.astype(np.int64)
    np.minimum.at(earliest, visit, start)
    np.maximum.at(latest, visit, start)
    seconds = group.visits.seconds.astype(np.int64) + group.documentation
    able = by | _able(group, earliest, latest, seconds)
    columns = (group.visits.day, group.visits.client, by.sum(axis=1), earliest, latest, seconds, able, by)
    return Made(*(column[rows] if column.ndim > 1 else column[rows].astype(np.int64) for column in columns))


def _able(group: GroupDays, earliest: np.ndarray, latest: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """bool[visits, staff]: at work on the day, skilled, welcome, and there in time even if the way were the shortest there is."""
    able = np.zeros((len(group.visits), group.rank.shape[1]), bool)
    skilled = (group.visits.skills[:, None] & ~group.skills) == 0
    welcome = skilled & ~group.forbidden[group.visits.client]
    for day in range(group.days):
        rows = np.flatnonzero(group.visits.day == day)
        home = group.home[group.visits.client[rows]]
        near = _shortest(group.travel[day])
        for duty in np.flatnonzero(group.duties.day == day):
            staff, first, last = group.duties.staff[duty], int(group.duties.first[duty]), int(group.duties.last[duty])
            start = np.maximum(earliest[rows], first + near.min(axis=0)[home])
            fits = start <= np.minimum(latest[rows], last - seconds[rows] - near.min(axis=1)[home])
            able[rows, staff] |= fits & welcome[rows, staff]
    return able


def _shortest(travel: DayTravel) -> np.ndarray:
    """int64[places, places]: by the fastest mode at the quickest hour; nobody drives from a place to itself."""
    legs = [part.reshape(-1, *travel.travel.shape[-2:]) for part in (travel.travel, travel.period_travel)]
    near = np.concatenate(legs).min(axis=0).astype(np.int64)
    np.fill_diagonal(near, FAR)
    return near


def room_of(group: GroupDays, made: Made, day: int) -> Room:
    """What one day has room for.

    A visit that starts between ``earliest`` and ``latest`` takes of a stretch at least what it takes if it is moved as far out of
    it as its window allows (energetic reasoning: Baptiste, Le Pape and Nuijten, Constraint-Based Scheduling, 2001, section 2.3).
    Of the visits that must lie in the stretch as a whole, all but the first have the drive to them in it too, except after another
    visit to the same client, where whoever waits there saves the drive but loses the time between; the longest such drive is
    therefore added to the room of people who may be on their way when the stretch begins. Breaks are treated as visits.
    """
    rows, on = np.flatnonzero(made.day == day), np.flatnonzero(group.duties.day == day)
    duties = group.duties.take(on)
    staff = np.unique(duties.staff)
    if not len(rows) or not len(on):
        return Room(rows, staff, np.zeros((len(rows), 0)), np.zeros((len(staff), 0)))
    ticks = np.arange(duties.first.min() // GRID * GRID, duties.last.max() + GRID, GRID)
    at = np.triu_indices(len(ticks), 1)
    begin, end = ticks[at[0]], ticks[at[1]]
    earliest, latest, seconds = made.earliest[rows, None], made.latest[rows, None], made.seconds[rows, None]
    inside = (earliest >= begin) & (latest + seconds <= end)
    drive = _drives(group, made, rows, day)[:, None] * inside
    need = _least(earliest, latest, seconds, begin, end) + drive
    room = np.zeros((len(staff), len(begin)))
    leaves = np.full(len(staff), FAR)
    for duty in range(len(duties)):
        who = np.searchsorted(staff, duties.staff[duty])
        room[who] += np.maximum(0, np.minimum(duties.last[duty], end) - np.maximum(duties.first[duty], begin))
        rest = (int(duties.break_earliest[duty]), int(duties.break_latest[duty]), int(duties.break_seconds[duty]))
        room[who] -= _least(*rest, begin, end)
        leaves[who] = min(leaves[who], int(duties.first[duty]))
    room += np.where(leaves[:, None] >= begin, 0, drive.max(axis=0))
    tight = (made.able[np.ix_(rows, staff)].T.astype(float) @ need > room).any(axis=0)
    return Room(rows, staff, need[:, tight].astype(float), room[:, tight])


def _least(earliest: Any, latest: Any, seconds: Any, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Seconds of the stretch from ``begin`` to ``end`` that something of this length and window takes at least."""
    part = np.minimum(np.minimum(seconds, end - begin), np.minimum(earliest + seconds - begin, end - latest))
    return np.maximum(0, part)


def _drives(group: GroupDays, made: Made, rows: np.ndarray, day: int) -> np.ndarray:
    """int64[visits]: seconds on the way before a visit at least, or idle at the client's since an earlier visit."""
    home = group.home[made.client[rows]]
    near = _shortest(group.travel[day])
    many = np.bincount(np.unique(np.stack([made.client[rows], home]), axis=1)[1], minlength=len(near)) > 1
    least = np.where(many[home], 0, near.min(axis=0)[home])  # neighbours at one address may be nearer than any leg says
    same = (made.client[rows, None] == made.client[rows]) & ~np.eye(len(rows), dtype=bool)
    ready = made.latest[rows] + made.seconds[rows]
    before = same & ((made.earliest[rows] + made.seconds[rows])[None, :] <= made.latest[rows, None])
    idle = np.where(before, np.maximum(0, made.earliest[rows, None] - ready[None, :]), FAR)
    return np.minimum(least, idle.min(axis=1, initial=FAR))

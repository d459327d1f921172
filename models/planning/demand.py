"""How many people visits ask for: a count of staff for each day and shift type, before there are routes."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..plan import Visits
from ..scenario import Scenario, ShiftType
from .shift_fields import Field, field_of, parts_of
from .usual_drives import usual_drive

NEIGHBOURS = 8  # a visit is reached from one of this many nearest places of the group; so many fit the routes of Tanum best
BEARABLE = 0.01  # share of late jobs that calls nobody in: routes look ahead, which late_jobs does not
PATIENCE = 4  # people
GAP_SLACK = 1800  # seconds; the first part of a split shift may end so much later, and then the second begins so much later
MINUTE = 60


class Job(NamedTuple):
    """One person's part of a visit with the drive to it, or a break; times in seconds."""

    release: int
    latest: int
    seconds: int


class Spell(NamedTuple):
    """When a break may start, and how long it is; ``seconds`` is 0 where there is none."""

    earliest: int
    latest: int
    seconds: int


@dataclass(frozen=True)
class Demand:
    """Staff that a group's visits ask for.

    Attributes
    ----------
    people
        int64[days, shift types].
    skilled
        int64[skills, days, shift types]: how many of them need each skill at least.
    """

    people: np.ndarray
    skilled: np.ndarray


def break_of(scenario: Scenario, shift: ShiftType) -> Spell:
    """Break (rast) of a shift: so placed that neither part of the shift is longer than ``Work.break_after_hours``.

    The hours off of a split shift are its break.
    """
    if shift.gap is not None:
        begin, end = shift.gap
        return Spell(begin, min(begin + GAP_SLACK, shift.start + _longest_part(scenario)), end - begin)
    after, seconds = _longest_part(scenario), round(scenario.work.break_minutes.value * MINUTE)
    if shift.seconds <= after or seconds == 0:
        return Spell(0, 0, 0)
    field = field_of(scenario, shift)
    latest = min(shift.start + after, field.last - seconds)
    return Spell(min(max(shift.end - after - seconds, field.first), latest), latest, seconds)


def _longest_part(scenario: Scenario) -> int:
    return round(scenario.work.break_after_hours.value * 3600)


def paid_seconds(scenario: Scenario, shift: ShiftType) -> int:
    """Length of a shift without its unpaid break."""
    return shift.seconds - break_of(scenario, shift).seconds


def drives_to(scenario: Scenario, group: int) -> dict[int, int]:
    """Expected seconds of driving to each client of a group, parking and walking in included.

    The mean over the nearest places of the group (homes and base): a good route comes from one of them.
    """
    clients = scenario.clients_of(group)
    places = sorted({scenario.clients[c].place for c in clients} | {scenario.groups[group].base})
    drives = {}
    for c in clients:
        home = scenario.clients[c].place
        others = np.array([place for place in places if place != home], np.int64)
        nearest = np.sort(usual_drive(scenario, group, others, home))[:NEIGHBOURS]
        drives[c] = int(nearest.sum()) // max(len(nearest), 1)
    return drives


def jobs_of(scenario: Scenario, visits: Visits, rows: np.ndarray, drives: dict[int, int]) -> list[Job]:
    """Jobs of some visits of one day: each person of each visit, with the drive before and the documentation after it."""
    document = round(scenario.work.documentation_minutes.value * MINUTE)
    jobs = []
    for row in rows.tolist():
        drive = drives[int(visits.client[row])]
        job = Job(int(visits.earliest[row]) - drive, int(visits.latest[row]) - drive, drive + int(visits.seconds[row]) + document)
        jobs += [job] * int(visits.people[row])
    return sorted(jobs)


def late_jobs(jobs: Sequence[Job], staff: Sequence[Field]) -> list[Job]:
    """Jobs that these people cannot begin in time, if whoever is free takes the waiting job that is due first.

    Parameters
    ----------
    jobs
        Sorted by release.
    staff
        From when to when each person can work.
    """
    free = [(field.first, field.last) for field in staff]
    heapq.heapify(free)
    waiting: list[tuple[int, int]] = []
    late: list[Job] = []
    k = 0
    while free and (waiting or k < len(jobs)):
        now, last = heapq.heappop(free)
        while k < len(jobs) and jobs[k].release <= now:
            heapq.heappush(waiting, (jobs[k].latest, k))
            k += 1
        while waiting and waiting[0][0] < now:
            late.append(jobs[heapq.heappop(waiting)[1]])
        due = waiting[0] if waiting else None
        if due and now + jobs[due[1]].seconds > last:  # too long for the rest of this person's shift: is there a shorter one?
            due = min((other for other in waiting if now + jobs[other[1]].seconds <= last), default=None)
        if due:
            waiting.remove(due)
            heapq.heapify(waiting)
            heapq.heappush(free, (now + jobs[due[1]].seconds, last))
        elif k < len(jobs) and jobs[k].release < last:
            heapq.heappush(free, (jobs[k].release, last))
    return late + [jobs[row] for _, row in waiting] + list(jobs[k:])


def with_breaks(scenario: Scenario, jobs: Sequence[Job], shifts: Sequence[ShiftType], counts: Sequence[int]) -> list[Job]:
    """Return the jobs and one break for each of the people, sorted; hours off of a split shift are left out of its fields."""
    breaks = [(break_of(scenario, shift), count) for shift, count in zip(shifts, counts, strict=True) if shift.gap is None]
    return sorted([*jobs, *(Job(*spell) for spell, count in breaks if spell.seconds for _ in range(count))])


def staff_needed(scenario: Scenario, jobs: Sequence[Job], shifts: Sequence[ShiftType]) -> list[int]:
    """Fewest people on each shift type, found by adding one where most jobs are late and then leaving out who is not needed.

    What no number of people makes in time (all of them idle, all on their break when a job comes) calls nobody in: the search
    ends when :data:`PATIENCE` people more have not helped.
    """
    fields = [parts_of(scenario, shift) for shift in shifts]
    fitting = [[_fits(job, parts) for parts in fields] for job in jobs]
    jobs = [job for job, fit in zip(jobs, fitting, strict=True) if any(fit)]
    counts = [0] * len(shifts)

    def late(counts: Sequence[int]) -> list[Job]:
        staff = [part for parts, count in zip(fields, counts, strict=True) for _ in range(count) for part in parts]
        return late_jobs(with_breaks(scenario, jobs, shifts, counts), staff)

    bearable = int(BEARABLE * len(jobs))
    fewest, best, in_vain = len(jobs) + 1, list(counts), 0
    while len(missed := late(counts)) > bearable:
        if len(missed) < fewest:
            fewest, best, in_vain = len(missed), list(counts), 0
        elif (in_vain := in_vain + 1) == PATIENCE:
            counts, bearable = best, fewest
            break
        helped = [sum(_fits(job, parts) for job in missed) for parts in fields]
        counts[helped.index(max(helped))] += 1
    for k in range(len(shifts)):
        while counts[k] and len(late([count - (i == k) for i, count in enumerate(counts)])) <= bearable:
            counts[k] -= 1
    return counts


def _fits(job: Job, parts: Sequence[Field]) -> bool:
    return any(max(job.release, field.first) <= min(job.latest, field.last - job.seconds) for field in parts)


def with_absence(demand: Demand, share: float) -> Demand:
    """The demand with so many more people that it is met when ``share`` of them is ill; whole people, spread over the days."""
    more = np.floor(np.cumsum(demand.people, axis=0) * share / (1 - share) + 0.5).astype(np.int64)
    return Demand(demand.people + np.diff(more, axis=0, prepend=0), demand.skilled)


def demand_of(scenario: Scenario, group: int, days: int, visits: Visits, shifts: Sequence[int]) -> Demand:
    """Demand of a group on each day.

    Parameters
    ----------
    scenario, group, days
        Whose demand.
    visits
        All visits; those of the group's clients count.
    shifts
        Rows of the shift types that somebody in the group works; on others the demand is 0.
    """
    types = [scenario.shifts[row] for row in shifts]
    people = np.zeros((days, len(scenario.shifts)), np.int64)
    skilled = np.zeros((len(scenario.skills), days, len(scenario.shifts)), np.int64)
    drives = drives_to(scenario, group)
    mine = np.flatnonzero(np.isin(visits.client, list(drives)))
    bounds = np.searchsorted(visits.day[mine], np.arange(days + 1))
    for day in range(days):
        rows = mine[bounds[day] : bounds[day + 1]]
        people[day, shifts] = staff_needed(scenario, jobs_of(scenario, visits, rows, drives), types)
        for skill in range(len(scenario.skills)):
            some = rows[visits.skills[rows] >> skill & 1 == 1]
            skilled[skill, day, shifts] = staff_needed(scenario, jobs_of(scenario, visits, some, drives), types)
    return Demand(people, skilled)

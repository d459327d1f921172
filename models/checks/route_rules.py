"""Rules along a route: travel takes its time, nobody is in two places, the break is taken, everybody is back in time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..plan import BREAK, Plan
from .stop import BASE, stops_of
from .violation import Rule, Violation, minutes, violation, when


def two_places(plan: Plan) -> Iterator[Violation]:
    """Nobody is in two places: what one person does on one day does not overlap, documentation after a visit included."""
    stops = stops_of(plan)
    order = np.lexsort((stops.start, stops.staff, stops.day))
    before, after = order[:-1], order[1:]
    same = (stops.day[before] == stops.day[after]) & (stops.staff[before] == stops.staff[after])
    overlap = stops.end[before] + np.where(stops.visit[before] == BREAK, 0, stops.writing) - stops.start[after]
    for k in np.flatnonzero(same & (overlap > 0)).tolist():
        what = f"begins something before the last is done ({minutes(overlap[k])} overlap)"
        yield _of(plan, "two_places", int(after[k]), what, int(overlap[k]))


def travel(plan: Plan) -> Iterator[Violation]:
    """From door to door a person has at least the travel time, parking and walking in included, besides break and documentation.

    Overlaps are :func:`two_places`.
    """
    stops = stops_of(plan)
    before, after = stops.doors[:-1], stops.doors[1:]
    same = stops.duty[before] == stops.duty[after]
    before, after = before[same], after[same]
    left = stops.end[before] + stops.writing
    leg = stops.legs(before, after, left)
    free = stops.start[after] - left - (stops.paused[after] - stops.paused[before])
    short = np.maximum(leg - free, leg - (stops.arrive[after] - left))
    short = np.maximum(short, stops.arrive[after] - stops.start[after])
    for k in np.flatnonzero((stops.start[after] >= left) & (short > 0)).tolist():
        yield _of(plan, "travel", int(after[k]), f"would need {minutes(short[k])} more to get there", int(short[k]))


def leaves(plan: Plan) -> Iterator[Violation]:
    """A route leaves the base no earlier than the duty's ``first``: the first client is met after the drive there."""
    stops = stops_of(plan)
    at, _ = stops.route_ends
    first = plan.duties.first[stops.duty[at]].astype(np.int64)
    ready = first + stops.legs(np.full(len(at), BASE), at, first)
    pause = stops.paused[at] - stops.paused[stops.bounds[stops.duty[at]]]
    short = np.maximum(ready - stops.arrive[at], ready + pause - stops.start[at])
    for k in np.flatnonzero(short > 0).tolist():
        what = f"would have to leave the base {minutes(short[k])} too early"
        yield _of(plan, "leaves", int(at[k]), what, int(short[k]))


def back(plan: Plan) -> Iterator[Violation]:
    """A route is back at the base by the duty's ``last``, and the break is over by then."""
    stops = stops_of(plan)
    _, at = stops.route_ends
    over = stops.bounds[stops.duty[at] + 1]
    latest = np.zeros(len(plan.duties), np.int64)
    np.maximum.at(latest, stops.duty[stops.breaks], stops.end[stops.breaks])
    left = stops.end[at] + stops.writing
    home = left + (stops.paused[over] - stops.paused[at]) + stops.legs(at, np.full(len(at), BASE), left)
    np.maximum.at(latest, stops.duty[at], home)
    behind = latest - plan.duties.last
    for duty in np.flatnonzero(behind > 0).tolist():
        what = f"is back {minutes(behind[duty])} too late"
        yield _of(plan, "back", int(stops.bounds[duty + 1]) - 1, what, int(behind[duty]))


def break_taken(plan: Plan) -> Iterator[Violation]:
    """A duty longer than ``break_after_hours`` holds its break, in one piece and long enough (rast)."""
    stops, duties, work = stops_of(plan), plan.duties, plan.scenario.work
    limit, least = round(work.break_after_hours.value * 3600), round(work.break_minutes.value * 60)
    wanted = np.maximum(duties.break_seconds, np.where(duties.end - duties.start > limit, least, 0))
    longest = np.zeros(len(duties), np.int64)
    np.maximum.at(longest, stops.duty[stops.breaks], (stops.end - stops.start)[stops.breaks])
    for duty in np.flatnonzero(longest < wanted).tolist():
        day, staff = int(duties.day[duty]), int(duties.staff[duty])
        what = f"has a break of {minutes(longest[duty])}, not {minutes(wanted[duty])}"
        message = f"{plan.scenario.staff[staff].id}, {when(plan.scenario, day)}, {what}"
        yield violation("break_taken", message, wanted[duty] - longest[duty], "s", day, staff)


def break_window(plan: Plan) -> Iterator[Violation]:
    """The break begins within its window."""
    stops, duties = stops_of(plan), plan.duties
    at = stops.breaks
    duty, start = stops.duty[at], stops.start[at]
    off = np.maximum(duties.break_earliest[duty] - start, start - duties.break_latest[duty])
    for k in np.flatnonzero(off > 0).tolist():
        yield _of(plan, "break_window", int(at[k]), f"has the break {minutes(off[k])} outside its window", int(off[k]))


def break_in_time(plan: Plan) -> Iterator[Violation]:
    """The break begins no later than ``break_after_hours`` after the duty (Arbetstidslagen: no more than 5 h without rast)."""
    stops, limit = stops_of(plan), round(plan.scenario.work.break_after_hours.value * 3600)
    at = stops.breaks
    behind = stops.start[at] - plan.duties.start[stops.duty[at]] - limit
    for k in np.flatnonzero(behind > 0).tolist():
        yield _of(plan, "break_in_time", int(at[k]), f"has the break {minutes(behind[k])} too late", int(behind[k]))


def _of(plan: Plan, rule: str, row: int, what: str, seconds: int) -> Violation:
    """A violation at a stop; ``what`` continues "person, day and time"."""
    stops = stops_of(plan)
    day, staff = int(stops.day[row]), int(stops.staff[row])
    message = f"{plan.scenario.staff[staff].id}, {when(plan.scenario, day, int(stops.start[row]))}, {what}"
    return violation(rule, message, seconds, "s", day, staff, int(stops.client[row]), int(stops.visit[row]))


RULES: tuple[Rule, ...] = (two_places, travel, leaves, back, break_taken, break_window, break_in_time)

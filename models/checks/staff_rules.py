"""Rules of the roster: shifts, rest, weekends and contracts (domain B4; Arbetstidslagen)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from ..plan import Plan
from ..scenario import DAY
from .violation import Rule, Violation, violation, when

CONTRACT_TOLERANCE_HOURS = 8.0
"""One shift: contracts balance over a longer period than a plan, so that a horizon may hold one shift more."""


def own_shift(plan: Plan) -> Iterator[Violation]:
    """A duty is of a shift type that the person works, at that shift type's hours."""
    scenario, duties = plan.scenario, plan.duties
    start, end = (np.array([getattr(shift, name) for shift in scenario.shifts])[duties.shift] for name in ("start", "end"))
    works = np.array([[shift.name in person.shifts for shift in scenario.shifts] for person in scenario.staff], bool)
    works = works.reshape(len(scenario.staff), len(scenario.shifts))[duties.staff, duties.shift]
    for row in np.flatnonzero(~works | (duties.start != start) | (duties.end != end)).tolist():
        staff, day = int(duties.staff[row]), int(duties.day[row])
        person, shift = scenario.staff[staff], scenario.shifts[duties.shift[row]]
        if not works[row]:
            allowed = ", ".join(sorted(person.shifts)) or "none"
            message = f"{person.id} works the shift '{shift.name}' on {when(scenario, day)}; this person's shifts: {allowed}"
            yield violation("own_shift", message, 1, "duty", day, staff)
        else:
            off = abs(int(duties.start[row]) - shift.start) + abs(int(duties.end[row]) - shift.end)
            message = f"{person.id}'s duty on {when(scenario, day)} has other hours than its shift '{shift.name}'"
            yield violation("own_shift", message, off, "s", day, staff)


def hours_off(plan: Plan) -> Iterator[Violation]:
    """A duty of a split shift (delad tur) has all the hours off between its parts, unpaid, and no sooner than they begin."""
    scenario, duties = plan.scenario, plan.duties
    for kind, shift in enumerate(scenario.shifts):
        if shift.gap is None:
            continue
        begin, end = shift.gap
        wrong = np.abs(duties.break_seconds - (end - begin)) + np.maximum(0, begin - duties.break_earliest)
        for row in np.flatnonzero((duties.shift == kind) & (wrong > 0)).tolist():
            staff, day = int(duties.staff[row]), int(duties.day[row])
            message = f"{scenario.staff[staff].id} has other hours off on {when(scenario, day)} than the shift '{shift.name}'"
            yield violation("hours_off", message, int(wrong[row]), "s", day, staff)


def one_duty_per_day(plan: Plan) -> Iterator[Violation]:
    """Nobody has two duties on one day."""
    seen: set[tuple[int, int]] = set()
    for day, staff in zip(plan.duties.day.tolist(), plan.duties.staff.tolist(), strict=True):
        if (day, staff) in seen:
            message = f"{plan.scenario.staff[staff].id} has more than one duty on {when(plan.scenario, day)}"
            yield violation("one_duty_per_day", message, 1, "duty", day, staff)
        seen.add((day, staff))


def daily_rest(plan: Plan) -> Iterator[Violation]:
    """Between the duties of two days lie at least ``daily_rest_hours`` (11 h, dygnsvila)."""
    least = round(plan.scenario.work.daily_rest_hours.value * 3600)
    for staff, spans in _spans(plan).items():
        for (before, _, end), (day, start, _) in itertools.pairwise(spans):
            if before != day and start - end < least:
                message = (
                    f"{plan.scenario.staff[staff].id} rests {(start - end) / 3600:.2f} h before"
                    f" {when(plan.scenario, day, start % DAY)}; at least {least / 3600:g} h are needed"
                )
                yield violation("daily_rest", message, least - (start - end), "s", day, staff)


def weekly_rest(plan: Plan) -> Iterator[Violation]:
    """Every whole week of the horizon, Monday to Sunday, holds ``weekly_rest_hours`` free at a stretch (36 h, veckovila)."""
    least = round(plan.scenario.work.weekly_rest_hours.value * 3600)
    for staff, spans in _spans(plan).items():
        for week in range(plan.days // 7):
            monday, sunday = 7 * week * DAY, 7 * (week + 1) * DAY
            longest, free_from = 0, monday
            for _, start, end in spans:
                if end <= monday or start >= sunday:
                    continue
                longest, free_from = max(longest, start - free_from), max(free_from, end)
            longest = max(longest, sunday - free_from)
            if longest < least:
                message = (
                    f"{plan.scenario.staff[staff].id} has {longest / 3600:.2f} h free at a stretch in the week from"
                    f" {when(plan.scenario, 7 * week)}; at least {least / 3600:g} h are needed"
                )
                yield violation("weekly_rest", message, least - longest, "s", 7 * week, staff)


def longest_run(plan: Plan) -> Iterator[Violation]:
    """Nobody works more than ``longest_run_days`` days in a row (5), over the turn of a week too."""
    most = round(plan.scenario.work.longest_run_days.value)
    for staff, spans in _spans(plan).items():
        days = sorted({day for day, _, _ in spans})
        run = 0
        for k, day in enumerate(days):
            run = run + 1 if k and day == days[k - 1] + 1 else 1
            ends = k + 1 == len(days) or days[k + 1] != day + 1
            if ends and run > most:
                who = plan.scenario.staff[staff].id
                message = f"{who} works {run} days in a row until {when(plan.scenario, day)}; at most {most} are allowed"
                yield violation("longest_run", message, run - most, "days", day, staff)


def weekends(plan: Plan) -> Iterator[Violation]:
    """Regular staff have every second weekend free: no two weekends in a row are worked."""
    worked: dict[int, set[int]] = defaultdict(set)
    for day, staff in zip(plan.duties.day.tolist(), plan.duties.staff.tolist(), strict=True):
        if plan.scenario.weekday(day) >= 5 and plan.scenario.staff[staff].employment == "regular":
            worked[staff].add(day // 7)
    for staff, weeks in sorted(worked.items()):
        for week in sorted(weeks):
            if week - 1 in weeks:
                saturday = 7 * week + 5
                message = (
                    f"{plan.scenario.staff[staff].id} works two weekends in a row, the second from {when(plan.scenario, saturday)}"
                )
                yield violation("weekends", message, 1, "weekend", saturday, staff)


def contract_hours(plan: Plan) -> Iterator[Violation]:
    """Paid hours stay within degree of employment times full time, plus ``CONTRACT_TOLERANCE_HOURS`` over the horizon."""
    duties = plan.duties
    paid: dict[int, int] = defaultdict(int)
    for staff, seconds in zip(duties.staff.tolist(), (duties.end - duties.start - duties.break_seconds).tolist(), strict=True):
        paid[staff] += seconds
    for staff, seconds in sorted(paid.items()):
        person = plan.scenario.staff[staff]
        contract = person.degree * plan.scenario.work.full_time_hours.value * plan.days / 7
        if seconds / 3600 > contract + CONTRACT_TOLERANCE_HOURS + 1e-9:
            message = f"{person.id} works {seconds / 3600:.1f} h in {plan.days} days; the contract gives {contract:.1f} h"
            yield violation("contract_hours", message, seconds / 3600 - contract, "h", -1, staff)


def _spans(plan: Plan) -> dict[int, list[tuple[int, int, int]]]:
    """For every member of staff (day, start, end) of the duties, in order, seconds since the first midnight."""
    spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    duties = plan.duties
    for day, staff, start, end in zip(
        duties.day.tolist(), duties.staff.tolist(), duties.start.tolist(), duties.end.tolist(), strict=True
    ):
        spans[staff].append((day, day * DAY + start, day * DAY + end))
    return {staff: sorted(spans[staff]) for staff in sorted(spans)}


RULES: tuple[Rule, ...] = (own_shift, hours_off, one_duty_per_day, daily_rest, weekly_rest, longest_run, weekends, contract_hours)

"""Rules for duties: worked or lost to absence, with their break and what belongs to them at the base."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation, minutes, violation, when
from ...models.plan import Plan
from ...models.scenario import DAY
from ..journal import SPANS, Journal, Kind
from ..journal_reading import amounts, at_row, of_kind, seconds_of, shift_of, shifts, spans_of


def kringtid(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Report and office work have the scenario's length in each duty, meetings and coordination that of the plan's duty."""
    duties, spans = np.flatnonzero(journal.kind == Kind.DUTY), spans_of(plan, journal)[0]
    work = plan.scenario.work
    meeting = np.where(journal.duty[duties] >= 0, np.append(plan.duties.meeting, 0)[journal.duty[duties]], 0)
    planned = (
        ("report", (Kind.REPORT,), work.report_minutes.value * 60),
        ("office work", (Kind.OFFICE,), work.office_minutes.value * 60),
        ("meetings and coordination", (Kind.MEETING, Kind.TEAM_MEETING, Kind.COORDINATION), meeting),
    )
    for name, kinds, wanted in planned:
        some = spans[np.isin(journal.kind[spans], kinds)]
        spent = np.bincount(shift_of(plan, journal, some), weights=seconds_of(journal, some), minlength=shifts(plan))
        for row, off in amounts(duties, np.abs(spent[shift_of(plan, journal, duties)] - np.rint(wanted))):
            yield at_row(plan, journal, "kringtid", row, f"has {name} {minutes(int(off))} off", off, "s")


def break_taken(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A duty with a break has it once, in full and not before its time; a long duty without a plan has one, too.

    The hours off of a split shift are its break.
    """
    duties, breaks = np.flatnonzero(journal.kind == Kind.DUTY), np.flatnonzero(journal.kind == Kind.BREAK)
    work, tables = plan.scenario.work, plan.duties
    long = journal.planned_end[duties] - journal.planned_start[duties] > round(work.break_after_hours.value * 3600)
    wanted = np.where(long, round(work.break_minutes.value * 60), 0)
    for shift in plan.scenario.shifts:  # who steps in on a split shift has its hours off
        if shift.gap is not None:
            midnight = journal.day[duties].astype(np.int64) * DAY
            same = (journal.planned_start[duties] - midnight == shift.start) & (journal.planned_end[duties] - midnight == shift.end)
            wanted[same] = shift.gap[1] - shift.gap[0]
    of_plan = journal.duty[duties] >= 0
    wanted[of_plan] = tables.break_seconds[journal.duty[duties][of_plan]]
    taken = np.bincount(shift_of(plan, journal, breaks), weights=seconds_of(journal, breaks), minlength=shifts(plan))
    for row, off in amounts(duties, np.abs(taken[shift_of(plan, journal, duties)] - wanted)):
        yield at_row(plan, journal, "break_taken", row, f"has a break {minutes(int(off))} too long or too short", off, "s")
    breaks = breaks[journal.duty[breaks] >= 0]
    opens = tables.break_earliest[journal.duty[breaks]] + journal.day[breaks].astype(np.int64) * DAY
    for row, ahead in amounts(breaks, np.maximum(opens - journal.start[breaks], 0)):
        yield at_row(plan, journal, "break_taken", row, f"begins {minutes(ahead)} too early", ahead, "s")


def duties(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A duty of the plan is worked or lost to absence, exactly one of them, and is planned when the plan says."""
    rows = np.flatnonzero(of_kind(journal, Kind.DUTY, Kind.ABSENT) & (journal.duty >= 0))
    count = np.bincount(journal.duty[rows], minlength=len(plan.duties))
    for duty in np.flatnonzero(count != 1).tolist():
        staff, day = int(plan.duties.staff[duty]), int(plan.duties.day[duty])
        message = f"the duty of {plan.scenario.staff[staff].id}, {when(plan.scenario, day)}, is told {count[duty]} times"
        yield violation("duties", message, abs(int(count[duty]) - 1), "duties", day, staff)
    midnight = journal.day[rows].astype(np.int64) * DAY
    off = np.abs(journal.planned_start[rows] - midnight - plan.duties.start[journal.duty[rows]])
    off += np.abs(journal.planned_end[rows] - midnight - plan.duties.end[journal.duty[rows]])
    worked = journal.kind[rows] == Kind.DUTY
    off += worked * (np.abs(journal.start[rows] - journal.planned_start[rows]))
    off += worked * np.maximum(journal.planned_end[rows] - journal.end[rows], 0)
    for row, seconds in amounts(rows, off):
        yield at_row(plan, journal, "duties", row, f"has hours {minutes(int(seconds))} off the plan's", seconds, "s")


def absent(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Who is absent does nothing that day."""
    ill = shift_of(plan, journal, np.flatnonzero(journal.kind == Kind.ABSENT))
    rows = np.flatnonzero(of_kind(journal, *SPANS, Kind.DUTY))
    for row in rows[np.isin(shift_of(plan, journal, rows), ill)].tolist():
        yield at_row(plan, journal, "absent", row, "is done by somebody absent", 1, "row")

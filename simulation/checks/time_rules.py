"""Rules for time: every second of a duty is in exactly one span, and nobody does two things at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation, minutes
from ...models.plan import Plan
from ..journal import SPANS, Journal, Kind
from ..journal_reading import amounts, at_row, duty_row, of_kind, seconds_of, shift_of, shifts, spans_of


def one_duty(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Somebody with a span of work has one duty that day."""
    spans, duties = np.flatnonzero(of_kind(journal, *SPANS)), np.flatnonzero(journal.kind == Kind.DUTY)
    keys, first = np.unique(shift_of(plan, journal, duties), return_index=True)
    for row in duties[np.setdiff1d(np.arange(len(duties)), first)].tolist():
        yield at_row(plan, journal, "one_duty", row, "is a second duty on the same day", 1, "duty")
    for row in spans[~np.isin(shift_of(plan, journal, spans), keys)].tolist():
        yield at_row(plan, journal, "one_duty", row, "happens without a duty", 1, "span")


def tiles(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every second of a duty is in exactly one span, and no span reaches beyond it."""
    spans, before = spans_of(plan, journal)
    duty = duty_row(plan, journal)[shift_of(plan, journal, spans)]
    clock = np.where(before < 0, journal.start[duty], journal.end[spans[before]])
    for row, late in amounts(spans, journal.start[spans] - clock):
        what = "leaves a gap before it" if late > 0 else "overlaps what was before"
        yield at_row(plan, journal, "tiles", row, f"{what} ({minutes(abs(late))})", abs(late), "s")
    last = np.append(before[1:] < 0, True)[: len(spans)]
    for row, left in amounts(spans[last], journal.end[duty[last]] - journal.end[spans[last]]):
        yield at_row(plan, journal, "tiles", row, f"is the last of its duty, which ends {left} s later", abs(left), "s")


def balance(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """The seconds of a duty are those of client + travel + wait + kringtid + idle, which are paid, and of the break (domain A3)."""
    spans, duties = spans_of(plan, journal)[0], np.flatnonzero(journal.kind == Kind.DUTY)
    accounted = np.bincount(shift_of(plan, journal, spans), weights=seconds_of(journal, spans))
    accounted = np.append(accounted, np.zeros(shifts(plan)))[shift_of(plan, journal, duties)]
    for row, off in amounts(duties, seconds_of(journal, duties) - accounted):
        yield at_row(plan, journal, "balance", row, f"does not balance by {off:g} s", abs(off), "s")


def two_places(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Nobody does two things at once, on whatever day they began."""
    rows = np.flatnonzero(of_kind(journal, *SPANS))
    rows = rows[np.lexsort((journal.end[rows], journal.start[rows], journal.staff[rows]))]
    same = journal.staff[rows[1:]] == journal.staff[rows[:-1]]
    overlap = np.where(same, journal.end[rows[:-1]] - journal.start[rows[1:]], 0)
    for row, seconds in amounts(rows[1:], np.maximum(overlap, 0)):
        yield at_row(plan, journal, "two_places", row, f"begins {minutes(seconds)} before something else is over", seconds, "s")

"""Rules for single rows: their order, what they must name, and the reasons they may have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation
from ...models.plan import Plan
from ...models.scenario import DAY
from ..journal import SPANS, Journal, Kind, Reason
from ..journal_reading import at_row, of_kind
from .kinds import OF_VISITS, WITH_CLIENT

ALLOWED: dict[Kind, tuple[Reason, ...]] = {
    Kind.WAIT: (Reason.NONE, Reason.NO_ANSWER, Reason.COLLEAGUE_MISSING),
    Kind.VISIT: (Reason.NONE, Reason.STEPPED_IN, Reason.SWAPPED),
    Kind.INTRODUCTION: (Reason.NONE, Reason.LEARNING),
    Kind.DUTY: (Reason.NONE, Reason.STEPPED_IN, Reason.PATROL, Reason.LEARNING),
    Kind.ABSENT: (Reason.ILL, Reason.LONG_ILL, Reason.VACANT),
    Kind.MISSED: (Reason.NO_PLAN, Reason.NOBODY_FREE, Reason.NO_ANSWER, Reason.COLLEAGUE_MISSING),
    Kind.DECIDED: (Reason.NONE, Reason.AT_MEETING),
    Kind.WISHED: (Reason.NONE, Reason.REFUSED),
    Kind.CANCELLED: (Reason.CLIENT, Reason.AWAY, Reason.LEFT),
    Kind.ALARM: (Reason.NONE, Reason.NOT_SEEN),
    Kind.ALARM_RAISED: (Reason.NONE, Reason.NOT_SEEN, Reason.BY_TELEPHONE, Reason.NOBODY_THERE),
    Kind.LOOK: (Reason.NONE, Reason.NOT_SEEN, Reason.NOBODY_THERE),
}


def order(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Rows are sorted by day, staff, start, kind."""
    columns = np.stack([journal.day, journal.staff, journal.start, journal.kind]).astype(np.int64)
    steps = np.diff(columns, axis=1)
    first = np.take_along_axis(steps, (steps != 0).argmax(axis=0)[None], axis=0)[0]
    for row in (np.flatnonzero(first < 0) + 1).tolist():
        yield at_row(plan, journal, "order", row, "stands in the wrong place", 1, "row")


def rows(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A row has the day, person, visit, duty and client that its kind asks for, and they belong together."""
    at_visit, of_duty = of_kind(journal, *OF_VISITS, *WITH_CLIENT), of_kind(journal, *SPANS, Kind.DUTY, Kind.ABSENT)
    visit, duty = np.maximum(journal.visit, 0), np.maximum(journal.duty, 0)
    wrong = (journal.day < 0) | (journal.day >= plan.days) | (at_visit & (journal.visit < 0)) | (of_duty & (journal.staff < 0))
    if len(plan.visits):
        other = (plan.visits.client[visit] != journal.client) | (plan.visits.day[visit] != journal.day)
        wrong |= (journal.visit >= 0) & other
    if len(plan.duties):
        other = (plan.duties.staff[duty] != journal.staff) | (plan.duties.day[duty] != journal.day)
        wrong |= (journal.duty >= 0) & other
    for row in np.flatnonzero(wrong).tolist():
        yield at_row(plan, journal, "rows", row, "has not its own day, person, visit, duty or client", 1, "row")


def lengths(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """What happens takes time (a drive may take none) and starts on its day; what does not happen has no times."""
    happens = of_kind(journal, *SPANS, Kind.DUTY)
    length = journal.end - journal.start
    least = np.where(journal.kind == Kind.DRIVE, 0, 1)
    wrong = happens & ((length < least) | (journal.start < journal.day.astype(np.int64) * DAY))
    wrong |= ~happens & ((journal.start != -1) | (journal.end != -1))
    for row in np.flatnonzero(wrong).tolist():
        yield at_row(plan, journal, "lengths", row, f"lasts {length[row]} s", least[row] - length[row], "s")


def reasons(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A row has a reason that its kind can have; a visit was left out by the plan if and only if that is said; help is said."""
    allowed = np.zeros(len(journal), dtype=bool)
    for kind in Kind:
        allowed |= (journal.kind == kind) & np.isin(journal.reason, ALLOWED.get(kind, (Reason.NONE,)))
    left_out = np.isin(journal.visit, plan.unserved)
    allowed &= ~((journal.reason == Reason.NO_PLAN) & ~left_out) & ~((journal.reason == Reason.NOBODY_FREE) & left_out)
    planned = (plan.staff_at[journal.visit] == journal.staff[:, None]).any(axis=1) if len(plan.visits) else allowed
    outside = np.isin(journal.reason, (Reason.STEPPED_IN, Reason.PATROL))
    allowed &= (journal.kind != Kind.DUTY) | ((journal.duty < 0) == outside)
    allowed &= (journal.kind != Kind.VISIT) | (~planned == np.isin(journal.reason, (Reason.STEPPED_IN, Reason.SWAPPED)))
    for row in np.flatnonzero(~allowed).tolist():
        yield at_row(plan, journal, "reasons", row, f"has the reason {Reason(journal.reason[row]).name}", 1, "row")

"""How journal checks read a journal: masks, lengths, the spans of each duty, and how a violation is worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..models.checks.violation import Violation, violation, when
from ..models.plan import Plan
from ..models.scenario import DAY
from .journal import SPANS, Journal, Kind, Reason

Rule = Callable[[Plan, Journal], Iterator[Violation]]


def of_kind(journal: Journal, *kinds: Kind) -> np.ndarray:
    """Mask of the rows of some kinds."""
    return np.isin(journal.kind, kinds)


def seconds_of(journal: Journal, rows: np.ndarray) -> np.ndarray:
    """Length of rows, seconds."""
    return journal.end[rows] - journal.start[rows]


def shifts(plan: Plan) -> int:
    """How many pairs of day and person there are."""
    return plan.days * len(plan.scenario.staff)


def shift_of(plan: Plan, journal: Journal, rows: np.ndarray) -> np.ndarray:
    """Number of the pair of day and person of each row."""
    return journal.day[rows].astype(np.int64) * len(plan.scenario.staff) + journal.staff[rows]


def duty_row(plan: Plan, journal: Journal) -> np.ndarray:
    """For each pair of day and person the row of the duty."""
    found = np.zeros(shifts(plan), dtype=np.int64)
    rows = np.flatnonzero(journal.kind == Kind.DUTY)
    found[shift_of(plan, journal, rows)] = rows
    return found


def spans_of(plan: Plan, journal: Journal) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the spans that belong to a duty, by duty and time; for each the number of the one before, -1 for a duty's first."""
    rows = np.flatnonzero(of_kind(journal, *SPANS))
    at_work = shift_of(plan, journal, np.flatnonzero(journal.kind == Kind.DUTY))
    rows = rows[np.isin(shift_of(plan, journal, rows), at_work)]
    keys = journal.kind[rows], journal.end[rows], journal.start[rows], shift_of(plan, journal, rows)
    if not _in_order(keys):  # most journals are, and looking is far cheaper than sorting
        rows = rows[np.lexsort(keys)]
    shift = shift_of(plan, journal, rows)
    before = np.arange(len(rows)) - 1
    before[1:][shift[1:] != shift[:-1]] = -1
    return rows, before


def _in_order(keys: tuple[np.ndarray, ...]) -> bool:
    """Whether rows are sorted already as :func:`numpy.lexsort` would sort them: by the last key, ties by the one before."""
    right = np.ones(max(0, len(keys[0]) - 1), bool)
    for key in keys:
        right = (key[:-1] < key[1:]) | ((key[:-1] == key[1:]) & right)
    return bool(right.all())


def learning(plan: Plan, journal: Journal) -> np.ndarray:
    """Mask of the rows of duties in which a newcomer is introduced."""
    lessons = np.flatnonzero((journal.kind == Kind.DUTY) & (journal.reason == Reason.LEARNING))
    rows = np.isin(shift_of(plan, journal, np.arange(len(journal))), shift_of(plan, journal, lessons))
    return rows & (journal.staff >= 0)


def by_visit(journal: Journal, kind: Kind) -> np.ndarray:
    """Rows of a kind, sorted by visit."""
    rows = np.flatnonzero(journal.kind == kind)
    return rows[np.argsort(journal.visit[rows], kind="stable")]


def count_of(plan: Plan, journal: Journal, kind: Kind) -> np.ndarray:
    """How many rows of a kind each visit has."""
    return np.bincount(journal.visit[journal.kind == kind], minlength=len(plan.visits))


def amounts(rows: np.ndarray, amounts: np.ndarray) -> Iterator[tuple[int, int]]:
    """Rows and amounts wherever the amount is not zero."""
    some = np.flatnonzero(amounts)
    return zip(np.asarray(rows)[some].tolist(), np.asarray(amounts)[some].tolist(), strict=True)


def at_row(plan: Plan, journal: Journal, rule: str, row: int, what: str, amount: float, unit: str) -> Violation:
    """A violation at a row; ``what`` continues "person, day and time, kind"."""
    staff, day, start = int(journal.staff[row]), int(journal.day[row]), int(journal.start[row])
    who = plan.scenario.staff[staff].id if staff >= 0 else "nobody"
    at = when(plan.scenario, day, start - day * DAY if start >= 0 else None)
    message = f"{who}, {at}, {Kind(journal.kind[row]).name} {what}"
    return violation(rule, message, amount, unit, day, staff, int(journal.client[row]), int(journal.visit[row]))

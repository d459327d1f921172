"""Rules for comings and goings: clients who leave, places that are vacant, newcomers, needs that grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation
from ...models.plan import Plan
from ..journal import Journal, Kind, Reason
from ..journal_reading import at_row, learning, of_kind


def left(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Visits of a client who has left are cancelled for that reason, until somebody new has come; no others are."""
    gone = _between(plan, journal, Kind.CLIENT_LEFT, Kind.CLIENT_NEW, len(plan.scenario.clients))
    rows = np.flatnonzero(of_kind(journal, Kind.VISIT, Kind.MISSED, Kind.CANCELLED, Kind.ALARM, Kind.NIGHT_CHECK, Kind.LOOK))
    said = (journal.kind[rows] == Kind.CANCELLED) & (journal.reason[rows] == Reason.LEFT)
    for row in rows[gone[journal.day[rows], journal.client[rows]] != said].tolist():
        yield at_row(plan, journal, "left", row, "is cancelled for a client who is there, or not for one who has left", 1, "visit")


def vacant(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Nobody works who has left, and all their duties are told as vacant; a newcomer learns first."""
    gone = _between(plan, journal, Kind.STAFF_LEFT, Kind.HIRED, len(plan.scenario.staff))
    rows = np.flatnonzero(of_kind(journal, Kind.DUTY, Kind.ABSENT))
    said = (journal.kind[rows] == Kind.ABSENT) & (journal.reason[rows] == Reason.VACANT)
    ill = (journal.kind[rows] == Kind.ABSENT) & (journal.reason[rows] == Reason.ILL)  # reported by whoever had the place
    for row in rows[(gone[journal.day[rows], journal.staff[rows]] != said) & ~ill].tolist():
        yield at_row(plan, journal, "vacant", row, "is worked in a vacant place, or vacant though somebody has it", 1, "duty")
    lessons = np.flatnonzero((journal.kind == Kind.DUTY) & (journal.reason == Reason.LEARNING))
    learns = learning(plan, journal)
    wrong = learns & of_kind(journal, Kind.VISIT, Kind.ALARM, Kind.NIGHT_CHECK, Kind.TELEPHONE, Kind.IDLE)
    wrong |= ~learns & (journal.kind == Kind.INTRODUCTION)
    for row in np.flatnonzero(wrong).tolist():
        yield at_row(plan, journal, "vacant", row, "is not what newcomers do, or done by somebody who is none", 1, "span")
    hired = {(int(journal.staff[row])): int(journal.day[row]) for row in np.flatnonzero(journal.kind == Kind.HIRED)[::-1]}
    for row in lessons.tolist():
        if hired.get(int(journal.staff[row]), plan.days) > journal.day[row]:
            yield at_row(plan, journal, "vacant", row, "is a lesson of somebody who has not just been hired", 1, "duty")


def doubled(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A newcomer who rides or is at a visit does so with a colleague, from beginning to end and in the colleague's car."""
    learns = learning(plan, journal)
    along = (journal.kind == Kind.INTRODUCTION) & ((journal.visit >= 0) | (journal.reason == Reason.LEARNING))
    rides = learns & (journal.kind == Kind.DRIVE)

    def told(rows: np.ndarray, *names: str) -> list[tuple[int, ...]]:
        return list(zip(*(getattr(journal, name)[rows].tolist() for name in ("start", "end", *names)), strict=True))

    visits, drives = np.flatnonzero(journal.kind == Kind.VISIT), np.flatnonzero((journal.kind == Kind.DRIVE) & ~learns)
    for rows, with_, names in (
        (np.flatnonzero(along), visits, ("visit", "client")),
        (np.flatnonzero(rides), drives, ("place_from", "place_to")),
    ):
        theirs, banned = set(told(with_, *names)), [client.forbidden for client in plan.scenario.clients]
        for row, one in zip(rows.tolist(), told(rows, *names), strict=True):
            no = names[0] == "visit" and journal.staff[row] in banned[journal.client[row]]
            if one not in theirs or journal.metres[row] or no or not plan.policy.introduction.doubled:
                yield at_row(
                    plan, journal, "doubled", row, "is done without a colleague, or where nobody is to go along", 1, "span"
                )


def grown(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A plan learns only of a need that has changed before, for a client who is there."""
    gone = _between(plan, journal, Kind.CLIENT_LEFT, Kind.CLIENT_NEW, len(plan.scenario.clients))
    waiting: Counter[int] = Counter()
    noticed = plan.scenario.information.notice_chance.value > 0  # else one new plan knows of everything up to then
    rows = np.flatnonzero(of_kind(journal, Kind.NEED_CHANGED, Kind.NEW_PLAN, Kind.CLIENT_NEW))
    order = np.lexsort((journal.kind[rows] == Kind.NEW_PLAN, journal.kind[rows] != Kind.CLIENT_NEW, journal.day[rows]))
    for row in rows[order].tolist():
        client, kind = int(journal.client[row]), journal.kind[row]
        if kind == Kind.CLIENT_NEW:
            waiting[client] = 0
            continue
        if gone[journal.day[row], client] or (kind == Kind.NEW_PLAN and not waiting[client]):
            yield at_row(plan, journal, "grown", row, "concerns a client who is not there or a need that did not change", 1, "row")
        waiting[client] = waiting[client] + 1 if kind == Kind.NEED_CHANGED else max(waiting[client] - 1, 0) if noticed else 0


def _between(plan: Plan, journal: Journal, begins: Kind, ends: Kind, number: int) -> np.ndarray:
    """bool[days, who]: from each day of the first kind of fact to the next of the second."""
    who = journal.client if begins == Kind.CLIENT_LEFT else journal.staff
    between = np.zeros((plan.days, number), dtype=bool)
    rows = np.flatnonzero(of_kind(journal, begins, ends))
    for row in rows[np.argsort(journal.day[rows], kind="stable")].tolist():
        between[journal.day[row] :, who[row]] = journal.kind[row] == begins
    return between

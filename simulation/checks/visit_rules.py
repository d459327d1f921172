"""Rules for visits: when and how long, what became of each, and who may come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation, minutes, violation, when
from ...models.plan import Plan
from ...models.scenario import DAY
from ..journal import Journal, Kind, Reason
from ..journal_reading import amounts, at_row, by_visit, count_of, of_kind, seconds_of, spans_of
from .kinds import AT_HOME, OF_VISITS


def early(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """No visit starts before its window opens."""
    rows = np.flatnonzero(journal.kind == Kind.VISIT)
    opens = plan.visits.earliest[journal.visit[rows]] + journal.day[rows].astype(np.int64) * DAY
    for row, ahead in amounts(rows, np.maximum(opens - journal.start[rows], 0)):
        yield at_row(plan, journal, "early", row, f"starts {minutes(ahead)} before its window", ahead, "s")


def together(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """The people at a visit come and go together, and nobody counts twice."""
    rows = by_visit(journal, Kind.VISIT)
    one, two = rows[:-1], rows[1:]
    same = journal.visit[one] == journal.visit[two]
    apart = np.abs(journal.start[one] - journal.start[two]) + np.abs(journal.end[one] - journal.end[two])
    apart = np.where(same, apart + (journal.staff[one] == journal.staff[two]), 0)
    for row, seconds in amounts(two, apart):
        yield at_row(plan, journal, "together", row, f"is not together with a colleague ({seconds} s)", seconds, "s")


def length(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Where nobody cancels, a visit lasts its planned time in a world without noise, and no less under minute control (T29)."""
    uncertain = plan.scenario.uncertainty
    exact = uncertain.visit_cv.value == plan.scenario.events.need_changes.value == 0 and not plan.policy.visits.round_minutes
    exact = exact and not plan.scenario.information.retell_minutes.value
    least = plan.policy.control.stay_planned_time
    if uncertain.cancelled_share.value > 0 or not (exact or least):
        return
    rows = np.flatnonzero(journal.kind == Kind.VISIT)
    off = seconds_of(journal, rows) - plan.visits.seconds[journal.visit[rows]]
    for row, seconds in amounts(rows, off if exact else np.minimum(off, 0)):
        yield at_row(plan, journal, "length", row, f"is {minutes(abs(seconds))} off its planned length", abs(seconds), "s")


def documented(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every visit is followed by its documentation, and nothing else is documented."""
    spans = spans_of(plan, journal)[0]
    kind, visit = journal.kind[spans], journal.visit[spans]
    wanted = round(plan.scenario.work.documentation_minutes.value * 60)
    found = np.where(kind == Kind.DOCUMENT, seconds_of(journal, spans), 0)
    after = np.append(np.where(visit[1:] == visit[:-1], found[1:], 0), 0)[: len(spans)]
    for row, off in amounts(spans, np.where(kind == Kind.VISIT, np.abs(after - wanted), 0)):
        yield at_row(plan, journal, "documented", row, f"is documented {minutes(off)} too long or too short", off, "s")
    before = np.append(False, kind[:-1] == Kind.VISIT)[: len(spans)]
    for row in spans[(kind == Kind.DOCUMENT) & ~before].tolist():
        yield at_row(plan, journal, "documented", row, "follows no visit", 1, "span")


def outcome(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every visit of the plan is performed by all its people, or missed, or cancelled: exactly one of them, and once."""
    done, missed, cancelled = (count_of(plan, journal, kind) for kind in OF_VISITS)
    right = np.where(done > 0, (done == plan.visits.people) & (missed + cancelled == 0), missed + cancelled == 1)
    for visit in np.flatnonzero(~right).tolist():
        client, day = int(plan.visits.client[visit]), int(plan.visits.day[visit])
        counts = f"{done[visit]} of {plan.visits.people[visit]} people, {missed[visit]} times missed, {cancelled[visit]} cancelled"
        message = f"visit {visit} to {plan.scenario.clients[client].id}, {when(plan.scenario, day)}: {counts}"
        yield violation("outcome", message, 1, "visit", day, client=client, visit=visit)


def tried(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Where a visit was missed at the door, somebody waited there as long as the scenario says."""
    uncertain = plan.scenario.uncertainty
    waits = np.flatnonzero(journal.kind == Kind.WAIT)
    for reason, patience in (
        (Reason.NO_ANSWER, uncertain.no_answer_minutes.value),
        (Reason.COLLEAGUE_MISSING, uncertain.colleague_minutes.value),
    ):
        longest = np.zeros(len(plan.visits), dtype=np.int64)
        some = waits[journal.reason[waits] == reason]
        np.maximum.at(longest, journal.visit[some], seconds_of(journal, some))
        rows = np.flatnonzero((journal.kind == Kind.MISSED) & (journal.reason == reason))
        for row, short in amounts(rows, np.maximum(round(patience * 60) - longest[journal.visit[rows]], 0)):
            yield at_row(plan, journal, "tried", row, f"was given up {minutes(short)} too soon", short, "s")


def away(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A client who is in hospital has all visits of the day cancelled."""
    hospital = (journal.kind == Kind.CANCELLED) & (journal.reason == Reason.AWAY)
    key = journal.day.astype(np.int64) * len(plan.scenario.clients) + journal.client
    there = of_kind(journal, *OF_VISITS) & ~hospital & np.isin(key, key[hospital])
    for row in np.flatnonzero(there).tolist():
        yield at_row(plan, journal, "away", row, "concerns a client who is in hospital", 1, "visit")


def skills(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Everybody who comes has the skills that the visit asks for."""
    rows = np.flatnonzero(journal.kind == Kind.VISIT)
    has = np.array([plan.scenario.skill_mask(person.skills) for person in plan.scenario.staff], dtype=np.int64)
    for row in rows[(plan.visits.skills[journal.visit[rows]] & ~has[journal.staff[rows]]) != 0].tolist():
        yield at_row(plan, journal, "skills", row, "is done by somebody who lacks a skill for it", 1, "visit")


def forbidden(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Nobody comes who must not come to this client."""
    clients = plan.scenario.clients
    banned = np.zeros((len(clients), len(plan.scenario.staff)), dtype=bool)
    for row, client in enumerate(clients):
        banned[row, list(client.forbidden)] = True
    rows = np.flatnonzero(of_kind(journal, *AT_HOME))
    for row in rows[banned[journal.client[rows], journal.staff[rows]]].tolist():
        yield at_row(plan, journal, "forbidden", row, "is done by somebody who must not come", 1, "visit")

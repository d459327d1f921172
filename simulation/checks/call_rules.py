"""Rules for what calls people away: alarms, checks at night and cameras, cars that fail."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation
from ...models.plan import Plan
from ...models.planning.night import checks
from ..journal import Journal, Kind, Reason
from ..journal_reading import amounts, at_row, of_kind, seconds_of, shift_of


def alarms(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Each alarm to which somebody was sent has one visit, by that person and not before it; no other has any."""
    raised, visits = (np.flatnonzero(journal.kind == kind) for kind in (Kind.ALARM_RAISED, Kind.ALARM))
    target = round(plan.scenario.events.alarm_target_minutes.value * 60)
    for row, off in amounts(raised, np.abs(journal.planned_end[raised] - journal.planned_start[raised] - target)):
        yield at_row(plan, journal, "alarms", row, f"has a target {off} s off the scenario's", off, "s")
    unsent = np.isin(journal.reason[raised], (Reason.BY_TELEPHONE, Reason.NOBODY_THERE))
    for row in raised[unsent != (journal.staff[raised] < 0)].tolist():
        yield at_row(plan, journal, "alarms", row, "is answered by somebody although nobody went, or by nobody", 1, "alarm")
    came: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for row in visits.tolist():
        came[_who(journal, row)].append(row)
    for row in raised[~unsent][np.argsort(journal.planned_start[raised[~unsent]], kind="stable")].tolist():
        answers = came[_who(journal, row)]
        if not answers:
            yield at_row(plan, journal, "alarms", row, "is an alarm to which nobody came", 1, "alarm")
            continue
        visit = answers.pop(0)
        if journal.start[visit] < journal.planned_start[row]:
            ahead = int(journal.planned_start[row] - journal.start[visit])
            yield at_row(plan, journal, "alarms", visit, f"begins {ahead} s before the alarm", ahead, "s")
    for row in sorted(row for rows in came.values() for row in rows):
        yield at_row(plan, journal, "alarms", row, "answers no alarm", 1, "visit")


def nights(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every check of a client at home is made at the door or by camera, or told as missed; two failed looks send somebody."""
    door, camera = checks(plan)
    wanted = Counter(check.client for check in (*door, *camera))
    looks = np.flatnonzero(journal.kind == Kind.LOOK)
    retry = round(plan.scenario.events.camera_retry_minutes.value * 60)
    found: Counter[tuple[int, int]] = Counter()
    rows = np.flatnonzero(journal.kind == Kind.NIGHT_CHECK)
    found.update(zip(journal.day[rows].tolist(), journal.client[rows].tolist(), strict=True))
    failed = journal.reason[looks] == Reason.NOT_SEEN
    begins = {(int(journal.client[row]), int(journal.planned_start[row])) for row in looks[failed]}
    every = {(int(journal.client[row]), int(journal.planned_start[row])) for row in looks}
    raised = np.flatnonzero((journal.kind == Kind.ALARM_RAISED) & np.isin(journal.reason, (Reason.NOT_SEEN, Reason.NOBODY_THERE)))
    sent = set(zip(journal.day[raised].tolist(), journal.client[raised].tolist(), strict=True))
    for row, fails in zip(looks.tolist(), failed.tolist(), strict=True):
        client, at = int(journal.client[row]), int(journal.planned_start[row])
        again = (client, at - retry) in begins
        found[int(journal.day[row]), client] += not again
        if fails and not again and (client, at + retry) not in every:
            yield at_row(plan, journal, "nights", row, "did not show the client and was not repeated", 1, "look")
        if fails and again and (journal.day[row], client) not in sent:
            yield at_row(plan, journal, "nights", row, "did not show the client and nobody was sent", 1, "look")
    for (day, client), number in found.items():
        if number != wanted[client]:
            some = np.flatnonzero((journal.day == day) & (journal.client == client) & of_kind(journal, Kind.LOOK, Kind.NIGHT_CHECK))
            off = abs(number - wanted[client])
            yield at_row(plan, journal, "nights", int(some[0]), f"is one of {number} checks, not {wanted[client]}", off, "checks")


def breakdown(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A car that fails takes the scenario's time, once a duty, and only from those who drive one."""
    rows = np.flatnonzero(journal.kind == Kind.BREAKDOWN)
    wanted = max(round(plan.scenario.events.car_minutes.value * 60), 1)
    for row, off in amounts(rows, np.abs(seconds_of(journal, rows) - wanted)):
        yield at_row(plan, journal, "breakdown", row, f"takes {off} s too long or too short", off, "s")
    twice = np.ones(len(rows), dtype=bool)
    twice[np.unique(shift_of(plan, journal, rows), return_index=True)[1]] = False
    on_foot = np.array([person.mode != "car" for person in plan.scenario.staff], dtype=bool)[journal.staff[rows]]
    for row in rows[twice | on_foot].tolist():
        yield at_row(plan, journal, "breakdown", row, "is a second one, or of no car", 1, "span")


def _who(journal: Journal, row: int) -> tuple[int, int, int, int]:
    """Day, client, person and whether a camera called, of an alarm or a visit to one."""
    not_seen = int(journal.reason[row] == Reason.NOT_SEEN)
    return int(journal.day[row]), int(journal.client[row]), int(journal.staff[row]), not_seen

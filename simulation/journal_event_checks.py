"""Rules for what else happens in a journal: alarms, nights, comings and goings, cars that fail.

============== ====================================================================================================
rule           a journal breaks it when
============== ====================================================================================================
alarms         somebody comes to an alarm that nobody raised, before it was raised, or twice, or does not come though told so
nights         a client at home has not all checks of the night, or a camera that did not show the client is not looked at again
               in time, or nobody goes there after the second time
left           a client who has left is visited, or visits are cancelled as if so
vacant         somebody who has left works, or is absent as if so; a newcomer makes visits too soon
doubled        a newcomer rides or is at a visit, but not with a colleague, in a car of their own, or where nobody is to go along
breakdown      a car that failed takes too short or too long, fails twice, or is none
swapped        a visit is handed to a colleague who does not know the client, or for nothing: whoever had it steps in nowhere where
               they are known
telephone      somebody telephones who has no client to call: contact person, or by lever the first backup at work; or too long
grown          a need is planned for that has not changed, or changes where nobody lives
============== ====================================================================================================
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from ..models.checks.violation import Violation
from ..models.plan import CONTACT, NOBODY_IN_PARTICULAR, Plan
from ..models.planning.faces import MEMORY_DAYS
from ..models.planning.night import checks
from .journal import Journal, Kind, Reason
from .journal_reading import Rule, amounts, at_row, learning, of_kind, seconds_of, shift_of


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


def swapped(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A swapped visit goes to somebody who knows the client; one who had it goes to another client whom they know instead."""
    visits = plan.visits

    def knows(staff: int, client: int, day: int) -> bool:
        lately = (visits.client == client) & (visits.day <= day) & (visits.day >= day - MEMORY_DAYS)
        return bool(plan.rank[client, staff] < NOBODY_IN_PARTICULAR or (plan.staff_at[lately] == staff).any())

    to_others = np.flatnonzero(of_kind(journal, Kind.VISIT, Kind.WAIT, Kind.MISSED) & (journal.visit >= 0) & (journal.staff >= 0))
    planned = (plan.staff_at[journal.visit[to_others]] == journal.staff[to_others][:, None]).any(axis=1)
    to_others = to_others[~planned]
    handed_on_later = plan.policy.alarms.hand_over_minutes is not None
    for row in np.flatnonzero((journal.kind == Kind.VISIT) & (journal.reason == Reason.SWAPPED)).tolist():
        day, had = int(journal.day[row]), plan.staff_at[journal.visit[row]].max()
        instead = to_others[(journal.day[to_others] == day) & (journal.staff[to_others] == had)]
        fair = handed_on_later or any(knows(had, int(client), day) for client in journal.client[instead])
        if not fair or not knows(int(journal.staff[row]), int(journal.client[row]), day):
            yield at_row(
                plan, journal, "swapped", row, "is swapped for nothing, or with somebody who does not know the client", 1, "visit"
            )


def telephone(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Contact persons telephone, or by lever the first backup at work, and so long for each client at most."""
    rows, duties = np.flatnonzero(journal.kind == Kind.TELEPHONE), np.flatnonzero(journal.kind == Kind.DUTY)
    each = round(plan.policy.absence.telephone_minutes * 60)
    last = NOBODY_IN_PARTICULAR - 1 if plan.policy.absence.telephoned_by == "backup" else CONTACT
    duties = duties[(journal.duty[duties] >= 0) & (journal.reason[duties] != Reason.LEARNING)]
    spent, clients = seconds_of(journal, rows), np.zeros(len(rows), dtype=np.int64)
    for k, row in enumerate(rows.tolist()):
        at_work, own = journal.staff[duties[journal.day[duties] == journal.day[row]]], plan.rank[:, journal.staff[row]]
        clients[k] = ((own <= last) & (own <= plan.rank[:, at_work].min(axis=1, initial=NOBODY_IN_PARTICULAR))).sum()
    for row in rows[(spent > each * clients) | (spent % max(each, 1) != 0)].tolist():
        yield at_row(plan, journal, "telephone", row, "is too long, or not of whoever has it to do", 1, "span")


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


def _who(journal: Journal, row: int) -> tuple[int, int, int, int]:
    """Day, client, person and whether a camera called, of an alarm or a visit to one."""
    not_seen = int(journal.reason[row] == Reason.NOT_SEEN)
    return int(journal.day[row]), int(journal.client[row]), int(journal.staff[row]), not_seen


EVENT_RULES: tuple[Rule, ...] = (alarms, nights, left, vacant, doubled, breakdown, swapped, telephone, grown)

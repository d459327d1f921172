"""Rules for what people do about absence: swaps between colleagues, and the telephone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...models.checks.violation import Violation
from ...models.plan import CONTACT, NOBODY_IN_PARTICULAR, Plan
from ...models.planning.day_routes import MEMORY_DAYS
from ..journal import Journal, Kind, Reason
from ..journal_reading import at_row, of_kind, seconds_of


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

"""Clients' wishes: facts that follow from who came when, written after all days are lived, because they take nobody's time (G3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...cython_ext.keyed import Keyed, keys
from ...models.plan import Plan
from ..journal import Journal, Kind, Reason

Row = dict[str, int]


def afterwards(plan: Plan, replication: int, journal: Journal) -> Journal:
    """Return the journal with the facts that follow from it; the same one where nobody wishes anything."""
    found = list(_wishes(plan, replication, journal))
    if not found:
        return journal
    nothing = dict.fromkeys(Journal.columns(), -1) | {"metres": 0, "reason": int(Reason.NONE)}
    more = Journal.from_rows([tuple((nothing | row)[name] for name in Journal.columns()) for row in found])
    both = Journal.concat([journal, more])
    return both.take(np.lexsort((both.kind, both.start, both.staff, both.day)))


def _wishes(plan: Plan, replication: int, journal: Journal) -> Iterator[Row]:
    """At some visits the client would rather have something else done; whether it is done is up to the way of working."""
    chance = plan.scenario.information.wish_share.value
    if not chance:
        return
    rows = np.flatnonzero((journal.kind == Kind.VISIT) & (journal.visit >= 0))
    rows = rows[np.unique(journal.visit[rows], return_index=True)[1]]
    first = np.searchsorted(plan.occasions.visit, journal.visit[rows])
    need, agreed = plan.occasions.need[first], plan.occasions.agreed_day[first]
    of_need = keys(need.id for need in plan.scenario.needs)
    wished = Keyed(plan.scenario.seed, "wish at the visit", replication).uniform(of_need[need], agreed) < chance
    reason = int(Reason.NONE if plan.policy.time_bank.swaps else Reason.REFUSED)
    for row in rows[wished].tolist():
        yield _row(Kind.WISHED, journal.day[row], journal.client[row], journal.staff[row], journal.visit[row], reason)


def _row(kind: Kind, day: Any, client: Any, staff: Any = -1, visit: Any = -1, reason: int = Reason.NONE) -> Row:
    return {
        "kind": int(kind),
        "day": int(day),
        "client": int(client),
        "staff": int(staff),
        "visit": int(visit),
        "reason": int(reason),
    }

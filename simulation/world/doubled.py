"""Newcomers who go along with a colleague (dubbelgång) instead of learning apart: the colleague's day becomes theirs (G7, G12).

The colleague's work takes no longer for it, and the newcomer does none of it: it is paid time in which newcomer and clients meet.
"""

from __future__ import annotations

import numpy as np

from ...models.plan import NOBODY_IN_PARTICULAR, Plan
from ..journal import Reason
from .records import Crew, Reached


def go_along(plan: Plan, crew: Crew, reached: Reached) -> tuple[Crew, Reached]:
    """Return the day with newcomers at the stops of the colleagues whom they go along with, if the way of working has it."""
    pairs = _pairs(plan, crew, reached) if plan.policy.introduction.doubled else {}
    if not pairs:
        return crew, reached
    first, own = crew.first.copy(), reached.take(~np.isin(reached.crew, list(pairs)))
    first[list(pairs)] = first[list(pairs.values())]  # they leave together
    along = []
    for newcomer, colleague in pairs.items():
        stops = own.take(own.crew == colleague)
        along.append(stops.replace(crew=np.full(len(stops), newcomer)))
    return crew.replace(first=first), Reached.concat([own, *along])


def _pairs(plan: Plan, crew: Crew, reached: Reached) -> dict[int, int]:
    """For rows of the crew who learn the row of the colleague: of their group and shift, whose round holds most of their clients.

    Their clients are those whose contact person or backup had the newcomer's place. Nobody goes along to a client who forbids it,
    or where the colleague leaves, or has the break, before the newcomer may; who finds nobody learns at the base.
    """
    group = np.append(plan.duties.group, -1)[crew.duty]
    hours = np.stack([group, crew.start, crew.end, crew.break_seconds], axis=1)
    pairs: dict[int, int] = {}
    for newcomer in np.flatnonzero(crew.role == Reason.LEARNING).tolist():
        alike = (crew.role == Reason.NONE) & (hours == hours[newcomer]).all(axis=1)
        alike &= (crew.first >= crew.first[newcomer]) & (crew.break_earliest >= crew.break_earliest[newcomer])
        staff, best = int(crew.staff[newcomer]), -1
        for colleague in np.flatnonzero(alike).tolist():
            clients = np.unique(reached.client[(reached.crew == colleague) & (reached.client >= 0)])
            if any(staff in plan.scenario.clients[client].forbidden for client in clients.tolist()):
                continue
            theirs = int((plan.rank[clients, staff] < NOBODY_IN_PARTICULAR).sum())
            if len(clients) and theirs > best:
                best, pairs[newcomer] = theirs, colleague
    return pairs

"""Whose day a picture of a group's day shows."""

from __future__ import annotations

import numpy as np

from ....models import Plan
from ...journal import SPANS, Journal


def day_of(plan: Plan, journal: Journal, day: int, group: int) -> tuple[np.ndarray, list[int]]:
    """Spans of a day, and the people who worked for a group on it, those from elsewhere included who came to its clients.

    Returns
    -------
    tuple
        bool[rows of the journal], everybody's spans that last; and rows of staff, who began first comes first.
    """
    scenario = plan.scenario
    span = (journal.day == day) & np.isin(journal.kind, SPANS) & (journal.end > journal.start)
    group_of = np.array([client.group for client in scenario.clients])
    ours = span & (group_of[journal.client] == group) & (journal.client >= 0)
    ours |= span & (journal.place_from == scenario.groups[group].base) & np.isin(journal.staff, scenario.staff_of(group))
    begin = {person: int(journal.start[span & (journal.staff == person)].min()) for person in set(journal.staff[ours].tolist())}
    return span, sorted(begin, key=lambda person: (begin[person], person))

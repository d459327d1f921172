"""Why visits are in no route: sentences for people."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ..plan import BREAK, Duties, Stops, Visits
from ..scenario import Scenario

NOBODY_ON_DUTY = "nobody is on duty then"
NOT_ALLOWED = "too few on duty then have the skills and may come"
NO_TIME = "everybody who could come has other visits"


def left_out(scenario: Scenario, duties: Duties, visits: Visits, stops: Stops) -> tuple[str, ...]:
    """Count the visits that no route (or too few of them) serves, by group and reason, one sentence for each group."""
    planned = np.bincount(stops.visit[stops.visit != BREAK], minlength=len(visits))
    reasons: dict[int, Counter[str]] = {}
    for visit in np.flatnonzero(planned < visits.people).tolist():
        group = scenario.clients[visits.client[visit]].group
        reasons.setdefault(group, Counter())[_reason(scenario, duties, visits, visit, group)] += 1
    sentences = []
    for group, counts in sorted(reasons.items()):
        why = "; ".join(f"{count}: {reason}" for reason, count in sorted(counts.items()))
        sentences.append(f"Group {scenario.groups[group].id}: {counts.total()} visits are left out of the routes ({why}).")
    return tuple(sentences)


def _reason(scenario: Scenario, duties: Duties, visits: Visits, visit: int, group: int) -> str:
    seconds = int(visits.seconds[visit])
    begin = np.maximum(duties.first, visits.earliest[visit])
    there = (duties.day == visits.day[visit]) & (duties.group == group)
    on_duty = there & (begin <= visits.latest[visit]) & (begin + seconds <= duties.last)
    if not on_duty.any():
        return NOBODY_ON_DUTY
    wanted, forbidden = int(visits.skills[visit]), scenario.clients[visits.client[visit]].forbidden
    able = [
        staff
        for staff in duties.staff[on_duty].tolist()
        if staff not in forbidden and not wanted & ~scenario.skill_mask(scenario.staff[staff].skills)
    ]
    return NO_TIME if len(able) >= visits.people[visit] else NOT_ALLOWED

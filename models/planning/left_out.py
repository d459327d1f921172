"""Why visits are in no route: sentences for people."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ..legs import leg_seconds
from ..plan import BREAK, Duties, Stops, Visits
from ..scenario import Scenario

NOT_IN_TIME = "too few on duty can be there in time and back at the base in time"
NOT_ALLOWED = "too few of those have the skills and may come"
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
    rows = np.flatnonzero((duties.day == visits.day[visit]) & (duties.group == group))
    in_time = [row for row in rows.tolist() if _there_and_back(scenario, duties, visits, visit, row)]
    if len(in_time) < visits.people[visit]:
        return NOT_IN_TIME
    wanted, forbidden = int(visits.skills[visit]), scenario.clients[visits.client[visit]].forbidden
    people = [int(duties.staff[row]) for row in in_time]
    able = [who for who in people if who not in forbidden and not wanted & ~scenario.skill_mask(scenario.staff[who].skills)]
    return NO_TIME if len(able) >= visits.people[visit] else NOT_ALLOWED


def _there_and_back(scenario: Scenario, duties: Duties, visits: Visits, visit: int, duty: int) -> bool:
    """Whether a duty that held nothing else could hold the visit."""
    base, home = scenario.groups[duties.group[duty]].base, scenario.clients[visits.client[visit]].place
    mode, day = scenario.staff[duties.staff[duty]].mode, int(duties.day[duty])
    first = int(duties.first[duty])
    start = max(first + int(leg_seconds(scenario, mode, base, home, day, first)), int(visits.earliest[visit]))
    stay = int(visits.seconds[visit]) + round(scenario.work.documentation_minutes.value * 60)
    back = int(leg_seconds(scenario, mode, home, base, day, start + stay))
    return start <= visits.latest[visit] and start + stay + back <= duties.last[duty]

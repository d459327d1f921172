"""Rules of visits: what is granted is planned, in full, as often as granted, on days the client agreed to (T10, T13, T19)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from ..plan import Plan
from .violation import Rule, Violation, minutes, violation, when


def occasions(plan: Plan) -> Iterator[Violation]:
    """Every occasion agreed within the horizon is in exactly one visit, and nothing else is."""
    scenario = plan.scenario
    agreed = {(need, day) for need, row in enumerate(scenario.needs) for day in range(plan.days) if row.falls_on(day % 7, day // 7)}
    planned = Counter(zip(plan.occasions.need.tolist(), plan.occasions.agreed_day.tolist(), strict=True))
    for need, day in sorted(agreed | planned.keys()):
        wanted, count = (need, day) in agreed, planned[need, day]
        if count != wanted:
            what = "is in no visit" if count == 0 else f"is in {count} visits" if wanted else "is planned but was not agreed"
            message = f"{scenario.needs[need].id} of {when(scenario, day)} {what}"
            yield violation("occasions", message, abs(count - wanted), "occasions", day, client=scenario.needs[need].client)


def moved(plan: Plan) -> Iterator[Violation]:
    """An occasion is on its agreed day, or its service may move and the day is of the same week (T19)."""
    scenario = plan.scenario
    for need, visit, day, agreed in _rows(plan):
        row = scenario.needs[need]
        if day == agreed:
            continue
        movable = scenario.services[row.service].movable
        if not movable or day // 7 != agreed // 7:
            why = "out of its week" if movable else f"though {row.service} may not move"
            message = f"{row.id} is moved from {when(scenario, agreed)} to {when(scenario, day)}, {why}"
            yield violation("moved", message, abs(day - agreed), "days", day, client=row.client, visit=visit)


def frequency(plan: Plan) -> Iterator[Violation]:
    """No two occasions of a need fall on the same day: twice a week means two days."""
    scenario = plan.scenario
    count = Counter((need, day) for need, _, day, _ in _rows(plan))
    for (need, day), times in sorted(count.items()):
        if times > 1:
            message = f"{scenario.needs[need].id} is planned {times} times on {when(scenario, day)}"
            yield violation("frequency", message, times - 1, "occasions", day, client=scenario.needs[need].client)


def visit_content(plan: Plan) -> Iterator[Violation]:
    """A visit is for one client and asks for the people and skills that its needs ask for."""
    scenario, visits = plan.scenario, plan.visits
    for need, visit, day, _ in _rows(plan):
        row = scenario.needs[need]
        skill = scenario.services[row.service].skill
        lacking = scenario.skill_mask({skill} if skill else set()) & ~int(visits.skills[visit])
        reasons = []
        if visits.client[visit] != row.client:
            reasons.append("is in a visit to somebody else")
        if visits.people[visit] < row.people:
            reasons.append(f"needs {row.people} people; its visit has {visits.people[visit]}")
        if lacking:
            reasons.append(f"needs {skill}; its visit does not ask for it")
        if reasons:
            message = f"{row.id} on {when(scenario, day)} {' and '.join(reasons)}"
            yield violation("visit_content", message, len(reasons), "conditions", day, client=row.client, visit=visit)


def agreed_window(plan: Plan) -> Iterator[Violation]:
    """A visit may start only when each of its needs may start."""
    scenario, visits = plan.scenario, plan.visits
    for need, visit, day, _ in _rows(plan):
        row = scenario.needs[need]
        ahead = round(row.earliest * 60) - int(visits.earliest[visit])
        behind = int(visits.latest[visit]) - round(row.latest * 60)
        if max(ahead, behind) > 0:
            message = (
                f"{row.id} on {when(scenario, day)} is in a visit that may start {minutes(max(ahead, behind))} outside its window"
            )
            yield violation("agreed_window", message, max(ahead, behind), "s", day, client=row.client, visit=visit)


def granted_time(plan: Plan) -> Iterator[Violation]:
    """Time is given in full: an occasion has its need's length, a visit that of its occasions, and each person stays that long."""
    scenario, visits = plan.scenario, plan.visits
    content = np.bincount(plan.occasions.visit, weights=plan.occasions.seconds, minlength=len(visits))
    short: dict[int, int] = defaultdict(int)
    for (need, visit, _, _), seconds in zip(_rows(plan), plan.occasions.seconds.tolist(), strict=True):
        short[visit] = max(short[visit], round(scenario.needs[need].minutes * 60) - seconds)
    for visit in np.flatnonzero(content > visits.seconds).tolist():
        short[visit] = max(short[visit], int(content[visit] - visits.seconds[visit]))
    at_door = plan.stops.visit >= 0
    stays = (plan.stops.end - plan.stops.start)[at_door]
    for visit, stay in zip(plan.stops.visit[at_door].tolist(), stays.tolist(), strict=True):
        short[visit] = max(short[visit], int(visits.seconds[visit]) - stay)
    for visit, lacking in sorted(short.items()):
        if lacking > 0:
            client, day = int(visits.client[visit]), int(visits.day[visit])
            message = f"{scenario.clients[client].id} gets {minutes(lacking)} less than granted on {when(scenario, day)}"
            yield violation("granted_time", message, lacking, "s", day, client=client, visit=visit)


def _rows(plan: Plan) -> list[tuple[int, int, int, int]]:
    """(need, visit, day of the visit, agreed day) of every occasion."""
    occasions = plan.occasions
    days = plan.visits.day[occasions.visit]
    return list(zip(occasions.need.tolist(), occasions.visit.tolist(), days.tolist(), occasions.agreed_day.tolist(), strict=True))


RULES: tuple[Rule, ...] = (occasions, moved, frequency, visit_content, agreed_window, granted_time)

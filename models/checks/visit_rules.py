"""Rules of visits: what is granted is planned, in full, as often as granted, on days the client agreed to (T10, T13, T19)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..plan import Plan
from .violation import Rule, Violation, minutes, violation, when

FAR = 1 << 20  # days; no horizon is as long


def occasions(plan: Plan) -> Iterator[Violation]:
    """Every occasion agreed within the horizon is in exactly one visit, and nothing else is."""
    scenario, rows = plan.scenario, plan.occasions
    agreed = [
        (need, day)
        for need, row in enumerate(scenario.needs)
        if row.first_week < row.every_weeks
        for weekday in row.weekdays
        for day in range(7 * row.first_week + weekday, plan.days, 7 * row.every_weeks)
    ]
    wanted = np.unique(_keys(*np.array(agreed, np.int64).reshape(-1, 2).T))
    both, count = np.unique(np.append(wanted, _keys(rows.need, rows.agreed_day)), return_counts=True)
    known = np.isin(both, wanted)
    for k in np.flatnonzero(count != 2 * known).tolist():
        (need, day), planned = _from_key(both[k]), int(count[k] - known[k])
        what = "is in no visit" if planned == 0 else f"is in {planned} visits" if known[k] else "is planned but was not agreed"
        message = f"{scenario.needs[need].id} of {when(scenario, day)} {what}"
        yield violation("occasions", message, abs(planned - known[k]), "occasions", day, client=scenario.needs[need].client)


def moved(plan: Plan) -> Iterator[Violation]:
    """An occasion is on its agreed day, or its service may move and the day is of the same week (T19)."""
    scenario, rows, day = plan.scenario, plan.occasions, _day(plan)
    movable = _of_needs(plan, [scenario.services[need.service].movable for need in scenario.needs])
    for k in np.flatnonzero((day != rows.agreed_day) & (~movable | (day // 7 != rows.agreed_day // 7))).tolist():
        need, on, agreed = scenario.needs[rows.need[k]], int(day[k]), int(rows.agreed_day[k])
        why = "out of its week" if movable[k] else f"though {need.service} may not move"
        message = f"{need.id} is moved from {when(scenario, agreed)} to {when(scenario, on)}, {why}"
        yield violation("moved", message, abs(on - agreed), "days", on, client=need.client, visit=int(rows.visit[k]))


def frequency(plan: Plan) -> Iterator[Violation]:
    """No two occasions of a need fall on the same day: twice a week means two days."""
    scenario = plan.scenario
    pairs, times = np.unique(_keys(plan.occasions.need, _day(plan)), return_counts=True)
    for k in np.flatnonzero(times > 1).tolist():
        need, day = _from_key(pairs[k])
        message = f"{scenario.needs[need].id} is planned {times[k]} times on {when(scenario, day)}"
        yield violation("frequency", message, times[k] - 1, "occasions", day, client=scenario.needs[need].client)


def spacing(plan: Plan) -> Iterator[Violation]:
    """Where an occasion was moved, at least half of the agreed days to the next one of its need remain (T19).

    A shower each Tuesday that moves to a Friday is not followed by one on the next Monday. The week in which the horizon ends is
    exempt if it is not whole: the days that could have kept the distance may lie outside.
    """
    scenario, rows = plan.scenario, plan.occasions
    order = np.argsort(_keys(rows.need, _day(plan)), kind="stable")
    need, day = rows.need[order], _day(plan)[order]
    agreed = rows.agreed_day[np.argsort(_keys(rows.need, rows.agreed_day), kind="stable")]  # a need's occasions are alike
    gap, kept, was_moved = np.diff(agreed), np.diff(day), day != agreed
    wrong = (need[1:] == need[:-1]) & (was_moved[1:] | was_moved[:-1]) & (2 * kept < gap) & (kept > 0)
    for k in np.flatnonzero(wrong & (day[1:] // 7 < plan.days // 7)).tolist():
        what, least = scenario.needs[need[k]], int(-(-gap[k] // 2))
        message = (
            f"{what.id} of {when(scenario, int(day[k + 1]))} comes {kept[k]} days after the last, agreed were {gap[k]} days; "
            f"at least {least} must remain where a day is moved"
        )
        yield violation("spacing", message, least - int(kept[k]), "days", int(day[k + 1]), client=what.client)


def visit_content(plan: Plan) -> Iterator[Violation]:
    """A visit is for one client and asks for the people and skills that its needs ask for."""
    scenario, visits, visit = plan.scenario, plan.visits, plan.occasions.visit
    skill = [scenario.services[need.service].skill for need in scenario.needs]
    mask = _of_needs(plan, [scenario.skill_mask({name} if name else set()) for name in skill])
    elsewhere = visits.client[visit] != _of_needs(plan, [need.client for need in scenario.needs])
    fewer = visits.people[visit] < _of_needs(plan, [need.people for need in scenario.needs])
    lacking = (mask & ~visits.skills[visit]) != 0
    for k in np.flatnonzero(elsewhere | fewer | lacking).tolist():
        row, at, reasons = int(plan.occasions.need[k]), int(visit[k]), []
        if elsewhere[k]:
            reasons.append("is in a visit to somebody else")
        if fewer[k]:
            reasons.append(f"needs {scenario.needs[row].people} people; its visit has {visits.people[at]}")
        if lacking[k]:
            reasons.append(f"needs {skill[row]}; its visit does not ask for it")
        day, client = int(visits.day[at]), scenario.needs[row].client
        message = f"{scenario.needs[row].id} on {when(scenario, day)} {' and '.join(reasons)}"
        yield violation("visit_content", message, len(reasons), "conditions", day, client=client, visit=at)


def agreed_window(plan: Plan) -> Iterator[Violation]:
    """A visit may start only when each of its needs may start."""
    scenario, visits, visit = plan.scenario, plan.visits, plan.occasions.visit
    ahead = _of_needs(plan, [round(need.earliest * 60) for need in scenario.needs]) - visits.earliest[visit]
    behind = visits.latest[visit] - _of_needs(plan, [round(need.latest * 60) for need in scenario.needs])
    off = np.maximum(ahead, behind)
    for k in np.flatnonzero(off > 0).tolist():
        need, at, day = scenario.needs[plan.occasions.need[k]], int(visit[k]), int(visits.day[visit[k]])
        message = f"{need.id} on {when(scenario, day)} is in a visit that may start {minutes(off[k])} outside its window"
        yield violation("agreed_window", message, int(off[k]), "s", day, client=need.client, visit=at)


def granted_time(plan: Plan) -> Iterator[Violation]:
    """Time is given in full: an occasion has its need's length, a visit that of its occasions, and each person stays that long."""
    scenario, visits, rows, stops = plan.scenario, plan.visits, plan.occasions, plan.stops
    short = np.zeros(len(visits), np.int64)
    np.maximum.at(short, rows.visit, _of_needs(plan, [round(need.minutes * 60) for need in scenario.needs]) - rows.seconds)
    content = np.bincount(rows.visit, weights=rows.seconds, minlength=len(visits)).astype(np.int64)
    short = np.maximum(short, content - visits.seconds)
    door = stops.visit >= 0
    np.maximum.at(short, stops.visit[door], visits.seconds[stops.visit[door]] - (stops.end - stops.start)[door])
    for visit in np.flatnonzero(short > 0).tolist():
        client, day = int(visits.client[visit]), int(visits.day[visit])
        message = f"{scenario.clients[client].id} gets {minutes(short[visit])} less than granted on {when(scenario, day)}"
        yield violation("granted_time", message, int(short[visit]), "s", day, client=client, visit=visit)


def _day(plan: Plan) -> np.ndarray:
    """int32[occasions]: the day of each occasion's visit."""
    return plan.visits.day[plan.occasions.visit]


def _keys(need: np.ndarray, day: np.ndarray) -> np.ndarray:
    """One number for each need and day, which may lie outside the horizon; their order is that of the pairs."""
    return need.astype(np.int64) * 2 * FAR + day + FAR


def _from_key(key: int) -> tuple[int, int]:
    return int(key) // (2 * FAR), int(key) % (2 * FAR) - FAR


def _of_needs(plan: Plan, values: list[int] | list[bool]) -> np.ndarray:
    """For each occasion the value of its need."""
    kind = bool if values and isinstance(values[0], bool) else np.int64
    return np.array(values, kind)[plan.occasions.need]


RULES: tuple[Rule, ...] = (occasions, moved, frequency, spacing, visit_content, agreed_window, granted_time)

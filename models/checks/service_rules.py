"""Rules of who comes to a visit and when: enough people, the right ones, in time, few of them (T15, T30)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..plan import BREAK, Plan
from .stop import stops_of
from .violation import Rule, Violation, minutes, violation, when


def unserved(plan: Plan) -> Iterator[Violation]:
    """Every visit is in the routes of as many people as it needs (bent: there may be too few on duty)."""
    people = stops_of(plan).people
    for visit in np.flatnonzero(people < plan.visits.people).tolist():
        who = "too few people" if people[visit] else "nobody"
        lacking = int(plan.visits.people[visit]) - int(people[visit])
        yield _of_visit(plan, "unserved", visit, f"is visited by {who}", lacking, "people")


def double_staffing(plan: Plan) -> Iterator[Violation]:
    """A visit has no more people than it needs, all of them different, and they begin at the same time (dubbelbemanning)."""
    stops, wanted = stops_of(plan), plan.visits.people
    order = stops.doors[np.lexsort((stops.staff[stops.doors], stops.visit[stops.doors]))]
    visit, staff = stops.visit[order], stops.staff[order]
    twice = np.zeros(len(wanted), bool)
    twice[visit[1:][(visit[1:] == visit[:-1]) & (staff[1:] == staff[:-1])]] = True
    apart = np.where(stops.people > 0, stops.last_start - stops.first_start, 0)
    for row in np.flatnonzero((stops.people > wanted) | twice | (apart > 0)).tolist():
        people = int(stops.people[row])
        if people > wanted[row]:
            what = f"gets {people} people, not {wanted[row]}"
            yield _of_visit(plan, "double_staffing", row, what, people - int(wanted[row]), "people")
        elif twice[row]:
            yield _of_visit(plan, "double_staffing", row, "gets the same person twice", 1, "people")
        else:
            yield _of_visit(plan, "double_staffing", row, f"gets two people {minutes(apart[row])} apart", int(apart[row]), "s")


def right_day(plan: Plan) -> Iterator[Violation]:
    """A visit is in a route of its own day."""
    stops = stops_of(plan)
    apart = abs(stops.day[stops.doors] - plan.visits.day[stops.visit[stops.doors]])
    for row, days in zip(stops.doors[apart > 0].tolist(), apart[apart > 0].tolist(), strict=True):
        what = f"is visited on another day, {when(plan.scenario, int(stops.day[row]))}"
        yield _of_stop(plan, "right_day", row, what, days, "days")


def skills(plan: Plan) -> Iterator[Violation]:
    """Everybody who comes has the skills that the visit asks for."""
    stops, staff = stops_of(plan), plan.scenario.staff
    masks = np.array([plan.scenario.skill_mask(person.skills) for person in staff], np.int64)
    lacking = plan.visits.skills[stops.visit[stops.doors]] & ~masks[stops.staff[stops.doors]]
    for row, mask in zip(stops.doors[lacking != 0].tolist(), lacking[lacking != 0].tolist(), strict=True):
        missing = [name for k, name in enumerate(plan.scenario.skills) if mask >> k & 1]
        what = f"is visited by {staff[stops.staff[row]].id}, who lacks {', '.join(missing)}"
        yield _of_stop(plan, "skills", row, what, len(missing), "skills")


def least_gap(plan: Plan) -> Iterator[Violation]:
    """After a visit with a spaced service its client has ``least_gap`` minutes until the next visit of that kind that day."""
    services = plan.scenario.services
    if not any(service.least_gap for service in services.values()):
        return
    kinds = sorted({service.kind or service.name for service in services.values()})
    mine = [services[need.service] for need in plan.scenario.needs]
    kind = np.array([kinds.index(service.kind or service.name) for service in mine])[plan.occasions.need]
    gap = np.array([60 * service.least_gap for service in mine])[plan.occasions.need]
    there = plan.times[plan.occasions.visit, 0] >= 0
    visit, kind, gap = plan.occasions.visit[there], kind[there], gap[there]
    start, end, day, client = plan.times[visit, 0], plan.times[visit, 1], plan.visits.day[visit], plan.visits.client[visit]
    order = np.lexsort((visit, start, kind, client, day))
    same = np.append(False, np.all([column[order][1:] == column[order][:-1] for column in (kind, client, day)], axis=0))
    last, free = -1, 0.0  # the last visit of this kind, and from when on there may be another
    for k, goes_on in zip(order.tolist(), same.tolist(), strict=True):
        if not goes_on:
            last, free = int(visit[k]), float(end[k] + gap[k])
        elif visit[k] == last:
            free = max(free, float(end[k] + gap[k]))
        else:
            short = int(free - start[k])
            if short > 0:
                what = f"is visited {minutes(short)} too soon after the last {kinds[kind[k]]}"
                yield _of_visit(plan, "least_gap", int(visit[k]), what, short, "s")
            last, free = int(visit[k]), float(end[k] + gap[k])


def forbidden(plan: Plan) -> Iterator[Violation]:
    """Nobody comes who must not come to this client."""
    stops, staff = stops_of(plan), plan.scenario.staff
    banned = [(c, row) for c, client in enumerate(plan.scenario.clients) for row in client.forbidden]
    pairs = np.array([client * len(staff) + row for client, row in banned], np.int64)
    at = stops.doors[np.isin(stops.client[stops.doors] * len(staff) + stops.staff[stops.doors], pairs)]
    for row in at.tolist():
        yield _of_stop(plan, "forbidden", row, f"is visited by {staff[stops.staff[row]].id}, who must not come", 1, "visit")


def early(plan: Plan) -> Iterator[Violation]:
    """No visit starts before its window opens."""
    ahead = plan.visits.earliest - stops_of(plan).first_start
    for visit in np.flatnonzero(ahead > 0).tolist():
        yield _of_visit(plan, "early", visit, f"is visited {minutes(ahead[visit])} too early", int(ahead[visit]), "s")


def late(plan: Plan) -> Iterator[Violation]:
    """No visit starts after its window closes (bent: late may be better than not at all)."""
    behind = stops_of(plan).last_start - plan.visits.latest
    for visit in np.flatnonzero(behind > 0).tolist():
        yield _of_visit(plan, "late", visit, f"is visited {minutes(behind[visit])} too late", int(behind[visit]), "s")


def one_person_per_shift(plan: Plan) -> Iterator[Violation]:
    """Where the policy makes it a rule, whoever comes first to a client makes all visits there until the shift ends (T15).

    Visits by two people are exempt. Reported once for each further person who comes while the first is still at work (bent), with
    what keeps the first from this visit.
    """
    if plan.policy.continuity.one_person_per_shift != "rule":
        return
    stops = stops_of(plan)
    alone = stops.doors[plan.visits.people[stops.visit[stops.doors]] == 1]
    alone = alone[np.lexsort((stops.start[alone], stops.client[alone], stops.day[alone]))]
    turn = np.append(True, (np.diff(stops.day[alone]) != 0) | (np.diff(stops.client[alone]) != 0))[: len(alone)]
    first, end, staff = turn.tolist(), stops.end[alone].tolist(), stops.staff[alone].tolist()
    last = plan.duties.last[stops.duty[alone]].tolist()
    duty = stops.duty[alone].tolist()
    host = until = hosts_duty = -1
    reported = set[int]()
    for k, row in enumerate(alone.tolist()):
        if first[k] or (staff[k] != host and end[k] > until):
            host, until, hosts_duty, reported = staff[k], last[k], duty[k], set()
        elif staff[k] != host and staff[k] not in reported:
            reported.add(staff[k])
            names = plan.scenario.staff
            why = _kept_from(plan, host, hosts_duty, row)
            what = f"is visited by {names[staff[k]].id} in the shift of {names[host].id}, who {why}"
            yield _of_stop(plan, "one_person_per_shift", row, what, 1, "people")


def _kept_from(plan: Plan, staff: int, duty: int, row: int) -> str:
    """What keeps somebody at work from a visit that another person makes at stop ``row``."""
    stops, scenario = stops_of(plan), plan.scenario
    visit = int(stops.visit[row])
    lacking = int(plan.visits.skills[visit]) & ~scenario.skill_masks[staff]
    if lacking:
        return f"lacks {', '.join(name for k, name in enumerate(scenario.skills) if lacking >> k & 1)}"
    if staff in scenario.clients[plan.visits.client[visit]].forbidden:
        return "must not come"
    mine = slice(int(stops.bounds[duty]), int(stops.bounds[duty + 1]))
    during = (stops.start[mine] < stops.end[row]) & (stops.end[mine] + stops.writing > stops.start[row])
    if not during.any():
        return "has no other visit then: it would have been a detour, or late elsewhere"
    return "has the break then" if (stops.visit[mine][during] == BREAK).all() else "is with another client then"


def _of_visit(plan: Plan, rule: str, visit: int, what: str, amount: float, unit: str, staff: int = -1) -> Violation:
    """A violation at a visit; ``what`` continues "client, day and time"."""
    visits = plan.visits
    client, day = int(visits.client[visit]), int(visits.day[visit])
    message = f"{plan.scenario.clients[client].id}, {when(plan.scenario, day, int(visits.earliest[visit]))}, {what}"
    return violation(rule, message, amount, unit, day, staff, client, visit)


def _of_stop(plan: Plan, rule: str, row: int, what: str, amount: float, unit: str) -> Violation:
    """A violation of one person at a visit; ``row`` is the stop's."""
    stops = stops_of(plan)
    return _of_visit(plan, rule, int(stops.visit[row]), what, amount, unit, int(stops.staff[row]))


RULES: tuple[Rule, ...] = (unserved, double_staffing, right_day, skills, forbidden, least_gap, early, late, one_person_per_shift)

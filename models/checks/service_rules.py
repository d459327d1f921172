"""Rules of who comes to a visit and when: enough people, the right ones, in time, few of them (T15, T30)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from ..plan import Plan
from .stop import Stop, people_at, stops_of
from .violation import Rule, Violation, minutes, violation, when


def unserved(plan: Plan) -> Iterator[Violation]:
    """Every visit is in the routes of as many people as it needs (bent: there may be too few on duty)."""
    for visit, people in enumerate(people_at(plan)):
        lacking = int(plan.visits.people[visit]) - len(people)
        if lacking > 0:
            who = "nobody" if not people else "too few people"
            yield _of_visit(plan, "unserved", visit, f"is visited by {who}", lacking, "people")


def double_staffing(plan: Plan) -> Iterator[Violation]:
    """A visit has no more people than it needs, all of them different, and they begin at the same time (dubbelbemanning)."""
    for visit, people in enumerate(people_at(plan)):
        wanted, starts = int(plan.visits.people[visit]), [stop.start for stop in people]
        if len(people) > wanted:
            yield _of_visit(
                plan, "double_staffing", visit, f"gets {len(people)} people, not {wanted}", len(people) - wanted, "people"
            )
        elif len({stop.staff for stop in people}) < len(people):
            yield _of_visit(plan, "double_staffing", visit, "gets the same person twice", 1, "people")
        elif people and max(starts) > min(starts):
            apart = max(starts) - min(starts)
            yield _of_visit(plan, "double_staffing", visit, f"gets two people {minutes(apart)} apart", apart, "s")


def right_day(plan: Plan) -> Iterator[Violation]:
    """A visit is in a route of its own day."""
    for stop in _at_door(plan):
        apart = abs(stop.day - int(plan.visits.day[stop.visit]))
        if apart:
            yield _of_stop(plan, "right_day", stop, f"is visited on another day, {when(plan.scenario, stop.day)}", apart, "days")


def skills(plan: Plan) -> Iterator[Violation]:
    """Everybody who comes has the skills that the visit asks for."""
    names, staff = plan.scenario.skills, plan.scenario.staff
    masks = [plan.scenario.skill_mask(person.skills) for person in staff]
    for stop in _at_door(plan):
        lacking = int(plan.visits.skills[stop.visit]) & ~masks[stop.staff]
        if lacking:
            missing = [name for k, name in enumerate(names) if lacking >> k & 1]
            what = f"is visited by {staff[stop.staff].id}, who lacks {', '.join(missing)}"
            yield _of_stop(plan, "skills", stop, what, len(missing), "skills")


def least_gap(plan: Plan) -> Iterator[Violation]:
    """After a visit with a spaced service its client has ``least_gap`` minutes until the next visit of that kind that day."""
    services, needs = plan.scenario.services, plan.scenario.needs
    if not any(service.least_gap for service in services.values()):
        return
    held: dict[tuple[int, int, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for visit, need in zip(plan.occasions.visit.tolist(), plan.occasions.need.tolist(), strict=True):
        service = services[needs[need].service]
        if plan.times[visit, 0] >= 0:
            there = held[int(plan.visits.day[visit]), int(plan.visits.client[visit]), service.kind or service.name]
            there[visit] = max(there[visit], 60 * service.least_gap)
    for (_, _, kind), visits in sorted(held.items()):
        order = sorted(visits, key=lambda visit: plan.times[visit, 0])
        for before, after in itertools.pairwise(order):
            short = int(visits[before] - (plan.times[after, 0] - plan.times[before, 1]))
            if short > 0:
                what = f"is visited {minutes(short)} too soon after the last {kind}"
                yield _of_visit(plan, "least_gap", after, what, short, "s")


def forbidden(plan: Plan) -> Iterator[Violation]:
    """Nobody comes who must not come to this client."""
    for stop in _at_door(plan):
        if stop.staff in plan.scenario.clients[plan.visits.client[stop.visit]].forbidden:
            what = f"is visited by {plan.scenario.staff[stop.staff].id}, who must not come"
            yield _of_stop(plan, "forbidden", stop, what, 1, "visit")


def early(plan: Plan) -> Iterator[Violation]:
    """No visit starts before its window opens."""
    for visit, people in enumerate(people_at(plan)):
        ahead = int(plan.visits.earliest[visit]) - min((stop.start for stop in people), default=1 << 30)
        if ahead > 0:
            yield _of_visit(plan, "early", visit, f"is visited {minutes(ahead)} too early", ahead, "s")


def late(plan: Plan) -> Iterator[Violation]:
    """No visit starts after its window closes (bent: late may be better than not at all)."""
    for visit, people in enumerate(people_at(plan)):
        behind = max((stop.start for stop in people), default=0) - int(plan.visits.latest[visit])
        if behind > 0:
            yield _of_visit(plan, "late", visit, f"is visited {minutes(behind)} too late", behind, "s")


def one_person_per_shift(plan: Plan) -> Iterator[Violation]:
    """Where the policy makes it a rule, whoever comes first to a client makes all visits there until the shift ends (T15).

    Visits by two people are exempt. Reported once for each further person who comes while the first is still at work (bent).
    """
    if plan.policy.continuity.one_person_per_shift != "rule":
        return
    visits, staff = plan.visits, plan.scenario.staff
    days: dict[tuple[int, int], list[Stop]] = defaultdict(list)
    for stop in _at_door(plan):
        if visits.people[stop.visit] == 1:
            days[stop.day, int(visits.client[stop.visit])].append(stop)
    for _, stops in sorted(days.items()):
        stops.sort(key=lambda stop: stop.start)
        host, reported = stops[0], set[int]()
        for stop in stops:
            if stop.staff == host.staff:
                continue
            if stop.end > plan.duties.last[host.duty]:
                host, reported = stop, set()
            elif stop.staff not in reported:
                reported.add(stop.staff)
                what = f"is visited by {staff[stop.staff].id} in the shift of {staff[host.staff].id}"
                yield _of_stop(plan, "one_person_per_shift", stop, what, 1, "people")


def _at_door(plan: Plan) -> Iterator[Stop]:
    """All stops but the breaks."""
    return (stop for stop in stops_of(plan) if not stop.is_break)


def _of_visit(plan: Plan, rule: str, visit: int, what: str, amount: float, unit: str, staff: int = -1) -> Violation:
    """A violation at a visit; ``what`` continues "client, day and time"."""
    visits = plan.visits
    client, day = int(visits.client[visit]), int(visits.day[visit])
    message = f"{plan.scenario.clients[client].id}, {when(plan.scenario, day, int(visits.earliest[visit]))}, {what}"
    return violation(rule, message, amount, unit, day, staff, client, visit)


def _of_stop(plan: Plan, rule: str, stop: Stop, what: str, amount: float, unit: str) -> Violation:
    """A violation of one person at a visit."""
    return _of_visit(plan, rule, stop.visit, what, amount, unit, stop.staff)


RULES: tuple[Rule, ...] = (unserved, double_staffing, right_day, skills, forbidden, least_gap, early, late, one_person_per_shift)

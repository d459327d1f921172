"""Rules along a route: travel takes its time, nobody is in two places, the break is taken, everybody is back in time."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..legs import leg_seconds
from ..plan import Plan
from .stop import Stop, documentation_seconds, routes_of, stops_of
from .violation import Rule, Violation, minutes, violation, when


def two_places(plan: Plan) -> Iterator[Violation]:
    """Nobody is in two places: what one person does on one day does not overlap, documentation after a visit included."""
    writing = documentation_seconds(plan)
    days: dict[tuple[int, int], list[Stop]] = defaultdict(list)
    for stop in stops_of(plan):
        days[stop.day, stop.staff].append(stop)
    for _, stops in sorted(days.items()):
        stops.sort(key=lambda stop: stop.start)
        for before, after in itertools.pairwise(stops):
            overlap = before.end + (0 if before.is_break else writing) - after.start
            if overlap > 0:
                yield _of(
                    plan, "two_places", after, f"begins something before the last is done ({minutes(overlap)} overlap)", overlap
                )


def travel(plan: Plan) -> Iterator[Violation]:
    """From door to door a person has at least the travel time, parking and walking in included, besides break and documentation.

    Overlaps are :func:`two_places`.
    """
    writing = documentation_seconds(plan)
    for route in routes_of(plan):
        for before, breaks, after in _legs(route):
            left = before.end + writing
            leg = _leg(plan, before, after, left, breaks)
            free = after.start - left - sum(stop.end - stop.start for stop in breaks)
            short = max(leg - free, leg - (after.arrive - left), after.arrive - after.start)
            if after.start >= left and short > 0:
                yield _of(plan, "travel", after, f"would need {minutes(short)} more to get there", short)


def leaves(plan: Plan) -> Iterator[Violation]:
    """A route leaves the base no earlier than the duty's ``first``: the first client is met after the drive there."""
    for duty, route in enumerate(routes_of(plan)):
        doors = [stop for stop in route if not stop.is_break]
        if doors:
            stop = doors[0]
            breaks, first = route[: route.index(stop)], int(plan.duties.first[duty])
            pause = sum(other.end - other.start for other in breaks)
            leg = _leg(plan, None, stop, first, breaks)
            short = max(first + leg - stop.arrive, first + leg + pause - stop.start)
            if short > 0:
                yield _of(plan, "leaves", stop, f"would have to leave the base {minutes(short)} too early", short)


def back(plan: Plan) -> Iterator[Violation]:
    """A route is back at the base by the duty's ``last``, and the break is over by then."""
    writing = documentation_seconds(plan)
    for duty, route in enumerate(routes_of(plan)):
        ends, breaks, last = [], [], int(plan.duties.last[duty])
        for stop in reversed(route):
            if not stop.is_break:
                left, pause = stop.end + writing, sum(other.end - other.start for other in breaks)
                ends.append(left + pause + _leg(plan, stop, None, left, breaks))
                break
            breaks.insert(0, stop)
            ends.append(stop.end)
        behind = max(ends, default=last) - last
        if behind > 0:
            yield _of(plan, "back", route[-1], f"is back {minutes(behind)} too late", behind)


def break_taken(plan: Plan) -> Iterator[Violation]:
    """A duty longer than ``break_after_hours`` holds its break, in one piece and long enough (rast)."""
    duties, work = plan.duties, plan.scenario.work
    limit, least = round(work.break_after_hours.value * 3600), round(work.break_minutes.value * 60)
    for duty, route in enumerate(routes_of(plan)):
        long = duties.end[duty] - duties.start[duty] > limit
        wanted = max(int(duties.break_seconds[duty]), least if long else 0)
        longest = max((stop.end - stop.start for stop in route if stop.is_break), default=0)
        if longest < wanted:
            day, staff = int(duties.day[duty]), int(duties.staff[duty])
            what = f"has a break of {minutes(longest)}, not {minutes(wanted)}"
            message = f"{plan.scenario.staff[staff].id}, {when(plan.scenario, day)}, {what}"
            yield violation("break_taken", message, wanted - longest, "s", day, staff)


def break_window(plan: Plan) -> Iterator[Violation]:
    """The break begins within its window."""
    duties = plan.duties
    for stop in _breaks(plan):
        off = max(int(duties.break_earliest[stop.duty]) - stop.start, stop.start - int(duties.break_latest[stop.duty]))
        if off > 0:
            yield _of(plan, "break_window", stop, f"has the break {minutes(off)} outside its window", off)


def break_in_time(plan: Plan) -> Iterator[Violation]:
    """The break begins no later than ``break_after_hours`` after the duty (Arbetstidslagen: no more than 5 h without rast)."""
    limit = round(plan.scenario.work.break_after_hours.value * 3600)
    for stop in _breaks(plan):
        behind = stop.start - int(plan.duties.start[stop.duty]) - limit
        if behind > 0:
            yield _of(plan, "break_in_time", stop, f"has the break {minutes(behind)} too late", behind)


def _breaks(plan: Plan) -> Iterator[Stop]:
    """All breaks."""
    return (stop for stop in stops_of(plan) if stop.is_break)


def _legs(route: Sequence[Stop]) -> Iterator[tuple[Stop, list[Stop], Stop]]:
    """Each visit of a route and the next, with the breaks between them."""
    before: Stop | None = None
    breaks: list[Stop] = []
    for stop in route:
        if stop.is_break:
            breaks.append(stop)
            continue
        if before is not None:
            yield before, breaks, stop
        before, breaks = stop, []


def _leg(plan: Plan, origin: Stop | None, destination: Stop | None, leave: int, breaks: Sequence[Stop]) -> int:
    """Seconds from one stop to the next by the person's mode; None is the base of the duty's group.

    The drive begins at ``leave``, or after the breaks in between where it would run into them.
    """
    stop = origin or destination
    assert stop is not None, "a leg has at least one end at a client"
    here, there = (
        plan.scenario.groups[plan.duties.group[stop.duty]].base
        if end is None
        else plan.scenario.clients[plan.visits.client[end.visit]].place
        for end in (origin, destination)
    )
    mode = plan.scenario.staff[stop.staff].mode
    leg = int(leg_seconds(plan.scenario, mode, here, there, stop.day, leave))
    if breaks and leave + leg > breaks[0].start:
        leg = int(leg_seconds(plan.scenario, mode, here, there, stop.day, breaks[-1].end))
    return leg


def _of(plan: Plan, rule: str, stop: Stop, what: str, seconds: int) -> Violation:
    """A violation at a stop; ``what`` continues "person, day and time"."""
    client = -1 if stop.is_break else int(plan.visits.client[stop.visit])
    message = f"{plan.scenario.staff[stop.staff].id}, {when(plan.scenario, stop.day, stop.start)}, {what}"
    return violation(rule, message, seconds, "s", stop.day, stop.staff, client, stop.visit)


RULES: tuple[Rule, ...] = (two_places, travel, leaves, back, break_taken, break_window, break_in_time)

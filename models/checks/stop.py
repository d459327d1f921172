"""The stops of a plan as plain numbers, for rules that walk along routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..plan import BREAK, Plan


class Stop(NamedTuple):
    """One stop: who (row of the staff), on which duty and day, at which visit (-1: break), when."""

    duty: int
    staff: int
    day: int
    visit: int
    arrive: int
    start: int
    end: int

    @property
    def is_break(self) -> bool:
        """Whether this is the break."""
        return self.visit == BREAK


def stops_of(plan: Plan) -> Iterator[Stop]:
    """All stops, by duty and position."""
    stops, duties = plan.stops, plan.duties
    columns = (
        stops.duty,
        duties.staff[stops.duty],
        duties.day[stops.duty],
        stops.visit,
        stops.arrive,
        stops.start,
        stops.end,
    )
    return map(Stop, *(column.tolist() for column in columns))


def routes_of(plan: Plan) -> list[list[Stop]]:
    """For every duty its stops, in order."""
    routes: list[list[Stop]] = [[] for _ in range(len(plan.duties))]
    for stop in stops_of(plan):
        routes[stop.duty].append(stop)
    return routes


def people_at(plan: Plan) -> list[list[Stop]]:
    """For every visit its stops: one for each person who comes."""
    people: list[list[Stop]] = [[] for _ in range(len(plan.visits))]
    for stop in stops_of(plan):
        if not stop.is_break:
            people[stop.visit].append(stop)
    return people


def documentation_seconds(plan: Plan) -> int:
    """Seconds of documentation after each visit."""
    return round(plan.scenario.work.documentation_minutes.value * 60)

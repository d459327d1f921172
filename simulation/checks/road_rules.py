"""Rules for places and roads: nobody is anywhere without having gone there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from ...models.checks.violation import Violation, minutes
from ...models.legs import leg_seconds
from ...models.plan import Plan
from ...models.scenario import DAY
from ..journal import Journal, Kind
from ..journal_reading import amounts, at_row, learning, of_kind, seconds_of, spans_of
from .kinds import AT_HOME


def places(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A person is where the last span ended, only a drive changes the place, visits are at home, duties begin and end at a base."""
    spans, before = spans_of(plan, journal)
    base = np.array([plan.scenario.groups[max(person.group, 0)].base for person in plan.scenario.staff])[journal.staff[spans]]
    of_plan = journal.duty[spans] >= 0
    base[of_plan] = np.array([group.base for group in plan.scenario.groups])[plan.duties.group[journal.duty[spans][of_plan]]]
    expected = np.where(before < 0, base, journal.place_to[spans[before]])
    moved = (journal.place_from[spans] != journal.place_to[spans]) & (journal.kind[spans] != Kind.DRIVE)
    homes = np.array([client.place for client in plan.scenario.clients])
    with_client = of_kind(journal, *AT_HOME)[spans]
    elsewhere = with_client & (journal.place_to[spans] != homes[journal.client[spans]])
    last = np.append(before[1:] < 0, True)[: len(spans)]
    away = last & of_plan & (journal.place_to[spans] != base)
    wrong = (journal.place_from[spans] != expected) & (of_plan | (before >= 0)) | moved | elsewhere | away
    for row in spans[wrong].tolist():
        yield at_row(plan, journal, "places", row, "is at a place that nobody went to", 1, "place")


def travel(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A drive has the metres of its road and takes time; on days without noise at least the planned time, parking included."""
    drives, scenario = np.flatnonzero((journal.kind == Kind.DRIVE) & ~learning(plan, journal)), plan.scenario
    if scenario.conditions is None:
        yield from _drives(plan, journal, drives, None)
        return
    for day in range(plan.days):
        rows = drives[journal.day[drives] == day]
        weathers = scenario.conditions.weathers(scenario.date_of(day))
        yield from min((list(_drives(plan, journal, rows, weather)) for weather in weathers), key=len)


def _drives(plan: Plan, journal: Journal, drives: np.ndarray, weather: Collection[str] | None) -> Iterator[Violation]:
    """What is wrong with drives (of one day, if it had a weather)."""
    scenario = plan.scenario
    for mode in {person.mode for person in scenario.staff}:
        by_mode = np.array([person.mode == mode for person in scenario.staff], dtype=bool)
        rows = drives[by_mode[journal.staff[drives]]]
        if not len(rows):
            continue
        origin, destination = journal.place_from[rows], journal.place_to[rows]
        if weather is None or scenario.road_days is None:
            least = leg_seconds(scenario, mode, origin, destination)
            metres = scenario.travel.metres[scenario.travel.mode(mode), origin, destination]
        else:
            today = scenario.road_days.on(scenario.date_of(int(journal.day[rows[0]])), weather)
            leave = journal.start[rows] - journal.day[rows].astype(np.int64) * DAY
            road = today.seconds(mode, origin, destination, leave)
            least = np.where(origin == destination, 0, road + scenario.park_seconds[destination])
            metres = today.metres(mode, origin, destination, leave)
        noise = scenario.uncertainty.travel_cv.value > 0
        short = (np.minimum(least, 1) if noise else least) - seconds_of(journal, rows)
        for row, off in amounts(rows, np.maximum(short, 0) if noise or weather is None else short):
            more = "less" if off > 0 else "more"
            yield at_row(plan, journal, "travel", row, f"takes {minutes(abs(off))} {more} than the road does", abs(off), "s")
        for row, off in amounts(rows, np.abs(journal.metres[rows] - metres)):
            yield at_row(plan, journal, "travel", row, f"is {off} m off the length of the road", off, "m")

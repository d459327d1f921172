"""One day of the world: what the morning brings, and how the people at work live through it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import simpy

from ...models.checks.violation import clock, when
from ...models.legs import leg_seconds
from ...models.plan import BREAK, Plan
from ...models.planning.replanning import DayRoute, planned_day, replan_day
from ..journal import Reason
from .itinerary import Itinerary, crew_of, itinerary, stops_of
from .luck import Luck
from .meeting_point import MeetingPoint
from .records import Crew, Reached
from .staff import Note, duty

Trace = Callable[[str], object]


def morning(plan: Plan, luck: Luck, day: int) -> Sequence[DayRoute]:
    """Return the routes that are driven today: as planned, or replanned where somebody is ill or visits are cancelled."""
    visits = np.arange(*np.searchsorted(plan.visits.day, [day, day + 1]))
    ill = frozenset(np.flatnonzero(luck.ill[day]).tolist())
    cancelled = frozenset(visits[luck.cancelled[visits] != Reason.NONE].tolist())
    at_work = plan.duties.staff[slice(*np.searchsorted(plan.duties.day, [day, day + 1]))]
    if not cancelled and not luck.ill[day, at_work].any():
        return planned_day(plan, day)
    pool = [row for row, person in enumerate(plan.scenario.staff) if person.employment == "pool" and row not in ill]
    return replan_day(plan, day, ill, cancelled, pool)[0]


def live(plan: Plan, luck: Luck, day: int, routes: Sequence[DayRoute], trace: Trace | None = None) -> tuple[Crew, Reached]:
    """Live through one day; return who worked and what they did."""
    if not routes:
        return Crew.from_rows(()), Reached.from_rows(())
    crew = crew_of(plan, day, routes)
    todo = itinerary(plan, crew, routes)
    env = simpy.Environment()  # its clock shows seconds after midnight
    doors = _doors(env, plan, todo)
    stops = stops_of(plan, luck, crew, todo, doors)
    notes = array("q")
    note = notes.extend if trace is None else _told(notes, trace, plan, crew, todo)
    bounds = pairwise(np.searchsorted(todo.owner, np.arange(len(crew) + 1)).tolist())
    legs = [_leg_of(plan, mode, day) for mode in plan.scenario.travel.modes]
    roads = [_road_of(plan, mode, day, luck) for mode in plan.scenario.travel.modes]
    columns = (crew.base.tolist(), crew.first.tolist(), crew.mode.tolist(), bounds)
    for base, first, mode, (begin, end) in zip(*columns, strict=True):
        env.process(duty(env, base, first, stops[begin:end], legs[mode], note, roads[mode]))
    env.run()
    row, *columns = np.frombuffer(notes, dtype=np.int64).reshape(-1, 9).T
    lost = np.isin(todo.visit[row], [visit for visit, door in doors.items() if door.lost])
    return crew, Reached(todo.owner[row], todo.visit[row], *columns, lost=lost)


def _doors(env: simpy.Environment, plan: Plan, todo: Itinerary) -> dict[int, MeetingPoint]:
    """The doors at which people wait for each other, by visit."""
    visits, patience = plan.visits, round(plan.scenario.uncertainty.colleague_minutes.value * 60)
    rows = np.flatnonzero(todo.visit >= 0)
    rows = rows[visits.people[todo.visit[rows]] > 1]
    columns = (todo.visit[rows], visits.people[todo.visit[rows]], todo.due[rows])
    each = zip(*(column.tolist() for column in columns), strict=True)
    return {visit: MeetingPoint(env, people, due, patience) for visit, people, due in each}


def _leg_of(plan: Plan, mode: str, day: int) -> Callable[[int, int], int]:
    """Planned seconds from place to place by one mode."""
    return lambda here, there: int(leg_seconds(plan.scenario, mode, here, there, day))


def _road_of(plan: Plan, mode: str, day: int, luck: Luck) -> Callable[[int, int, int], int] | None:
    """Seconds from place to place by one mode for who leaves at a time of today; None where all hours and days are alike."""
    scenario = plan.scenario
    if scenario.road_days is None:
        return None
    today, park = scenario.road_days.on(scenario.date_of(day), luck.weather[day]), scenario.park_seconds.tolist()
    return lambda here, there, leave: 0 if here == there else today.one(mode, here, there, leave) + park[there]


def _told(notes: array, trace: Trace, plan: Plan, crew: Crew, todo: Itinerary) -> Callable[[Note], None]:
    """Append a note and tell it in words."""
    scenario = plan.scenario

    def note(new: Note) -> None:
        notes.extend(new)
        row, _, place, ready, leave, arrive, start, end, _ = new
        visit, who = int(todo.visit[row]), scenario.staff[crew.staff[todo.owner[row]]].id
        if visit >= 0:
            met = f"{clock(start)}-{clock(end)}" if end > start else f"in vain until {clock(start)}"
            what = f"at {scenario.clients[plan.visits.client[visit]].id} {met}"
        else:
            what = f"break {clock(start)}-{clock(end)}" if visit == BREAK else f"at {scenario.places.ids[place]}"
        trace(f"{when(scenario, int(crew.day[0]), ready)} {who}: leaves {clock(leave)}, arrives {clock(arrive)}, {what}")

    return note

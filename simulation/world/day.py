"""One day of the world: what the morning brings, and how the people at work live through it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import simpy

from ...models.checks.violation import clock, when
from ...models.plan import BREAK, Plan
from ...models.planning.day_routes import DayRoute, planned_day
from ...models.planning.replanning import replan_day
from ..journal import Reason
from .calls import Call, Calls, Told
from .desk import Desk
from .itinerary import Itinerary, crew_of, itinerary, stops_of
from .luck import Luck
from .meeting_point import MeetingPoint
from .patrol import Extra, patrols_of
from .records import Crew, Reached
from .staff import Person, Quiet, duty

Trace = Callable[[str], object]


@dataclass(frozen=True)
class Lived:
    """What a day leaves behind: who worked, what they did, and for each call who (row of the crew) answered it."""

    crew: Crew
    reached: Reached
    calls: Sequence[Call] = ()
    answered: Sequence[int] = ()
    told: Sequence[Told] = ()


def morning(plan: Plan, luck: Luck, day: int) -> Sequence[DayRoute]:
    """Return the routes that are driven today: as planned, or replanned where somebody is missing or visits are cancelled."""
    low, high = np.searchsorted(plan.visits.day, [day, day + 1])
    cancelled = frozenset((low + np.flatnonzero(luck.cancelled[low:high] != Reason.NONE)).tolist())
    at_work = plan.duties.staff[slice(*np.searchsorted(plan.duties.day, [day, day + 1]))]
    grown = luck.expected if (luck.expected[low:high] != plan.visits.seconds[low:high]).any() else None
    if not cancelled and not luck.missing[day, at_work].any() and grown is None:
        return planned_day(plan, day)
    missing = frozenset(np.flatnonzero(luck.missing[day]).tolist())
    learning = frozenset(np.flatnonzero((luck.out[day] == Reason.LEARNING) & ~luck.ill[day]).tolist())
    pool = [row for row, person in enumerate(plan.scenario.staff) if person.employment == "pool" and row not in missing]
    return replan_day(plan, day, missing - learning, cancelled, pool, learning=learning, expected=grown)[0]


def live(
    plan: Plan, luck: Luck, day: int, routes: Sequence[DayRoute], trace: Trace | None = None, calls: Calls | None = None
) -> Lived:
    """Live through one day; return what it leaves behind."""
    called, told = calls.on(day) if calls is not None else ([], [])
    crew = crew_of(plan, day, routes)
    todo = itinerary(plan, crew, routes)
    env = simpy.Environment()  # its clock shows seconds after midnight
    doors = _doors(env, plan, todo)
    stops = stops_of(plan, luck, crew, todo, doors)
    bounds = pairwise(np.searchsorted(todo.owner, np.arange(len(crew) + 1)).tolist())
    each = [stops[begin:end] for begin, end in bounds]
    patrols, rounds, extra = patrols_of(plan, luck, day, len(stops))
    crew, each = Crew.concat([crew, patrols]), each + rounds
    if not len(crew):
        return Lived(crew, Reached.from_rows(()), called, [-1] * len(called), told)

    legs = [_leg_of(plan, mode, day) for mode in plan.scenario.travel.modes]
    roads = [_road_of(plan, mode, day, luck) for mode in plan.scenario.travel.modes]
    columns = zip(crew.base.tolist(), crew.first.tolist(), crew.mode.tolist(), each, strict=True)
    people = [Person(who, base, first, mine, legs[mode], roads[mode]) for who, (base, first, mode, mine) in enumerate(columns)]
    desk = Desk(env, plan, day, crew, people, [*todo.visit.tolist(), *(what for what, _ in extra)], called) if called else None
    extra += [(call.what, call.client) for call in called]
    notes = array("q")
    for person in people:
        env.process(duty(env, person, notes.extend, desk or Quiet()))
    if desk is not None:
        env.process(desk.work())
    env.run()
    row, owner, *columns = np.frombuffer(notes, dtype=np.int64).reshape(-1, 10).T
    visit, client = _stops_called(plan, todo, extra)
    lost = np.isin(visit[row], [visit for visit, door in doors.items() if door.lost])
    reached = Reached(owner, visit[row], client[row], *columns, lost=lost)
    if trace is not None:
        _tell(trace, plan, crew, reached)
    return Lived(crew, reached, called, desk.answered if desk is not None else (), told)


def _stops_called(plan: Plan, todo: Itinerary, extra: Sequence[Extra]) -> tuple[np.ndarray, np.ndarray]:
    """Visit (or what else) and client of each stop."""
    client = np.full(len(todo.visit), -1, dtype=np.int64)
    real = todo.visit >= 0
    client[real] = plan.visits.client[todo.visit[real]]
    more = np.array(extra, dtype=np.int64).reshape(-1, 2)
    return np.append(todo.visit, more[:, 0]), np.append(client, more[:, 1])


def _doors(env: simpy.Environment, plan: Plan, todo: Itinerary) -> dict[int, MeetingPoint]:
    """The doors at which people wait for each other, by visit."""
    visits, patience = plan.visits, round(plan.scenario.uncertainty.colleague_minutes.value * 60)
    rows = np.flatnonzero(todo.visit >= 0)
    rows = rows[visits.people[todo.visit[rows]] > 1]
    columns = (todo.visit[rows], visits.people[todo.visit[rows]], todo.due[rows])
    each = zip(*(column.tolist() for column in columns), strict=True)
    return {visit: MeetingPoint(env, people, due, patience) for visit, people, due in each}


def _leg_of(plan: Plan, mode: str, day: int) -> Callable[[int, int], int]:
    """Planned seconds from place to place by one mode: :func:`~hemtjanst.models.legs.leg_seconds`, quickly for one drive."""
    scenario = plan.scenario
    travel, park = scenario.travel_on(day), scenario.park_seconds.tolist()
    road = travel.seconds[travel.mode(mode)]
    return lambda here, there: 0 if here == there else int(road[here, there]) + park[there]


def _road_of(plan: Plan, mode: str, day: int, luck: Luck) -> Callable[[int, int, int], int] | None:
    """Seconds from place to place by one mode for who leaves at a time of today; None where all hours and days are alike."""
    scenario = plan.scenario
    if scenario.road_days is None:
        return None
    today, park = scenario.road_days.on(scenario.date_of(day), luck.weather[day]), scenario.park_seconds.tolist()
    return lambda here, there, leave: 0 if here == there else today.one(mode, here, there, leave) + park[there]


def _tell(trace: Trace, plan: Plan, crew: Crew, reached: Reached) -> None:
    """Tell the day in words, in the order in which people became free for each stop."""
    scenario = plan.scenario
    names = ("crew", "visit", "client", "place", "ready", "leave", "arrive", "start", "end")
    order = np.argsort(reached.ready, kind="stable")
    for owner, visit, client, place, ready, leave, arrive, start, end in zip(
        *(getattr(reached, name)[order].tolist() for name in names), strict=True
    ):
        if client >= 0:
            met = f"{clock(start)}-{clock(end)}" if end > start else f"in vain until {clock(start)}"
            what = f"at {scenario.clients[client].id} {met}"
        else:
            what = f"break {clock(start)}-{clock(end)}" if visit == BREAK else f"at {scenario.places.ids[place]}"
        who = scenario.staff[crew.staff[owner]].id
        trace(f"{when(scenario, int(crew.day[0]), ready)} {who}: leaves {clock(leave)}, arrives {clock(arrive)}, {what}")

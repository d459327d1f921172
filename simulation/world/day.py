"""One day of the world: what the morning brings, and how the people at work live through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import simpy

from ...cython_ext.rounds import NO_DOOR, Rounds
from ...models.checks.violation import clock, when
from ...models.plan import BREAK, Plan
from ...models.planning.day_routes import DayRoute, planned_day
from ...models.planning.replanning import replan_day
from ..journal import Reason
from .acquaintance import Acquaintance
from .calls import Call, Calls, Told
from .desk import Desk
from .doubled import go_along
from .itinerary import Itinerary, crew_of, doors_of, itinerary, stops_of
from .luck import Luck
from .meeting_point import MeetingPoint
from .patrol import Extra, patrols_of
from .records import Crew, Reached
from .staff import Outdoors, Quiet, Road, duty

Trace = Callable[[str], object]


@dataclass(frozen=True)
class Lived:
    """What a day leaves behind: who worked, what they did, and for each call who (row of the crew) answered it."""

    crew: Crew
    reached: Reached
    calls: Sequence[Call] = ()
    answered: Sequence[int] = ()
    told: Sequence[Told] = ()
    swapped: Sequence[tuple[int, int]] = ()  # visit and who took it from a colleague to let them step in


def morning(plan: Plan, luck: Luck, day: int) -> Sequence[DayRoute]:
    """Return the routes that are driven today: as planned, or replanned where somebody is missing or visits are cancelled."""
    low, high = np.searchsorted(plan.visits.day, [day, day + 1])
    cancelled = frozenset((low + np.flatnonzero(luck.cancelled[low:high] != Reason.NONE)).tolist())
    at_work = plan.duties.staff[slice(*np.searchsorted(plan.duties.day, [day, day + 1]))]
    grown = None
    if (luck.known[day] != 1).any():
        grown, factor = plan.visits.seconds.astype(np.int64), luck.known[day, plan.visits.client[low:high]]
        grown[low:high] = np.rint(grown[low:high] * factor).astype(np.int64)
    if not cancelled and not luck.missing[day, at_work].any() and grown is None:
        return planned_day(plan, day)
    missing = frozenset(np.flatnonzero(luck.missing[day]).tolist())
    learning = frozenset(np.flatnonzero((luck.out[day] == Reason.LEARNING) & ~luck.ill[day]).tolist())
    pool = [row for row, person in enumerate(plan.scenario.staff) if person.employment == "pool" and row not in missing]
    return replan_day(plan, day, missing - learning, cancelled, pool, learning=learning, expected=grown)[0]


def live(
    plan: Plan,
    luck: Luck,
    day: int,
    routes: Sequence[DayRoute],
    trace: Trace | None = None,
    calls: Calls | None = None,
    memory: Acquaintance | None = None,
) -> Lived:
    """Live through one day; return what it leaves behind. Without ``memory`` nobody has met anybody before."""
    called, told = calls.on(day) if calls is not None else ([], [])
    crew = crew_of(plan, day, routes)
    todo = itinerary(plan, crew, routes)
    env = simpy.Environment()  # its clock shows seconds after midnight
    stops, factors = stops_of(plan, luck, crew, todo, memory or Acquaintance(plan, luck))
    lengths = np.bincount(todo.owner, minlength=len(crew)).tolist()
    patrols, nights, extra = patrols_of(plan, luck, day, len(stops))
    crew = Crew.concat([crew, patrols])
    if not len(crew):
        return Lived(crew, Reached.from_rows(()), called, [-1] * len(called), told)

    scenario, travel = plan.scenario, plan.scenario.travel_on(day)
    night = [stop for stops_ in nights for stop in stops_]
    stops = np.concatenate([stops, np.array([stop for stop, _ in night], dtype=np.int64).reshape(-1, 12)])
    factors = np.append(factors, [factor for _, factor in night])
    bounds = np.cumsum([0, *lengths, *map(len, nights)])
    people = np.column_stack([crew.mode, crew.base, crew.first])
    roads = [_road_of(plan, mode, day, luck) for mode in scenario.travel.modes] if scenario.road_days is not None else []
    rounds = Rounds(travel.seconds, scenario.park_seconds, people, bounds, stops, factors, timed=bool(roads))
    doors = _doors(env, plan, todo)
    out = Outdoors(rounds, list(doors.values()), [roads[mode] for mode in crew.mode.tolist()] if roads else [])
    meets = np.zeros(len(crew), dtype=bool)
    meets[np.repeat(np.arange(len(crew)), np.diff(bounds))[stops[:, 11] != NO_DOOR]] = True
    busy = [False] * len(crew)
    desk = Quiet()
    if called:
        visits = [*todo.visit.tolist(), *(what for what, _ in extra)]
        desk = Desk(env, plan, day, crew, out, np.flatnonzero(~meets).tolist(), busy, visits, called)
    extra += [(call.what, call.client) for call in called]
    for who in np.flatnonzero(~meets).tolist() if roads else ():
        out.advance(who, desk.next)
    rounds.advance_free(desk.next)
    for who in np.flatnonzero(meets).tolist():
        env.process(duty(env, who, out, desk, busy))
    if isinstance(desk, Desk):
        env.process(desk.work())
    env.run()
    row, owner, *columns = rounds.notes().T
    visit, client = _stops_called(plan, todo, extra)
    lost = np.isin(visit[row], [visit for visit, door in doors.items() if door.lost])
    reached = Reached(owner, visit[row], client[row], *columns, lost=lost)
    if trace is not None:
        _tell(trace, plan, crew, reached)
    crew, reached = go_along(plan, crew, reached)
    swapped = [(visit, route.staff) for route in routes for visit in sorted(route.swapped)]
    return Lived(crew, reached, called, desk.answered if isinstance(desk, Desk) else (), told, swapped)


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
    each, due = doors_of(plan, todo), dict(zip(todo.visit.tolist(), todo.due.tolist(), strict=True))
    return {visit: MeetingPoint(env, int(visits.people[visit]), due[visit], patience) for visit in each.tolist()}


def _road_of(plan: Plan, mode: str, day: int, luck: Luck) -> Road:
    """Seconds from place to place by one mode for who leaves at a time of today."""
    scenario = plan.scenario
    assert scenario.road_days is not None
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

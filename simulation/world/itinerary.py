"""Where everybody means to go today, and what each stop takes with the luck of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ...cython_ext.rounds import NEVER, NO_DOOR
from ...models.legs import leg_before
from ...models.plan import BREAK, Plan
from ...models.planning.day_routes import DayRoute
from ..journal import Reason
from .acquaintance import Acquaintance
from .luck import Luck
from .records import HOME, Crew


@dataclass(frozen=True)
class Itinerary:
    """All stops of a day, one route after the other, the base at the end of each: where everybody means to go.

    Attributes
    ----------
    owner
        Row of the crew.
    visit
        Row of the plan's visit, BREAK or HOME.
    origin, place
        Rows of the place before and the place; a break has those of the stop after it.
    due
        When the visit or break should begin, seconds after midnight; 0 for the base.
    """

    owner: np.ndarray
    visit: np.ndarray
    origin: np.ndarray
    place: np.ndarray
    due: np.ndarray


def crew_of(plan: Plan, day: int, routes: Sequence[DayRoute]) -> Crew:
    """Return the people at work today, a row for each route."""
    if not routes:
        return Crew.from_rows(())
    columns = dict(zip(DayRoute._fields, zip(*routes, strict=True), strict=True))
    staff, duty, learning = (np.array(columns[name]) for name in ("staff", "duty", "learning"))
    people, groups = _rows_of(plan)
    group, called_in = np.append(plan.duties.group, -1)[duty], duty < 0
    for row in np.flatnonzero(called_in).tolist():  # whoever is called in works for the group whose clients are on the route
        group[row] = plan.scenario.clients[plan.visits.client[max(routes[row].stops)]].group
    same = ("start", "end", "first", "last", "meeting", "break_seconds", "break_earliest", "break_latest", "telephone")
    return Crew(
        day=np.full(len(routes), day),
        staff=staff,
        duty=duty,
        base=groups[group],
        mode=people[staff],
        role=np.select([called_in, learning], [Reason.STEPPED_IN, Reason.LEARNING], Reason.NONE),
        **{name: np.array(columns[name]) for name in same},
    )


def _rows_of(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Of all staff the mode, and of all groups the base, as rows of the scenario's modes and places."""
    if "modes and bases" not in plan.memo:
        scenario = plan.scenario
        modes = [scenario.travel.mode(person.mode) for person in scenario.staff]
        plan.memo["modes and bases"] = np.array(modes), np.array([group.base for group in scenario.groups])
    return plan.memo["modes and bases"]


def homes_of(plan: Plan) -> np.ndarray:
    """int64[clients], rows of their places."""
    if "homes" not in plan.memo:
        plan.memo["homes"] = np.array([client.place for client in plan.scenario.clients])
    return plan.memo["homes"]


def itinerary(plan: Plan, crew: Crew, routes: Sequence[DayRoute]) -> Itinerary:
    """Return all stops of the day."""
    if not routes:
        return Itinerary(*np.zeros((5, 0), dtype=np.int64))
    lengths = np.array([len(route.stops) + 1 for route in routes], dtype=np.int64)
    owner = np.repeat(np.arange(len(routes)), lengths)
    home = np.zeros(len(owner), dtype=bool)
    home[np.cumsum(lengths) - 1] = True
    visit, due = np.full(len(owner), HOME), np.zeros(len(owner), dtype=np.int64)
    visit[~home] = list(chain.from_iterable(route.stops for route in routes))
    due[~home] = list(chain.from_iterable(route.planned_start for route in routes))
    place = crew.base[owner]
    place[visit >= 0] = homes_of(plan)[plan.visits.client[visit[visit >= 0]]]
    # the place before is that of the last stop but breaks, and first the base; a break looks on to the place after it
    rows, pause = np.arange(len(owner)), visit == BREAK
    before = np.append(-1, np.maximum.accumulate(np.where(pause, -1, rows))[:-1])
    origin = np.where(owner[before] == owner, place[before], crew.base[owner])
    after = np.minimum.accumulate(np.where(pause, len(rows), rows)[::-1])[::-1]
    return Itinerary(owner, visit, origin, place[after], due)


def stops_of(plan: Plan, luck: Luck, crew: Crew, todo: Itinerary, memory: Acquaintance) -> tuple[np.ndarray, np.ndarray]:
    """Return what each stop takes, with today's luck: the stops and their factors of :class:`~hemtjanst.cython_ext.rounds.Rounds`.

    The door of a visit for several is numbered by :func:`doors_of`.
    """
    scenario, visits = plan.scenario, plan.visits
    if not len(crew):
        return np.zeros((0, 12), dtype=np.int64), np.zeros(0)
    n, day = len(todo.visit), int(crew.day[0])
    write = round(scenario.work.documentation_minutes.value * 60)
    is_visit, pause = todo.visit >= 0, np.flatnonzero(todo.visit == BREAK)
    visit, owner = todo.visit[is_visit], todo.owner[pause]
    road = luck.home[day, crew.staff[todo.owner]]
    road[is_visit] = luck.road[visit, _turn(visit)]
    road[pause] = road[pause + 1]
    road *= luck.slippery[day]

    earliest, knock, seconds, after = np.zeros((4, n), dtype=np.int64)
    latest = np.full(n, NEVER)
    silent = luck.no_answer[visit]
    earliest[is_visit], earliest[pause] = visits.earliest[visit], crew.break_earliest[owner]
    seconds[is_visit], seconds[pause] = np.where(silent, 0, luck.seconds[visit]), crew.break_seconds[owner]
    if plan.policy.control.block:
        seconds = _in_blocks(plan, todo, seconds)
    if scenario.information.retell_minutes.value:
        seconds[is_visit] += ~silent * _retold(plan, crew, todo, memory)[is_visit]
    knock[is_visit] = silent * round(scenario.uncertainty.no_answer_minutes.value * 60)
    after[is_visit] = ~silent * write
    # people who meet at a door aim at the time they agreed on, not at the opening of its window
    together = np.zeros(n, dtype=bool)
    together[is_visit] = visits.people[visit] > 1
    aim = np.where(together, np.maximum(todo.due, earliest), earliest)
    planned = np.zeros(n, dtype=np.int64)
    for number in np.unique(crew.mode).tolist():
        rows, mode = np.flatnonzero(crew.mode[todo.owner] == number), scenario.travel.modes[number]
        planned[rows] = leg_before(scenario, mode, todo.origin[rows], todo.place[rows], day, aim[rows])
    drive = np.maximum(np.rint(planned * road), planned > 0).astype(np.int64)
    latest[pause] = np.where(_rests_first(plan, crew, todo, pause, write), 0, crew.break_latest[owner])
    door = np.full(n, NO_DOOR)
    door[together] = np.searchsorted(doors_of(plan, todo), todo.visit[together])
    columns = (np.arange(n), todo.origin, todo.place, aim, earliest, latest, planned, drive, knock, seconds, after, door)
    return np.stack(columns, axis=1), road


def doors_of(plan: Plan, todo: Itinerary) -> np.ndarray:
    """Visits at whose doors people meet, sorted."""
    visit = todo.visit[todo.visit >= 0]
    return np.unique(visit[plan.visits.people[visit] > 1])


def _retold(plan: Plan, crew: Crew, todo: Itinerary, memory: Acquaintance) -> np.ndarray:
    """Seconds by which each stop is longer because somebody comes to whom the client tells everything again (T3).

    That is who is neither contact person nor backup, comes there for the first time today, and has not met the client before. At a
    visit for two both listen.
    """
    visits = plan.visits
    rows = np.flatnonzero(todo.visit >= 0)
    client, staff = visits.client[todo.visit[rows]], crew.staff[todo.owner[rows]]
    first = np.zeros(len(rows), dtype=bool)
    first[np.unique(client.astype(np.int64) * len(plan.scenario.staff) + staff, return_index=True)[1]] = True
    strange = first & (memory.days[client, staff] == 0) & ~memory.appointed(client, staff)
    longer = np.isin(todo.visit, todo.visit[rows[strange]])
    return longer * round(plan.scenario.information.retell_minutes.value * 60)


def _in_blocks(plan: Plan, todo: Itinerary, seconds: np.ndarray) -> np.ndarray:
    """Length of each stop where the time of a stretch of visits counts (F2): until the break, or the end of the route.

    Staff stay as long as planned, less what earlier visits of the stretch took too long; at a visit for two nobody leaves.
    """
    lasts, lost, owner = seconds.copy(), 0, -1
    for row in np.flatnonzero(seconds > 0).tolist():
        visit = int(todo.visit[row])
        if visit < 0 or todo.owner[row] != owner:
            lost, owner = 0, int(todo.owner[row])
        if visit >= 0:
            planned = int(plan.visits.seconds[visit])
            taken_back = lost if plan.visits.people[visit] == 1 else 0
            lasts[row] = max(int(seconds[row]), planned - taken_back)
            lost += int(lasts[row]) - planned
    return lasts


def _rests_first(plan: Plan, crew: Crew, todo: Itinerary, pause: np.ndarray, write: int) -> np.ndarray:
    """For each break whether it is planned before the drive: whether who is there when it begins would have to leave too soon."""
    begins = todo.owner[pause - 1] != todo.owner[pause]
    before = todo.visit[np.where(begins, pause, pause - 1)]
    done = todo.due[pause - 1] + plan.visits.seconds[np.maximum(before, 0)] + write
    ready = np.where(begins | (pause == 0), crew.first[todo.owner[pause]], done)
    drive, modes = np.zeros(len(pause), dtype=np.int64), crew.mode[todo.owner[pause]]
    for number in np.unique(modes).tolist():
        rows, mode = pause[modes == number], plan.scenario.travel.modes[number]
        drive[modes == number] = leg_before(
            plan.scenario, mode, todo.origin[rows], todo.place[rows], int(crew.day[0]), todo.due[rows]
        )
    return ready + drive > todo.due[pause]


def _turn(visit: np.ndarray) -> np.ndarray:
    """For each stop 0 if it is the first of its visit, 1 if it is the second."""
    order = np.argsort(visit, kind="stable")
    turn = np.zeros(len(visit), dtype=np.int64)
    turn[order[1:]] = visit[order[1:]] == visit[order[:-1]]
    return turn

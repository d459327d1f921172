"""The patrols of a day as people at work: their rows in the crew and their stops."""

from __future__ import annotations

import numpy as np

from ...cython_ext.keyed import Keyed, key
from ...cython_ext.rounds import NEVER, NO_DOOR
from ...models.legs import leg_seconds
from ...models.plan import BREAK, Plan
from ...models.planning.night import HALF_WINDOW, Patrol, on_duty, watch_times
from ..journal import Reason
from .luck import Luck
from .records import CHECK, HOME, Crew
from .staff import drive_seconds

Stop = tuple[tuple[int, ...], float]  # a stop of the rounds and its luck

Extra = tuple[int, int]  # what (a code of records.py) and the row of the client, of stops that are not in the plan


def patrols_of(plan: Plan, luck: Luck, day: int, first_row: int) -> tuple[Crew, list[list[Stop]], list[Extra]]:
    """Return the patrols at work on a day, the stops of each, and what each of these stops is, numbered from ``first_row``."""
    rows, stops, extra = [], [], []
    for patrol, staff in on_duty(plan, day, set(np.flatnonzero(luck.missing[day]).tolist())):
        first, last, pause, opens, closes = watch_times(plan, patrol.watch)
        mode = plan.scenario.travel.mode("car")
        hours = (patrol.watch.start, patrol.watch.end, first, last)
        rows.append((day, staff, -1, patrol.base, mode, *hours, 0, pause, opens, closes, 0, Reason.PATROL))
        mine, what = _round(plan, luck, day, patrol, staff, first_row + len(extra))
        stops.append(mine)
        extra += what
    return Crew.from_rows(rows), stops, extra


def _round(plan: Plan, luck: Luck, day: int, patrol: Patrol, staff: int, row: int) -> tuple[list[Stop], list[Extra]]:
    """The stops of one patrol: the checks of those who are at home, the break, and the base."""
    scenario = plan.scenario
    _, last, pause, opens, _ = watch_times(plan, patrol.watch)
    length, road = (Keyed(scenario.seed, f"night {name}", luck.replication) for name in ("length", "road"))
    visit_cv, travel_cv = scenario.uncertainty.visit_cv.value, scenario.uncertainty.travel_cv.value
    minutes, here = scenario.events.night_minutes.value, patrol.base
    stops: list[Stop] = []
    extra: list[Extra] = []

    def add(what: int, client: int, place: int, aim: int, earliest: int, latest: int, factor: float, seconds: int) -> None:
        planned = int(leg_seconds(scenario, "car", here, place, day))
        drive = drive_seconds(planned, factor)
        stops.append(((row + len(stops), here, place, aim, earliest, latest, planned, drive, 0, seconds, 0, NO_DOOR), factor))
        extra.append((what, client))

    steps = patrol.round or (((None, opens),) if pause else ())
    for check, start in steps:
        if check is None:
            add(BREAK, -1, here, opens, opens, -1, 1.0, pause)
            continue
        client = check.client
        if luck.away[day, client] or luck.gone[day, client]:
            continue
        who, place = key(scenario.clients[client].id), scenario.clients[client].place
        factor = road.lognormal(travel_cv, who, day, check.number) * luck.slippery[day]
        seconds = max(round(length.lognormal(visit_cv, who, day, check.number) * minutes * 60), 1)
        add(CHECK, client, place, start, check.at - HALF_WINDOW, NEVER, float(factor), seconds)
        here = place
    # on call until the watch ends, wherever the last check was
    add(HOME, -1, patrol.base, last, 0, NEVER, float(luck.home[day, staff] * luck.slippery[day]), 0)
    return stops, extra

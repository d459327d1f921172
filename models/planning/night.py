"""The rounds of the night patrol: who is looked in on by a person, who by camera (nattillsyn, Trygghetskamera; row G8).

Patrols are staff of no home care group (``employment: patrol``). They are rostered and routed here, apart from the groups, because
nothing of theirs depends on a policy but the share of cameras. A watch is worked by the first of its people, counted on from one
third of the way each three days, who are not absent.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from ...cython_ext.keyed import Keyed, keys
from ...cython_ext.open_routes import NO_NODE, OpenRoutes
from ..legs import leg_seconds
from ..plan import BREAK, Plan

HOUR = 3600
FIRST_CHECK, LAST_CHECK = 22 * HOUR + 1800, 29 * HOUR + 1800  # checks are spread over these, seconds after midnight
HALF_WINDOW = HOUR  # a check may begin so much before or after its time
IN_A_ROW = 3  # days that somebody works before the next has the watch


class Watch(NamedTuple):
    """A shift of the patrols: name, start and end in seconds after midnight."""

    name: str
    start: int
    end: int


NIGHT = Watch("night", 21 * HOUR + 1800, 31 * HOUR)
BY_DAY = (Watch("alarm day", 7 * HOUR, 14 * HOUR + 900), Watch("alarm evening", 14 * HOUR, 21 * HOUR + 1800))
WATCHES = (*BY_DAY, NIGHT)


class Check(NamedTuple):
    """A planned check: row of the client, number of the check in the night, and its time, seconds after midnight."""

    client: int
    number: int
    at: int


class Patrol(NamedTuple):
    """One car of a watch: its base (row of a place), and the checks on its round with their planned starts.

    ``None`` instead of a check is the break.
    """

    watch: Watch
    base: int
    round: tuple[tuple[Check | None, int], ...]


def checks(plan: Plan) -> tuple[list[Check], list[Check]]:
    """Checks of a night at the door and by camera: both the same every night, and the camera's a choice of the policy (G8)."""
    if not plan.scenario.events.night_users.value:
        return [], []
    if "night checks" not in plan.memo:
        plan.memo["night checks"] = _checks(plan)
    return plan.memo["night checks"]


def _checks(plan: Plan) -> tuple[list[Check], list[Check]]:
    scenario, events = plan.scenario, plan.scenario.events
    ids = keys(client.id for client in scenario.clients)
    number = round(events.night_checks.value)
    users = np.flatnonzero(Keyed(scenario.seed, "night user").uniform(ids) < events.night_users.value)
    offered = plan.policy.night.camera_share * events.camera_consent.value
    camera = Keyed(scenario.seed, "night camera").uniform(ids) < offered
    # spread evenly over the night, each client's at times of their own
    begins, step = Keyed(scenario.seed, "night time").uniform(ids), (LAST_CHECK - FIRST_CHECK) / number
    found: tuple[list[Check], list[Check]] = [], []
    for client in users.tolist():
        times = (FIRST_CHECK + round((k + begins[client]) * step) for k in range(number))
        found[bool(camera[client])].extend(Check(client, k, at) for k, at in enumerate(times))
    return found


def patrols(plan: Plan) -> list[Patrol]:
    """The cars of all watches with their rounds: each check goes where it costs least driving, the earliest first.

    None where the scenario has neither checks at night nor alarms: then nobody keeps watch, and nobody is paid for it.
    """
    if "patrols" not in plan.memo:
        plan.memo["patrols"] = _patrols(plan)
    return plan.memo["patrols"]


def _patrols(plan: Plan) -> list[Patrol]:
    scenario, events = plan.scenario, plan.scenario.events
    if not events.night_users.value and not events.alarm_users.value:
        return []  # nothing would ever call them
    found = []
    for watch in WATCHES:
        crew = people(plan, watch)
        cars = -(-len(crew) // IN_A_ROW)
        if not cars or (watch in BY_DAY and plan.policy.alarms.answered_by != "patrol"):
            continue
        bases = [scenario.groups[car * len(scenario.groups) // cars].base for car in range(cars)]
        rounds = _rounds(plan, watch, bases) if watch == NIGHT else [()] * cars
        found += [Patrol(watch, base, round_) for base, round_ in zip(bases, rounds, strict=True)]
    return found


def _rounds(plan: Plan, watch: Watch, bases: list[int]) -> list[tuple[tuple[Check | None, int], ...]]:
    scenario, work = plan.scenario, plan.scenario.work
    todo = sorted(checks(plan)[0], key=lambda check: (check.at, check.client))
    homes = sorted({scenario.clients[check.client].place for check in todo})
    length = round(scenario.events.night_minutes.value * 60)
    first, last, pause, opens, closes = watch_times(plan, watch)
    rest = (BREAK, 0, opens, closes, pause, closes, NO_NODE)
    legs = [
        leg_seconds(scenario, "car", places[:, None], places[None, :]) for places in (np.array([base, *homes]) for base in bases)
    ]
    overtime = round(work.office_minutes.value * 60)
    people, breaks = [(car, 0, first, last, overtime) for car in range(len(bases))], [rest] * len(bases) * bool(pause)
    cars = OpenRoutes(np.array(legs), people, np.arange(len(bases) + 1) * bool(pause), breaks)
    for row, check in enumerate(todo):
        early, late = check.at - HALF_WINDOW, check.at + HALF_WINDOW
        place = 1 + homes.index(scenario.clients[check.client].place)
        cars.give([(row, place, early, late, length, late, NO_NODE)], np.ones((1, len(bases)), bool), overtime)
    return [
        tuple((None if visit == BREAK else todo[visit], start) for visit, start in zip(*cars.route(car), strict=True))
        for car in range(len(bases))
    ]


def people(plan: Plan, watch: Watch) -> list[int]:
    """Rows of the staff of a watch."""
    return [row for row, person in enumerate(plan.scenario.staff) if person.employment == "patrol" and watch.name in person.shifts]


def watch_times(plan: Plan, watch: Watch) -> tuple[int, int, int, int, int]:
    """Of a watch: leaves the base no earlier, back no later, length of the break, and when it starts at the earliest and latest."""
    work = plan.scenario.work
    report, office = (round(minutes.value * 60) for minutes in (work.report_minutes, work.office_minutes))
    long = watch.end - watch.start > round(work.break_after_hours.value * HOUR)
    closes = watch.start + round(work.break_after_hours.value * HOUR)
    return watch.start + report, watch.end - office, round(work.break_minutes.value * 60) * long, closes - 2 * HOUR, closes


def on_duty(plan: Plan, day: int, absent: Collection[int]) -> list[tuple[Patrol, int]]:
    """Which patrols drive on a day and with whom (row of the staff); a car for which nobody is left stands still."""
    found = []
    for watch in WATCHES:
        crew, cars = people(plan, watch), [patrol for patrol in patrols(plan) if patrol.watch == watch]
        if crew and cars:
            turn = (day // IN_A_ROW) * len(cars) % len(crew)
            fit = [row for row in (*crew[turn:], *crew[:turn]) if row not in absent]
            found += list(zip(cars, fit, strict=False))
    return found

"""The stops of a plan as columns of plain numbers, and as walks along routes, for rules that look at all of them at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..legs import leg_seconds
from ..plan import BREAK, Plan

BASE = -1  # the "stop" before the first and after the last visit of a route


class Stops:
    """All stops of a plan, by duty and position; every attribute is an int64 array of one number for each stop.

    Attributes
    ----------
    duty, visit, arrive, start, end
        As in the plan; a break has the visit -1.
    staff, day
        Of the duty.
    client
        Of the visit; -1 at a break.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        order = np.argsort(plan.stops.duty, kind="stable")
        columns = plan.stops.duty, plan.stops.visit, plan.stops.arrive, plan.stops.start, plan.stops.end
        self.duty, self.visit, self.arrive, self.start, self.end = (column[order].astype(np.int64) for column in columns)
        self.staff, self.day = plan.duties.staff[self.duty].astype(np.int64), plan.duties.day[self.duty].astype(np.int64)
        clients = np.append(plan.visits.client, -1).astype(np.int64)  # row -1, that of a break, is the last
        self.client = clients[self.visit]
        self.writing = round(plan.scenario.work.documentation_minutes.value * 60)

    @cached_property
    def doors(self) -> np.ndarray:
        """Rows of the stops that are visits."""
        return np.flatnonzero(self.visit != BREAK)

    @cached_property
    def breaks(self) -> np.ndarray:
        """Rows of the stops that are breaks."""
        return np.flatnonzero(self.visit == BREAK)

    @cached_property
    def paused(self) -> np.ndarray:
        """int64[stops + 1]: seconds of break in all stops before a row."""
        return np.append(0, np.cumsum(np.where(self.visit == BREAK, self.end - self.start, 0)))

    @cached_property
    def people(self) -> np.ndarray:
        """For each visit how many come."""
        return np.bincount(self.visit[self.doors], minlength=len(self.plan.visits))

    @cached_property
    def first_start(self) -> np.ndarray:
        """For each visit when the first who comes begins; a day that never ends where nobody comes."""
        starts = np.full(len(self.plan.visits), 1 << 40)
        np.minimum.at(starts, self.visit[self.doors], self.start[self.doors])
        return starts

    @cached_property
    def last_start(self) -> np.ndarray:
        """For each visit when the last who comes begins; 0 where nobody comes."""
        starts = np.zeros(len(self.plan.visits), np.int64)
        np.maximum.at(starts, self.visit[self.doors], self.start[self.doors])
        return starts

    @cached_property
    def route_ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows of each route's first visit, and of its last; routes without visits have none."""
        duty = self.duty[self.doors]
        turn = np.flatnonzero(duty[1:] != duty[:-1]) + 1
        return self.doors[np.append(0, turn)[: len(self.doors)]], self.doors[
            np.append(turn, len(self.doors))[: len(self.doors)] - 1
        ]

    @cached_property
    def bounds(self) -> np.ndarray:
        """int64[duties + 1]: where each duty's stops begin."""
        return np.searchsorted(self.duty, np.arange(len(self.plan.duties) + 1))

    def legs(self, origin: np.ndarray, destination: np.ndarray, leave: np.ndarray) -> np.ndarray:
        """Seconds from the door of one stop to that of the next visit of its route, by the person's mode; ``BASE`` is the base.

        The drive begins at ``leave``, or after the breaks in between where it would run into them.
        """
        legs = self._legs(origin, destination, leave)
        if self.plan.scenario.road_days is not None:
            duty = self.duty[np.where(origin == BASE, destination, origin)]
            first = np.where(origin == BASE, self.bounds[duty], origin + 1)
            after = np.where(destination == BASE, self.bounds[duty + 1], destination)
            into = np.flatnonzero(after > first)
            into = into[leave[into] + legs[into] > self.start[first[into]]]
            legs[into] = self._legs(origin[into], destination[into], self.end[after[into] - 1])
        return legs

    def _legs(self, origin: np.ndarray, destination: np.ndarray, leave: np.ndarray) -> np.ndarray:
        scenario, known = self.plan.scenario, np.where(origin == BASE, destination, origin)
        homes = np.array([client.place for client in scenario.clients] or [0], np.int64)
        bases = np.array([group.base for group in scenario.groups], np.int64)[self.plan.duties.group[self.duty[known]]]
        here, there = (np.where(end == BASE, bases, homes[self.client[end]]) for end in (origin, destination))
        modes = sorted({person.mode for person in scenario.staff})
        way = np.array([modes.index(person.mode) for person in scenario.staff], np.int64)[self.staff[known]]
        day = self.day[known] if scenario.road_days is not None else np.zeros(len(known), np.int64)
        seconds = np.zeros(len(known), np.int64)
        for mode, date in np.unique(np.column_stack([way, day]), axis=0).tolist():
            rows = np.flatnonzero((way == mode) & (day == date))
            seconds[rows] = leg_seconds(scenario, modes[mode], here[rows], there[rows], date, leave[rows])
        return seconds


def stops_of(plan: Plan) -> Stops:
    """The plan's stops, worked out once."""
    if "checks/stops" not in plan.memo:
        plan.memo["checks/stops"] = Stops(plan)
    return plan.memo["checks/stops"]

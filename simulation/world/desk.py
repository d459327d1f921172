"""The desk that sends somebody when an alarm is raised, and relieves those who are delayed (rows T31, G8)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
import simpy

from ...cython_ext.rounds import NEVER, NO_DOOR, NOWHERE
from ...models.plan import NOBODY_IN_PARTICULAR, Plan
from ...models.planning.day_routes import known_staff
from ..journal import Reason
from .calls import Call
from .records import BREAKDOWN, Crew
from .relief import relieve
from .staff import Outdoors, Quiet, drive_seconds

MOST_DELAY = 2 * 3600  # who cannot leave within this time after a call is not asked


class Desk(Quiet):
    """Everything that calls people away on one day.

    At each call everybody has lived on until their next move would begin after it, so that the desk sees who will be free when and
    where; it puts the call before that move. Nobody is called away from a client or from the road,
    nor from the office work of those who are back at the base.

    Parameters
    ----------
    env
        The day's environment.
    plan, day
        What was decided, and the day of it.
    crew, out
        Who is at work, and their rounds.
    alone
        Rows of those who meet nobody at a door: the desk moves them on itself.
    busy
        Of everybody, whether nobody can say when they will be free (:func:`.staff.duty`).
    visits
        For each stop of the day its visit; the stops that calls add are numbered on from there.
    calls
        By time.
    """

    def __init__(
        self,
        env: simpy.Environment,
        plan: Plan,
        day: int,
        crew: Crew,
        out: Outdoors,
        alone: Sequence[int],
        busy: Sequence[bool],
        visits: Sequence[int],
        calls: Sequence[Call],
    ) -> None:
        self._env, self._plan, self._day = env, plan, day
        self._crew, self._out, self._alone, self._busy, self._calls = crew, out, alone, busy, calls
        self._visits, self._row, self._staff, self._role = visits, len(visits), crew.staff, crew.role
        self.next = calls[0].at if calls else NEVER
        self.bell = env.event()
        self.answered: list[int] = []  # for each call the row of the crew, -1: nobody

    def work(self) -> Generator[simpy.Event, Any, None]:
        """Take one call after the other."""
        for k, call in enumerate(self._calls):
            yield self._env.timeout(call.at - int(self._env.now))
            self._take(call)
            self.next = self._calls[k + 1].at if k + 1 < len(self._calls) else NEVER
            for who in self._alone if self._out.roads else ():
                self._out.advance(who, self.next)
            self._out.rounds.advance_free(self.next)
            bell, self.bell = self.bell, self._env.event()
            bell.succeed()

    def _take(self, call: Call) -> None:
        who = self._driver(call) if call.what == BREAKDOWN else self._who_goes(call)
        row, self._row = self._row, self._row + 1
        self.answered.append(-1 if who is None else who)
        if who is None:
            return
        if call.what == BREAKDOWN:
            # noticed when free to go on: before the next move, wherever that is
            stop = (row, NOWHERE, NOWHERE, call.at, call.at, -1, 0, 0, 0, call.seconds, 0, NO_DOOR)
            self._out.rounds.insert(who, int(self._busy[who]), stop, 1.0)
        else:
            here, place = int(self._out.rounds.state()[who, 0]), self._plan.scenario.clients[call.client].place
            planned = int(self._legs_to(place, np.array([who]), np.array([here]))[0])
            drive = drive_seconds(planned, call.road)
            stop = (row, here, place, call.at + planned, call.at, NEVER, planned, drive, 0, call.seconds, 0, NO_DOOR)
            self._out.rounds.insert(who, 0, stop, call.road)
        limit = self._plan.policy.alarms.hand_over_minutes
        if limit is not None and not self._busy[who]:
            able = np.flatnonzero(~np.array(self._busy)).tolist()
            relieve(self._plan, self._day, self._crew, self._out.rounds, able, self._visits, who, call.at, round(limit * 60))

    def _driver(self, call: Call) -> int | None:
        """The person whose car fails, if still at work and with somewhere to go."""
        left = self._out.rounds.state()[:, 2]
        found = np.flatnonzero((self._staff == call.staff) & (left > np.array(self._busy)))
        return int(found[0]) if len(found) else None

    def _legs_to(self, place: int, who: np.ndarray, here: np.ndarray) -> np.ndarray:
        """Planned seconds to a place for some of the crew, each from somewhere."""
        scenario = self._plan.scenario
        road = scenario.travel_on(self._day).seconds[self._crew.mode[who], here, place]
        return np.where(here == place, 0, road + scenario.park_seconds[place])

    def _who_goes(self, call: Call) -> int | None:
        """Whoever can be there first among those whose turn it is under the policy."""
        scenario, lever = self._plan.scenario, self._plan.policy.alarms.answered_by
        client, (here, ready, left) = scenario.clients[call.client], self._out.rounds.state().T
        free = np.maximum(ready, call.at)
        able = ~np.array(self._busy) & (left > 0) & (self._role != Reason.LEARNING) & (free <= call.at + MOST_DELAY)
        if client.forbidden:
            able &= ~np.isin(self._staff, list(client.forbidden))
        who = np.flatnonzero(able)
        if not len(who):
            return None
        there, staff = free[who] + self._legs_to(client.place, who, here[who]), self._staff[who]
        wanted = np.ones(len(who), dtype=bool)
        if lever == "patrol":
            wanted = (self._role[who] == Reason.PATROL) & (self._crew.start[who] <= call.at)  # not one that is still to come
        elif lever == "known":
            in_time = call.at + round(scenario.events.alarm_target_minutes.value * 60)
            met = np.isin(staff, list(known_staff(self._plan, self._day, call.client)))
            wanted = (there <= in_time) & (met | (self._plan.rank[call.client, staff] < NOBODY_IN_PARTICULAR))
        if wanted.any():
            who, there = who[wanted], there[wanted]
        return int(who[there.argmin()])

"""The desk that sends somebody when an alarm is raised, and relieves those who are delayed (rows T31, G8)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import simpy

from ...models.plan import NOBODY_IN_PARTICULAR, Plan
from ...models.planning.day_routes import known_staff
from ..journal import Reason
from .calls import Call
from .records import BREAKDOWN, Crew
from .relief import relieve
from .staff import NEVER, Person, Quiet, drive_seconds

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
    crew, people
        Who is at work.
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
        people: Sequence[Person],
        visits: Sequence[int],
        calls: Sequence[Call],
    ) -> None:
        self._env, self._plan, self._day = env, plan, day
        self._crew, self._people, self._calls = crew, people, calls
        self._visits, self._row, self._staff, self._role = visits, len(visits), crew.staff.tolist(), crew.role.tolist()
        self.next = calls[0].at if calls else NEVER
        self.bell = env.event()
        self.answered: list[int] = []  # for each call the row of the crew, -1: nobody

    def work(self) -> Generator[simpy.Event, Any, None]:
        """Take one call after the other."""
        for k, call in enumerate(self._calls):
            yield self._env.timeout(call.at - int(self._env.now))
            self._take(call)
            self.next = self._calls[k + 1].at if k + 1 < len(self._calls) else NEVER
            bell, self.bell = self.bell, self._env.event()
            bell.succeed()

    def _take(self, call: Call) -> None:
        who = self._driver(call) if call.what == BREAKDOWN else self._who_goes(call)
        row, self._row = self._row, self._row + 1
        if who is None:
            self.answered.append(-1)
            return
        if call.what == BREAKDOWN:
            # noticed when free to go on: before the next move, wherever that is
            who.stops.insert(who.at + who.busy, (row, -1, -1, call.at, call.at, -1, 0, 0, 1.0, 0, call.seconds, 0, None))
        else:
            place = self._plan.scenario.clients[call.client].place
            planned = who.leg(who.here, place)
            drive = drive_seconds(planned, call.road)
            aim = call.at + planned
            stop = (row, who.here, place, aim, call.at, NEVER, planned, drive, call.road, 0, call.seconds, 0, None)
            who.stops.insert(who.at, stop)
        self.answered.append(who.who)
        limit = self._plan.policy.alarms.hand_over_minutes
        if limit is not None and not who.busy:
            relieve(self._plan, self._day, self._crew, self._people, self._visits, who, call.at, round(limit * 60))

    def _driver(self, call: Call) -> Person | None:
        """The person whose car fails, if still at work and with somewhere to go."""
        return next((p for p in self._people if self._staff[p.who] == call.staff and p.at + p.busy < len(p.stops)), None)

    def _who_goes(self, call: Call) -> Person | None:
        """Whoever can be there first among those whose turn it is under the policy."""
        scenario, lever = self._plan.scenario, self._plan.policy.alarms.answered_by
        client, roles = scenario.clients[call.client], self._role
        able: list[tuple[int, int, Person]] = []
        for person in self._people:
            staff = self._staff[person.who]
            if person.busy or person.at >= len(person.stops) or staff in client.forbidden or roles[person.who] == Reason.LEARNING:
                continue
            free = max(person.ready, call.at)
            if free <= call.at + MOST_DELAY:
                able.append((free + person.leg(person.here, client.place), person.who, person))
        if not able:
            return None
        if lever == "patrol":
            able = [offer for offer in able if roles[offer[1]] == Reason.PATROL] or able
        elif lever == "known":
            in_time = call.at + round(scenario.events.alarm_target_minutes.value * 60)
            met = known_staff(self._plan, self._day, call.client)
            rank = self._plan.rank[call.client]
            knows = [
                offer
                for offer in able
                if offer[0] <= in_time and ((staff := self._staff[offer[1]]) in met or rank[staff] < NOBODY_IN_PARTICULAR)
            ]
            able = knows or able
        return min(able)[2]

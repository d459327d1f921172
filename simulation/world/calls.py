"""What calls people away from their routes: alarms, cameras that do not show the client, cars that fail.

All of it is drawn before the day begins and keyed by client, day and number (or by member of staff and day), so that two policies
hear the same alarms. A day of calls lasts from 07:00 to 07:00, as the staff's days do, the night being the end of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...cython_ext.keyed import Keyed, keys
from ...models.events import MONTH
from ...models.plan import Plan
from ...models.planning.night import checks
from ...models.scenario import DAY
from ..journal import Reason
from .luck import Luck
from .records import BREAKDOWN, CALL, UNSEEN

MORNING = 7 * 3600
MOST_ALARMS = 40  # of one user in a day; beyond, the chance is 1e-20 even for the heaviest user of the default tail


class Call(NamedTuple):
    """Something that somebody must see to.

    Attributes
    ----------
    at
        Seconds after midnight; can be after the next midnight.
    what
        CALL, UNSEEN or BREAKDOWN.
    client, staff
        Row of the client who needs somebody, or of the person whose car fails; -1: none.
    seconds, road
        What it takes there, and the factor of the drive.
    """

    at: int
    what: int
    client: int
    staff: int
    seconds: int
    road: float


class Told(NamedTuple):
    """Something to be told of a client that took nobody's time: an alarm settled by telephone, or a look by camera."""

    at: int
    what: int
    client: int
    reason: Reason


@dataclass(frozen=True)
class Calls:
    """What the calls of a replication are drawn from."""

    plan: Plan
    luck: Luck
    clients: np.ndarray
    staff: np.ndarray
    rate: np.ndarray  # alarms per day of each client

    def on(self, day: int) -> tuple[list[Call], list[Told]]:
        """Everything of a day, by time."""
        calls, facts = self._alarms(day)
        looked, looks = self._looks(day)
        return sorted(calls + looked + self._failures(day)), sorted(facts + looks)

    def _keyed(self, quantity: str) -> Keyed:
        return Keyed(self.plan.scenario.seed, quantity, self.luck.replication)

    def _at_home(self, day: int, client: int) -> bool:
        return not (self.luck.away[day, client] or self.luck.gone[day, client])

    def _alarms(self, day: int) -> tuple[list[Call], list[Told]]:
        events = self.plan.scenario.events
        calls: list[Call] = []
        facts: list[Told] = []
        if not events.alarm_users.value:
            return calls, facts
        number = _poisson(self._keyed("alarms").uniform(self.clients, day), self.rate)
        times, needs, lengths, roads = (self._keyed(f"alarm {what}") for what in ("time", "visit", "length", "road"))
        for client in np.flatnonzero(number).tolist():
            key, indices, minutes = self.clients[client], np.arange(number[client]), events.alarm_minutes.value * 60
            if not self._at_home(day, client):
                continue
            at = np.asarray(MORNING + times.uniform(key, day, indices) * DAY).astype(int).tolist()
            visit = np.asarray(needs.uniform(key, day, indices)) < events.alarm_visit_share.value
            length = np.asarray(lengths.lognormal(self._cv, key, day, indices)) * minutes
            road = np.asarray(roads.lognormal(self._road_cv, key, day, indices)) * self.luck.slippery[day]
            for k, when in enumerate(at):
                if visit[k]:
                    calls.append(Call(when, CALL, client, -1, max(round(length[k]), 1), float(road[k])))
                else:
                    facts.append(Told(when, CALL, client, Reason.BY_TELEPHONE))
        return calls, facts

    def _looks(self, day: int) -> tuple[list[Call], list[Told]]:
        events, (_, camera) = self.plan.scenario.events, checks(self.plan)
        calls: list[Call] = []
        facts: list[Told] = []
        retry, look = round(events.camera_retry_minutes.value * 60), round(events.camera_seconds.value)
        for client, number, at in camera:
            if not self._at_home(day, client):
                continue
            key = self.clients[client]
            for attempt in range(2):
                seen = self._keyed("look").uniform(key, day, 2 * number + attempt) >= events.camera_failed.value
                facts.append(Told(at + attempt * retry, UNSEEN, client, Reason.NONE if seen else Reason.NOT_SEEN))
                if seen:
                    break
            else:
                length = self._keyed("night length").lognormal(self._cv, key, day, number) * events.night_minutes.value * 60
                road = self._keyed("night road").lognormal(self._road_cv, key, day, number) * self.luck.slippery[day]
                calls.append(Call(at + retry + look, UNSEEN, client, -1, max(round(length), 1), float(road)))
        return calls, facts

    def _failures(self, day: int) -> list[Call]:
        events = self.plan.scenario.events
        if not events.car_failures.value:
            return []
        fails = self._keyed("car fails").uniform(self.staff, day) < events.car_failures.value
        seconds = max(round(events.car_minutes.value * 60), 1)
        at = MORNING + self._keyed("car fails when").uniform(self.staff, day) * DAY
        drivers = [row for row in np.flatnonzero(fails).tolist() if self.plan.scenario.staff[row].mode == "car"]
        return [Call(int(at[row]), BREAKDOWN, -1, row, seconds, 1.0) for row in drivers]

    @property
    def _cv(self) -> float:
        return self.plan.scenario.uncertainty.visit_cv.value

    @property
    def _road_cv(self) -> float:
        return self.plan.scenario.uncertainty.travel_cv.value


def calls_of(plan: Plan, luck: Luck) -> Calls | None:
    """What calls people away in a replication; None where nothing ever does."""
    scenario, events = plan.scenario, plan.scenario.events
    camera = events.night_users.value and plan.policy.night.camera_share
    if not (events.alarm_users.value or events.car_failures.value or camera):
        return None
    clients, staff = keys(client.id for client in scenario.clients), keys(person.id for person in scenario.staff)
    # who has an alarm, and how often it is used, belongs to the client and not to the replication
    uses = Keyed(scenario.seed, "alarm user").uniform(clients) < events.alarm_users.value
    spread = _gamma(Keyed(scenario.seed, "alarm rate").uniform(clients), events.alarm_shape.value)
    return Calls(plan, luck, clients, staff, uses * spread * (events.alarm_rate.value / MONTH))


def _gamma(uniform: np.ndarray, shape: float) -> np.ndarray:
    """Gamma distributed numbers of mean 1, by inversion."""
    from scipy.special import gammaincinv

    return gammaincinv(shape, uniform) / shape


def _poisson(uniform: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Poisson distributed numbers by inversion, int64."""
    number, term = np.zeros(len(mean), dtype=np.int64), np.exp(-mean)
    below = term.copy()
    for k in range(1, MOST_ALARMS + 1):
        more = uniform > below
        if not more.any():
            break
        number += more
        term = term * mean / k
        below += term
    return number

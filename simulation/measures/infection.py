"""How far an infection spreads over the contacts of the journal (checklist row N1; Kiss et al. 2021).

A stochastic SEIR model in days over everybody who met somebody: susceptible, exposed, infectious, recovered. Whoever is
susceptible and spends ``h`` hours of a day with infectious people is infected with chance ``1 - exp(-per_hour h)``. The epidemic
begins with one member of staff; the days of the run are lived again and again until it is over or the horizon ends, and whoever
comes into the place of somebody who left, staff or client, comes susceptible, each time anew. Contacts are visits: what staff
give each other at the base, and what comes from outside, is left out. Random numbers are keyed by person, day and epidemic, so the
same people are unlucky under every policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...cython_ext.keyed import Keyed, keys
from ..journal import Kind
from .figure import Figure, ratio, register
from .run import Run

EPIDEMICS = 10  # in each replication
HORIZON = 84  # days: two to three months
SUSCEPTIBLE, EXPOSED, INFECTIOUS, RECOVERED = range(4)


@dataclass(frozen=True)
class Attack:
    """How far each epidemic got.

    Attributes
    ----------
    clients, staff
        int64[epidemics], infected clients, and staff besides the first case.
    peak
        int64[epidemics], most people infectious on one day.
    people
        How many could be infected: clients and staff who met anybody, and who came in their places, without the first case.
    """

    clients: np.ndarray
    staff: np.ndarray
    peak: np.ndarray
    people: int

    @property
    def sizes(self) -> np.ndarray:
        """int64[epidemics], infected people besides the first case."""
        return self.clients + self.staff

    def interval(self, share: float = 0.95) -> tuple[float, float]:
        """Between which shares of the people the middle ``share`` of the epidemics end."""
        low, high = np.quantile(self.sizes / max(self.people, 1), [(1 - share) / 2, (1 + share) / 2])
        return float(low), float(high)


class Meetings(NamedTuple):
    """A day's meetings, each from both sides: rows of people (clients, then staff) and the hours they spent together."""

    who: np.ndarray
    whom: np.ndarray
    hours: np.ndarray

    def hours_with(self, some: np.ndarray) -> np.ndarray:
        """float64[people, epidemics]: hours that everybody spent with ``some``, bool[people, epidemics]."""
        people, number = some.shape
        meeting, column = np.nonzero(some[self.whom])
        place = self.who[meeting] * number + column
        return np.bincount(place, weights=self.hours[meeting], minlength=people * number).reshape(people, number)


def epidemics(run: Run, number: int = EPIDEMICS, horizon: int = HORIZON) -> Attack:
    """Let so many epidemics run over a run's contacts.

    Parameters
    ----------
    run
        Whose journal says who met whom for how long; its scenario what is assumed of the infection.
    number
        Epidemics, each with a first case and luck of its own.
    horizon
        Days until the count.
    """
    scenario, assumed = run.plan.scenario, run.plan.scenario.infection
    clients, people = run.clients, run.clients + run.staff
    met = np.zeros(people, dtype=bool)
    met[run.faces.client] = True
    met[clients + run.faces.staff] = True
    peak = np.zeros(number, dtype=np.int64)
    if not met.any():
        return Attack(peak, peak, peak, 0)
    meetings, newcomers = _meetings(run), _newcomers(run, met)
    who = keys([*(client.id for client in scenario.clients), *(person.id for person in scenario.staff)])
    each = np.arange(number)
    lot = Keyed(scenario.seed, "infection: first case").uniform(who[clients:, None], index=each)
    first = clients + np.argmin(np.where(met[clients:, None], lot, 2.0), axis=0)

    def lasts(name: str, mean: float, rows: np.ndarray, day: int = 0) -> np.ndarray:
        """int64[rows, epidemics], days of a stage of who has been there since a day."""
        days = Keyed(scenario.seed, f"infection: {name}").exponential(mean, who[rows, None], day, each)
        return np.maximum(np.rint(days), 1).astype(np.int64)

    def stages(rows: np.ndarray, day: int = 0) -> tuple[np.ndarray, np.ndarray]:
        return lasts("latent", assumed.latent_days.value, rows, day), lasts("infectious", assumed.infectious_days.value, rows, day)

    latent, ill = stages(np.arange(people))
    luck = Keyed(scenario.seed, "infection: caught")

    state = np.zeros((people, number), dtype=np.int8)
    until = np.zeros((people, number), dtype=np.int64)  # day on which the state is over
    before = np.zeros((2, number), dtype=np.int64)  # clients and staff who were infected and have left since
    state[first, each], until[first, each] = INFECTIOUS, ill[first, each]
    for day in range(horizon):
        new = newcomers[day % run.plan.days]
        if len(new):
            was = state[new] != SUSCEPTIBLE
            before += was[new < clients].sum(axis=0), was[new >= clients].sum(axis=0)
            state[new], until[new] = SUSCEPTIBLE, 0
            latent[new], ill[new] = stages(new, day)
        over = until <= day
        state[over & (state == INFECTIOUS)] = RECOVERED
        begins = over & (state == EXPOSED)
        state[begins], until[begins] = INFECTIOUS, day + ill[begins]
        infectious = state == INFECTIOUS
        if not infectious.any() and not (state == EXPOSED).any():
            break
        peak = np.maximum(peak, infectious.sum(axis=0))
        today = meetings[day % run.plan.days]
        dose = today.hours_with(infectious)
        person, epidemic = np.nonzero((dose > 0) & (state == SUSCEPTIBLE))
        caught = luck.uniform(who[person], day, epidemic) < -np.expm1(-assumed.per_hour.value * dose[person, epidemic])
        person, epidemic = person[caught], epidemic[caught]
        state[person, epidemic], until[person, epidemic] = EXPOSED, day + latent[person, epidemic]
    infected = state != SUSCEPTIBLE
    came = sum(len(newcomers[day % run.plan.days]) for day in range(horizon))
    return Attack(
        infected[:clients].sum(axis=0) + before[0],
        infected[clients:].sum(axis=0) + before[1] - 1,
        peak,
        int(met.sum()) + came - 1,
    )


def _meetings(run: Run) -> list[Meetings]:
    """For each day of the run who spent how many hours with whom."""
    met, people = run.faces, run.clients + run.staff
    pair = met.client.astype(np.int64) * people + run.clients + met.staff
    spent, found = (met.end - met.start) / 3600, []
    for day in range(run.plan.days):
        rows = met.day == day
        pairs, place = np.unique(pair[rows], return_inverse=True)
        one, other = np.divmod(pairs, people)
        hours = np.bincount(place, weights=spent[rows], minlength=len(pairs))
        found.append(Meetings(np.concatenate([one, other]), np.concatenate([other, one]), np.tile(hours, 2)))
    return found


def _newcomers(run: Run, met: np.ndarray) -> list[np.ndarray]:
    """For each day the rows (clients, then staff) of the places of people who meet anybody, into which somebody new comes then."""
    journal, found = run.journal, []
    rows = np.concatenate([run.rows(Kind.CLIENT_NEW), run.rows(Kind.HIRED)])
    row = np.where(journal.kind[rows] == Kind.HIRED, run.clients + journal.staff[rows], journal.client[rows])
    for day in range(run.plan.days):
        today = np.unique(row[journal.day[rows] == day])
        found.append(today[met[today]])
    return found


@register("share", "lower", "continuity", "N1; Kiss et al. 2021; domain C")
def infected_share(run: Run) -> Figure:
    """Clients and staff infected within 84 days of one infectious member of staff, over the visits of the run lived again and
    again, summed over ten epidemics / people who met anybody or came in the place of one who did, the first case left out, summed
    likewise.
    """
    attack = epidemics(run)
    return ratio(attack.sizes.sum(), attack.people * len(attack.sizes))

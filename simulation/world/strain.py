"""Days under pressure that make people ill later, where somebody assumes that they do (N9); off as shipped."""

from __future__ import annotations

import numpy as np

from ...cython_ext.keyed import Keyed, keys
from ...models.plan import Plan
from .day import Lived
from .luck import Luck
from .records import HOME
from .spells import spell_rates

REMEMBERED = 14  # days
HARDLY_A_BREATH = 300  # seconds of waiting and idling on the road; below it, or so much late, a day was under pressure


class Strain:
    """The pressure that people were under in one replication, and the illness that comes of it.

    On a morning a spell begins with the usual chance times ``1 + (claims.strain_factor - 1) p``, p being the share of the last 14
    days on which the person worked under pressure. The random numbers are those of :func:`.luck.draw`, so nobody who would be ill
    anyhow is spared, and at a factor of 1 nothing changes.
    """

    def __init__(self, plan: Plan, luck: Luck) -> None:
        scenario = plan.scenario
        self._more, self._luck, self._days = scenario.claims.strain_factor.value - 1, luck, plan.days
        if not self._more:
            return
        assumed = scenario.uncertainty
        self._starts, self._ends = spell_rates(assumed.sick_share.value, assumed.sick_spell_days.value)
        self._staff = keys(person.id for person in scenario.staff)
        self._keyed = Keyed(scenario.seed, "ill", luck.replication)
        self._pressed = np.zeros((REMEMBERED, len(self._staff)), dtype=bool)

    def after(self, day: int, lived: Lived) -> None:
        """Who is ill tomorrow, after a day that has been lived."""
        if not self._more or day + 1 >= self._days:
            return
        self._pressed[day % REMEMBERED] = False
        self._pressed[day % REMEMBERED, lived.crew.staff[under_pressure(lived)]] = True
        chance = np.minimum(1.0, self._starts * (1 + self._more * self._pressed.mean(axis=0)))
        ill = self._luck.ill
        ill[day + 1] = self._keyed.uniform(self._staff, day + 1) < np.where(ill[day], 1 - self._ends, chance)


def under_pressure(lived: Lived) -> np.ndarray:
    """bool[crew]: less than five minutes without anything to do between leaving and coming back, or back five minutes late."""
    crew, reached = lived.crew, lived.reached
    free = np.bincount(reached.crew, (reached.leave - reached.ready) + (reached.start - reached.arrive), minlength=len(crew))
    back = np.full(len(crew), np.iinfo(np.int64).min)
    home = reached.visit == HOME
    np.maximum.at(back, reached.crew[home], reached.arrive[home])
    out = np.bincount(reached.crew[reached.visit >= 0], minlength=len(crew)) > 0
    return out & ((free < HARDLY_A_BREATH) | (back > crew.last.astype(np.int64) + HARDLY_A_BREATH))

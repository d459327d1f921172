"""Who has met whom so far: what people know of each other on a morning, from what has been lived and not from the plan (T3, T6)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from ...models.plan import NOBODY_IN_PARTICULAR, Plan
from ..journal import Kind
from .luck import Luck
from .records import Crew, Reached


class Acquaintance:
    """The memory of one replication, from its first day on.

    Somebody hired into a place is a stranger there, also to the clients whose contact person or backup held it before.
    """

    def __init__(self, plan: Plan, luck: Luck) -> None:
        self._plan = plan
        self._hired: dict[int, list[int]] = {}
        for kind, day, person in luck.turnover.facts if luck.turnover is not None else ():
            if kind == Kind.HIRED:
                self._hired.setdefault(day, []).append(person)
        information = plan.scenario.information
        self._needed = bool(information.retell_minutes.value) or (luck.turnover is not None and information.notice_chance.value > 0)
        self._new = np.zeros(len(plan.scenario.staff), dtype=bool)

    @cached_property
    def days(self) -> np.ndarray:
        """int16[clients, staff], on how many days they have met."""
        return np.zeros(self._plan.rank.shape, dtype=np.int16)

    def appointed(self, client: Any, staff: Any) -> Any:
        """bool, whether somebody is contact person or backup and has been so since the first day."""
        return (self._plan.rank[client, staff] < NOBODY_IN_PARTICULAR) & ~self._new[staff]

    def begin(self, day: int) -> None:
        """Newcomers come in the place of whom the clients knew."""
        hired = self._hired.get(day)
        if hired:
            self._new[hired] = True
            if self._needed:
                self.days[:, hired] = 0

    def remember(self, crew: Crew, reached: Reached) -> None:
        """Whoever met at a visit today has met on one day more (if anything in the scenario depends on it)."""
        if not self._needed:
            return
        rows = np.flatnonzero((reached.visit >= 0) & (reached.start < reached.end))
        pairs = np.unique(np.stack([reached.client[rows], crew.staff[reached.crew[rows]]]), axis=1)
        self.days[pairs[0], pairs[1]] += 1

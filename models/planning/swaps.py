"""Swaps between colleagues (byten): whoever knows a client makes room by handing a visit to a colleague who is known there (T17).

Nearly always somebody at work knows the client of a colleague who is ill, but their route is full when the visit is due; whoever
has room would be a stranger. A chain of two lets both clients meet somebody they know: B, who knows the client, takes the visit and
hands one of B's own to C, who knows that client.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..plan import BREAK, CONTACT
from .morning import Morning


class Offer(NamedTuple):
    """A visit that somebody could hand to a colleague: where it is and would go, at what price, and its task in both places."""

    visit: int
    position: int
    price: int
    taker: int
    spot: int
    planned: np.ndarray
    task: np.ndarray


class Swaps:
    """The swaps of a morning.

    A visit is handed on once and only as planned: nobody hands on what they have taken over, nor a visit for two people, and a
    contact person keeps the visits to their own clients.

    Parameters
    ----------
    morning
        Whose routes are changed.
    overtime
        Seconds that a route may come back late.
    """

    def __init__(self, morning: Morning, overtime: int) -> None:
        self.morning, self.overtime, self.open = morning, overtime, morning.open
        self._everybody = np.arange(len(morning.own))
        self._offers: dict[int, list[Offer]] = {}

    def make(self, visit: int, at: int) -> bool:
        """Let somebody who knows the client take a visit by the cheapest swap; return whether there was one."""
        morning = self.morning
        wanted, task = np.array([visit]), morning.tasks(np.array([visit]), np.array([at]))
        able = (morning.knows(wanted) & morning.may(morning.staff, wanted))[0]
        found = [
            (price + offer.price, owner, position, offer)
            for owner in np.flatnonzero(able).tolist()
            for offer in self._of(owner)
            if morning.plan.visits.client[offer.visit] != morning.plan.visits.client[visit]
            for price, position in self._instead(owner, offer, task)
        ]
        if not found:
            return False
        _, owner, position, offer = min(found, key=lambda one: one[:3])
        self.open.remove(owner, offer.visit)
        self.open.insert(owner, position, task)
        self.open.insert(offer.taker, offer.spot, offer.task)
        morning.taken.setdefault(owner, set()).add(visit)
        morning.swapped.setdefault(offer.taker, set()).add(offer.visit)
        self._offers.clear()
        return True

    def _of(self, owner: int) -> list[Offer]:
        """What a colleague could hand on as the routes are."""
        if owner not in self._offers:
            self._offers[owner] = list(self._could_hand_on(owner))
        return self._offers[owner]

    def _could_hand_on(self, owner: int) -> list[Offer]:
        morning, visits, found = self.morning, self.morning.plan.visits, []
        route = morning.present[morning.own[owner]]
        promised = dict(zip(route.stops, route.planned_start, strict=True))
        for position, visit in enumerate(self.open.route(owner)[0]):
            own = visit in promised and visit != BREAK and visits.people[visit] == 1
            if not own or morning.plan.rank[visits.client[visit], morning.staff[owner]] == CONTACT:
                continue
            one, at = np.array([visit]), np.array([promised[visit]])
            allowed = (morning.knows(one) & morning.may(morning.staff, one))[0] & (self._everybody != owner)
            task = morning.tasks(one, at)
            spot = self.open.best(task, allowed, self.overtime) if allowed.any() else None
            if spot is not None:
                found.append(Offer(visit, position, *spot, planned=morning.tasks(one, at, planned=True), task=task))
        return found

    def _instead(self, owner: int, offer: Offer, task: np.ndarray) -> list[tuple[int, int]]:
        """Price and position of a task on the owner's route without the visit that is offered, if there is room then."""
        alone = self._everybody == owner
        self.open.remove(owner, offer.visit)
        spot, saved = (self.open.best(one, alone, self.overtime) for one in (task, offer.planned))
        self.open.insert(owner, offer.position, offer.planned)
        return [] if spot is None else [(spot[0] - (0 if saved is None else saved[0]), spot[2])]

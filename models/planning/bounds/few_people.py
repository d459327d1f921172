"""The fewest people that the clients of a group can meet together: a bound that knows that nobody is in two places at once.

Lagrangian relaxation. Every plan gives each client a set of people who make all the visits, and asks of each person no more than
the day has room for (:class:`~.possible.Room`). Let ``price[p, r] >= 0`` be prices for seconds of stretches. Then for every plan

    people met  >=  sum over clients of  min over covering sets S of ( |S| + price of the cheapest of S at each visit )
                    - sum over people and stretches of price[p, r] * room[p, r]

because what a plan pays for its seconds is at most what they are worth in all. The right side is a bound whatever the prices are;
they are found by subgradient steps (Held, Wolfe and Crowder 1974). Of sets larger than those listed (``covers.covering_sets``) no
more is used than that they have so many people and, at each visit, nobody cheaper than the cheapest of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .covers import covering_sets, fewest
from .possible import Made, Room

STEPS = 100  # with 25 the bound is two to three per cent lower on Tanum
PATIENCE = 5  # steps without a better bound after which they get shorter


@dataclass(frozen=True)
class _Client:
    """A client's visits (rows of Made), sets of people (-1: nobody), their sizes, and from what size on sets are not listed."""

    visits: np.ndarray
    sets: np.ndarray
    sizes: np.ndarray
    beyond: int


def fewest_together(made: Made, rooms: list[Room], least: dict[int, int]) -> int:
    """At least so many pairs of client and person meet in every plan that makes these visits.

    Parameters
    ----------
    made
        The visits of a group within a window.
    rooms
        What its days have room for.
    least
        For each client with visits the fewest people, from :func:`least_of_each`; the bound is never below their sum.
    """
    if not len(made.day):
        return 0
    clients = [_client(made, client, size) for client, size in least.items()]
    met = int(sum(made.by[made.client == client].any(axis=0).sum() for client in least))
    prices = [np.zeros(room.room.shape) for room in rooms]
    scale = [1 / np.maximum(room.room, 3600) for room in rooms]  # prices are for shares of a stretch
    best, step, vain = float(sum(least.values())), 1.0, 0
    for _ in range(STEPS):
        worth, busy = _relaxed(made, rooms, clients, prices)
        vain = 0 if worth > best + 1e-6 else vain + 1
        best = max(best, worth)
        if vain and vain % PATIENCE == 0:
            step /= 2
        slope = [(over - room.room) * part for over, room, part in zip(busy, rooms, scale, strict=True)]
        slope = [np.where((price > 0) | (gap > 0), gap, 0) for gap, price in zip(slope, prices, strict=True)]
        length = float(sum((gap**2).sum() for gap in slope))
        if length < 1e-12 or met - worth < 1e-6:
            break
        move = step * (met - worth) / length
        prices = [np.maximum(0, price + move * gap * part) for price, gap, part in zip(prices, slope, scale, strict=True)]
    return int(np.ceil(best - 1e-6))


def least_of_each(made: Made) -> dict[int, int]:
    """For each client with visits the fewest people who can make them all."""
    rows = {int(client): made.client == client for client in np.unique(made.client)}
    return {client: fewest(made.able[mine], made.people[mine]) for client, mine in rows.items()}


def _client(made: Made, client: int, size: int) -> _Client:
    visits = np.flatnonzero(made.client == client)
    sets, beyond = covering_sets(made.able[visits], made.people[visits], size)
    return _Client(visits, sets, (sets >= 0).sum(axis=1), beyond)


def _relaxed(made: Made, rooms: list[Room], clients: list[_Client], prices: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
    """The right side for some prices, and how many seconds of each stretch its cheapest choices use."""
    cost = np.full((len(made.day), made.able.shape[1] + 1), np.inf)  # the last column, -1, is nobody
    for room, price in zip(rooms, prices, strict=True):
        cost[np.ix_(room.visits, room.staff)] = room.need @ price.T
    cost[:, :-1][~made.able] = np.inf
    used, worth = np.zeros(made.able.shape), 0.0
    for client in clients:
        mine, people = cost[client.visits], made.people[client.visits]
        dearest = int(people.max())
        every = np.arange(mine.shape[1] - 1)[None]
        chosen, value = every, client.beyond + _cheapest(mine, people, every)[0]
        if len(client.sets):
            values = client.sizes + _cheapest(mine, people, client.sets)
            at = int(np.argmin(values))
            if values[at] <= value:
                chosen, value = client.sets[at : at + 1], values[at]
        worth += float(value)
        order = np.argsort(mine[:, chosen[0]], axis=1, kind="stable")
        for k in range(dearest):
            takes = people > k
            used[client.visits[takes], chosen[0][order[takes, k]]] += 1
    busy = [used[np.ix_(room.visits, room.staff)].T @ room.need for room in rooms]
    return worth - float(sum((price * room.room).sum() for price, room in zip(prices, rooms, strict=True))), busy


def _cheapest(cost: np.ndarray, people: np.ndarray, sets: np.ndarray) -> np.ndarray:
    """float64[sets]: what the visits cost if each is made by the cheapest of a set, or the cheapest ones."""
    total = np.zeros(len(sets))
    for needed in np.unique(people).tolist():
        mine = cost[people == needed][:, sets]
        mine = mine.min(axis=2, keepdims=True) if needed == 1 else np.sort(mine, axis=2)[:, :, :needed]
        total += mine.sum(axis=(0, 2))
    return total

"""Clients to contact persons: a search for a good assignment, and a bound that no assignment can beat.

The one objective, in whole seconds of driving. Every person ``j`` who has clients ``S`` costs

    min over homes m of (out[m] + sum of apart[m, i] over S)       from the base to a home in their middle, and from there to each
    + sum of price[i, j] over S                                     what makes a pair less suitable
    + slope * max(0, load of S - share[j])                          load beyond the person's share
    + few * max(0, least - |S|)                                     fewer clients than there should be

with at most ``most`` clients and a load of at most ``room[j]``; a client who has nobody costs ``without[i]``.

The bound is Lagrangian (Held and Karp 1971): it rises towards that of the linear set partitioning programme over all possible sets
of clients, without listing them. The search is simulated annealing with thresholds, and then it uses the bound: the clients of
seven people are taken together and split anew among the few sets that the bound leaves in question, for many sevens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ._contact_assignment import bound as highest_bound
from ._contact_assignment import resplit, search

FORBIDDEN = 1 << 40  # price of a pair that must not be
NOBODY = -1
HEAT = 300  # seconds that a change may be worse at first: about two drives between neighbours
STEPS_PER_CLIENT = 8_000
BOUND_ROUNDS = 40
TRIES = 20_000  # sets tried for one person and middle before a weaker bound has to do
PART = 4  # sets are in question that leave less than their person's best set by at most the gap divided by this
TOGETHER = 7  # people whose clients are split anew
SPLITS = 500  # sets tried for that
STAGES = ((15, TRIES, PART, 100, SPLITS), (30, TRIES, PART, 200, SPLITS))  # rounds of the bound, then so often clients split anew
LARGEST = 1 << 30

_ARRAYS = {"apart": np.int32, "out": np.int32, "price": np.int64, "load": np.int64} | dict.fromkeys(
    ("without", "share", "room"), np.int64
)


@dataclass(frozen=True)
class AssignmentProblem:
    """Clients, people, and what each pair costs.

    Attributes
    ----------
    apart
        int32[clients, clients], seconds between homes, symmetric, zero diagonal.
    out
        int32[clients], seconds from the base to each home.
    price
        int64[clients, people], seconds; ``FORBIDDEN`` where it must not be.
    load
        int64[clients].
    without
        int64[clients], price of having no contact person.
    share, room
        int64[people], load from which on more costs ``slope``, and load that is not exceeded.
    least, most
        Clients that a person who has any should have, and may have.
    slope, few
        Seconds for each unit of load beyond the share and for each client less than ``least``.

    Raises
    ------
    ValueError
        If shapes do not fit, ``apart`` is not symmetric, or a number is negative or too large.
    """

    apart: np.ndarray
    out: np.ndarray
    price: np.ndarray
    load: np.ndarray
    without: np.ndarray
    share: np.ndarray
    room: np.ndarray
    least: int
    most: int
    slope: int
    few: int

    def __post_init__(self) -> None:
        for name, kind in _ARRAYS.items():
            given = np.asarray(getattr(self, name))
            if given.size and (given.min() < 0 or given.max() > (FORBIDDEN if kind is np.int64 else LARGEST)):
                raise ValueError(f"{name} must lie between 0 and {FORBIDDEN if kind is np.int64 else LARGEST}")
            object.__setattr__(self, name, np.ascontiguousarray(given, kind))
        clients, people = self.price.shape if self.price.ndim == 2 else (-1, -1)
        wanted = {"apart": (clients, clients), "price": (clients, people)}
        wanted |= dict.fromkeys(("out", "load", "without"), (clients,)) | dict.fromkeys(("share", "room"), (people,))
        for name, shape in wanted.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} has the shape {getattr(self, name).shape}, not {shape}")
        if (self.apart != self.apart.T).any() or self.apart.diagonal().any():
            raise ValueError("apart must be symmetric with a zero diagonal")
        if not 0 <= self.least <= self.most or self.most < 1 or min(self.slope, self.few) < 0:
            raise ValueError("0 <= least <= most, most > 0, slope >= 0 and few >= 0 are needed")

    def cost(self, own: np.ndarray) -> int:
        """What an assignment costs (``own``: person of each client, :data:`NOBODY`), reckoned without the kernel.

        Raises
        ------
        ValueError
            If somebody has too many clients or too much load, or a pair is forbidden.
        """
        total = int(self.without[own == NOBODY].sum())
        for person in range(self.price.shape[1]):
            mine = np.flatnonzero(own == person)
            if not len(mine):
                continue
            load = int(self.load[mine].sum())
            if len(mine) > self.most or load > self.room[person] or (self.price[mine, person] >= FORBIDDEN).any():
                raise ValueError(f"person {person} cannot have the clients {mine.tolist()}")
            total += self.drives(mine)[1] + int(self.price[mine, person].sum())
            total += self.slope * max(0, load - int(self.share[person])) + self.few * max(0, self.least - len(mine))
        return total

    def drives(self, clients: np.ndarray) -> tuple[int, int]:
        """The home in the middle of some clients, and the seconds of driving by way of it."""
        seconds = self.out + self.apart[clients].sum(axis=0)
        middle = int(np.argmin(seconds))
        return middle, int(seconds[middle])

    def arrays(self) -> dict[str, Any]:
        """What the kernel is given."""
        return {name: getattr(self, name) for name in (*_ARRAYS, "least", "most", "slope", "few")}


@dataclass(frozen=True)
class Assignment:
    """``own`` (int32[clients]: the person of each client, or :data:`NOBODY`), what it costs, and what any other costs at least."""

    own: np.ndarray
    cost: int
    least: int = 0


def assign(problem: AssignmentProblem, seed: int, steps_per_client: int = STEPS_PER_CLIENT) -> Assignment:
    """Search for a good assignment; the same problem, seed and number of steps give the same one everywhere."""
    clients, people = problem.price.shape
    nobody = np.full(clients, people, np.int32)
    own, cost = search(problem.arrays(), nobody, steps_per_client * clients, HEAT, seed)
    first = first_payments(problem, Assignment(_named(own, people), cost))
    own, cost, value = resplit(problem.arrays(), own, first, cost, STAGES, TOGETHER, seed)
    return Assignment(_named(own, people), int(cost), _whole(value))


def bound(problem: AssignmentProblem, found: Assignment, rounds: int = BOUND_ROUNDS) -> int:
    """A cost below which no assignment can be, rounded up to whole seconds; started from what clients cost in a good one."""
    value, _ = highest_bound(problem.arrays(), first_payments(problem, found), found.cost, rounds, TRIES)
    return _whole(value)


def _whole(value: float) -> int:
    return max(0, int(np.ceil(value - 1e-3)))


def _named(own: np.ndarray, people: int) -> np.ndarray:
    return np.where(own == people, NOBODY, own).astype(np.int32)


def first_payments(problem: AssignmentProblem, found: Assignment) -> np.ndarray:
    """float64[clients]: each person's cost in an assignment, shared out over the clients that cause it."""
    pays = np.where(found.own == NOBODY, problem.without, 0).astype(np.float64)
    for person in range(problem.price.shape[1]):
        mine = np.flatnonzero(found.own == person)
        if not len(mine):
            continue
        middle, _ = problem.drives(mine)
        load = problem.load[mine]
        extra = problem.slope * max(0, int(load.sum() - problem.share[person])) + problem.few * max(0, problem.least - len(mine))
        weight = load / load.sum() if load.sum() else np.full(len(mine), 1 / len(mine))
        pays[mine] = problem.apart[mine, middle] + problem.price[mine, person] + problem.out[middle] / len(mine) + extra * weight
    return pays

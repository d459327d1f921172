"""Route reassembly: the cheapest plan that can be put together from routes that searches went through.

A set covering program (HiGHS) over a pool of routes: each person, or kind of people who are alike, has no more routes than there
are such people, each visit is done or its price paid. A visit that ends up in two routes is taken out of the one where that saves
more. Whole routes are chosen among those that nearly pay by the prices of the linear program, and only where its answer is made of
whole routes for a good part: elsewhere (vehicle routing with hundreds of customers) that takes hours. Where a search stops by
iterations, HiGHS stops by nodes and gap, never by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, linprog, milp

from ....cython_ext.day_search import Found, Kept
from .problem import DayProblem
from .separable import reassembles

POOL = 32  # routes per visit that a search keeps, about;
MOST = 10_000  # that are handed on from one reassembly to the next
WHOLE, MOSTLY = 0.99, 0.2  # what counts as a whole route, and the share of visits in such that promises a whole answer
CHOICE = 2000  # routes among which whole ones are chosen
NODES, GAP = 10, 1e-5


@dataclass(frozen=True)
class _Pool:
    """Routes by who may drive them and whom they visit, in one order whatever order they came in."""

    routes: tuple[np.ndarray, ...]
    cost: np.ndarray
    key: np.ndarray
    kind: np.ndarray

    def only(self, index: np.ndarray) -> _Pool:
        routes = tuple(self.routes[i] for i in index.tolist())
        return _Pool(routes, self.cost[index], self.key[index], self.kind[index])

    def with_kept(self, kept: Kept) -> _Pool:
        routes = (*self.routes, *kept.routes())
        cost, key = np.concatenate((self.cost, kept.cost)), np.concatenate((self.key, kept.key))
        order = np.lexsort((cost, key))
        order = order[np.append(True, np.diff(key[order]) != 0)] if len(order) else order  # of the same visits the cheapest
        return _Pool(routes, cost, key, np.concatenate((self.kind, kept.alike[kept.staff]))).only(order)


class Reassembly:
    """Collects routes of one problem's searches and puts plans together from them."""

    def __init__(self, problem: DayProblem, patience: float | None) -> None:
        """``patience``: seconds that the choice of whole routes may take; None: as long as it takes."""
        self._problem, self._patience = problem, patience
        self._pool = _Pool((), np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int32))
        self._members: list[np.ndarray] = []
        self.pays = reassembles(problem)

    @property
    def keeps(self) -> int:
        """How many routes a search is to keep."""
        return 1 << (POOL * self._problem.visits).bit_length() - 1 if self.pays else 0

    def add(self, found: Found) -> None:
        """Take over the routes that a search kept."""
        if not self.pays or found.kept is None:
            return
        self._pool = self._pool.with_kept(found.kept)
        self._members = [np.flatnonzero(found.kept.alike == kind) for kind in range(int(found.kept.alike.max()) + 1)]

    def plan(self, best: Found) -> tuple[np.ndarray, ...] | None:
        """Routes by staff of a plan that should be cheaper than ``best``; None where the pool has none."""
        if not self.pays:
            return None
        self._pool = self._pool.only(np.flatnonzero(self._pool.cost <= best.cost))
        if not self._pool.routes:
            return None
        program = _Program.of(self._problem, self._pool, self._members, best.cost)
        relaxed = program.relaxed()
        if relaxed is None:
            return None
        self.pays = relaxed.mostly_whole
        gap = best.cost / program.unit - relaxed.cost
        near = np.argsort(relaxed.reduced, kind="stable")
        near = near[relaxed.reduced[near] <= gap]
        chosen = program.whole(near[:CHOICE], self._patience) if self.pays and len(near) else None
        self._pool = self._pool.only(np.sort(near[:MOST]))
        return None if chosen is None else _once(self._problem, program.by_staff(chosen))


@dataclass(frozen=True)
class _Relaxed:
    """What the linear program says: its cost, what each route costs beyond what its rows are worth."""

    cost: float
    reduced: np.ndarray
    mostly_whole: bool


@dataclass(frozen=True)
class _Program:
    """A column for each route, a row for each visit and for each kind of people; costs in ``unit``."""

    pool: _Pool
    members: list[np.ndarray]
    rows: sparse.csc_array  # 1 where the route has the visit, -1 for the kind of people
    least: np.ndarray
    cost: np.ndarray
    left_out: np.ndarray
    unit: float

    @classmethod
    def of(cls, problem: DayProblem, pool: _Pool, members: list[np.ndarray], most: int) -> _Program:
        visits, sizes = problem.visits, np.array([len(route) for route in pool.routes])
        ends = np.cumsum(sizes + 1)
        row, value = np.empty(int(ends[-1]), np.int64), np.ones(int(ends[-1]))
        is_visit = np.ones(len(row), bool)
        is_visit[ends - 1] = False
        row[is_visit] = np.concatenate(pool.routes)
        row[ends - 1], value[ends - 1] = visits + pool.kind, -1.0
        rows = sparse.csc_array((value, row, np.append(0, ends)), shape=(visits + len(members), len(sizes)))
        least = np.concatenate((np.ones(visits), [-float(len(alike)) for alike in members]))
        unit = max(1.0, most / max(1, visits))
        return cls(pool, members, rows, least, pool.cost / unit, np.minimum(problem.unserved, most) / unit, unit)

    def relaxed(self) -> _Relaxed | None:
        """The linear program."""
        columns, cost = self._columns(np.arange(len(self.cost)))
        found = linprog(cost, A_ub=-columns, b_ub=-self.least, method="highs-ds")
        if found.x is None:
            return None
        reduced = self.cost + self.rows.T @ found.ineqlin.marginals
        whole = np.diff(self.rows.indptr)[found.x[: len(self.cost)] > WHOLE] - 1
        return _Relaxed(found.fun, reduced, bool(whole.sum() >= MOSTLY * len(self.left_out)))

    def whole(self, index: np.ndarray, patience: float | None) -> np.ndarray | None:
        """Which of these columns make a plan; None where none was found."""
        columns, cost = self._columns(index)
        found = milp(
            cost,
            constraints=(columns, self.least, np.inf),
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, 1),
            options={"node_limit": NODES, "mip_rel_gap": GAP} | ({} if patience is None else {"time_limit": patience}),
        )
        return None if found.x is None else index[found.x[: len(index)] > 0.5]

    def by_staff(self, chosen: np.ndarray) -> list[np.ndarray]:
        """The routes of chosen columns, each given to somebody of its kind."""
        free = [alike.tolist() for alike in self.members]
        routes = [np.zeros(0, np.int32) for _ in range(sum(map(len, free)))]
        for i in chosen.tolist():
            routes[free[self.pool.kind[i]].pop(0)] = self.pool.routes[i]
        return routes

    def _columns(self, index: np.ndarray) -> tuple[sparse.csc_array, np.ndarray]:
        slack = sparse.eye_array(len(self.least), len(self.left_out))
        return sparse.csc_array(sparse.hstack((self.rows[:, index], slack))), np.concatenate((self.cost[index], self.left_out))


def _once(problem: DayProblem, routes: list[np.ndarray]) -> tuple[np.ndarray, ...]:
    """Every visit once: where it stands twice, it goes from the route that it makes longer."""
    has: dict[int, int] = {}
    for k in range(len(routes)):
        for v in routes[k].tolist():
            other = has.setdefault(v, k)
            if other != k:
                leaves = k if _detour(problem, routes[k], k, v) >= _detour(problem, routes[other], other, v) else other
                routes[leaves] = routes[leaves][routes[leaves] != v]
                has[v] = k if leaves == other else other
    return tuple(routes)


def _detour(problem: DayProblem, route: np.ndarray, k: int, v: int) -> int:
    travel, at = problem.travel[problem.mode[k]], int(np.flatnonzero(route == v)[0])
    before = problem.place[route[at - 1]] if at else problem.start_place[k]
    after = problem.place[route[at + 1]] if at + 1 < len(route) else problem.end_place[k]
    here = problem.place[v]
    return int(travel[before, here]) + int(travel[here, after]) - int(travel[before, after])

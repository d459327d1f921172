"""Replanning: what is left of a day at some moment, one urgent visit, one absent person. Pure functions on plans.

A visit is *begun* when its visitor has left for it; who begins what stays as it was planned. Everything else may move, at a
price for each visit whose person changes if one is given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ....cython_ext import day_search
from . import objective
from .problem import ANY_TIME, FORBIDDEN, DayProblem
from .solve import DayPlan, evaluate, solve

PER_VISIT = ("place", "duration", "skills", "client", "demand", "unserved", "hard", "promised_staff", "promised_start")


@dataclass(frozen=True)
class Rest:
    """What is left of a day.

    Attributes
    ----------
    published
        The plan of the whole day.
    begun
        How many visits of each route are done or under way.
    visits
        Rows of the whole day's visits that are left: the visits of ``problem``.
    problem
        The rest as a day of its own: staff start where and when they are free.
    plan
        What the published plan says about the rest.
    """

    published: DayPlan
    begun: tuple[int, ...]
    visits: np.ndarray
    problem: DayProblem
    plan: DayPlan


@dataclass(frozen=True)
class Insertion:
    """Where one more visit could go: by whom, before which stop of the route, at which extra cost (cost units)."""

    staff: int
    position: int
    cost: int


def rest_of(plan: DayPlan, now: int) -> Rest:
    """What is left of a plan's day at second ``now``; nobody can start anything earlier than that."""
    problem = plan.problem
    begun = tuple(_begun(plan, k, now) for k in range(problem.staff))
    done = np.concatenate([np.zeros(0, np.int32), *(route[:count] for route, count in zip(plan.routes, begun, strict=True))])
    visits = np.setdiff1d(np.arange(problem.visits), done)
    changes = {name: getattr(problem, name)[visits] for name in PER_VISIT}
    changes["earliest"] = np.maximum(problem.earliest[visits], now)
    changes["latest"] = problem.latest[visits].copy()
    changes["cost"] = problem.cost[visits].copy()
    changes |= _staff_at(plan, begun, now) | _links_left(plan, visits, changes)
    met = problem.met.copy()
    met[problem.client[done], plan.staff_of[done]] = True
    left = replace(problem, **changes, met=met)
    row = np.full(problem.visits, -1, np.int32)
    row[visits] = np.arange(len(visits), dtype=np.int32)
    routes = tuple(row[route[count:]] for route, count in zip(plan.routes, begun, strict=True))
    legs = np.array([max(-1, at - count) for at, count in zip(plan.break_at, begun, strict=True)], np.int32)
    firsts = np.array([plan.start[visits[route[0]]] if len(route) else -ANY_TIME for route in routes], np.int32)
    return Rest(plan, begun, visits, left, evaluate(left, routes, legs, firsts))


def joined(rest: Rest, plan: DayPlan) -> DayPlan:
    """The plan of the whole day: what is begun as published, the rest as ``plan`` (made for ``rest.problem``) says."""
    published = rest.published
    routes = tuple(
        np.concatenate((route[:count], rest.visits[after])).astype(np.int32)
        for route, count, after in zip(published.routes, rest.begun, plan.routes, strict=True)
    )
    start, end = published.start.copy(), plan.end.copy()
    start[rest.visits] = plan.start
    break_at, break_start = plan.break_at.copy(), plan.break_start.copy()
    for k, (count, route) in enumerate(zip(rest.begun, published.routes, strict=True)):
        as_published = count == len(route) and not len(plan.routes[k])  # nothing was left and nothing came
        if as_published or 0 <= published.break_at[k] < count:
            break_at[k], break_start[k] = published.break_at[k], published.break_start[k]
        elif break_at[k] >= 0:
            break_at[k] += count
        if as_published:
            end[k] = published.end[k]
        elif count and not len(plan.routes[k]):  # all that was left is gone: home after the last begun visit
            end[k] = _home(published, k, int(route[count - 1]))
    whole = DayPlan(published.problem, routes, start, end, break_at, break_start, cost=0, steps=plan.steps)
    return replace(whole, cost=sum(objective.components(whole.problem, whole).values()))


def with_promises(problem: DayProblem, plan: DayPlan, price: int) -> DayProblem:
    """The same day where every visit that ``plan`` gave to somebody costs ``price`` (cost units) more by anybody else."""
    return replace(problem, promised_staff=plan.staff_of, weights=replace(problem.weights, changed=price))


def without_staff(problem: DayProblem, absent: int) -> DayProblem:
    """The same day where one person can do nothing."""
    cost = problem.cost.copy()
    cost[:, absent] = FORBIDDEN
    return replace(problem, cost=cost)


def redistribute(
    plan: DayPlan, absent: int, *, now: int | None = None, iterations: int = 0, seed: int = 0, change: int = 0
) -> DayPlan:
    """The day goes on without one person: their visits are inserted elsewhere, then the search goes on.

    Parameters
    ----------
    plan
        The published plan.
    absent
        Row of the member of staff who falls ill. Visits that they have begun count as done.
    now
        Second of the message; None: before the day begins.
    iterations
        Steps of search after the insertion; 0: the direct answer.
    seed
        Seed of the search.
    change
        Cost units for each visit that changes its person (visits of the absent person excepted).
    """
    rest = rest_of(plan, -ANY_TIME if now is None else now)
    problem = without_staff(with_promises(rest.problem, rest.plan, change), absent)
    routes = tuple(np.zeros(0, np.int32) if k == absent else route for k, route in enumerate(rest.plan.routes))
    found = solve(problem, iterations=iterations, seed=seed, start=routes)
    return joined(rest, found)


class UrgentVisits:
    """Asks where one more visit fits into a plan: prepared once per plan, then well below a millisecond per question.

    Parameters
    ----------
    plan
        A plan (of the rest of a day: ``rest_of(plan, now).plan``).
    """

    def __init__(self, plan: DayPlan) -> None:
        self.problem = plan.problem
        arrays = dict(plan.problem.arrays)
        for name in ("place", "duration", "earliest", "latest", "client", "demand"):
            arrays[name] = np.append(arrays[name], np.int32(0))
        for name, value in (
            ("unserved", 0),
            ("hard", False),
            ("late_price", self.problem.weights.late),
            ("promised_start", -ANY_TIME),
            ("window_from", len(self.problem.windows)),
        ):
            arrays[name] = np.append(arrays[name], value)
        arrays["cost"] = np.vstack((arrays["cost"], np.zeros((1, plan.problem.staff), np.int32)))
        if not len(arrays["known"]):
            arrays["known"] = arrays["met"] = np.zeros((1, plan.problem.staff), bool)
        self._queries = day_search.Insertions(arrays, plan.routes, plan.break_at, plan.first_start)

    def options(
        self,
        *,
        place: int,
        duration: int,
        earliest: int,
        latest: int,
        client: int = 0,
        skills: int = 0,
        cost: np.ndarray | None = None,
    ) -> list[Insertion]:
        """Best insertion into each route that may take the visit, cheapest first.

        Parameters
        ----------
        place, duration, earliest, latest, client, skills
            As in :class:`DayProblem`; the client must be one of the plan's.
        cost
            int32[staff], as a row of ``DayProblem.cost``; default: nobody costs anything but their pay.
        """
        if not 0 <= place < self.problem.travel.shape[1]:
            raise ValueError(f"place must lie in 0 … {self.problem.travel.shape[1] - 1}; found {place}")
        if not 0 <= client < len(self._queries.arrays["known"]):
            raise ValueError(f"client must lie in 0 … {len(self._queries.arrays['known']) - 1}; found {client}")
        guest = self.problem.visits
        values = {"place": place, "duration": duration, "earliest": earliest, "latest": latest, "client": client}
        for name, value in values.items():
            self._queries.arrays[name][guest] = value
        able = (skills & ~self.problem.staff_skills) == 0
        dearer = np.minimum((0 if cost is None else cost) + self.problem.pay * duration, FORBIDDEN)
        self._queries.arrays["cost"][guest] = np.where(able, dearer, FORBIDDEN)
        found = self._queries.of(guest)
        order = np.argsort(found.cost, kind="stable")
        return [Insertion(int(k), int(found.at[k]), int(found.cost[k])) for k in order if found.cost[k] < day_search.NEVER]


def _home(plan: DayPlan, k: int, last: int) -> int:
    problem, free = plan.problem, int(plan.start[last] + plan.problem.duration[last])
    return free + problem.drive(k, int(problem.place[last]), int(problem.end_place[k]), free)


def _begun(plan: DayPlan, k: int, now: int) -> int:
    """Visits of a route that are done or under way: people leave as late as the next start (or their break) allows."""
    problem, route = plan.problem, plan.routes[k]
    place, free = int(problem.start_place[k]), int(problem.shift_start[k])
    for p, v in enumerate(route):
        way = (k, place, int(problem.place[v]))
        leave = problem.leave_by(*way, int(plan.start[v]))
        if plan.break_at[k] == p and plan.break_start[k] >= 0:
            begin = int(plan.break_start[k])
            leave = begin if objective.pauses_first(problem, *way, free) else problem.leave_by(*way, begin)
        if leave > now:
            return p
        place, free = int(problem.place[v]), int(plan.start[v] + problem.duration[v])
    return len(route)


def _staff_at(plan: DayPlan, begun: tuple[int, ...], now: int) -> dict[str, np.ndarray]:
    """Where and from when everybody is free, and whether their break is still to come."""
    problem = plan.problem
    start, place, length = problem.shift_start.copy(), problem.start_place.copy(), problem.break_length.copy()
    for k, count in enumerate(begun):
        if count:
            last = plan.routes[k][count - 1]
            start[k], place[k] = plan.start[last] + problem.duration[last], problem.place[last]
        if 0 <= plan.break_at[k] < count and plan.break_start[k] >= 0:
            length[k] = 0
    used = np.array(begun) > 0
    return {
        "shift_start": np.maximum(start, now),
        "start_place": place,
        "break_length": length,
        "staff_cost": np.where(used, 0, problem.staff_cost),
        "capacity": problem.capacity
        - np.array([problem.demand[r[:c]].sum() for r, c in zip(plan.routes, begun, strict=True)], np.int32),
    }


def _links_left(plan: DayPlan, visits: np.ndarray, changes: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Pairs and gaps among the visits left; what a begun visit imposes goes into windows and forbidden people."""
    problem = plan.problem
    row = {int(v): i for i, v in enumerate(visits)}
    pairs, whole, gaps = [], [], []
    for (a, b, low, high), both in zip(problem.pairs.tolist(), problem.pair_whole, strict=True):
        if a in row and b in row:
            pairs.append((row[a], row[b], low, high))
            whole.append(both)
            continue
        for left, other, least, most in ((a, b, -high, -low), (b, a, low, high)):
            if left in row and other not in row:
                at = int(plan.start[other])
                changes["earliest"][row[left]] = max(int(changes["earliest"][row[left]]), at + least)
                changes["latest"][row[left]] = min(int(changes["latest"][row[left]]), at + most)
                changes["cost"][row[left], plan.staff_of[other]] = FORBIDDEN
    for a, b, least in problem.gaps.tolist():
        if b in row and a in row:
            gaps.append((row[a], row[b], least))
        elif b in row and plan.start[a] >= 0:
            free = int(plan.start[a] + problem.duration[a]) + least
            changes["earliest"][row[b]] = max(int(changes["earliest"][row[b]]), free)
    wholes = [(row[a], row[b]) for a, b in problem.wholes.tolist() if a in row and b in row]
    windows = [(row[v], *times) for v, *times in problem.windows.tolist() if v in row]
    return {
        "pairs": np.array(pairs).reshape(-1, 4),
        "pair_whole": np.array(whole, bool),
        "wholes": np.array(wholes).reshape(-1, 2),
        "gaps": np.array(gaps).reshape(-1, 3),
        "windows": np.array(windows).reshape(-1, 3),
    }

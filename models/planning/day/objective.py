"""What a day plan costs, reckoned by code that did not make it: one small function per component.

Amounts are raw (seconds, visits, people); :func:`components` multiplies them with the problem's prices. Waiting of the first
visit and after the last is not counted: a member of staff leaves as late as the first visit allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from .problem import DayProblem

if TYPE_CHECKING:
    from .solve import DayPlan


def travel(problem: DayProblem, plan: DayPlan) -> int:
    """Seconds driven, from the start places and to the end places included."""
    return sum(seconds for _, _, _, seconds in legs(problem, plan))


def waiting(problem: DayProblem, plan: DayPlan) -> int:
    """Seconds between two visits of one person that are neither driven nor break."""
    total = 0
    for k, p, (before, after), seconds in legs(problem, plan):
        if before >= 0 and after >= 0:
            pause = problem.break_length[k] if plan.break_at[k] == p else 0
            total += int(plan.start[after] - plan.start[before] - problem.duration[before] - pause) - seconds
    return total


def late(problem: DayProblem, plan: DayPlan) -> int:
    """Seconds that visits start, and breaks begin, after their latest start."""
    paused = plan.break_start >= 0
    return int(lateness(problem, plan).sum() + np.maximum(0, plan.break_start - problem.break_latest)[paused].sum())


def largest_late(problem: DayProblem, plan: DayPlan) -> int:
    """Seconds of the largest lateness of a visit."""
    return int(lateness(problem, plan).max(initial=0))


def overtime(problem: DayProblem, plan: DayPlan) -> int:
    """Seconds after the end of the shift until the end place is reached."""
    total = 0
    for k, route in enumerate(plan.routes):
        if len(route):
            total += max(0, int(plan.end[k] - problem.shift_end[k]))
    return total


def distinct(problem: DayProblem, plan: DayPlan) -> int:
    """Second, third, … staff members whom clients meet that day; those met before the plan begins are the first."""
    met = meetings(problem, plan)
    return len(met) - len({client for client, _ in met if not problem.met[client].any()})


def new_face(problem: DayProblem, plan: DayPlan) -> int:
    """Staff members whom clients meet that day without knowing them."""
    return sum(1 for client, k in meetings(problem, plan) if not problem.known[client, k])


AMOUNTS: dict[str, Callable[[DayProblem, DayPlan], int]] = {
    function.__name__: function for function in (travel, waiting, late, overtime, largest_late, distinct, new_face)
}


def person(problem: DayProblem, plan: DayPlan) -> int:
    """Cost of who does which visit (``DayProblem.cost``: no contact person, …)."""
    return sum(int(problem.cost[v, k]) for k, route in enumerate(plan.routes) for v in route)


def staff(problem: DayProblem, plan: DayPlan) -> int:
    """Cost of the staff in use."""
    return sum(int(problem.staff_cost[k]) for k, route in enumerate(plan.routes) if len(route))


def unserved(problem: DayProblem, plan: DayPlan) -> int:
    """Cost of the visits left out."""
    return int(problem.unserved[plan.unserved].sum())


COSTS = {function.__name__: function for function in (person, staff, unserved)}


def components(problem: DayProblem, plan: DayPlan) -> dict[str, int]:
    """Cost by component, in cost units; their sum is the cost of the plan."""
    priced = {name: getattr(problem.weights, name) * amount(problem, plan) for name, amount in AMOUNTS.items()}
    return priced | {name: cost(problem, plan) for name, cost in COSTS.items()}


def legs(problem: DayProblem, plan: DayPlan) -> Iterator[tuple[int, int, tuple[int, int], int]]:
    """Every leg driven: staff, position, visits before and after it (-1: start or end place), seconds."""
    for k, route in enumerate(plan.routes):
        if len(route) == 0:
            continue
        matrix = problem.travel[problem.mode[k]]
        nodes = [-1, *(int(v) for v in route), -1]
        places = [problem.start_place[k], *problem.place[route], problem.end_place[k]]
        for p in range(len(route) + 1):
            yield k, p, (nodes[p], nodes[p + 1]), int(matrix[places[p], places[p + 1]])


def lateness(problem: DayProblem, plan: DayPlan) -> np.ndarray:
    """Seconds late per visit; 0 where unserved."""
    return np.where(plan.start >= 0, np.maximum(0, plan.start - problem.latest), 0)


def meetings(problem: DayProblem, plan: DayPlan) -> set[tuple[int, int]]:
    """Client and staff member of everybody who meets and has not already met today."""
    met = {(int(problem.client[v]), k) for k, route in enumerate(plan.routes) for v in route}
    return {(client, k) for client, k in met if not problem.met[client, k]}

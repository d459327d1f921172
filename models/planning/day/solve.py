"""Finding a day plan: the search with sensible temperatures, and the plan it returns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ....cython_ext import day_search
from ....cython_ext.keyed import Keyed
from . import objective, rounds
from .problem import DayProblem
from .schedule import Schedule
from .separable import reassembles

# First and last temperature as shares of the mean cost of a leg; found by trial on home care days, VRPTW and HHCRSP problems.
USUAL = (1.0, 0.2)
FACES = (3.0, 0.2)  # where another person at a client costs more than a leg: visits of a client move one by one, over a hill
LONG = 100  # steps per visit from which on there is time to go over it
COUPLED = (10.0, 1.0)  # where routes hang together, the way to a better plan leads through much worse ones
STEPS_PER_VISIT = 2000  # from here on several rounds find more than one long one; so many steps or
SECONDS_PER_VISIT = 0.06  # so many seconds;
STEPS_APART, SECONDS_APART = 700, 0.01  # the same where routes do not hang on each other and plans are put together from them all
LARGEST = 1 << 32  # seeds of further searches
COUPLED_FROM = 0.25  # share of visits that are in pairs


@dataclass(frozen=True)
class DayPlan(Schedule):
    """A schedule and what it costs.

    Attributes
    ----------
    cost
        Total in cost units.
    steps
        Steps of the search behind it.
    components
        Cost by component; they add up to ``cost``.
    """

    cost: int
    steps: int = 0

    @cached_property
    def components(self) -> dict[str, int]:
        """Cost by component, reckoned independently of the search."""
        return objective.components(self.problem, self)


def solve(
    problem: DayProblem,
    *,
    iterations: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    start: DayPlan | tuple[np.ndarray, ...] | None = None,
    searches: int = 1,
    workers: int = 1,
) -> DayPlan:
    """The best plan found.

    Parameters
    ----------
    problem
        The day.
    iterations
        Steps of ruin and recreate: the same plan on every machine for the same seed. A few hundred per visit are plenty;
        30 per visit are within two or three per cent. From 700 per visit on (or 0.01 seconds) the search goes in rounds and puts
        plans together from their routes, where routes do not hang on each other (:mod:`.rounds`); with another release of
        HiGHS that may be another plan.
    seconds
        CPU seconds instead of iterations, for interactive use.
    seed
        Non-negative; also draws the order in which staff are tried, so that nobody is favoured by their row.
    start
        A plan, or routes, to start from; by default the plan is built from nothing.
    searches
        So many searches of that length, with seeds derived from ``seed``; the best plan of them all.
    workers
        How many of them run at a time. The plan is the same for any number.

    Raises
    ------
    ValueError
        Where neither or both limits are given, arrays do not fit together, or ``start`` breaks a rule.
    """
    if searches < 1 or workers < 1:
        raise ValueError("searches and workers must be at least 1")
    keys = Keyed(seed, "day search")
    seeds = [seed, *(keys.integers(LARGEST, index) for index in range(1, searches))]

    def one(seed: int) -> DayPlan:
        return plan_of(problem, _rounds(problem, iterations, seconds, seed, start))

    if min(searches, workers) == 1:
        plans = [one(seed) for seed in seeds]
    else:
        with ThreadPoolExecutor(workers) as threads:  # the kernel runs outside the interpreter's lock
            plans = list(threads.map(one, seeds))
    return min(plans, key=lambda plan: plan.cost)


def _rounds(
    problem: DayProblem, iterations: int | None, seconds: float | None, seed: int, start: DayPlan | tuple[np.ndarray, ...] | None
) -> day_search.Found:
    """One annealing, or where there is time enough several (:mod:`.rounds`)."""
    routes, breaks, holds = (start.routes, start.break_at, start.first_start) if isinstance(start, DayPlan) else (start, None, None)
    hot, cold = temperatures(problem, iterations)
    few_steps, few_seconds = (STEPS_APART, SECONDS_APART) if reassembles(problem) else (STEPS_PER_VISIT, SECONDS_PER_VISIT)
    plenty = seconds is not None and seconds >= few_seconds * problem.visits
    plenty |= iterations is not None and iterations >= few_steps * problem.visits
    if start is not None or not plenty or problem.visits == 0:
        return day_search.search(
            problem.arrays,
            iterations=iterations,
            seconds=seconds,
            seed=seed,
            temperatures=(hot, cold),
            start=routes,
            start_breaks=breaks,
            start_holds=holds,
        )
    return rounds.search(problem, iterations=iterations, seconds=seconds, seed=seed, temperatures=(hot, cold))


def evaluate(
    problem: DayProblem,
    routes: tuple[np.ndarray, ...],
    break_at: np.ndarray | None = None,
    first_start: np.ndarray | None = None,
) -> DayPlan:
    """The plan that given routes make: its times and its cost.

    Parameters
    ----------
    problem
        The day.
    routes
        Visits in order, one array per member of staff.
    break_at
        int32[staff], into which stop of the route each break lies; None: where it costs least.
    first_start
        int32[staff], no earlier start of each first visit, seconds; None: as late as pays.
    """
    return plan_of(problem, day_search.evaluate(problem.arrays, routes, break_at, first_start))


def temperatures(problem: DayProblem, iterations: int | None) -> tuple[float, float]:
    """First and last temperature of the annealing, in cost units; ``iterations`` None: there is time enough."""
    coupled = 2 * len(problem.pairs) > COUPLED_FROM * problem.visits
    scale = leg_cost(problem)
    long = iterations is None or iterations >= LONG * problem.visits
    faces = long and max(problem.weights.distinct, problem.weights.new_face) > scale
    first, last = COUPLED if coupled else FACES if faces else USUAL
    return first * scale, last * scale


def leg_cost(problem: DayProblem) -> float:
    """Typical cost of a leg: travel to the eight nearest other places, on average; at least one unit."""
    places = np.unique(problem.place)
    if len(places) < 2:
        return 1.0
    chosen = places[:: max(1, len(places) // 200)]
    matrix = problem.travel[0][np.ix_(chosen, places)]
    near = np.sort(matrix, axis=1)[:, 1:9]
    return max(1.0, float(int(near.sum()) // near.size) * max(1, problem.weights.travel))


def plan_of(problem: DayProblem, found: day_search.Found) -> DayPlan:
    """The plan that the kernel found."""
    return DayPlan(problem, found.routes, found.start, found.end, found.break_at, found.break_start, found.cost, found.steps)

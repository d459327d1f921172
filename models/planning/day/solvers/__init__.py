"""The same day by somebody else's solver, to cross-check: PyVRP and OR-Tools (``pip install hemtjanst[solvers]``).

They take windows and the ends of shifts as hard and know nothing of much that home care asks for; :func:`cannot_say` names it.
What they find is evaluated by this project's own kernel, so that costs compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np

from ....errors import Fault, InputError, nearest, raise_faults
from ..problem import ANY_TIME, DayProblem
from ..solve import DayPlan, evaluate
from ..solve import solve as solve_here

Finder = Callable[[DayProblem, float, int], list[list[int]]]
SOLVERS = {"pyvrp": ("pyvrp", ".pyvrp_solver"), "ortools": ("ortools", ".ortools_solver")}
OWN = "hemtjanst"


def solve(problem: DayProblem, solver: str = OWN, *, seconds: float, seed: int = 0) -> DayPlan:
    """The best plan that a solver finds in so many CPU seconds.

    Parameters
    ----------
    problem
        The day.
    solver
        ``hemtjanst``, ``pyvrp`` or ``ortools``.
    seconds, seed
        CPU seconds, and the seed where the solver takes one.

    Raises
    ------
    InputError
        Where there is no such solver, it is not installed, or the day has something that it cannot express.
    """
    if solver == OWN:
        return solve_here(problem, seconds=seconds, seed=seed)
    if solver not in SOLVERS:
        raise InputError(Fault("solver", f"there is no '{solver}'; {nearest(solver, [OWN, *SOLVERS])}"))
    raise_faults(Fault(f"solver '{solver}'", f"cannot express {what}") for what in cannot_say(problem))
    found = _finder(solver)(problem, seconds, seed)
    return evaluate(problem, tuple(np.array(route, np.int32) for route in found))


def cannot_say(problem: DayProblem) -> Iterator[str]:
    """What of a day neither PyVRP nor OR-Tools can express as they are used here."""
    weights = problem.weights
    said: dict[str, Any] = {
        "pairs of visits (double staffing)": len(problem.pairs),
        "visits that are both done or neither": len(problem.wholes),
        "gaps between visits": len(problem.gaps),
        "several windows of one visit": len(problem.windows),
        "breaks": problem.break_length.any(),
        "travel that changes with the hour": len(problem.period_start),
        "several modes of travel": (problem.mode != problem.mode[:1]).any(),
        "a price of different staff per client": weights.distinct or weights.new_face,
        "a price of waiting": weights.waiting,
        "a price of the largest lateness": weights.largest_late,
        "a price of the largest idle time": weights.largest_idle,
        "a price of uneven work": weights.balance,
        "a price of moved visits": weights.moved and (problem.promised_start > -ANY_TIME).any(),
        "days on which travel costs nothing": not weights.travel,
    }
    return (what for what, there in said.items() if there)


def _finder(solver: str) -> Finder:
    library, module = SOLVERS[solver]
    try:
        import_module(library)
    except ImportError:
        raise InputError(Fault(f"solver '{solver}'", "is not installed; pip install 'hemtjanst[solvers]'")) from None
    return import_module(module, __package__).routes

"""Whether the routes of a day hang on each other: where they do not, plans can be put together from routes."""

from __future__ import annotations

from .problem import DayProblem

MANY = 2500  # visits; with more of them putting plans together takes longer than it is worth


def apart(problem: DayProblem) -> bool:
    """Whether a route costs the same whatever the other routes are, so that a plan costs what its routes cost."""
    weights = problem.weights
    shared = weights.distinct, weights.new_face, weights.largest_late, weights.largest_idle, weights.balance
    return not any(shared) and len(problem.pairs) + len(problem.gaps) + len(problem.wholes) == 0


def reassembles(problem: DayProblem) -> bool:
    """Whether plans are put together from the routes of all rounds."""
    return apart(problem) and problem.visits <= MANY

"""Other solvers behind the same door: what they cannot express is said, and what they find is a plan like any other."""

import importlib.util

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.planning.day import DayProblem, DayWeights, solve, solvers


def a_day(**changes) -> DayProblem:
    """Four visits around a base, two people, windows that both can keep."""
    values = {
        "travel": np.array([[0, 5, 5, 9, 9], [5, 0, 2, 9, 9], [5, 2, 0, 9, 9], [9, 9, 9, 0, 2], [9, 9, 9, 2, 0]]) * 60,
        "shift_start": np.zeros(2),
        "shift_end": np.full(2, 36000),
        "place": np.array([1, 2, 3, 4]),
        "duration": np.full(4, 600),
        "earliest": np.zeros(4),
        "latest": np.full(4, 30000),
        "cost": np.array([[0, 90000], [0, 90000], [90000, 0], [90000, 0]]),
    }
    return DayProblem(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pairs": np.array([[0, 1, 0, 0]])}, "pairs of visits (double staffing)"),
        ({"wholes": np.array([[0, 1]])}, "visits that are both done or neither"),
        ({"gaps": np.array([[0, 1, 60]])}, "gaps between visits"),
        ({"windows": np.array([[0, 31000, 32000]])}, "several windows of one visit"),
        ({"break_length": np.array([600, 0])}, "breaks"),
        ({"period_start": [600], "period_travel": np.zeros((1, 5, 5))}, "travel that changes with the hour"),
        ({"weights": DayWeights(distinct=100)}, "a price of different staff per client"),
        ({"weights": DayWeights(waiting=1)}, "a price of waiting"),
        ({"weights": DayWeights(largest_late=1)}, "a price of the largest lateness"),
        ({"weights": DayWeights(largest_idle=1)}, "a price of the largest idle time"),
        ({"weights": DayWeights(balance=1)}, "a price of uneven work"),
    ],
)
def test_what_others_cannot_express_is_named(changes, said):
    """A plan that silently ignored half of the day would look like a cross-check and be none."""
    with pytest.raises(InputError, match="cannot express") as raised:
        solvers.solve(a_day(**changes), "pyvrp", seconds=0.1)
    assert str(raised.value) == f"solver 'pyvrp': cannot express {said}"


def test_a_solver_that_nobody_knows_or_has_is_said():
    """The nearest name, or the words to type."""
    with pytest.raises(InputError, match="there is no 'pyvpr'; did you mean 'pyvrp'"):
        solvers.solve(a_day(), "pyvpr", seconds=0.1)
    missing = [name for name in solvers.SOLVERS if importlib.util.find_spec(name) is None]
    for name in missing:
        with pytest.raises(InputError, match=r"is not installed; pip install 'hemtjanst\[solvers\]'"):
            solvers.solve(a_day(), name, seconds=0.1)


@pytest.mark.parametrize("name", ["hemtjanst", "pyvrp", "ortools"])
def test_all_solvers_agree_on_a_small_day(name):
    """Three searches that share no code find the same optimum: two clients each, whose contact persons they are."""
    if name != "hemtjanst":
        pytest.importorskip(name, reason="the extra 'solvers' is not installed")
    found = solvers.solve(a_day(), name, seconds=0.5, seed=1)
    assert found.cost == solve(a_day(), iterations=200, seed=1).cost
    assert [sorted(route.tolist()) for route in found.routes] == [[0, 1], [2, 3]]

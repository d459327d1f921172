"""Which factor matters, on functions whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hemtjanst.simulation.experiments.statistics import (
    elementary_effects,
    morris_points,
    rank_correlations,
    saltelli_points,
    sobol_indices,
)

NAMES = ["a", "b", "c"]


def ishigami(points: np.ndarray) -> np.ndarray:
    """Ishigami and Homma's function with a = 7, b = 0.1, whose indices have closed forms."""
    x = np.pi * (2 * points - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_effects_of_a_straight_line_are_its_slopes():
    """Moving a factor through its whole range changes a linear function by its coefficient, always."""
    points = morris_points(3, 8, seed=1)
    table = elementary_effects(points, points @ [1.0, -5.0, 0.0], NAMES).set_index("factor")
    assert list(table.index) == ["b", "a", "c"]
    assert table["mu"].to_dict() == pytest.approx({"a": 1, "b": -5, "c": 0})
    assert table["mu_star"].to_dict() == pytest.approx({"a": 1, "b": 5, "c": 0})
    assert table["sigma"].to_numpy() == pytest.approx(np.zeros(3), abs=1e-12)
    assert table.loc["b", ["low", "high"]].to_list() == pytest.approx([5, 5])


def test_a_trajectory_moves_one_factor_at_a_time_within_the_cube():
    """And trajectories are added to, not changed, when there are more."""
    points = morris_points(4, 6, seed=3)
    steps = np.diff(points.reshape(6, 5, 4), axis=1)
    assert ((np.abs(steps) > 1e-9).sum(axis=2) == 1).all()
    assert np.abs(steps).max(axis=2) == pytest.approx(np.full((6, 4), 2 / 3))
    assert ((np.abs(steps) > 1e-9).sum(axis=1) == 1).all()
    assert points.min() >= 0
    assert points.max() <= 1 + 1e-12
    assert (morris_points(4, 9, seed=3)[: len(points)] == points).all()


def test_an_interaction_shows_as_spread_and_a_failed_run_costs_a_trajectory():
    """Sigma is 0 only for a factor that acts alone and straight."""
    points = morris_points(3, 20, seed=2)
    values = points[:, 0] * points[:, 1] + points[:, 2]
    values[5] = np.nan
    table = elementary_effects(points, values, NAMES).set_index("factor")
    assert set(table["trajectories"]) == {19}
    assert table.loc["a", "sigma"] > 0.1
    assert table.loc["c", "sigma"] == pytest.approx(0, abs=1e-12)


def test_morris_agrees_with_salib():
    """An independent analysis of the same runs."""
    salib = pytest.importorskip("SALib.analyze.morris", reason="SALib is not installed")
    points = morris_points(3, 30, seed=5)
    values = ishigami(points)
    problem = {"num_vars": 3, "names": NAMES, "bounds": [[0, 1]] * 3}
    theirs = salib.analyze(problem, points, values, num_levels=4, seed=1)
    ours = elementary_effects(points, values, NAMES).set_index("factor").loc[NAMES]
    for name in ("mu", "mu_star", "sigma"):
        assert ours[name].to_numpy() == pytest.approx(np.asarray(theirs[name], float))


def test_sobol_indices_of_a_function_with_closed_forms():
    """Ishigami: first order 0.314, 0.442, 0; total 0.558, 0.442, 0.244."""
    points = saltelli_points(3, 1024, seed=1)
    table = sobol_indices(ishigami(points), NAMES).set_index("factor").loc[NAMES]
    assert table["first"].to_numpy() == pytest.approx([0.314, 0.442, 0], abs=0.03)
    assert table["total"].to_numpy() == pytest.approx([0.558, 0.442, 0.244], abs=0.03)
    assert (table["total_low"] < table["total"]).all()
    assert (table["total"] < table["total_high"]).all()


def test_where_nothing_varies_nothing_matters():
    """A measure that is always 0 has no variance to divide by; a lost run makes the design useless, and it says so."""
    points = saltelli_points(2, 8, seed=1)
    assert sobol_indices(np.ones(len(points)), ["a", "b"])["total"].to_list() == [0, 0]
    values = points[:, 0].copy()
    values[3] = np.nan
    with pytest.raises(ValueError, match="1 runs failed"):
        sobol_indices(values, ["a", "b"])


def test_rank_correlations_sort_by_strength():
    """Monotone is enough, however bent; a factor that did not vary has none."""
    points = np.column_stack([np.linspace(0, 1, 30), np.cos(np.arange(30)), np.full(30, 0.5)])
    table = rank_correlations(points, -np.exp(9 * points[:, 0]), NAMES).set_index("factor")
    assert table.index[0] == "a"
    assert table.loc["a", "correlation"] == pytest.approx(-1)
    assert table.loc["c", "correlation"] == 0

"""Where a series has settled."""

from __future__ import annotations

import numpy as np
import pytest
from hemtjanst.cython_ext.keyed import Keyed
from hemtjanst.simulation.experiments.statistics import mser5, welch


def test_moving_average_by_hand():
    """Law's definition: the window narrows at the start, so that the first point is the first mean."""
    series = np.array([[0.0, 3, 6, 3, 3, 3, 3, 3], [2.0, 3, 6, 3, 3, 3, 3, 3]])
    assert welch(series, 1) == pytest.approx([1, 10 / 3, 4, 4, 3, 3, 3])
    assert welch(series, 0) == pytest.approx([1, 3, 6, 3, 3, 3, 3, 3])


def test_mser_finds_where_a_step_ends():
    """Ten periods of another level are dropped, give or take a batch of noise, and of a settled series none are."""
    noise = 0.1 * Keyed(1, "mser").normal(np.arange(5)[:, None], 0, np.arange(100))
    assert mser5(noise + np.where(np.arange(100) < 10, 5.0, 0.0)) in (10, 15)
    assert mser5(np.where(np.arange(100) < 10, 5.0, 0.0)) == 10
    assert mser5(np.ones(40)) == 0


def test_mser_agrees_with_its_definition():
    """The standard error of what is left is least there, checked one by one."""
    series = np.exp(-np.arange(60) / 6) + 0.05 * Keyed(2, "mser").normal(np.arange(60))
    batches = series.reshape(12, 5).mean(axis=1)
    errors = [np.var(batches[d:]) / len(batches[d:]) for d in range(7)]
    assert mser5(series) == 5 * int(np.argmin(errors)) > 0


def test_series_that_are_too_short_are_refused():
    """A rule over five batches of nothing would still give a number."""
    with pytest.raises(ValueError, match="too few"):
        mser5(np.zeros(10))
    with pytest.raises(ValueError, match="at most 2"):
        welch(np.zeros((1, 8)), 3)

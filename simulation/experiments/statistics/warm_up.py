"""When a simulation has settled: for series over weeks that begin empty or idle.

A comparison of days does not need this (each day starts afresh). Continuity over weeks, spells of illness or staff who come to
know clients may.
"""

from __future__ import annotations

import numpy as np

BATCH = 5


def welch(series: np.ndarray, window: int) -> np.ndarray:
    """Moving average of the mean over replications, for a plot in which one looks for the point where it flattens.

    ``m_i = mean of Y_(i-w) … Y_(i+w)``, with the window narrowed to ``i - 1`` at the start (Welch 1983; Law, chapter 9.5.1).

    Parameters
    ----------
    series
        float64[replications, periods].
    window
        w, at most a quarter of the periods.

    Returns
    -------
    float64[periods - window]

    Raises
    ------
    ValueError
        If the window is negative or more than a quarter of the periods.
    """
    mean = np.asarray(series, dtype=np.float64).mean(axis=0)
    periods = len(mean)
    if not 0 <= window <= periods // 4:
        raise ValueError(f"a window of {window} does not suit {periods} periods; at most {periods // 4}")
    sums = np.r_[0.0, np.cumsum(mean)]
    middle = np.arange(periods - window)
    half = np.minimum(window, middle)
    return (sums[middle + half + 1] - sums[middle - half]) / (2 * half + 1)


def mser5(series: np.ndarray) -> int:
    """Periods to leave out at the start by the rule MSER-5 (White, Cobb and Spratt 2000, Winter Simulation Conference).

    The series is cut into batches of 5, of which the first d are dropped that make ``s^2 / (n - d)`` smallest: the squared
    standard error of what is left. As is usual, d is sought in the first half.

    Parameters
    ----------
    series
        float64[periods], or float64[replications, periods], whose mean over replications is used.

    Returns
    -------
    int
        Periods to drop, a multiple of 5.

    Raises
    ------
    ValueError
        If there are fewer than 20 periods.
    """
    mean = np.atleast_2d(np.asarray(series, dtype=np.float64)).mean(axis=0)
    if len(mean) < 4 * BATCH:
        raise ValueError(f"{len(mean)} periods are too few for MSER-5; at least {4 * BATCH}")
    batches = mean[: len(mean) // BATCH * BATCH].reshape(-1, BATCH).mean(axis=1)
    error = [batches[d:].var() / (len(batches) - d) for d in range(len(batches) // 2 + 1)]
    return BATCH * int(np.argmin(error))

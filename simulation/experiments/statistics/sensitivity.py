"""Which assumption carries the conclusion: Morris' elementary effects and Sobol's indices over the uncertainties.

Points are in the unit cube; a sweep maps them to ranges. Morris (1991, Technometrics 33) needs few runs and sorts the factors
that matter from those that do not; Sobol's indices (2001; estimators of Saltelli et al. 2010, by ``scipy.stats.sobol_indices``)
need many and say which share of the variance each factor explains, alone (first order) and with all its interactions (total). One
factor at a time is the plainest way and says nothing of factors that matter together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ....cython_ext.keyed import Keyed

if TYPE_CHECKING:
    import pandas as pd

LEVELS = 4
BOOTSTRAPS = 200


def morris_points(factors: int, trajectories: int, seed: int) -> np.ndarray:
    """Trajectories through a grid of four levels, on which one factor after another moves by two thirds.

    Trajectory k depends only on seed and k, so more can be added to a finished sweep.

    Returns
    -------
    float64[trajectories * (factors + 1), factors]
    """
    keyed, step, who = Keyed(seed, "morris"), LEVELS / (2 * (LEVELS - 1)), np.arange(factors)
    points = np.empty((trajectories, factors + 1, factors))
    for k in range(trajectories):
        order = np.argsort(keyed.uniform(who, k, 0), kind="stable")
        up = keyed.uniform(who, k, 1) < 0.5
        low = np.floor(keyed.uniform(who, k, 2) * (LEVELS // 2)) / (LEVELS - 1)
        points[k, 0] = np.where(up, low, low + step)
        for row, factor in enumerate(order, start=1):
            points[k, row] = points[k, row - 1]
            points[k, row, factor] += step if up[factor] else -step
    return points.reshape(-1, factors)


def elementary_effects(points: np.ndarray, values: np.ndarray, names: Sequence[str], seed: int = 0) -> pd.DataFrame:
    """Morris' measures of each factor.

    Parameters
    ----------
    points
        From :func:`morris_points`.
    values
        float64[points]: what came out. A trajectory with a value that is not finite is left out.
    names
        Names of the factors.
    seed
        Of the bootstrap.

    Returns
    -------
    DataFrame
        A row for each factor, the most important first: ``factor``; ``mu``, the mean effect of moving through the whole range;
        ``mu_star``, the mean of its size; ``low``, ``high``, a 95 % bootstrap interval of mu_star; ``sigma``, the standard
        deviation of the effects (interactions, bends); ``trajectories`` used.
    """
    import pandas as pd

    factors = len(names)
    points = np.asarray(points, float).reshape(-1, factors + 1, factors)
    values = np.asarray(values, float).reshape(-1, factors + 1)
    whole = np.isfinite(values).all(axis=1)
    points, values = points[whole], values[whole]
    effects = np.empty((len(points), factors))
    for k in range(len(points)):
        moved = np.diff(points[k], axis=0)
        factor = np.abs(moved).argmax(axis=1)
        effects[k, factor] = np.diff(values[k]) / moved[np.arange(factors), factor]
    size = np.abs(effects)
    low, high = _bootstrap(size, seed)
    table = pd.DataFrame(
        {
            "factor": list(names),
            "mu": effects.mean(axis=0) if len(effects) else np.nan,
            "mu_star": size.mean(axis=0) if len(effects) else np.nan,
            "low": low,
            "high": high,
            "sigma": effects.std(axis=0, ddof=1) if len(effects) > 1 else np.nan,
            "trajectories": len(effects),
        }
    )
    return table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def _bootstrap(values: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    n = len(values)
    if n < 2:
        return np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    low, high = np.quantile(values[_resamples(n, seed)].mean(axis=1), [0.025, 0.975], axis=0)
    return low, high


def _resamples(n: int, seed: int) -> np.ndarray:
    """Rows drawn with replacement, int64[BOOTSTRAPS, n]; the same every time."""
    return np.floor(Keyed(seed, "bootstrap").uniform(np.arange(BOOTSTRAPS)[:, None], 0, np.arange(n)) * n).astype(np.int64)


def saltelli_points(factors: int, points: int, seed: int) -> np.ndarray:
    """The two base samples A and B and, for each factor, A with that factor's column of B.

    Parameters
    ----------
    factors, points
        Dimensions, and size of a base sample (a power of 2).
    seed
        Scrambles the Sobol' sequence.

    Returns
    -------
    float64[points * (factors + 2), factors]
        A, then B, then the mixed samples factor by factor.
    """
    from scipy.stats import qmc

    both = qmc.Sobol(2 * factors, rng=seed).random(points)
    a, b = both[:, :factors], both[:, factors:]
    mixed = np.repeat(a[None], factors, axis=0)
    mixed[np.arange(factors), :, np.arange(factors)] = b.T
    return np.concatenate([a, b, mixed.reshape(-1, factors)])


def sobol_indices(values: np.ndarray, names: Sequence[str], seed: int = 0) -> pd.DataFrame:
    """Sobol's indices from the values at :func:`saltelli_points`.

    Returns
    -------
    DataFrame
        A row for each factor, the most important first: ``factor``, ``first`` and ``total`` order, each with a 95 % bootstrap
        interval (``first_low``, …). All 0 where nothing varies.

    Raises
    ------
    ValueError
        If a value is not finite: a missing run cannot be left out of this design.
    """
    import pandas as pd
    from scipy.stats import sobol_indices as scipy_indices

    factors = len(names)
    parts = np.asarray(values, float).reshape(factors + 2, -1)
    if not np.isfinite(parts).all():
        raise ValueError(f"{int((~np.isfinite(parts)).sum())} runs failed; Sobol's indices need all")
    table: dict[str, object] = {"factor": list(names)}
    if np.ptp(parts) == 0:
        table |= dict.fromkeys(("first", "first_low", "first_high", "total", "total_low", "total_high"), 0.0)
        return pd.DataFrame(table)

    def indices(columns: np.ndarray) -> np.ndarray:
        known: Any = {"f_A": parts[:1, columns], "f_B": parts[1:2, columns], "f_AB": parts[2:, None, columns]}
        found = scipy_indices(func=known, n=len(columns))
        return np.array([np.ravel(found.first_order), np.ravel(found.total_order)])

    base = parts.shape[1]
    middle = indices(np.arange(base))
    spread = np.array([indices(rows) for rows in _resamples(base, seed)])
    low, high = np.nanquantile(spread, [0.025, 0.975], axis=0)
    for k, name in enumerate(("first", "total")):
        table |= {name: middle[k], f"{name}_low": low[k], f"{name}_high": high[k]}
    return pd.DataFrame(table).sort_values("total", ascending=False, kind="stable", ignore_index=True)


def one_at_a_time(points: pd.DataFrame, values: np.ndarray) -> pd.DataFrame:
    """What came out at both ends of each factor's range, while all others stay where the scenario has them.

    Parameters
    ----------
    points
        The factors' values, a column for each: first as the scenario has them, then two rows for each factor, its low and high end.
    values
        float64[points]: what came out.

    Returns
    -------
    DataFrame
        Columns factor, low_value, high_value, low, high, baseline (what comes out of the scenario as it is); the widest first.
    """
    import pandas as pd

    table = pd.DataFrame(
        {
            "factor": list(points.columns),
            "low_value": [points.iloc[1 + 2 * k, k] for k in range(points.shape[1])],
            "high_value": [points.iloc[2 + 2 * k, k] for k in range(points.shape[1])],
            "low": values[1::2],
            "high": values[2::2],
            "baseline": values[0],
        }
    )
    outcomes = table[["low", "high", "baseline"]]
    width = (outcomes.max(axis=1) - outcomes.min(axis=1)).to_numpy()
    return table.iloc[np.argsort(-width, kind="stable")].reset_index(drop=True)


def rank_correlations(points: np.ndarray, values: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """Spearman's rank correlation of each factor with what came out: for any sample of points (Latin hypercube, Sobol').

    Returns
    -------
    DataFrame
        Columns factor, correlation, p, points; the strongest first. Runs without a value are left out.
    """
    import pandas as pd
    from scipy.stats import spearmanr

    values = np.asarray(values, float)
    there = np.isfinite(values)
    rows = []
    for k, name in enumerate(names):
        x, y = np.asarray(points, float)[there, k], values[there]
        varies = len(x) > 2 and np.ptp(x) > 0 and np.ptp(y) > 0
        found: Any = spearmanr(x, y) if varies else (0.0, 1.0)
        rows.append((name, float(found[0]), float(found[1]), len(x)))
    table = pd.DataFrame(rows, columns=["factor", "correlation", "p", "points"])
    return table.iloc[np.argsort(-table["correlation"].abs().to_numpy(), kind="stable")].reset_index(drop=True)

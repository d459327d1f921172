"""Several policies against one baseline: the more one looks, the more one finds by chance.

Each p value is of the paired t test, so the pairing of replications is kept. Holm's step-down rule (Holm 1979, Scandinavian
Journal of Statistics 6) holds the chance of any false claim at the level whatever the dependence between the differences, and
replications that met the same luck make them dependent. Dunnett's test (``scipy.stats.dunnett``) supposes independent groups of
one variance and would throw the pairing away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def holm(p: np.ndarray) -> np.ndarray:
    """Adjust the p values of a family of tests.

    With sorted p values p(1) <= … <= p(m), the k-th becomes ``max over j <= k of (m - j + 1) p(j)``, at most 1.

    Parameters
    ----------
    p
        float64[tests]; NaN where there was no test, which stays NaN and does not count.

    Returns
    -------
    float64[tests], in the same order.

    Examples
    --------
    >>> [round(float(p), 3) for p in holm(np.array([0.01, 0.04, 0.03]))]
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    tests = np.flatnonzero(np.isfinite(p))
    order = tests[np.argsort(p[tests], kind="stable")]
    steps = (len(order) - np.arange(len(order))) * p[order]
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return adjusted


def with_holm(differences: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Return a table of :func:`compare_measures` with ``p`` and ``p_holm``: the family is all policies for one measure.

    ``p`` is of the paired t test that the difference is 0; 0 where the difference is the same other number every time, 1 where
    nothing differs, NaN where there is no interval. ``confidence`` is that of the table's intervals.
    """
    from scipy.stats import t

    table = differences.copy()
    low, high, middle, pairs = (table[name].to_numpy(float) for name in ("low", "high", "difference", "pairs"))
    half, middle = (high - low) / 2, np.abs(middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = half / t.ppf((1 + confidence) / 2, pairs - 1)
        p = 2 * t.sf(middle / error, pairs - 1)
    table["p"] = np.where(half == 0, np.where(middle == 0, 1.0, 0.0), p)
    table["p_holm"] = np.nan
    for rows in table.groupby("measure", sort=False).groups.values():
        table.loc[rows, "p_holm"] = holm(table.loc[rows, "p"].to_numpy())
    return table

"""Paired statistics: what differs between ways of working, over replications that met the same luck.

Replication ``r`` of every policy meets the same illness, the same roads and the same slow mornings, so differences are taken
within replications. With n pairs, D_r = X_r - B_r (policy minus baseline), mean D and standard deviation s_D:

- paired interval: ``D +- t(1 - a/2; n - 1) s_D / sqrt(n)``;
- unpaired interval (Welch 1947): ``D +- t(1 - a/2; v) sqrt(s_X^2/n + s_B^2/n)`` with ``v = (s_X^2 + s_B^2)^2 (n - 1) /
  (s_X^4 + s_B^4)``: what the same runs would have shown without common luck;
- variance explained by pairing: ``1 - s_D^2 / (s_X^2 + s_B^2)``; 0 where pairing did not help, negative where it harmed.

Source: Law, Simulation Modeling and Analysis, chapters 10.2 (paired t and Welch) and 11.2 (common random numbers).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ....models.errors import Fault, nearest, raise_faults

if TYPE_CHECKING:
    import pandas as pd

    from ...measures.figure import Better

Verdict = Literal["better", "worse", "different", "same", "unclear"]
NAN = float("nan")
COLUMNS = ("policy", "replication", "measure", "value", "numerator", "denominator")


class Paired(NamedTuple):
    """A paired difference between two ways of working.

    Attributes
    ----------
    pairs, dropped
        Replications used; replications left out because a value was missing or not finite in either policy.
    mean, baseline_mean
        Means over the pairs used; where there is none, over whatever values each has.
    difference
        ``mean - baseline_mean`` over the pairs used.
    low, high
        Paired t interval of the difference; NaN with fewer than two pairs.
    unpaired_low, unpaired_high
        Welch's interval from the same values.
    variance_explained
        Share of the unpaired variance that pairing removed; NaN where nothing varies.
    note
        Why there is no interval, or how many replications were dropped; otherwise empty.
    """

    pairs: int
    dropped: int
    mean: float
    baseline_mean: float
    difference: float
    low: float
    high: float
    unpaired_low: float
    unpaired_high: float
    variance_explained: float
    note: str


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else NAN


def _without_interval(pairs: int, dropped: int, mean: float, baseline_mean: float, difference: float, note: str) -> Paired:
    return Paired(pairs, dropped, mean, baseline_mean, difference, NAN, NAN, NAN, NAN, NAN, note)


def paired_difference(values: np.ndarray, baseline: np.ndarray, confidence: float = 0.95) -> Paired:
    """Compare two policies over the same replications.

    Parameters
    ----------
    values, baseline
        float64[replications]: a measure under a policy and under the baseline, in the same order of replications. Pairs with
        a value that is not finite are dropped.
    confidence
        Level of the intervals, between 0 and 1.

    Raises
    ------
    ValueError
        If the two differ in length, or the confidence is not between 0 and 1.
    """
    values, baseline = np.asarray(values, dtype=np.float64), np.asarray(baseline, dtype=np.float64)
    if values.shape != baseline.shape or values.ndim != 1:
        raise ValueError(f"values {values.shape} and baseline {baseline.shape} must be two lists over the same replications")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence:g}, it must lie between 0 and 1")
    both = np.isfinite(values) & np.isfinite(baseline)
    n, dropped = int(both.sum()), int((~both).sum())
    if n == 0:
        x, b = values[np.isfinite(values)], baseline[np.isfinite(baseline)]
        return _without_interval(0, dropped, _mean(x), _mean(b), NAN, "not defined in any replication of both policies")
    x, b = values[both], baseline[both]
    d = x - b
    note = f"{dropped} of {n + dropped} replications dropped: not defined in both policies" if dropped else ""
    if n == 1:
        why = "one replication: no interval"
        return _without_interval(1, dropped, _mean(x), _mean(b), float(d[0]), f"{why}; {note}" if note else why)

    from scipy.special import stdtrit  # quantile of Student's t

    middle = float(d.mean())
    if np.all(d == d[0]):  # the same difference each time: rounding must not make up a spread
        middle, var_d = float(d[0]), 0.0
    else:
        var_d = float(d.var(ddof=1))
    var_x, var_b = (0.0 if np.all(v == v[0]) else float(v.var(ddof=1)) for v in (x, b))
    unpaired = var_x + var_b
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * float(np.sqrt(var_d / n))
    welch = 0.0
    if unpaired > 0:
        # shares instead of squared variances, which may underflow
        freedom = (n - 1) / ((var_x / unpaired) ** 2 + (var_b / unpaired) ** 2)
        welch = float(stdtrit(freedom, (1 + confidence) / 2)) * float(np.sqrt(unpaired / n))
    explained = 1 - var_d / unpaired if unpaired > 0 else NAN
    interval = (middle - half, middle + half, middle - welch, middle + welch)
    return Paired(n, dropped, _mean(x), _mean(b), middle, *interval, explained, note)


def verdict(low: float, high: float, better: Better) -> Verdict:
    """Say what an interval of a difference means, so that what got worse is as visible as what got better.

    With 95 % intervals one in twenty measures that did not change will still be called different.

    Parameters
    ----------
    low, high
        Interval of policy minus baseline; NaN where there is none.
    better
        Which direction is better, as :func:`~hemtjanst.simulation.measures.describe_measures` says.

    Returns
    -------
    ``better``, ``worse``, ``different`` (where no direction is better), ``same`` (an interval of no width at 0) or ``unclear``
    (the interval holds 0, or there is none).
    """
    if low == high == 0:
        return "same"
    if not (low > 0 or high < 0):
        return "unclear"
    if better == "neither":
        return "different"
    return "better" if (low > 0) == (better == "higher") else "worse"


def _check(table: pd.DataFrame, baseline: str) -> None:
    """Refuse a table that cannot be paired."""
    lacking = [name for name in COLUMNS if name not in table.columns]
    raise_faults(Fault("measures", f"the table has no column '{name}'; needed: {', '.join(COLUMNS)}") for name in lacking)
    policies = list(dict.fromkeys(table["policy"]))
    if baseline not in policies:
        raise_faults([Fault("baseline", f"the table has no policy '{baseline}'; {nearest(baseline, policies)}")])
    twice = table[table.duplicated(["policy", "replication", "measure"])]
    raise_faults(
        Fault("measures", f"measure '{row.measure}' of policy '{row.policy}' stands twice for replication {row.replication}")
        for row in twice.itertuples()
    )


def compare_measures(table: pd.DataFrame, baseline: str, confidence: float = 0.95) -> pd.DataFrame:
    """Compare every policy with the baseline, measure by measure.

    Parameters
    ----------
    table
        Columns policy, replication, measure, value, numerator, denominator; one row for each of the first three.
    baseline
        Policy that the others are compared with.
    confidence
        Level of the intervals.

    Returns
    -------
    DataFrame
        One row for each measure and policy other than the baseline, in the order of ``table``: ``measure``, ``policy``,
        ``baseline``, the fields of :class:`Paired`, and the mean numerators and denominators of both
        (``numerator``, ``denominator``, ``baseline_numerator``, ``baseline_denominator``) over all replications each has.
        A replication of the table that not both policies have counts as dropped.

    Raises
    ------
    InputError
        If a column is missing, the baseline is not in the table, or a value stands there twice.
    """
    import pandas as pd

    _check(table, baseline)
    measures = list(dict.fromkeys(table["measure"]))
    others = [policy for policy in dict.fromkeys(table["policy"]) if policy != baseline]
    replications = sorted(table["replication"].unique())
    wide = table.set_index(["measure", "policy", "replication"])[["value", "numerator", "denominator"]].astype(float)
    every = pd.MultiIndex.from_product([measures, [baseline, *others], replications], names=wide.index.names)
    cube = wide.reindex(every).to_numpy().reshape(len(measures), 1 + len(others), len(replications), 3)
    rows = []
    for m, name in enumerate(measures):
        parts = [[_mean(part[np.isfinite(part)]) for part in cube[m, p, :, 1:].T] for p in range(1 + len(others))]
        for p, policy in enumerate(others, start=1):
            paired = paired_difference(cube[m, p, :, 0], cube[m, 0, :, 0], confidence)
            rows.append((name, policy, baseline, *paired, *parts[p], *parts[0]))
    fractions = ("numerator", "denominator", "baseline_numerator", "baseline_denominator")
    return pd.DataFrame(rows, columns=["measure", "policy", "baseline", *Paired._fields, *fractions])

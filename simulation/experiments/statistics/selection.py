"""Which of several is best: ranking and selection that keeps the pairing.

The procedure of Kim and Nelson (2001, ACM Transactions on Modeling and Computer Simulation 11) picks the best of k systems
with probability at least 1 - a whenever the best is better by at least the indifference zone d. It works with the variances of
paired differences, so common luck makes it quicker. After a first stage of n0 replications, with S_ij^2 the variance of
X_i - X_j in it, ``h^2 = (n0 - 1) ((2a / (k - 1))^(-2 / (n0 - 1)) - 1)``. After r replications system i is out if some j that is
still in has ``sum over replications of (X_i - X_j) < -max(0, d / 2 (h^2 S_ij^2 / d^2 - r))`` (larger is better).

The variances are those of the first stage for ever, so stages after it may be as large as the workers like: looking seldom
drops systems later than necessary, never wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

FIRST = 10


@dataclass(frozen=True)
class Selection:
    """What is known after some replications.

    Attributes
    ----------
    contenders
        Systems that are still in, best mean first.
    out
        For each system that is out, the system that beat it.
    replications
        How many were used.
    enough
        Replications after which one system is left for certain.
    """

    contenders: tuple[int, ...]
    out: dict[int, int]
    replications: int
    enough: int

    @property
    def best(self) -> int | None:
        """The selected system, or None while several are in."""
        return self.contenders[0] if len(self.contenders) == 1 else None


def select(
    values: np.ndarray,
    zone: float,
    *,
    first: int = FIRST,
    confidence: float = 0.95,
    largest: bool = False,
    judges: Iterable[int] | None = None,
) -> Selection:
    """Drop the systems that are not the best, from the replications there are.

    Parameters
    ----------
    values
        float64[systems, replications], larger than ``first``. Replication r of every system met the same luck. A system that
        was dropped earlier may have NaN from then on.
    zone
        Indifference zone: a difference that does not matter, in the unit of the values.
    first
        Replications of the first stage.
    confidence
        Least chance to select the best if it is better than the others by ``zone``.
    largest
        Whether the largest mean is the best; otherwise the smallest.
    judges
        Systems that may drop others; all where None.

    Raises
    ------
    ValueError
        If there are fewer replications than ``first``, or ``zone`` is not positive.
    """
    values = np.asarray(values, dtype=np.float64) * (1.0 if largest else -1.0)
    systems, there = values.shape
    if there < first or first < 2:
        raise ValueError(f"{there} replications; the first stage needs {max(first, 2)}")
    if not zone > 0:
        raise ValueError(f"the indifference zone is {zone:g}, it must be more than 0")
    if systems == 1:
        return Selection((0,), {}, there, first)
    differences = values[:, None, :] - values[None, :, :]
    spread = differences[:, :, :first].var(axis=2, ddof=1)
    h2 = (first - 1) * ((2 * (1 - confidence) / (systems - 1)) ** (-2 / (first - 1)) - 1)
    sums = np.cumsum(differences, axis=2)
    may = set(range(systems)) if judges is None else set(judges)
    inside, out = list(range(systems)), {}
    for r in range(first, there + 1):
        slack = np.maximum(0.0, zone / 2 * (h2 * spread / zone**2 - r))
        losing = sums[:, :, r - 1] < -slack
        beaten = {i: next((j for j in inside if j in may and losing[i, j]), None) for i in inside}
        fallen = {i: j for i, j in beaten.items() if j is not None}
        out |= fallen
        inside = [i for i in inside if i not in fallen]
        if len(inside) == 1:
            break
    pairs = spread[np.ix_(inside, inside)]
    enough = int(np.floor(h2 * pairs.max() / zone**2)) + 1
    if (
        there >= enough and len(inside) > 1 and may >= set(inside)
    ):  # nobody has any slack left: equal to the last digit, so either will do
        best = max(inside, key=lambda i: (sums[i, inside, -1].sum(), -i))
        out |= {i: best for i in inside if i != best}
        inside = [best]
    means = values[:, :there].mean(axis=1)
    return Selection(tuple(sorted(inside, key=lambda i: (-means[i], i))), out, there, max(enough, first))

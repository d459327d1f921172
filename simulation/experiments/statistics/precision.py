"""As many replications as a stated precision needs.

Replications come in batches that can run side by side. After a first batch of at least ``first`` the half-widths h of the 95 %
intervals are compared with what was asked for, w. As h shrinks with the square root of n, about ``n (h / w)^2`` are needed; the
next batch goes there, but at most to twice and at least to one and a half times what there is.

Stopping when the interval happens to look narrow makes intervals that miss the truth more often than they say (Law, Simulation
Modeling and Analysis, chapter 9.4.1). A first batch of 20 and few looks keep that small: the test
``test_stopping_rule_keeps_its_promise`` measures 94 to 95 % for 95 % intervals of normal differences, means of zero included. For
single values that are as skewed as an exponential it would be about 90 %; a mean over thousands of visits is far from that.

A relative precision is a share of the baseline's mean, not of the difference: the difference may be zero or negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ....models.errors import Fault, nearest, raise_faults
from .paired import compare_measures

if TYPE_CHECKING:
    import pandas as pd

FIRST = 20  # fewer, and the variance is known too badly to stop by it
MOST = 1000


@dataclass(frozen=True)
class Target:
    """Half-width that the interval of a measure shall have.

    Attributes
    ----------
    measure
        Name of the measure.
    half_width
        In the unit of the measure; if ``relative``, a share of the mean (of the baseline's mean, for differences).
    relative
        Which of the two.
    """

    measure: str
    half_width: float
    relative: bool = False


@dataclass(frozen=True)
class Precision:
    """A stopping rule: go on until every target is met for every policy.

    Attributes
    ----------
    targets
        What is asked for.
    first, most
        Replications of the first batch, and where to give up.
    confidence
        Level of the intervals.

    Raises
    ------
    InputError
        If a half-width is not positive, or there are fewer than 20 replications in the first batch.
    """

    targets: tuple[Target, ...]
    first: int = FIRST
    most: int = MOST
    confidence: float = 0.95

    def __post_init__(self) -> None:
        faults = [
            Fault(f"precision of {target.measure}", f"{target.half_width:g} is no half-width; it must be more than 0")
            for target in self.targets
            if not 0 < target.half_width < math.inf
        ]
        if self.first < FIRST:
            faults.append(Fault("precision", f"the first batch must have at least {FIRST} replications, not {self.first}"))
        raise_faults(faults)

    def reached(self, measures: pd.DataFrame, baseline: str) -> pd.DataFrame:
        """What has been reached, a row for each target and policy.

        With one policy the intervals are of its means, otherwise of the paired differences from the baseline.

        Parameters
        ----------
        measures
            As for :func:`compare_measures`.
        baseline
            The policy that the others are compared with.

        Returns
        -------
        DataFrame
            Columns measure, policy, replications, half_width, wanted, reached.

        Raises
        ------
        InputError
            If the table lacks a measure.
        """
        import pandas as pd

        columns = ["measure", "policy", "replications", "half_width", "wanted", "reached"]
        if not self.targets:
            return pd.DataFrame(columns=columns)
        known = set(measures["measure"])
        names = [target.measure for target in self.targets]
        raise_faults(Fault("precision", f"there is no measure '{n}'; {nearest(n, known)}") for n in names if n not in known)
        table = measures[measures["measure"].isin(names)]
        if table["policy"].nunique() == 1:  # a mean is a difference from nothing
            zero = table.assign(policy="", value=0.0)
            table, baseline = pd.concat([zero, table]), ""
        compared = compare_measures(table, baseline, self.confidence).set_index("measure")
        rows = []
        for target in self.targets:
            rows_of: Any = compared.loc[[target.measure]]
            for row in rows_of.to_dict("records"):
                scale = abs(row["baseline_mean" if baseline else "mean"]) if target.relative else 1.0
                half, wanted = (row["high"] - row["low"]) / 2, target.half_width * scale
                rows.append((target.measure, row["policy"], row["pairs"], half, wanted, bool(half <= wanted)))
        return pd.DataFrame(rows, columns=columns)

    def wanted(self, measures: pd.DataFrame, baseline: str) -> int:
        """How many replications there should be in all: as many as there are when every target is met or ``most`` is reached."""
        there = int(measures["replication"].nunique())
        table = self.reached(measures, baseline)
        widths = zip(table["half_width"].tolist(), table["wanted"].tolist(), strict=True)
        sizes = [next_size(there, half_width, wanted) for half_width, wanted in widths]
        return max(there, min(max(sizes, default=there), self.most))


def read_targets(texts: Sequence[str], measures: Iterable[str]) -> tuple[Target, ...]:
    """Read targets that somebody typed: ``MEASURE=0.5`` in the measure's unit, ``MEASURE=5%`` of the baseline's mean.

    Raises
    ------
    InputError
        With all texts that cannot be read.
    """
    known, targets, faults = set(measures), [], []
    for text in texts:
        measure, _, number = (part.strip() for part in text.partition("="))
        relative = number.endswith("%")
        try:
            width = float(number.removesuffix("%").replace(",", ".")) / (100 if relative else 1)
        except ValueError:
            faults.append(
                Fault(f"precision '{text}'", "write MEASURE=NUMBER (in the measure's unit) or MEASURE=NUMBER% (of the mean)")
            )
            continue
        if measure not in known:
            faults.append(Fault(f"precision '{text}'", f"there is no measure '{measure}'; {nearest(measure, known)}"))
        targets.append(Target(measure, width, relative))
    raise_faults(faults)
    return tuple(targets)


def next_size(n: int, half_width: float, wanted: float) -> int:
    """Replications after the next batch, from the half-width that ``n`` gave and the one that is wanted.

    Examples
    --------
    >>> next_size(20, 0.6, 0.5), next_size(20, 5.0, 0.5), next_size(20, 0.5, 0.5)
    (30, 40, 20)
    """
    if half_width <= wanted:
        return n
    least, most = math.ceil(1.5 * n), 2 * n
    if not (np.isfinite(half_width) and wanted > 0):
        return most
    return min(max(math.ceil(n * min(half_width / wanted, 2.0) ** 2), least), most)

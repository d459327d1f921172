"""As many replications as a precision needs, and intervals that still hold what they promise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hemtjanst.cython_ext.keyed import Keyed
from hemtjanst.models.errors import InputError
from hemtjanst.simulation.experiments.statistics import Precision, Target, paired_difference
from hemtjanst.simulation.experiments.statistics.precision import next_size


def measured(**values: np.ndarray) -> pd.DataFrame:
    """A table of one measure, given per policy."""
    rows = [(policy, r, "m", float(v), float(v), 1.0) for policy, them in values.items() for r, v in enumerate(them)]
    return pd.DataFrame(rows, columns=["policy", "replication", "measure", "value", "numerator", "denominator"])


@pytest.mark.parametrize(
    ("mean", "needed", "skewed"), [(0.0, 12, False), (0.0, 30, False), (-4.0, 45, False), (0.0, 30, True), (0.3, 100, True)]
)
def test_stopping_rule_keeps_its_promise(mean, needed, skewed):
    """Of 95 % intervals at the moment of stopping 93 to 97 % hold the known truth, also about zero and below.

    ``needed`` is how many replications would do if the variance were known; skewed differences are those of two exponentials.
    """
    paths, longest = 1500, 300
    keyed = Keyed(7, f"coverage {mean} {needed} {skewed}")
    who, when = np.arange(paths)[:, None], np.arange(longest)
    if skewed:
        noise = (keyed.exponential(1.0, who, 0, when) - keyed.exponential(1.0, who, 1, when)) / np.sqrt(2)
    else:
        noise = keyed.normal(who, 0, when)
    wanted = 1.96 / np.sqrt(needed)
    inside = 0
    for path in mean + noise:
        n, more = 0, 20
        while more > n:
            n = more
            found = paired_difference(path[:n], np.zeros(n))
            more = min(next_size(n, (found.high - found.low) / 2, wanted), longest)
        inside += found.low <= mean <= found.high
    assert 0.93 <= inside / paths <= 0.97


def test_batches_grow_by_half_to_double():
    """Small steps would look too often, large ones would waste a night."""
    assert next_size(20, 1.0, 1.0) == 20
    assert next_size(20, 1.01, 1.0) == 30
    assert next_size(20, 9.0, 1.0) == 40
    assert next_size(100, 1.25, 1.0) == 157
    assert next_size(20, float("nan"), 1.0) == 40


def test_every_measure_of_every_policy_counts():
    """Replications go on until the widest of all is narrow enough."""
    noise = Keyed(1, "noise").normal(np.arange(3)[:, None], 0, np.arange(20))
    table = measured(old=noise[0], calm=noise[0] + 0.01 * noise[1], wild=noise[0] + 5 * noise[2])
    precision = Precision((Target("m", 0.1),))
    reached = precision.reached(table, "old").set_index("policy")
    assert reached["reached"].to_dict() == {"calm": True, "wild": False}
    assert precision.wanted(table, "old") == 40
    assert Precision((Target("m", 50.0),)).wanted(table, "old") == 20
    assert Precision((Target("m", 0.1),), most=33).wanted(table, "old") == 33


def test_relative_precision_is_safe_where_the_difference_is_zero_or_negative():
    """It is a share of the baseline's mean: five per cent of nothing would never be reached."""
    noise = Keyed(2, "noise").normal(np.arange(2)[:, None], 0, np.arange(20))
    table = measured(old=-100 + noise[0], new=-100 + noise[1])
    row = Precision((Target("m", 0.05, relative=True),)).reached(table, "old").iloc[0]
    assert row["wanted"] == pytest.approx(0.05 * 100, rel=0.02)
    assert row["reached"]


def test_the_mean_of_one_policy_can_be_asked_for():
    """``hemtjanst run`` has nothing to compare with; a mean about zero with a relative target just goes on to the most."""
    noise = Keyed(3, "noise").normal(np.arange(20))
    noise -= noise.mean()
    row = Precision((Target("m", 0.9),)).reached(measured(only=noise), "only").iloc[0]
    assert (row["policy"], row["reached"]) == ("only", True)
    assert Precision((Target("m", 0.01, relative=True),), most=60).wanted(measured(only=noise), "only") == 40


def test_impossible_wishes_are_refused():
    """All at once and in sentences."""
    with pytest.raises(InputError, match=r"precision of a: 0 is no half-width(.|\n)*precision of b: -1(.|\n)*at least 20"):
        Precision((Target("a", 0), Target("b", -1)), first=3)
    with pytest.raises(InputError, match="no measure 'n'"):
        Precision((Target("n", 1.0),)).reached(measured(a=np.zeros(20)), "a")

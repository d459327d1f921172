"""Paired differences against values reckoned by hand and against scipy's own tests."""

import math

import numpy as np
import pandas as pd
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.simulation.experiments.statistics import compare_measures, paired_difference, verdict
from scipy import stats


def table(**values) -> pd.DataFrame:
    """A table of one measure: values of each policy over replications 0, 1, …; the denominator is 10."""
    return pd.DataFrame(
        [(p, r, "presence_paid", v, 10 * v, 10.0) for p, row in values.items() for r, v in enumerate(row)],
        columns=["policy", "replication", "measure", "value", "numerator", "denominator"],
    )


def test_interval_by_hand():
    """Differences 1, 2, 3: mean 2, s = 1, t(0.975; 2) = 4.302653, half width 4.302653 / sqrt(3)."""
    paired = paired_difference(np.array([11.0, 22, 33]), np.array([10.0, 20, 30]))
    assert (paired.pairs, paired.dropped, paired.mean, paired.baseline_mean) == (3, 0, 22, 20)
    assert paired.difference == pytest.approx(2)
    assert (paired.low, paired.high) == pytest.approx((2 - 2.484138, 2 + 2.484138), abs=1e-6)
    # variances 121 and 100 unpaired, 1 paired
    assert paired.variance_explained == pytest.approx(1 - 1 / 221)
    assert paired.note == ""


def test_intervals_agree_with_scipy():
    """The paired and Welch's intervals of an independent implementation."""
    random = np.random.default_rng(1)
    luck = random.normal(size=20)
    x, b = 3 + luck + 0.2 * random.normal(size=20), 2 + 2 * luck
    paired = paired_difference(x, b, confidence=0.9)
    assert (paired.low, paired.high) == pytest.approx(tuple(stats.ttest_rel(x, b).confidence_interval(0.9)))
    welch = stats.ttest_ind(x, b, equal_var=False).confidence_interval(0.9)
    assert (paired.unpaired_low, paired.unpaired_high) == pytest.approx(tuple(welch))


def test_common_luck_narrows_the_interval_and_opposite_luck_widens_it():
    """The share of variance explained says which, and may be negative."""
    luck = np.array([1.0, 4, 2, 8, 5])
    helped = paired_difference(luck + np.array([0.1, 0, 0.2, 0, 0.1]), luck)
    assert helped.high - helped.low < helped.unpaired_high - helped.unpaired_low
    assert helped.variance_explained > 0.9
    assert paired_difference(-luck, luck).variance_explained == pytest.approx(-1)


def test_coverage_of_the_paired_interval():
    """Of 2000 intervals about a known difference 95 % hold it."""
    random = np.random.default_rng(2)
    inside = 0
    for _ in range(2000):
        luck = random.normal(size=5)
        paired = paired_difference(1 + luck + random.normal(size=5), luck)
        inside += paired.low <= 1 <= paired.high
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


def test_one_replication_has_no_interval_and_says_so():
    """One day is an anecdote; the difference is shown, its uncertainty is not made up."""
    paired = paired_difference(np.array([3.0]), np.array([1.0]))
    assert paired.difference == 2
    assert math.isnan(paired.low)
    assert math.isnan(paired.unpaired_high)
    assert paired.note == "one replication: no interval"


def test_identical_values_have_an_interval_of_no_width():
    """The same policy twice: difference 0 in [0, 0], and nothing varies that pairing could explain."""
    same = paired_difference(np.full(4, 0.1), np.full(4, 0.1))
    assert same[4:9] == (0, 0, 0, 0, 0)
    assert math.isnan(same.variance_explained)
    shifted = paired_difference(np.array([0.1, 0.2, 0.4]), np.array([0.1, 0.2, 0.4]))
    assert (shifted.low, shifted.high, shifted.variance_explained) == (0, 0, 1)


def test_undefined_values_are_dropped_in_pairs_and_counted():
    """A replication without a value in one policy is left out of both, and of the means too."""
    paired = paired_difference(np.array([1.0, math.nan, 3, 9]), np.array([0.0, 5, 1, math.inf]))
    assert (paired.pairs, paired.dropped) == (2, 2)
    assert (paired.mean, paired.baseline_mean, paired.difference) == (2, 0.5, 1.5)
    assert paired.note == "2 of 4 replications dropped: not defined in both policies"
    assert paired_difference(np.array([1.0, math.nan]), np.array([0.0, 5])).note.startswith("one replication: no interval; 1 of 2")


def test_a_measure_that_only_one_policy_has():
    """Its own mean is shown, no difference, no interval, and no warning."""
    paired = paired_difference(np.array([1.0, 3.0]), np.array([math.nan, math.nan]))
    assert (paired.pairs, paired.dropped, paired.mean) == (0, 2, 2)
    assert math.isnan(paired.baseline_mean)
    assert math.isnan(paired.difference)
    assert paired.note == "not defined in any replication of both policies"


def test_tiny_spreads_do_not_underflow():
    """Squares of variances vanish long before variances do; the degrees of freedom must not become 0 / 0."""
    paired = paired_difference(np.array([0, 1e-110, 2e-110]), np.array([0, 3e-110, 1e-110]))
    assert paired.unpaired_high > paired.unpaired_low


@pytest.mark.parametrize(
    ("values", "baseline", "confidence", "message"),
    [([1, 2], [1], 0.95, "same replications"), ([1, 2], [1, 2], 1.0, "between 0 and 1"), ([[1]], [[1]], 0.9, "two lists")],
)
def test_values_that_cannot_be_paired_are_refused(values, baseline, confidence, message):
    """Broadcasting would make a wrong answer of a wrong question."""
    with pytest.raises(ValueError, match=message):
        paired_difference(np.array(values), np.array(baseline), confidence)


def test_every_policy_is_compared_with_the_baseline():
    """One row for each other policy, with numerators and denominators of both beside the difference."""
    compared = compare_measures(table(old=[0.4, 0.5], new=[0.5, 0.7], third=[0.4, 0.5]), "old")
    assert list(compared["policy"]) == ["new", "third"]
    new = compared.iloc[0]
    assert (new["baseline"], new["pairs"]) == ("old", 2)
    assert new["difference"] == pytest.approx(0.15)
    assert (new["numerator"], new["denominator"]) == pytest.approx((6, 10))
    assert (new["baseline_numerator"], new["baseline_denominator"]) == pytest.approx((4.5, 10))


def test_replications_are_matched_by_number_not_by_row():
    """Rows come back from workers in any order, and a replication may have failed under one policy."""
    rows = table(old=[1.0, 5, 9, 4], new=[2.0, 6, 10, 7])
    rows = rows[~((rows["policy"] == "new") & (rows["replication"] == 3))].sample(frac=1, random_state=4)
    compared = compare_measures(rows, "old").iloc[0]
    assert (compared["pairs"], compared["dropped"], compared["difference"]) == (3, 1, 1)
    assert (compared["low"], compared["high"]) == (1, 1)


def test_measures_keep_the_order_of_the_table():
    """The table of a report reads like the table of measures."""
    rows = pd.concat([table(a=[1.0, 2], b=[1.0, 2]).assign(measure=name) for name in ("z", "a", "m")])
    assert list(compare_measures(rows, "a")["measure"]) == ["z", "a", "m"]


def test_only_the_baseline_gives_an_empty_comparison():
    """One policy alone can be run; there is nothing to compare it with."""
    compared = compare_measures(table(old=[1.0, 2]), "old")
    assert len(compared) == 0
    assert "difference" in compared.columns


def test_tables_that_cannot_be_compared_are_refused():
    """What is wrong is said in a sentence, with the nearest policy."""
    good = table(fragmented=[1.0, 2], back_to_basic=[2.0, 3])
    with pytest.raises(InputError, match="no policy 'fragmentd'; did you mean 'fragmented'"):
        compare_measures(good, "fragmentd")
    with pytest.raises(InputError, match="no column 'value'"):
        compare_measures(good.drop(columns="value"), "fragmented")
    with pytest.raises(InputError, match="'presence_paid' of policy 'fragmented' stands twice for replication 1"):
        compare_measures(pd.concat([good, good.iloc[[1]]]), "fragmented")


@pytest.mark.parametrize(
    ("low", "high", "better", "expected"),
    [
        (0.1, 0.2, "higher", "better"),
        (0.1, 0.2, "lower", "worse"),
        (-0.2, -0.1, "higher", "worse"),
        (-0.2, -0.1, "lower", "better"),
        (0.1, 0.2, "neither", "different"),
        (-0.1, 0.2, "higher", "unclear"),
        (0, 0.2, "higher", "unclear"),
        (0, 0, "lower", "same"),
        (math.nan, math.nan, "higher", "unclear"),
    ],
)
def test_verdict(low, high, better, expected):
    """A figure that fell is good news or bad news depending on the figure, and no news where the interval holds 0."""
    assert verdict(low, high, better) == expected

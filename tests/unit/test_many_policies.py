"""Several policies: claims corrected for their number, and the best of them found in pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hemtjanst.cython_ext.keyed import Keyed
from hemtjanst.simulation.experiments.statistics import compare_measures, holm, select, with_holm
from scipy import stats


def test_holm_by_hand():
    """Three tests: 3 x 0.01, then 2 x 0.03, then never less than the one before."""
    assert holm(np.array([0.04, 0.01, 0.03])) == pytest.approx([0.06, 0.03, 0.06])
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
    assert holm(np.array([])).size == 0


def test_holm_leaves_out_what_was_not_tested():
    """A measure that one policy does not have is no test."""
    adjusted = holm(np.array([0.02, np.nan, 0.5]))
    assert adjusted[0] == pytest.approx(0.04)
    assert np.isnan(adjusted[1])


def test_holm_agrees_with_statsmodels():
    """An independent implementation of the same definition."""
    multipletests = pytest.importorskip("statsmodels.stats.multitest", reason="statsmodels is not installed").multipletests
    p = Keyed(1, "p").uniform(np.arange(12)) ** 3
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_p_values_are_those_of_the_paired_t_test():
    """And the family is the policies of one measure, not all measures together."""
    noise = Keyed(4, "noise").normal(np.arange(4)[:, None], 0, np.arange(12))
    values = {"old": noise[0], "a": noise[0] + 0.3 * noise[1] + 0.2, "b": noise[0] + 0.3 * noise[2], "same": noise[0]}
    rows = [(p, r, m, v, v, 1.0) for m in ("x", "y") for p, them in values.items() for r, v in enumerate(them)]
    table = pd.DataFrame(rows, columns=["policy", "replication", "measure", "value", "numerator", "denominator"])
    found = with_holm(compare_measures(table, "old")).set_index(["measure", "policy"])
    for policy in "ab":
        assert found.loc[("x", policy), "p"] == pytest.approx(stats.ttest_rel(values[policy], values["old"]).pvalue)
    assert found.loc[("x", "same"), "p"] == 1
    three = found.loc["x", "p"].to_numpy()
    assert found.loc["x", "p_holm"].to_numpy() == pytest.approx(holm(three))


def systems(means: list[float], seed: int, replications: int, common: float) -> np.ndarray:
    """Normal systems with variance 1, of which ``common`` is the share of luck that all meet."""
    keyed = Keyed(seed, "systems")
    own = keyed.normal(np.arange(len(means))[:, None], 0, np.arange(replications))
    luck = keyed.normal(10**6, 0, np.arange(replications))
    return np.array(means)[:, None] + np.sqrt(1 - common) * own + np.sqrt(common) * luck


def test_the_best_is_selected_as_often_as_promised():
    """In the least favourable case (all others worse by exactly the zone) at least 95 % of selections are right."""
    right = 0
    for seed in range(200):
        found = select(systems([0.0, 0.5, 0.5, 0.5], seed, 600, 0.5), 0.5)
        right += found.best == 0
    assert right / 200 >= 0.93  # 0.95 less two standard errors


def test_common_luck_makes_selection_quicker():
    """The variances are those of paired differences; Kim and Nelson allow for common random numbers."""
    apart, together = (select(systems([0.0, 0.5, 0.6], 5, 20, common), 0.5).enough for common in (0.0, 0.9))
    assert together < apart / 3


def test_stages_of_any_size_end_with_the_same_system():
    """A cluster adds hundreds of replications at once; a system that lost within them is out all the same."""
    values = systems([0.3, 0.0, 0.4], 9, 400, 0.3)
    whole = select(values, 0.3)
    n = 10
    while select(values[:, :n], 0.3).best is None:
        n += 10
    assert select(values[:, :n], 0.3).best == whole.best == 1
    assert select(-values, 0.3, largest=True).best == 1


def test_systems_that_are_equal_end_too():
    """Two settings that give the same figures: one of them is taken, after the number of replications that the rule promises."""
    same = np.tile(systems([0.0], 1, 40, 0.0), (2, 1))
    assert select(same, 0.1).best == 0


def test_selection_agrees_with_sim_tools_on_independent_systems():
    """An independent implementation of Kim and Nelson's procedure picks the same system."""
    ovs = pytest.importorskip("sim_tools.ovs.indifference_zone", reason="sim-tools is not installed")
    values = systems([1.0, 0.0, 1.4], 3, 500, 0.0)

    class Table:
        def __init__(self):
            self.seen, self.watcher = np.zeros(3, int), None

        def register_observer(self, watcher):
            self.watcher = watcher

        def simulate(self, design):
            self.seen[design] += 1
            self.watcher.feedback(self, design, values[design, self.seen[design] - 1])

    theirs = ovs.KN(Table(), n_designs=3, delta=0.5, alpha=0.05, n_0=10, obj="min").solve()
    assert select(values, 0.5).best == int(np.ravel(theirs)[0]) == 1


def test_too_little_to_select_from_is_refused():
    """Variances of the first stage are what everything rests on."""
    with pytest.raises(ValueError, match="the first stage needs 10"):
        select(np.zeros((2, 9)), 1.0)
    with pytest.raises(ValueError, match="indifference zone"):
        select(np.zeros((2, 10)), 0.0)

"""Statistics of experiments: how sure the simulation is of itself, and what that rests on."""

from .multiple import holm, with_holm
from .paired import Paired, compare_measures, paired_difference, verdict
from .precision import Precision, Target, read_targets
from .selection import Selection, select
from .sensitivity import elementary_effects, morris_points, one_at_a_time, rank_correlations, saltelli_points, sobol_indices
from .warm_up import mser5, welch

__all__ = [
    "Paired",
    "Precision",
    "Selection",
    "Target",
    "compare_measures",
    "elementary_effects",
    "holm",
    "morris_points",
    "mser5",
    "one_at_a_time",
    "paired_difference",
    "rank_correlations",
    "read_targets",
    "saltelli_points",
    "select",
    "sobol_indices",
    "verdict",
    "welch",
    "with_holm",
]

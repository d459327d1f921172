"""Experiments: paired comparisons and sweeps, stored and resumable."""

from .comparison import Comparison, compare
from .frontier import frontier
from .optimise import Optimum, optimise
from .sweep import Sweep, sweep

__all__ = ["Comparison", "Optimum", "Sweep", "compare", "frontier", "optimise", "sweep"]

"""Experiments: paired comparisons and sweeps, stored and resumable."""

from .comparison import Comparison, compare
from .sweep import Sweep, sweep

__all__ = ["Comparison", "Sweep", "compare", "sweep"]

"""Experiments: paired comparisons and sweeps, stored and resumable."""

from .comparison import Comparison, compare

__all__ = ["Comparison", "compare"]

"""Sweeps: a design over policies and assumptions, run in parallel, stored, resumable."""

from .design import Design, load_design
from .result import Sweep
from .runner import sweep

__all__ = ["Design", "Sweep", "load_design", "sweep"]

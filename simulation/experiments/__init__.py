"""Experiments: paired comparisons and sweeps, stored and resumable."""

"""Seconds and metres from every place to every other, by mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class TravelTimes:
    """Door-to-door travel between the places of a scenario, without parking and walking in. Made by ``RoadTimes``.

    Attributes
    ----------
    modes
        Names of the modes for which there are matrices.
    seconds
        int32[modes, places, places], row = from, column = to; zero on the diagonal.
    metres
        int32[modes, places, places], length of the fastest path.
    snapped
        float64[places], metres from each place to the road node it was snapped to (of the first mode).
    """

    modes: tuple[str, ...]
    seconds: np.ndarray
    metres: np.ndarray
    snapped: np.ndarray

    def mode(self, name: str) -> int:
        """Row of a mode in the matrices."""
        return self.modes.index(name)

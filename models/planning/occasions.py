"""When granted needs fall due: an occasion is one need on one day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..scenario import Scenario


class Dated(NamedTuple):
    """Occasions of needs, sorted by need, then day.

    Attributes
    ----------
    need
        int32[occasions], row of the need.
    day
        int32[occasions], day agreed with the client.
    """

    need: np.ndarray
    day: np.ndarray


def agreed_occasions(scenario: Scenario, days: int) -> Dated:
    """List every occasion of every need from day 0 to ``days - 1``, on its agreed day (``Need.falls_on``)."""
    need, day = [], []
    for row, what in enumerate(scenario.needs):
        falls = [d for d in range(days) if what.falls_on(scenario.weekday(d), d // 7)]
        need += [row] * len(falls)
        day += falls
    return Dated(np.array(need, np.int32), np.array(day, np.int32))

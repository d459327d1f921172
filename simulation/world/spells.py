"""Spells of illness and of stays in hospital."""

from __future__ import annotations

import numpy as np


def spell_rates(share: float, mean_days: float) -> tuple[float, float]:
    """Daily chances that a spell starts and that it ends, from the share of days it takes and its mean length.

    A spell ends each day with chance e = 1/L, so that it lasts L days on average; with chance b it begins on a day after one
    without. In the long run b (1 − s) = e s, so that a share s of all days is lost if b = s / (L (1 − s)). As b cannot exceed
    1, a share larger than L / (1 + L) needs spells longer than L: then e = (1 − s) / s and b = 1.

    Parameters
    ----------
    share
        s, share of days, 0 to 1.
    mean_days
        L, mean length of a spell, days, at least 1.

    Examples
    --------
    >>> spell_rates(0.2, 4.0)
    (0.0625, 0.25)
    """
    if share >= 1:
        return 1.0, 0.0
    ends = min(1 / mean_days, (1 - share) / share) if share > 0 else 1 / mean_days
    return share * ends / (1 - share), ends


def spells(uniform: np.ndarray, share: float, mean_days: float) -> np.ndarray:
    """Days lost to spells of illness or absence: a two-state Markov chain for each column, in balance from the first day.

    Parameters
    ----------
    uniform
        float64[days, who], a number for each day and person.
    share, mean_days
        As in :func:`spell_rates`.

    Returns
    -------
    bool[days, who]
    """
    starts, ends = spell_rates(share, mean_days)
    lost = np.zeros(uniform.shape, dtype=bool)
    before = uniform[:1] < share
    lost[:1] = before
    for day in range(1, len(uniform)):
        lost[day] = uniform[day] < np.where(lost[day - 1], 1 - ends, starts)
    return lost

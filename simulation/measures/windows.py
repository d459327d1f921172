"""How many different people within every run of consecutive days, without looking at each window on its own."""

from __future__ import annotations

import numpy as np


def different_in_windows(
    who: np.ndarray, staff: np.ndarray, day: np.ndarray, shape: tuple[int, int, int], length: int
) -> np.ndarray:
    """Count the different staff that everybody met in every window of ``length`` consecutive days.

    A meeting on day ``d`` is the first with that person in the windows that begin after the previous such meeting and no
    earlier than ``d - length + 1``: it adds one to an interval of windows, and a running sum over the interval ends gives all
    windows at once, in O(meetings log meetings).

    Parameters
    ----------
    who, staff, day
        int64[meetings]: who (a client, or a group) met which member of staff on which day; repetitions are allowed.
    shape
        Number of those who meet, of staff and of days.
    length
        Days in a window.

    Returns
    -------
    int64[who, max(days - length + 1, 0)]
        Different staff in the window that begins on each day.
    """
    people, staffs, days = shape
    windows = max(days - length + 1, 0)
    meetings = np.unique((who * staffs + staff) * days + day)
    pair, on = np.divmod(meetings, days)
    again = np.r_[False, pair[1:] == pair[:-1]] if len(pair) else np.zeros(0, dtype=bool)
    before = np.where(again, np.r_[0, on[:-1]] if len(on) else on, -1)
    first = np.maximum(np.maximum(before + 1, on - length + 1), 0)
    last = np.minimum(on, windows - 1)
    counts = first <= last
    row = (pair // staffs)[counts] * (windows + 1)
    size = people * (windows + 1)
    steps = np.bincount(row + first[counts], minlength=size) - np.bincount(row + last[counts] + 1, minlength=size)
    return np.cumsum(steps.reshape(people, windows + 1), axis=1)[:, :windows]


def whole_windows(days: np.ndarray, length: int) -> np.ndarray:
    """bool[who, windows]: whether a condition bool[who, days] holds on every day of each window of ``length`` days."""
    windows = max(days.shape[1] - length + 1, 0)
    so_far = np.cumsum(np.pad(days.astype(np.int64), ((0, 0), (1, 0))), axis=1)
    return so_far[:, length : length + windows] - so_far[:, :windows] == length

"""Compact districts with equally many points each."""

from __future__ import annotations

import numpy as np


def districts(points: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Divide points into neighbouring districts of equal size, by cutting across the longer side again and again.

    Recursive coordinate bisection (Berger and Bokhari 1987): districts are compact, sizes differ by at most one or two, and
    the result depends on nothing but the points.

    Parameters
    ----------
    points
        float[points, 2], metres.
    count
        Number of districts, at most the number of points.

    Returns
    -------
    label : int64[points]
        District of each point; districts are numbered from north to south.
    middle : float64[count, 2]
        Median point of each district.
    """
    label = np.zeros(len(points), dtype=np.int64)
    parts: list[np.ndarray] = []

    def cut(rows: np.ndarray, into: int) -> None:
        if into == 1:
            parts.append(rows)
            return
        axis = int(np.argmax(np.ptp(np.quantile(points[rows], [0.05, 0.95], axis=0), axis=0)))
        order = rows[np.lexsort((rows, points[rows, 1 - axis], points[rows, axis]))]
        first = into // 2
        at = round(len(rows) * first / into)
        cut(order[:at], first)
        cut(order[at:], into - first)

    cut(np.arange(len(points)), count)
    middle = np.array([np.median(points[rows], axis=0) for rows in parts])
    order = np.lexsort((middle[:, 0], -middle[:, 1]))
    for number, part in enumerate(order):
        label[parts[part]] = number
    return label, middle[order]

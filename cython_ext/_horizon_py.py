"""Plain Python twin of what several days cost together: every day from nothing, every pair that meets in a period once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import _day_search_py as day_twin
from .horizon import OneDay


def cost(
    days: Sequence[OneDay],
    prices: Sequence[np.ndarray],
    routes: Sequence[tuple[np.ndarray, ...]],
    breaks: Sequence[np.ndarray],
    holds: Sequence[np.ndarray],
) -> int:
    """What plans of the days cost, in cost units.

    Parameters
    ----------
    days, prices
        As in :func:`~.horizon.search`; the plans in ``days`` are not looked at.
    routes, breaks, holds
        For each day its routes, the leg of each break, and before when each first visit does not start.
    """
    total = 0
    met: set[tuple[int, int, int]] = set()
    for day, its_routes, legs, hold in zip(days, routes, breaks, holds, strict=True):
        schedule = day_twin.schedule(day.arrays, [route.tolist() for route in its_routes], legs.tolist(), hold.tolist())
        if schedule is None:
            raise ValueError("visits wait for each other in a circle")
        total += schedule.cost
        for k, route in enumerate(its_routes):
            met |= {(period, int(day.client[v]), int(day.person[k])) for v in route.tolist() for period in day.periods}
    return total + sum(int(prices[period][client, person]) for period, client, person in met)

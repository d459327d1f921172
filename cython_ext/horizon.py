"""Several days planned together because they share who has met whom: arrays in, plans out.

A client meets few people over weeks only if the days agree on who comes. The search anneals over all days at once, each route as
it really is; what ties the days together is the price of two people meeting, which is paid once in a period however often they
meet. The search is in the headers ``_day_horizon.h`` and ``_day_handover.h``; ``_horizon_py`` is the plain twin of its cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ._day_search import Horizon, Search
from .day_search import Found, check_range, check_shape, checked, found_by, load


class OneDay(NamedTuple):
    """A day with a plan, and how it belongs to the others.

    Attributes
    ----------
    arrays
        The day as :func:`~.day_search.checked` takes it.
    routes, breaks
        The plan to start from, and the leg of each break (negative: choose).
    client
        int[visits], row of the prices.
    person
        int[staff], column of the prices: two shifts of one person are the same person.
    periods
        In which periods its meetings count.
    seed
        Non-negative; of this day's search.
    """

    arrays: Mapping[str, Any]
    routes: tuple[np.ndarray, ...]
    breaks: np.ndarray
    client: np.ndarray
    person: np.ndarray
    periods: Sequence[int]
    seed: int


def search(
    days: Sequence[OneDay], prices: Sequence[np.ndarray], *, steps: int, seed: int, temperatures: tuple[float, float]
) -> tuple[list[Found], int]:
    """Plans of all days that cost little together, no more than those to start from.

    Parameters
    ----------
    days
        In any order.
    prices
        For each period int64[clients, people]: what it costs, in the unit of the days' costs, that the two meet in the period.
    steps
        Of the annealing, over all days. With the same number and seeds the plans are the same on every machine.
    seed
        Non-negative; chooses days and who goes.
    temperatures
        First and last, in cost units, both positive.

    Returns
    -------
    The plan of each day with its own cost, and the cost of all of them with the meetings.

    Raises
    ------
    ValueError
        Where arrays do not fit or a plan breaks a rule.
    """
    prices = [np.ascontiguousarray(price, np.int64) for price in prices]
    kernels = [_kernel(day, prices) for day in days]
    clients = [np.asarray(day.client, np.int64) for day in days]
    people = [np.asarray(day.person, np.int64) for day in days]
    periods = [list(day.periods) for day in days]
    horizon = Horizon(kernels, clients, people, periods, prices, seed & (2**64 - 1))
    horizon.run(steps, *temperatures)
    return [found_by(kernel, steps) for kernel in kernels], horizon.cost


def _kernel(day: OneDay, prices: Sequence[np.ndarray]) -> Search:
    """The day's search, its plan loaded and what the plan leaves out inserted where that pays."""
    ready = checked(day.arrays)
    client, person = np.asarray(day.client), np.asarray(day.person)
    check_shape({"client": client, "person": person}, ("client",), (len(ready["place"]),))
    check_shape({"client": client, "person": person}, ("person",), (len(ready["shift_start"]),))
    check_range(np.asarray(list(day.periods)), "periods", 0, len(prices))
    if not len(day.periods):
        raise ValueError("a day must belong to a period")
    for period in day.periods:
        if prices[period].ndim != 2 or prices[period].min(initial=0) < 0:
            raise ValueError("prices must be [clients, people] and not negative")
        check_range(client, "client", 0, prices[period].shape[0])
        check_range(person, "person", 0, prices[period].shape[1])
    kernel = Search(ready, day.seed & (2**64 - 1))
    load(kernel, ready, day.routes, day.breaks, None)
    kernel.construct(0)
    return kernel

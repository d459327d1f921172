"""Split items over bins so that what shares a bin is near each other and loads are even.

One search serves both who is whose contact person (clients over contact persons) and who backs up whom (people over teams).
"""

from __future__ import annotations

import numpy as np


def tour(apart: np.ndarray) -> np.ndarray:
    """Order items so that neighbours in the order are near each other: from item 0 always on to the nearest one left.

    Parameters
    ----------
    apart
        int64[items, items], how far apart two items are.

    Returns
    -------
    numpy.ndarray
        int64[items], a permutation.
    """
    left = np.ones(len(apart), bool)
    order = np.zeros(len(apart), np.int64)
    for step in range(1, len(apart)):
        left[order[step - 1]] = False
        order[step] = np.argmin(np.where(left, apart[order[step - 1]], np.iinfo(np.int64).max))
    return order


def partition(
    apart: np.ndarray,
    price: np.ndarray,
    load: np.ndarray,
    target: np.ndarray,
    least: int,
    most: int,
    iterations: int = 2000,
) -> np.ndarray:
    """Assign each item to one bin by the best move or exchange, again and again, until none improves.

    What is minimised is the distance between all pairs that share a bin, plus each item's price in its bin, plus the square of
    each bin's load less its target. All integers, so that the answer is the same everywhere; ties go to the first in order.

    Parameters
    ----------
    apart
        int64[items, items], symmetric, zero diagonal.
    price
        int64[items, bins].
    load
        int64[items].
    target
        int64[bins].
    least, most
        Fewest and most items in a bin; ``bins * least <= items <= bins * most``.
    iterations
        Improvements after which the search ends at the latest.

    Returns
    -------
    numpy.ndarray
        int64[items], the bin of each item.
    """
    n, bins = price.shape
    own = np.zeros(n, np.int64)
    own[tour(apart)] = np.arange(n) * bins // max(n, 1)
    never = np.iinfo(np.int64).max
    rows = np.arange(n)
    for _ in range(iterations):
        members = np.zeros((n, bins), np.int64)
        members[rows, own] = 1
        size, excess = members.sum(0), load @ members - target
        cost = apart @ members + price
        stay = cost[rows, own]
        leaving = (excess[own] - load) ** 2 - excess[own] ** 2
        move = cost - stay[:, None] + (excess + load[:, None]) ** 2 - excess**2 + leaving[:, None]
        move[~((size[own] > least)[:, None] & (size < most)) | (members == 1)] = never
        there = cost[:, own]  # cost of item i in the bin of item j
        shift = load - load[:, None]  # what the bin of i gains when j comes for i
        swap = there + there.T - 2 * apart - stay - stay[:, None]
        swap += (excess[own][:, None] + shift) ** 2 + (excess[own] - shift) ** 2 - excess[own][:, None] ** 2 - excess[own] ** 2
        swap[own == own[:, None]] = never
        best_move, best_swap = np.argmin(move), np.argmin(swap)
        if min(move.flat[best_move], swap.flat[best_swap]) >= 0:
            break
        if move.flat[best_move] <= swap.flat[best_swap]:
            item, bin_ = divmod(int(best_move), bins)
            own[item] = bin_
        else:
            i, j = divmod(int(best_swap), n)
            own[i], own[j] = own[j], own[i]
    return own

"""How many shifts no roster could cover: a proven bound beside what the search leaves open.

The linear relaxation of the roster as a mixed-integer program, solved by HiGHS. It knows who works which shift types, one shift
a day, daily rest, the longest run of days, no two weekends in a row for regular staff, and hours (contract and one shift more). It
does not know weekly rest, wishes, evenness or who knows whom, so the bound holds for both ways of rostering.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from .roster_search import Search

SATURDAY = 5
TOLERANCE = 1e-6


def fewest_missing(search: Search) -> int:
    """Fewest shifts, of those the demand asks for, that any roster of these people leaves uncovered.

    Parameters
    ----------
    search
        A group's roster; only its demand, people, hours and rules are read.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    people, days, kinds = len(search.patterns), search.days, search.kinds
    need = search.need[: days * kinds]
    size = people * days * kinds
    at = np.arange(size).reshape(people, days, kinds)
    paid = np.array([_paid(search, k) for k in range(kinds)])
    rows: list[tuple[np.ndarray, np.ndarray | float, float]] = []  # columns, coefficients, at most
    for p in range(people):
        rows += [(at[p, d], 1.0, 1.0) for d in range(days)]
        run = search.longest_run
        rows += [(at[p, d : d + run + 1].ravel(), 1.0, run) for d in range(days - run)]
        rows.append((at[p].ravel(), np.tile(paid, days), float(search.hours[p] + paid.max())))
        for a, b in itertools.product(range(kinds), repeat=2):
            if not search.rest[a + 1, b + 1]:
                rows += [(np.array([at[p, d, a], at[p, d + 1, b]]), 1.0, 1.0) for d in range(days - 1)]
        if search.regular[p]:
            weekend = [d for d in range(days) if d % 7 >= SATURDAY]
            pairs = [(d, e) for d in weekend for e in weekend if e // 7 == d // 7 + 1]
            rows += [(np.concatenate([at[p, d], at[p, e]]), 1.0, 1.0) for d, e in pairs]
    slots = at.reshape(people, -1)
    rows += [(np.append(slots[:, slot], size + slot), -1.0, -float(need[slot])) for slot in range(days * kinds)]
    which = np.repeat(np.arange(len(rows)), [len(columns) for columns, _, _ in rows])
    columns = np.concatenate([columns for columns, _, _ in rows])
    values = np.concatenate([np.broadcast_to(values, len(columns)) for columns, values, _ in rows])
    works = np.array([[(pattern.shift == k + 1).any() for k in range(kinds)] for pattern in search.patterns], float)
    most = np.concatenate([np.repeat(works[:, None, :], days, axis=1).ravel(), np.full(len(need), np.inf)])
    found = linprog(
        np.concatenate([np.zeros(size), np.ones(len(need))]),
        A_ub=coo_array((values, (which, columns)), shape=(len(rows), size + len(need))).tocsr(),
        b_ub=np.array([limit for _, _, limit in rows]),
        bounds=np.column_stack([np.zeros(len(most)), most]),
        method="highs",
    )
    return max(0, math.ceil(found.fun - TOLERANCE)) if found.status == 0 else 0


def _paid(search: Search, kind: int) -> int:
    """Paid quarters of an hour of a shift type that somebody works, 0 of others."""
    for pattern in search.patterns:
        day = pattern.shift == kind + 1
        if day.any():
            return int(pattern.paid[day][0])
    return 0

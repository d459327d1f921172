"""The most visits that contact persons, or people known to the client, can make: by each client alone, and jointly."""

from __future__ import annotations

import numpy as np

from .possible import Made, Room


def most_of_each(made: Made, wanted: np.ndarray) -> np.ndarray:
    """int64[visits]: how many of those wanted (bool[clients, staff]) can make each visit, if only this visit counted."""
    return np.minimum(made.people, (made.able & wanted[made.client]).sum(axis=1))


def most_together(made: Made, room: Room, wanted: np.ndarray) -> float:
    """At most so many of a day's visits (each person at a visit counts) are made by somebody wanted, in every plan.

    The linear relaxation of who makes which visit, with the room of everybody's day, by HiGHS: a visit in parts by several people
    is allowed to it and to no plan, so it is never below what a plan can do.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, vstack

    visit, person = np.nonzero((made.able & wanted[made.client])[np.ix_(room.visits, room.staff)])
    if not len(visit):
        return 0.0
    size, stretches = len(visit), room.need.shape[1]
    each = coo_array((np.ones(size), (visit, np.arange(size))), shape=(len(room.visits), size))
    rows = (person[:, None] * stretches + np.arange(stretches)).ravel()
    columns = np.repeat(np.arange(size), stretches)
    parts = coo_array((room.need[visit].ravel(), (rows, columns)), shape=(room.room.size, size)).tocsr()
    parts.eliminate_zeros()
    free = np.maximum(0, room.room.ravel())
    binds = np.asarray(parts.sum(axis=1)).ravel() > free
    found = linprog(
        -np.ones(size),
        A_ub=vstack([each, parts[binds]]).tocsr(),
        b_ub=np.r_[made.people[room.visits], free[binds]].astype(float),
        bounds=(0, 1),
        method="highs",
    )
    alone = float(most_of_each(made, wanted)[room.visits].sum())
    return min(alone, -float(found.fun)) if found.status == 0 else alone

"""What it costs that a person comes to a client, seen from the days around: so that days planned one at a time agree on few people.

How many people a client meets shows only over weeks. A price for each new pair of client and person would leave every pair alone
that meets twice, since from either of the two days it is no new one. Therefore each visit has the price

    new face / (1 + visits that the two have together on other days, up to 14 days before or after)

(reweighted l1: Candès, Wakin and Boyd 2008, Journal of Fourier Analysis and Applications 14, 877-905). The visits of a pair cost
one new face in all, however many they are, and who comes seldom is worth replacing. The first pass over the days knows the days
before; later passes know the plan of the days after as well.
"""

from __future__ import annotations

import numpy as np

from ..plan import NOBODY_IN_PARTICULAR

MEMORY_DAYS = 14  # whom a client has met so long ago is a new face (U21401 counts 14 days)
AROUND = 2  # a pair can be met in the 14 days before and in the 14 days after; the lever's price is for each of them


class Faces:
    """Who comes how often to whom on each day of the current plan.

    Parameters
    ----------
    rank
        int8[clients, staff], as in :class:`~.group_days.GroupDays`: contact persons and backups are never new faces.
    days
        Length of the horizon.
    minutes
        Price of a new face in 14 days, in minutes of driving.
    """

    def __init__(self, rank: np.ndarray, days: int, minutes: float) -> None:
        self.stranger = rank == NOBODY_IN_PARTICULAR
        self.dearest = AROUND * minutes
        self.visits = np.zeros((days, *rank.shape), np.int32)

    def prices(self, date: int) -> np.ndarray:
        """float64[clients, staff]: what a visit on this day costs, in minutes."""
        first = max(0, date - MEMORY_DAYS)
        others = self.visits[first : date + MEMORY_DAYS + 1].sum(axis=0) - self.visits[date]
        return np.where(self.stranger, self.dearest / (1 + others), 0.0)

    def put(self, date: int, client: np.ndarray, staff: np.ndarray) -> None:
        """Take the day's plan over: who (row of staff) comes to whom, one entry for each visit."""
        self.visits[date] = 0
        np.add.at(self.visits[date], (client, staff), 1)

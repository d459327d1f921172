"""Few faces over weeks: the days of a group planned together.

How many people a client meets shows only over weeks, so no day alone can tell whether somebody should come. Here all days are
searched at once (:mod:`~hemtjanst.cython_ext.horizon`): that a person comes to a client has a price, paid once in each 14 days and
once in each 28 days, however often they meet. Contact persons and backups are never new faces.
"""

from __future__ import annotations

import numpy as np

from ...cython_ext import horizon
from ...cython_ext.keyed import key
from ..plan import NOBODY_IN_PARTICULAR
from .day import UNIT, DayPlan
from .day.solve import leg_cost, plan_of
from .group_day import PERIODS, Day
from .group_days import GroupDays

COLD = 0.2  # last temperature, in typical legs; the first is the price of a pair that never meets again


def few_faces(group: GroupDays, found: list[tuple[Day, DayPlan]], steps_per_visit: float) -> list[tuple[Day, DayPlan]]:
    """Plans of the days that cost little together, with what their clients' new faces cost.

    Parameters
    ----------
    group
        Whose days.
    found
        The days on which somebody works, and a plan of each to start from.
    steps_per_visit
        Of the search, for each visit of all days.
    """
    if not found:
        return []
    price = np.where(group.rank == NOBODY_IN_PARTICULAR, round(group.prices.new_face_minutes * UNIT), 0)
    periods = sorted({span for day, _ in found for span in _periods(group, day)})
    days = [
        horizon.OneDay(
            day.problem.arrays,
            plan.routes,
            plan.break_at,
            client=group.visits.client[day.visits],
            person=group.duties.staff[day.duties],
            periods=[periods.index(span) for span in _periods(group, day)],
            seed=key(f"faces/{group.seed}/{group.name}/{number}"),
        )
        for number, (day, plan) in enumerate(found)
    ]
    leg = max(leg_cost(day.problem) for day, _ in found)
    plans, _ = horizon.search(
        days,
        [price] * len(periods),
        steps=round(steps_per_visit * sum(day.problem.visits for day, _ in found)),
        seed=key(f"faces/{group.seed}/{group.name}"),
        temperatures=(max(leg, len(PERIODS) * float(price.max(initial=0))), COLD * leg),
    )
    return [(day, plan_of(day.problem, its)) for (day, _), its in zip(found, plans, strict=True)]


def _periods(group: GroupDays, day: Day) -> list[tuple[int, int]]:
    """Length and number of the periods that a day belongs to."""
    date = int(group.duties.day[day.duties[0]])
    return [(length, date // length) for length in PERIODS]

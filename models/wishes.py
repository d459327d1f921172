"""What clients wish for themselves (T9, G2): on which weekday they would like a weekly service. Nobody else chooses it."""

from __future__ import annotations

import numpy as np

from ..cython_ext.keyed import Keyed, keys
from .scenario import Scenario

WEEKDAYS = 5  # Monday to Friday
NO_WISH = -1


def wished_weekdays(scenario: Scenario) -> np.ndarray:
    """int64[needs]: the weekday that the client wishes for, 0 = Monday; ``NO_WISH`` where there is no wish.

    A share of the movable services on one day of the week (``information.wished_day_share``) has a wish, keyed by the need.
    """
    share = scenario.information.wished_day_share.value
    if not share or not scenario.needs:
        return np.full(len(scenario.needs), NO_WISH)
    once = np.array([len(need.weekdays) == 1 and scenario.services[need.service].movable for need in scenario.needs])
    who = keys(need.id for need in scenario.needs)
    wishes = Keyed(scenario.seed, "has a wished day").uniform(who) < share
    return np.where(once & wishes, Keyed(scenario.seed, "wished day").integers(WEEKDAYS, who), NO_WISH)

"""What clients wish for themselves (T9, G2): on which weekday, at what time, they would like a service. Nobody else chooses it."""

from __future__ import annotations

import numpy as np

from ..cython_ext.keyed import Keyed, keys
from .scenario import Scenario

WEEKDAYS = 5  # Monday to Friday
NO_WISH = -1
QUARTER = 15  # minutes; people wish for quarters of an hour
ROOM = 60  # minutes; who may be visited at so few times has no choice to wish within


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


def wished_times(scenario: Scenario) -> np.ndarray:
    """int64[needs]: when the client wishes a visit for the need to begin, seconds after midnight; ``NO_WISH`` where there is none.

    A share of the services that may begin within an hour or more (``information.wished_time_share``) has a wish, a quarter of an
    hour within its window, keyed by the need.
    """
    share = scenario.information.wished_time_share.value
    if not share or not scenario.needs:
        return np.full(len(scenario.needs), NO_WISH)
    first = np.array([-(-need.earliest // QUARTER) for need in scenario.needs], np.int64)
    last = np.array([need.latest // QUARTER for need in scenario.needs], np.int64)
    roomy = np.array([need.latest - need.earliest >= ROOM for need in scenario.needs])
    who = keys(need.id for need in scenario.needs)
    wishes = roomy & (Keyed(scenario.seed, "has a wished time").uniform(who) < share)
    which = first + (Keyed(scenario.seed, "wished time").uniform(who) * (last - first + 1)).astype(np.int64)
    return np.where(wishes, which * QUARTER * 60, NO_WISH)

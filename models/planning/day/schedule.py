"""A day as it is to be: routes and times, whatever they cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .problem import ANY_TIME, DayProblem


@dataclass(frozen=True)
class Schedule:
    """Who visits whom, in which order and when.

    Attributes
    ----------
    routes
        Visits in order, one int32 array per staff member.
    start
        int32[visits], start of service in seconds; -1 where unserved.
    end
        int32[staff], arrival at the end place; -1 where the route is empty.
    break_at, break_start
        int32[staff]: the break lies in the leg into this stop of the route (the number of visits: into the end place) and begins
        at this second; -1: none. Within the leg people drive first, unless the break would then begin too late.
    """

    problem: DayProblem
    routes: tuple[np.ndarray, ...]
    start: np.ndarray
    end: np.ndarray
    break_at: np.ndarray
    break_start: np.ndarray

    @cached_property
    def unserved(self) -> np.ndarray:
        """Visits left out."""
        return np.flatnonzero(self.start == -1)

    @cached_property
    def staff_of(self) -> np.ndarray:
        """int32[visits], who does the visit; -1 where unserved."""
        who = np.full(self.problem.visits, -1, np.int32)
        for k, route in enumerate(self.routes):
            who[route] = k
        return who

    @cached_property
    def first_start(self) -> np.ndarray:
        """int32[staff], start of each first visit; long ago where there is none."""
        return np.array([self.start[route[0]] if len(route) else -ANY_TIME for route in self.routes], np.int32)

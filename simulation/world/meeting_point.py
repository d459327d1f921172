"""Where the people of a double-staffed visit (dubbelbemanning) wait for each other."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy


class MeetingPoint:
    """The door of one visit that needs several people at once.

    Whoever comes first waits for the others, but not for ever: once somebody has given up, the visit is lost and everybody
    else is told by telephone (``lost``).

    Parameters
    ----------
    people
        How many must be there before they go in.
    not_before
        Nobody gives up before this time plus their patience, seconds after midnight: when the visit is due.
    patience
        Seconds that somebody waits for a colleague who is overdue.
    """

    def __init__(self, env: simpy.Environment, people: int, not_before: int, patience: int) -> None:
        self.lost = False
        self._env, self._patience, self._not_before = env, patience, not_before
        self._missing = people
        self._complete = env.event()

    def meet(self) -> Generator[simpy.Event, Any, bool]:
        """Wait at the door; return whether everybody came. The clock then shows when the last one did, or when to give up."""
        if self.lost:
            return False
        self._missing -= 1
        if self._missing == 0:
            self._complete.succeed()
            return True
        now = int(self._env.now)
        yield self._complete | self._env.timeout(max(now, self._not_before) + self._patience - now)
        self.lost = not self._complete.triggered
        return not self.lost

"""People who go from stop to stop: as far ahead as nobody else can change what they do, in one call.

What nobody else can change (idling, driving, waiting for the window, the visit, documenting) needs no event of a simulation. The
kernel stops where others come in: in front of a door at which people meet, before a move that begins at or after a horizon, and,
where the hour of a drive matters, before each drive.

>>> import numpy as np
>>> legs = np.array([[[0, 60], [60, 0]]])  # one mode; from the base to a home and back
>>> visit = (0, 0, 1, 1000, 1000, NEVER, 60, 66, 0, 600, 120, -1)  # leaves so as to be there at 1000; today's drive takes 66
>>> base = (1, 1, 0, 0, 0, NEVER, 60, 66, 0, 0, 0, -1)
>>> round_ = Rounds(legs, park=[0, 0], people=[[0, 0, 0]], bounds=[0, 2], stops=[visit, base], luck=[1.1, 1.1])
>>> round_.advance(0, NEVER) == AT_END
True
>>> round_.notes()[:, 4:].tolist()  # ready, leave, arrive, start, end, done
[[0, 940, 1006, 1006, 1606, 1726], [1726, 1726, 1792, 1792, 1792, 1792]]
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import _rounds  # pyright: ignore[reportAttributeAccessIssue]
from ._rounds_py import AT_DOOR, AT_END, AT_HORIZON, ON_ROAD

__all__ = ["AT_DOOR", "AT_END", "AT_HORIZON", "NEVER", "NOWHERE", "NO_DOOR", "ON_ROAD", "Rounds"]

NEVER = 1 << 40  # later than everything
NO_DOOR = -1
NOWHERE = -1  # a stop that is wherever the person is


class Rounds:
    """What several people do one after the other; times in seconds.

    Parameters
    ----------
    legs, park
        int32[modes, places, places] and int32[places]: planned seconds of a drive, and of parking and walking in where it ends. For
        drives that no plan foresaw: from a place that is not the stop's origin.
    people
        int64[people, 3]: mode, first place, and when the person is ready to leave it.
    bounds
        int64[people + 1]: the stops of person ``k`` are rows ``bounds[k]`` to ``bounds[k + 1]``.
    stops
        int64[stops, 12], known before setting out:

        - a number for the notes;
        - the place that the person should come from, and the place (``NOWHERE``: no drive);
        - the aim: the person leaves so as to be there then; and the earliest start;
        - the latest start: whoever would arrive later stays where they are (a break that is taken before the drive; ``NEVER``);
        - seconds that the drive from the origin takes as planned and today;
        - seconds at the door in vain where nobody opens, the length, and what follows it (documentation);
        - the door at which people meet, ``NO_DOOR``: none.
    luck
        float64[stops], today's factor of the drive.
    timed
        Whether what a drive takes depends on its hour (:data:`ON_ROAD`).

    Raises
    ------
    ValueError
        If shapes do not fit each other, or a mode or place is out of range.
    """

    def __init__(
        self,
        legs: Any,
        park: Any,
        people: Any,
        bounds: Any,
        stops: Any,
        luck: Any,
        *,
        timed: bool = False,
        kernel: Any = _rounds,
    ) -> None:
        legs, park = (np.ascontiguousarray(array, dtype=np.int32) for array in (legs, park))
        people, stops = (np.ascontiguousarray(array, dtype=np.int64) for array in (people, stops))
        bounds, luck = np.ascontiguousarray(bounds, dtype=np.int64), np.ascontiguousarray(luck, dtype=np.float64)
        people, stops = people.reshape(-1, 3), stops.reshape(-1, 12)
        if legs.ndim != 3 or not legs.size or legs.shape[1:] != park.shape * 2:
            raise ValueError(f"legs must be [modes, places, places] and park [places]; found {legs.shape} and {park.shape}")
        if bounds.shape != (len(people) + 1,) or bounds[0] or bounds[-1] != len(stops) or (np.diff(bounds) < 0).any():
            raise ValueError(f"bounds must divide {len(stops)} stops among {len(people)} people; found {bounds.tolist()}")
        if luck.shape != (len(stops),):
            raise ValueError(f"luck must be one number for each of {len(stops)} stops; found {luck.shape}")
        self._places, self._people = len(park), len(people)
        _within("mode", people[:, 0], 0, len(legs))
        _within("first place", people[:, 1], 0, self._places)
        _within("place", stops[:, 1:3], NOWHERE, self._places)
        self._rounds = kernel.Rounds(legs, park, people, bounds, stops, luck, timed)

    def advance_free(self, horizon: int) -> None:
        """Move on everybody who meets nobody at a door, until their next move would begin at the horizon or later."""
        self._rounds.advance_free(horizon)

    def advance(self, who: int, horizon: int) -> int:
        """Move one person on; say why no further: ``AT_END``, ``AT_HORIZON``, ``AT_DOOR`` or ``ON_ROAD``.

        At a door the next stop is one at which people meet, whatever the horizon.
        """
        return self._rounds.advance(self._one(who), horizon)

    def leg(self, who: int) -> tuple[int, int, int, int, float, int]:
        """Here, place, leave, drive (as if all hours were alike), luck and door of the next move of somebody not at the end."""
        if not self.left(who):
            raise ValueError(f"person {who} has arrived")
        return self._rounds.leg(who)

    def reach(self, who: int, arrive: int, start: int, met: bool = True) -> None:
        """Make the next move: at the door at ``arrive``, go in at ``start`` (not before the window), or give up then."""
        if not self.left(who):
            raise ValueError(f"person {who} has arrived")
        self._rounds.reach(who, arrive, start, met)

    def skip(self, who: int) -> None:
        """Leave the next stop out."""
        if not self.left(who):
            raise ValueError(f"person {who} has arrived")
        self._rounds.skip(who)

    def ready(self, who: int) -> int:
        """When the person is free to leave."""
        return self._rounds.ready(self._one(who))

    def left(self, who: int) -> int:
        """How many stops are to come."""
        return self._rounds.left(self._one(who))

    def state(self) -> np.ndarray:
        """int64[people, 3]: where they are, ready when, and how many stops are to come."""
        return self._rounds.state()

    def ahead(self, who: int) -> tuple[np.ndarray, np.ndarray]:
        """int64[stops, 12] and float64[stops]: the stops to come, and their luck."""
        return self._rounds.ahead(self._one(who))

    def insert(self, who: int, position: int, stop: Any, luck: float) -> None:
        """Put a stop before one of those to come."""
        stop = np.ascontiguousarray(stop, dtype=np.int64)
        if stop.shape != (12,) or not 0 <= position <= self.left(who):
            raise ValueError(f"a stop of 12 numbers must go to 0 … {self.left(who)}; found {stop.shape} to {position}")
        _within("place", stop[1:3], NOWHERE, self._places)
        self._rounds.insert(who, position, stop, luck)

    def remove(self, who: int, position: int) -> None:
        """Take out one of the stops to come."""
        if not 0 <= position < self.left(who):
            raise ValueError(f"position must lie in 0 … {self.left(who) - 1}; found {position}")
        self._rounds.remove(who, position)

    def notes(self) -> np.ndarray:
        """int64[stops reached, 10]: number, person, here, place, and the times ready, leave, arrive, start, end and done.

        Between two neighbouring times the person was idle, drove, waited at the door, was in (or on break) and documented. Where
        nobody was visited start = end = done.
        """
        return self._rounds.notes()

    def _one(self, who: int) -> int:
        if not 0 <= who < self._people:
            raise ValueError(f"person must lie in 0 … {self._people - 1}; found {who}")
        return who


def _within(name: str, values: np.ndarray, least: int, size: int) -> None:
    if values.size and not (least <= values.min() and values.max() < size):
        raise ValueError(f"{name} must lie in {least} … {size - 1}; found {values.tolist()}")

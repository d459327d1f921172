"""Routes of several people on one day into which visits can still be put: where does one more visit cost least?

Answers at once and searches for nothing: what a morning with illness and the middle of a day ask for. People drive first and have
their break at the next door, unless it would then begin too late, as in the day kernel.

>>> import numpy as np
>>> legs = np.array([[[0, 60, 90], [60, 0, 30], [90, 30, 0]]])  # one mode; place 0 is the base
>>> task = lambda visit, place: np.array([[visit, place, 0, 3600, 600, 3600, -1]])
>>> routes = OpenRoutes(legs, people=[[0, 0, 0, 7200, 0]], bounds=[0, 1], tasks=task(7, 1))
>>> routes.best(task(8, 2), np.array([True]), 0)  # 30 + 90 - 60 seconds more
(60, 0, 0)
>>> routes.give(task(8, 2), np.array([[True]]), 0).tolist(), routes.route(0)
([0], ([8, 7], [90, 720]))
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import _open_routes  # pyright: ignore[reportAttributeAccessIssue]

BREAK = -1  # the "visit" of a break
NO_NODE = -1
UNKNOWN = -1


class OpenRoutes:
    """Routes of several people, each from an origin to the base (place 0).

    Parameters
    ----------
    legs
        int32[modes, places, places], seconds from place to place (in the first period, where they change with the hour).
    people
        int64[people, 5]: mode, origin, first departure, last return, and by how much a route may come back later than that.
    bounds
        int64[people + 1]: the tasks of person ``k`` are rows ``bounds[k]`` to ``bounds[k + 1]``.
    tasks
        int64[tasks, 7]: visit (``BREAK``: the break), place, earliest and latest start, length with what follows, the start after
        which it is late, and its node (``NO_NODE``: none). Tasks that are late already stay where they are; they are then delayed
        no further.
    begins
        int64[nodes]: when visits with a least gap to others begin, as far as they are on no route here; ``UNKNOWN``: not known yet.
    gaps
        int64[gaps, 3]: two nodes, and the fewest seconds between the start of the first and that of the second. Kept wherever
        something is inserted or delayed; what breaks them beforehand is not mended.
    period_start, period_legs
        When further periods of the day begin, int64[periods], and the seconds in each, int32[periods, modes, places, places]: a
        drive takes the time of its hour, as in :mod:`.day_drive`. None: all hours are alike.

    Raises
    ------
    ValueError
        If shapes do not fit each other, or a mode, place or node is out of range.
    """

    def __init__(
        self,
        legs: Any,
        people: Any,
        bounds: Any,
        tasks: Any,
        begins: Any = (),
        gaps: Any = (),
        period_start: Any = (),
        period_legs: Any = (),
        kernel: Any = _open_routes,
    ) -> None:
        legs = np.ascontiguousarray(legs, dtype=np.int32)
        changes = np.ascontiguousarray(period_start, dtype=np.int64)
        later = np.ascontiguousarray(period_legs, dtype=np.int32).reshape(len(changes), *legs.shape)
        people, tasks, gaps = _rows(people, 5), _rows(tasks, 7), _rows(gaps, 3)
        bounds, begins = (np.ascontiguousarray(array, dtype=np.int64) for array in (bounds, begins))
        if legs.ndim != 3 or legs.shape[1] != legs.shape[2] or not legs.shape[1]:
            raise ValueError(f"legs must be [modes, places, places]; found {legs.shape}")
        if bounds.shape != (len(people) + 1,) or bounds[0] or bounds[-1] != len(tasks) or (np.diff(bounds) < 0).any():
            raise ValueError(f"bounds must divide {len(tasks)} tasks among {len(people)} people; found {bounds.tolist()}")
        self._places, self._nodes, self._people = legs.shape[1], len(begins), len(people)
        if (np.diff(changes) <= 0).any():
            raise ValueError(f"period_start must ascend; found {changes.tolist()}")
        _within("mode", people[:, 0], len(legs))
        _within("origin", people[:, 1], self._places)
        _within("node", gaps[:, :2], self._nodes)
        self._check(tasks)
        hours = np.concatenate([legs[None], later]) if len(changes) else legs[None]
        self._routes = kernel.OpenRoutes(hours, changes, people, bounds, tasks, begins, gaps)

    def best(self, task: Any, allowed: np.ndarray, overtime: int) -> tuple[int, int, int] | None:
        """Price (seconds of driving, lateness and overtime), person and position of the cheapest spot for one task, or None.

        Parameters
        ----------
        task
            int64[1, 7].
        allowed
            bool[people], who may have it; whoever is there already does not get it again.
        overtime
            Seconds that the routes that are tried may come back late, if that is more than before.
        """
        return self._routes.best(self._checked(task, 1), self._mask(allowed, 1)[0], overtime)

    def give(self, tasks: Any, allowed: np.ndarray, overtime: int) -> np.ndarray:
        """Insert one task after the other where it costs least; return who got it, int64[tasks], -1: nobody."""
        tasks = self._checked(tasks)
        return self._routes.give(tasks, self._mask(allowed, len(tasks)), overtime)

    def insert(self, person: int, position: int, task: Any) -> None:
        """Put one task, int64[1, 7], before a position of a route."""
        task = self._checked(task, 1)
        _within("person", person, self._people)
        _within("position", position, len(self.route(person)[0]) + 1)
        self._routes.insert(person, position, task)

    def remove(self, person: int, visit: int) -> None:
        """Take a visit out of a route."""
        _within("person", person, self._people)
        self._routes.remove(person, visit)

    def begin(self, node: int, start: int) -> None:
        """Say when a visit that is on no route here begins."""
        _within("node", node, self._nodes)
        self._routes.begin(node, start)

    def route(self, person: int) -> tuple[list[int], list[int]]:
        """Visits of a route in order, and their starts."""
        _within("person", person, self._people)
        return self._routes.route(person)

    def end(self, person: int) -> int:
        """When a person is back at the base."""
        _within("person", person, self._people)
        return self._routes.end(person)

    def _checked(self, tasks: Any, count: int | None = None) -> np.ndarray:
        tasks = _rows(tasks, 7)
        if count is not None and len(tasks) != count:
            raise ValueError(f"one task was expected; found {len(tasks)}")
        self._check(tasks)
        return tasks

    def _check(self, tasks: np.ndarray) -> None:
        _within("place", tasks[:, 1], self._places)
        if len(tasks) and not (tasks[:, 6].min() >= -1 and tasks[:, 6].max() < self._nodes):
            raise ValueError(f"node must lie in -1 … {self._nodes - 1}; found {tasks[:, 6].tolist()}")

    def _mask(self, allowed: np.ndarray, count: int) -> np.ndarray:
        mask = np.ascontiguousarray(np.atleast_2d(allowed), dtype=np.uint8)
        if mask.shape != (count, self._people) and mask.size:
            raise ValueError(f"allowed must be [{count}, {self._people}]; found {mask.shape}")
        return mask.reshape(count, self._people)


def _rows(values: Any, columns: int) -> np.ndarray:
    """The values as a contiguous int64 table of so many columns."""
    return np.ascontiguousarray(values, dtype=np.int64).reshape(-1, columns)


def _within(name: str, values: Any, size: int) -> None:
    values = np.asarray(values)
    if values.size and not (values.min() >= 0 and values.max() < size):
        raise ValueError(f"{name} must lie in 0 … {size - 1}; found {values.tolist()}")

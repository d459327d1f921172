"""The day-plan search: checks arrays, calls the kernel, slices a long run so that Ctrl-C is heard."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from . import day_drive
from ._day_search import Search

FORBIDDEN = int(np.iinfo(np.int32).max)
NEVER = int(np.iinfo(np.int64).max) // 4  # cost of an insertion that is not possible
WEIGHTS = (
    "travel",
    "waiting",
    "late",
    "hard_late",
    "largest_late",
    "largest_idle",
    "balance",
    "distinct",
    "new_face",
    "moved",
)
SLICE_SECONDS = 0.25
LONGEST = 1 << 28  # no time or duration of a problem may be longer, so that sums stay within 32 bits

_STAFF = (
    "shift_start",
    "shift_end",
    "start_place",
    "end_place",
    "mode",
    "break_length",
    "break_earliest",
    "break_latest",
    "capacity",
)
_VISIT = ("place", "duration", "earliest", "latest", "client", "demand", "promised_start")
_PAIR = ("pair_first", "pair_second", "pair_low", "pair_high")
_GAP = ("gap_first", "gap_second", "gap_least")
_WHOLE = ("whole_first", "whole_second")
_WINDOW = ("window_earliest", "window_latest", "window_turn")


class Kept(NamedTuple):
    """Routes that a search went through: ``nodes`` one after the other with their ``sizes``; who drives each and what it costs.

    Attributes
    ----------
    key
        uint64, the same for the same visits by people alike.
    alike
        int32[staff], the same number for people who are the same in everything.
    """

    nodes: np.ndarray
    sizes: np.ndarray
    staff: np.ndarray
    cost: np.ndarray
    key: np.ndarray
    alike: np.ndarray

    def routes(self) -> list[np.ndarray]:
        """The visits of each route in order."""
        return np.split(self.nodes, np.cumsum(self.sizes)[:-1]) if len(self.sizes) else []


class Found(NamedTuple):
    """What the kernel found; times in seconds.

    Attributes
    ----------
    routes
        Visits in order, one int32 array per staff member.
    start
        int32[visits], -1 where unserved.
    end
        int32[staff], arrival at the end place; -1 where the route is empty.
    break_at, break_start
        int32[staff]: the break lies in the leg into this stop of the route (the number of visits: into the end place); -1: none.
    cost
        The kernel's own total.
    steps
        Ruin-and-recreate steps done.
    kept
        Routes that the search went through, where it was to keep any.
    """

    routes: tuple[np.ndarray, ...]
    start: np.ndarray
    end: np.ndarray
    break_at: np.ndarray
    break_start: np.ndarray
    cost: int
    steps: int
    kept: Kept | None = None


def checked(arrays: Mapping[str, Any]) -> dict[str, Any]:
    """The same arrays, contiguous and of the kernel's types.

    Parameters
    ----------
    arrays
        ``travel`` [modes, places, places]; where it changes with the hour ``period_start`` [periods] and ``period_travel``
        [periods, modes, places, places] of the further periods of the day (compare :mod:`.day_drive`).
        Per staff member ``shift_start``, ``shift_end``, ``start_place``, ``end_place``, ``mode``, ``break_length``,
        ``break_earliest``, ``break_latest``, ``break_missed``, ``capacity``, ``staff_cost``, ``overtime_price``.
        Per visit ``place``, ``duration``, ``earliest``, ``latest``, ``client``, ``demand``, ``unserved``, ``hard``,
        ``late_price``, ``promised_start``; further windows ``window_earliest``, ``window_latest``, ``window_turn``, and
        ``window_from`` [visits + 1]; ``cost`` [visits, staff] with :data:`FORBIDDEN`; ``known``, ``met`` [clients, staff].
        Per pair ``pair_first``, ``pair_second``, ``pair_low``, ``pair_high``, ``pair_whole``; per two visits that are done or
        left out together ``whole_first``, ``whole_second``; per gap ``gap_first``, ``gap_second``, ``gap_least``.
        ``weights``, a mapping of :data:`WEIGHTS` to integers ≥ 0.

    Raises
    ------
    ValueError
        Where a shape or an index does not fit: the kernel would read outside its arrays.
    """
    ready: dict[str, Any] = {
        name: np.ascontiguousarray(arrays[name], np.int32)
        for name in (*_STAFF, *_VISIT, *_PAIR, *_GAP, *_WHOLE, *_WINDOW, "window_from", "period_start")
    }
    for name, kind in (
        ("staff_cost", np.int64),
        ("overtime_price", np.int64),
        ("break_missed", np.int64),
        ("unserved", np.int64),
        ("late_price", np.int64),
        ("hard", np.uint8),
        ("pair_whole", np.uint8),
        ("known", np.uint8),
        ("met", np.uint8),
    ):
        ready[name] = np.ascontiguousarray(arrays[name], kind)
    for name in ("travel", "period_travel", "cost"):
        ready[name] = np.ascontiguousarray(arrays[name], np.int32)
    ready["weights"] = {name: int(arrays["weights"][name]) for name in WEIGHTS}
    staff, visits = len(ready["shift_start"]), len(ready["place"])
    if staff == 0:
        raise ValueError("nobody works: a day needs at least one member of staff")
    modes, places = ready["travel"].shape[:2]
    clients = ready["known"].shape[0]
    check_shape(ready, (*_STAFF, "staff_cost", "overtime_price", "break_missed"), (staff,))
    check_shape(ready, (*_VISIT, "unserved", "late_price", "hard"), (visits,))
    check_shape(ready, (*_PAIR, "pair_whole"), (len(ready["pair_first"]),))
    check_shape(ready, _GAP, (len(ready["gap_first"]),))
    check_shape(ready, _WHOLE, (len(ready["whole_first"]),))
    check_shape(ready, ("window_from",), (visits + 1,))
    if ready["window_from"][0] != 0 or np.any(np.diff(ready["window_from"]) < 0):
        raise ValueError("window_from must begin with 0 and never fall")
    check_shape(ready, _WINDOW, (ready["window_from"][-1],))
    check_shape(ready, ("travel",), (modes, places, places))
    periods = len(ready["period_start"])
    check_shape(ready, ("period_travel",), (periods, modes, places, places))
    if np.any(np.diff(ready["period_start"].astype(np.int64)) <= 0):
        raise ValueError("period_start must ascend")
    check_shape(ready, ("cost",), (visits, staff))
    check_shape(ready, ("known", "met"), (clients, staff))
    if ready["met"].size and ready["met"].max() > 1:
        raise ValueError("met must be true or false")
    for names, below in (
        (("start_place", "end_place", "place"), places),
        (("mode",), modes),
        (("client",), clients),
        (("pair_first", "pair_second", "gap_first", "gap_second", *_WHOLE), visits),
        (("travel", "period_travel"), day_drive.LONGEST if periods else LONGEST),
        (("duration", "demand", "break_length"), LONGEST),
    ):
        for name in names:
            check_range(ready[name], name, 0, below)
    for name in (
        "shift_start",
        "shift_end",
        "break_earliest",
        "break_latest",
        "earliest",
        "latest",
        "pair_low",
        "pair_high",
        "gap_least",
        "promised_start",
        "period_start",
        *_WINDOW,
    ):
        check_range(ready[name], name, -LONGEST, LONGEST)
    paired = np.concatenate([ready[name] for name in ("pair_first", "pair_second", *_WHOLE)])
    if len(np.unique(paired)) != len(paired):
        raise ValueError("a visit may be in one pair only")
    for name in ("late_price", "overtime_price", "break_missed"):
        if ready[name].min(initial=0) < 0:
            raise ValueError(f"{name} must not be negative")
    if np.any(ready["pair_low"] > ready["pair_high"]):
        raise ValueError("pair_low must not exceed pair_high")
    if min(ready["weights"].values()) < 0:
        raise ValueError("weights must not be negative")
    return ready


def search(
    arrays: Mapping[str, Any],
    *,
    iterations: int | None,
    seconds: float | None,
    seed: int,
    temperatures: tuple[float, float],
    start: tuple[np.ndarray, ...] | None = None,
    start_breaks: np.ndarray | None = None,
    start_holds: np.ndarray | None = None,
    gift: float = 0.0,
    keep: int = 0,
) -> Found:
    """Best plan after ``iterations`` steps (the same on every machine) or ``seconds`` of CPU time.

    Parameters
    ----------
    arrays
        As :func:`checked` takes them.
    iterations, seconds
        Exactly one is given. 0 iterations: construction, or the ``start`` as it is, completed.
    seed
        Non-negative.
    temperatures
        First and last, in cost units, both positive.
    start, start_breaks, start_holds
        Routes to start from, the leg of each break (negative: choose), and the time before which each first visit does not
        start (None: as late as pays).
    gift
        Share of the price of a new route that construction does not reckon, 0 to 1: the more, the more routes to begin with.
    keep
        Keep so many routes of accepted plans at most, a power of two (0: none).

    Raises
    ------
    ValueError
        Where arrays do not fit, or the ``start`` breaks a rule (a visit twice, by somebody forbidden, a circle of waiting visits).
    """
    if (iterations is None) == (seconds is None):
        raise ValueError("give iterations or seconds, one of them")
    ready = checked(arrays)
    kernel = Search(ready, seed & (2**64 - 1))
    kernel.heat(*temperatures)
    kernel.keep_routes(keep)
    if start is not None:
        load(kernel, ready, start, start_breaks, start_holds)
    kernel.construct(int(1024 * gift))
    steps = _run(kernel, -1 if iterations is None else iterations, 0.0 if seconds is None else seconds)
    kernel.restore_best()
    found = found_by(kernel, steps)
    return found._replace(kept=Kept(*kernel.kept_routes())) if keep else found


class Options(NamedTuple):
    """The best insertion of one visit into every route: cost (:data:`NEVER` where there is none), position, leg of the break."""

    cost: np.ndarray
    at: np.ndarray
    break_at: np.ndarray


class Insertions:
    """Direct queries on one plan: what would a visit cost here or there? Prepared once, then microseconds per question.

    The arrays may hold rows of visits that are not served by ``routes``; their place, duration, window and costs may be
    overwritten between questions (see :attr:`arrays`), which is how an urgent visit that no plan knew is asked about.
    """

    def __init__(
        self,
        arrays: Mapping[str, Any],
        routes: tuple[np.ndarray, ...],
        breaks: np.ndarray | None = None,
        holds: np.ndarray | None = None,
    ) -> None:
        self.arrays = checked(arrays)
        self._kernel = Search(self.arrays, 0)
        load(self._kernel, self.arrays, routes, breaks, holds)
        self._served = np.zeros(len(self.arrays["place"]), bool)
        self._served[np.concatenate([np.zeros(0, np.int32), *routes])] = True

    def of(self, visit: int) -> Options:
        """Options for a visit that the plan does not serve."""
        if self._served[visit]:
            raise ValueError(f"visit {visit} is served; ask elsewhere()")
        return self._ask(visit)

    def elsewhere(self, visit: int) -> tuple[int, Options]:
        """What the plan saves without a served visit, and the options to put it back (among them where it is)."""
        if not self._served[visit]:
            raise ValueError(f"visit {visit} is not served; ask of()")
        saved = self._kernel.best - self._kernel.without(visit) + int(self.arrays["unserved"][visit])
        options = self._ask(visit)
        self._kernel.put_back()
        return saved, options

    def _ask(self, visit: int) -> Options:
        staff = len(self.arrays["shift_start"])
        options = Options(np.empty(staff, np.int64), np.empty(staff, np.int32), np.empty(staff, np.int32))
        self._kernel.options(visit, *options)
        return options


def evaluate(
    arrays: Mapping[str, Any],
    routes: tuple[np.ndarray, ...],
    breaks: np.ndarray | None = None,
    holds: np.ndarray | None = None,
) -> Found:
    """Times and cost of given routes, breaks and holds where given or else where they cost least. Raises as :func:`search`."""
    ready = checked(arrays)
    kernel = Search(ready, 0)
    load(kernel, ready, routes, breaks, holds)
    return found_by(kernel, 0)


def _run(kernel: Search, iterations: int, seconds: float) -> int:
    done, slice_ = 0, 64
    while True:
        begin = time.perf_counter()
        steps = kernel.run(slice_, iterations, seconds)
        done += steps
        if steps < slice_:
            return done
        took = max(time.perf_counter() - begin, 1e-6)
        slice_ = max(1, min(1_000_000, int(slice_ * SLICE_SECONDS / took)))


def load(
    kernel: Search,
    ready: dict[str, Any],
    routes: tuple[np.ndarray, ...],
    breaks: np.ndarray | None,
    holds: np.ndarray | None,
) -> None:
    """Let a kernel start from given routes; see :func:`search` for the arguments and what is wrong with some."""
    staff = len(ready["shift_start"])
    if len(routes) != staff:
        raise ValueError(f"{len(routes)} routes for {staff} staff")
    nodes = np.concatenate([np.asarray(route, np.int32) for route in routes] or [np.zeros(0, np.int32)])
    sizes = np.array([len(route) for route in routes], np.int32)
    check_range(nodes, "start", 0, len(ready["place"]))
    who = np.repeat(np.arange(staff), sizes)
    if len(np.unique(nodes)) != len(nodes):
        raise ValueError("start serves a visit twice")
    if np.any(ready["cost"][nodes, who] == FORBIDDEN):
        raise ValueError("start gives a visit to somebody who may not do it")
    owner = np.full(len(ready["place"]), -1)
    owner[nodes] = who
    first, second = owner[ready["pair_first"]], owner[ready["pair_second"]]
    if np.any((first == second) & (first >= 0)):
        raise ValueError("start gives both visits of a pair to one person")
    legs = np.full(staff, -1, np.int32) if breaks is None else np.ascontiguousarray(breaks, np.int32)
    check_shape({"breaks": legs}, ("breaks",), (staff,))
    waits = np.zeros(0, np.int32) if holds is None else np.ascontiguousarray(holds, np.int32)
    if holds is not None:
        check_shape({"holds": waits}, ("holds",), (staff,))
    if not kernel.load(nodes, sizes, legs, waits):
        raise ValueError("start has visits that wait for each other in a circle")


def found_by(kernel: Search, steps: int) -> Found:
    """The plan that a kernel has, after so many steps."""
    nodes, sizes, start, end, break_at, break_start = kernel.plan()
    routes = tuple(np.split(nodes, np.cumsum(sizes)[:-1])) if len(sizes) else ()
    return Found(routes, start, end, break_at, break_start, kernel.best, steps)


def check_shape(arrays: Mapping[str, np.ndarray], names: tuple[str, ...], shape: tuple[int, ...]) -> None:
    """Raise ValueError unless the arrays of these names have this shape."""
    for name in names:
        if arrays[name].shape != shape:
            raise ValueError(f"{name} has shape {arrays[name].shape}, expected {shape}")


def check_range(values: np.ndarray, name: str, least: int, below: int) -> None:
    """Raise ValueError unless all values lie in ``least`` … ``below - 1``."""
    if values.size and not (least <= values.min() and values.max() < below):
        raise ValueError(f"{name} must lie in {least} … {below - 1}; found {values.min()} … {values.max()}")

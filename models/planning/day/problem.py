"""One day to plan, as arrays: staff, visits, travel, links between visits, prices. Immutable; the builder makes it from names."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ....cython_ext import day_drive
from ....cython_ext.day_search import FORBIDDEN

UNIT = 6000  # cost units in one minute of weight 1.0, so that a weight of 0.01 per minute is still one unit per second
ANY_TIME = 1 << 27  # "no limit" for times and distances between starts, seconds
PIECES = ("distinct", "new_face", "changed")  # weights per piece; the others are per second


@dataclass(frozen=True)
class DayWeights:
    """Prices in cost units: per second where the amount is a time, else per piece. All integers ≥ 0.

    Attributes
    ----------
    travel
        Every second driven.
    waiting
        Every second after the first visit that is neither care, driven nor break. Where it has a price, everybody leaves for
        the first visit as late as that makes the day cheaper.
    late
        Every second that a visit starts (or a break begins) after its latest start.
    hard_late
        The same for visits that are ``hard``; nothing else should be worth it.
    overtime
        Every second after the end of the shift.
    largest_late
        The seconds of the one largest lateness of the day.
    largest_idle
        The seconds of the one largest idle time: what is left of a shift after care, driving and the break.
    balance
        Every second that somebody's work (care and driving) is away from the mean over all staff.
    distinct
        Every further staff member whom a client meets that day.
    new_face
        Every staff member whom a client meets and does not know.
    changed
        Every visit that somebody else does than was promised.
    moved
        Every second that a visit starts before or after its promised start.
    """

    travel: int = UNIT // 60
    waiting: int = 0
    late: int = 2 * UNIT // 60
    hard_late: int = 10_000 * UNIT // 60
    overtime: int = 2 * UNIT // 60
    largest_late: int = 0
    largest_idle: int = 0
    balance: int = 0
    distinct: int = 0
    new_face: int = 0
    changed: int = 0
    moved: int = 0

    @classmethod
    def per_minute(cls, **prices: float) -> DayWeights:
        """Weights as people say them: per minute, and in minutes of travel per piece (``distinct``, ``new_face``, ``changed``).

        >>> DayWeights.per_minute(late=3.0, distinct=15.0).late
        300
        """
        return cls(**{name: round(price * UNIT / (1 if name in PIECES else 60)) for name, price in prices.items()})


@dataclass(frozen=True)
class DayProblem:
    """One day of one group of staff. Times are integer seconds (any epoch), costs integer units (:data:`UNIT` per minute).

    Only ``travel``, the shifts and the visits' place, duration and window are needed; the rest has a neutral default.
    Arrays are converted and made read-only.

    Attributes
    ----------
    travel
        int32[modes, places, places] (or [places, places]) seconds from row to column; need not be symmetric.
    period_start, period_travel
        Travel that changes with the hour (rusningstid): int32[n], ascending, when the further periods of the day begin, and
        int32[n, modes, places, places], travel in each; before the first of them ``travel`` counts. A drive that runs into
        another period goes on at its speed, so that who leaves later never arrives earlier (:mod:`...cython_ext.day_drive`).
        People leave when a visit is over, for their first visit as late as they may.
    shift_start, shift_end, start_place, end_place, mode
        int32[staff]. Overtime counts from ``shift_end``; ``mode`` is the row of ``travel``.
    staff_skills
        int64[staff] bit mask.
    break_length, break_earliest, break_latest
        int32[staff]. A break (rast) of that length begins between the two times, in one leg of the route; 0: none.
    break_missed
        int64[staff], price of a shift with visits and without its break; 0: the break is taken, too late if need be.
    capacity
        int32[staff], for goods; compare ``demand``.
    staff_cost
        int64[staff], for anybody who has at least one visit.
    pay, overtime_pay
        int64[staff], price of each second of this person at visits, and what each second of this person's overtime costs more
        than ``DayWeights.overtime``: an hour of a registered nurse is dearer than one of a care assistant.
    place, duration, earliest, latest
        int32[visits]. A visit starts no earlier than ``earliest``; later than ``latest`` costs. (A window for the end of the
        visit is one for its start, shifted by the duration.)
    windows
        int32[n, 3]: visit, earliest, latest: further windows of a visit, each after those before. Who comes between two windows
        starts at once, too late for the first, or waits for the second, whichever is cheaper by the price of lateness and that
        of waiting (at least that of travel).
    hard
        bool[visits]: lateness costs ``DayWeights.hard_late`` instead of ``late``.
    skills
        int64[visits] bit mask of skills that the visitor must have.
    client
        int32[visits], row of the client; default: every visit its own.
    demand
        int32[visits].
    unserved
        int64[visits], price of leaving the visit out.
    cost
        int32[visits, staff], price of this person for this visit (no contact person, …); ``FORBIDDEN`` rules it out.
    known
        bool[clients, staff], who has met whom in the past 14 days; compare ``DayWeights.new_face``.
    met
        bool[clients, staff], who has met whom earlier today (replanning): a further meeting of the two is no further person.
    pairs
        int32[n, 4]: first, second, least, greatest difference between the starts of two visits by two different people;
        0, 0 is double staffing (dubbelbemanning). A visit may be in one pair only.
    pair_whole
        bool[n]: leave both out rather than one (default).
    wholes
        int32[n, 2]: two visits of which both or neither is done, by whom and when they like; for visits that are in no pair.
    gaps
        int32[n, 3]: first, second, least seconds from the end of the first to the start of the second. Hard where both are served.
    promised_staff
        int32[visits], who was promised to come; -1: nobody in particular.
    promised_start
        int32[visits], the start that was promised; -:data:`ANY_TIME`: none.
    weights
        :class:`DayWeights`.
    """

    travel: np.ndarray
    shift_start: np.ndarray
    shift_end: np.ndarray
    place: np.ndarray
    duration: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray
    start_place: np.ndarray = None  # type: ignore[assignment]  # filled in below, as the others
    end_place: np.ndarray = None  # type: ignore[assignment]
    mode: np.ndarray = None  # type: ignore[assignment]
    staff_skills: np.ndarray = None  # type: ignore[assignment]
    break_length: np.ndarray = None  # type: ignore[assignment]
    break_earliest: np.ndarray = None  # type: ignore[assignment]
    break_latest: np.ndarray = None  # type: ignore[assignment]
    break_missed: np.ndarray = None  # type: ignore[assignment]
    capacity: np.ndarray = None  # type: ignore[assignment]
    staff_cost: np.ndarray = None  # type: ignore[assignment]
    pay: np.ndarray = None  # type: ignore[assignment]
    overtime_pay: np.ndarray = None  # type: ignore[assignment]
    period_start: np.ndarray = None  # type: ignore[assignment]
    period_travel: np.ndarray = None  # type: ignore[assignment]
    skills: np.ndarray = None  # type: ignore[assignment]
    windows: np.ndarray = None  # type: ignore[assignment]
    hard: np.ndarray = None  # type: ignore[assignment]
    client: np.ndarray = None  # type: ignore[assignment]
    demand: np.ndarray = None  # type: ignore[assignment]
    unserved: np.ndarray = None  # type: ignore[assignment]
    cost: np.ndarray = None  # type: ignore[assignment]
    known: np.ndarray = None  # type: ignore[assignment]
    met: np.ndarray = None  # type: ignore[assignment]
    pairs: np.ndarray = None  # type: ignore[assignment]
    pair_whole: np.ndarray = None  # type: ignore[assignment]
    wholes: np.ndarray = None  # type: ignore[assignment]
    gaps: np.ndarray = None  # type: ignore[assignment]
    promised_staff: np.ndarray = None  # type: ignore[assignment]
    promised_start: np.ndarray = None  # type: ignore[assignment]
    weights: DayWeights = field(default_factory=DayWeights)

    def __post_init__(self) -> None:
        staff, visits = len(np.asarray(self.shift_start)), len(np.asarray(self.place))
        travel = np.asarray(self.travel)
        self._set("travel", travel[None] if travel.ndim == 2 else travel, np.int32, None)
        self._set("period_start", _or(self.period_start, np.zeros(0)), np.int32, None)
        further = np.asarray(_or(self.period_travel, np.zeros((0, *self.travel.shape))))
        self._set("period_travel", further[:, None] if further.ndim == 3 else further, np.int32, None)
        for name in ("shift_start", "shift_end"):
            self._set(name, getattr(self, name), np.int32, (staff,))
        for name in ("place", "duration", "earliest", "latest"):
            self._set(name, getattr(self, name), np.int32, (visits,))
        for name, kind, fill, size in (
            ("start_place", np.int32, 0, staff),
            ("mode", np.int32, 0, staff),
            ("staff_skills", np.int64, 0, staff),
            ("break_length", np.int32, 0, staff),
            ("break_earliest", np.int32, 0, staff),
            ("break_latest", np.int32, ANY_TIME, staff),
            ("break_missed", np.int64, 0, staff),
            ("capacity", np.int32, ANY_TIME, staff),
            ("staff_cost", np.int64, 0, staff),
            ("pay", np.int64, 0, staff),
            ("overtime_pay", np.int64, 0, staff),
            ("skills", np.int64, 0, visits),
            ("hard", np.bool_, False, visits),
            ("demand", np.int32, 0, visits),
            ("promised_staff", np.int32, -1, visits),
            ("promised_start", np.int32, -ANY_TIME, visits),
            ("unserved", np.int64, 240 * UNIT, visits),
        ):
            self._set(name, _or(getattr(self, name), fill), kind, (size,))
        self._set("end_place", _or(self.end_place, self.start_place), np.int32, (staff,))
        self._set("client", _or(self.client, np.arange(visits)), np.int32, (visits,))
        self._set("cost", _or(self.cost, 0), np.int32, (visits, staff))
        clients = int(self.client.max()) + 1 if visits else 0
        clients = max([clients, *(len(np.asarray(given)) for given in (self.known, self.met) if given is not None)])
        self._set("known", _or(self.known, False), np.bool_, (clients, staff))
        self._set("met", _or(self.met, False), np.bool_, (clients, staff))
        for name, columns in (("pairs", 4), ("wholes", 2), ("gaps", 3), ("windows", 3)):
            rows = np.asarray(_or(getattr(self, name), np.zeros((0, columns))), np.int32).reshape(-1, columns)
            self._set(name, rows, np.int32, rows.shape)
        self._set("pair_whole", _or(self.pair_whole, True), np.bool_, (len(self.pairs),))

    def _set(self, name: str, value: ArrayLike, kind: type, shape: tuple[int, ...] | None) -> None:
        array = np.asarray(value, kind)
        array = np.ascontiguousarray(array if shape is None else np.broadcast_to(array, shape))
        if array is value and array.flags.writeable:
            array = array.view()
        array.flags.writeable = False
        object.__setattr__(self, name, array)

    @property
    def visits(self) -> int:
        """Number of visits."""
        return len(self.place)

    @property
    def staff(self) -> int:
        """Number of staff."""
        return len(self.shift_start)

    def drive(self, k: int, origin: int, destination: int, leave: int) -> int:
        """Seconds that a member of staff is on the way who leaves one place for another at a second of the day."""
        if not self._period_starts:
            return int(self.travel[self.mode[k], origin, destination])
        return day_drive.seconds(self._period_starts, self._by_period(k, origin, destination), leave)

    def leave_by(self, k: int, origin: int, destination: int, arrive: int) -> int:
        """When a member of staff leaves one place at the latest to be at another by ``arrive``."""
        return day_drive.latest_departure(self._period_starts, self._by_period(k, origin, destination), arrive)

    @cached_property
    def _period_starts(self) -> tuple[int, ...]:
        return tuple(self.period_start.tolist())

    def _by_period(self, k: int, origin: int, destination: int) -> list[int]:
        cell = (self.mode[k], origin, destination)
        return [int(self.travel[cell]), *self.period_travel[:, *cell].tolist()]

    @cached_property
    def allowed(self) -> np.ndarray:
        """bool[visits, staff]: skills suffice and no wish forbids it."""
        return ((self.skills[:, None] & ~self.staff_skills[None, :]) == 0) & (self.cost != FORBIDDEN)

    @cached_property
    def changes(self) -> np.ndarray:
        """bool[visits, staff]: somebody else was promised."""
        return (self.promised_staff[:, None] >= 0) & (self.promised_staff[:, None] != np.arange(self.staff))

    @cached_property
    def late_price(self) -> np.ndarray:
        """int64[visits], price of a second of lateness."""
        return np.where(self.hard, self.weights.hard_late, self.weights.late).astype(np.int64)

    @cached_property
    def opening(self) -> dict[str, np.ndarray]:
        """Further windows by visit, in the order of time, as the kernel reads them.

        ``window_from`` [visits + 1] says where each visit's rows begin in ``window_earliest``, ``window_latest`` and
        ``window_turn``: who arrives no sooner than the turn waits for that window rather than be late for the one before.
        """
        rows = self.windows[np.lexsort((self.windows[:, 1], self.windows[:, 0]))]
        visit, earliest, latest = rows.astype(np.int64).T
        before = np.where(np.roll(visit, 1) == visit, np.roll(latest, 1), self.latest[visit])
        if len(rows):
            before[0] = self.latest[visit[0]]
        late = self.late_price[visit]
        wait = max(self.weights.waiting, self.weights.travel, 1)
        turn = np.clip((late * before + wait * earliest) // (late + wait) + 1, before + 1, np.maximum(earliest, before + 1))
        starts = np.searchsorted(visit, np.arange(self.visits + 1))
        values = {"window_from": starts, "window_earliest": earliest, "window_latest": latest, "window_turn": turn}
        return {name: value.astype(np.int32) for name, value in values.items()}

    @cached_property
    def arrays(self) -> dict[str, Any]:
        """What the kernel reads: the arrays by name; lacking skills as :data:`FORBIDDEN`, promises and pay as part of ``cost``."""
        arrays: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)} | self.opening
        dearer = self.cost.astype(np.int64) + self.weights.changed * self.changes + self.pay * self.duration[:, None]
        dearer = np.minimum(dearer, FORBIDDEN - 1).astype(np.int32)
        arrays["cost"] = np.where(self.allowed, dearer, np.int32(FORBIDDEN))
        arrays["late_price"] = self.late_price
        arrays["overtime_price"] = self.weights.overtime + self.overtime_pay
        for column, name in enumerate(("first", "second", "low", "high")):
            arrays[f"pair_{name}"] = self.pairs[:, column]
        for column, name in enumerate(("first", "second")):
            arrays[f"whole_{name}"] = self.wholes[:, column]
        for column, name in enumerate(("first", "second", "least")):
            arrays[f"gap_{name}"] = self.gaps[:, column]
        arrays["weights"] = {item.name: getattr(self.weights, item.name) for item in fields(DayWeights)}
        return arrays


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value

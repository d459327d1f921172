"""One day to plan, as arrays: staff, visits, travel, links between visits, prices. Immutable; the builder makes it from names."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ....cython_ext.day_search import FORBIDDEN

UNIT = 6000  # cost units in one minute of weight 1.0, so that a weight of 0.01 per minute is still one unit per second
ANY_TIME = 1 << 27  # "no limit" for times and distances between starts, seconds


@dataclass(frozen=True)
class DayWeights:
    """Prices in cost units: per second where the amount is a time, else per piece. All integers ≥ 0.

    ``late`` counts every second that a visit starts (or a break begins) after its latest start; ``waiting`` the seconds between
    leaving one visit and starting the next that are neither driven nor break; ``largest_late`` the one largest lateness of the
    day; ``distinct`` every further staff member whom a client meets that day; ``new_face`` every staff member whom a client
    meets and does not know.
    """

    travel: int = UNIT // 60
    waiting: int = 0
    late: int = 2 * UNIT // 60
    overtime: int = 2 * UNIT // 60
    largest_late: int = 0
    distinct: int = 0
    new_face: int = 0

    @classmethod
    def per_minute(
        cls,
        *,
        travel: float = 1.0,
        waiting: float = 0.0,
        late: float = 2.0,
        overtime: float = 2.0,
        largest_late: float = 0.0,
        distinct: float = 0.0,
        new_face: float = 0.0,
    ) -> DayWeights:
        """Weights as people say them: per minute, and in minutes of travel per piece (``distinct``, ``new_face``)."""
        times = (travel, waiting, late, overtime, largest_late)
        pieces = (distinct, new_face)
        return cls(*(round(weight * UNIT / 60) for weight in times), *(round(price * UNIT) for price in pieces))


@dataclass(frozen=True)
class DayProblem:
    """One day of one group of staff. Times are integer seconds (any epoch), costs integer units (:data:`UNIT` per minute).

    Only ``travel``, the shifts and the visits' place, duration and window are needed; the rest has a neutral default.
    Arrays are converted and made read-only.

    Attributes
    ----------
    travel
        int32[modes, places, places] (or [places, places]) seconds from row to column; need not be symmetric.
    shift_start, shift_end, start_place, end_place, mode
        int32[staff]. Overtime counts from ``shift_end``; ``mode`` is the row of ``travel``.
    staff_skills
        int64[staff] bit mask.
    break_length, break_earliest, break_latest
        int32[staff]. A break (rast) of that length begins between the two times, in one leg of the route; 0: none.
    capacity
        int32[staff], for goods; compare ``demand``.
    staff_cost
        int64[staff], for anybody who has at least one visit.
    place, duration, earliest, latest
        int32[visits]. A visit starts no earlier than ``earliest``; later than ``latest`` costs.
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
    gaps
        int32[n, 3]: first, second, least seconds from the end of the first to the start of the second. Hard where both are served.
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
    capacity: np.ndarray = None  # type: ignore[assignment]
    staff_cost: np.ndarray = None  # type: ignore[assignment]
    skills: np.ndarray = None  # type: ignore[assignment]
    client: np.ndarray = None  # type: ignore[assignment]
    demand: np.ndarray = None  # type: ignore[assignment]
    unserved: np.ndarray = None  # type: ignore[assignment]
    cost: np.ndarray = None  # type: ignore[assignment]
    known: np.ndarray = None  # type: ignore[assignment]
    met: np.ndarray = None  # type: ignore[assignment]
    pairs: np.ndarray = None  # type: ignore[assignment]
    pair_whole: np.ndarray = None  # type: ignore[assignment]
    gaps: np.ndarray = None  # type: ignore[assignment]
    weights: DayWeights = field(default_factory=DayWeights)

    def __post_init__(self) -> None:
        staff, visits = len(np.asarray(self.shift_start)), len(np.asarray(self.place))
        travel = np.asarray(self.travel)
        self._set("travel", travel[None] if travel.ndim == 2 else travel, np.int32, None)
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
            ("capacity", np.int32, ANY_TIME, staff),
            ("staff_cost", np.int64, 0, staff),
            ("skills", np.int64, 0, visits),
            ("demand", np.int32, 0, visits),
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
        pairs = np.asarray(_or(self.pairs, np.zeros((0, 4))), np.int32).reshape(-1, 4)
        self._set("pairs", pairs, np.int32, pairs.shape)
        self._set("pair_whole", _or(self.pair_whole, True), np.bool_, (len(pairs),))
        gaps = np.asarray(_or(self.gaps, np.zeros((0, 3))), np.int32).reshape(-1, 3)
        self._set("gaps", gaps, np.int32, gaps.shape)

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

    @cached_property
    def allowed(self) -> np.ndarray:
        """bool[visits, staff]: skills suffice and no wish forbids it."""
        return ((self.skills[:, None] & ~self.staff_skills[None, :]) == 0) & (self.cost != FORBIDDEN)

    @cached_property
    def arrays(self) -> dict[str, Any]:
        """What the kernel reads: the arrays by name, with lacking skills as :data:`FORBIDDEN` cost."""
        arrays: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        arrays["cost"] = np.where(self.allowed, self.cost, np.int32(FORBIDDEN))
        for column, name in enumerate(("first", "second", "low", "high")):
            arrays[f"pair_{name}"] = self.pairs[:, column]
        for column, name in enumerate(("first", "second", "least")):
            arrays[f"gap_{name}"] = self.gaps[:, column]
        arrays["weights"] = {item.name: getattr(self.weights, item.name) for item in fields(DayWeights)}
        return arrays


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value

"""A day in names instead of rows: staff, visits and wishes are added one by one, mistakes are collected and said together.

>>> day = DayBuilder(places=["base", "Asta", "Bo"], travel=[[0, 5, 8], [5, 0, 4], [8, 4, 0]])
>>> day.staff("Eva", shift=("07:00", "16:00"), place="base", skills=["insulin"])
>>> day.visit("Asta, morning", place="Asta", minutes=30, window=("08:00", "09:00"), skills=["insulin"])
>>> problem, names = day.build()
>>> problem.visits, names.staff
(1, ['Eva'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from ...errors import Fault, InputError, nearest
from .check import Names, clock
from .problem import ANY_TIME, FORBIDDEN, UNIT, DayProblem, DayWeights

Clock = str | int  # "07:30", or seconds after midnight
LONGEST_SKILL_LIST = 63


class DayBuilder:
    """Collects a day; :meth:`build` makes the problem or raises with everything that is wrong.

    Parameters
    ----------
    places
        Names in the order of the travel matrix.
    travel
        Minutes from row to column; or, per mode of travel, such a matrix.
    weights
        Prices; default: :class:`DayWeights` as it is.
    later
        Where travel changes with the hour (rush hour): what ``travel`` is from a time of the day on. Before the first time, and
        for modes that a time does not name, it is as before. A drive that runs on past such a time goes on at the new speed.

    >>> roads, rush = [[0, 10], [10, 0]], [[0, 15], [15, 0]]
    >>> day = DayBuilder(["base", "Asta"], roads, later={"07:00": rush, "08:30": roads})
    """

    def __init__(
        self,
        places: Sequence[str],
        travel: Any | Mapping[str, Any],
        weights: DayWeights | None = None,
        later: Mapping[Clock, Any] | None = None,
    ) -> None:
        self._places = list(places)
        self._modes = dict(travel) if isinstance(travel, Mapping) else {"": travel}
        self._later = {when: dict(given) if isinstance(given, Mapping) else {"": given} for when, given in (later or {}).items()}
        self._weights = weights or DayWeights()
        self._staff: dict[str, dict[str, Any]] = {}
        self._visits: dict[str, dict[str, Any]] = {}
        self._skills: dict[str, int] = {}
        self._pairs: list[tuple[str, str, int, int, bool]] = []
        self._wholes: list[tuple[str, str]] = []
        self._gaps: list[tuple[str, str, int]] = []
        self._faults: list[Fault] = []

    def staff(
        self,
        name: str,
        *,
        shift: tuple[Clock, Clock],
        place: str,
        end_place: str | None = None,
        skills: Sequence[str] = (),
        lunch: tuple[float, Clock, Clock] | None = None,
        missed_lunch: float = 0.0,
        mode: str | None = None,
        price: float = 0.0,
        pay: float = 0.0,
        overtime_pay: float = 0.0,
    ) -> None:
        """Add a member of staff: shift from and to, where it begins and ends, lunch as (minutes, begins no earlier, no later).

        ``missed_lunch`` is the price, in minutes of travel, of a shift without its lunch; 0: it is taken, too late if need be.
        ``price`` is that of this person at work at all, ``pay`` that of each minute at visits, ``overtime_pay`` what each minute
        of this person's overtime costs more than ``DayWeights.overtime``.
        """
        where = f"staff '{name}'"
        self._new(where, name, self._staff)
        length, earliest, latest = lunch or (0, 0, 0)
        self._staff[name] = {
            "shift_start": self._time(where, shift[0]),
            "shift_end": self._time(where, shift[1]),
            "start_place": self._row(where, "place", place, self._places),
            "end_place": self._row(where, "place", end_place or place, self._places),
            "staff_skills": self._mask(where, skills),
            "break_length": round(length * 60),
            "break_earliest": self._time(where, earliest),
            "break_latest": self._time(where, latest),
            "break_missed": round(missed_lunch * UNIT),
            "mode": 0 if mode is None else self._row(where, "mode of travel", mode, list(self._modes)),
            "staff_cost": round(price * UNIT),
            "pay": round(pay * UNIT / 60),
            "overtime_pay": round(overtime_pay * UNIT / 60),
        }

    def visit(
        self,
        name: str,
        *,
        place: str,
        minutes: float,
        window: tuple[Clock, Clock] | Sequence[tuple[Clock, Clock]],
        window_of: Literal["start", "end"] = "start",
        hard: bool = False,
        client: str | None = None,
        skills: Sequence[str] = (),
        unserved: float = 240.0,
        prices: Mapping[str, float] | None = None,
        others: float = 0.0,
        forbidden: Sequence[str] = (),
        known: Sequence[str] = (),
        promised: tuple[str, Clock] | None = None,
    ) -> None:
        """Add a visit that starts (or, by ``window_of``, ends) within its window, or within one of several.

        Where the window is ``hard``, lateness costs ``DayWeights.hard_late``. ``unserved`` is the price of leaving the visit out,
        in minutes of travel: low for one that is optional. ``promised`` is who was said to come and when: compare
        ``DayWeights.changed`` and ``moved``.

        ``prices`` are minutes of travel that a visit by this or that person costs, ``others`` the same for everybody else (a
        contact person has price 0, the others 10, say); ``forbidden`` may not come; ``known`` have met the client lately.
        """
        where = f"visit '{name}'"
        self._new(where, name, self._visits)
        first, *further = self._windows(where, window, round(minutes * 60) if window_of == "end" else 0)
        self._visits[name] = {
            "place": self._row(where, "place", place, self._places),
            "duration": round(minutes * 60),
            "earliest": first[0],
            "latest": first[1],
            "further": further,
            "hard": hard,
            "promised": promised,
            "client": place if client is None else client,
            "skills": self._mask(where, skills),
            "unserved": round(unserved * UNIT),
            "people": (dict(prices or {}), others, list(forbidden), list(known)),
        }

    def together(self, first: str, second: str, *, minutes: tuple[float, float] = (0.0, 0.0), whole: bool = True) -> None:
        """Two visits by two people: at once, or the second so many (least, greatest) minutes after the first begins."""
        self._pairs.append((first, second, round(minutes[0] * 60), round(minutes[1] * 60), whole))

    def both_or_neither(self, first: str, second: str) -> None:
        """Two visits that are done or left out together, by whom and when they like."""
        self._wholes.append((first, second))

    def gap(self, first: str, second: str, *, minutes: float) -> None:
        """The second visit starts no sooner than so many minutes after the first has ended."""
        self._gaps.append((first, second, round(minutes * 60)))

    def build(self) -> tuple[DayProblem, Names]:
        """The problem, and the names of its rows for messages.

        Raises
        ------
        InputError
            With everything that is wrong: unknown names, times that are none, a visit in two pairs.
        """
        staff, visits = list(self._staff), list(self._visits)
        clients = list(dict.fromkeys(visit["client"] for visit in self._visits.values()))
        cost = np.zeros((len(visits), len(staff)), np.int64)
        known = np.zeros((len(clients), len(staff)), bool)
        for v, (name, visit) in enumerate(self._visits.items()):
            self._people(f"visit '{name}'", visit, cost[v], known[clients.index(visit["client"])], staff)
        pairs = np.array([self._linked("together", a, b, visits, low, high) for a, b, low, high, _ in self._pairs])
        gaps = np.array([self._linked("gap", a, b, visits, least) for a, b, least in self._gaps])
        wholes = np.array([self._linked("both or neither", a, b, visits) for a, b in self._wholes])
        windows = [(v, *times) for v, visit in enumerate(self._visits.values()) for times in visit["further"]]
        promised = [self._promise(f"visit '{name}'", visit["promised"], staff) for name, visit in self._visits.items()]
        paired = [name for a, b, *_ in (*self._pairs, *self._wholes) for name in (a, b)]
        for name in sorted({name for name in paired if paired.count(name) > 1}):
            self._faults.append(Fault(f"visit '{name}'", "is in two pairs; a visit may be in one"))
        travel = self._matrices("travel", self._modes)
        starts, periods = self._periods(travel)
        if self._faults:
            raise InputError(*self._faults)
        columns = {
            name: np.array([person[name] for person in self._staff.values()]) for name in next(iter(self._staff.values()), {})
        }
        columns |= {
            name: np.array([visit[name] for visit in self._visits.values()])
            for name in ("place", "duration", "earliest", "latest", "hard", "skills", "unserved")
        }
        travel_of_all = np.stack(list(travel.values()))
        problem = DayProblem(
            travel=travel_of_all,
            period_start=np.array(starts, np.int32),
            period_travel=np.stack(periods) if periods else np.zeros((0, *travel_of_all.shape), np.int32),
            client=np.array([clients.index(visit["client"]) for visit in self._visits.values()]),
            cost=cost,
            known=known,
            pairs=pairs.reshape(-1, 4),
            pair_whole=np.array([whole for *_, whole in self._pairs], bool),
            wholes=wholes.reshape(-1, 2),
            gaps=gaps.reshape(-1, 3),
            windows=np.array(windows).reshape(-1, 3),
            promised_staff=np.array([who for who, _ in promised]),
            promised_start=np.array([when for _, when in promised]),
            weights=self._weights,
            **columns,
        )
        return problem, Names(visits, staff)

    def _matrices(self, where: str, given: Mapping[str, Any]) -> dict[str, np.ndarray]:
        """Seconds from place to place by mode."""
        travel, size = {}, len(self._places)
        for mode, matrix in given.items():
            travel[mode] = np.round(np.asarray(matrix, float) * 60)
            if travel[mode].shape != (size, size):
                what = f"has shape {travel[mode].shape}; {size} places need {size} × {size}"
                self._faults.append(Fault(f"{where} {mode}".rstrip(), what))
            elif not (travel[mode] >= 0).all():
                self._faults.append(Fault(f"{where} {mode}".rstrip(), "has times below 0 or missing"))
        return travel

    def _periods(self, travel: Mapping[str, np.ndarray]) -> tuple[list[int], list[np.ndarray]]:
        """Starts of the further periods in order of time, and travel of all modes in each."""
        starts, periods, now = [], [], dict(travel)
        for when in sorted(self._later, key=lambda when: self._time("travel later", when)):
            where = f"travel from {when if isinstance(when, str) else clock(when)}"
            for mode, matrix in self._matrices(where, self._later[when]).items():
                now[list(now)[self._row(where, "mode of travel", mode, list(now))]] = matrix
            starts.append(self._time(where, when))
            if starts.count(starts[-1]) > 1:
                self._faults.append(Fault(where, "is given twice"))
            same = {matrix.shape for matrix in now.values()} == {(len(self._places),) * 2}
            periods += [np.stack(list(now.values()))] if same else []
        return starts, periods

    def _windows(self, where: str, given: Any, shorter: int) -> list[tuple[int, int]]:
        """Windows for the start in order of time, from one window or several, ``shorter`` by the duration where for the end."""
        several = [given] if len(given) == 2 and isinstance(given[0], str | int) else list(given)
        if not several:
            self._faults.append(Fault(where, "has no window; it needs at least one"))
            return [(0, 0)]
        return sorted((self._time(where, begin), self._time(where, end) - shorter) for begin, end in several)

    def _promise(self, where: str, promised: tuple[str, Clock] | None, staff: list[str]) -> tuple[int, int]:
        if promised is None:
            return -1, -ANY_TIME
        return self._row(where, "staff", promised[0], staff), self._time(where, promised[1])

    def _people(self, where: str, visit: dict[str, Any], cost: np.ndarray, known: np.ndarray, staff: list[str]) -> None:
        prices, others, forbidden, friends = visit["people"]
        cost[:] = round(others * UNIT)
        for person, price in prices.items():
            cost[self._row(where, "staff", person, staff)] = round(price * UNIT)
        for person in forbidden:
            cost[self._row(where, "staff", person, staff)] = FORBIDDEN
        for person in friends:
            known[self._row(where, "staff", person, staff)] = True

    def _linked(self, where: str, first: str, second: str, visits: list[str], *numbers: int) -> tuple[int, ...]:
        return self._row(where, "visit", first, visits), self._row(where, "visit", second, visits), *numbers

    def _new(self, where: str, name: str, known: Mapping[str, Any]) -> None:
        if name in known:
            self._faults.append(Fault(where, "is added twice"))

    def _row(self, where: str, kind: str, name: str, known: list[str]) -> int:
        if name in known:
            return known.index(name)
        self._faults.append(Fault(where, f"there is no {kind} '{name}'; {nearest(name, known)}"))
        return 0

    def _mask(self, where: str, skills: Sequence[str]) -> int:
        for skill in skills:
            self._skills.setdefault(skill, len(self._skills))
        if len(self._skills) > LONGEST_SKILL_LIST:
            self._faults.append(Fault(where, f"more than {LONGEST_SKILL_LIST} different skills"))
            return 0
        return sum(1 << self._skills[skill] for skill in set(skills))

    def _time(self, where: str, time: Clock) -> int:
        if not isinstance(time, str):
            return int(time)
        hours, colon, minutes = time.partition(":")
        if colon and hours.isdigit() and minutes.isdigit() and int(minutes) < 60:
            return int(hours) * 3600 + int(minutes) * 60
        self._faults.append(Fault(where, f"'{time}' is not a time; write it as 07:30"))
        return 0

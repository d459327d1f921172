"""Search for a group's roster: one person's week at a time, the best one given everybody else's, until nothing improves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from ..scenario import Scenario
from .demand import Demand
from .familiar import Familiar
from .week_patterns import WeekPatterns, longest_run, rest_between

COVER = 300  # points for each squared person missing on a shift
IDLE = 4  # how much worse one too many is than one too few: somebody is paid to fill the gap elsewhere
SKILL = 450  # points for each squared person with a needed skill missing on a shift
CONTRACT = 20  # points for each squared quarter of an hour off the contract over the period, beyond LENIENT
LENIENT = 6  # quarters of an hour that nobody minds
EVEN_WEEKS = 8  # squared quarters of an hour off the contract in a week that cost one point
EVENINGS = 60  # points for each squared shift off an equal share of each shift type
UNREST = 25  # points for each unrest of a week
WISH = 60  # most points for a wish (schemaönskemål): keyed by person and day
CALLED = 10**6  # points that keep the hourly staff from shifts which nobody misses
ROUNDS = 8  # at most this many times over all people and weeks


class Search:
    """A group's roster under construction.

    Parameters
    ----------
    scenario, demand, days
        What is to be covered. The roster has whole weeks; beyond ``days`` nobody works.
    patterns, hours, regular
        For each person the legal weeks, the contract's quarters of an hour over the period (the most, for hourly staff), and
        whether the person is regular.
    weekend
        For each regular person 0 or 1: weekends of even or of odd weeks are worked, the others are off.
    skills
        bool[people, skills].
    wishes
        int64[people, days of whole weeks, shift types]: points for the person's wishes.
    familiar
        Points seen from the clients; None where the roster follows demand alone.
    """

    def __init__(
        self,
        scenario: Scenario,
        demand: Demand,
        days: int,
        patterns: list[WeekPatterns],
        hours: list[int],
        regular: list[bool],
        weekend: list[int],
        skills: np.ndarray,
        wishes: np.ndarray,
        familiar: Familiar | None,
    ) -> None:
        self.kinds = len(scenario.shifts)
        self.weeks = -(-days // 7)
        self.patterns, self.hours, self.regular, self.skills, self.familiar = patterns, hours, regular, skills, familiar
        self.wishes = wishes.reshape(len(patterns), -1)
        self.rest, self.longest_run = rest_between(scenario), longest_run(scenario)
        padded = self.weeks * 7 * self.kinds
        self.need = np.zeros(padded, np.int64)
        self.need[: days * self.kinds] = demand.people.reshape(-1)
        self.need_skilled = np.zeros((len(demand.skilled), padded), np.int64)
        self.need_skilled[:, : days * self.kinds] = demand.skilled.reshape(len(demand.skilled), -1)
        self.on = np.zeros(padded, np.int64)
        self.on_skilled = np.zeros_like(self.need_skilled)
        self.week = np.zeros((len(patterns), self.weeks), np.int64)  # row 0 of all patterns is the free week
        self.kind_share = np.array([self._kind_share(pattern) for pattern in patterns])
        self.days_of_week = [min(7, days - 7 * w) for w in range(self.weeks)]
        self.days = days
        self.allowed = [[self._allowed_in_week(p, w, weekend[p]) for w in range(self.weeks)] for p in range(len(patterns))]
        self.kind_counts = [pattern.works.reshape(len(pattern.works), 7, self.kinds).sum(1) for pattern in patterns]
        self.week_paid = [pattern.paid.sum(1) for pattern in patterns]
        self.share = np.array([[h * d // days for d in self.days_of_week] for h in hours], np.int64)
        self.booked = np.where(
            np.array(regular)[:, None], self.share, 0
        )  # paid in each week; until it is planned, the contract's share

    def run_regular(self, order: list[int]) -> None:
        """Roster the regular staff, in ``order``."""
        regular = [p for p in order if self.regular[p]]
        for _ in range(ROUNDS):
            if not sum([self._improve(p, w) for w in range(self.weeks) for p in regular]):
                break
        for _ in range(ROUNDS):
            if not sum([self._exchange(p, q, w) for w in range(self.weeks) for p, q in itertools.combinations(regular, 2)]):
                break
            if not sum([self._improve(p, w) for w in range(self.weeks) for p in regular]):
                break

    def run_hourly(self, order: list[int]) -> None:
        """Roster the hourly staff for what is still open."""
        hourly = [p for p in order if not self.regular[p]]
        most = self.hours.copy()
        for w in (*range(self.weeks), *range(self.weeks)):  # first each week's share, then what is left
            for p in sorted(hourly, key=lambda p: self.booked[p].sum() / max(most[p], 1)):
                self.hours[p] = min(most[p], int(self.share[p, : w + 1].sum())) if not self.booked[p, w:].any() else most[p]
                self._improve(p, w)
        self.hours = most

    def shifts(self) -> np.ndarray:
        """int64[people, days]: 0 off, k the (k - 1)-th shift type."""
        rows = [np.concatenate([pattern.shift[j] for j in weeks]) for pattern, weeks in zip(self.patterns, self.week, strict=True)]
        return np.array(rows, np.int64).reshape(len(self.patterns), -1)[:, : self.days]

    def missing(self) -> np.ndarray:
        """int64[days, shift types]: people missing."""
        return np.maximum(self.need - self.on, 0).reshape(-1, self.kinds)[: self.days]

    def _kind_share(self, pattern: WeekPatterns) -> np.ndarray:
        """float64[shift types]: the demand's mix of the shift types that the person works."""
        worked = pattern.works.reshape(len(pattern.works), 7, self.kinds).max((0, 1))
        wanted: np.ndarray = self.need.reshape(-1, self.kinds).sum(0) * worked
        return wanted / max(int(wanted.sum()), 1)

    def _allowed_in_week(self, p: int, week: int, weekend: int) -> np.ndarray:
        """bool[patterns]: the weekend rule, and nothing beyond the horizon."""
        shift = self.patterns[p].shift
        allowed = shift[:, self.days_of_week[week] :].sum(1) == 0
        if self.regular[p] and week % 2 != weekend:
            allowed &= shift[:, 5:].sum(1) == 0
        return allowed

    def _fits_neighbours(self, p: int, w: int) -> np.ndarray:
        """bool[patterns]: daily rest and longest run over the turns of the week."""
        pattern = self.patterns[p]
        good = np.ones(len(pattern.shift), bool)
        if w > 0:
            before = self.week[p, w - 1]
            good &= self.rest[pattern.shift[before, 6], pattern.shift[:, 0]]
            good &= (pattern.tail[before] == 0) | (pattern.tail[before] + pattern.head <= self.longest_run)
        if w + 1 < self.weeks:
            after = self.week[p, w + 1]
            good &= self.rest[pattern.shift[:, 6], pattern.shift[after, 0]]
            good &= (pattern.head[after] == 0) | (pattern.tail + pattern.head[after] <= self.longest_run)
        return good

    def slots(self, w: int) -> slice:
        """Slots of a week."""
        return slice(w * 7 * self.kinds, (w + 1) * 7 * self.kinds)

    def _put(self, p: int, w: int, sign: int) -> None:
        slots, works = self.slots(w), self.patterns[p].works[self.week[p, w]]
        self.on[slots] += sign * works
        self.on_skilled[:, slots] += sign * self.skills[p][:, None] * works
        if self.familiar is not None:
            self.familiar.put(p, works, sign, slots)

    def _slot_points(self, p: int, w: int) -> np.ndarray:
        """int64[slots of the week]: what it adds that the person works a slot, with the person's own week taken out."""
        slots = self.slots(w)
        gap = self.need[slots] - self.on[slots]
        points = COVER * (2 * gap - 1) * np.where(gap > 0, 1, IDLE) + self.wishes[p, slots]
        if not self.regular[p]:
            points = np.where(gap > 0, points, -CALLED)
        skill_gap = self.need_skilled[:, slots] - self.on_skilled[:, slots]
        points = points + SKILL * (np.where(skill_gap > 0, 2 * skill_gap - 1, 0) * self.skills[p][:, None]).sum(0)
        if self.familiar is not None:
            points = points + self.familiar.points(p, slots)
        return points

    def _points(self, p: int, w: int, *, alone: bool = False) -> np.ndarray:
        """float64[patterns]: worth of every week for the person; minus infinity where it is not allowed, or fits no neighbour."""
        pattern, others = self.patterns[p], np.delete(self.week[p], w)
        paid = self.week_paid[p]
        total = int(self.booked[p].sum() - self.booked[p, w]) + paid
        points = pattern.works @ self._slot_points(p, w) - UNREST * pattern.unrest
        allowed = self.allowed[p][w] & (alone | self._fits_neighbours(p, w))
        if self.regular[p]:
            counts = self.kind_counts[p][others].sum(0) + self.kind_counts[p]
            uneven = counts - counts.sum(1, keepdims=True) * self.kind_share[p]
            points = (
                points
                - CONTRACT * np.maximum(abs(total - self.hours[p]) - LENIENT, 0) ** 2
                - (paid - self.share[p, w]) ** 2 // EVEN_WEEKS
            )
            points = points - np.rint(EVENINGS * (uneven**2).sum(1))
        else:
            allowed &= total <= self.hours[p]
        return np.where(allowed, points, -np.inf)

    def points_without_neighbours(self, p: int, w: int) -> np.ndarray:
        """float64[patterns]: worth of every week given everybody else's, whether or not it fits the person's weeks beside it."""
        self._put(p, w, -1)
        points = self._points(p, w, alone=True)
        self._put(p, w, 1)
        return points

    def replace_weeks(self, chosen: Mapping[tuple[int, int], int]) -> None:
        """Give people other weeks: (person, week) -> row of the person's patterns."""
        for (p, w), j in chosen.items():
            self._put(p, w, -1)
            self.week[p, w], self.booked[p, w] = j, self.week_paid[p][j]
            self._put(p, w, 1)

    def _improve(self, p: int, w: int) -> bool:
        """Give the person the best week; whether it is another one."""
        self._put(p, w, -1)
        points, was = self._points(p, w), self.week[p, w]
        best = int(np.argmax(points))
        if points[best] > points[was]:
            self.week[p, w] = best
        self.booked[p, w] = self.week_paid[p][self.week[p, w]]
        self._put(p, w, 1)
        return bool(self.week[p, w] != was)

    def _exchange(self, p: int, q: int, w: int) -> bool:
        """Let two people take over each other's week where that is worth more; whether it was."""
        a, b = self.week[p, w], self.week[q, w]
        if a == b or self.patterns[p] is not self.patterns[q]:
            return False
        self._put(p, w, -1)
        self._put(q, w, -1)
        worth = [self._pair(p, q, w, i, j) for i, j in ((a, b), (b, a))]
        self.week[p, w], self.week[q, w] = (b, a) if worth[1] > worth[0] else (a, b)
        for person in (p, q):
            self.booked[person, w] = self.week_paid[person][self.week[person, w]]
        self._put(p, w, 1)
        self._put(q, w, 1)
        return bool(worth[1] > worth[0])

    def _pair(self, p: int, q: int, w: int, i: int, j: int) -> float:
        """Worth of p's week being i and q's j, with both of their weeks taken out."""
        first = self._points(p, w)[i]
        self.week[p, w] = i
        self._put(p, w, 1)
        second = self._points(q, w)[j]
        self._put(p, w, -1)
        return float(first + second)

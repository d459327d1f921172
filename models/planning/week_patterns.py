"""All weeks that a person may work: the rest rules, written out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..scenario import DAY, Scenario
from .demand import paid_seconds

QUARTER = 900  # seconds; paid time is counted in quarters of an hour


@dataclass(frozen=True)
class WeekPatterns:
    """The weeks (Monday to Sunday) that keep the rest rules, for people who work certain shift types.

    Attributes
    ----------
    shift
        int8[patterns, 7]: 0 off, k the (k - 1)-th shift type of the scenario.
    works
        int64[patterns, 7 * shift types]: 1 where the pattern has that shift on that day.
    paid
        int64[patterns, 7]: paid quarters of an hour on each day.
    head, tail
        int64[patterns]: days worked without a break from Monday on, and up to Sunday.
    unrest
        int64[patterns]: how often work begins anew, a single day off or on, and day and evening shifts mixed within a run.
    """

    shift: np.ndarray
    works: np.ndarray
    paid: np.ndarray
    head: np.ndarray
    tail: np.ndarray
    unrest: np.ndarray


def rest_between(scenario: Scenario) -> np.ndarray:
    """bool[types + 1, types + 1]: whether a shift may follow another on the next day (0: off) with the daily rest between them."""
    kinds = len(scenario.shifts)
    allowed = np.ones((kinds + 1, kinds + 1), bool)
    rest = scenario.work.daily_rest_hours.value * 3600
    for a, before in enumerate(scenario.shifts):
        for b, after in enumerate(scenario.shifts):
            allowed[a + 1, b + 1] = DAY + after.start - before.end >= rest
    return allowed


def longest_run(scenario: Scenario) -> int:
    """Most days worked in a row, also over the turn of a week."""
    return round(scenario.work.longest_run_days.value)


def week_patterns(scenario: Scenario, names: frozenset[str]) -> WeekPatterns:
    """Enumerate the legal weeks of a person who works the named shift types.

    A week keeps the daily rest, at most :func:`longest_run` days in a row, and the weekly rest: an unbroken rest within the week,
    not counting what lies before its Monday or after its Sunday.
    """
    kinds = len(scenario.shifts)
    choices = [0, *(k + 1 for k, shift in enumerate(scenario.shifts) if shift.name in names)]
    allowed = rest_between(scenario)
    weeks = np.zeros((1, 0), np.int8)
    for _ in range(7):
        weeks = np.concatenate([np.column_stack([weeks, np.full(len(weeks), c, np.int8)]) for c in choices])
        if weeks.shape[1] > 1:
            weeks = weeks[allowed[weeks[:, -2], weeks[:, -1]]]
    weeks = weeks[np.lexsort(weeks.T[::-1])]
    head, tail, longest = _runs(weeks > 0)
    rest = _longest_rest(scenario, weeks) >= scenario.work.weekly_rest_hours.value * 3600
    keep = rest & (longest <= longest_run(scenario))
    weeks, head, tail = weeks[keep], head[keep], tail[keep]
    paid = np.array([0, *(paid_seconds(scenario, shift) // QUARTER for shift in scenario.shifts)], np.int64)
    works = (weeks[:, :, None] == np.arange(1, kinds + 1)).astype(np.int64).reshape(len(weeks), -1)
    return WeekPatterns(weeks, works, paid[weeks], head, tail, _unrest(weeks))


def _runs(on: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days worked in a row at the start, at the end and at most, for each week."""
    head = np.cumprod(on, axis=1).sum(1)
    tail = np.cumprod(on[:, ::-1], axis=1).sum(1)
    run = np.zeros(len(on), np.int64)
    longest = run
    for day in range(7):
        run = (run + 1) * on[:, day]
        longest = np.maximum(longest, run)
    return head, tail, longest


def _longest_rest(scenario: Scenario, weeks: np.ndarray) -> np.ndarray:
    """Longest unbroken rest within each week, in seconds."""
    start = np.array([0, *(shift.start for shift in scenario.shifts)])
    end = np.array([0, *(shift.end for shift in scenario.shifts)])
    since = np.zeros(len(weeks), np.int64)
    longest = np.zeros(len(weeks), np.int64)
    for day in range(7):
        on = weeks[:, day] > 0
        longest = np.where(on, np.maximum(longest, day * DAY + start[weeks[:, day]] - since), longest)
        since = np.where(on, day * DAY + end[weeks[:, day]], since)
    return np.maximum(longest, 7 * DAY - since)


def _unrest(weeks: np.ndarray) -> np.ndarray:
    on = weeks > 0
    begins = (on[:, 1:] & ~on[:, :-1]).sum(1)
    single = (on[:, 1:-1] != on[:, :-2]) & (on[:, 1:-1] != on[:, 2:])
    mixed = (on[:, 1:] & on[:, :-1] & (weeks[:, 1:] != weeks[:, :-1])).sum(1)
    half_weekend = on[:, 5] != on[:, 6]
    return begins + single.sum(1) + mixed + 2 * half_weekend

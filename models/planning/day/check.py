"""Contradictions in a day: what no plan can do well, said before anybody searches.

Windows are soft and visits may be left out, so a plan exists all the same; these sentences say why it will disappoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import SupportsInt

import numpy as np

from ...errors import Fault
from .problem import DayProblem


@dataclass(frozen=True)
class Names:
    """How visits and staff are called in messages; by default by their rows."""

    visits: Sequence[str] | None = None
    staff: Sequence[str] | None = None

    def visit(self, v: int) -> str:
        """``visit 12``, or the name given."""
        return f"visit {v}" if self.visits is None else str(self.visits[v])

    def person(self, k: int) -> str:
        """``staff 3``, or the name given."""
        return f"staff {k}" if self.staff is None else str(self.staff[k])


def clock(second: SupportsInt) -> str:
    """Seconds after midnight as ``hh:mm``."""
    minute = int(second) // 60
    return f"{minute // 60:02d}:{minute % 60:02d}"


def contradictions(problem: DayProblem, names: Names | None = None) -> tuple[Fault, ...]:
    """Everything that cannot be done as asked, one sentence each."""
    called = names or Names()
    return tuple(fault for rule in RULES for fault in rule(problem, called))


def windows_end_before_they_begin(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """The latest start lies before the earliest."""
    for v in np.flatnonzero(problem.latest < problem.earliest):
        window = f"{clock(problem.earliest[v])} but must start by {clock(problem.latest[v])}"
        yield Fault(names.visit(int(v)), f"may start from {window}")


def nobody_may(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """No member of staff has the skills, or all are forbidden, or none has the capacity."""
    for v in np.flatnonzero(~problem.allowed.any(axis=1)):
        skilled = ((problem.skills[v] & ~problem.staff_skills) == 0).sum()
        why = "all who have its skills are forbidden" if skilled else "nobody has all its skills"
        yield Fault(names.visit(int(v)), f"nobody may do it: {why}")


def nobody_is_there(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """All who may do a visit work at other times."""
    for v in np.flatnonzero(problem.allowed.any(axis=1)):
        able = np.flatnonzero(problem.allowed[v])
        if not np.any(
            (problem.shift_start[able] <= problem.latest[v])
            & (problem.earliest[v] + problem.duration[v] <= problem.shift_end[able])
        ):
            window = f"{clock(problem.earliest[v])}–{clock(problem.latest[v])}"
            yield Fault(
                names.visit(int(v)), f"nobody who may do it works when it is due ({window}, {problem.duration[v] // 60} minutes)"
            )


def pairs_without_two_people(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """Double staffing where the two visits cannot be given to two different people."""
    for a, b, *_ in problem.pairs.tolist():
        if problem.allowed[a].any() and problem.allowed[b].any() and (problem.allowed[a] | problem.allowed[b]).sum() < 2:
            yield Fault(f"{names.visit(a)} and {names.visit(b)}", "need two different people, and only one may do them")


def pairs_whose_windows_cannot_meet(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """No two starts within the windows have the distance asked for."""
    for a, b, low, high in problem.pairs.tolist():
        if problem.earliest[b] - problem.latest[a] > high or problem.latest[b] - problem.earliest[a] < low:
            spans = (f"{clock(problem.earliest[v])}–{clock(problem.latest[v])}" for v in (a, b))
            asked = "at the same time" if low == high == 0 else f"{low // 60} to {high // 60} minutes apart"
            yield Fault(f"{names.visit(a)} and {names.visit(b)}", f"must start {asked}, but may start {' and '.join(spans)}")


def gaps_that_windows_forbid(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """The second visit must start before the first has been over for long enough."""
    for a, b, least in problem.gaps.tolist():
        soonest = problem.earliest[a] + problem.duration[a] + least
        if soonest > problem.latest[b]:
            yield Fault(
                f"{names.visit(a)} and {names.visit(b)}",
                f"need {least // 60} minutes between them, so the second cannot start before {clock(soonest)}; "
                f"it must by {clock(problem.latest[b])}",
            )


def breaks_outside_shifts(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """A shift that is shorter than its break, or ends before it or begins after it."""
    shift = problem.shift_end - problem.shift_start
    for k in np.flatnonzero(problem.break_length > 0):
        person, length = names.person(int(k)), int(problem.break_length[k])
        if shift[k] < length:
            yield Fault(person, f"the shift is {shift[k] // 60} minutes long, shorter than its break of {length // 60}")
        elif problem.break_latest[k] < problem.shift_start[k] or problem.break_earliest[k] + length > problem.shift_end[k]:
            window = f"{clock(problem.break_earliest[k])}–{clock(problem.break_latest[k])}"
            hours = f"{clock(problem.shift_start[k])}–{clock(problem.shift_end[k])}"
            yield Fault(person, f"the break ({window}, {length // 60} minutes) does not fit into the shift {hours}")


def circles(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """Visits that wait for each other: each must start after the next, and the last after the first."""
    edges = [(a, b, int(problem.duration[a]) + least) for a, b, least in problem.gaps.tolist()]
    for a, b, low, high in problem.pairs.tolist():
        edges += [(a, b, low), (b, a, -high)]
    reach, before = dict.fromkeys([v for edge in edges for v in edge[:2]], 0), dict[int, int]()
    moved: int | None = None
    for _ in range(len(reach) + 1):
        moved = None
        for a, b, distance in edges:
            if reach[a] + distance > reach[b]:
                reach[b], before[b], moved = reach[a] + distance, a, b
        if moved is None:
            return
    if moved is None:
        return
    for _ in reach:  # back into the circle, then once around it
        moved = before[moved]
    around = [moved]
    while before[around[-1]] != moved:
        around.append(before[around[-1]])
    order = [names.visit(v) for v in reversed(around)]
    yield Fault(", ".join(order), "wait for each other in a circle; not all of them can be done")


RULES: tuple[Callable[[DayProblem, Names], Iterator[Fault]], ...] = (
    windows_end_before_they_begin,
    nobody_may,
    nobody_is_there,
    pairs_without_two_people,
    pairs_whose_windows_cannot_meet,
    gaps_that_windows_forbid,
    breaks_outside_shifts,
    circles,
)

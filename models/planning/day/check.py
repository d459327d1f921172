"""Contradictions in a day: what no plan can do well, said before anybody searches.

Windows are soft and visits may be left out, so a plan exists all the same; these sentences say why it will disappoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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


def _spans(problem: DayProblem, v: int) -> list[tuple[int, int]]:
    """All windows of a visit, in order of time."""
    further = problem.windows[problem.windows[:, 0] == v, 1:]
    return sorted([(int(problem.earliest[v]), int(problem.latest[v])), *((int(a), int(b)) for a, b in further)])


def _said(problem: DayProblem, v: int) -> str:
    return " or ".join(f"{clock(earliest)}–{clock(latest)}" for earliest, latest in _spans(problem, v))


def windows_end_before_they_begin(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """The latest start lies before the earliest."""
    for v in range(problem.visits):
        for earliest, latest in _spans(problem, v):
            if latest < earliest:
                yield Fault(names.visit(v), f"may start from {clock(earliest)} but must start by {clock(latest)}")


def windows_overlap(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """Two windows of one visit that are one, or the same twice."""
    for v in np.unique(problem.windows[:, 0]):
        for (_, latest), (earliest, _) in pairwise(_spans(problem, int(v))):
            if earliest <= latest:
                yield Fault(names.visit(int(v)), f"has windows that overlap ({_said(problem, int(v))}); one window says the same")


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
        begins, ends = problem.shift_start[able], problem.shift_end[able]
        if not any(np.any((begins <= b) & (a + problem.duration[v] <= ends)) for a, b in _spans(problem, int(v))):
            due = f"{_said(problem, int(v))}, {problem.duration[v] // 60} minutes"
            yield Fault(names.visit(int(v)), f"nobody who may do it works when it is due ({due})")


def nobody_gets_there(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """A hard visit that all who may do it and work then reach too late, straight from where their shift begins."""
    for v in np.flatnonzero(problem.hard & problem.allowed.any(axis=1)):
        able = np.flatnonzero(problem.allowed[v])
        leaves = [(int(k), int(problem.start_place[k]), int(problem.shift_start[k])) for k in able]
        soonest = min(leave + problem.drive(k, base, int(problem.place[v]), leave) for k, base, leave in leaves)
        last = _spans(problem, int(v))[-1][1]
        if soonest > last and (problem.shift_start[able] <= last).any():
            what = f"must start by {clock(last)}, and nobody who may do it can be there before {clock(soonest)}"
            yield Fault(names.visit(int(v)), what)


def nobody_can_carry(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """A demand that is larger than the capacity of everybody who may take it."""
    for v in np.flatnonzero(problem.allowed.any(axis=1) & (problem.demand > 0)):
        most = int(problem.capacity[problem.allowed[v]].max())
        if problem.demand[v] > most:
            yield Fault(
                names.visit(int(v)), f"has a demand of {problem.demand[v]}; nobody who may do it has room for more than {most}"
            )


def pairs_without_two_people(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """Double staffing where the two visits cannot be given to two different people."""
    for a, b, *_ in problem.pairs.tolist():
        if problem.allowed[a].any() and problem.allowed[b].any() and (problem.allowed[a] | problem.allowed[b]).sum() < 2:
            yield Fault(f"{names.visit(a)} and {names.visit(b)}", "need two different people, and only one may do them")


def pairs_whose_windows_cannot_meet(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """No two starts within the windows have the distance asked for."""
    for a, b, low, high in problem.pairs.tolist():
        if not any(
            from_b - to_a <= high and to_b - from_a >= low
            for from_a, to_a in _spans(problem, a)
            for from_b, to_b in _spans(problem, b)
        ):
            asked = "at the same time" if low == high == 0 else f"{low // 60} to {high // 60} minutes apart"
            may = f"{_said(problem, a)} and {_said(problem, b)}"
            yield Fault(f"{names.visit(a)} and {names.visit(b)}", f"must start {asked}, but may start {may}")


def pairs_that_never_work_together(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """Double staffing where no two people who may do the visits are at work at the same time."""
    for a, b, low, high in problem.pairs.tolist():
        one, other = np.flatnonzero(problem.allowed[a]), np.flatnonzero(problem.allowed[b])
        if low != 0 or high != 0 or (problem.allowed[a] | problem.allowed[b]).sum() < 2 or not (len(one) and len(other)):
            continue
        begins = np.maximum(problem.shift_start[one][:, None], problem.shift_start[other][None])
        ends = np.minimum(problem.shift_end[one][:, None], problem.shift_end[other][None])
        if not ((ends - begins >= max(problem.duration[a], problem.duration[b])) & (one[:, None] != other[None])).any():
            yield Fault(
                f"{names.visit(a)} and {names.visit(b)}", "need two people at the same time; no two who may do them work together"
            )


def gaps_that_windows_forbid(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """The second visit must start before the first has been over for long enough."""
    for a, b, least in problem.gaps.tolist():
        soonest = problem.earliest[a] + problem.duration[a] + least
        if soonest > (last := _spans(problem, b)[-1][1]):
            yield Fault(
                f"{names.visit(a)} and {names.visit(b)}",
                f"need {least // 60} minutes between them, so the second cannot start before {clock(soonest)}; "
                f"it must by {clock(last)}",
            )


def breaks_outside_shifts(problem: DayProblem, names: Names) -> Iterator[Fault]:
    """A shift that is shorter than its break, or ends before it or begins after it."""
    shift = problem.shift_end - problem.shift_start
    for k in np.flatnonzero(shift < 0):
        yield Fault(
            names.person(int(k)),
            f"the shift ends at {clock(problem.shift_end[k])}, before it begins at {clock(problem.shift_start[k])}",
        )
    for k in np.flatnonzero((problem.break_length > 0) & (shift >= 0)):
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
    windows_overlap,
    nobody_may,
    nobody_is_there,
    nobody_gets_there,
    nobody_can_carry,
    pairs_without_two_people,
    pairs_whose_windows_cannot_meet,
    pairs_that_never_work_together,
    gaps_that_windows_forbid,
    breaks_outside_shifts,
    circles,
)

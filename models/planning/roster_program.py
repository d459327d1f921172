"""A group's roster as a mixed-integer program over weeks: better than week-by-week search where groups are small, with a bound.

Every variable is one person's week from :mod:`.week_patterns`, so the rest rules hold by construction; the rows are one week for
each person and week, daily rest and longest run over the turns of weeks. What is optimised is what the search optimises
(``roster_search``), for the regular staff: squared gaps of cover and skills and who knows whom are piecewise linear in whole
people and therefore exact; squares of hours and of shares of shift types are replaced by tangents from below, so the bound is one
for the search's points too. HiGHS stops by nodes and gap, never by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .familiar import SOMEBODY_KNOWN
from .roster_search import CONTRACT, COVER, EVEN_WEEKS, EVENINGS, IDLE, LENIENT, SKILL, UNREST, Search

MOST_PEOPLE = 20  # regular staff; larger groups are left to the search
MOST_WEEKS = 1500  # variables; where there are more legal weeks, the best ones of each person given everybody else's
NODES, GAP = 20, 0.01
SPARE = 4  # people beyond the demand whose price is exact; the price of more is a little too low
HOURS = (7, 9, 12, 16, 22, 30, 50, 100)  # quarters of an hour off the contract at which tangents touch
SHIFTS = (0.5, 1.5, 3.0, 5.0, 8.0)  # shifts off an equal share at which tangents touch


@dataclass(frozen=True)
class Solved:
    """Points of the roster that is kept, and of the best there can be: among all legal weeks, or among those looked at."""

    points: float
    most: float
    all_weeks: bool

    @property
    def gap(self) -> float:
        """How far from the best at most, as a share of it."""
        return max(0.0, self.most - self.points) / max(abs(self.most), 1.0)


@dataclass
class _Program:
    """Columns with their costs and most, and rows with limits, as lists."""

    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def column(self, cost: float, most: float = np.inf) -> int:
        self.cost.append(cost)
        self.most.append(most)
        return len(self.cost) - 1

    def row(self, low: float, high: float, entries: list[tuple[int, float]]) -> None:
        self.entries += [(len(self.low), column, value) for column, value in entries]
        self.low.append(low)
        self.high.append(high)


def improve_by_program(search: Search) -> Solved | None:
    """Give the regular staff of a searched roster better weeks, if the program finds any; None where the group is too large.

    Called before the hourly staff are rostered. The roster never gets worse: a solution that is worth less is not taken.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    regular = [p for p, is_regular in enumerate(search.regular) if is_regular]
    if not regular or len(regular) > MOST_PEOPLE:
        return None
    weeks, every = _weeks_to_look_at(search, regular)
    program = _Program()
    at = {key: [program.column(_own_cost(search, *key, j), 1) for j in rows.tolist()] for key, rows in weeks.items()}
    binary = len(program.cost)
    _one_week_each(program, search, weeks, at)
    _cover(program, search, weeks, at)
    _familiar(program, search, weeks, at)
    _contracts(program, search, weeks, at)
    row, column, value = (np.array(part) for part in zip(*program.entries, strict=True))
    matrix = csr_array((value, (row, column)), shape=(len(program.low), len(program.cost)))
    found = milp(
        np.array(program.cost),
        integrality=np.arange(len(program.cost)) < binary,
        bounds=Bounds(0, np.array(program.most)),  # type: ignore[arg-type]
        constraints=LinearConstraint(matrix, np.array(program.low), np.array(program.high)),  # type: ignore[arg-type]
        options={"node_limit": NODES, "mip_rel_gap": GAP, "presolve": True},
    )
    before, was = points_of(search), search.week.copy()
    if found.x is not None:
        chosen = {key: int(rows[int(np.argmax(found.x[at[key]]))]) for key, rows in weeks.items()}
        search.replace_weeks(chosen)
        if points_of(search) <= before:
            search.replace_weeks({(p, w): int(was[p, w]) for p, w in weeks})
    now = points_of(search)
    bound = found.mip_dual_bound
    return Solved(now, max(now, np.inf if bound is None else -float(bound)), every)


def points_of(search: Search) -> float:
    """What the roster of the regular staff is worth, in the search's points; 0 would be a roster that nobody is on."""
    regular = [p for p, is_regular in enumerate(search.regular) if is_regular]
    on, skilled = np.zeros_like(search.on), np.zeros_like(search.on_skilled)
    known = None if search.familiar is None else np.zeros_like(search.familiar.known)
    total = 0.0
    for p in regular:
        for w in range(search.weeks):
            j, slots = int(search.week[p, w]), search.slots(w)
            works = search.patterns[p].works[j]
            on[slots] += works
            skilled[:, slots] += search.skills[p][:, None] * works
            total -= _own_cost(search, p, w, j)
            if known is not None and search.familiar is not None:
                known[slots] += works[:, None] * search.familiar.knows[p]
        off = abs(int(sum(search.week_paid[p][search.week[p]])) - search.hours[p])
        total -= CONTRACT * max(off - LENIENT, 0) ** 2
        counts = search.kind_counts[p][search.week[p]].sum(0)
        total -= EVENINGS * float(((counts - counts.sum() * search.kind_share[p]) ** 2).sum())
    gap = search.need - on
    total -= COVER * float(np.where(gap > 0, gap**2, IDLE * gap**2).sum())
    total -= SKILL * float((np.maximum(search.need_skilled - skilled, 0) ** 2).sum())
    if known is not None and search.familiar is not None:
        total += float((SOMEBODY_KNOWN * (known > 0) * search.familiar.visited).sum())
    return total


def _weeks_to_look_at(search: Search, regular: list[int]) -> tuple[dict[tuple[int, int], np.ndarray], bool]:
    """For each person and week the rows of the legal weeks that are variables, today's among them; and whether these are all."""
    legal = {(p, w): np.flatnonzero(search.allowed[p][w]) for p in regular for w in range(search.weeks)}
    if sum(map(len, legal.values())) <= MOST_WEEKS:
        return legal, True
    each = max(2, MOST_WEEKS // len(legal))
    chosen = {}
    for (p, w), rows in legal.items():
        worth = search.points_without_neighbours(p, w)[rows]
        best = rows[np.argsort(-worth, kind="stable")[:each]]
        chosen[p, w] = np.unique(np.append(best, search.week[p, w]))
    return chosen, False


def _own_cost(search: Search, p: int, w: int, j: int) -> float:
    """What a week costs whoever else works: unrest, uneven weeks, less wishes and contact duties."""
    slots, works = search.slots(w), search.patterns[p].works[j]
    points = search.wishes[p, slots]
    if search.familiar is not None:
        points = points + search.familiar.duty_points[p, slots]
    uneven = (int(search.week_paid[p][j]) - int(search.share[p, w])) ** 2 // EVEN_WEEKS
    return float(UNREST * search.patterns[p].unrest[j] + uneven - works @ points)


Weeks = dict[tuple[int, int], np.ndarray]
Columns = dict[tuple[int, int], list[int]]


def _one_week_each(program: _Program, search: Search, weeks: Weeks, at: Columns) -> None:
    for (p, w), rows in weeks.items():
        program.row(1, 1, [(column, 1.0) for column in at[p, w]])
        if (p, w + 1) not in weeks:
            continue
        pattern, after = search.patterns[p], weeks[p, w + 1]
        last, first = pattern.shift[rows, 6], pattern.shift[after, 0]
        run = pattern.tail[rows][:, None] + pattern.head[after]
        long = (run > search.longest_run) & (pattern.tail[rows] > 0)[:, None] & (pattern.head[after] > 0)
        clash = long | ~search.rest[last[:, None], first]
        for kind in np.unique(clash, axis=0):  # weeks that end alike clash with the same weeks
            if kind.any():
                mine = np.flatnonzero((clash == kind).all(axis=1))
                before = [(at[p, w][k], 1.0) for k in mine.tolist()]
                program.row(-np.inf, 1, before + [(at[p, w + 1][k], 1.0) for k in np.flatnonzero(kind).tolist()])


def _working(search: Search, weeks: Weeks, at: Columns, who: np.ndarray) -> list[list[tuple[int, float]]]:
    """For each slot the weeks in which somebody of ``who`` (bool[people]) works it."""
    found: list[list[tuple[int, float]]] = [[] for _ in range(len(search.need))]
    for (p, w), rows in weeks.items():
        if who[p]:
            first = search.slots(w).start
            for k, slot in zip(*(axis.tolist() for axis in np.nonzero(search.patterns[p].works[rows])), strict=True):
                found[first + slot].append((at[p, w][k], 1.0))
    return found


def _cover(program: _Program, search: Search, weeks: Weeks, at: Columns) -> None:
    everybody = _working(search, weeks, at, np.ones(len(search.patterns), bool))
    for need, working in zip(search.need.tolist(), everybody, strict=True):
        if working:
            missing = [(program.column(COVER * (2 * i + 1), 1), 1.0) for i in range(need)]
            over = [(program.column(COVER * IDLE * (2 * i + 1), 1 if i < SPARE else np.inf), -1.0) for i in range(SPARE + 1)]
            program.row(need, need, working + missing + over)
        elif need:
            program.column(COVER * need**2, 1)
            program.row(1, 1, [(len(program.cost) - 1, 1.0)])
    for skill, needed in enumerate(search.need_skilled):
        able = _working(search, weeks, at, search.skills[:, skill] > 0)
        for need, working in zip(needed.tolist(), able, strict=True):
            if need:
                missing = [(program.column(SKILL * (2 * i + 1), 1), 1.0) for i in range(need)]
                program.row(need, np.inf, working + missing)


def _familiar(program: _Program, search: Search, weeks: Weeks, at: Columns) -> None:
    familiar = search.familiar
    if familiar is None:
        return
    for client in range(familiar.knows.shape[1]):
        knowing = _working(search, weeks, at, familiar.knows[:, client] > 0)
        for slot in np.flatnonzero(familiar.visited[:, client]).tolist():
            if knowing[slot]:
                program.row(0, np.inf, [*knowing[slot], (program.column(-SOMEBODY_KNOWN, 1), -1.0)])


def _contracts(program: _Program, search: Search, weeks: Weeks, at: Columns) -> None:
    for p in sorted({p for p, _ in weeks}):
        mine = [(column, j) for w in range(search.weeks) for column, j in zip(at[p, w], weeks[p, w].tolist(), strict=True)]
        price = program.column(1.0)
        paid = [(column, float(search.week_paid[p][j])) for column, j in mine]
        for t in HOURS:
            slope = 2.0 * (t - LENIENT)
            touch = (t - LENIENT) ** 2 - slope * t
            for sign in (1, -1):  # price >= CONTRACT * (touch + slope * sign * (paid - hours))
                parts = [(column, -CONTRACT * slope * sign * value) for column, value in paid]
                program.row(CONTRACT * (touch - slope * sign * search.hours[p]), np.inf, [(price, 1.0), *parts])
        for kind in range(search.kinds):
            share = search.kind_share[p][kind]
            off = [(c, float(n[kind] - n.sum() * share)) for c, n in ((c, search.kind_counts[p][j]) for c, j in mine)]
            off = [(column, value) for column, value in off if value]
            price = program.column(1.0)
            for t in SHIFTS if off else ():
                for sign in (1, -1):
                    parts = [(column, -EVENINGS * 2 * t * sign * value) for column, value in off]
                    program.row(-EVENINGS * t * t, np.inf, [(price, 1.0), *parts])

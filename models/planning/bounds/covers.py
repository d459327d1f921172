"""The fewest people who can make all visits to one client: a small set cover, solved exactly."""

from __future__ import annotations

import itertools
import math

import numpy as np

MOST_SETS = 30_000  # sets of people that are looked at one by one; of larger ones only a bound is used


def fewest(able: np.ndarray, people: np.ndarray) -> int:
    """Fewest people such that each visit can be made by as many of them as it needs.

    Iterative deepening: with ``k`` people left, the visit with the fewest people to choose from is branched on.

    Parameters
    ----------
    able
        bool[visits, staff].
    people
        int[visits], how many a visit needs, each row of ``able`` has as many.
    """
    rows = sorted({(sum(1 << int(p) for p in np.flatnonzero(row)), int(n)) for row, n in zip(able, people, strict=True)})
    rows = [(mask, n) for mask, n in rows if not any(o != mask and o & mask == o and m >= n for o, m in rows)]
    least = max((n for _, n in rows), default=0)
    return next(k for k in itertools.count(least) if _covers(rows, 0, 0, k))


def _covers(rows: list[tuple[int, int]], chosen: int, closed: int, left: int) -> bool:
    """Whether at most ``left`` people more, none of ``closed``, cover the rows together with those chosen."""
    open_rows = [(mask & ~chosen & ~closed, n - (mask & chosen).bit_count()) for mask, n in rows]
    open_rows = [(mask, n) for mask, n in open_rows if n > 0]
    if not open_rows:
        return True
    if any(n > left or mask.bit_count() < n for mask, n in open_rows):
        return False
    mask = min(open_rows, key=lambda row: (row[0].bit_count() - row[1], row[0].bit_count()))[0]
    while mask:
        bit = mask & -mask
        mask ^= bit
        if _covers(rows, chosen | bit, closed, left - 1):
            return True
        closed |= bit  # all sets with this person have been looked at
    return False


def covering_sets(able: np.ndarray, people: np.ndarray, size: int) -> tuple[np.ndarray, int]:
    """All sets of ``size`` and, if they are not too many, ``size + 1`` people that can make all visits.

    Returns
    -------
    numpy.ndarray
        int64[sets, size + 1], rows of staff, -1 in the last place of smaller sets.
    int
        From how many people on sets are not listed.
    """
    staff, where = np.flatnonzero(able.any(axis=0)), np.unique(np.column_stack([able, people]), axis=0)
    able, people = where[:, :-1].astype(bool)[:, staff], where[:, -1]
    found, beyond = [], size
    for count in (size, size + 1):
        if count > len(staff) or (count > size and math.comb(len(staff), count) > MOST_SETS):
            break
        found.append(np.pad(staff[_sets(able, people, count)], ((0, 0), (0, size + 1 - count)), constant_values=-1))
        beyond = count + 1
    return np.concatenate(found) if found else np.zeros((0, size + 1), np.int64), beyond


def _sets(able: np.ndarray, people: np.ndarray, count: int) -> np.ndarray:
    """int64[sets, count]: the sets of so many people that make all visits, each in ascending order and all in that order.

    Sets grow by one person after the other, as long as those who may still join suffice for what each visit lacks.
    """
    staff = able.shape[1]
    later = np.cumsum(np.c_[able, np.zeros(len(able), bool)][:, ::-1], axis=1)[:, ::-1].T  # [person]: able from this one on
    sets, lacks = np.zeros((1, 0), np.int64), people[None].astype(np.int64)
    for left in reversed(range(count)):
        after = sets[:, -1] + 1 if sets.shape[1] else np.zeros(1, np.int64)
        choices = staff - left - after  # whoever joins leaves room for those to come
        parents = np.repeat(np.arange(len(sets)), choices)
        person = np.arange(len(parents)) - np.repeat(np.cumsum(choices) - choices, choices) + after[parents]
        lacking = lacks[parents] - able[:, person].T
        good = (lacking <= np.minimum(later[person + 1], left)).all(axis=1)
        sets, lacks = np.column_stack([sets[parents[good]], person[good]]), lacking[good]
    return sets

"""Indices of continuity as the research literature defines them: pure functions of counts and sequences.

``counts`` are numbers of meetings n_i with each person (zeros are ignored); N is their sum, M how many are positive. All
return NaN, without a warning, where the index is undefined. Formulas: domain A2 (BMC Health Services Research 2022, table 2;
Bice and Boxerman 1977).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NAN = float("nan")


def _tally(counts: Sequence[int] | np.ndarray) -> tuple[np.ndarray, int, int]:
    """Positive counts, N and M.

    Raises
    ------
    ValueError
        If a count is negative or not whole.
    """
    n = np.asarray(counts)
    if n.ndim != 1 or (n.size and (np.any(n < 0) or np.any(n != np.floor(n)))):
        raise ValueError(f"counts of meetings must be a flat list of whole numbers from 0 on, not {counts!r}")
    n = n[n > 0].astype(np.int64)
    return n, int(n.sum()), len(n)


def upc(counts: Sequence[int] | np.ndarray) -> float:
    """Usual provider of care: ``max n_i / N``, in (0, 1]."""
    n, total, _ = _tally(counts)
    return float(n.max()) / total if total else NAN


def coc(counts: Sequence[int] | np.ndarray) -> float:
    """Continuity of care (Bice-Boxerman): ``(sum n_i^2 - N) / (N (N - 1))``, 0 all different to 1 all the same; N >= 2."""
    n, total, _ = _tally(counts)
    return float((n * n).sum() - total) / (total * (total - 1)) if total >= 2 else NAN


def hhi(counts: Sequence[int] | np.ndarray) -> float:
    """Herfindahl index: ``sum (n_i / N)^2``, in [1/M, 1]. ``coc = (N hhi - 1) / (N - 1)`` exactly."""
    n, total, _ = _tally(counts)
    return float((n * n).sum()) / (total * total) if total else NAN


def mmci(counts: Sequence[int] | np.ndarray) -> float:
    """Modified modified continuity index: ``(1 - M / (N + 0.1)) / (1 - 1 / (N + 0.1))``."""
    _, total, different = _tally(counts)
    return (1 - different / (total + 0.1)) / (1 - 1 / (total + 0.1)) if total else NAN


def k_index(counts: Sequence[int] | np.ndarray) -> float:
    """K index: ``(N - M) / (N - 1)``, 0 all different to 1 all the same; N >= 2."""
    _, total, different = _tally(counts)
    return (total - different) / (total - 1) if total >= 2 else NAN


def secon(sequence: Sequence[int] | np.ndarray) -> float:
    """Sequential continuity: share of meetings with the same person as the meeting before, ``1/(N-1) sum 1[s_j = s_(j-1)]``."""
    s = np.asarray(sequence)
    return float(np.mean(s[1:] == s[:-1])) if len(s) >= 2 else NAN

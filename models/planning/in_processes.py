"""Groups planned side by side: the same work in any number of processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_processes(of_group: Callable[..., Result], groups: Sequence[tuple[Any, ...]], workers: int) -> list[Result]:
    """Call ``of_group(*group)`` for each of ``groups``; results in that order, whatever the number of ``workers``.

    Each process gets its share of the groups at once, because what they share (the scenario) is large: it travels once for each
    process and not once for each group.
    """
    if workers == 1 or len(groups) < 2:
        return _some(of_group, groups)
    from joblib import Parallel, delayed

    shares = [groups[k::workers] for k in range(min(workers, len(groups)))]
    parts: Any = Parallel(n_jobs=len(shares))(delayed(_some)(of_group, share) for share in shares)
    found: list[Any] = [None] * len(groups)
    for k, part in enumerate(parts):
        found[k :: len(shares)] = part
    return found


def _some(of_group: Callable[..., Result], groups: Sequence[tuple[Any, ...]]) -> list[Result]:
    return [of_group(*group) for group in groups]

"""Plain Python twin of the kernel's evaluation: when everything of given routes happens, and what that costs.

Deliberately naive (times are raised until nothing moves any more), so that the kernel's incremental evaluation has something
to be compared with. It does not search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Schedule(NamedTuple):
    """Times of given routes in seconds; -1 where there is none. ``parts`` are raw amounts by weight name, ``cost`` the total."""

    start: list[int]
    end: list[int]
    break_start: list[int]
    parts: dict[str, int]
    cost: int


def _leg(arrays: Mapping[str, Any], k: int, leave: int, travel: int, with_break: bool) -> tuple[int, int]:
    """Arrival and begin of the break: drive first and pause then, unless that would begin the pause too late."""
    if not with_break:
        return leave + travel, -1
    earliest, latest, length = (int(arrays[f"break_{name}"][k]) for name in ("earliest", "latest", "length"))
    if leave + travel <= latest:
        begin = max(leave + travel, earliest)
        return begin + length, begin
    begin = max(leave, earliest)
    return begin + length + travel, begin


def schedule(arrays: Mapping[str, Any], routes: Sequence[Sequence[int]], break_at: Sequence[int]) -> Schedule | None:
    """Earliest times of every visit, or None where visits wait for each other in a circle.

    Parameters
    ----------
    arrays
        As ``day_search.checked`` takes them.
    routes, break_at
        Visits in order per staff member, and the leg that holds the break (-1: none).
    """
    visits = len(arrays["place"])
    travel = arrays["travel"]
    served = {int(v) for route in routes for v in route}
    least_after: list[tuple[int, int, int]] = []  # start[b] >= start[a] + distance
    for a, b, least in zip(arrays["gap_first"], arrays["gap_second"], arrays["gap_least"], strict=True):
        least_after.append((int(a), int(b), int(arrays["duration"][a]) + int(least)))
    for a, b, low, high in zip(*(arrays[f"pair_{name}"] for name in ("first", "second", "low", "high")), strict=True):
        least_after += [(int(a), int(b), int(low)), (int(b), int(a), -int(high))]
    floor = [int(t) for t in arrays["earliest"]]
    for _ in range(visits + 2):  # each round settles one more link of the longest chain, which meets no visit twice
        start, end, begin = [-1] * visits, [-1] * len(routes), [-1] * len(routes)
        waiting = driven = overtime = break_late = 0
        for k, route in enumerate(routes):
            if len(route) == 0:
                continue
            matrix = travel[arrays["mode"][k]]
            time, place = int(arrays["shift_start"][k]), arrays["start_place"][k]
            for p, v in enumerate([*route, -1]):
                there = arrays["end_place"][k] if v < 0 else arrays["place"][v]
                minutes = int(matrix[place, there])
                arrival, pause = _leg(arrays, k, time, minutes, p == break_at[k])
                driven += minutes
                if pause >= 0:
                    begin[k] = pause
                    break_late += max(0, pause - int(arrays["break_latest"][k]))
                if v < 0:
                    end[k] = arrival
                    overtime += max(0, arrival - int(arrays["shift_end"][k]))
                    break
                start[v] = max(arrival, floor[v])
                if p > 0:
                    waiting += start[v] - time - minutes - (int(arrays["break_length"][k]) if pause >= 0 else 0)
                time, place = start[v] + int(arrays["duration"][v]), there
        moved = False
        for a, b, distance in least_after:
            if a in served and b in served and start[b] < start[a] + distance:
                floor[b], moved = start[a] + distance, True
        if not moved:
            break
    else:
        return None
    late = [max(0, start[v] - int(arrays["latest"][v])) for v in served]
    parts = {
        "travel": driven,
        "waiting": waiting,
        "late": sum(late) + break_late,
        "overtime": overtime,
        "largest_late": max(late, default=0),
        **_faces(arrays, routes),
    }
    cost = sum(arrays["weights"][name] * amount for name, amount in parts.items())
    cost += sum(int(arrays["cost"][v, k]) for k, route in enumerate(routes) for v in route)
    cost += sum(int(arrays["staff_cost"][k]) for k, route in enumerate(routes) if len(route))
    cost += sum(int(arrays["unserved"][v]) for v in range(visits) if v not in served)
    return Schedule(start, end, begin, parts, cost)


def _faces(arrays: Mapping[str, Any], routes: Sequence[Sequence[int]]) -> dict[str, int]:
    """Further staff per client that day, and staff whom the client has not met lately; meetings before this plan are free."""
    met = {(int(arrays["client"][v]), k) for k, route in enumerate(routes) for v in route}
    met = {(c, k) for c, k in met if not arrays["met"][c, k]}
    unmet = {c for c, _ in met if not arrays["met"][c].any()}
    return {"distinct": len(met) - len(unmet), "new_face": sum(1 for c, k in met if not arrays["known"][c, k])}

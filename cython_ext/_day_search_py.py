"""Plain Python twin of the kernel's evaluation: when everything of given routes happens, and what that costs.

Deliberately naive (times are raised until nothing moves any more), so that the kernel's incremental evaluation has something
to be compared with. It does not search, and keeps no routes of searches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .day_drive import latest_departure, seconds

NO_PROMISE = -(1 << 27)


class Schedule(NamedTuple):
    """Times of given routes in seconds; -1 where there is none. ``parts`` are raw amounts by weight name, ``cost`` the total."""

    start: list[int]
    end: list[int]
    break_start: list[int]
    parts: dict[str, int]
    cost: int


class _Leg(NamedTuple):
    arrival: int
    pause: int
    driven: int
    pauses_first: bool


def _leg(arrays: Mapping[str, Any], k: int, leave: int, drive: Sequence[int], with_break: bool) -> _Leg:
    """Arrival and begin of the break: drive first and pause then, unless the pause would be late or one would arrive later.

    A break with a price for missing it is missed (begin -1) rather than late. ``drive`` are its seconds by period of the day.
    """
    starts = arrays["period_start"].tolist()
    driven = seconds(starts, drive, leave)
    if not with_break or (arrays["break_missed"][k] and leave > arrays["break_latest"][k]):
        return _Leg(leave + driven, -1, driven, False)
    earliest, latest, length = (int(arrays[f"break_{name}"][k]) for name in ("earliest", "latest", "length"))
    begin, sooner = max(leave + driven, earliest), max(leave, earliest)
    later = seconds(starts, drive, sooner + length)
    if leave + driven <= latest and begin <= sooner + later:
        return _Leg(begin + length, begin, driven, False)
    return _Leg(sooner + length + later, sooner, later, True)


def _by_period(arrays: Mapping[str, Any], mode: int, origin: int, destination: int) -> list[int]:
    """Seconds of a drive in each period of the day."""
    return [int(matrices[mode, origin, destination]) for matrices in (arrays["travel"], *arrays["period_travel"])]


def _windows(arrays: Mapping[str, Any], v: int) -> list[tuple[int, int, int]]:
    """Earliest, latest, and from which arrival on one waits for this window, of every window of a visit."""
    rows = range(int(arrays["window_from"][v]), int(arrays["window_from"][v + 1]))
    first = (int(arrays["earliest"][v]), int(arrays["latest"][v]), -(1 << 40))
    return [
        first,
        *((int(arrays["window_earliest"][i]), int(arrays["window_latest"][i]), int(arrays["window_turn"][i])) for i in rows),
    ]


def _opening(arrays: Mapping[str, Any], v: int, ready: int) -> int:
    """Start of a visit whose visitor is ready."""
    return max(ready, max(earliest for earliest, _, turn in _windows(arrays, v) if turn <= ready))


def _late(arrays: Mapping[str, Any], v: int, start: int) -> int:
    """Seconds after the latest start of the last window that has opened."""
    windows = _windows(arrays, v)
    return max(0, start - [latest for i, (earliest, latest, _) in enumerate(windows) if i == 0 or earliest <= start][-1])


def schedule(
    arrays: Mapping[str, Any], routes: Sequence[Sequence[int]], break_at: Sequence[int], hold: Sequence[int] | None = None
) -> Schedule | None:
    """Earliest times of every visit, or None where visits wait for each other in a circle.

    Parameters
    ----------
    arrays
        As ``day_search.checked`` takes them.
    routes, break_at
        Visits in order per staff member, and the leg that holds the break (-1: none).
    hold
        Per staff member, a time before which the first visit does not start (people leave as late as pays).
    """
    visits = len(arrays["place"])
    served = {int(v) for route in routes for v in route}
    least_after: list[tuple[int, int, int]] = []  # start[b] >= start[a] + distance
    for a, b, least in zip(arrays["gap_first"], arrays["gap_second"], arrays["gap_least"], strict=True):
        least_after.append((int(a), int(b), int(arrays["duration"][a]) + int(least)))
    for a, b, low, high in zip(*(arrays[f"pair_{name}"] for name in ("first", "second", "low", "high")), strict=True):
        least_after += [(int(a), int(b), int(low)), (int(b), int(a), -int(high))]
    floor = [int(t) for t in arrays["earliest"]]
    for _ in range(visits + 2):  # each round settles one more link of the longest chain, which meets no visit twice
        start, end, begin = [-1] * visits, [-1] * len(routes), [-1] * len(routes)
        waiting = overtime = break_late = missed = 0
        driven, idle = [0] * len(routes), [int(e - s) for s, e in zip(arrays["shift_start"], arrays["shift_end"], strict=True)]
        for k, route in enumerate(routes):
            length = int(arrays["break_length"][k])
            if len(route) == 0:
                idle[k] -= length
                continue
            time, place = int(arrays["shift_start"][k]), arrays["start_place"][k]
            for p, v in enumerate([*route, -1]):
                there = arrays["end_place"][k] if v < 0 else arrays["place"][v]
                drive = _by_period(arrays, arrays["mode"][k], place, there)
                leg = _leg(arrays, k, time, drive, p == break_at[k])
                arrival, pause, minutes = leg.arrival, leg.pause, leg.driven
                if pause >= 0:
                    begin[k] = pause
                    break_late += max(0, pause - int(arrays["break_latest"][k]))
                if p > 0 and v < 0:
                    waiting += arrival - time - minutes - (length if pause >= 0 else 0)
                if v < 0:
                    end[k] = arrival
                    driven[k] += minutes
                    overtime += int(arrays["overtime_price"][k]) * max(0, arrival - int(arrays["shift_end"][k]))
                    break
                ready = max(arrival, floor[v], int(hold[k]) if hold is not None and p == 0 else arrival)
                start[v] = _opening(arrays, v, ready)
                if p == 0 and not leg.pauses_first:  # people leave for the first visit, or a break before it, as late as they may
                    until = pause if pause >= 0 else start[v]
                    starts = arrays["period_start"].tolist()
                    minutes = seconds(starts, drive, latest_departure(starts, drive, int(until)))
                driven[k] += minutes
                if p > 0:
                    waiting += start[v] - time - minutes - (length if pause >= 0 else 0)
                time, place = start[v] + int(arrays["duration"][v]), there
            if length and begin[k] < 0:
                missed += int(arrays["break_missed"][k])
            idle[k] += max(0, end[k] - int(arrays["shift_end"][k])) - (length if begin[k] >= 0 else 0)
        moved = False
        for a, b, distance in least_after:
            if a in served and b in served and start[b] < start[a] + distance:
                floor[b], moved = start[a] + distance, True
        if not moved:
            break
    else:
        return None
    late = {v: _late(arrays, v, start[v]) for v in served}
    work = [driven[k] + sum(int(arrays["duration"][v]) for v in route) for k, route in enumerate(routes)]
    promised = [(start[v], int(arrays["promised_start"][v])) for v in served]
    parts = {
        "travel": sum(driven),
        "waiting": waiting,
        "late": sum(late[v] for v in served if not arrays["hard"][v]) + break_late,
        "hard_late": sum(late[v] for v in served if arrays["hard"][v]),
        "largest_late": max(late.values(), default=0),
        "largest_idle": max(0, *(free - worked for free, worked in zip(idle, work, strict=True))),
        "balance": sum(-(-abs(worked * len(work) - sum(work)) // len(work)) for worked in work),
        "moved": sum(abs(begins - wanted) for begins, wanted in promised if wanted > NO_PROMISE),
        **_faces(arrays, routes),
    }
    cost = overtime + sum(arrays["weights"][name] * amount for name, amount in parts.items())
    cost += missed + sum(int(arrays["cost"][v, k]) for k, route in enumerate(routes) for v in route)
    cost += sum(int(arrays["staff_cost"][k]) for k, route in enumerate(routes) if len(route))
    cost += sum(int(arrays["unserved"][v]) for v in range(visits) if v not in served)
    return Schedule(start, end, begin, parts, cost)


def _faces(arrays: Mapping[str, Any], routes: Sequence[Sequence[int]]) -> dict[str, int]:
    """Further staff per client that day, and staff whom the client has not met lately; meetings before this plan are free."""
    met = {(int(arrays["client"][v]), k) for k, route in enumerate(routes) for v in route}
    met = {(c, k) for c, k in met if not arrays["met"][c, k]}
    unmet = {c for c, _ in met if not arrays["met"][c].any()}
    return {"distinct": len(met) - len(unmet), "new_face": sum(1 for c, k in met if not arrays["known"][c, k])}

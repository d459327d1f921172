"""The seconds of one drive by its departure, where travel changes with the hour of the day.

A drive that runs from one period of the day into the next goes on at the new speed (Ichoua, Gendreau and Potvin 2003, European
Journal of Operational Research 144(2)): in each second it covers the share of its way that the period allows. So leaving later
never means arriving earlier (FIFO), exactly, in whole seconds. The kernel does the same in ``_day_drive.h``.
"""

from __future__ import annotations

from collections.abc import Sequence

WHOLE = 2**40  # of a drive; done at WHOLE // seconds per second, so a drive within one period takes exactly its seconds
LONGEST = 2**20  # seconds, twelve days: below it the rounding of the quotient never costs a second
FOREVER = 2**62


def seconds(starts: Sequence[int], periods: Sequence[int], leave: int) -> int:
    """Seconds of a drive.

    Parameters
    ----------
    starts
        When the second, third, … period begins, ascending.
    periods
        Seconds of the drive in each period, one more than ``starts``.
    leave
        Departure.
    """
    now, left = leave, WHOLE - LONGEST
    for end, whole in zip((*starts, FOREVER), periods, strict=True):
        if now >= end:
            continue
        if whole == 0:
            break
        pace = WHOLE // whole
        needed = -(-left // pace)
        if needed <= end - now:
            now += needed
            break
        left -= pace * (end - now)
        now = end
    return now - leave


def latest_departure(starts: Sequence[int], periods: Sequence[int], arrive: int) -> int:
    """The latest departure that arrives no later than ``arrive``; compare :func:`seconds`."""
    leave = arrive - min(periods)
    while leave + seconds(starts, periods, leave) > arrive:
        leave -= 1
    return leave

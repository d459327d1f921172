"""One person's duty as a SimPy process: from the base from door to door and back."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

import simpy

from .meeting_point import MeetingPoint

Stop: TypeAlias = tuple[int, int, int, int, int, int, int, float, int, int, int, MeetingPoint | None]
"""Where a person goes next and what that takes, known before setting out; the break and the base are stops, too.

row
    Number of the stop in the day.
origin, place
    Rows of the place that the person should come from, and of the place. The break is taken at the door of the stop after it
    (:data:`latest` permitting), so that no time is lost waiting for its earliest start before a drive.
earliest
    It begins no earlier, seconds after midnight.
latest
    A break is taken before the drive where it would otherwise begin later than this. (No limit for others: late is late.)
planned, drive, luck
    Seconds that the drive from ``origin`` takes as planned and today (where the hour makes no difference), and today's factor.
knock
    Seconds at the door in vain where nobody opens, else 0.
seconds, after
    Length of the visit or break, and of the documentation after it.
meeting
    Where several people meet, else None.
"""

Note: TypeAlias = tuple[int, int, int, int, int, int, int, int, int]
"""What happened at a stop: row, origin (place), place, then the times ready, leave, arrive, start, end and done.

Between two neighbouring times the person was idle, drove, waited at the door, was in (or on break) and documented. Where nobody
was visited start = end = done.
"""


def duty(
    env: simpy.Environment,
    base: int,
    first: int,
    stops: list[Stop],
    leg: Callable[[int, int], int],
    note: Callable[[Note], object],
    road: Callable[[int, int, int], int] | None = None,
) -> Generator[simpy.Event, Any, None]:
    """Go from stop to stop and note what happened.

    What nobody else can change (idling, driving, waiting for the window, the visit, documenting) is one event; only in front of
    a meeting point does the person look at the clock in between.

    Parameters
    ----------
    base, first
        Row of the place where the duty begins, and the time at which the person is free to leave it.
    stops
        In order; the last one is the base.
    leg
        Planned seconds from one place to another, for drives that no plan foresaw.
    note
        Is given a :data:`Note` of each stop that was reached.
    road
        Seconds from one place to another for who leaves at a time, before today's factor; None: as planned, whatever the hour.
    """
    timeout = env.timeout
    clock, ready, here = 0, first, base
    for row, origin, place, earliest, latest, planned, drive, luck, knock, seconds, after, meeting in stops:
        if clock < ready:
            yield timeout(ready - clock)
            clock = ready
        if meeting is not None and meeting.lost:
            continue
        if here == place or ready + planned > latest:
            place, planned, drive = here, 0, 0
        elif here != origin:
            planned = leg(here, place)
            drive = drive_seconds(planned, luck)
        leave = earliest - planned
        if leave < ready:
            leave = ready
        if road is not None:
            drive = drive_seconds(road(here, place, leave), luck)
        start = arrive = leave + drive
        met = True
        if meeting is not None:
            yield timeout(arrive - clock)
            met = yield from meeting.meet()
            start = clock = int(env.now)
        end = done = start
        if met:
            start = (start if start > earliest else earliest) + knock
            end = start + seconds
            done = end + after
        note((row, here, place, ready, leave, arrive, start, end, done))
        ready, here = done, place


def drive_seconds(expected: int, luck: float) -> int:
    """Seconds of a drive today: no drive that takes time takes none."""
    return max(round(expected * luck), 1) if expected else 0

"""One person's duty as a SimPy process: from the base from door to door and back."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import simpy

from .meeting_point import MeetingPoint

NEVER = 1 << 40  # seconds after midnight

Stop: TypeAlias = tuple[int, int, int, int, int, int, int, int, float, int, int, int, MeetingPoint | None]
"""Where a person goes next and what that takes, known before setting out; the break and the base are stops, too.

row
    Number of the stop in the day.
origin, place
    Rows of the place that the person should come from, and of the place. The break is taken at the door of the stop after it
    (:data:`latest` permitting), so that no time is lost waiting for its earliest start before a drive.
aim
    The person leaves so as to be there then, seconds after midnight.
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

Note: TypeAlias = tuple[int, int, int, int, int, int, int, int, int, int]
"""What happened at a stop: row, who, origin (place), place, then the times ready, leave, arrive, start, end and done.

Between two neighbouring times the person was idle, drove, waited at the door, was in (or on break) and documented. Where nobody
was visited start = end = done.
"""


class Quiet:
    """A day on which nothing calls anybody away."""

    next = NEVER  # when something may next change what people are about to do, seconds after midnight
    bell: simpy.Event


@dataclass(slots=True)
class Person:
    """Somebody at work, as colleagues and the alarm desk see them while everybody's next move is open.

    Attributes
    ----------
    who
        Row of the crew.
    here, ready
        Row of the place, and when the person is free to leave it.
    stops
        All stops of the day in order; those from ``at`` on are still to come, the last one is the base.
    leg
        Planned seconds from one place to another, for drives that no plan foresaw.
    road
        Seconds from one place to another for who leaves at a time, before today's factor; None: as planned, whatever the hour.
    busy
        On the way to a visit for two, or at its door or in it: nobody can say when that will be over.
    """

    who: int
    here: int
    ready: int
    stops: list[Stop]
    leg: Callable[[int, int], int]
    road: Callable[[int, int, int], int] | None = None
    at: int = 0
    busy: bool = field(default=False)


def duty(
    env: simpy.Environment, me: Person, note: Callable[[Note], object], desk: Quiet = Quiet()
) -> Generator[simpy.Event, Any, None]:
    """Go from stop to stop and note what happened.

    What nobody else can change (idling, driving, waiting for the window, the visit, documenting) takes no event at all: the person
    lives ahead of the clock, and looks at it only where others come in, in front of a meeting point and before leaving after the
    next call of the desk.

    Parameters
    ----------
    me
        Who, where, when, and the stops.
    note
        Is given a :data:`Note` of each stop that was reached.
    desk
        Says until when nothing calls anybody away, and rings when that time has come.
    """
    who, stops, leg, road = me.who, me.stops, me.leg, me.road
    at, ready, here, horizon = me.at, me.ready, me.here, desk.next
    while at < len(stops):
        row, origin, place, aim, earliest, latest, planned, drive, luck, knock, seconds, after, meeting = stops[at]
        if meeting is not None:
            if ready > env.now:  # whoever gives up may yet call
                me.at, me.ready, me.here = at, ready, here
                yield env.timeout(ready - int(env.now))
                horizon = desk.next
                continue
            if meeting.lost:
                at += 1
                continue
        if here == place or ready + planned > latest:
            place, planned, drive = here, 0, 0
        elif here != origin:
            planned = leg(here, place)
            drive = drive_seconds(planned, luck)
        leave = aim - planned
        if leave < ready:
            leave = ready
        if leave >= horizon:
            me.at, me.ready, me.here = at, ready, here
            yield desk.bell
            horizon = desk.next
            continue
        if road is not None:
            drive = drive_seconds(road(here, place, leave), luck)
        start = arrive = leave + drive
        met = True
        if meeting is not None:
            me.at, me.busy = at, True
            yield env.timeout(arrive - int(env.now))
            met = yield from meeting.meet()
            start, horizon, me.busy = int(env.now), desk.next, False
        end = done = start
        if met:
            start = (start if start > earliest else earliest) + knock
            end = start + seconds
            done = end + after
        note((row, who, here, place, ready, leave, arrive, start, end, done))
        ready, here = done, place
        at += 1
    me.at = at


def drive_seconds(expected: int, luck: float) -> int:
    """Seconds of a drive today: no drive that takes time takes none."""
    return max(round(expected * luck), 1) if expected else 0

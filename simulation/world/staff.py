"""One person's duty as a SimPy process: the doors at which others come in, and in between as far ahead as nobody does."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

from ...cython_ext.rounds import AT_DOOR, AT_END, NEVER, ON_ROAD, Rounds
from .meeting_point import MeetingPoint

Road = Callable[[int, int, int], int]
"""Seconds from one place to another for who leaves at a time, before today's factor."""


class Quiet:
    """A day on which nothing calls anybody away."""

    next = NEVER  # when something may next change what people are about to do, seconds after midnight
    bell: simpy.Event


@dataclass(frozen=True)
class Outdoors:
    """Everybody's rounds on one day, and what they meet on them.

    Attributes
    ----------
    rounds
        Of the whole crew.
    doors
        Where people meet, by the number in the stops.
    roads
        Of each person; empty where all hours and days are alike.
    """

    rounds: Rounds
    doors: Sequence[MeetingPoint]
    roads: Sequence[Road]

    def advance(self, who: int, horizon: int) -> int:
        """Move a person on as far as nobody else comes in, whatever the roads."""
        while (state := self.rounds.advance(who, horizon)) == ON_ROAD:
            here, place, leave, _, luck, _ = self.rounds.leg(who)
            arrive = leave + drive_seconds(self.roads[who](here, place, leave), luck)
            self.rounds.reach(who, arrive, arrive)
        return state


def duty(env: simpy.Environment, who: int, out: Outdoors, desk: Quiet, busy: list[bool]) -> Generator[simpy.Event, Any, None]:
    """Go from stop to stop.

    The person lives ahead of the clock (:mod:`~hemtjanst.cython_ext.rounds`), and looks at it only where others come in: in front
    of a meeting point, and before leaving after the next call of the desk.

    Parameters
    ----------
    who
        Row of the crew.
    desk
        Says until when nothing calls anybody away, and rings when that time has come.
    busy
        Of everybody, whether they are on the way to a visit for two, at its door or in it: nobody can say when that will be over.
    """
    rounds = out.rounds
    while (state := out.advance(who, desk.next)) != AT_END:
        if state != AT_DOOR:
            yield desk.bell
            continue
        here, place, leave, drive, luck, door = rounds.leg(who)
        ready = int(rounds.ready(who))
        if ready > env.now:  # whoever gives up may yet call
            yield env.timeout(ready - int(env.now))
            continue
        if out.doors[door].lost:
            rounds.skip(who)
            continue
        if leave >= desk.next:
            yield desk.bell
            continue
        if out.roads:
            drive = drive_seconds(out.roads[who](here, place, leave), luck)
        arrive = leave + drive
        busy[who] = True
        yield env.timeout(arrive - int(env.now))
        met = yield from out.doors[door].meet()
        busy[who] = False
        rounds.reach(who, arrive, int(env.now), met)


def drive_seconds(expected: int, luck: float) -> int:
    """Seconds of a drive today: no drive that takes time takes none."""
    return max(round(expected * luck), 1) if expected else 0

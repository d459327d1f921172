"""The journal: what then happened, one typed table written by the simulated world and changed by nobody.

Times are seconds since midnight of the scenario's first day, so day ``d`` runs from ``86 400 d``. Every second between the start
and the end of a duty is in exactly one row with that member of staff: results are computed from this table alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..models.table import Table, column


class Kind(IntEnum):
    """What a row tells. The first ten are spans of a duty; the others are facts without a span of their own."""

    REPORT = 0  # at the base when the shift starts
    MEETING = 1  # contact-person meeting and its preparation
    DRIVE = 2  # between two doors, parking and walking in included
    WAIT = 3  # at the door: too early, for a colleague, or nobody opens
    VISIT = 4  # with the client
    DOCUMENT = 5  # documentation after a visit
    OFFICE = 6  # at the base before the shift ends
    IDLE = 7  # paid, nothing to do
    BREAK = 8  # unpaid
    DUTY = 20  # one for each duty worked: planned and actual start and end
    ABSENT = 21  # one for each duty that its own member of staff could not work
    MISSED = 22  # one for each visit that was planned or needed and not done; the reason says why
    CANCELLED = 23  # one for each visit that the client did not want or need that day


# The five accounts of paid time: paid = client + travel + wait + kringtid + idle (domain A3).
ACCOUNTS: dict[str, tuple[Kind, ...]] = {
    "client": (Kind.VISIT,),
    "travel": (Kind.DRIVE,),
    "wait": (Kind.WAIT,),
    "kringtid": (Kind.REPORT, Kind.MEETING, Kind.DOCUMENT, Kind.OFFICE),
    "idle": (Kind.IDLE,),
}
PAID = tuple(kind for kinds in ACCOUNTS.values() for kind in kinds)
SPANS = (*PAID, Kind.BREAK)


class Reason(IntEnum):
    """Why something was otherwise than planned."""

    NONE = 0
    ILL = 1  # the member of staff was ill
    NO_PLAN = 2  # the plan had left the visit out
    NOBODY_FREE = 3  # nobody could take it over in time
    CLIENT = 4  # the client cancelled
    AWAY = 5  # the client is in hospital
    NO_ANSWER = 6  # nobody opened
    STEPPED_IN = 7  # somebody else's work, taken over the same morning
    COLLEAGUE_MISSING = 8  # the second person of a double-staffed visit did not come


@dataclass(frozen=True)
class Journal(Table):
    """What happened in one replication, sorted by day, staff, start, kind.

    One VISIT row is written for each person at a visit, so a double-staffed visit has two.
    """

    kind: np.ndarray = column(np.int8, "a Kind")
    day: np.ndarray = column(np.int32, "day, from 0")
    staff: np.ndarray = column(np.int32, "row of the member of staff; -1: nobody")
    client: np.ndarray = column(np.int32, "row of the client; -1: none")
    visit: np.ndarray = column(np.int32, "row of the plan's visit; -1: none")
    duty: np.ndarray = column(np.int32, "row of the plan's duty; -1 for people called in the same morning and for nobody")
    planned_start: np.ndarray = column(np.int64, "planned start, seconds since the first midnight; -1: not planned")
    planned_end: np.ndarray = column(np.int64, "planned end, seconds since the first midnight; -1: not planned")
    start: np.ndarray = column(np.int64, "actual start, seconds since the first midnight; -1: did not happen")
    end: np.ndarray = column(np.int64, "actual end, seconds since the first midnight; -1: did not happen")
    metres: np.ndarray = column(np.int32, "metres driven; 0 for everything but drives")
    place_from: np.ndarray = column(np.int32, "row of the place where it began; -1: none")
    place_to: np.ndarray = column(np.int32, "row of the place where it ended; -1: none")
    reason: np.ndarray = column(np.int8, "a Reason")

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
    """What a row tells. Those below 20 are spans of a duty; the others are facts without a span of their own."""

    REPORT = 0  # at the base when the shift starts
    MEETING = 1  # contact-person meeting and its preparation
    DRIVE = 2  # between two doors, parking and walking in included
    WAIT = 3  # at the door: too early, for a colleague, or nobody opens
    VISIT = 4  # with the client
    DOCUMENT = 5  # documentation after a visit
    OFFICE = 6  # at the base before the shift ends
    IDLE = 7  # paid, nothing to do
    BREAK = 8  # unpaid
    ALARM = 9  # with a client who raised an alarm, or was not seen by the camera; outside the plan
    NIGHT_CHECK = 10  # with a client, a planned check at night
    TELEPHONE = 11  # with a client on the telephone, at the base
    BREAKDOWN = 12  # the car has failed
    INTRODUCTION = 13  # a newcomer learns, instead of making visits; visit: goes along to it with a colleague
    TEAM_MEETING = 14  # cross-professional team meeting, its preparation and follow-up
    COORDINATION = 15  # the contact person plans, follows up, and keeps in touch with everybody around a client
    DUTY = 20  # one for each duty worked: planned and actual start and end
    ABSENT = 21  # one for each duty that its own member of staff could not work
    MISSED = 22  # one for each visit that was planned or needed and not done; the reason says why
    CANCELLED = 23  # one for each visit that the client did not want or need that day
    ALARM_RAISED = 24  # one for each alarm: planned_start when, planned_end when somebody should be there; staff: who went
    LOOK = 25  # one for each look by the night camera: planned_start when; the reason says whether the client was not seen
    STAFF_LEFT = 26  # the day from which a member of staff has left and the place is vacant
    HIRED = 27  # the day from which somebody new has the place
    CLIENT_LEFT = 28  # the day from which a client has left home care
    CLIENT_NEW = 29  # the day from which a new client lives in the place
    NEED_CHANGED = 30  # the day from which a client's visits take longer
    NOTICED = 32  # who comes notices that a client's need has changed; visit: at which visit
    TOLD = 33  # the planner knows; staff: the contact person who told, -1: by what was written down
    JOINT_VISIT = 34  # care manager and nurse come along to the contact person's visit
    SENT_BACK = 35  # a decision was misunderstood and has to be made again
    DECIDED = 36  # the care manager has decided; at a meeting, or alone
    NEW_PLAN = 37  # the day from which there is a new plan (genomförandeplan) that knows of a changed need
    SAVED = 38  # cancelled time goes to the client's bank; from planned_start to planned_end
    SPENT = 39  # saved time makes a visit longer; from planned_start to planned_end
    LAPSED = 40  # saved time is lost; from planned_start to planned_end
    WISHED = 41  # the client wants something else done at the visit; the reason says whether it is


# The five accounts of paid time: paid = client + travel + wait + kringtid + idle (domain A3).
ACCOUNTS: dict[str, tuple[Kind, ...]] = {
    "client": (Kind.VISIT, Kind.ALARM, Kind.NIGHT_CHECK),
    "travel": (Kind.DRIVE,),
    "wait": (Kind.WAIT, Kind.BREAKDOWN),
    "kringtid": (
        Kind.REPORT,
        Kind.MEETING,
        Kind.DOCUMENT,
        Kind.OFFICE,
        Kind.TELEPHONE,
        Kind.INTRODUCTION,
        Kind.TEAM_MEETING,
        Kind.COORDINATION,
    ),
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
    LONG_ILL = 9  # the member of staff is ill for weeks
    VACANT = 10  # the member of staff has left and nobody has been hired yet
    LEARNING = 11  # a newcomer is being introduced
    LEFT = 12  # the client has left home care
    BY_TELEPHONE = 13  # an alarm that the alarm centre settled
    NOBODY_THERE = 14  # an alarm or a failed look for which nobody was at work; others went
    NOT_SEEN = 15  # the camera did not show the client
    PATROL = 16  # a duty of a patrol, which no plan of a home care group holds
    SWAPPED = 17  # a colleague's visit, taken so that they could step in for somebody who is missing
    AT_MEETING = 20  # decided at a meeting
    REFUSED = 21  # the planned tasks were done all the same


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

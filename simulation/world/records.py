"""What one day leaves behind for the journal: who worked, and what happened at each stop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...models.table import Table, column

HOME = -2  # the "visit" of the stop at the base at the end of a duty
CHECK = -3  # of a check at night
CALL = -4  # of an alarm, or of a check because the camera did not show the client
UNSEEN = -5
BREAKDOWN = -6  # of a car that fails


@dataclass(frozen=True)
class Crew(Table):
    """The people at work, one row for each duty worked. Times are seconds after midnight."""

    day: np.ndarray = column(np.int32, "day, from 0")
    staff: np.ndarray = column(np.int32, "row of the member of staff")
    duty: np.ndarray = column(np.int32, "row of the plan's duty; -1 for people called in the same morning and patrols")
    base: np.ndarray = column(np.int32, "row of the place where the duty starts and ends")
    mode: np.ndarray = column(np.int8, "row of the mode in the travel times")
    start: np.ndarray = column(np.int32, "start")
    end: np.ndarray = column(np.int32, "end as planned")
    first: np.ndarray = column(np.int32, "leaves the base no earlier")
    last: np.ndarray = column(np.int32, "back at the base no later, as planned")
    meeting: np.ndarray = column(np.int32, "seconds of meeting and its preparation")
    break_seconds: np.ndarray = column(np.int32, "length of the break, seconds")
    break_earliest: np.ndarray = column(np.int32, "the break starts no earlier")
    break_latest: np.ndarray = column(np.int32, "the break starts no later, as planned")
    telephone: np.ndarray = column(np.int32, "seconds on the telephone with clients before leaving the base")
    role: np.ndarray = column(np.int8, "a Reason: STEPPED_IN for people called in, PATROL, LEARNING for newcomers, else NONE")


@dataclass(frozen=True)
class Reached(Table):
    """The stops that were reached, one row each. Times are seconds after midnight, as in :data:`.staff.Note`."""

    crew: np.ndarray = column(np.int32, "row of the crew")
    visit: np.ndarray = column(np.int32, "row of the plan's visit; -1: break, others as above")
    client: np.ndarray = column(np.int32, "row of the client; -1: none")
    origin: np.ndarray = column(np.int32, "row of the place before")
    place: np.ndarray = column(np.int32, "row of the place")
    ready: np.ndarray = column(np.int32, "the stop before is done; idle until leave")
    leave: np.ndarray = column(np.int32, "drives off")
    arrive: np.ndarray = column(np.int32, "is at the door; waits until start")
    start: np.ndarray = column(np.int32, "the visit or break begins")
    end: np.ndarray = column(np.int32, "the visit or break ends; documents until done")
    done: np.ndarray = column(np.int32, "is free to go on")
    lost: np.ndarray = column(np.bool_, "nobody was visited because a colleague did not come")

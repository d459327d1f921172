"""When each member of a group attends the monthly contact-person meeting (kontaktmannamöte, row T24 of the checklist).

Nobody can leave the clients alone for two hours, so a group holds its meeting in sittings: one afternoon a week where day and
evening shifts meet, and at each sitting those attend who can be spared. Everybody attends once in four weeks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

import numpy as np

from ..plan import Visits
from ..policy import Policy
from ..scenario import Scenario
from .demand import Job, drives_to, jobs_of, late_jobs, with_breaks
from .shift_fields import Field, field_of, parts_of

MONTH = 28  # days
NOON = 12 * 3600
AFTERNOON = (13 * 3600, 17 * 3600)  # a shift that ends or starts between these can hold a sitting
SITTINGS = 4  # in each month: one a week


def meeting_seconds(policy: Policy) -> int:
    """Length of the meeting and its preparation."""
    if not policy.meetings.minutes:
        return 0
    return round((policy.meetings.minutes + policy.meetings.preparation_minutes) * 60)


def field_with_meeting(scenario: Scenario, shift: int, seconds: int) -> Field | None:
    """Field of a shift type with a meeting: before the office work of an early shift, after the report of a late one.

    None where the shift type neither ends nor starts in the afternoon, is split, or the meeting fills it.
    """
    what = scenario.shifts[shift]
    field = field_of(scenario, what)
    early = what.start < NOON
    if what.gap is not None:
        return None
    if not AFTERNOON[0] <= (what.end if early else what.start) <= AFTERNOON[1]:
        return None
    field = Field(field.first, field.last - seconds) if early else Field(field.first + seconds, field.last)
    return field if field.first < field.last else None


def attendance(
    scenario: Scenario,
    policy: Policy,
    group: int,
    visits: Visits,
    people: list[int],
    shifts: np.ndarray,
    taken: Collection[int] = (),
) -> dict[tuple[int, int], int]:
    """Who attends when.

    Parameters
    ----------
    scenario, policy, group, visits
        The group, and the visits that must still be made during a sitting.
    people
        Rows of the group's staff; regular staff attend.
    shifts
        int64[people, days]: 0 off, k the (k - 1)-th shift type.
    taken
        Days with another meeting.

    Returns
    -------
    dict
        Seconds of meeting by (position in ``people``, day).
    """
    seconds = meeting_seconds(policy)
    if not seconds:
        return {}
    days = shifts.shape[1]
    drives = drives_to(scenario, group)
    mine = np.flatnonzero(np.isin(visits.client, list(drives)))
    regular = [p for p, row in enumerate(people) if scenario.staff[row].employment == "regular"]
    found: dict[tuple[int, int], int] = {}
    for month in range(0, days, MONTH):
        waiting = list(regular)
        span = min(MONTH, days - month)
        weeks = -(-span // 7)
        quota = -(-len(regular) * span // MONTH)
        preferred = [day for w in range(weeks) if (day := month + 7 * w + 1 + group % 3) not in taken]
        free = [day for day in range(month, min(month + MONTH, days)) if day % 7 < 5 and day not in taken]
        others = [day for day in free if day not in preferred]
        for day, forced in [(d, False) for d in (*preferred, *others)] + [(d, True) for d in (*preferred, *others)]:
            if not waiting or not quota or day >= days:
                continue
            sitting = -(-len(regular) // SITTINGS) if day in preferred and not forced else quota
            jobs = jobs_of(scenario, visits, mine[visits.day[mine] == day], drives)
            for p in spared(scenario, jobs, shifts[:, day], waiting, seconds, min(sitting, quota), forced):
                waiting.remove(p)
                found[p, day] = seconds
                quota -= 1
    return found


def spared(
    scenario: Scenario, jobs: Sequence[Job], working: np.ndarray, waiting: list[int], seconds: int, most: int, forced: bool
) -> list[int]:
    """At most so many of those who wait and work that day, as long as no more visits come late without them."""
    counts = [int(np.sum(working == k + 1)) for k in range(len(scenario.shifts))]
    jobs = with_breaks(scenario, jobs, scenario.shifts, counts)
    fields = {p: parts_of(scenario, scenario.shifts[k - 1]) for p, k in enumerate(working.tolist()) if k}
    allowed = len(late_jobs(jobs, list(chain(*fields.values()))))
    spared: list[int] = []
    for p in waiting:
        away = field_with_meeting(scenario, int(working[p]) - 1, seconds) if p in fields else None
        if away is None or len(spared) >= most:
            continue
        trial = fields | {p: [away]}
        if forced or len(late_jobs(jobs, list(chain(*trial.values())))) <= allowed:
            fields = trial
            spared.append(p)
    return spared

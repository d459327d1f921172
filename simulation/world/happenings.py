"""Facts for the journal that take nobody's time: alarms raised, looks by camera, who comes and goes, which needs change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...models.plan import Plan
from ...models.planning.night import checks
from ...models.scenario import DAY
from ..journal import Kind, Reason
from .day import Lived
from .luck import Luck
from .records import BREAKDOWN, CALL, CHECK, UNSEEN

OF_STAFF = (Kind.STAFF_LEFT, Kind.HIRED)


def facts(plan: Plan, luck: Luck, days: Sequence[Lived]) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """Rows of the journal by kind: columns of equal length, ``day`` always among them."""
    target = round(plan.scenario.events.alarm_target_minutes.value * 60)
    alarms, looks = [], []
    for day, lived in enumerate(days):
        staff = lived.crew.staff.tolist()
        for call, who in zip(lived.calls, lived.answered, strict=True):
            if call.what != BREAKDOWN:
                why = Reason.NOBODY_THERE if who < 0 else Reason.NOT_SEEN if call.what == UNSEEN else Reason.NONE
                alarms.append((day, call.client, staff[who] if who >= 0 else -1, call.at, why))
        alarms += [(day, told.client, -1, told.at, told.reason) for told in lived.told if told.what == CALL]
        looks += [(day, told.client, -1, told.at, told.reason) for told in lived.told if told.what == UNSEEN]
        looks += [(day, client, -1, at, Reason.NOBODY_THERE) for client, at in _unchecked(plan, luck, day, lived)]
    for kind, rows in ((Kind.ALARM_RAISED, alarms), (Kind.LOOK, looks)):
        if rows:
            day, client, who, at, reason = np.array(rows, dtype=np.int64).T
            when = {"planned_start": at + day * DAY}
            if kind == Kind.ALARM_RAISED:
                when["planned_end"] = when["planned_start"] + target
            yield kind, {"day": day, "client": client, "staff": who, "reason": reason} | when
    for kind, day, row in luck.turnover.facts if luck.turnover is not None else ():
        yield kind, {"day": np.array([day]), "staff" if kind in OF_STAFF else "client": np.array([row])}


def _unchecked(plan: Plan, luck: Luck, day: int, lived: Lived) -> list[tuple[int, int]]:
    """Clients at home, and times, whose check at the door no patrol made that night."""
    made = lived.reached.client[lived.reached.visit == CHECK]
    left = np.bincount(made, minlength=len(plan.scenario.clients))
    found = []
    for check in reversed(checks(plan)[0]):
        if luck.away[day, check.client] or luck.gone[day, check.client]:
            continue
        left[check.client] -= 1
        if left[check.client] < 0:
            found.append((check.client, check.at))
    return found

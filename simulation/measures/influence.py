"""Influence of clients over their day and their granted time (T9, F8, G2-G4), and minute control of staff (T31, F1, F2)."""

from __future__ import annotations

import numpy as np

from ...models.scenario import DAY
from ...models.wishes import NO_WISH, wished_times, wished_weekdays
from ..journal import Kind, Reason
from .figure import Figure, ratio, register
from .run import Run

HALF_AN_HOUR = 1800  # seconds


@register("share", "higher", "punctuality", "T9, F8; own definition")
def agreements_kept_share(run: Run) -> Figure:
    """Occasions of needs performed on the agreed day at a visit begun within its window of start times / occasions of needs at
    visits that the client did not cancel.
    """
    visits, occasions = run.plan.visits, run.plan.occasions
    midnight = visits.day.astype(np.int64) * DAY
    in_window = (run.began >= midnight + visits.earliest) & (run.began <= midnight + visits.latest) & (run.people_at > 0)
    wanted = np.ones(len(visits), dtype=bool)
    wanted[run.journal.visit[run.cancelled]] = False
    kept = in_window[occasions.visit] & (visits.day[occasions.visit] == occasions.agreed_day)
    return ratio((kept & wanted[occasions.visit]).sum(), wanted[occasions.visit].sum())


@register("share", "higher", "punctuality", "T9; own definition")
def wished_days_share(run: Run) -> Figure:
    """Occasions of needs performed on the weekday that the client wishes for / occasions of such needs performed."""
    visits, occasions = run.plan.visits, run.plan.occasions
    wish = wished_weekdays(run.plan.scenario)[occasions.need]
    performed = (wish != NO_WISH) & (run.people_at[occasions.visit] > 0)
    return ratio((performed & (visits.day[occasions.visit] % 7 == wish)).sum(), performed.sum())


@register("share", "higher", "punctuality", "T9; own definition")
def wished_times_share(run: Run) -> Figure:
    """Occasions of needs at visits begun within half an hour of the time that the client wishes for / occasions of such needs
    performed.
    """
    visits, occasions = run.plan.visits, run.plan.occasions
    wish = wished_times(run.plan.scenario)[occasions.need]
    performed = (wish != NO_WISH) & (run.people_at[occasions.visit] > 0)
    off = np.abs(run.began[occasions.visit] - visits.day[occasions.visit].astype(np.int64) * DAY - wish)
    return ratio((performed & (off <= HALF_AN_HOUR)).sum(), performed.sum())


@register("share", "higher", "punctuality", "G3, G4; own definition")
def wishes_honoured_share(run: Run) -> Figure:
    """Visits at which the client wished for something else and got it / visits at which the client wished for something else."""
    wishes = run.rows(Kind.WISHED)
    return ratio((run.journal.reason[wishes] == Reason.NONE).sum(), len(wishes))


def _banked(run: Run, kind: Kind) -> float:
    rows = run.rows(kind)
    return float((run.journal.planned_end[rows] - run.journal.planned_start[rows]).sum()) / 3600


@register("share", "higher", "work", "G2, G4; own definition")
def bank_spent_share(run: Run) -> Figure:
    """Hours of cancelled time that the client had saved and spent at other visits / hours saved."""
    return ratio(_banked(run, Kind.SPENT), _banked(run, Kind.SAVED))


@register("h", "lower", "work", "G2; own definition")
def bank_lapsed_hours(run: Run) -> Figure:
    """Hours of saved time that were lost because they were not spent in time."""
    return ratio(_banked(run, Kind.LAPSED), 1)


@register("share", "higher", "punctuality", "T11, T31; own definition")
def route_kept_share(run: Run) -> Figure:
    """Performed visits made by exactly the people whom the plan's routes name, and not before the one that comes earlier in the
    route of each / performed visits.
    """
    met, plan = run.encounters, run.plan
    planned = (plan.staff_at[met.visit] == met.staff[:, None]).any(axis=1)
    place = run.promised[met.visit]
    order = np.lexsort((met.start, met.staff * plan.days + met.day))
    key, at = (met.staff * plan.days + met.day)[order], place[order]
    overtaken = np.zeros(len(met), dtype=bool)
    overtaken[order[1:]] = (key[1:] == key[:-1]) & (at[1:] < at[:-1])
    off = np.zeros(len(plan.visits), dtype=bool)
    off[met.visit[~planned | overtaken]] = True
    return ratio((~off[run.performed]).sum(), len(run.performed))


@register("changes", "lower", "work", "F1; own definition")
def unplanned_changes_per_shift(run: Run) -> Figure:
    """Meetings at visits not in the person's planned route, and planned ones that did not happen there / duties worked."""
    met, plan = run.encounters, run.plan
    planned = (plan.staff_at[met.visit] == met.staff[:, None]).any(axis=1)
    worked = np.zeros((plan.days, run.staff), dtype=bool)
    duties = run.rows(Kind.DUTY)
    worked[run.journal.day[duties], run.journal.staff[duties]] = True
    meant = plan.staff_at >= 0
    there = meant & worked[plan.visits.day[:, None], plan.staff_at]
    return ratio((~planned).sum() + there.sum() - planned.sum(), len(duties))


@register("visits", "lower", "work", "F2 (minutstyrning); own definition")
def deviations_per_shift(run: Run) -> Figure:
    """Planned meetings at visits that began or lasted more minutes off the plan than the way of working tolerates
    (control.tolerance_minutes; 0: every minute counts) / duties worked.
    """
    journal, rows = run.journal, run.rows(Kind.VISIT)
    rows = rows[journal.planned_start[rows] >= 0]
    begins = np.abs(journal.start[rows] - journal.planned_start[rows])
    lasts = np.abs((journal.end - journal.start - journal.planned_end + journal.planned_start)[rows])
    allowed = max(run.plan.policy.control.tolerance_minutes, 1) * 60
    return ratio((np.maximum(begins, lasts) > allowed).sum(), len(run.rows(Kind.DUTY)))


@register("share", "lower", "work", "F1; domain B4 (36-40 % report difficulty finishing tasks)")
def time_pressure_share(run: Run) -> Figure:
    """Duties with less than five minutes of waiting and idling, or that ended more than five minutes
    late / duties worked.
    """
    journal, duties = run.journal, run.rows(Kind.DUTY)
    slack = (run.accounts["wait"] + run.accounts["idle"])[journal.day[duties], journal.staff[duties]]
    planned = journal.planned_end[duties]
    late = (planned >= 0) & (journal.end[duties] > planned + 300)
    return ratio(((slack < 300) | late).sum(), len(duties))

"""What else happens: alarms and who answers them, nights, and what absence does to who comes (T17, T31, T34, F1, G8)."""

from __future__ import annotations

import numpy as np

from ...models.plan import NOBODY_IN_PARTICULAR
from ...models.planning.day_routes import known_staff
from ..journal import Kind, Reason
from .figure import Figure, mean, ratio, register, total
from .run import Run


def responses(run: Run) -> np.ndarray:
    """float64[alarms to which somebody came]: minutes from the alarm until somebody was there."""
    journal = run.journal
    raised = run.rows(Kind.ALARM_RAISED)
    raised = raised[(journal.staff[raised] >= 0) & (journal.reason[raised] == Reason.NONE)]
    came = run.rows(Kind.ALARM)
    came = came[journal.reason[came] == Reason.NONE]

    def key(rows: np.ndarray) -> np.ndarray:
        return (journal.day[rows].astype(np.int64) * run.staff + journal.staff[rows]) * run.clients + journal.client[rows]

    # the same person comes to the same client in the order of the alarms
    raised = raised[np.lexsort((journal.planned_start[raised], key(raised)))]
    came = came[np.lexsort((journal.start[came], key(came)))]
    return (journal.start[came] - journal.planned_start[raised]) / 60


def knows(run: Run, rows: np.ndarray) -> np.ndarray:
    """bool[rows]: whether the person of each row is contact person or backup of its client, or is in its plan of 14 days.

    Whoever was hired in the run is taken for a stranger.
    """
    journal, rank = run.journal, run.plan.rank
    columns = (journal.day[rows].tolist(), journal.client[rows].tolist(), journal.staff[rows].tolist())
    in_plan = np.array(
        [
            rank[client, staff] < NOBODY_IN_PARTICULAR or staff in known_staff(run.plan, day, client)
            for day, client, staff in zip(*columns, strict=True)
        ],
        dtype=bool,
    )
    return in_plan & (run.person(rows) == journal.staff[rows])


@register("min", "lower", "work", "domain B8 (30-45 minutes); own definition")
def alarm_response_minutes(run: Run) -> Figure:
    """Minutes from an alarm until somebody is with the client / alarms to which somebody came."""
    return mean(responses(run))


@register("share", "higher", "work", "domain B8 (30-45 minutes); own definition")
def alarm_in_time_share(run: Run) -> Figure:
    """Alarms at which somebody was within the target time / alarms that needed somebody, those that nobody at work could go to
    included.
    """
    minutes, raised = responses(run), run.rows(Kind.ALARM_RAISED)
    nobody = (run.journal.reason[raised] == Reason.NOBODY_THERE).sum()
    return ratio((minutes <= run.plan.scenario.events.alarm_target_minutes.value).sum(), len(minutes) + nobody)


@register("share", "higher", "work", "T17, domain B8; own definition")
def alarm_known_share(run: Run) -> Figure:
    """Alarms answered by somebody who knows the client (contact person, backup, or in the plan's visits of 14 days) / alarms to
    which somebody came.
    """
    rows = run.rows(Kind.ALARM)
    return mean(knows(run, rows[run.journal.reason[rows] == Reason.NONE]))


@register("km", "lower", "driving", "G8; own definition")
def patrol_km(run: Run) -> Figure:
    """Kilometres driven by patrols."""
    journal = run.journal
    duties = run.rows(Kind.DUTY)
    duties = duties[journal.reason[duties] == Reason.PATROL]
    patrol = np.zeros((run.plan.days, run.staff), dtype=bool)
    patrol[journal.day[duties], journal.staff[duties]] = True
    drives = run.rows(Kind.DRIVE)
    return total(journal.metres[drives][patrol[journal.day[drives], journal.staff[drives]]].sum() / 1000)


@register("per night", "lower", "work", "G8 (ostörd nattsömn); own definition")
def night_disturbances(run: Run) -> Figure:
    """Times that somebody came in at night, planned or because the camera did not show the client / nights of clients who are
    looked in on.
    """
    journal, looks = run.journal, run.rows(Kind.LOOK)
    checks = run.rows(Kind.NIGHT_CHECK)
    sent = run.rows(Kind.ALARM)
    came = len(checks) + (journal.reason[sent] == Reason.NOT_SEEN).sum()
    rows = np.concatenate([looks, checks])
    nights = np.unique(journal.day[rows].astype(np.int64) * run.clients + journal.client[rows])
    return ratio(came, len(nights))


@register("share", "higher", "continuity", "T17; own definition")
def taken_over_known_share(run: Run) -> Figure:
    """Meetings taken over the same day by somebody who knows the client (contact person, backup, or in the plan's visits of 14
    days) / meetings taken over.
    """
    rows = run.rows(Kind.VISIT)
    return mean(knows(run, rows[run.journal.reason[rows] == Reason.STEPPED_IN]))


@register("per duty", "lower", "work", "F1, T31; own definition")
def unplanned_changes(run: Run) -> Figure:
    """Visits taken over or swapped, alarms and cars that failed, each person counted / duties worked."""
    visits = run.rows(Kind.VISIT)
    taken = np.isin(run.journal.reason[visits], (Reason.STEPPED_IN, Reason.SWAPPED)).sum()
    return ratio(taken + len(run.rows(Kind.ALARM)) + len(run.rows(Kind.BREAKDOWN)), len(run.rows(Kind.DUTY)))


@register("per duty", "neither", "work", "T17; own definition")
def swaps(run: Run) -> Figure:
    """Visits that a colleague took so that whoever had them could step in where they are known / duties worked."""
    visits = run.rows(Kind.VISIT)
    return ratio((run.journal.reason[visits] == Reason.SWAPPED).sum(), len(run.rows(Kind.DUTY)))


@register("share", "neither", "work", "G7, G12; own definition")
def doubled_visits_share(run: Run) -> Figure:
    """Performed visits to which a newcomer went along with a colleague (dubbelgång) / performed visits."""
    along = run.rows(Kind.INTRODUCTION)
    along = run.journal.visit[along][run.journal.visit[along] >= 0]
    return ratio(len(np.unique(along)), len(run.performed))


@register("share", "lower", "work", "G12, G14; own definition")
def vacant_share(run: Run) -> Figure:
    """Rostered duties whose place was vacant or whose newcomer was still learning / rostered duties."""
    journal, absent, duties = run.journal, run.rows(Kind.ABSENT), run.rows(Kind.DUTY)
    vacant = (journal.reason[absent] == Reason.VACANT).sum() + (journal.reason[duties] == Reason.LEARNING).sum()
    return ratio(vacant, len(run.plan.duties))

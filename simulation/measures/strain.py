"""What makes a working day feel tight, as far as the journal shows it (F1: slack, lateness, back-to-back visits)."""

from __future__ import annotations

import numpy as np

from ..journal import Kind
from .figure import Figure, ratio, register
from .run import NEVER, Run

SLACK = (Kind.WAIT, Kind.IDLE)
LATE = 5 * 60  # seconds after the plan's start


def consecutive(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Journal rows of each visit and of the next by the same person on the same day, and the slack between them.

    Returns
    -------
    before, after : int64[pairs]
        Rows of the journal.
    slack : int64[pairs]
        Seconds of waiting and idling between the two; driving, documentation and the break are not slack.
    """
    journal, spans = run.journal, run.spans
    kind = journal.kind[spans]
    so_far = np.cumsum(np.where((kind == SLACK[0]) | (kind == SLACK[1]), run.seconds[spans], 0))
    at = np.flatnonzero(kind == Kind.VISIT)
    rows = spans[at]
    same = (journal.day[rows][1:] == journal.day[rows][:-1]) & (journal.staff[rows][1:] == journal.staff[rows][:-1])
    return rows[:-1][same], rows[1:][same], (so_far[at[1:]] - so_far[at[:-1]])[same]


@register("min", "higher", "work", "F1; own definition")
def slack_minutes(run: Run) -> Figure:
    """Minutes of waiting and idling between one visit and the next of the same person and day / such pairs of visits."""
    slack = consecutive(run)[2]
    return ratio(slack.sum() / 60, len(slack))


@register("share", "lower", "work", "F1; own definition")
def back_to_back_share(run: Run) -> Figure:
    """Pairs of consecutive visits of the same person and day with less than one minute of slack between them / all such pairs."""
    slack = consecutive(run)[2]
    return ratio((slack < 60).sum(), len(slack))


@register("share", "lower", "work", "F1; own definition")
def lateness_passed_on(run: Run) -> Figure:
    """Visits begun more than 5 minutes after the plan's start whose next visit by the same person that day also was / visits
    begun so late that have such a next visit.
    """
    before, after, _ = consecutive(run)
    journal = run.journal
    promised = np.append(run.promised, NEVER)  # the last is for visits outside the plan, whose row is -1
    late_before = journal.start[before] > promised[journal.visit[before]] + LATE
    late_after = journal.start[after] > promised[journal.visit[after]] + LATE
    known = promised[journal.visit[after]] < NEVER
    return ratio((late_before & late_after).sum(), (late_before & known).sum())

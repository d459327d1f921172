"""Visits that did not take place, and why."""

from __future__ import annotations

import numpy as np

from ..journal import Reason
from .figure import Figure, Measure, add, ratio, register, total
from .run import Run

WHY = {
    Reason.NO_PLAN: ("missed_no_plan", "the plan had left them out"),
    Reason.ILL: ("missed_ill", "the member of staff was ill"),
    Reason.NOBODY_FREE: ("missed_nobody_free", "nobody could take them over in time"),
    Reason.COLLEAGUE_MISSING: ("missed_colleague_missing", "the second person of a double-staffed visit did not come"),
    Reason.NO_ANSWER: ("missed_no_answer", "nobody opened the door"),
}


def _visits(run: Run, rows: np.ndarray) -> np.ndarray:
    """Different visits of the plan that rows of the journal tell of."""
    return np.unique(run.journal.visit[rows])


def wanted(run: Run) -> int:
    """Visits that were performed or missed: all of the plan that were not cancelled."""
    visits = run.people_at > 0
    visits[_visits(run, run.missed)] = True
    return int(visits.sum())


@register("visits", "lower", "punctuality", "domain A5")
def missed_visits(run: Run) -> Figure:
    """Visits that were planned or needed and not done, for any reason but cancellation by the client."""
    return total(len(_visits(run, run.missed)))


@register("share", "lower", "punctuality", "domain A5")
def missed_share(run: Run) -> Figure:
    """Missed visits / visits that were performed or missed."""
    return ratio(len(_visits(run, run.missed)), wanted(run))


def missed_because(run: Run, reason: Reason) -> Figure:
    """Visits missed for one reason / visits that were performed or missed."""
    return ratio(len(_visits(run, run.missed[run.journal.reason[run.missed] == reason])), wanted(run))


def _register_reason(reason: Reason, name: str, why: str) -> None:
    definition = f"Visits missed because {why} / visits that were performed or missed."
    add(Measure(name, "share", "lower", "punctuality", definition, "domain A5", lambda run: missed_because(run, reason)))


for _reason, (_name, _why) in WHY.items():
    _register_reason(_reason, _name, _why)


@register("share", "neither", "punctuality", "domain B8 (2-10 %)")
def cancelled_share(run: Run) -> Figure:
    """Visits that the client did not want or need that day (cancelled or in hospital) / visits in the plan."""
    return ratio(len(_visits(run, run.cancelled)), len(run.plan.visits))

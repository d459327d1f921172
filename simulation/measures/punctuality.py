"""Whether visits begin when they should: against the window agreed with the client, and against the start in the plan.

Only performed visits count; those that nobody performed are in ``missed_share``, which must be read beside these.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from ...models.scenario import DAY
from .figure import Figure, mean, ratio, register
from .run import NEVER, Run

Against = Literal["window", "plan"]


def early_and_late(run: Run, against: Against) -> tuple[np.ndarray, np.ndarray]:
    """Seconds by which each performed visit began too early and too late; a visit begins when the first person does.

    Parameters
    ----------
    run
        The run.
    against
        ``window``: the earliest and latest start of the plan's visit. ``plan``: its start in the plan's routes (not in a
        morning's replanning); visits that no route had are left out.

    Returns
    -------
    two int64[visits]
    """
    rows = run.performed
    if against == "plan":
        rows = rows[run.promised[rows] < NEVER]
        first = last = run.promised[rows]
    else:
        midnight = run.plan.visits.day[rows].astype(np.int64) * DAY
        first, last = midnight + run.plan.visits.earliest[rows], midnight + run.plan.visits.latest[rows]
    began = run.began[rows]
    return np.maximum(first - began, 0), np.maximum(began - last, 0)


def on_time(run: Run, against: Against, minutes: float) -> Figure:
    """Share of performed visits that began at most ``minutes`` too early or too late."""
    early, late = early_and_late(run, against)
    return ratio(((early <= minutes * 60) & (late <= minutes * 60)).sum(), len(early))


@register("share", "higher", "punctuality", "domain A5")
def on_time_window_15(run: Run) -> Figure:
    """Visits begun at most 15 minutes outside the window of start times agreed with the client / performed visits."""
    return on_time(run, "window", 15)


@register("share", "higher", "punctuality", "domain A5")
def on_time_window_30(run: Run) -> Figure:
    """Visits begun at most 30 minutes outside the window of start times agreed with the client / performed visits."""
    return on_time(run, "window", 30)


@register("share", "higher", "punctuality", "domain A5")
def on_time_plan_15(run: Run) -> Figure:
    """Visits begun at most 15 minutes before or after their start in the plan / performed visits that a route had planned."""
    return on_time(run, "plan", 15)


@register("share", "higher", "punctuality", "domain A5")
def on_time_plan_30(run: Run) -> Figure:
    """Visits begun at most 30 minutes before or after their start in the plan / performed visits that a route had planned."""
    return on_time(run, "plan", 30)


@register("min", "lower", "punctuality", "domain A5")
def late_minutes_window(run: Run) -> Figure:
    """Minutes begun after the window of start times closed (0 if before) / performed visits."""
    return mean(early_and_late(run, "window")[1] / 60)


@register("min", "lower", "punctuality", "domain A5")
def late_minutes_plan(run: Run) -> Figure:
    """Minutes begun after the start in the plan (0 if before) / performed visits that a route had planned."""
    return mean(early_and_late(run, "plan")[1] / 60)


@register("min", "lower", "punctuality", "domain A5; own definition")
def moved_minutes_plan(run: Run) -> Figure:
    """Minutes begun before or after the start in the plan, whichever way / performed visits that a route had planned.

    How many visits were moved by more than half an hour is ``1 - on_time_plan_30``.
    """
    early, late = early_and_late(run, "plan")
    return mean((early + late) / 60)


@register("min", "lower", "punctuality", "domain A5 (max delay)")
def late_minutes_most(run: Run) -> Figure:
    """Most minutes that any performed visit began after the window of its start times closed."""
    late = early_and_late(run, "window")[1]
    return ratio(float(late.max()) / 60 if late.size else 0.0, 1 if late.size else 0)

"""Time on the road, kilometres and carbon dioxide."""

from __future__ import annotations

import numpy as np

from ..journal import Kind
from .figure import Figure, ratio, register, total
from .run import Run


def car_km(run: Run) -> float:
    """Kilometres driven by members of staff who go by car; bicycles and feet cost and emit nothing."""
    drives = run.rows(Kind.DRIVE)
    by_car = np.array([person.mode == "car" for person in run.plan.scenario.staff], dtype=bool)
    return float(run.journal.metres[drives][by_car[run.journal.staff[drives]]].sum(dtype=np.int64)) / 1000


@register("share", "lower", "driving", "domain B5 (18-26 % in Norway)")
def driving_share(run: Run) -> Figure:
    """Travel hours / paid hours; together with presence_paid, wait_share, kringtid_share and idle_share it makes 1."""
    return ratio(run.hours["travel"], run.hours["paid"])


@register("min", "lower", "driving", "domain A5, B5")
def driving_minutes_per_visit(run: Run) -> Figure:
    """Travel minutes, depot legs included / meetings at visits (a double-staffed visit has two: two people drove there)."""
    return ratio(run.hours["travel"] * 60, len(run.encounters))


@register("km", "lower", "driving", "domain A5")
def km(run: Run) -> Figure:
    """Kilometres driven by car; those by bicycle and on foot are not counted."""
    return total(car_km(run))


@register("kg", "lower", "driving", "domain B5")
def co2(run: Run) -> Figure:
    """Carbon dioxide of the kilometres by car, at the scenario's grams per kilometre."""
    return total(car_km(run) * run.plan.scenario.costs.co2.value / 1000)

"""Personalkontinuitet, Kolada U21401, by its own rules (domain A1)."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ...models.scenario import DAY
from .figure import Figure, ratio, register
from .run import Encounters, Run
from .windows import different_in_windows, whole_windows

NOT_COUNTED = frozenset({"alarm", "meal_delivery"})  # trygghetslarm and matdistribution


def _counted(run: Run, services: frozenset[str]) -> np.ndarray:
    """bool[visits of the plan]: whether the visit serves any need that is not one of the ``services``."""
    other = np.array([need.service not in services for need in run.plan.scenario.needs], dtype=bool)
    if other.all():
        return np.ones(len(run.plan.visits), dtype=bool)
    occasions = run.plan.occasions
    return np.bincount(occasions.visit[other[occasions.need]], minlength=len(run.plan.visits)) > 0


def _first_to_come(met: Encounters, rows: np.ndarray, visits: int) -> np.ndarray:
    """Of the given meetings the first at each visit; who comes at the same time is taken in the scenario's order."""
    first = np.full(visits, len(met))
    np.minimum.at(first, met.visit[rows], rows)  # meetings of a visit are sorted by start, then member of staff
    return rows[first[met.visit[rows]] == rows]


@register("persons", "lower", "continuity", "domain A1: Kolada U21401 (to 2024), read at Kungälv; mean 14.9 in 2021")
def continuity_14d_kolada(
    run: Run,
    *,
    days: int = 14,
    stride: int = 1,
    statistic: Literal["mean", "median"] = "mean",
    daily: Literal["performed", "planned"] = "performed",
    least_daily: int = 2,
    least_age: int = 65,
    hours: tuple[float, float] = (7, 22),
    straddling: Literal["counts", "dropped"] = "counts",
    least_minutes: float = 0,
    second_person: bool = True,
    not_counted: frozenset[str] = NOT_COUNTED,
) -> Figure:
    """Different members of staff met in 14 days between 07 and 22, summed over clients of 65 and over with two or more such
    visits on every one of those days and never in hospital / those clients, for all windows of 14 days in the run.

    The rules leave open what the keywords decide. Their defaults follow the dossier: performed visits, strictly every day, and
    everybody met counts. So that no day of the run is preferred, windows begin on every day that leaves 14 days; a run shorter
    than that has no value. Staff of the home nursing service (hemsjukvård) are not in the model; visits that the plan does not
    hold (alarms) are not counted.

    Parameters
    ----------
    run
        The run.
    days, stride
        Length of a window, and days from the beginning of one to the beginning of the next.
    statistic
        ``mean``, or ``median`` over the same clients and windows (Österåker); numerator and denominator stay those of the mean.
    daily
        Which visits must be ``least_daily`` on every day: those ``performed`` (a cancelled visit may drop the client from the
        window), or those ``planned`` (their window of start times overlaps ``hours``).
    least_daily, least_age
        Who counts: visits on each day, years.
    hours
        A visit counts if it begins at or after the first hour of its day and before the second.
    straddling
        Whether a visit that begins before but ends after the second hour counts or is dropped.
    least_minutes
        Meetings that were shorter do not count.
    second_person
        Whether both people at a double-staffed visit count, or only the first to come.
    not_counted
        Services whose visits do not count when they serve nothing else.

    Raises
    ------
    ValueError
        If ``days`` or ``stride`` is less than 1.
    """
    if days < 1 or stride < 1:
        raise ValueError(f"days ({days}) and stride ({stride}) must be at least 1")
    plan, met = run.plan, run.faces
    opens, closes = hours[0] * 3600, hours[1] * 3600
    counted = _counted(run, not_counted)
    begins, ends = met.start - met.day * DAY, met.end - met.day * DAY
    counts = counted[met.visit] & (begins >= opens) & (begins < closes) & (met.end - met.start >= least_minutes * 60)
    if straddling == "dropped":
        counts &= ends <= closes
    rows = np.flatnonzero(counts)
    if daily == "performed":
        visits = np.unique(met.visit[rows])
    else:
        visits = np.flatnonzero(counted & (plan.visits.latest >= opens) & (plan.visits.earliest < closes))
    at = plan.visits.client[visits].astype(np.int64) * plan.days + plan.visits.day[visits]
    each_day = np.bincount(at, minlength=run.clients * plan.days).reshape(run.clients, plan.days)
    old_enough = np.array([client.age >= least_age for client in plan.scenario.clients], dtype=bool)
    belongs = whole_windows((each_day >= least_daily) & ~run.away & old_enough[:, None], days)[:, ::stride]
    if not second_person:
        rows = _first_to_come(met, rows, len(plan.visits))
    shape = (run.clients, run.persons, plan.days)
    persons = different_in_windows(met.client[rows], met.person[rows], met.day[rows], shape, days)[:, ::stride][belongs]
    figure = ratio(persons.sum(), persons.size)
    return figure._replace(value=float(np.median(persons))) if statistic == "median" and persons.size else figure


def readings(run: Run) -> dict[str, Figure]:
    """Return the official figure under different readings of what its rules leave open.

    How far they lie apart is how far two municipalities can differ that work exactly alike.
    """
    return {
        "as defined here": continuity_14d_kolada(run),
        "median": continuity_14d_kolada(run, statistic="median"),
        "windows that do not overlap": continuity_14d_kolada(run, stride=14),
        "two visits a day in the plan": continuity_14d_kolada(run, daily="planned"),
        "one visit a day is enough": continuity_14d_kolada(run, least_daily=1),
        "only the first to come": continuity_14d_kolada(run, second_person=False),
        "visits of at least 10 minutes": continuity_14d_kolada(run, least_minutes=10),
        "clients of any age": continuity_14d_kolada(run, least_age=0),
    }

"""Why a plan is as it is: cost by staff, by visit with the next best person, and the reason for each visit left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....cython_ext import day_search
from . import objective
from .check import Names, contradictions
from .problem import UNIT
from .solve import DayPlan


@dataclass(frozen=True)
class VisitReason:
    """One visit: who does it and what would be if somebody else did.

    Attributes
    ----------
    visit, staff
        Rows; staff -1 where the visit is left out.
    late
        Seconds after the latest start.
    adds
        What the visit costs where it is: the plan without it would be so much cheaper (cost units; the price of leaving it out
        not counted).
    others
        Other people who may do it, and how much more (or, negative, less) the plan would cost, cheapest first: the visit moved
        to its best place in their route, everything else as it is.
    """

    visit: int
    staff: int
    late: int
    adds: int
    others: tuple[tuple[int, int], ...]


def by_staff(plan: DayPlan) -> list[dict[str, int]]:
    """One row per member of staff in use: visits, and seconds of care, travel, waiting, lateness and overtime."""
    problem, rows = plan.problem, []
    nobody = np.zeros(0, np.int32)
    late = objective.lateness(problem, plan)
    for k, route in enumerate(plan.routes):
        if len(route):
            routes = tuple(route if j == k else nobody for j in range(problem.staff))
            alone = DayPlan(problem, routes, plan.start, plan.end, plan.break_at, plan.break_start, 0)
            rows.append(
                {
                    "staff": k,
                    "visits": len(route),
                    "care": int(problem.duration[route].sum()),
                    "travel": objective.travel(problem, alone),
                    "waiting": objective.waiting(problem, alone),
                    "late": int(late[route].sum()),
                    "overtime": objective.overtime(problem, alone),
                    "person": objective.person(problem, alone),
                }
            )
    return rows


def by_visit(plan: DayPlan, visits: np.ndarray | None = None, count: int = 3) -> list[VisitReason]:
    """Why these visits (default: all) are done by whom they are, with the ``count`` next best people."""
    queries = day_search.Insertions(plan.problem.arrays, plan.routes, plan.break_at, plan.first_start)
    late, who, reasons = objective.lateness(plan.problem, plan), plan.staff_of, []
    for v in np.arange(plan.problem.visits) if visits is None else visits:
        adds, options = (0, queries.of(int(v))) if who[v] < 0 else queries.elsewhere(int(v))
        others = [(int(k), int(options.cost[k]) - adds) for k in np.argsort(options.cost, kind="stable") if k != who[v]]
        possible = tuple((k, more) for k, more in others[:count] if more + adds < day_search.NEVER)
        reasons.append(VisitReason(int(v), int(who[v]), int(late[v]), adds, possible))
    return reasons


def why_left_out(plan: DayPlan, names: Names | None = None) -> dict[int, str]:
    """For each visit left out, a sentence: nobody may do it, it would cost more than it is worth, or its pair cannot be done."""
    called, problem = names or Names(), plan.problem
    known: dict[str, str] = {}
    for fault in contradictions(problem, called):
        for part in fault.where.replace(" and ", ", ").split(", "):
            known.setdefault(part, fault.what)
    partner = {a: b for pair in problem.pairs.tolist() for a, b in (pair[:2], pair[1::-1])}
    sentences = {}
    for reason in by_visit(plan, plan.unserved):
        v = reason.visit
        if (named := known.get(called.visit(v))) is not None:
            sentences[v] = named
        elif not reason.others:
            sentences[v] = "nobody who may do it can take it without making other visits wait for each other"
        else:
            k, more = reason.others[0]
            worth = problem.unserved[v] / UNIT
            if more <= problem.unserved[v] and v in partner:
                sentences[v] = f"{called.visit(partner[v])}, which needs a second person with it, cannot be done either"
            else:
                sentences[v] = (
                    f"{called.person(k)} could do it at a cost of {more / UNIT:.0f} minutes; leaving it out costs {worth:.0f}"
                )
    return sentences

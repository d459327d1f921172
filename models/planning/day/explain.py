"""Why a plan is as it is: cost by staff, by visit with the next best person, and the reason for each visit left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....cython_ext import day_search
from . import objective
from .check import Names, clock, contradictions
from .problem import ANY_TIME, UNIT
from .solve import DayPlan

COSTS = ("person", "missed_break")  # of the columns of `by_staff`; visits and changed are counts, the others seconds


@dataclass(frozen=True)
class VisitReason:
    """One visit: who does it and what would be if somebody else did.

    Attributes
    ----------
    visit, staff
        Rows; staff -1 where the visit is left out.
    late
        Seconds after the latest start.
    promised
        Row of who was promised to come; -1: nobody in particular.
    moved
        Seconds after (negative: before) the promised start; 0 where none was promised.
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
    promised: int
    moved: int
    adds: int
    others: tuple[tuple[int, int], ...]


def in_words(plan: DayPlan, names: Names | None = None) -> dict[str, Any]:
    """By component, by member of staff and by visit, in names: costs in minutes of travel, times in minutes."""
    called, left_out = names or Names(), why_left_out(plan, names)
    staff, visits = [], []
    for row in by_staff(plan):
        said: dict[str, Any] = {"staff": called.person(row.pop("staff")), "leaves": clock(row.pop("leaves"))}
        counts = {name: row.pop(name) for name in ("visits", "changed")}
        costs = {name: round(row.pop(name) / UNIT, 2) for name in COSTS}
        staff.append(said | counts | {name: round(seconds / 60, 2) for name, seconds in row.items()} | costs)
    for reason in by_visit(plan):
        said = {"visit": called.visit(reason.visit)}
        if reason.staff < 0:
            said["left out"] = left_out[reason.visit]
        else:
            said |= {"staff": called.person(reason.staff), "start": clock(plan.start[reason.visit])}
            said |= {"late": round(reason.late / 60, 2), "adds": round(reason.adds / UNIT, 2)}
        said["others would add"] = {called.person(k): round(more / UNIT, 2) for k, more in reason.others}
        visits.append(said)
    components = {name: round(cost / UNIT, 2) for name, cost in plan.components.items() if cost}
    return {"components": components, "staff": staff, "visits": visits}


def by_staff(plan: DayPlan) -> list[dict[str, int]]:
    """One row per member of staff in use: visits, seconds of care, travel, waiting, late, overtime, when they leave, and more.

    ``idle`` is what is left of the shift after care, travel and break (seconds), ``missed_break`` its price if there is none,
    ``moved`` the seconds that visits start away from what was promised, ``changed`` the visits that were promised to others.
    """
    problem, rows = plan.problem, []
    nobody = np.zeros(0, np.int32)
    late, idle, leaves = objective.lateness(problem, plan), objective.idle(problem, plan), objective.departure(problem, plan)
    for k, route in enumerate(plan.routes):
        if len(route):
            routes = tuple(route if j == k else nobody for j in range(problem.staff))
            here, served = np.arange(problem.staff) == k, np.isin(np.arange(problem.visits), route)
            start, end = np.where(served, plan.start, -1), np.where(here, plan.end, -1)
            begin = np.where(here, plan.break_start, -1)
            alone = DayPlan(problem, routes, start, end, plan.break_at, begin, 0)
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
                    "pay": objective.pay(problem, alone),
                    "leaves": int(leaves[k]),
                    "idle": int(idle[k]),
                    "missed_break": objective.missed_break(problem, alone),
                    "changed": objective.changed(problem, alone),
                    "moved": objective.moved(problem, alone),
                }
            )
    return rows


def by_visit(plan: DayPlan, visits: np.ndarray | None = None, count: int = 3) -> list[VisitReason]:
    """Why these visits (default: all) are done by whom they are, with the ``count`` next best people."""
    queries = day_search.Insertions(plan.problem.arrays, plan.routes, plan.break_at, plan.first_start)
    late, who, promised = objective.lateness(plan.problem, plan), plan.staff_of, plan.problem.promised_start
    reasons = []
    for v in np.arange(plan.problem.visits) if visits is None else visits:
        adds, options = (0, queries.of(int(v))) if who[v] < 0 else queries.elsewhere(int(v))
        others = [(int(k), int(options.cost[k]) - adds) for k in np.argsort(options.cost, kind="stable") if k != who[v]]
        possible = tuple((k, more) for k, more in others[:count] if more + adds < day_search.NEVER)
        moved = int(plan.start[v]) - int(promised[v]) if who[v] >= 0 and promised[v] > -ANY_TIME else 0
        reasons.append(VisitReason(int(v), int(who[v]), int(late[v]), int(plan.problem.promised_staff[v]), moved, adds, possible))
    return reasons


def why_left_out(plan: DayPlan, names: Names | None = None) -> dict[int, str]:
    """For each visit left out, a sentence: nobody may do it, it would cost more than it is worth, or its pair cannot be done."""
    called, problem = names or Names(), plan.problem
    known: dict[str, str] = {}
    for fault in contradictions(problem, called):
        for part in fault.where.replace(" and ", ", ").split(", "):
            known.setdefault(part, fault.what)
    mates = [*problem.pairs[:, :2].tolist(), *problem.wholes.tolist()]
    partner = {a: b for pair in mates for a, b in (pair, pair[::-1])}
    together = {v for pair in problem.pairs[:, :2].tolist() for v in pair}
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
            if v in partner and (more <= problem.unserved[v] or partner[v] in plan.unserved):
                why = "needs a second person with it" if v in together else "is done together with it or not at all"
                sentences[v] = f"{called.visit(partner[v])}, which {why}, cannot be done either"
            else:
                sentences[v] = (
                    f"{called.person(k)} could do it at a cost of {more / UNIT:.0f} minutes; leaving it out costs {worth:.0f}"
                )
    return sentences

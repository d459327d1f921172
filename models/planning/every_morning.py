"""What replanning needs to know of a plan: the same every morning and in every replication, and so worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...cython_ext.open_routes import NO_NODE
from ..legs import DayTravel
from ..plan import BREAK, Plan
from .least_gaps import least_gaps

MOST_LATE = 15 * 60  # seconds after its window that a visit may start on a replanned route


@dataclass
class District:
    """The places of a group, and the drives between them."""

    place: np.ndarray  # int64[clients], counted from 1 (0 is the base); 0 for clients elsewhere
    rows: np.ndarray  # of the scenario's places
    legs: dict[int | None, DayTravel] = field(default_factory=dict)


def district(plan: Plan, group: int) -> District:
    """The places of a group's clients, and of others whom its people visit."""
    known = plan.memo.setdefault("districts", {})
    if group not in known:
        scenario = plan.scenario
        of_group = plan.duties.group[plan.stops.duty] == group
        visits = plan.stops.visit[of_group & (plan.stops.visit != BREAK)]
        clients = sorted({*scenario.clients_of(group), *np.unique(plan.visits.client[visits]).tolist()})
        homes = [scenario.clients[client].place for client in clients]
        places = [scenario.groups[group].base, *sorted(set(homes))]
        place = np.zeros(len(scenario.clients), dtype=np.int64)
        place[clients] = 1 + np.searchsorted(places[1:], homes)
        known[group] = District(place, np.array(places))
    return known[group]


def dropped_first(plan: Plan) -> np.ndarray:
    """bool[visits], whether all of a visit may be left undone before others (``policy.absence.dropped_first``)."""
    if "dropped first" not in plan.memo:
        droppable = np.array([need.service in plan.policy.absence.dropped_first for need in plan.scenario.needs], dtype=bool)
        kept = np.bincount(plan.occasions.visit, weights=~droppable[plan.occasions.need], minlength=len(plan.visits))
        plan.memo["dropped first"] = kept == 0
    return plan.memo["dropped first"]


def task_table(plan: Plan) -> np.ndarray:
    """int64[visits, 7], visits as tasks of :class:`~hemtjanst.cython_ext.open_routes.OpenRoutes`, with the client as the place."""
    if "tasks" not in plan.memo:
        visits, writing = plan.visits, round(plan.scenario.work.documentation_minutes.value * 60)
        rows, due = np.arange(len(visits)), visits.latest
        columns = (
            rows,
            visits.client,
            visits.earliest,
            due + MOST_LATE,
            visits.seconds + writing,
            due,
            np.full(len(rows), NO_NODE),
        )
        plan.memo["tasks"] = np.stack(columns, axis=1).astype(np.int64)
    return plan.memo["tasks"]


def gaps_of(plan: Plan) -> np.ndarray:
    """int32[gaps, 3], :func:`.least_gaps` of a plan."""
    if "least gaps" not in plan.memo:
        plan.memo["least gaps"] = least_gaps(plan.scenario, plan.visits, plan.occasions)
    return plan.memo["least gaps"]


def skill_masks(plan: Plan) -> np.ndarray:
    """int64[staff], what each can do."""
    if "skill masks" not in plan.memo:
        plan.memo["skill masks"] = np.array(plan.scenario.skill_masks, dtype=np.int64)
    return plan.memo["skill masks"]

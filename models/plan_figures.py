"""What a plan amounts to before anything has happened: driving, paid time, and how few people clients meet."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np

from .legs import leg_seconds
from .plan import BREAK, CONTACT, NOBODY_IN_PARTICULAR, Plan


def plan_figures(plan: Plan) -> dict[str, float]:
    """Driving, paid time and continuity of a plan, before anything has happened.

    Returns
    -------
    dict
        ``driving_minutes_per_visit``, ``paid_hours`` and ``driving_hours`` of the horizon; ``distinct_staff_14d`` and, for four
        weeks, ``distinct_staff_28d``: different people per client who is visited, in the first days; ``contact_share`` and
        ``known_share`` of visits by the contact person, and by contact person or backup; ``unserved_share`` of visits that nobody
        has time for.
    """
    duties, visits, stops = plan.duties, plan.visits, plan.stops
    at_door = stops.visit != BREAK
    visit, staff = stops.visit[at_door], duties.staff[stops.duty[at_door]]
    client, rank = visits.client[visit], plan.rank[visits.client[visit], staff]
    driven = driving_seconds(plan)
    figures = {
        "driving_minutes_per_visit": driven / 60 / max(len(visit), 1),
        "driving_hours": driven / 3600,
        "paid_hours": float((duties.end - duties.start - duties.break_seconds).sum()) / 3600,
        "contact_share": float(np.mean(rank == CONTACT)) if len(rank) else 0.0,
        "known_share": float(np.mean(rank < NOBODY_IN_PARTICULAR)) if len(rank) else 0.0,
        "unserved_share": len(plan.unserved) / max(len(visits), 1),
    }
    for days in (14, 28):
        if days <= plan.days:
            within = visits.day[visit] < days
            met = set(zip(client[within].tolist(), staff[within].tolist(), strict=True))
            figures[f"distinct_staff_{days}d"] = len(met) / max(len({who for who, _ in met}), 1)
    return figures


def driving_seconds(plan: Plan) -> int:
    """Seconds driven by the plan, parking and walking in included, from the base and back."""
    scenario, total = plan.scenario, 0
    homes = np.array([client.place for client in scenario.clients], np.int64)
    place = np.where(plan.stops.visit == BREAK, -1, homes[plan.visits.client[plan.stops.visit]]) if len(plan.stops) else None
    by_mode: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for duty, route in enumerate(plan.routes):
        stops = [] if place is None else [int(at) for at in place[route] if at >= 0]
        if stops:
            base = scenario.groups[plan.duties.group[duty]].base
            mode = scenario.staff[plan.duties.staff[duty]].mode
            by_mode[mode, int(plan.duties.day[duty])] += pairwise([base, *stops, base])
    for (mode, day), legs in by_mode.items():
        origin, destination = np.array(legs).T
        total += int(leg_seconds(scenario, mode, origin, destination, day).sum())
    return total

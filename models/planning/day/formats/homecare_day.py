"""The home care day JSON of the project's own problem generator."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..problem import UNIT, DayProblem, DayWeights
from ..solve import DayPlan


def read(data: dict[str, Any]) -> DayProblem:
    """The problem in a parsed file: visits with contacts, staff with shifts and skills, double staffing in ``sync``."""
    weights, staff, visits = data["weights"], data["staff"], data["visits"]
    row = {person["id"]: k for k, person in enumerate(staff)}
    cost = np.zeros((len(visits), len(staff)), np.int32)
    for v, visit in enumerate(visits):
        if visit["contacts"]:
            cost[v] = round(weights["noncontact"] * UNIT)
            cost[v, [row[person] for person in visit["contacts"]]] = 0
    clients = {client: c for c, client in enumerate(dict.fromkeys(visit["client"] for visit in visits))}
    sync = np.array(data.get("sync") or np.zeros((0, 2)), np.int32)
    return DayProblem(
        travel=np.array(data["travel"], np.int32),
        shift_start=np.array([person["shift"][0] for person in staff]),
        shift_end=np.array([person["shift"][1] for person in staff]),
        start_place=np.array([person["start_loc"] for person in staff]),
        end_place=np.array([person["end_loc"] for person in staff]),
        staff_skills=np.array([_mask(person["skills"]) for person in staff]),
        place=np.array([visit["loc"] for visit in visits]),
        duration=np.array([visit["duration"] for visit in visits]),
        earliest=np.array([visit["window"][0] for visit in visits]),
        latest=np.array([visit["window"][1] for visit in visits]),
        skills=np.array([_mask(visit["skills"]) for visit in visits]),
        client=np.array([clients[visit["client"]] for visit in visits]),
        unserved=np.full(len(visits), round(weights["unserved"] * UNIT)),
        cost=cost,
        pairs=np.hstack((sync, np.zeros_like(sync))),
        pair_whole=np.zeros(len(sync), bool),  # the scorer lets one of two visits stand alone
        weights=DayWeights.per_minute(
            travel=weights["travel_per_min"],
            late=weights["late_per_min"],
            overtime=weights["overtime_per_min"],
            distinct=weights.get("distinct", 0.0),
        ),
    )


def write(data: dict[str, Any], plan: DayPlan) -> dict[str, Any]:
    """Routes by staff id, as the scorer reads them."""
    return {
        "routes": {
            str(person["id"]): route.tolist() for person, route in zip(data["staff"], plan.routes, strict=True) if len(route)
        }
    }


def _mask(skills: list[int]) -> int:
    return sum(1 << skill for skill in set(skills))

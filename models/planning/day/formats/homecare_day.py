"""The home care day JSON of the project's own problem generator: minutes as prices, seconds as times."""

from __future__ import annotations

from typing import Any

import numpy as np
from pydantic import BaseModel

from ....errors import Fault, raise_faults
from ....files import validate
from ..check import Names
from ..problem import UNIT, DayProblem, DayWeights
from ..solve import DayPlan


class _Weights(BaseModel):
    travel_per_min: float
    noncontact: float
    late_per_min: float
    overtime_per_min: float
    unserved: float
    distinct: float = 0.0


class _Staff(BaseModel):
    id: int
    start_loc: int
    end_loc: int
    shift: tuple[int, int]
    skills: list[int]


class _Visit(BaseModel):
    client: int
    loc: int
    window: tuple[int, int]
    duration: int
    skills: list[int]
    contacts: list[int]


class _File(BaseModel):
    weights: _Weights
    travel: Any
    staff: list[_Staff]
    visits: list[_Visit]
    sync: list[tuple[int, int]] = []


def read(data: dict[str, Any], file: str) -> DayProblem:
    """The problem in a parsed file: visits with contacts, staff with shifts and skills, double staffing in ``sync``.

    Raises
    ------
    InputError
        With everything that is wrong with it; ``file`` is what messages call it.
    """
    given = validate(_File, data, file)
    weights, staff, visits = given.weights, given.staff, given.visits
    row = {person.id: k for k, person in enumerate(staff)}
    raise_faults(
        Fault(f"{file}: visits.{v}.contacts", f"there is no staff member {person}")
        for v, visit in enumerate(visits)
        for person in visit.contacts
        if person not in row
    )
    cost = np.zeros((len(visits), len(staff)), np.int32)
    for v, visit in enumerate(visits):
        if visit.contacts:
            cost[v] = round(weights.noncontact * UNIT)
            cost[v, [row[person] for person in visit.contacts]] = 0
    clients = {client: c for c, client in enumerate(dict.fromkeys(visit.client for visit in visits))}
    sync = np.array(given.sync, np.int32).reshape(-1, 2)
    return DayProblem(
        travel=np.array(given.travel, np.int32),
        shift_start=np.array([person.shift[0] for person in staff]),
        shift_end=np.array([person.shift[1] for person in staff]),
        start_place=np.array([person.start_loc for person in staff]),
        end_place=np.array([person.end_loc for person in staff]),
        staff_skills=np.array([_mask(person.skills) for person in staff]),
        place=np.array([visit.loc for visit in visits]),
        duration=np.array([visit.duration for visit in visits]),
        earliest=np.array([visit.window[0] for visit in visits]),
        latest=np.array([visit.window[1] for visit in visits]),
        skills=np.array([_mask(visit.skills) for visit in visits]),
        client=np.array([clients[visit.client] for visit in visits]),
        unserved=np.full(len(visits), round(weights.unserved * UNIT)),
        cost=cost,
        pairs=np.hstack((sync, np.zeros_like(sync))),
        pair_whole=np.zeros(len(sync), bool),  # in these files one of two visits may stand alone
        weights=DayWeights.per_minute(
            travel=weights.travel_per_min,
            late=weights.late_per_min,
            overtime=weights.overtime_per_min,
            distinct=weights.distinct,
        ),
    )


def write(data: dict[str, Any], plan: DayPlan) -> dict[str, Any]:
    """Routes by staff id."""
    return {
        "routes": {
            str(person["id"]): route.tolist() for person, route in zip(data["staff"], plan.routes, strict=True) if len(route)
        }
    }


def names(data: dict[str, Any]) -> Names:
    """Visits by row, staff by their ids."""
    return Names(staff=[f"staff {person['id']}" for person in data["staff"]])


def price(data: dict[str, Any], plan: DayPlan) -> float:
    """Minutes of travel and their worth."""
    return plan.cost / UNIT


def _mask(skills: list[int]) -> int:
    return sum(1 << skill for skill in set(skills))

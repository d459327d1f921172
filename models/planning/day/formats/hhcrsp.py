"""Home health care routing and scheduling (Mankowska, Meisel and Bierwirth 2014) in the JSON form of Ceschia et al. 2024.

Every service of a patient is one visit; two services of one patient need two caregivers, simultaneously or within a least and a
greatest distance. Cost is (travel + total tardiness + largest tardiness) / 3 in minutes; one tick is a thousandth of a minute.
Every service has to be done: here a price that no lateness is worth.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from pydantic import BaseModel

from ....errors import Fault, nearest, raise_faults
from ....files import validate
from ..check import Names
from ..problem import ANY_TIME, FORBIDDEN, DayProblem, DayWeights
from ..solve import DayPlan

TICKS = 1000
MUST = 10_000_000_000


class _Service(BaseModel):
    id: str
    default_duration: float = 0.0


class _Required(BaseModel):
    service: str
    duration: float | None = None


class _Synchronization(BaseModel):
    type: Literal["simultaneous", "sequential"]
    distance: tuple[float, float] = (0.0, 0.0)


class _Patient(BaseModel):
    id: str
    time_window: tuple[float, float]
    required_caregivers: list[_Required]
    synchronization: _Synchronization | None = None


class _Caregiver(BaseModel):
    id: str
    abilities: list[str]


class _File(BaseModel):
    patients: list[_Patient]
    services: list[_Service]
    caregivers: list[_Caregiver]
    distances: Any


def read(data: dict[str, Any], file: str) -> DayProblem:
    """The problem in a parsed file; the office is place 0, patients follow in order.

    Raises
    ------
    InputError
        With everything that is wrong with it; ``file`` is what messages call it.
    """
    given = validate(_File, data, file)
    usual = {service.id: service.default_duration for service in given.services}
    raise_faults(
        Fault(f"{file}: patients.{patient.id}", f"there is no service '{required.service}'; {nearest(required.service, usual)}")
        for patient in given.patients
        for required in patient.required_caregivers
        if required.service not in usual
    )
    able = {caregiver.id: set(caregiver.abilities) for caregiver in given.caregivers}
    rows, pairs = [], []
    for place, patient in enumerate(given.patients, 1):
        if sync := patient.synchronization:
            low, high = (0.0, 0.0) if sync.type == "simultaneous" else sync.distance
            pairs.append((len(rows), len(rows) + 1, round(low * TICKS), round(high * TICKS)))
        for required in patient.required_caregivers:
            length = usual[required.service] if required.duration is None else required.duration
            rows.append((place, required.service, length, *patient.time_window))
    cost = np.array([[0 if service in skills else FORBIDDEN for skills in able.values()] for _, service, *_ in rows], np.int32)
    return DayProblem(
        travel=np.round(np.array(given.distances, float) * TICKS),
        shift_start=np.zeros(len(able)),
        shift_end=np.full(len(able), ANY_TIME),
        place=np.array([row[0] for row in rows]),
        client=np.array([row[0] - 1 for row in rows]),
        duration=np.round(np.array([row[2] for row in rows]) * TICKS),
        earliest=np.round(np.array([row[3] for row in rows]) * TICKS),
        latest=np.round(np.array([row[4] for row in rows]) * TICKS),
        cost=cost,
        unserved=np.full(len(rows), MUST),
        pairs=np.array(pairs).reshape(-1, 4),
        weights=DayWeights(travel=1, late=1, overtime=0, largest_late=1),
    )


def write(data: dict[str, Any], plan: DayPlan) -> dict[str, Any]:
    """Routes by caregiver with the start (``arrival_time``) and end (``departure_time``) of every service, in minutes."""
    visits = [(patient["id"], required["service"]) for patient in data["patients"] for required in patient["required_caregivers"]]
    end = plan.start + plan.problem.duration
    return {
        "routes": [
            {
                "caregiver_id": caregiver["id"],
                "locations": [
                    {
                        "patient": visits[v][0],
                        "service": visits[v][1],
                        "arrival_time": int(plan.start[v]) / TICKS,
                        "departure_time": int(end[v]) / TICKS,
                    }
                    for v in route
                ],
            }
            for caregiver, route in zip(data["caregivers"], plan.routes, strict=True)
        ]
    }


def names(data: dict[str, Any]) -> Names:
    """Patients with the service, and caregivers, as the file calls them."""
    visits = [
        f"{patient['id']} {required['service']}" for patient in data["patients"] for required in patient["required_caregivers"]
    ]
    return Names(visits, [caregiver["id"] for caregiver in data["caregivers"]])


def price(data: dict[str, Any], plan: DayPlan) -> float:
    """(travel + tardiness + largest tardiness) / 3, minutes."""
    return plan.cost / TICKS / 3

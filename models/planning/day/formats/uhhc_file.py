"""What a UHHC file says: its form, its components, and its times and prices in the units of the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, Field

from ....errors import Fault, nearest, raise_faults

HARD = 10_000  # what a minute (or a piece) of a hard component costs, in the unit of the file
MUST = 5_000  # the same for a patient who must be visited: left out only where a hard rule leaves no way
LUNCH = "lunch_break"
MAY_BE_HARD = (
    "total_tardiness",
    "highest_tardiness",
    "total_waiting_time",
    "total_extra_time",
    "caregiver_preferences",
    "incompabilities",  # so it is spelt in the files
    "optional_patients",
    "missed_lunch_break",
    "qualification",
)
COMPONENTS = (*MAY_BE_HARD, "travel_time", "max_idle_time", "workload_balance", "working_time")


class _Span(BaseModel):
    start: float
    end: float


class _Service(BaseModel):
    id: str
    default_duration: float | None = None


class _Required(BaseModel):
    service: str
    duration: float | None = None


class _Distance(BaseModel):
    min: float
    max: float


class _Synchronization(BaseModel):
    type: Literal["simultaneous", "sequential", "independent"]
    distance: _Distance | tuple[float, float] | None = None

    def bounds(self) -> tuple[float, float]:
        """Least and greatest distance of the two starts."""
        if self.type == "simultaneous" or self.distance is None:
            return 0.0, 0.0
        return (self.distance.min, self.distance.max) if isinstance(self.distance, _Distance) else self.distance


class Patient(BaseModel):
    """A patient, whose services are visits."""

    id: str
    required_services: list[_Required] = Field(min_length=1)
    time_windows: list[_Span] = Field(min_length=1)
    distance_matrix_index: int | None = None
    synchronization: _Synchronization | None = None
    optional: bool | None = None
    preferred_caregivers: list[str] | None = None
    incompatible_caregivers: list[str] | None = None


class Caregiver(BaseModel):
    """A member of staff."""

    id: str
    abilities: list[str]
    departing_point: str
    arrival_point: str | None = None
    working_shift: _Span | None = None
    lunch_break: bool | None = None


class _Terminal(BaseModel):
    id: str
    distance_matrix_index: int | None = None


class Lunch(BaseModel):
    """When lunch is, for everybody who has one."""

    start: float
    end: float
    min_duration: float


class _Metadata(BaseModel):
    cost_components: dict[str, float | Literal["HARD"] | None]
    time_window_met: str | None = None
    origin: str = ""


class File(BaseModel):
    """A whole file."""

    metadata: _Metadata
    terminal_points: list[_Terminal]
    caregivers: list[Caregiver]
    patients: list[Patient]
    services: list[_Service]
    distances: Any
    lunch_breaks: Lunch | None = None


class Day:
    """A file's content in the units of the kernel."""

    def __init__(self, given: File, file: str) -> None:
        self.given = given
        self.usual = {service.id: service.default_duration for service in given.services}
        raise_faults(faults(given, self.usual, file))
        self.at_end = given.metadata.time_window_met == "at_service_end"
        self.place = {
            t.id: i if t.distance_matrix_index is None else t.distance_matrix_index for i, t in enumerate(given.terminal_points)
        }
        self.visits = [(patient, required) for patient in given.patients for required in patient.required_services]
        self.travel = np.array(given.distances, float)
        self.duration = np.array([self.usual[r.service] if r.duration is None else r.duration for _, r in self.visits], float)
        times = [self.travel.ravel(), self.duration, *([span.start, span.end] for span in spans(given))]
        self.ticks = 1 if all(np.all(np.asarray(values) % 1 == 0) for values in times) else 1000
        weights = [number for number in given.metadata.cost_components.values() if isinstance(number, float)]
        self.scale = next((s for s in (1, 3, 10, 30, 100) if all(abs(w * s - round(w * s)) < 1e-6 for w in weights)), 100)

    def time(self, values: Any) -> np.ndarray:
        """Minutes in ticks."""
        return np.round(np.asarray(values, float) * self.ticks).astype(np.int64)

    def price(self, component: str) -> int:
        """Cost units of a tick of a component that is a time."""
        given = weight(self.given, component) or 0.0
        return HARD * self.scale if isinstance(given, str) else round(given * self.scale)

    def piece(self, component: str) -> int:
        """Cost units of one of what a component counts."""
        return self.price(component) * self.ticks

    def lunches(self) -> np.ndarray:
        """bool[caregivers], who has a lunch that their shift has room for; missing it has a price."""
        lunch = self.given.lunch_breaks
        if lunch is None or not self.price("missed_lunch_break"):
            return np.zeros(len(self.given.caregivers), bool)
        return np.array([bool(c.lunch_break) and self._room(c, lunch) for c in self.given.caregivers], bool)

    def lost(self) -> int:
        """Cost units of the lunches that no plan can give."""
        wanted = sum(bool(c.lunch_break) for c in self.given.caregivers)
        return (wanted - int(self.lunches().sum())) * self.piece("missed_lunch_break")

    def latest_lunch(self) -> float:
        """Latest begin of a lunch, minutes."""
        lunch = self.given.lunch_breaks
        return 0.0 if lunch is None else lunch.end - (lunch.min_duration if self.at_end else 0.0)

    def _room(self, caregiver: Caregiver, lunch: Lunch) -> bool:
        shift = caregiver.working_shift
        if shift is None:
            return True
        begin = max(shift.start, lunch.start)
        return begin <= self.latest_lunch() and begin + lunch.min_duration <= shift.end


def weight(given: File, component: str) -> float | str | None:
    """Weight of a component, HARD, or None where the file does not count it."""
    return given.metadata.cost_components.get(component)


def optional(given: File, patient: Patient) -> bool:
    """Whether a patient may be left out."""
    return bool(patient.optional) and weight(given, "optional_patients") != "HARD"


def spans(given: File) -> Iterator[_Span]:
    """Everything in a file that is a time."""
    for patient in given.patients:
        yield from patient.time_windows
    for caregiver in given.caregivers:
        if caregiver.working_shift:
            yield caregiver.working_shift
    if given.lunch_breaks:
        yield _Span(start=given.lunch_breaks.start, end=given.lunch_breaks.end)
        yield _Span(start=given.lunch_breaks.min_duration, end=0.0)


def faults(given: File, usual: dict[str, float | None], file: str) -> Iterator[Fault]:
    """What the file says and nobody can know, and what this planner cannot say."""
    terminals = [terminal.id for terminal in given.terminal_points]
    people = [caregiver.id for caregiver in given.caregivers]
    for caregiver in given.caregivers:
        for point in (caregiver.departing_point, caregiver.arrival_point or caregiver.departing_point):
            if point not in terminals:
                yield Fault(
                    f"{file}: caregivers.{caregiver.id}", f"there is no terminal point '{point}'; {nearest(point, terminals)}"
                )
    for patient in given.patients:
        where = f"{file}: patients.{patient.id}"
        for required in patient.required_services:
            if required.service not in usual:
                yield Fault(where, f"there is no service '{required.service}'; {nearest(required.service, usual)}")
            elif required.duration is None and usual[required.service] is None:
                yield Fault(where, f"the service '{required.service}' has no duration, here or by default")
        if len(patient.required_services) > 2:
            yield Fault(where, f"needs {len(patient.required_services)} services; at most two can be planned")
        for person in (*(patient.preferred_caregivers or ()), *(patient.incompatible_caregivers or ())):
            if person not in people:
                yield Fault(where, f"there is no caregiver '{person}'; {nearest(person, people)}")
    for name, asked in given.metadata.cost_components.items():
        where = f"{file}: metadata.cost_components.{name}"
        if asked and name not in COMPONENTS:
            yield Fault(where, f"cannot be planned for; {nearest(name, COMPONENTS)}")
        elif asked == "HARD" and name not in MAY_BE_HARD:
            yield Fault(where, f"cannot be HARD; a number can be planned for. HARD may be: {', '.join(MAY_BE_HARD)}")
        elif isinstance(asked, float) and asked < 0:
            yield Fault(where, f"must not be negative; found {asked:g}")
    if weight(given, "max_idle_time") and not all(caregiver.working_shift for caregiver in given.caregivers):
        yield Fault(f"{file}: caregivers", "max_idle_time needs a working_shift for everybody")
    if given.metadata.origin.startswith("bazirha") and weight(given, "total_waiting_time"):
        yield Fault(f"{file}: metadata.origin", "in these files waiting before the first visit counts, which cannot be planned for")

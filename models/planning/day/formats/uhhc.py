"""The unified home health care problem (Ceschia et al. 2026, doi 10.1111/itor.70140): many components, each with a weight or HARD.

Every service of a patient is one visit. A tick is a minute where all times are whole, else a thousandth of one. Lunch is taken
in one leg of a route and lasts its least duration: making it longer would only hide idle time. HARD components must be nought: a
price that nothing is worth. Patients who are not optional are left out, at the price of the file, only where nobody can come
without breaking a hard rule (a HARD tardiness, and the only one who is able begins work after their window).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, Field

from ....errors import Fault, nearest, raise_faults
from ....files import validate
from ..problem import ANY_TIME, FORBIDDEN, DayProblem, DayWeights
from ..solve import DayPlan

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


class _Patient(BaseModel):
    id: str
    required_services: list[_Required] = Field(min_length=1)
    time_windows: list[_Span] = Field(min_length=1)
    distance_matrix_index: int | None = None
    synchronization: _Synchronization | None = None
    optional: bool | None = None
    preferred_caregivers: list[str] | None = None
    incompatible_caregivers: list[str] | None = None


class _Caregiver(BaseModel):
    id: str
    abilities: list[str]
    departing_point: str
    arrival_point: str | None = None
    working_shift: _Span | None = None
    lunch_break: bool | None = None


class _Terminal(BaseModel):
    id: str
    distance_matrix_index: int | None = None


class _Lunch(BaseModel):
    start: float
    end: float
    min_duration: float


class _Metadata(BaseModel):
    cost_components: dict[str, float | Literal["HARD"] | None]
    time_window_met: str | None = None
    origin: str = ""


class _File(BaseModel):
    metadata: _Metadata
    terminal_points: list[_Terminal]
    caregivers: list[_Caregiver]
    patients: list[_Patient]
    services: list[_Service]
    distances: Any
    lunch_breaks: _Lunch | None = None


class _Day:
    """A file's content in the units of the kernel."""

    def __init__(self, given: _File, file: str) -> None:
        self.given = given
        self.usual = {service.id: service.default_duration for service in given.services}
        raise_faults(_faults(given, self.usual, file))
        self.at_end = given.metadata.time_window_met == "at_service_end"
        self.place = {
            t.id: i if t.distance_matrix_index is None else t.distance_matrix_index for i, t in enumerate(given.terminal_points)
        }
        self.visits = [(patient, required) for patient in given.patients for required in patient.required_services]
        self.travel = np.array(given.distances, float)
        self.duration = np.array([self.usual[r.service] if r.duration is None else r.duration for _, r in self.visits], float)
        times = [self.travel.ravel(), self.duration, *([span.start, span.end] for span in _spans(given))]
        self.ticks = 1 if all(np.all(np.asarray(values) % 1 == 0) for values in times) else 1000
        weights = [weight for weight in given.metadata.cost_components.values() if isinstance(weight, float)]
        self.scale = next((s for s in (1, 3, 10, 30, 100) if all(abs(w * s - round(w * s)) < 1e-6 for w in weights)), 100)

    def time(self, values: Any) -> np.ndarray:
        """Minutes in ticks."""
        return np.round(np.asarray(values, float) * self.ticks).astype(np.int64)

    def price(self, component: str) -> int:
        """Cost units of a tick of a component that is a time."""
        weight = self.given.metadata.cost_components.get(component) or 0.0
        return HARD * self.scale if isinstance(weight, str) else round(weight * self.scale)

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

    def _room(self, caregiver: _Caregiver, lunch: _Lunch) -> bool:
        shift = caregiver.working_shift
        if shift is None:
            return True
        begin = max(shift.start, lunch.start)
        return begin <= self.latest_lunch() and begin + lunch.min_duration <= shift.end


def read(data: dict[str, Any], file: str) -> DayProblem:
    """The problem in a parsed file; places are the rows of its distance matrix."""
    day = _Day(validate(_File, data, file), file)
    given, price, piece, time = day.given, day.price, day.piece, day.time
    staff, lunch, has_lunch = given.caregivers, given.lunch_breaks, day.lunches()
    row = {patient.id: i for i, patient in enumerate(given.patients)}
    terminals = len(given.terminal_points)
    place = [terminals + i if p.distance_matrix_index is None else p.distance_matrix_index for i, p in enumerate(given.patients)]
    shift = np.array(
        [(c.working_shift.start, c.working_shift.end) if c.working_shift else (0.0, ANY_TIME / day.ticks) for c in staff]
    )
    shrink = day.duration if day.at_end else np.zeros(len(day.visits))  # a window for the end is one for an earlier start
    windows = [sorted((span.start, span.end - shrink[v]) for span in p.time_windows) for v, (p, _) in enumerate(day.visits)]
    pairs, wholes = _links(day)
    must = MUST * day.scale * day.ticks
    working = price("working_time")
    return DayProblem(
        travel=time(day.travel),
        shift_start=time(shift[:, 0]),
        shift_end=time(shift[:, 1]),
        start_place=np.array([day.place[c.departing_point] for c in staff]),
        end_place=np.array([day.place[c.arrival_point or c.departing_point] for c in staff]),
        break_length=np.where(has_lunch, time(lunch.min_duration) if lunch else 0, 0),
        break_earliest=np.full(len(staff), time(lunch.start) if lunch else 0),
        break_latest=np.full(len(staff), time(day.latest_lunch())),
        break_missed=np.full(len(staff), piece("missed_lunch_break")),
        place=np.array([place[row[patient.id]] for patient, _ in day.visits]),
        client=np.array([row[patient.id] for patient, _ in day.visits]),
        duration=time(day.duration),
        earliest=time([first[0] for first, *_ in windows]),
        latest=time([first[1] for first, *_ in windows]),
        windows=np.array([(v, *time(span)) for v, spans in enumerate(windows) for span in spans[1:]]).reshape(-1, 3),
        hard=np.full(len(day.visits), "HARD" in (_weight(given, "total_tardiness"), _weight(given, "highest_tardiness"))),
        cost=_prices(day) + working * time(day.duration)[:, None] * (_prices(day) != FORBIDDEN),
        unserved=np.array(
            [piece("optional_patients") // len(p.required_services) if _optional(given, p) else must for p, _ in day.visits]
        ),
        pairs=np.array(pairs).reshape(-1, 4),
        wholes=np.array(wholes).reshape(-1, 2),
        weights=DayWeights(
            travel=price("travel_time") + working,
            waiting=price("total_waiting_time"),
            late=price("total_tardiness"),
            hard_late=HARD * day.scale,
            overtime=price("total_extra_time"),
            largest_late=0 if _weight(given, "highest_tardiness") == "HARD" else price("highest_tardiness"),
            largest_idle=price("max_idle_time"),
            balance=price("workload_balance"),
        ),
    )


def write(data: dict[str, Any], plan: DayPlan) -> dict[str, Any]:
    """Routes by caregiver with the start (``arrival_time``) and end (``departure_time``) of every service and lunch, in minutes."""
    day = _Day(validate(_File, data, ""), "")
    return {
        "routes": [
            {"caregiver_id": caregiver.id, "locations": list(_stops(day, plan, k))}
            for k, caregiver in enumerate(day.given.caregivers)
        ]
    }


def price(data: dict[str, Any], plan: DayPlan) -> float:
    """Sum of weight × component, whoever is left out."""
    day = _Day(validate(_File, data, ""), "")
    absent = {day.visits[v][0].id for v in plan.unserved}
    units = plan.cost - plan.components["unserved"] + len(absent) * day.piece("optional_patients") + day.lost()
    return units / day.scale / day.ticks


def _stops(day: _Day, plan: DayPlan, k: int) -> Iterator[dict[str, Any]]:
    """Services and lunch of one caregiver in order of time."""
    problem, route = plan.problem, plan.routes[k]
    caregiver, length = day.given.caregivers[k], int(problem.break_length[k])
    home = caregiver.departing_point
    if not len(route):
        if length and problem.start_place[k] == problem.end_place[k]:
            begin = max(int(problem.shift_start[k]), int(problem.break_earliest[k]))
            yield _stop(day, home, LUNCH, begin, length)
        return
    leave, before = int(problem.shift_start[k]), home
    places = [int(problem.start_place[k]), *(int(p) for p in problem.place[route]), int(problem.end_place[k])]
    for p in range(len(route) + 1):
        after = home if p == len(route) else day.visits[route[p]][0].id
        if length and plan.break_at[k] == p and plan.break_start[k] >= 0:
            begin, driven = int(plan.break_start[k]), int(problem.travel[0, places[p], places[p + 1]])
            drives_first = leave + driven <= problem.break_latest[k]
            if drives_first and p == len(route) and places[0] != places[-1]:  # lunch at an arrival point cannot be said
                drives_first, begin = False, max(leave, int(problem.break_earliest[k]))
            yield _stop(day, after if drives_first else before, LUNCH, begin, length)
        if p < len(route):
            v = int(route[p])
            yield _stop(day, after, day.visits[v][1].service, int(plan.start[v]), int(problem.duration[v]))
            leave, before = int(plan.start[v] + problem.duration[v]), after


def _stop(day: _Day, patient: str, service: str, begin: int, length: int) -> dict[str, Any]:
    times = {"arrival_time": begin / day.ticks, "departure_time": (begin + length) / day.ticks}
    return {"patient": patient, "service": service, **times}


def _weight(given: _File, component: str) -> float | str | None:
    return given.metadata.cost_components.get(component)


def _optional(given: _File, patient: _Patient) -> bool:
    return bool(patient.optional) and _weight(given, "optional_patients") != "HARD"


def _spans(given: _File) -> Iterator[_Span]:
    for patient in given.patients:
        yield from patient.time_windows
    for caregiver in given.caregivers:
        if caregiver.working_shift:
            yield caregiver.working_shift
    if given.lunch_breaks:
        yield _Span(start=given.lunch_breaks.start, end=given.lunch_breaks.end)
        yield _Span(start=given.lunch_breaks.min_duration, end=0.0)


def _links(day: _Day) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int]]]:
    """Pairs by two caregivers at a distance, and services that only go together."""
    pairs, wholes, v = [], [], 0
    for patient in day.given.patients:
        if len(patient.required_services) == 2:  # more are refused
            if patient.synchronization and patient.synchronization.type != "independent":
                low, high = day.time(patient.synchronization.bounds())
                pairs.append((v, v + 1, low, high))
            else:
                wholes.append((v, v + 1))
        v += len(patient.required_services)
    return pairs, wholes


def _prices(day: _Day) -> np.ndarray:
    """Price of every caregiver for every service: preferences, incompatibilities, abilities."""
    other, bad = day.piece("caregiver_preferences"), day.piece("incompabilities")
    hard = {name for name in ("caregiver_preferences", "incompabilities") if _weight(day.given, name) == "HARD"}
    rows = []
    for patient, required in day.visits:
        wanted, unwanted = set(patient.preferred_caregivers or ()), set(patient.incompatible_caregivers or ())
        row = []
        for caregiver in day.given.caregivers:
            no = required.service not in caregiver.abilities
            cost = 0
            if wanted and caregiver.id not in wanted:
                cost += other
                no |= "caregiver_preferences" in hard
            if caregiver.id in unwanted:
                cost += bad
                no |= "incompabilities" in hard or _weight(day.given, "incompabilities") is None
            row.append(FORBIDDEN if no else cost)
        rows.append(row)
    return np.array(rows, np.int64).reshape(len(day.visits), len(day.given.caregivers))


def _faults(given: _File, usual: dict[str, float | None], file: str) -> Iterator[Fault]:
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
    for name, weight in given.metadata.cost_components.items():
        where = f"{file}: metadata.cost_components.{name}"
        if weight and name not in COMPONENTS:
            yield Fault(where, f"cannot be planned for; {nearest(name, COMPONENTS)}")
        elif weight == "HARD" and name not in MAY_BE_HARD:
            yield Fault(where, f"cannot be HARD; a number can be planned for. HARD may be: {', '.join(MAY_BE_HARD)}")
        elif isinstance(weight, float) and weight < 0:
            yield Fault(where, f"must not be negative; found {weight:g}")
    if _weight(given, "max_idle_time") and not all(caregiver.working_shift for caregiver in given.caregivers):
        yield Fault(f"{file}: caregivers", "max_idle_time needs a working_shift for everybody")
    if given.metadata.origin.startswith("bazirha") and _weight(given, "total_waiting_time"):
        yield Fault(f"{file}: metadata.origin", "in these files waiting before the first visit counts, which cannot be planned for")

"""The unified home health care problem (Ceschia et al. 2026, doi 10.1111/itor.70140): many components, each with a weight or HARD.

Every service of a patient is one visit. A tick is a minute where all times are whole, else a thousandth of one. Lunch is taken
in one leg of a route and lasts its least duration: making it longer would only hide idle time. HARD components must be nought: a
price that nothing is worth. Patients who are not optional are left out, at the price of the file, only where nobody can come
without breaking a hard rule (a HARD tardiness, and the only one who is able begins work after their window).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ....files import validate
from ..check import Names
from ..problem import ANY_TIME, FORBIDDEN, DayProblem, DayWeights
from ..solve import DayPlan
from .uhhc_file import HARD, LUNCH, MUST, Day, File, optional, weight


def read(data: dict[str, Any], file: str) -> DayProblem:
    """The problem in a parsed file; places are the rows of its distance matrix."""
    day = Day(validate(File, data, file), file)
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
        hard=np.full(len(day.visits), "HARD" in (weight(given, "total_tardiness"), weight(given, "highest_tardiness"))),
        cost=_prices(day) + working * time(day.duration)[:, None] * (_prices(day) != FORBIDDEN),
        unserved=np.array(
            [piece("optional_patients") // len(p.required_services) if optional(given, p) else must for p, _ in day.visits]
        ),
        pairs=np.array(pairs).reshape(-1, 4),
        wholes=np.array(wholes).reshape(-1, 2),
        weights=DayWeights(
            travel=price("travel_time") + working,
            waiting=price("total_waiting_time"),
            late=price("total_tardiness"),
            hard_late=HARD * day.scale,
            overtime=price("total_extra_time"),
            largest_late=0 if weight(given, "highest_tardiness") == "HARD" else price("highest_tardiness"),
            largest_idle=price("max_idle_time"),
            balance=price("workload_balance"),
        ),
    )


def write(data: dict[str, Any], plan: DayPlan) -> dict[str, Any]:
    """Routes by caregiver with the start (``arrival_time``) and end (``departure_time``) of every service and lunch, in minutes."""
    day = Day(validate(File, data, ""), "")
    return {
        "routes": [
            {"caregiver_id": caregiver.id, "locations": list(_stops(day, plan, k))}
            for k, caregiver in enumerate(day.given.caregivers)
        ]
    }


def names(data: dict[str, Any]) -> Names:
    """Patients with the service, and caregivers, as the file calls them."""
    visits = [f"{patient['id']} {required['service']}" for patient in data["patients"] for required in patient["required_services"]]
    return Names(visits, [caregiver["id"] for caregiver in data["caregivers"]])


def price(data: dict[str, Any], plan: DayPlan) -> float:
    """Sum of weight × component, whoever is left out."""
    day = Day(validate(File, data, ""), "")
    absent = {day.visits[v][0].id for v in plan.unserved}
    units = plan.cost - plan.components["unserved"] + len(absent) * day.piece("optional_patients") + day.lost()
    return units / day.scale / day.ticks


def _stops(day: Day, plan: DayPlan, k: int) -> Iterator[dict[str, Any]]:
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


def _stop(day: Day, patient: str, service: str, begin: int, length: int) -> dict[str, Any]:
    times = {"arrival_time": begin / day.ticks, "departure_time": (begin + length) / day.ticks}
    return {"patient": patient, "service": service, **times}


def _links(day: Day) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int]]]:
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


def _prices(day: Day) -> np.ndarray:
    """Price of every caregiver for every service: preferences, incompatibilities, abilities."""
    other, bad = day.piece("caregiver_preferences"), day.piece("incompabilities")
    hard = {name for name in ("caregiver_preferences", "incompabilities") if weight(day.given, name) == "HARD"}
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
                no |= "incompabilities" in hard or weight(day.given, "incompabilities") is None
            row.append(FORBIDDEN if no else cost)
        rows.append(row)
    return np.array(rows, np.int64).reshape(len(day.visits), len(day.given.caregivers))

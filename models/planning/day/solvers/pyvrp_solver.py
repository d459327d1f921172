"""PyVRP (hybrid genetic search), with one profile for every kind of staff: prices of people lie on the arcs into their visits."""

from __future__ import annotations

import time
from importlib import import_module

import numpy as np

from ..problem import FORBIDDEN, DayProblem

BIG = 10_000_000


def routes(problem: DayProblem, seconds: float, seed: int) -> list[list[int]]:
    """Visits in order per staff member."""
    vrp = import_module("pyvrp")

    begin = time.process_time()
    scale = problem.weights.travel
    bases = sorted({int(p) for p in np.concatenate((problem.start_place, problem.end_place))})
    places = np.concatenate((bases, problem.place))
    travel = problem.travel[problem.mode[0]][np.ix_(places, places)].astype(np.int64)
    kinds, kind_of = np.unique(problem.arrays["cost"], axis=1, return_inverse=True)
    distances = []
    for kind in range(kinds.shape[1]):
        into = np.where(kinds[:, kind] == FORBIDDEN, BIG, kinds[:, kind] // scale)
        distance = travel.copy()
        distance[:, len(bases) :] += into[None, :]
        np.fill_diagonal(distance, 0)
        distances.append(distance)
    clients = [
        vrp.Client(
            location=len(bases) + v,
            delivery=[int(problem.demand[v])],
            service_duration=int(problem.duration[v]),
            tw_early=int(problem.earliest[v]),
            tw_late=int(problem.latest[v]),
            prize=int(min(problem.unserved[v] // scale, BIG)),
            required=bool(problem.unserved[v] // scale > BIG),
        )
        for v in range(problem.visits)
    ]
    vehicles = [
        vrp.VehicleType(
            num_available=1,
            capacity=[int(problem.capacity[k])],
            fixed_cost=int(problem.staff_cost[k] // scale),
            start_depot=bases.index(int(problem.start_place[k])),
            end_depot=bases.index(int(problem.end_place[k])),
            tw_early=int(problem.shift_start[k]),
            tw_late=int(problem.shift_end[k]),
            profile=int(kind_of[k]),
        )
        for k in range(problem.staff)
    ]
    if len({(int(a), int(b), int(p)) for a, b, p in zip(problem.shift_start, problem.shift_end, kind_of, strict=True)}) == 1:
        vehicles = [
            vrp.VehicleType(
                num_available=problem.staff,
                capacity=[int(problem.capacity[0])],
                tw_early=int(problem.shift_start[0]),
                tw_late=int(problem.shift_end[0]),
            )
        ]
    depots = [vrp.Depot(location=i) for i in range(len(bases))]
    data = vrp.ProblemData([vrp.Location(0, 0) for _ in places], clients, depots, vehicles, distances, [travel] * len(distances))
    result = vrp.solve(data, stop=_Until(begin + seconds), seed=seed, display=False)
    found: list[list[int]] = [[] for _ in range(problem.staff)]
    for number, route in enumerate(result.best.routes()):
        found[number if len(vehicles) == 1 else route.vehicle_type()] = [stop.idx for stop in route if stop.is_client()]
    return found


class _Until:
    """PyVRP's stopping criterion in CPU seconds."""

    def __init__(self, second: float) -> None:
        self.second = second

    def __call__(self, best_cost: float) -> bool:
        return time.process_time() >= self.second

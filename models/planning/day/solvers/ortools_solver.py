"""OR-Tools' routing library: guided local search, prices of people as arc costs of each vehicle."""

from __future__ import annotations

import time
from importlib import import_module

import numpy as np

from ..problem import FORBIDDEN, DayProblem

BIG = 10_000_000


def routes(problem: DayProblem, seconds: float, seed: int) -> list[list[int]]:
    """Visits in order per staff member; the library takes no seed."""
    pywrapcp = import_module("ortools.constraint_solver.pywrapcp")
    routing_enums_pb2 = import_module("ortools.constraint_solver.routing_enums_pb2")

    begin = time.process_time()
    scale = problem.weights.travel
    places = np.concatenate((problem.start_place, problem.end_place, problem.place))
    staff, total = problem.staff, len(places)
    travel = problem.travel[problem.mode[0]][np.ix_(places, places)].astype(np.int64)
    stay = np.concatenate((np.zeros(2 * staff, np.int64), problem.duration))
    manager = pywrapcp.RoutingIndexManager(total, staff, list(range(staff)), list(range(staff, 2 * staff)))
    routing = pywrapcp.RoutingModel(manager)
    kinds, kind_of = np.unique(problem.arrays["cost"], axis=1, return_inverse=True)
    evaluators = []
    for kind in range(kinds.shape[1]):
        cost = travel.copy()
        cost[:, 2 * staff :] += np.where(kinds[:, kind] == FORBIDDEN, BIG, kinds[:, kind] // scale)[None, :]
        evaluators.append(routing.RegisterTransitMatrix(cost.tolist()))
    for k in range(staff):
        routing.SetArcCostEvaluatorOfVehicle(evaluators[kind_of[k]], k)
        routing.SetFixedCostOfVehicle(int(problem.staff_cost[k] // scale), k)
    routing.AddDimension(routing.RegisterTransitMatrix((travel + stay[:, None]).tolist()), BIG, BIG, False, "time")
    clock = routing.GetDimensionOrDie("time")
    if problem.demand.any():
        demand = [0] * (2 * staff) + problem.demand.tolist()
        routing.AddDimensionWithVehicleCapacity(
            routing.RegisterUnaryTransitVector(demand), 0, problem.capacity.tolist(), True, "load"
        )
    for k in range(staff):
        clock.CumulVar(routing.Start(k)).SetRange(int(problem.shift_start[k]), int(problem.shift_end[k]))
        clock.CumulVar(routing.End(k)).SetRange(int(problem.shift_start[k]), int(problem.shift_end[k]))
    for v in range(problem.visits):
        index = manager.NodeToIndex(2 * staff + v)
        clock.CumulVar(index).SetRange(int(problem.earliest[v]), int(problem.latest[v]))
        routing.AddDisjunction([index], int(min(problem.unserved[v] // scale, BIG)))
        if not problem.allowed[v].all():
            routing.VehicleVar(index).SetValues([-1, *(int(k) for k in np.flatnonzero(problem.allowed[v]))])
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromSeconds(100_000)
    routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() >= begin + seconds))
    answer = routing.SolveWithParameters(parameters)
    found: list[list[int]] = [[] for _ in range(staff)]
    for k in range(staff if answer else 0):
        index = answer.Value(routing.NextVar(routing.Start(k)))
        while not routing.IsEnd(index):
            found[k].append(manager.IndexToNode(index) - 2 * staff)
            index = answer.Value(routing.NextVar(index))
    return found

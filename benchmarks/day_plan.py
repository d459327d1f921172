"""Day plans side by side: this kernel, PyVRP and OR-Tools on the same files, equal CPU seconds, one core.

Every plan is scored by the problem collection's own scorer (``score.py``), which shares no code with any of them. Run it as

    python benchmarks/day_plan.py ../shared/bench/vrptw/solomon100/r1*.txt --seconds 20 --seeds 1 2 --peers kernel pyvrp

The peers take windows and shift ends as hard and cannot say: different staff per client (``--distinct``), double staffing
(``--double``). They are left out, with a dash, where a problem needs what they cannot say.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hemtjanst.models.planning.day import FORBIDDEN, DayPlan, DayProblem, evaluate, formats, solve

Solver = Callable[[DayProblem, float, int], DayPlan]
BENCH = Path(__file__).parents[1].parent / "shared" / "bench"
BIG = 10_000_000


def kernel(problem: DayProblem, seconds: float, seed: int) -> DayPlan:
    """The day-plan kernel."""
    return solve(problem, seconds=seconds, seed=seed)


def pyvrp(problem: DayProblem, seconds: float, seed: int) -> DayPlan:
    """PyVRP with one profile for every kind of staff: prices of people lie on the arcs into their visits."""
    import pyvrp as vrp

    begin = time.process_time()
    scale = problem.weights.travel
    bases = sorted({int(p) for p in np.concatenate((problem.start_place, problem.end_place))})
    places = np.concatenate((bases, problem.place))
    travel = problem.travel[0][np.ix_(places, places)].astype(np.int64)
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
    routes: list[list[int]] = [[] for _ in range(problem.staff)]
    for number, route in enumerate(result.best.routes()):
        routes[number if len(vehicles) == 1 else route.vehicle_type()] = [stop.idx for stop in route if stop.is_client()]
    return _plan(problem, routes)


class _Until:
    """PyVRP's stopping criterion in CPU seconds."""

    def __init__(self, second: float) -> None:
        self.second = second

    def __call__(self, best_cost: float) -> bool:
        return time.process_time() >= self.second


def ortools(problem: DayProblem, seconds: float, seed: int) -> DayPlan:
    """OR-Tools' routing library: guided local search, prices of people as arc costs of each vehicle. It takes no seed."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    begin = time.process_time()
    scale = problem.weights.travel
    places = np.concatenate((problem.start_place, problem.end_place, problem.place))
    staff, total = problem.staff, len(places)
    travel = problem.travel[0][np.ix_(places, places)].astype(np.int64)
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
    found = routing.SolveWithParameters(parameters)
    routes: list[list[int]] = [[] for _ in range(staff)]
    for k in range(staff if found else 0):
        index = found.Value(routing.NextVar(routing.Start(k)))
        while not routing.IsEnd(index):
            routes[k].append(manager.IndexToNode(index) - 2 * staff)
            index = found.Value(routing.NextVar(index))
    return _plan(problem, routes)


def _plan(problem: DayProblem, routes: list[list[int]]) -> DayPlan:
    return evaluate(problem, tuple(np.array(route, np.int32) for route in routes))


SOLVERS: dict[str, Solver] = {"kernel": kernel, "pyvrp": pyvrp, "ortools": ortools}


def sayable(problem: DayProblem) -> bool:
    """Whether the peers can express the problem."""
    weights = problem.weights
    return not (len(problem.pairs) or len(problem.gaps) or weights.distinct or weights.new_face or weights.largest_late)


def scorer(bench: Path) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """The collection's own scorer, loaded from its file."""
    spec = importlib.util.spec_from_file_location("score", bench / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"there is no scorer in {bench}; name the folder with --bench")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score


def best_known(bench: Path) -> dict[str, float]:
    """Best known cost by file stem, where the collection lists one."""
    known: dict[str, float] = {}
    for table in sorted(bench.glob("*/bks.csv")):
        with table.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                value = row.get("dimacs_distance") or row.get("best_known") or row.get("best_known_verified")
                if value:
                    known[row["instance"]] = float(value)
    return known


def main() -> None:
    """Print a table: cost per problem and solver (mean over seeds), gap to the best known, CPU seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("problems", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0, help="CPU seconds of each solver and seed")
    parser.add_argument("--share", type=float, default=1.0, help="the kernel gets this share of the seconds (0.1: a tenth)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--peers", nargs="+", choices=SOLVERS, default=list(SOLVERS))
    parser.add_argument("--bench", type=Path, default=BENCH)
    options = parser.parse_args()
    score, known = scorer(options.bench), best_known(options.bench)
    print("| problem | best known | " + " | ".join(options.peers) + " |")
    print("| --- " * (len(options.peers) + 2) + "|")
    gaps: dict[str, list[float]] = {name: [] for name in options.peers}
    for path in options.problems:
        loaded = formats.load(path)
        best = known.get(path.stem)
        cells = []
        for name in options.peers:
            if name != "kernel" and not sayable(loaded.problem):
                cells.append("–")
                continue
            costs, used = [], []
            for seed in options.seeds:
                begin = time.process_time()
                plan = SOLVERS[name](loaded.problem, options.seconds * (options.share if name == "kernel" else 1.0), seed)
                used.append(time.process_time() - begin)
                scored = score(str(path), json.loads(json.dumps(loaded.write(plan))))
                costs.append(scored["cost"] if scored["valid"] else float("inf"))
            cost = statistics.fmean(costs)
            gap = f" ({100 * (cost / best - 1):+.2f} %)" if best else ""
            gaps[name].append(100 * (cost / best - 1) if best else float("nan"))
            cells.append(f"{cost:.1f}{gap} in {statistics.fmean(used):.0f} s")
        print(f"| {path.stem} | {best or '–'} | " + " | ".join(cells) + " |", flush=True)
    means = (f"{statistics.fmean(values):+.3f} %" if values and np.isfinite(values).all() else "–" for values in gaps.values())
    print("| mean gap | | " + " | ".join(means) + " |")


if __name__ == "__main__":
    main()

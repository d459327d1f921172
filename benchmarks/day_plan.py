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
from hemtjanst.models.planning.day import DayPlan, DayProblem, formats, solve, solvers

Solver = Callable[[DayProblem, float, int], DayPlan]
BENCH = Path(__file__).parents[1].parent / "shared" / "bench"


def kernel(problem: DayProblem, seconds: float, seed: int) -> DayPlan:
    """The day-plan kernel."""
    return solve(problem, seconds=seconds, seed=seed)


def other(name: str) -> Solver:
    """A peer, by its name in ``planning.day.solvers``."""
    return lambda problem, seconds, seed: solvers.solve(problem, name, seconds=seconds, seed=seed)


SOLVERS: dict[str, Solver] = {"kernel": kernel, "pyvrp": other("pyvrp"), "ortools": other("ortools")}


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
            if name != "kernel" and any(solvers.cannot_say(loaded.problem)):
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

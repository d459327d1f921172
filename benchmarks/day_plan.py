"""Day plans side by side: this kernel, PyVRP and OR-Tools on the same files, equal CPU seconds, one core.

Every plan is scored by the problem collection's own scorer (``score.py``), which shares no code with any of them. Run it as

    python benchmarks/day_plan.py ../shared/bench/vrptw/solomon100/r1*.txt --seconds 20 --seeds 1 2 --peers kernel pyvrp

The peers take windows and shift ends as hard and cannot say: different staff per client (``--distinct``), double staffing
(``--double``). They are left out, with a dash, where a problem needs what they cannot say.

``--out TABLE.csv`` keeps every single result: the same command goes on where it was interrupted. ``--keep FOLDER`` writes each
plan of the kernel that the scorer finds valid and cheaper than the best known (and than a plan that already lies there).
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from hemtjanst.models.planning.day import DayPlan, DayProblem, formats, solve, solvers

COLUMNS = ("problem", "solver", "seed", "seconds", "cost", "best_known", "cpu")
LEVEL = 1e-5  # share of the best known within which a plan is as good (tables are rounded to the thousandth)

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


class Ledger:
    """Single results by problem, solver, seed and seconds: those of a file, if there is one, and those that are added to it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._rows: dict[tuple[str, ...], tuple[float, float]] = {}
        if path is None:
            return
        if not path.exists():
            path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self._rows[tuple(row[name] for name in COLUMNS[:4])] = float(row["cost"]), float(row["cpu"])

    def result(
        self, problem: str, solver: str, seed: int, seconds: float, best: float | None, run: Callable[[], float]
    ) -> tuple[float, float]:
        """Cost and CPU seconds; ``run`` is called where they are not known yet."""
        key = (problem, solver, str(seed), f"{seconds:g}")
        if key not in self._rows:
            begin = time.process_time()
            cost = run()
            self._rows[key] = cost, time.process_time() - begin
            if self._path is not None:
                with self._path.open("a", encoding="utf-8") as file:
                    csv.writer(file, lineterminator="\n").writerow([*key, cost, best or "", round(self._rows[key][1], 1)])
        return self._rows[key]


def keep(
    folder: Path, path: Path, content: dict[str, Any], cost: float, score: Callable[[str, dict[str, Any]], dict[str, Any]]
) -> None:
    """Write a plan that is better than the best known, unless a better one lies there."""
    file = folder / f"{path.stem}.json"
    if not file.exists() or score(str(path), json.loads(file.read_text(encoding="utf-8")))["cost"] > cost:
        file.write_text(json.dumps(content) + "\n", encoding="utf-8")


def main() -> None:
    """Print a table: cost per problem and solver (mean over seeds), gap to the best known, CPU seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("problems", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0, help="CPU seconds of each solver and seed")
    parser.add_argument("--share", type=float, default=1.0, help="the kernel gets this share of the seconds (0.1: a tenth)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--peers", nargs="+", choices=SOLVERS, default=list(SOLVERS))
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--out", type=Path, help="CSV file of single results; those that are there are not run again")
    parser.add_argument("--keep", type=Path, help="folder for plans of the kernel that are better than the best known")
    options = parser.parse_args()
    score, known, ledger = scorer(options.bench), best_known(options.bench), Ledger(options.out)
    print("| problem | best known | " + " | ".join(options.peers) + " |")
    print("| --- " * (len(options.peers) + 2) + "|")
    gaps: dict[str, list[float]] = {name: [] for name in options.peers}
    for path in options.problems:
        loaded = formats.load(path)
        best = known.get(path.stem)

        def run(name: str, seconds: float, seed: int, path: Path = path, loaded: Any = loaded, best: float | None = best) -> float:
            content = json.loads(json.dumps(loaded.write(SOLVERS[name](loaded.problem, seconds, seed))))
            scored = score(str(path), content)
            cost = scored["cost"] if scored["valid"] else float("inf")
            if options.keep and name == "kernel" and best and cost < best * (1 - LEVEL):
                keep(options.keep, path, content, cost, score)
            return cost

        cells = []
        for name in options.peers:
            if name != "kernel" and any(solvers.cannot_say(loaded.problem)):
                cells.append("–")
                continue
            seconds = options.seconds * (options.share if name == "kernel" else 1.0)
            found = [
                ledger.result(path.stem, name, seed, seconds, best, partial(run, name, seconds, seed)) for seed in options.seeds
            ]
            cost, used = (statistics.fmean(values) for values in zip(*found, strict=True))
            gap = f" ({100 * (cost / best - 1):+.2f} %)" if best else ""
            gaps[name].append(100 * (cost / best - 1) if best else float("nan"))
            cells.append(f"{cost:.1f}{gap} in {used:.0f} s")
        print(f"| {path.stem} | {best or '–'} | " + " | ".join(cells) + " |", flush=True)
    means = (f"{statistics.fmean(values):+.3f} %" if values and np.isfinite(values).all() else "–" for values in gaps.values())
    print("| mean gap | | " + " | ".join(means) + " |")
    level = (f"{sum(gap <= 100 * LEVEL for gap in values)} of {len(values)}" for values in gaps.values())
    print("| as good as the best known | | " + " | ".join(level) + " |")


if __name__ == "__main__":
    main()

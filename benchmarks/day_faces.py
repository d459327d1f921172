"""Fewer faces and what they cost: the same search by travel alone and at several prices of a second, third … person.

Home care days without contact persons, made by the problem collection's generator for seeds that are given (use fresh ones). Run as

    python benchmarks/day_faces.py --visits 250 --staff 30 --seeds 51 52 53 --seconds 10 60 --prices 5 10 15 20

Every plan is scored by the collection's own scorer: lines say further people per client ("faces"), minutes of travel, and both
against the plan that travel alone drives, in the same seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from day_plan import BENCH, scorer
from hemtjanst.models.planning.day import UNIT, formats, solve


def main() -> None:
    """Print a line for every seed, time and price, and the means over the seeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=250)
    parser.add_argument("--staff", type=int, default=30)
    parser.add_argument("--seeds", type=int, nargs="+", default=[51, 52, 53])
    parser.add_argument("--seconds", type=float, nargs="+", default=[10.0], help="CPU seconds of each search")
    parser.add_argument("--prices", type=float, nargs="+", default=[5.0, 10.0, 15.0, 20.0], help="minutes of travel for each face")
    parser.add_argument("--bench", type=Path, default=BENCH)
    options = parser.parse_args()
    score = scorer(options.bench)
    print("| seed | seconds | price | faces | travel | faces | travel | left out |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    found: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for seed in options.seeds:
        path = generated(options.bench, options.visits, options.staff, seed, "--distinct", "15", "--no-contacts")
        loaded = formats.load(path)
        for seconds in options.seconds:
            before: tuple[float, float] | None = None
            for price in (0.0, *options.prices):
                weights = replace(loaded.problem.weights, distinct=round(price * UNIT))
                plan = solve(replace(loaded.problem, weights=weights), seconds=seconds, seed=1)
                scored = score(str(path), json.loads(json.dumps(loaded.write(plan))))
                if not scored["valid"]:
                    raise SystemExit(f"{path.name}: {scored['errors']}")
                here = float(scored["distinct"]), float(scored["travel_min"])
                before = before or here
                change = [100 * (now / then - 1) for now, then in zip(here, before, strict=True)]
                found.setdefault((seconds, price), []).append((change[0], change[1]))
                print(row(seed, seconds, price, *here, *change, len(plan.unserved)), flush=True)
    for (seconds, price), changes in found.items():
        faces, travel = (statistics.fmean(values) for values in zip(*changes, strict=True))
        print(f"| mean | {seconds:g} | {price:g} | | | {faces:+.1f} % | {travel:+.1f} % | |")


def row(seed: int, seconds: float, price: float, faces: float, travel: float, fewer: float, longer: float, left_out: int) -> str:
    """One line of the table."""
    return f"| {seed} | {seconds:g} | {price:g} | {faces:.0f} | {travel:.0f} | {fewer:+.1f} % | {longer:+.1f} % | {left_out} |"


def generated(bench: Path, visits: int, staff: int, seed: int, *wishes: str) -> Path:
    """A fresh problem file, made by the collection's generator."""
    path = Path(tempfile.mkdtemp()) / f"{visits}_{staff}_seed{seed}.json"
    command = [sys.executable, str(bench / "homecare_day" / "generate.py"), str(visits), str(staff), "--seed", str(seed)]
    subprocess.run([*command, *wishes, "--out", str(path)], check=True, stdout=subprocess.DEVNULL)
    return path


if __name__ == "__main__":
    main()

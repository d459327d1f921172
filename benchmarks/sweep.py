"""A sweep with one worker and with two, and one that is killed again and again.

    python benchmarks/sweep.py [SCENARIO] [--runs 200] [--days 28] [--kills 0] [--workers 2]

Without --kills: wall seconds and the most memory a process held, for one worker and for several, with plans already made, and
whether the tables agree. With --kills N: the sweep is killed with SIGKILL at N random moments and then must be complete, without
a lost or repeated run, and like the undisturbed one byte for byte.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from hemtjanst.simulation.experiments import sweep


def start(design: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """Start the command in a process of its own."""
    code = "from hemtjanst.simulation.cli import main; main()"
    command = [sys.executable, "-c", code, "sweep", str(design), "--out", str(out), "--workers", str(workers), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def chunks(out: Path) -> list[Path]:
    """Files of what is finished."""
    return sorted((out / "chunks").glob("*.parquet"))


def same(one: Path, other: Path) -> bool:
    """Whether both tables agree byte for byte."""
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in ("runs.parquet", "measures.parquet"))


def timed(design: Path, folder: Path, workers: int) -> float:
    """Wall seconds of a sweep whose plans are there already."""
    started = time.perf_counter()
    if start(design, folder / f"workers{workers}", workers).wait():
        sys.exit("the sweep failed")
    return time.perf_counter() - started


def killed(design: Path, whole: Path, out: Path, kills: int, workers: int, seconds: float) -> None:
    """Kill at random moments, then finish and compare."""
    print(f"undisturbed: {seconds:.0f} s; now with {kills} kills", flush=True)
    for kill in range(kills):
        running = start(design, out, workers)
        time.sleep(random.Random(kill).uniform(2, 2 + 2 * seconds / kills))
        running.send_signal(signal.SIGKILL)
        running.wait()
        print(f"kill {kill + 1}: {len(chunks(out))} chunks are there", flush=True)
    if start(design, out, workers).wait():
        sys.exit("the last sweep failed")
    runs = pd.concat([pd.read_parquet(path).drop_duplicates("run")["run"] for path in chunks(out)])
    print(f"{len(runs)} runs stored, {runs.nunique()} of them different; tables identical: {same(whole, out)}")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="tanum")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    design = {"name": "benchmark", "scenario": options.scenario, "policies": ["fragmented", "unhurried"], "days": options.days}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "design.yaml"
        file.write_text(json.dumps(design | {"replications": 1}))
        sweep(file, out=folder / "plans")  # plans and caches, shared by all that follows
        file.write_text(json.dumps(design | {"replications": options.runs // 2}))
        for out in dict.fromkeys(("workers1", f"workers{options.workers}", "killed")):
            (folder / out).mkdir()
            for part in ("manifest.json", "plans"):
                copy = shutil.copytree if part == "plans" else shutil.copy
                copy(folder / "plans" / part, folder / out / part)
        several = timed(file, folder, options.workers)
        if options.kills:
            killed(file, folder / f"workers{options.workers}", folder / "killed", options.kills, options.workers, several)
            return
        one = timed(file, folder, 1)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{options.scenario}, {options.runs} runs of {options.days} days")
        print(f"1 worker {one:.1f} s, {options.workers} workers {several:.1f} s")
        print(f"ratio {several / one:.2f}; most memory of a process {memory:.0f} MB")
        print(f"tables identical: {same(folder / 'workers1', folder / f'workers{options.workers}')}")


if __name__ == "__main__":
    main()

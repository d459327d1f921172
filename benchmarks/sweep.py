"""A sweep with one worker and with two, and one that is killed again and again.

    python benchmarks/sweep.py [SCENARIO] [--runs 200] [--days 28] [--workers 2] [--kills 0]

Without --kills: wall and CPU seconds for one worker and for several, efficiency, what starting a worker costs, the memory of the
sweep's processes over time, and whether the tables agree. Two ways of working are planned beforehand, once, and both sweeps start
from these plans: what is measured is living, checking, measuring and storing. With --kills N: the sweep and its workers are killed
with SIGKILL at N random moments and then must be complete, without a lost or repeated run, and like the undisturbed one byte for
byte.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from hemtjanst.simulation.experiments import sweep

TENTHS = 10


def start(design: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """Start the command in a group of processes of its own."""
    code = "from hemtjanst.simulation.cli import main; main()"
    command = [sys.executable, "-c", code, "sweep", str(design), "--out", str(out), "--workers", str(workers), "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def chunks(out: Path) -> list[Path]:
    """Files of what is finished."""
    return sorted((out / "chunks").glob("*.parquet"))


def same(one: Path, other: Path) -> bool:
    """Whether both tables agree byte for byte."""
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in ("runs.parquet", "measures.parquet"))


def memory(group: int) -> int:
    """Megabytes that the largest process of a group holds; 0 where the system does not tell (only Linux does)."""
    largest = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(entry.name)) == group:
                largest = max(largest, int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20)
        except (OSError, IndexError):
            continue
    return largest


def spent() -> float:
    """CPU seconds of all processes that were started here and have ended."""
    used = os.times()
    return used.children_user + used.children_system


def timed(design: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """Wall seconds of a sweep whose plans are there already, until its first chunk, and CPU seconds; prints its memory."""
    started, before, held, first = time.perf_counter(), spent(), [], 0.0
    running = start(design, out, workers)
    while running.poll() is None:
        held.append(memory(running.pid))
        first = first or (time.perf_counter() - started if chunks(out) else 0.0)
        time.sleep(0.2)
    seconds, cpu = time.perf_counter() - started, spent() - before
    if running.returncode:
        sys.exit("the sweep failed")
    each = [max(held[k * len(held) // TENTHS : (k + 1) * len(held) // TENTHS] or [0]) for k in range(TENTHS)]
    print(
        f"{workers} workers: {seconds:6.1f} s, {cpu:.1f} CPU s; MB in the largest process, by tenth of the time: {each}", flush=True
    )
    return seconds, first, cpu


def killed(design: Path, whole: Path, out: Path, kills: int, workers: int, seconds: float, first: float) -> None:
    """Kill at random moments, some of them before the first chunk of a start, then finish and compare."""
    for kill in range(kills):
        running = start(design, out, workers)
        time.sleep(random.Random(kill).uniform(0.7 * first, first + 2 * (seconds - first) / kills))
        os.killpg(running.pid, signal.SIGKILL)
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
        started = time.perf_counter()
        sweep(file, out=folder / "plans")  # plans and caches, shared by all that follows
        print(f"{options.scenario}, {options.runs} runs of {options.days} days; planned in {time.perf_counter() - started:.0f} s")
        file.write_text(json.dumps(design | {"replications": options.runs // 2}))
        several, one, disturbed = (folder / out for out in ("several", "one", "killed"))
        for out in (several, one, disturbed):
            out.mkdir()
            shutil.copy(folder / "plans" / "manifest.json", out)
            shutil.copytree(folder / "plans" / "plans", out / "plans")
        took, first, worked = timed(file, several, options.workers)
        if options.kills:
            killed(file, several, disturbed, options.kills, options.workers, took, first)
            return
        alone, _, least = timed(file, one, 1)
        print(f"time with {options.workers} workers / with one {took / alone:.3f}, efficiency {alone / took / options.workers:.0%}")
        print(f"CPU seconds that a worker costs beyond its runs: {(worked - least) / options.workers:.2f}")
        print(f"tables identical: {same(one, several)}")


if __name__ == "__main__":
    main()

"""The simulated world beside a bare SimPy loop with the same drives and visits and no model, in one run.

    python benchmarks/world.py [SCENARIO] [POLICY] [--days N] [--repeats R]

Both live through the same replication of the same plan, turn by turn; CPU seconds, the median of all turns. Replanning on mornings
with illness is timed by itself, because it is planning and not simulating.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Generator
from statistics import median
from time import process_time
from typing import Any

import numpy as np
import simpy
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.journal import Journal, Kind
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.day import morning
from hemtjanst.simulation.world.luck import draw

Days = list[list[list[tuple[int, int]]]]


def drives_and_visits(journal: Journal) -> Days:
    """For each day and person at work the seconds of each drive and of the visit after it."""
    rows = np.flatnonzero(np.isin(journal.kind, (Kind.DRIVE, Kind.VISIT)))
    people: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    drive = 0
    columns = (journal.kind, journal.day, journal.staff, journal.end - journal.start)
    for kind, day, staff, seconds in zip(*(column[rows].tolist() for column in columns), strict=True):
        if kind == Kind.DRIVE:
            drive = seconds
        else:
            people[day, staff].append((drive, seconds))
            drive = 0
    days: Days = [[] for _ in range(int(journal.day.max()) + 1)]
    for (day, _), legs in people.items():
        days[day].append(legs)
    return days


def bare(days: Days) -> None:
    """Nothing but two timeouts for each visit."""

    def person(env: simpy.Environment, legs: list[tuple[int, int]]) -> Generator[simpy.Event, Any, None]:
        for drive, visit in legs:
            yield env.timeout(drive)
            yield env.timeout(visit)

    for day in days:
        env = simpy.Environment()
        for legs in day:
            env.process(person(env, legs))
        env.run()


def seconds(do: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    began = process_time()
    do()
    return process_time() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default="tanum")
    parser.add_argument("policy", nargs="?", default="fragmented")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--repeats", type=int, default=15)
    chosen = parser.parse_args()

    plan = make_plan(load_scenario(chosen.scenario), load_policy(chosen.policy), chosen.days)
    luck, days = draw(plan, 0), drives_and_visits(simulate(plan, 0))
    what: dict[str, Callable[[], object]] = {
        "bare loop": lambda: bare(days),
        "world": lambda: simulate(plan, 0),
        "replanning": lambda: [morning(plan, luck, day) for day in range(plan.days)],
    }
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(chosen.repeats):
        for name, do in what.items():
            spent[name].append(seconds(do))
    loop, world, mornings = (median(spent[name]) for name in what)
    visits = sum(len(legs) for day in days for legs in day)
    print(f"{chosen.scenario}, {chosen.policy}, {chosen.days} days: {visits} visits by {sum(map(len, days))} people and days")
    for name, took in (
        ("bare loop", loop),
        ("world", world),
        ("of that replanning", mornings),
        ("world without", world - mornings),
    ):
        print(f"{name:20}{took:8.3f} s {1e6 * took / visits:8.2f} µs a visit {took / loop:8.2f} x")


if __name__ == "__main__":
    main()

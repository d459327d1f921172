"""The simulated world beside a bare SimPy loop with the same drives and visits and no model, in one run.

    python benchmarks/world.py [SCENARIO] [POLICY] [--days N] [--repeats R] [--events] [--share S]
    python benchmarks/world.py goteborg back_to_basic --days 14 --plan [--workers N]

Both live through the same replication of the same plan, turn by turn; CPU seconds, the median of all turns. Replanning on mornings
with illness is timed by itself, too. ``--events`` switches on everything else that happens (``events: documented``). ``--plan``
shows what planning and one replication take from the beginning: seconds, CPU seconds and the most memory, and no bare loop.
"""

from __future__ import annotations

import argparse
import resource
from collections import defaultdict
from collections.abc import Callable, Generator
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
import simpy
from hemtjanst.models.events import documented
from hemtjanst.models.planning import make_plan
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import Scenario
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.journal import Journal, Kind
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.day import morning
from hemtjanst.simulation.world.luck import draw
from joblib.externals.loky import get_reusable_executor

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


def compare(scenario: Scenario, policy: Policy, days: int, workers: int, repeats: int) -> None:
    """Print the table of the world and the bare loop."""
    plan = make_plan(scenario, policy, days, workers=workers)
    luck, lived = draw(plan, 0), drives_and_visits(simulate(plan, 0))
    what: dict[str, Callable[[], object]] = {
        "bare loop": lambda: bare(lived),
        "world": lambda: simulate(plan, 0),
        "replanning": lambda: [morning(plan, luck, day) for day in range(plan.days)],
    }
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(repeats):
        for name, do in what.items():
            spent[name].append(seconds(do))
    loop, world, mornings = (median(spent[name]) for name in what)
    visits = sum(len(legs) for day in lived for legs in day)
    print(f"{visits} visits by {sum(map(len, lived))} people and days")
    for name, took in (
        ("bare loop", loop),
        ("world", world),
        ("of that replanning", mornings),
        ("world without", world - mornings),
    ):
        print(f"{name:20}{took:8.3f} s {1e6 * took / visits:8.2f} µs a visit {took / loop:8.2f} x")


def from_the_beginning(load: Callable[[], tuple[Scenario, Policy]], days: int, workers: int) -> None:
    """Print what it takes to load, to plan and to live through one replication."""

    def cpu() -> float:
        return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))

    def step(name: str, do: Callable[[], Any]) -> Any:
        began, used = perf_counter(), cpu()
        result = do()
        get_reusable_executor().shutdown(wait=True)  # only children that have ended are counted
        mine, theirs = (resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        most = mine + (workers * theirs if workers > 1 else 0)  # each worker as large as the largest
        print(f"{name:12}{perf_counter() - began:8.1f} s {cpu() - used:8.1f} CPU s   at most {most:5.2f} GiB so far", flush=True)
        return result

    began = perf_counter()
    scenario, policy = step("load", load)
    plan = step("plan", lambda: make_plan(scenario, policy, days, workers=workers))
    journal = step("replication", lambda: simulate(plan, 0))
    took = perf_counter() - began
    print(f"{len(scenario.clients)} clients, {len(plan.visits)} visits, {len(journal)} rows in the journal: {took:.0f} s in all")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default="tanum")
    parser.add_argument("policy", nargs="?", default="fragmented")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--plan", action="store_true")
    chosen = parser.parse_args()

    def load() -> tuple[Scenario, Policy]:
        scenario = load_scenario(chosen.scenario, share=chosen.share)
        return scenario.replace(events=documented()) if chosen.events else scenario, load_policy(chosen.policy)

    print(f"{chosen.scenario}, {chosen.policy}, {chosen.days} days{', all events' if chosen.events else ''}")
    if chosen.plan:
        from_the_beginning(load, chosen.days, chosen.workers)
    else:
        compare(*load(), chosen.days, chosen.workers, chosen.repeats)


if __name__ == "__main__":
    main()

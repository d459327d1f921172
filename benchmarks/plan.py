"""Planning a municipality part by part: seconds, memory, and whether a visit costs more in a large municipality than in a small.

    python benchmarks/plan.py tanum back_to_basic --days 56 --workers 2
    python benchmarks/plan.py goteborg back_to_basic --days 7 --shares 0.1 --shares 1

Every share of the municipality's groups is planned and checked in a process of its own, so that its peak memory is its own. CPU
seconds and memory are those of that process without its workers: where they count, plan with one worker.
"""

from __future__ import annotations

import itertools
import multiprocessing
import resource
import time
from typing import Annotated

import typer


def planned(scenario: str, policy: str, days: int, share: float, workers: int) -> dict[str, float]:
    """Wall and CPU seconds of each part, visits, and peak memory in GiB."""
    from hemtjanst.models.checks import check
    from hemtjanst.models.plan import Plan
    from hemtjanst.models.planning import assign_contacts, make_roster, make_routes, make_visits
    from hemtjanst.models.planning.left_out import left_out
    from hemtjanst.models.scenario_file import load_policy, load_scenario
    from hemtjanst.models.under import under

    way, clock = load_policy(policy), [("", time.time(), time.process_time())]

    def done(part: str) -> None:
        clock.append((part, time.time(), time.process_time()))

    municipality = under(load_scenario(scenario, share=share), way)
    done("scenario")
    contacts, _ = assign_contacts(municipality, way, workers=workers)
    done("contacts")
    expected, _ = make_visits(municipality, way, days, contacts)
    done("visits")
    duties, _ = make_roster(municipality, way, days, contacts, expected, workers=workers)
    done("roster")
    visits, occasions = make_visits(municipality, way, days, contacts, duties)
    done("visits again")
    decided = (contacts, duties, visits, occasions)
    stops = make_routes(municipality, way, days, *decided, workers=workers)
    left_out(municipality, duties, visits, stops)
    done("routes")
    broken = check(Plan(municipality, way, days, *decided, stops))
    done("check")
    for (_, began, before), (part, ended, after) in itertools.pairwise(clock):
        print(f"  {part:<14}{after - before:>8.2f} CPU s{ended - began:>9.2f} s")
    hard = sum(violation.hard for violation in broken)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    cpu, wall = (clock[-2][k] - clock[1][k] for k in (2, 1))
    print(f"  {len(municipality.clients)} clients, {len(municipality.groups)} groups, {len(visits)} visits, {hard} hard violations")
    print(f"  planned in {cpu:.1f} CPU s, {wall:.1f} s: {1000 * cpu / len(visits):.2f} CPU ms for each visit; peak {peak:.2f} GiB")
    return {"cpu": cpu, "visits": len(visits)}


def main(
    scenario: Annotated[str, typer.Argument()] = "goteborg",
    policy: Annotated[str, typer.Argument()] = "back_to_basic",
    days: int = 7,
    shares: Annotated[list[float] | None, typer.Option(help="Shares of the groups, one after the other.")] = None,
    workers: int = 1,
) -> None:
    """Plan shares of a municipality and print what each part takes."""
    each: list[float] = []
    for share in shares or [1.0]:
        print(f"{scenario}, {policy}, {days} days, share {share:g}, {workers} workers", flush=True)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found = pool.apply(planned, (scenario, policy, days, share, workers))
        each.append(found["cpu"] / found["visits"])
    if len(each) > 1:
        print(f"a visit costs {each[-1] / each[0]:.2f} times as much in the last share as in the first")


if __name__ == "__main__":
    typer.run(main)

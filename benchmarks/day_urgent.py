"""How long the answer takes to "who can take one more visit now?", and whether the answer holds.

Generated home care days (``--double``: share of visits for two people). A plan is made, then the day is cut at 10:00 and asked
where urgent visits at places and times drawn by the seed fit in, before which stop and at which cost. Run it as

    python benchmarks/day_urgent.py 250/30 5000/600 --double 0.05

Every answer is checked: the visit is put where it says and the plan evaluated anew. Milliseconds are CPU time of one question; the
preparation, once for a plan, is printed beside it. The published plan is scored by the collection's own scorer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import replace

import numpy as np
from day_faces import generated
from day_plan import BENCH, scorer
from hemtjanst.models.planning.day import DayPlan, evaluate, formats, solve
from hemtjanst.models.planning.day.replan import Insertion, UrgentVisits, rest_of

NOW = 10 * 3600
LENGTH = 20 * 60
CHECKED = 5  # answers of each day that are put into the plan and evaluated anew


def main() -> None:
    """Print a line for each day: CPU milliseconds of the preparation and of a question, and what the plan costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("days", nargs="+", help="visits/staff, as 250/30")
    parser.add_argument("--seed", type=int, default=81)
    parser.add_argument("--double", type=float, default=0.0, help="share of visits that need two people")
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU seconds of search for the plan")
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    score = scorer(BENCH)
    print("| day | plan's cost | valid | preparation, ms | question, ms (median) | slowest | answers that hold |")
    print("| --- | ---: | --- | ---: | ---: | ---: | --- |")
    for day in options.days:
        visits, staff = map(int, day.split("/"))
        path = generated(BENCH, visits, staff, options.seed, "--double", str(options.double))
        loaded = formats.load(path)
        plan = solve(loaded.problem, seconds=options.seconds, seed=1)
        scored = score(str(path), json.loads(json.dumps(loaded.write(plan))))
        rest = rest_of(plan, NOW).plan
        begin = time.process_time()
        ask = UrgentVisits(rest)
        ready = time.process_time() - begin
        draw, took, held = np.random.default_rng(options.seed), [], 0
        for turn in range(options.questions):
            place, client = int(draw.choice(rest.problem.place)), int(draw.choice(rest.problem.client))
            earliest = NOW + 60 * int(draw.integers(0, 240))
            visit = {"place": place, "duration": LENGTH, "earliest": earliest, "latest": earliest + 3600, "client": client}
            begin = time.process_time()
            options_here = ask.options(**visit)
            took.append(1000 * (time.process_time() - begin))
            held += turn < CHECKED and holds(rest, visit, options_here[0])
        print(
            f"| {day} | {scored['cost']:.1f} | {'yes' if scored['valid'] else 'NO'} | {1000 * ready:.0f} "
            f"| {statistics.median(took):.3f} | {max(took):.3f} | {held} of {CHECKED} |",
            flush=True,
        )


def holds(plan: DayPlan, visit: dict[str, int], answer: Insertion) -> bool:
    """Whether the plan with the visit where the answer puts it costs as much more as it says."""
    problem = plan.problem
    per_visit = ("place", "duration", "earliest", "latest", "client")
    columns = {name: np.append(getattr(problem, name), visit[name]) for name in per_visit}
    columns |= {name: np.append(getattr(problem, name), 0) for name in ("skills", "demand", "unserved", "hard")}
    columns |= {
        "promised_staff": np.append(problem.promised_staff, -1),
        "promised_start": np.append(problem.promised_start, -(1 << 27)),
    }
    columns["cost"] = np.vstack([problem.cost, np.zeros((1, problem.staff), np.int32)])
    more = replace(problem, **columns)
    routes = tuple(
        np.insert(route, answer.position, problem.visits) if k == answer.staff else route for k, route in enumerate(plan.routes)
    )
    return evaluate(more, routes, plan.break_at).cost == plan.cost + answer.cost


if __name__ == "__main__":
    main()

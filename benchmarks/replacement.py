"""Of the visits taken over after absence, how many go to somebody known: before and after a way of working asks for it.

    python benchmarks/replacement.py [SCENARIO] [POLICY] [--days N] [--replications R] [--events] [--share S]

One plan, lived through twice with the same luck: before, any colleague and the pool step in; after, whom the policy's
``absence.replaced_by`` names, in its order. That lever is the only difference, so all of the difference in each line is its doing.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
from hemtjanst.models.events import documented
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.experiments.statistics.paired import paired_difference
from hemtjanst.simulation.measures import Run, measure
from hemtjanst.simulation.world import simulate

BEFORE = ("colleague", "pool")
MEASURES = ("taken_over_known_share", "known_staff_share", "missed_share", "continuity_14d_kolada", "driving_share")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default="tanum")
    parser.add_argument("policy", nargs="?", default="back_to_basic")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--events", action="store_true")
    chosen = parser.parse_args()

    scenario, policy = load_scenario(chosen.scenario, share=chosen.share), load_policy(chosen.policy)
    plan = make_plan(scenario.replace(events=documented()) if chosen.events else scenario, policy, chosen.days)
    absence = plan.policy.absence.model_copy(update={"replaced_by": BEFORE})
    ways = {"before": replace(plan, policy=plan.policy.model_copy(update={"absence": absence})), "after": plan}
    found = {name: np.zeros((chosen.replications, len(MEASURES))) for name in ways}
    for replication in range(chosen.replications):
        for name, way in ways.items():
            table = measure(Run(way, simulate(way, replication))).set_index("measure")
            found[name][replication] = table.loc[list(MEASURES), "value"]
    print(f"{chosen.scenario}, {chosen.policy}, {chosen.days} days{', all events' if chosen.events else ''}", end=": ")
    print(f"{' > '.join(BEFORE)} against {' > '.join(policy.absence.replaced_by)}, {chosen.replications} pairs")
    print(f"{'':26}{'before':>9}{'after':>9}   difference (95 %)")
    for k, name in enumerate(MEASURES):
        before, after = (found[way][:, k] for way in ("before", "after"))
        pair = paired_difference(after, before)
        print(f"{name:26}{before.mean():9.4f}{after.mean():9.4f}   {pair.difference:+.4f} [{pair.low:+.4f}, {pair.high:+.4f}]")


if __name__ == "__main__":
    main()

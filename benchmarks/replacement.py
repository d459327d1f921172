"""Of the visits taken over after absence, how many go to somebody known: before and after a policy asks for it, and with swaps.

    python benchmarks/replacement.py [SCENARIO] [POLICY] [--days N] [--replications R] [--events] [--share S]

One plan, lived through three times with the same luck: before, any colleague and the pool step in; after, whom the policy's
``absence.replaced_by`` names, in its order; swaps, the same with ``swap`` before whoever need not know the client. That lever is
the only difference, so all of the difference in each line is its doing.
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
KNOWN = ("backup", "known")
MEASURES = (
    "taken_over_known_share",
    "swaps",
    "unplanned_changes",
    "known_staff_share",
    "contact_share_visits",
    "missed_share",
    "continuity_14d_kolada",
    "driving_share",
    "moved_minutes_plan",
)


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
    own = tuple(who for who in policy.absence.replaced_by if who != "swap")
    first = sum(who in KNOWN for who in own)
    orders = {"before": BEFORE, "after": own, "swaps": (*own[:first], "swap", *own[first:])}
    ways = {}
    for name, order in orders.items():
        absence = plan.policy.absence.model_copy(update={"replaced_by": order})
        ways[name] = replace(plan, policy=plan.policy.model_copy(update={"absence": absence}))
    found = {name: np.zeros((chosen.replications, len(MEASURES))) for name in ways}
    for replication in range(chosen.replications):
        for name, way in ways.items():
            table = measure(Run(way, simulate(way, replication))).set_index("measure")
            found[name][replication] = table.loc[list(MEASURES), "value"]
    print(f"{chosen.scenario}, {chosen.policy}, {chosen.days} days{', all events' if chosen.events else ''}", end=": ")
    print("; ".join(f"{name}: {' > '.join(order)}" for name, order in orders.items()) + f"; {chosen.replications} pairs")
    pairs = (("before", "after"), ("after", "swaps"))
    print(f"{'':24}" + "".join(f"{name:>9}" for name in ways) + "".join(f"   {f'{b} - {a} (95 %)':28}" for a, b in pairs))
    for k, name in enumerate(MEASURES):
        line = f"{name:24}" + "".join(f"{found[way][:, k].mean():9.4f}" for way in ways)
        for one, other in pairs:
            pair = paired_difference(found[other][:, k], found[one][:, k])
            line += f"   {pair.difference:+.4f} [{pair.low:+.4f}, {pair.high:+.4f}]"
        print(line)


if __name__ == "__main__":
    main()

"""How many times fewer replications keyed pairing needs than independent seeds, for an interval of the same width.

    python benchmarks/pairing.py [SCENARIO] [--days 14] [--replications 40] [--workers 1]

The width of an interval goes with the standard deviation of the difference over the square root of n, so the ratio of replications
is (variance of one + variance of the other) / variance of the paired difference. Four ways of working beside back_to_basic: a quite
different one, one that differs in a lever of planning, and two that differ in a lever of the day.
"""

from __future__ import annotations

import argparse

import numpy as np
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario_file import load_policy
from hemtjanst.simulation.experiments import compare

MEASURES = ("presence_paid", "contact_share_visits", "contact_share_duties", "driving_share", "cost_per_client_hour")


def changed(name: str, section: str, **levers: object) -> Policy:
    """A shipped policy with levers moved."""
    content = load_policy("back_to_basic").model_dump()
    content[section] |= levers
    return Policy.model_validate(content | {"name": name})


def main() -> None:
    """Live through all ways of working and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="small")
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--replications", type=int, default=40)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    ways = [
        load_policy("back_to_basic"),
        load_policy("unhurried"),
        changed("dear_contacts", "continuity", contact_minutes=40),
        changed("no_backups_first", "absence", replaced_by=("colleague", "pool")),
        changed("hurried", "control", stay_planned_time=False),
    ]
    result = compare(
        options.scenario, ways, days=options.days, replications=options.replications, workers=options.workers, progress=True
    )
    wide = result.measures.pivot_table(index=["measure", "replication"], columns="policy", values="value")
    print(f"{options.scenario}, {options.days} days, {options.replications} replications, beside back_to_basic")
    print(f"{'measure':<24}" + "".join(f"{way.name:>20}" for way in ways[1:]))
    for measure in MEASURES:
        table = wide.loc[measure]
        cells = []
        for way in ways[1:]:
            x, y = table[way.name].to_numpy(), table["back_to_basic"].to_numpy()
            apart, paired = np.var(x, ddof=1) + np.var(y, ddof=1), np.var(x - y, ddof=1)
            cells.append(f"{apart / paired:.1f}" if paired > 0 else "identical" if apart > 0 else "-")
        print(f"{measure:<24}" + "".join(f"{cell:>20}" for cell in cells))


if __name__ == "__main__":
    main()

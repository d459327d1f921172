"""What the planner says about arrangements that were observed: small groups in Skönsmo and Kalmar, beside one large group each.

    python benchmarks/observed.py

Prints, for each arrangement and way of working, different staff for each client with their bounds, and what was observed. The
plan knows of no illness or turnover, and the observed figures of no bound; what both say is the direction and its size.
"""

from __future__ import annotations

from typing import Annotated

import typer

OBSERVED = {  # scenario: days counted, what was observed there (sources: the scenario files)
    "skonsmo_before": (28, "25.5 a month"),
    "skonsmo": (28, "10.5 a month"),
    "kalmar_before": (14, "19"),
    "kalmar": (14, "11-13, later 15"),
}


def main(policies: Annotated[list[str] | None, typer.Argument()] = None, workers: int = 1) -> None:
    """Plan 28 days of each arrangement and print its table."""
    import pandas as pd

    from hemtjanst import bounds, load_policy, load_scenario, make_plan

    rows = []
    for place, (days, seen) in OBSERVED.items():
        for policy in policies or ["fragmented", "back_to_basic"]:
            plan = make_plan(load_scenario(place), load_policy(policy), 28, workers=workers)
            figure = next(f for f in bounds(plan, workers=workers).figures if f.days == days and "staff" in f.name)
            left = f"{len(plan.unserved)} of {len(plan.visits)}"
            rows.append((place, policy, days, figure.plan, figure.alone, figure.joint, seen, left))
    columns = ["scenario", "policy", "days", "plan", "bound, each alone", "bound, together", "observed", "visits left out"]
    typer.echo(pd.DataFrame(rows, columns=columns).round(2).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)

"""How far plans are from the fewest people that clients could meet, and how much of that is driving.

    python benchmarks/few_faces.py tanum back_to_basic --days 14

The same people, roster, visits and windows are planned with all drives as they are, halved, and with none. The bound knows hardly
any driving (:mod:`hemtjanst.models.planning.bounds.possible`); what is left without drives is clock times, other wishes of the way
of working, and the search.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer
from hemtjanst.models.planning import assign_contacts, make_roster, make_visits
from hemtjanst.models.planning.bounds.few_people import fewest_together, least_of_each
from hemtjanst.models.planning.bounds.possible import room_of, visits_made
from hemtjanst.models.planning.group_days import GroupDays, all_group_days
from hemtjanst.models.planning.routes import routes_of_group
from hemtjanst.models.under import under
from tqdm import tqdm

from hemtjanst import load_policy, load_scenario


def with_drives(group: GroupDays, share: float) -> GroupDays:
    """The group with all drives cut to a share."""
    shorter = [
        day._replace(
            travel=(day.travel * share).astype(day.travel.dtype),
            period_travel=(day.period_travel * share).astype(day.period_travel.dtype),
        )
        for day in group.travel
    ]
    return dataclasses.replace(group, travel=tuple(shorter))


def met(group: GroupDays, steps: int) -> tuple[int, int, int]:
    """Pairs of client and person who meet, the fewest that could, and clients."""
    stops = routes_of_group(group, steps)
    made = visits_made(group, stops)
    least = least_of_each(made)
    pairs = sum(int(made.by[made.client == client].any(axis=0).sum()) for client in least)
    return pairs, fewest_together(made, [room_of(group, made, day) for day in range(group.days)], least), len(least)


def main(
    scenario: Annotated[str, typer.Argument()] = "tanum",
    policy: Annotated[str, typer.Argument()] = "back_to_basic",
    days: int = 14,
    seed: Annotated[int | None, typer.Option(help="of the municipality")] = None,
    steps: Annotated[int, typer.Option(help="of the search, for each visit")] = 100,
    shares: Annotated[list[float] | None, typer.Option(help="of the drives; default 1, 0.5 and 0")] = None,
) -> None:
    """Plan with shorter and shorter drives and print different staff for each client beside the bound."""
    way = load_policy(policy)
    place = under(load_scenario(scenario, seed=seed), way)
    contacts, _ = assign_contacts(place, way)
    expected, _ = make_visits(place, way, days, contacts)
    duties, _ = make_roster(place, way, days, contacts, expected)
    visits, occasions = make_visits(place, way, days, contacts, duties)
    groups = list(all_group_days(place, way, days, contacts, duties, visits, occasions))
    typer.echo(f"{scenario}, {policy}, {days} days: different staff for each client")
    for share in shares or [1.0, 0.5, 0.0]:
        found = [met(with_drives(group, share), steps) for group in tqdm(groups, f"drives x {share:g}", leave=False)]
        plan, bound, clients = (sum(column) for column in zip(*found, strict=True))
        distance = plan / bound - 1
        typer.echo(f"drives x {share:<4g} plan {plan / clients:.2f}, at least {bound / clients:.2f} ({distance:.0%} from it)")


if __name__ == "__main__":
    typer.run(main)

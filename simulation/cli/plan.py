"""``hemtjanst plan``: who is whose contact person, who works when, who drives where; checked by code that did not plan it."""

from __future__ import annotations

from pathlib import Path

import typer

from .options import CORES, Days, Out, Overwrite, PolicyName, Provider, Quiet, Roads, ScenarioName, Seed, Share, Workers


def plan(
    scenario: ScenarioName,
    policy: PolicyName,
    out: Out = Path("results"),
    days: Days = 28,
    seed: Seed = None,
    workers: Workers = CORES,
    roads: Roads = None,
    share: Share = 1.0,
    provider: Provider = None,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Plan one way of working: contacts, roster, visits and routes, as tables, with every rule the plan bends."""
    from ...models.checks import check
    from ...models.planning import make_plan
    from ...models.planning.bounds import bounds
    from ...models.planning.contact_bound import contact_gap
    from ...models.scenario_file import load_policy, load_scenario
    from ..experiments.folder import ResultFolder, replacing
    from ..experiments.manifest import versions
    from ..experiments.plan_store import write_plan
    from ..report.plan_text import plan_summary

    way = load_policy(policy)
    municipality = load_scenario(scenario, seed=seed, roads=roads, share=share, provider=provider)
    identity = {
        "version": versions()["hemtjanst"],
        "command": "plan",
        "scenario": municipality.name,
        "scenario_digest": municipality.digest(),
        "seed": municipality.seed,
        "policies": {way.name: way.model_dump(mode="json")},
        "days": days,
    }
    folder = ResultFolder(out, identity, overwrite)
    made = make_plan(municipality, way, days, workers=workers, progress=not quiet)
    feasible = bounds(made, workers=workers)
    sentences = [*map(str, feasible.figures), *([str(contact_gap(made))] if way.has_contacts else [])]
    summary = plan_summary(made, check(made), sentences)
    write_plan(made, folder.file("plans", way.name, "notes.json").parent)
    with replacing(folder.file("plans", way.name, "bounds.csv")) as part:
        feasible.frame().to_csv(part, index=False)
    with replacing(folder.file("plans", way.name, "client_bounds.parquet")) as part:
        feasible.clients.write(part)
    folder.write_text("summary.txt", summary + "\n")
    typer.echo(summary)
    typer.echo(f"\nTables and this summary are in {folder.path}", err=True)

"""``hemtjanst compare`` and ``hemtjanst run``: live through ways of working and see what differs."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Annotated, Any

import typer

from .options import (
    CORES,
    Days,
    Json,
    Language,
    MostReplications,
    Out,
    Overwrite,
    PolicyName,
    PrecisionTexts,
    Provider,
    Quiet,
    Replications,
    Roads,
    ScenarioName,
    Seed,
    Share,
    Workers,
)

DEFAULT_POLICIES = ["fragmented", "back_to_basic"]


def compare(
    scenario: ScenarioName = "tanum",
    policies: Annotated[
        list[str] | None, typer.Argument(help="Two or more policies, the first is the baseline.", metavar="[POLICY ...]")
    ] = None,
    days: Days = 28,
    replications: Replications = 20,
    precision: PrecisionTexts = None,
    most: MostReplications = 1000,
    seed: Seed = None,
    workers: Workers = CORES,
    out: Out = Path("results"),
    roads: Roads = None,
    share: Share = 1.0,
    provider: Provider = None,
    language: Language = "en",
    as_json: Json = False,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Compare ways of working over paired replications: the same days, the same bad luck."""
    from ...models.scenario_file import load_policy, load_scenario
    from ..experiments import compare as run_comparison
    from ..experiments.statistics import Precision, read_targets
    from ..measures import MEASURES
    from ..report import write_report
    from ..report.text import comparison_json, comparison_table
    from ..report.texts import texts

    texts(language)
    ways = [load_policy(name) for name in policies or DEFAULT_POLICIES]  # before anything slow, so that slips are told at once
    wish = Precision(read_targets(precision, MEASURES), most=most) if precision else None
    municipality = load_scenario(scenario, seed=seed, roads=roads, share=share, provider=provider)
    if not quiet:
        for note in municipality.notes:
            typer.echo(note, err=True)
    try:
        result = run_comparison(
            municipality,
            ways,
            days=days,
            replications=replications,
            precision=wish,
            workers=workers,
            out=out,
            overwrite=overwrite,
            progress=not quiet,
        )
    except KeyboardInterrupt:
        typer.echo(f"\nInterrupted. What is finished is kept in {out}; the same command goes on from there.", err=True)
        raise
    report = write_report(result, out, language)
    typer.echo(comparison_json(result) if as_json else comparison_table(result))
    if not quiet:
        typer.echo(f"Tables, figures and report in {out}; open {report}", err=True)


def run(policy: PolicyName, **options: Any) -> None:
    """Plan and live through one way of working."""
    compare(policies=[policy], **options)


def _arguments_of_run() -> inspect.Signature:
    """Those of compare with one policy in place of several, so that the two can never differ; typer reads them from here."""
    of_compare = inspect.signature(compare, eval_str=True).parameters
    own = inspect.signature(run, eval_str=True).parameters["policy"]
    needed = inspect.Parameter.empty
    each = {"scenario": of_compare["scenario"].replace(default=needed), "policies": own}
    return inspect.Signature([each.get(name, parameter) for name, parameter in of_compare.items()])


setattr(run, "__signature__", _arguments_of_run())  # noqa: B010

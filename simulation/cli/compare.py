"""``hemtjanst compare`` and ``hemtjanst run``: live through ways of working and see what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    _compare(
        scenario,
        policies or DEFAULT_POLICIES,
        days,
        replications,
        (precision, most),
        seed,
        workers,
        out,
        roads,
        share,
        provider,
        language,
        as_json,
        overwrite,
        quiet,
    )


def run(
    scenario: ScenarioName,
    policy: PolicyName,
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
    """Plan and live through one way of working."""
    _compare(
        scenario,
        [policy],
        days,
        replications,
        (precision, most),
        seed,
        workers,
        out,
        roads,
        share,
        provider,
        language,
        as_json,
        overwrite,
        quiet,
    )


def _compare(
    scenario: str,
    policies: list[str],
    days: int,
    replications: int,
    wish: tuple[list[str] | None, int],
    seed: int | None,
    workers: int,
    out: Path,
    roads: Path | None,
    share: float,
    provider: str | None,
    language: str,
    as_json: bool,
    overwrite: bool,
    quiet: bool,
) -> None:
    from ...models.scenario_file import load_policy, load_scenario
    from ..experiments import compare as run_comparison
    from ..experiments.statistics import Precision, read_targets
    from ..measures import MEASURES
    from ..report import write_report
    from ..report.text import comparison_json, comparison_table
    from ..report.texts import texts

    texts(language)
    ways = [load_policy(name) for name in policies]  # before anything slow, so that slips are told at once
    precision = Precision(read_targets(wish[0], MEASURES), most=wish[1]) if wish[0] else None
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
            precision=precision,
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

"""``hemtjanst sweep``: a design over assumptions and levers, run side by side, gone on with after any interruption."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import CORES, Language, Out, Overwrite, Quiet, Workers

DesignName = Annotated[str, typer.Argument(help="Name of a shipped design or path of a YAML file.", metavar="DESIGN")]
Cluster = Annotated[
    str | None, typer.Option(help="Run on the Dask cluster at this address instead (tcp://host:8786).", metavar="ADDRESS")
]


def sweep(
    design: DesignName,
    out: Out = Path("results/sweep"),
    replications: Annotated[int | None, typer.Option(min=1, help="Instead of the design's: fewer for a trial, more later.")] = None,
    workers: Workers = CORES,
    cluster: Cluster = None,
    language: Language = "en",
    retry: Annotated[bool, typer.Option("--retry-failed", help="Do runs that failed again.")] = False,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Sweep over assumptions and levers. The same command goes on where it was stopped; more points or replications are added."""
    from ..experiments.sweep import sweep as run_sweep
    from ..report.figures import draw_sweep
    from ..report.texts import texts

    texts(language)  # before anything slow, so that a slip is told at once
    how = {"workers": workers, "cluster": cluster, "retry": retry, "overwrite": overwrite, "progress": not quiet}
    try:
        result = run_sweep(design, out=out, replications=replications, **how)
    except KeyboardInterrupt:
        typer.echo(f"\nInterrupted. What is finished is kept in {out}; the same command goes on from there.", err=True)
        raise
    pictures = draw_sweep(result, out / "figures", language)
    typer.echo(str(result))
    if not quiet:
        told = f"Tables in {out}: runs.parquet, measures.parquet; this text: summary.txt"
        typer.echo(f"\n{told}{f'; {len(pictures)} pictures in figures' if pictures else ''}", err=True)

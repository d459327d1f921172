"""``hemtjanst sweep``: a design over assumptions and levers, run side by side, gone on with after any interruption."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import CORES, Out, Overwrite, Quiet, Workers

DesignName = Annotated[str, typer.Argument(help="Name of a shipped design or path of a YAML file.", metavar="DESIGN")]
Cluster = Annotated[
    str | None, typer.Option(help="Run on the Dask cluster at this address instead (tcp://host:8786).", metavar="ADDRESS")
]


def sweep(
    design: DesignName,
    out: Out = Path("results/sweep"),
    workers: Workers = CORES,
    cluster: Cluster = None,
    retry: Annotated[bool, typer.Option("--retry-failed", help="Do runs that failed again.")] = False,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Sweep over assumptions and levers. The same command goes on where it was stopped; more points or replications are added."""
    from ..experiments.sweep import sweep as run_sweep

    try:
        result = run_sweep(design, out=out, workers=workers, cluster=cluster, retry=retry, overwrite=overwrite, progress=not quiet)
    except KeyboardInterrupt:
        typer.echo(f"\nInterrupted. What is finished is kept in {out}; the same command goes on from there.", err=True)
        raise
    typer.echo(str(result))
    if not quiet:
        typer.echo(f"\nTables in {out}: runs.parquet, measures.parquet; this text: summary.txt", err=True)

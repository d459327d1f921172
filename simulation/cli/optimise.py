"""``hemtjanst optimise``: the cheapest setting of levers and staffing that meets goals."""

from __future__ import annotations

from pathlib import Path

import typer

from .options import CORES, Out, Overwrite, Quiet, Workers
from .sweep import Cluster, DesignName


def optimise(
    design: DesignName,
    out: Out = Path("results/optimise"),
    workers: Workers = CORES,
    cluster: Cluster = None,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Look for the cheapest way of working of a design that meets its goals, with stated confidence."""
    from ..experiments.optimise import optimise as look

    try:
        found = look(design, out=out, workers=workers, cluster=cluster, overwrite=overwrite, progress=not quiet)
    except KeyboardInterrupt:
        typer.echo(f"\nInterrupted. What is finished is kept in {out}; the same command goes on from there.", err=True)
        raise
    typer.echo(str(found))

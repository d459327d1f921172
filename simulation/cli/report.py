"""``hemtjanst report``: the page about a finished comparison, in Swedish or English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Language


def report(
    folder: Annotated[Path, typer.Argument(help="Folder that compare or run wrote.", metavar="DIR")],
    language: Language = "en",
    page: Annotated[Path | None, typer.Option(help="Where to write the page; default: DIR/report.html.", metavar="FILE")] = None,
    scenario: Annotated[
        str | None, typer.Option(help="The scenario's file, where it lies elsewhere than it did.", metavar="SCENARIO")
    ] = None,
    roads: Annotated[Path | None, typer.Option(help="The road file, where it lies elsewhere than it did.", metavar="FILE")] = None,
) -> None:
    """Write the page about a finished comparison: it opens without network and prints well."""
    from ..experiments.reading import read_comparison
    from ..report import write_report
    from ..report.texts import texts

    texts(language)  # before anything slow, so that a slip is told at once
    typer.echo(str(write_report(read_comparison(folder, scenario, roads), folder, language, page)))

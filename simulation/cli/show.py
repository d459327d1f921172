"""``hemtjanst show``: print a finished result again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...models.errors import Fault, InputError
from .options import Json


def show(
    folder: Annotated[Path, typer.Argument(help="Folder that compare or run wrote.", metavar="DIR")], as_json: Json = False
) -> None:
    """Print the table of a finished comparison."""
    from ..experiments.folder import read_manifest

    manifest = read_manifest(folder)
    if not manifest.get("finished"):
        raise InputError(Fault(str(folder), "this run is not finished; the command that started it goes on from where it stopped"))
    if not as_json:
        typer.echo((folder / "summary.txt").read_text(encoding="utf-8").rstrip())
        return
    import pandas as pd

    from ..report.text import differences_json

    typer.echo(differences_json(pd.read_parquet(folder / "differences.parquet"), pd.read_parquet(folder / "measures.parquet")))

"""Runs on disk. A run is finished when the Parquet file of its chunk is in place; only the sweep's own process writes.

DIR/manifest.json          the design, with what and where it was run
DIR/runs.parquet           one row for each run: point, policy, parameters, outcomes, or the reason of a failure
DIR/measures.parquet       all measures of each run with numerator and denominator
DIR/summary.txt            what the command printed
DIR/chunks/*.parquet       what is finished, as it came from the workers
DIR/plans/ADDRESS/*        one plan for each distinct question to the planner
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

import pandas as pd

from ....models import Plan
from ..folder import ResultFolder, reading, replacing
from ..plan_store import read_tables, write_plan
from .work import Row

COLUMNS = ["run", "measure", "value", "numerator", "denominator", "reason"]


class Store:
    """Chunks and plans in a folder."""

    def __init__(self, folder: ResultFolder) -> None:
        self.folder = folder
        self.chunks = folder.path / "chunks"

    def finished(self) -> dict[str, str]:
        """Addresses of finished runs, with the reason of those that failed."""
        found: dict[str, str] = {}
        for path in self._files():
            table = _read(path, ["run", "reason"]).drop_duplicates("run")
            found |= dict(zip(table["run"], table["reason"], strict=True))
        return found

    def keep(self, rows: list[Row]) -> None:
        """Write a chunk; its name is a hash of its runs, so that no other chunk can take its place."""
        self._write(pd.DataFrame(rows, columns=COLUMNS))

    def _write(self, table: pd.DataFrame) -> None:
        name = blake2b(" ".join(table["run"].unique()).encode(), digest_size=16).hexdigest()
        with replacing(self.folder.file("chunks", f"{name}.parquet")) as part:
            table.to_parquet(part, index=False)

    def forget(self, runs: set[str]) -> None:
        """Take runs out, so that they are done again."""
        for path in self._files():
            table = _read(path)
            rest = table[~table["run"].isin(runs)]
            if len(rest) < len(table):
                if len(rest):
                    self._write(rest)
                path.unlink()

    def table(self, runs: set[str]) -> pd.DataFrame:
        """All rows of the given runs."""
        parts = [_read(path) for path in self._files()]
        parts = [part[part["run"].isin(runs)] for part in parts]
        return pd.concat(parts or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)

    def plan(self, address: str, days: int) -> Plan | None:
        """A stored plan without scenario and policy."""
        nobody: Any = None
        found = read_tables(self.folder.path / "plans" / address, days)
        return None if found is None else Plan(nobody, nobody, days, **found)

    def keep_plan(self, address: str, made: Plan) -> None:
        """Store a plan."""
        write_plan(made, self.folder.file("plans", address, "notes.json").parent)

    def _files(self) -> list[Path]:
        return sorted(self.chunks.glob("*.parquet"))


def _read(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    with reading(path):
        return pd.read_parquet(path, columns=columns)

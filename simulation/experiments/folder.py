"""The folder that results live in: what is in it, whose it is, and what may be written there.

DIR/manifest.json             what was run, with what, on what machine, how long
DIR/measures.parquet          policy, replication, measure, value, numerator, denominator
DIR/differences.parquet/.csv  paired differences with intervals
DIR/plans/POLICY/*.parquet    the tables of each plan
DIR/journals/POLICY/*.parquet the journal of each replication
DIR/finished/POLICY/*.parquet measures of each finished replication: what an interrupted run goes on from
DIR/figures/*.png, report.html
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...models.errors import Fault, InputError, OutputError

MANIFEST = "manifest.json"
LOCK = ".sweep.lock"


class ResultFolder:
    """A folder of results that belongs to one run, told by an identity.

    Parameters
    ----------
    path
        The folder; made where it does not exist.
    identity
        What makes the results what they are (scenario, policies, days, seed, version, …). A folder with the same identity
        is gone on with; a folder with another is refused unless ``overwrite``.
    overwrite
        Remove results of another (or the same) run that are there. Only what this class writes is removed.

    Raises
    ------
    OutputError
        If the folder holds something else, or cannot be written.
    """

    OWN = (MANIFEST, "measures.parquet", "differences.parquet", "differences.csv", "runs.parquet", "report.html", "summary.txt")
    OWN_FOLDERS = ("plans", "journals", "finished", "figures", "chunks")

    def __init__(self, path: Path, identity: dict[str, Any], overwrite: bool = False) -> None:
        self.path = Path(path)
        self.identity = json.loads(json.dumps(identity))
        with writing(self.path):
            self._claim(overwrite)

    def _claim(self, overwrite: bool) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise OutputError(f"{self.path}: this is a file; results need a folder")
        there = sorted(entry.name for entry in self.path.iterdir() if entry.name != LOCK) if self.path.is_dir() else []
        if there:
            found = self._identity_there()
            if found is None:
                raise OutputError(f"{self.path}: the folder holds {_some(there)}, not results of hemtjanst; choose another folder")
            if overwrite:
                self._remove_own()
            elif found != self.identity:
                raise OutputError(f"{self.path}: {_others(found, self.identity)}; choose another folder or use --overwrite")
        self.path.mkdir(parents=True, exist_ok=True)
        with replacing(self.path / MANIFEST) as part:
            part.write_text(json.dumps({"identity": self.identity, "finished": False}, indent=2) + "\n", encoding="utf-8")

    def _identity_there(self) -> dict[str, Any] | None:
        try:
            return read_manifest(self.path)["identity"]
        except (InputError, KeyError, TypeError):
            return None

    def _remove_own(self) -> None:
        for name in self.OWN:
            (self.path / name).unlink(missing_ok=True)
        for name in self.OWN_FOLDERS:
            shutil.rmtree(self.path / name, ignore_errors=True)

    def file(self, *parts: str) -> Path:
        """Return a path below the folder, its parent made."""
        path = self.path.joinpath(*parts)
        still_there(self.path)
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write_text(self, name: str, text: str) -> None:
        """Write a text file so that it is either whole or not there."""
        with replacing(self.file(name)) as path:
            path.write_text(text, encoding="utf-8")


def still_there(path: Path) -> None:
    """Say so if the folder was removed while results were being made, rather than begin a new one with what is left.

    Raises
    ------
    OutputError
        If the folder has no manifest any more.
    """
    if not (path / MANIFEST).is_file():
        raise OutputError(
            f"{path}: the folder of results was removed or emptied while it was written to; what was finished there is gone with "
            "it, and the same command begins anew"
        )


def read_manifest(path: Path) -> dict[str, Any]:
    """Read the manifest of a folder of results.

    Raises
    ------
    InputError
        If the folder has none, or it is damaged.
    """
    file = Path(path) / MANIFEST
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(Fault(str(path), "there are no results of hemtjanst here (no manifest.json)")) from None
    except (OSError, ValueError) as error:
        raise InputError(Fault(str(file), f"cannot be read: {error}")) from None
    if not isinstance(found, dict):
        raise InputError(Fault(str(file), "is damaged: it does not hold names with values"))
    return found


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong while writing to ``path`` into an :class:`OutputError` in a sentence."""
    try:
        yield
    except OSError as error:
        where = path if error.filename in {None, str(_part(path))} else error.filename
        raise OutputError(f"{where}: cannot be written: {error.strerror or error}") from None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong while reading a stored file or folder into an :class:`InputError` that says how to go on."""
    try:
        yield
    except (OSError, ValueError, KeyError) as error:
        raise InputError(Fault(str(path), f"is damaged ({error}); remove it, and the same command makes it again")) from None


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name to write to, then move it into place: readers and crashes see the old file or the new, never half."""
    part = _part(path)
    try:
        with writing(path):
            yield part
            part.replace(path)
    finally:
        with writing(path):
            part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part{os.getpid()}")


def _others(found: dict[str, Any], wanted: dict[str, Any]) -> str:
    """Why results cannot be gone on with."""
    other = [key for key in sorted(found.keys() | wanted.keys()) if found.get(key) != wanted.get(key)]
    if other == ["code"]:
        return "the folder holds results of other code (the installed package has changed since, and results may differ)"
    return f"the folder holds other results ({', '.join(other)} differ)"


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

"""A sweep: every setting of a design lived through, stored, and gone on with after any interruption."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from tqdm import tqdm

from ....models.errors import Fault, raise_faults
from ...measures import MEASURES
from ..folder import ResultFolder, replacing
from ..manifest import code, manifest, versions
from .design import Design, load_design
from .lock import locked
from .parallel import Lazy, side_by_side
from .plans import StoredPlans, make_missing
from .points import Setting, settings
from .result import Sweep, collect
from .store import Store
from .work import Chunk, Outcome, Town, failed, live, outcomes_address

CHUNK = 16  # runs in a chunk at most: what a crash may cost


def sweep(
    design: Design | dict[str, Any] | str | Path,
    *,
    out: Path | str | None = None,
    workers: int = 1,
    cluster: str | None = None,
    outcomes: dict[str, Outcome] | None = None,
    ways: Sequence[int] | None = None,
    replications: int | None = None,
    overwrite: bool = False,
    retry: bool = False,
    progress: bool = False,
) -> Sweep:
    """Live through every setting of a design.

    Parameters
    ----------
    design
        A shipped name, a path, a mapping as in a file, or a :class:`Design`.
    out
        Folder for results. What is finished there is not done again, also under another design: runs are known by their content.
        None: nothing is kept.
    workers, cluster
        Processes, or the address of a Dask scheduler. Results do not depend on it.
    outcomes
        Functions of a :class:`~hemtjanst.Run` (also defined in a notebook cell) that give a number or a figure, by name.
    ways
        Only these rows of the ways of working.
    replications
        Instead of the design's: fewer for a trial, more later.
    overwrite, retry
        Throw away what the folder holds; do failed runs again.
    progress
        Show bars with the time that is left.

    Raises
    ------
    InputError
        If the design cannot be used, with everything that is wrong.
    OutputError
        If the folder cannot be written, holds something else, or another sweep is at work there. Finished runs stay.
    """
    started = time.perf_counter()
    found, home, called = load_design(design)
    if replications is not None:
        found = found.model_copy(update={"replications": replications})
    mine = dict(outcomes or {})
    faults = [Fault("outcomes", f"'{name}' is the name of a measure; choose another") for name in mine if name in MEASURES]
    if workers < 1:
        faults.append(Fault("workers", f"must be at least 1, not {workers}"))
    if found.replications < 1:
        faults.append(Fault("replications", f"must be at least 1, not {replications}"))
    raise_faults(faults)
    every = settings(found, home, called)
    chosen = [setting for setting in every if ways is None or setting.way in ways]
    with ExitStack() as stack:
        path = Path(out) if out is not None else Path(stack.enter_context(TemporaryDirectory()))
        stack.enter_context(locked(path))
        identity = {"command": "sweep", "version": versions()["hemtjanst"], "code": code()}
        store = Store(ResultFolder(path, identity, overwrite))
        functions = outcomes_address(mine)
        wanted = {
            setting.run(replication, functions): (setting, replication)
            for setting in chosen
            for replication in range(found.replications)
        }
        done = store.finished()
        if retry:
            again = {run for run, reason in done.items() if reason and run in wanted}
            store.forget(again)
            done = {run: reason for run, reason in done.items() if run not in again}
        todo = {run: where for run, where in wanted.items() if run not in done}
        with tqdm(total=len(wanted), initial=len(wanted) - len(todo), desc="runs", unit="run", disable=not progress) as bar:
            for rows in _rows(todo, mine, store, workers, cluster, progress):
                store.keep(rows)
                bar.update(len({row[0] for row in rows}))
        result = collect(found, chosen, functions, store, mine)
        _finish(store, result, time.perf_counter() - started, workers)
    return result


def _rows(
    todo: dict[str, tuple[Setting, int]],
    outcomes: dict[str, Outcome],
    store: Store,
    workers: int,
    cluster: str | None,
    progress: bool,
) -> Any:
    by_setting: dict[str, tuple[Setting, list[int], list[str]]] = {}
    for run, (setting, replication) in todo.items():
        _, replications, runs = by_setting.setdefault(setting.address, (setting, [], []))
        replications.append(replication)
        runs.append(run)
    needed = [setting for setting, _, _ in by_setting.values()]
    town = Town(needed)
    unread, reasons = make_missing(needed, town, store, workers, cluster, progress)
    left = len(todo)
    jobs: list[tuple[Setting, tuple[int, ...], tuple[str, ...]]] = []
    for setting, replications, runs in by_setting.values():
        reason = reasons.get(setting.plan_address(unread))
        if reason is not None:
            yield [failed(run, reason) for run in runs]
            left -= len(runs)
            continue
        while runs:
            size = chunk_size(left, workers)
            jobs.append((setting, tuple(replications[:size]), tuple(runs[:size])))
            left -= len(runs[:size])
            replications, runs = replications[size:], runs[size:]
    read, call = StoredPlans(store, unread), uuid4().hex
    chunks = Lazy(lambda job: (Chunk(call, job[0], town(job[0]), read(job[0]), job[1], job[2], outcomes),), jobs)
    for _, rows in side_by_side(live, chunks, workers, cluster):
        yield rows


def chunk_size(left: int, workers: int) -> int:
    """Runs in the next chunk: the fewer are left the smaller, so that no worker waits long for the last (guided self-scheduling).

    Source: Polychronopoulos and Kuck (1987), IEEE Transactions on Computers C-36, 1425.
    """
    return max(1, min(CHUNK, left // (2 * workers)))


def _finish(store: Store, result: Sweep, seconds: float, workers: int) -> None:
    for name, table in (("runs", result.runs), ("measures", result.measures)):
        with replacing(store.folder.file(f"{name}.parquet")) as part:
            table.to_parquet(part, index=False)
    details = {
        "design": result.design.model_dump(mode="json", by_alias=True),
        "runs": len(result.runs),
        "failed": len(result.failures),
        "workers": workers,
    }
    text = json.dumps(manifest(store.folder.identity, seconds, **details), indent=2, ensure_ascii=False) + "\n"
    store.folder.write_text("manifest.json", text)
    store.folder.write_text("summary.txt", str(result) + "\n")

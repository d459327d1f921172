"""A sweep: every setting of a design lived through, stored, and gone on with after any interruption."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pandas as pd
from tqdm import tqdm

from ....models.errors import Fault, InputError, OutputError, nearest, raise_faults
from ...measures import MEASURES
from ..folder import ResultFolder, replacing
from ..manifest import code, manifest, versions
from ..statistics import elementary_effects, one_at_a_time, rank_correlations, sobol_indices
from .design import Design, load_design
from .lock import locked
from .parallel import side_by_side
from .points import LIVED, Setting, settings, unit_points
from .store import Store
from .work import Chunk, Outcome, failed, live, outcomes_address, plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ....models import Plan

CHUNK = 16  # runs in a chunk at most: what a crash may cost
UNREAD = frozenset(f"{owner}.{name}" for owner, names in LIVED.items() for name in names)


@dataclass(frozen=True, eq=False)
class Sweep:
    """What came out.

    Attributes
    ----------
    design
        What was asked for.
    runs
        A row for each run: point, way (policy with its levers), replication, parameters by path, the run's address, the reason if
        it failed (otherwise empty), and the outcomes.
    measures
        Columns point, way, replication, measure, value, numerator, denominator.
    """

    design: Design
    runs: pd.DataFrame
    measures: pd.DataFrame

    @property
    def ways(self) -> tuple[str, ...]:
        """Ways of working, baseline first."""
        return tuple(dict.fromkeys(self.runs["way"]))

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that failed, with their reasons."""
        return self.runs[self.runs["reason"] != ""]

    def means(self, outcome: str, way: str | None = None, baseline: str | None = None) -> np.ndarray:
        """Mean over replications at each point, float64[points]; with a baseline, of the paired difference from it.

        Raises
        ------
        InputError
            If there is no such outcome or way.
        """
        known = set(self.measures["measure"])
        way = way or self.ways[-1]
        faults = [] if outcome in known else [Fault("outcome", f"'{outcome}' was not measured; {nearest(outcome, known)}")]
        asked = [name for name in (way, baseline) if name is not None and name not in self.ways]
        raise_faults([*faults, *(Fault("way", f"there is no '{name}'; {nearest(name, self.ways)}") for name in asked)])
        table = self.measures[self.measures["measure"] == outcome]
        wide = table.pivot_table(index=["point", "replication"], columns="way", values="value")
        values = wide.get(way, pd.Series(np.nan, wide.index))
        if baseline is not None:
            values = values - wide.get(baseline, pd.Series(np.nan, wide.index))
        points = pd.RangeIndex(int(self.runs["point"].max()) + 1)
        return values.groupby(level="point").mean().reindex(points).to_numpy(float)

    def sensitivity(self, outcome: str, way: str | None = None, baseline: str | None = None) -> pd.DataFrame:
        """Which uncertainty carries an outcome, or (with a baseline) the difference between two ways of working.

        Both ends of each range after ``one_at_a_time``, elementary effects after ``morris``, Sobol's indices after ``saltelli``,
        rank correlations after any other sample. All points meet the same luck, so that a difference between them is not noise.
        """
        names, values, kind = list(self.design.uncertainties), self.means(outcome, way, baseline), self.design.sampling.kind
        if not names:
            raise InputError(Fault("sensitivity", "the design has no uncertainties"))
        if kind == "one_at_a_time":
            return one_at_a_time(self.runs.drop_duplicates("point")[names], values)
        if kind == "morris":
            return elementary_effects(unit_points(self.design), values, names)
        if kind == "saltelli":
            return sobol_indices(values, names)
        return rank_correlations(unit_points(self.design), values, names)

    def plot(
        self, outcome: str, way: str | None = None, baseline: str | None = None, ax: Axes | None = None, language: str = "en"
    ) -> Axes:
        """Draw :meth:`sensitivity`: a tornado, Sobol's indices, or a ranking of effects or correlations."""
        from ...report.plots import ranking, sobol, tornado

        table, kind = self.sensitivity(outcome, way, baseline), self.design.sampling.kind
        draw = {"one_at_a_time": tornado, "saltelli": sobol}.get(kind, ranking)
        return draw(table, outcome, ax=ax, language=language, difference=baseline is not None)

    def __str__(self) -> str:
        from ...report.sweep_text import sweep_text

        return sweep_text(self)


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
        result = _collect(found, chosen, functions, store, mine)
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
    unread, reasons = _plans(needed, store, workers, cluster, progress)
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
    read, call = _Plans(store, unread), uuid4().hex
    chunks = _Lazy(lambda job: (Chunk(call, job[0], read(job[0]), job[1], job[2], outcomes),), jobs)
    for _, rows in side_by_side(live, chunks, workers, cluster):
        yield rows


def chunk_size(left: int, workers: int) -> int:
    """Runs in the next chunk: the fewer are left the smaller, so that no worker waits long for the last (guided self-scheduling).

    Source: Polychronopoulos and Kuck (1987), IEEE Transactions on Computers C-36, 1425.
    """
    return max(1, min(CHUNK, left // (2 * workers)))


class _Lazy(Sequence[Any]):
    """Jobs made when they are sent off, so that no more plans are in memory than are on their way."""

    def __init__(self, make: Any, jobs: Sequence[Any]) -> None:
        self.make, self.jobs = make, jobs

    def __len__(self) -> int:
        return len(self.jobs)

    def __getitem__(self, row: Any) -> Any:
        return self.make(self.jobs[row])


class _Plans:
    """Reads stored plans; chunks of the same plan follow each other, so the last one is kept."""

    def __init__(self, store: Store, unread: frozenset[str]) -> None:
        self.store, self.unread = store, unread
        self.last: tuple[str, Plan] | None = None

    def __call__(self, setting: Setting) -> Plan:
        address = setting.plan_address(self.unread)
        if self.last is None or self.last[0] != address:
            made = self.store.plan(address, setting.days)
            if made is None:
                raise InputError(
                    Fault(str(self.store.folder.path), "plans were removed while the sweep was at work; start it again")
                )
            self.last = address, made
        return self.last[1]


def _plans(
    needed: list[Setting], store: Store, workers: int, cluster: str | None, progress: bool
) -> tuple[frozenset[str], dict[str, str]]:
    """Make the plans that are missing, one for each distinct question to the planner.

    Returns
    -------
    tuple
        The sections that planning did not read, and the reasons of plans that failed.
    """
    unread, reasons = UNREAD, {}
    while True:
        missing: dict[str, Setting] = {}
        for setting in needed:
            address = setting.plan_address(unread)
            if address not in missing and address not in reasons and store.plan(address, setting.days) is None:
                missing[address] = setting
        leaks: set[str] = set()
        addresses = list(missing)
        jobs = [(setting, unread) for setting in missing.values()]
        with tqdm(total=len(jobs), desc="plans", unit="plan", disable=not progress or not jobs) as bar:
            for row, (what, made) in side_by_side(plan, jobs, workers, cluster):
                if what == "plan":
                    store.keep_plan(addresses[row], made)
                elif what == "failed":
                    reasons[addresses[row]] = made
                else:
                    leaks.add(made)
                bar.update()
        if not leaks:
            return unread, reasons
        unread -= leaks  # the planner does read it: plans are shared less


def _collect(design: Design, chosen: list[Setting], functions: str, store: Store, outcomes: dict[str, Outcome]) -> Sweep:
    """Results in their canonical order, whoever made them and when."""
    paths = [*design.uncertainties, *design.levers]
    keys = [
        (s.run(r, functions), s.point, s.way, s.label, r, *(_cell(s.values.get(path)) for path in paths))
        for s in chosen
        for r in range(design.replications)
    ]
    names = ["run", "point", "order", "way", "replication", *paths]
    runs = pd.DataFrame(keys, columns=names)
    rows = store.table(set(runs["run"])).drop_duplicates(["run", "measure"])
    shown = [*dict.fromkeys([*design.outcomes, *outcomes])]
    reasons = rows.drop_duplicates("run").set_index("run")["reason"]
    runs["reason"] = runs["run"].map(reasons)
    if (lost := int(runs["reason"].isna().sum())) > 0:
        raise OutputError(
            f"{store.chunks}: {lost} finished runs were removed while the sweep was at work; the same command does them again"
        )
    wide = rows[rows["measure"].isin(shown)].pivot_table(index="run", columns="measure", values="value", dropna=False)
    for name in shown:
        runs[name] = runs["run"].map(wide[name] if name in wide else pd.Series(dtype=float)).astype(float)
    order = {name: k for k, name in enumerate([*MEASURES, *outcomes])}
    whose = runs[["run", "point", "order", "way", "replication"]]
    measures = whose.merge(rows[rows["reason"] == ""], on="run").assign(place=lambda t: t["measure"].map(order))
    measures = measures.sort_values(["point", "order", "replication", "place"], kind="stable", ignore_index=True)
    measures = measures.drop(columns=["run", "order", "reason", "place"])
    return Sweep(design, runs.drop(columns="order"), measures)


def _cell(value: Any) -> Any:
    """Lists and the like as text, which a column of a table can hold."""
    return json.dumps(value) if isinstance(value, list | tuple | dict) else value


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

"""The cheapest setting of levers and staffing that meets goals, with stated confidence.

All settings are lived through the same bad luck, first ``FIRST`` times, then twice as often as long as something is open. Half of
the error that the confidence allows goes to the goals: a goal is met or missed when a one-sided t interval, at a level divided by
the number of settings, goals and looks (Bonferroni), lies on one side of it. The other half goes to the choice: among settings
that meet every goal Kim and Nelson's procedure drops those that cost more (``statistics/selection.py``). A setting that is still
open may be dropped for its cost, but cannot drop others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...models.errors import Fault, raise_faults
from .statistics import select
from .sweep import Design, Sweep, load_design, sweep
from .sweep.design import Search

FIRST = 20
IN = ("meets", "open")  # how verdicts on settings that are still in begin


@dataclass(frozen=True)
class Verdicts:
    """What is known of each setting after some replications.

    Attributes
    ----------
    met
        Rows of the settings that meet every goal.
    out
        For each setting that is out, why.
    """

    met: tuple[int, ...]
    out: dict[int, str]


@dataclass(frozen=True, eq=False)
class Optimum:
    """What was found.

    Attributes
    ----------
    search
        What was asked for.
    best
        The way of working that was chosen; None where none is sure to meet the goals, or several are still in.
    table
        A row for each way of working: way, verdict, replications, and for the measure that is minimised and each goal the mean
        and its 95 % interval.
    result
        The runs of the last stage, of the settings that were still in.
    """

    search: Search
    best: str | None
    table: pd.DataFrame
    result: Sweep

    def __str__(self) -> str:
        from ..report.text import aligned, number, records

        measures = [self.search.minimise, *self.search.goals]
        rows = [["way of working", "replications", *measures, ""]]
        for row in records(self.table):
            cells = [f"{number(row[m])} [{number(row[f'{m} low'])}, {number(row[f'{m} high'])}]" for m in measures]
            rows.append([row["way"], str(row["replications"]), *cells, row["verdict"]])
        goals = ", ".join(
            f"{name} {'>=' if goal.at_least is not None else '<='} {goal.at_least if goal.at_least is not None else goal.at_most:g}"
            for name, goal in self.search.goals.items()
        )
        sure = f"with {100 * self.search.confidence:g} % confidence"
        if self.best is not None:
            zone = f"{number(self.search.zone)} of the least {self.search.minimise}"
            said = f"{self.best}: meets {goals or 'no goals asked for'}, within {zone}, {sure}"
        else:
            said = self._undecided(goals or "no goals asked for", sure)
        return "\n".join([said, "", *aligned(rows, left={0, len(rows[0]) - 1})])

    def _undecided(self, goals: str, sure: str) -> str:
        still = [way for way, verdict in zip(self.table["way"], self.table["verdict"], strict=True) if verdict.startswith(IN)]
        if not still:
            return f"No way of working that was tried meets {goals}, {sure}: the table says what each misses"
        return (
            f"Not decided, {sure}, after {self.search.most} replications: any of {len(still)} ways of working may be the one that "
            f"meets {goals} for the least {self.search.minimise}. More replications (most) or a wider zone would tell"
        )


def optimise(
    design: Design | dict[str, Any] | str | Path,
    *,
    out: Path | str,
    workers: int = 1,
    cluster: str | None = None,
    overwrite: bool = False,
    progress: bool = False,
) -> Optimum:
    """Look for the cheapest way of working of a design that meets its goals.

    Parameters
    ----------
    design
        A design with a ``search`` and without uncertainties. Its policies and levers are the settings.
    out, workers, cluster, overwrite, progress
        As for :func:`~hemtjanst.sweep`; what is finished is not done again.

    Raises
    ------
    InputError
        If the design cannot be used.
    """
    found, home, called = load_design(design)
    search = found.search
    faults = []
    if search is None:
        faults.append(Fault(f"{called}: search", "is missing; optimise needs to know what to minimise"))
    if found.uncertainties:
        faults.append(Fault(f"{called}: uncertainties", "optimise looks for one setting in one world; hold them as constants"))
    raise_faults(faults)
    assert search is not None
    measures = [search.minimise, *search.goals]
    plain = found.model_copy(update={"outcomes": tuple(measures), "scenario": _found(home, found.scenario)})
    n, looks = FIRST, 1 + max(0, math.ceil(math.log2(search.most / FIRST)))
    ways: list[str] = []
    values: dict[str, np.ndarray] = {}
    alive: list[int] | None = None
    why: dict[int, str] = {}
    while True:
        stage = plain.model_copy(update={"replications": n})
        result = sweep(
            stage, out=out, workers=workers, cluster=cluster, ways=alive, overwrite=overwrite and not ways, progress=progress
        )
        ways = ways or list(result.ways)
        alive = list(range(len(ways))) if alive is None else alive
        values = {name: _matrix(result, name, ways, n, values.get(name)) for name in measures}
        failed = {ways.index(way): "runs failed" for way in result.failures["way"].unique()}
        verdicts = judge(values, search, [k for k in alive if k not in failed], looks)
        why |= failed | verdicts.out
        alive = [k for k in alive if k not in why]
        if not alive or alive == list(verdicts.met)[:1] or n >= search.most:
            break
        n = min(2 * n, search.most)
    best = ways[alive[0]] if len(alive) == 1 and alive[0] in verdicts.met else None
    for k in alive:
        why[k] = "chosen" if ways[k] == best else "meets the goals" if k in verdicts.met else "open: more replications are needed"
    return Optimum(search, best, _table(ways, why, values, measures), result)


def judge(values: Mapping[str, np.ndarray], search: Search, alive: list[int], looks: int) -> Verdicts:
    """Say which settings meet the goals and which are out.

    Parameters
    ----------
    values
        For each measure float64[settings, replications]; NaN after a setting was dropped.
    search
        Goals, measure to minimise, zone and confidence.
    alive
        Rows of the settings that are still in.
    looks
        How often this is asked at most.
    """
    from scipy.special import stdtrit

    settings, n = values[search.minimise].shape
    level = (1 - search.confidence) / 2 / max(1, settings * len(search.goals) * looks)
    quantile = float(stdtrit(n - 1, 1 - level))
    met, out = [], {}
    for k in alive:
        sure = True
        for name, goal in search.goals.items():
            x = values[name][k]
            middle, half = float(x.mean()), quantile * float(x.std(ddof=1)) / math.sqrt(n)
            sign, wanted = (1, goal.at_least) if goal.at_least is not None else (-1, goal.at_most)
            assert wanted is not None
            margin = sign * (middle - wanted)
            if math.isnan(margin):
                out[k] = f"{name} is not defined"
            elif margin + half < 0:
                out.setdefault(k, f"misses {name}")
            sure &= margin - half >= 0
        if sure and k not in out:
            met.append(k)
    rest = [k for k in alive if k not in out]
    if met and len(rest) > 1:
        judges = [rest.index(k) for k in met]
        confidence = 1 - (1 - search.confidence) / 2
        chosen = select(values[search.minimise][rest], search.zone, first=FIRST, confidence=confidence, judges=judges)
        out |= {rest[i]: f"costs more than {rest[j] + 1}" for i, j in chosen.out.items()}
    return Verdicts(tuple(k for k in met if k not in out), out)


def _found(home: Path, scenario: str) -> str:
    near = home / scenario
    return str(near.resolve()) if near.is_file() else scenario


def _matrix(result: Sweep, name: str, ways: list[str], n: int, before: np.ndarray | None) -> np.ndarray:
    """float64[ways, n] of a measure; the rows of ways that were dropped keep what they had."""
    table = result.measures[result.measures["measure"] == name]
    wide = table.pivot_table(index="way", columns="replication", values="value", dropna=False)
    matrix = wide.reindex(index=ways, columns=range(n)).to_numpy(float)
    if before is not None:
        there = before.shape[1]
        matrix[:, :there] = np.where(np.isnan(matrix[:, :there]), before, matrix[:, :there])
    return matrix


def _table(ways: list[str], why: dict[int, str], values: dict[str, np.ndarray], measures: list[str]) -> pd.DataFrame:
    from scipy.special import stdtrit

    rows = []
    for k, way in enumerate(ways):
        row: dict[str, Any] = {"way": way, "verdict": why.get(k, ""), "replications": 0}
        for name in measures:
            x = values[name][k][np.isfinite(values[name][k])]
            half = float(stdtrit(len(x) - 1, 0.975)) * float(x.std(ddof=1)) / math.sqrt(len(x)) if len(x) > 1 else math.nan
            middle = float(x.mean()) if len(x) else math.nan
            row |= {name: middle, f"{name} low": middle - half, f"{name} high": middle + half}
            row["replications"] = max(row["replications"], len(x))
        rows.append(row)
    table = pd.DataFrame(rows)
    table["verdict"] = [_named(text, ways) for text in table["verdict"]]
    return table


def _named(verdict: str, ways: list[str]) -> str:
    start = "costs more than "
    return f"{start}{ways[int(verdict.removeprefix(start)) - 1]}" if verdict.startswith(start) else verdict

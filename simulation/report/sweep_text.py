"""A sweep as text: what came out under each way of working, how far the conclusion holds, and which assumption carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...models.errors import HemtjanstError
from ..measures import MEASURES
from .text import aligned, number, records

if TYPE_CHECKING:
    from ..experiments.sweep import Sweep

FACTORS = 8  # rows of a table of sensitivities
REASONS = 5


def sweep_text(result: Sweep) -> str:
    """The result for a terminal."""
    design, failures = result.design, result.failures
    points = int(result.runs["point"].nunique())
    size = f"{points} points x {len(result.ways)} ways of working x {design.replications} replications, {design.days} days each"
    lines = [f"{design.name}: {size}; {len(result.runs)} runs, {len(failures)} failed"]
    for reason, count in failures["reason"].value_counts().head(REASONS).items():
        lines.append(f"  failed {count} times: {reason}")
    own = [str(name) for name in result.measures["measure"].unique() if name not in MEASURES]
    measured = set(result.measures["measure"])
    shown = [name for name in (*design.outcomes, *own) if name in measured]
    for outcome in shown:
        lines += ["", *_outcome(result, outcome)]
    way, first = result.ways[-1], result.ways[0]
    for outcome in shown if design.uncertainties else ():
        what = outcome if way == first else f"the difference in {outcome} between {way} and {first}"
        lines += ["", f"What carries {what}:", *_sensitivity(result, outcome, way, None if way == first else first)]
    return "\n".join(lines)


def _outcome(result: Sweep, outcome: str) -> list[str]:
    """Means and ranges over the points, and of the paired difference from the baseline; of one point its interval."""
    unit = MEASURES[outcome].unit if outcome in MEASURES else ""
    head = f"{outcome} [{unit}]" if unit else outcome
    table = _at_the_point if result.runs["point"].max() == 0 else _over
    return aligned(table(result, outcome, head), left={0})


def _at_the_point(result: Sweep, outcome: str, head: str) -> list[list[str]]:
    from ..experiments.statistics import paired_difference

    table = result.measures[result.measures["measure"] == outcome]
    wide = table.pivot_table(index="way", columns="replication", values="value", dropna=False).reindex(list(result.ways))
    first, *others = wide.to_numpy(float)
    rows = [[head, "mean", "difference", "95 % interval"], [result.ways[0], number(_mean(first)), "", ""]]
    for way, values in zip(result.ways[1:], others, strict=True):
        found = paired_difference(values, first)
        interval = f"[{number(found.low, True)}, {number(found.high, True)}]" if found.pairs > 1 else "-"
        rows.append([way, number(_mean(values)), number(found.difference, True), interval])
    return rows


def _mean(values: np.ndarray) -> float:
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else np.nan


def _over(result: Sweep, outcome: str, head: str) -> list[list[str]]:
    baseline = result.ways[0]
    rows = [[head, "mean", "5-95 % of points", "difference", "5-95 % of points", "larger at"]]
    for way in result.ways:
        row = [way, *_spread(result.means(outcome, way))]
        if way != baseline:
            difference = result.means(outcome, way, baseline)
            there = difference[np.isfinite(difference)]
            larger = f"{np.count_nonzero(there > 0)} of {len(there)}" if len(there) else "-"
            row += [*_spread(difference, signed=True), larger]
        rows.append(row + [""] * (6 - len(row)))
    return rows


def _spread(values: np.ndarray, signed: bool = False) -> list[str]:
    there = values[np.isfinite(values)]
    if not len(there):
        return ["-", "-"]
    low, high = np.quantile(there, [0.05, 0.95])
    return [number(float(there.mean()), signed), f"[{number(float(low), signed)}, {number(float(high), signed)}]"]


def _sensitivity(result: Sweep, outcome: str, way: str, baseline: str | None) -> list[str]:
    try:
        table = result.sensitivity(outcome, way, baseline)
    except (HemtjanstError, ValueError) as error:
        return [f"  cannot be told: {error}"]
    columns = list(table.columns)
    rows = [columns, *([row[c] if c == "factor" else number(float(row[c])) for c in columns] for row in records(table)[:FACTORS])]
    return [f"  {line}" for line in aligned(rows, left={0})]

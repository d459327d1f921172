"""Results as text and JSON: every measure with numerator and denominator, what got worse as visible as what got better."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison

SIGNS = {"better": "+ better", "worse": "- worse", "different": "different", "same": "same", "unclear": ""}


PAIRING = "pairing: share of the variance of the difference that common luck removed"


def comparison_table(result: Comparison) -> str:
    """The whole result as text for a terminal of 120 columns and up."""
    scenario = result.scenario
    what = f"{len(scenario.clients)} clients, {result.days} days from {scenario.start}, {result.replications} replications"
    lines = [f"{scenario.title or scenario.name}: {what}, seed {scenario.seed}"]
    for name, violations in result.violations.items():
        hard = sum(violation.hard for violation in violations)
        counts = Counter(violation.rule for violation in violations)
        rules = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items())) or "none"
        lines.append(f"  {name}: plan violations: {rules}" + (f" ({hard} of them hard)" if hard else ""))
    lines.append(f"  journal checker: {len(result.findings)} findings")
    lines += [f"    {finding}" for finding in result.findings[:5]]
    for row in records(result.reached):
        ending = "" if row["reached"] else ", not reached"
        whose = f"{row['measure']}, {row['policy']}"
        lines.append(f"  precision: {whose}: half-width {number(row['half_width'])} (wanted {number(row['wanted'])}){ending}")
    if len(result.policies) == 1:
        lines += ["", *_means(result.measures)]
    for other in result.policies[1:]:
        lines += ["", *_side_by_side(result, other)]
    return "\n".join(lines)


def comparison_json(result: Comparison) -> str:
    """The measures and differences as JSON."""
    return differences_json(result.differences, result.measures)


def differences_json(differences: Any, measures: Any) -> str:
    """Means of every measure under every policy, and the paired differences, as JSON (nan as null)."""
    means = average(measures)
    content = {"measures": records(means), "differences": records(differences)}
    return json.dumps(_plain(content), indent=2, ensure_ascii=False)


def average(measures: Any) -> Any:
    """Mean of value, numerator and denominator over replications, a row for each policy and measure, in order."""
    keys = ["policy", "measure", "unit"]
    return measures.groupby(keys, sort=False)[["value", "numerator", "denominator"]].mean().reset_index()


def records(table: Any) -> list[dict[str, Any]]:
    """Rows of a table as mappings."""
    return table.to_dict("records")


def number(value: float, signed: bool = False) -> str:
    """A number with three significant digits, thousands apart; a dash where there is none."""
    if value is None or math.isnan(value):
        return "-"
    digits = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value)))) if abs(value) < 100 else 0
    return f"{value:{'+' if signed else ''},.{min(digits, 6)}f}".replace(",", " ")


def percent(share: float) -> str:
    """A share in whole per cent, rounded down; a dash where there is none."""
    return "-" if math.isnan(share) else f"{math.floor(100 * share + 1e-9)} %"


def _side_by_side(result: Comparison, other: str) -> list[str]:
    table = [
        [
            str(row["measure"]),
            str(row["unit"]),
            number(row["baseline_mean"]),
            fraction(row, "baseline_"),
            number(row["mean"]),
            fraction(row),
            number(row["difference"], signed=True),
            f"[{number(row['low'], signed=True)}, {number(row['high'], signed=True)}]",
            percent(row["variance_explained"]),
            SIGNS[row["verdict"]],
        ]
        for row in records(result.differences)
        if row["policy"] == other
    ]
    head = ["measure", "unit", result.policies[0], "of", other, "of", "difference", "95 % interval", "pairing", ""]
    return [*aligned([head, *table], left={0, 1, 9}), "", PAIRING]


def _means(measures: Any) -> list[str]:
    rows = records(average(measures))
    table = [[str(row["measure"]), str(row["unit"]), number(row["value"]), fraction(row)] for row in rows]
    return aligned([["measure", "unit", "mean", "of"], *table], left={0, 1})


def fraction(row: Mapping[str, Any], which: str = "") -> str:
    """Numerator and denominator of a row, as text; nothing for a total, which has no denominator."""
    if row[which + "denominator"] == 1:
        return ""
    return f"{number(row[which + 'numerator'])} / {number(row[which + 'denominator'])}"


def aligned(rows: list[list[str]], left: set[int]) -> list[str]:
    """Lines of a table with columns one below the other; those of ``left`` begin alike, the others end alike."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell.ljust(widths[k]) if k in left else cell.rjust(widths[k]) for k, cell in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    return lines


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.item() if isinstance(value, np.generic) else value

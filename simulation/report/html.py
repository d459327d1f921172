"""One self-contained HTML page: question, setting, answer with uncertainty, what got worse, assumptions, how to repeat it."""

from __future__ import annotations

import base64
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from ...models.quantity import Assumptions, Quantity
from ..experiments.folder import read_manifest, replacing
from ..measures import MEASURES
from .figures import HEADLINES, draw_all
from .text import average, comparison_table, fraction, number, records

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison


def write_report(result: Comparison, out: Path) -> Path:
    """Draw ``out/figures``, write ``out/summary.txt`` and ``out/report.html``; the page opens without network.

    Returns
    -------
    Path
        The page.
    """
    shown = draw_all(result, Path(out) / "figures")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.filters["number"] = number
    page = environment.get_template("report.html.jinja").render(
        result=result,
        scenario=result.scenario,
        policies=[plan.policy for plan in result.plans.values()],
        headlines=sorted(_rows(result, set(HEADLINES)), key=lambda row: HEADLINES.index(row["measure"])),
        rows=_rows(result, None),
        definitions=MEASURES,
        violations={name: Counter(violation.rule for violation in found) for name, found in result.violations.items()},
        assumptions=_assumptions(result),
        manifest=read_manifest(Path(out)),
        figures=[(picture, base64.b64encode(file.read_bytes()).decode()) for picture, file in shown],
    )
    with replacing(Path(out) / "summary.txt") as part:
        part.write_text(comparison_table(result) + "\n", encoding="utf-8")
    target = Path(out) / "report.html"
    with replacing(target) as part:
        part.write_text(page, encoding="utf-8")
    return target


def _rows(result: Comparison, names: set[str] | None) -> list[dict[str, Any]]:
    """Rows of the tables: for one policy its means, for several the differences."""
    if len(result.policies) == 1:
        rows = [row | {"mean": row["value"], "fraction": fraction(row)} for row in records(average(result.measures))]
    else:
        rows = [
            row | {"fraction": fraction(row), "baseline_fraction": fraction(row, "baseline_")}
            for row in records(result.differences)
        ]
    return [row for row in rows if names is None or row["measure"] in names]


def _assumptions(result: Comparison) -> list[tuple[str, str, Quantity, str]]:
    """Every quantity of the scenario: section, name, value with unit, source and range, and what it means."""
    found = []
    scenario, names = result.scenario, ("work", "driving", "uncertainty", "costs")
    sections: dict[str, Assumptions] = {name: getattr(scenario, name) for name in names}
    if scenario.conditions is not None:
        sections["road_conditions"] = scenario.conditions.factors
    for section, values in sections.items():
        for name, declared in type(values).model_fields.items():
            found.append((section, name, getattr(values, name), declared.description or ""))
    return found

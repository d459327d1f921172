"""What is kept: a week of ``small`` under both policies, lived through once, with digests of everything that was decided."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from hemtjanst.models import Plan
from hemtjanst.models.scenario_file import load_scenario
from hemtjanst.models.table import Table
from hemtjanst.simulation.experiments import compare

FILE = Path(__file__).with_name("small.json")


def run() -> dict[str, Any]:
    """Run it now."""
    scenario = load_scenario("small")
    result = compare(scenario, ["fragmented", "back_to_basic"], days=7, replications=1)
    values = result.measures.set_index(["policy", "measure"])["value"]
    return {
        "scenario": scenario.digest(),
        "plans": {name: _plan(plan) for name, plan in result.plans.items()},
        "journals": {name: _digest(journal) for name, journal in result.journals.items()},
        "measures": {
            name: {measure: round(value, 9) if value == value else None for measure, value in values[name].items()}
            for name in result.policies
        },
    }


def _plan(plan: Plan) -> dict[str, str]:
    return {name: _digest(getattr(plan, name)) for name in ("contacts", "duties", "visits", "occasions", "stops")}


def _digest(table: Table) -> str:
    content = hashlib.blake2b(digest_size=8)
    for name in table.columns():
        content.update(getattr(table, name).tobytes())
    return f"{len(table)} rows {content.hexdigest()}"


def kept() -> dict[str, Any]:
    """What was kept."""
    return json.loads(FILE.read_text(encoding="utf-8"))

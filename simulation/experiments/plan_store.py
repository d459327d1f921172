"""Plans on disk: one Parquet file for each of a plan's tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...models import Plan, Policy, Scenario
from ...models.errors import Fault, raise_faults
from ...models.plan import Contacts, Duties, Occasions, Stops, Visits
from ...models.under import under
from .folder import reading, replacing

TABLES: dict[str, Any] = {"contacts": Contacts, "duties": Duties, "visits": Visits, "occasions": Occasions, "stops": Stops}
NOTES = "notes.json"


def write_plan(plan: Plan, folder: Path) -> None:
    """Write a plan's tables; its notes last, because their file says that the plan is whole."""
    for name in TABLES:
        with replacing(folder / f"{name}.parquet") as part:
            folder.mkdir(parents=True, exist_ok=True)
            getattr(plan, name).write(part)
    with replacing(folder / NOTES) as part:
        part.write_text(json.dumps({"days": plan.days, "notes": plan.notes}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_plan(folder: Path, scenario: Scenario, policy: Policy, days: int) -> Plan | None:
    """Read a plan that :func:`write_plan` wrote for this scenario and policy; None where there is no whole one.

    Raises
    ------
    InputError
        If its files are damaged, or it has people whom the scenario does not have: it was made for another.
    """
    found = read_tables(folder, days)
    if found is None:
        return None
    plan = Plan(under(scenario, policy), policy, days, **found)
    limits = {"clients": (plan.visits.client, len(scenario.clients)), "staff": (plan.duties.staff, len(scenario.staff))}
    raise_faults(
        Fault(
            str(folder),
            f"this plan is for {rows.max() + 1} {who} or more, but '{scenario.name}' has {there}; they do not belong together",
        )
        for who, (rows, there) in limits.items()
        if rows.max(initial=-1) >= there
    )
    return plan


def read_tables(folder: Path, days: int) -> dict[str, Any] | None:
    """Read what a plan holds besides scenario, policy and days; None where there is no whole one.

    Raises
    ------
    InputError
        If its files are damaged.
    """
    notes = folder / NOTES
    if not notes.exists():
        return None
    with reading(folder):
        found = json.loads(notes.read_text(encoding="utf-8"))
        if found["days"] != days:
            return None
        tables = {name: table.read(folder / f"{name}.parquet") for name, table in TABLES.items()}
        return tables | {"notes": tuple(found["notes"])}

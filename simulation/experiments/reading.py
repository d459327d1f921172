"""A finished comparison, read again from its folder."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ...models import Plan, Policy, Scenario
from ...models.errors import Fault, InputError
from ...models.scenario_file import load_scenario
from ..journal import Journal
from ..world import simulate
from .comparison import Comparison
from .folder import read_manifest
from .plan_store import read_plan


def read_comparison(folder: str | Path, scenario: str | Path | None = None, roads: str | Path | None = None) -> Comparison:
    """Read what :func:`~hemtjanst.simulation.experiments.compare` wrote into a folder.

    Parameters
    ----------
    folder
        The folder of results.
    scenario, roads
        The scenario's file and roads, where they are elsewhere than when the results were made; None: as they were.

    Raises
    ------
    InputError
        If the results are not finished or damaged, or the scenario is not the one that they were made from.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if not manifest.get("finished"):
        raise InputError(Fault(str(folder), "this run is not finished; the command that started it goes on from where it stopped"))
    identity = manifest["identity"]
    origin = {"name": identity["scenario"]} | manifest.get("loaded_from", {})
    origin |= {key: str(value) for key, value in (("name", scenario), ("roads", roads)) if value is not None}
    municipality = load_scenario(**origin, seed=identity["seed"])
    if municipality.digest() != identity["scenario_digest"]:
        raise InputError(
            Fault(
                str(folder),
                f"the scenario '{origin['name']}' is not what these results were made from (its digest differs): it has changed "
                "since, or --scenario or --roads must name the files that were used",
            )
        )
    policies = [Policy.model_validate(policy) for policy in identity["policies"].values()]
    try:
        plans = {policy.name: _plan(folder, municipality, policy, identity["days"]) for policy in policies}
        journals = {name: _journal(folder, name) or simulate(plan, 0) for name, plan in plans.items()}
        measures = pd.read_parquet(folder / "measures.parquet")
    except (OSError, ValueError, KeyError) as error:
        raise InputError(Fault(str(folder), f"the results are damaged: {error}")) from None
    return Comparison(municipality, plans, journals, measures, tuple(manifest["journal_findings"]))


def _plan(folder: Path, scenario: Scenario, policy: Policy, days: int) -> Plan:
    plan = read_plan(folder / "plans" / policy.name, scenario, policy, days)
    if plan is None:
        raise InputError(Fault(str(folder), f"the results are damaged: the plan of '{policy.name}' is missing"))
    return plan


def _journal(folder: Path, policy: str) -> Journal | None:
    file = folder / "journals" / policy / "0000.parquet"
    return Journal.read(file) if file.exists() else None

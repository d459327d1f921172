"""A laboratory for home care (hemtjänst): the same municipality, days and bad luck under different ways of working.

>>> import hemtjanst
>>> result = hemtjanst.compare("small", ["fragmented", "back_to_basic"], days=14, replications=5)  # doctest: +SKIP
>>> print(result)  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the rooms lie beside this folder until they are installed, so a checker may not see them
    from hemtjanst.models import Plan, Policy, Scenario
    from hemtjanst.models.checks import check
    from hemtjanst.models.errors import HemtjanstError, InputError
    from hemtjanst.models.planning import make_plan
    from hemtjanst.models.planning.bounds import bounds
    from hemtjanst.models.scenario_file import load_policy, load_scenario
    from hemtjanst.simulation.experiments import Comparison, Sweep, compare, frontier, optimise, sweep
    from hemtjanst.simulation.journal import Journal, Kind, Reason
    from hemtjanst.simulation.journal_checks import check_journal
    from hemtjanst.simulation.measures import Run, describe_measures, measure
    from hemtjanst.simulation.report.panel import panel
    from hemtjanst.simulation.world import simulate

# Where each public name lives; imported when first used, so that ``import hemtjanst`` and the command line start quickly.
_HOMES = {
    "Plan": "models",
    "Policy": "models",
    "Scenario": "models",
    "HemtjanstError": "models.errors",
    "InputError": "models.errors",
    "bounds": "models.planning.bounds",
    "check": "models.checks",
    "make_plan": "models.planning",
    "load_policy": "models.scenario_file",
    "load_scenario": "models.scenario_file",
    "Comparison": "simulation.experiments",
    "Sweep": "simulation.experiments",
    "compare": "simulation.experiments",
    "optimise": "simulation.experiments",
    "sweep": "simulation.experiments",
    "frontier": "simulation.experiments",
    "Journal": "simulation.journal",
    "Kind": "simulation.journal",
    "Reason": "simulation.journal",
    "check_journal": "simulation.journal_checks",
    "Run": "simulation.measures",
    "describe_measures": "simulation.measures",
    "measure": "simulation.measures",
    "simulate": "simulation.world",
    "panel": "simulation.report.panel",
    "plots": "simulation.report.plots",
}

__all__ = [
    "Comparison",
    "HemtjanstError",
    "InputError",
    "Journal",
    "Kind",
    "Plan",
    "Policy",
    "Reason",
    "Run",
    "Scenario",
    "Sweep",
    "bounds",
    "check",
    "check_journal",
    "compare",
    "describe_measures",
    "frontier",
    "load_policy",
    "load_scenario",
    "make_plan",
    "measure",
    "optimise",
    "panel",
    "plots",
    "simulate",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'hemtjanst' has no attribute '{name}'")
    module = importlib.import_module(f"hemtjanst.{_HOMES[name]}")
    return module if name == "plots" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""The STRESS-DES checklist, filled from the scenario, the policies and the manifest of a run.

Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of empirical simulation studies: introducing the
STRESS guidelines, Journal of Simulation 13(1), 55-67.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from ..measures import MEASURES
from .content import assumptions, people, place
from .texts import Texts

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison

SECTION = "stress."


def checklist(result: Comparison, manifest: dict[str, Any], say: Texts) -> list[tuple[str, str, str]]:
    """Number, name and answer of each item."""
    found = assumptions(result.scenario, say)
    names = [say.name("policies", name) for name in result.policies]
    facts = {
        **people(result.scenario),
        **{name: manifest["versions"].get(name, "–") for name in ("python", "simpy", "numpy")},
        "version": manifest["versions"]["hemtjanst"],
        "measures": len(MEASURES),
        "policies": enumeration(names, say),
        "place": place(result.scenario, say),
        "scenario": result.scenario.loaded_from.get("name", result.scenario.name),
        "start": say.date(result.scenario.start),
        "days": result.days,
        "replications": result.replications,
        "assumptions": len(found),
        "unsourced": sum(not item.has_source for item in found),
        "seed": result.scenario.seed,
        "digest": manifest["identity"]["scenario_digest"],
        "workers": manifest.get("workers", "–"),
        "seconds": say.number(manifest["wall_seconds"]),
        "system": manifest["machine"]["system"],
        "processor": manifest["machine"]["processor"],
        "cores": manifest["machine"]["cores"],
    }
    items = [key.removeprefix(SECTION) for key in say.entries if key.startswith(SECTION)]
    return [(item, say(SECTION + item), say(f"stress_told.{item}", **facts)) for item in items]


def command(result: Comparison) -> str:
    """The command that repeats the results."""
    scenario, several = result.scenario, len(result.policies) > 1
    words = ["hemtjanst", "compare" if several else "run", scenario.loaded_from.get("name", scenario.name), *result.policies]
    options = {"days": result.days, "replications": result.replications, "seed": scenario.seed}
    words += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    words += [
        word
        for name in ("roads", "share", "provider")
        if name in scenario.loaded_from
        for word in (f"--{name}", str(scenario.loaded_from[name]))
    ]
    return shlex.join([*words, "--out", "DIR"])


def enumeration(names: list[str], say: Texts, word: str = "and") -> str:
    """Names as people list them: a, b and c."""
    last = f" {say(f'report.{word}')} "
    return last.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

"""Parameters of scenario and policy by their path (``uncertainty.visit_cv``): whose they are, whether they exist, setting them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from ....models.errors import nearest
from ....models.policy import Policy
from ....models.quantity import Assumptions, Quantity
from ....models.scenario_file import ScenarioFile

DESCRIBES = {"name", "title", "about"}  # what a result does not depend on


def owner_of(path: str) -> str | None:
    """``scenario`` or ``policy``, told by the first word of a path; None where neither has such a section."""
    first = path.partition(".")[0]
    if first in Policy.model_fields.keys() - DESCRIBES:
        return "policy"
    return "scenario" if first in ScenarioFile.model_fields.keys() - DESCRIBES else None


def nearest_parameter(path: str, known: Sequence[str]) -> str:
    """Half a sentence with the nearest guess, in the same section if there is one."""
    first = path.partition(".")[0]
    same = [name for name in known if name.startswith(f"{first}.")]
    return nearest(path, same or known)


def leaves(model: Any, quantities: bool, before: str = "") -> Iterator[str]:
    """Paths of everything in a file that can be set; with ``quantities`` only of what has unit and range."""
    for name in type(model).model_fields:
        what, path = getattr(model, name), f"{before}{name}"
        if isinstance(what, Quantity) or (not quantities and not isinstance(what, BaseModel) and path not in DESCRIBES):
            yield path
        elif isinstance(what, BaseModel) and (not quantities or isinstance(what, Assumptions)):
            yield from leaves(what, quantities, f"{path}.")


def leads_somewhere(model: Any, path: str) -> bool:
    """Whether a file has such a place."""
    for part in path.split("."):
        if isinstance(model, dict) and part in model:
            model = model[part]
        elif not isinstance(model, Quantity) and part in getattr(type(model), "model_fields", {}):
            model = getattr(model, part)
        else:
            return False
    return True


def value_at(model: Any, path: str) -> Any:
    """What a file has at a path that leads somewhere."""
    for part in path.split("."):
        model = model[part] if isinstance(model, dict) else getattr(model, part)
    return model


def with_values(data: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """A copy of a file's content with values at paths; a quantity that is given whole keeps its unit and range."""
    data = json.loads(json.dumps(data, default=str)) if values else data
    for path, value in values.items():
        *sections, last = path.split(".")
        inner = data
        for section in sections:
            if not isinstance(inner.get(section), dict):
                inner[section] = {}
            inner = inner[section]
        whole = inner.get(last)
        inner[last] = {**whole, "value": value} if isinstance(whole, dict) and "value" in whole else value
    return data

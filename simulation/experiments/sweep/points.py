"""From a design to settings: every point of the uncertainties under every policy and combination of levers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ....models.errors import Fault, InputError, nearest, raise_faults
from ....models.files import find, read_yaml, validate
from ....models.policy import Policy
from ....models.quantity import Quantity
from ....models.scenario_file import ScenarioFile
from ..manifest import versions
from .design import Design, Lever
from .parameters import DESCRIBES, leads_somewhere, leaves, nearest_parameter, owner_of, with_values
from .sampling import values_of

LIVED = {"scenario": ("uncertainty", "costs", "events"), "policy": ("control", "absence", "alarms")}  # not read when planning


@dataclass(frozen=True, eq=False)
class Setting:
    """One point under one way of working: everything that its runs depend on but the number of the replication.

    Attributes
    ----------
    point, way
        Rows in the design: of the uncertainties, and of the policies with their levers.
    label
        Name of the way of working.
    values
        Uncertainties and levers by path.
    file, folder, seed
        The scenario as a checked file, where its relative paths start, and its seed.
    policy, days, iterations
        What is planned and for how long.
    """

    point: int
    way: int
    label: str
    values: dict[str, Any]
    file: ScenarioFile
    folder: Path
    seed: int
    policy: Policy
    days: int
    iterations: int | None

    def _address(self, without: frozenset[str] = frozenset()) -> str:
        scenario = {k: v for k, v in _plain(self.file).items() if k not in DESCRIBES and f"scenario.{k}" not in without}
        policy = {k: v for k, v in _plain(self.policy).items() if k not in DESCRIBES and f"policy.{k}" not in without}
        content = [versions()["hemtjanst"], scenario, _files(self.file, self.folder), self.seed, policy, self.days, self.iterations]
        return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=16).hexdigest()

    @cached_property
    def address(self) -> str:
        """Hash of all content; the same for the same content in any design."""
        return self._address()

    def plan_address(self, unread: frozenset[str]) -> str:
        """Hash of what its plan depends on: all but the sections that planning does not read."""
        return self._address(unread)

    def run(self, replication: int, outcomes: str) -> str:
        """Address of one run."""
        return blake2b(f"{self.address} {replication} {outcomes}".encode(), digest_size=16).hexdigest()


def _plain(model: Any) -> Any:
    """Content of a file as plain values; a quantity is its value, whatever its source and range."""
    if isinstance(model, Quantity):
        return model.value
    if isinstance(model, BaseModel):
        return {name: _plain(getattr(model, name)) for name in type(model).model_fields}
    if isinstance(model, dict):
        return {str(name): _plain(what) for name, what in model.items()}
    if isinstance(model, tuple | list):
        return [_plain(what) for what in model]
    if isinstance(model, set | frozenset):
        return sorted(_plain(what) for what in model)
    return model if isinstance(model, str | int | float | bool | None) else str(model)


def _files(file: ScenarioFile, folder: Path) -> list[str]:
    """Hashes of the files that a scenario refers to."""
    names = [name for name in (file.geography.roads, file.tables) if name]
    paths = [folder / name for name in names]
    whole = [inner for path in paths for inner in (sorted(path.iterdir()) if path.is_dir() else [path]) if inner.is_file()]
    return [blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in whole]


def settings(design: Design, folder: Path, called: str) -> list[Setting]:
    """Every setting of a design, checked; those of a point come together, the baseline first.

    Raises
    ------
    InputError
        With everything that is wrong: unknown parameters, values that a file would not accept, policies that do not exist.
    """
    from ....models.scenario_file import load_policy

    near = folder / design.scenario
    scenario_path = near if near.is_file() else find("scenario", design.scenario)
    data = read_yaml(scenario_path)
    base = validate(ScenarioFile, data, scenario_path)
    named = {name: load_policy(folder / name if (folder / name).is_file() else name) for name in design.policies}
    policies = {policy.name: policy for policy in named.values()}
    faults = list(_unknown(design, called, base, policies))
    raise_faults(faults)
    paths = list(design.uncertainties)
    points = [dict(zip(paths, row, strict=True)) for row in values_of(design, called, base)]
    seed = base.seed if design.seed is None else design.seed

    found: list[Setting] = []
    files: dict[str, ScenarioFile] = {}
    ways = list(_ways(design, policies))
    for point, values in enumerate(points):
        for way, (label, policy, levers) in enumerate(ways):
            given = design.constants | values | levers
            of_policy = {path: value for path, value in given.items() if owner_of(path) == "policy"}
            of_scenario = {path: value for path, value in given.items() if owner_of(path) == "scenario"}
            try:
                key = json.dumps(of_scenario, sort_keys=True, default=str)
                if key not in files:
                    files[key] = validate(ScenarioFile, with_values(data, of_scenario), called)
                made = validate(Policy, with_values(policy.model_dump(mode="json"), of_policy), called) if of_policy else policy
                home = scenario_path.parent
                found.append(
                    Setting(point, way, label, values | levers, files[key], home, seed, made, design.days, design.iterations)
                )
            except InputError as error:
                faults += error.faults
    raise_faults(dict.fromkeys(faults))
    return found


def _unknown(design: Design, called: str, base: ScenarioFile, policies: dict[str, Policy]) -> Iterator[Fault]:
    any_policy = next(iter(policies.values()))
    known = [*leaves(base, quantities=True), *leaves(any_policy, quantities=False)]
    for part, given in (("uncertainties", design.uncertainties), ("levers", design.levers), ("constants", design.constants)):
        for path in given:
            home = owner_of(path)
            if home is None or not leads_somewhere(base if home == "scenario" else any_policy, path):
                yield Fault(f"{called}: {part}.{path}", f"there is no such parameter; {nearest_parameter(path, known)}")
            elif part == "uncertainties" and home == "policy":
                yield Fault(f"{called}: {part}.{path}", "is for somebody to choose; put it under levers")
    for path, lever in design.levers.items():
        for name in lever.only or ():
            if name not in policies:
                yield Fault(f"{called}: levers.{path}.only", f"there is no policy '{name}' here; {nearest(name, policies)}")
    twice = (design.uncertainties.keys() & design.levers.keys()) | (
        design.constants.keys() & (design.uncertainties.keys() | design.levers.keys())
    )
    for path in sorted(twice):
        yield Fault(f"{called}: {path}", "is given twice: as uncertainty, lever or constant")


def _ways(design: Design, policies: dict[str, Policy]) -> Iterator[tuple[str, Policy, dict[str, Any]]]:
    last = [path.rpartition(".")[2] for path in design.levers]
    called = dict(zip(design.levers, last if len(set(last)) == len(last) else design.levers, strict=True))
    for name, policy in policies.items():
        mine: dict[str, Lever] = {path: lever for path, lever in design.levers.items() if name in (lever.only or (name,))}
        for chosen in itertools.product(*(lever.values for lever in mine.values())):
            levers = dict(zip(mine, chosen, strict=True))
            yield ", ".join([name, *(f"{called[path]}={_short(value)}" for path, value in levers.items())]), policy, levers


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple | dict | bool) else str(value)

"""From a design to settings: every point of the uncertainties under every policy and combination of levers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from ....models.errors import Fault, InputError, nearest, raise_faults
from ....models.files import find, read_yaml, validate
from ....models.policy import Policy
from ....models.quantity import Assumptions, Quantity
from ....models.scenario_file import ScenarioFile
from ..manifest import versions
from ..statistics import morris_points, saltelli_points
from .design import Design, Lever, Span

DESCRIBES = {"name", "title", "about"}  # what a result does not depend on
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
    points = [dict(zip(paths, row, strict=True)) for row in _values(design, called, base)]
    seed = base.seed if design.seed is None else design.seed

    found: list[Setting] = []
    files: dict[str, ScenarioFile] = {}
    ways = list(_ways(design, policies))
    for point, values in enumerate(points):
        for way, (label, policy, levers) in enumerate(ways):
            given = design.constants | values | levers
            of_policy = {path: value for path, value in given.items() if _home(path) == "policy"}
            of_scenario = {path: value for path, value in given.items() if _home(path) == "scenario"}
            try:
                key = json.dumps(of_scenario, sort_keys=True, default=str)
                if key not in files:
                    files[key] = validate(ScenarioFile, _put(data, of_scenario), called)
                made = validate(Policy, _put(policy.model_dump(mode="json"), of_policy), called) if of_policy else policy
                home = scenario_path.parent
                found.append(
                    Setting(point, way, label, values | levers, files[key], home, seed, made, design.days, design.iterations)
                )
            except InputError as error:
                faults += error.faults
    raise_faults(dict.fromkeys(faults))
    return found


def _home(path: str) -> str | None:
    first = path.partition(".")[0]
    if first in Policy.model_fields.keys() - DESCRIBES:
        return "policy"
    return "scenario" if first in ScenarioFile.model_fields.keys() - DESCRIBES else None


def _unknown(design: Design, called: str, base: ScenarioFile, policies: dict[str, Policy]) -> Iterator[Fault]:
    any_policy = next(iter(policies.values()))
    known = [*_leaves(base, quantities=True), *_leaves(any_policy, quantities=False)]
    for part, given in (("uncertainties", design.uncertainties), ("levers", design.levers), ("constants", design.constants)):
        for path in given:
            home = _home(path)
            if home is None or not _leads_somewhere(base if home == "scenario" else any_policy, path):
                yield Fault(f"{called}: {part}.{path}", f"there is no such parameter; {_near(path, known)}")
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


def _near(path: str, known: Sequence[str]) -> str:
    first = path.partition(".")[0]
    same = [name for name in known if name.startswith(f"{first}.")]
    return nearest(path, same or known)


def _leaves(model: Any, quantities: bool, before: str = "") -> Iterator[str]:
    for name in type(model).model_fields:
        what, path = getattr(model, name), f"{before}{name}"
        if isinstance(what, Quantity) or (not quantities and not isinstance(what, BaseModel) and path not in DESCRIBES):
            yield path
        elif isinstance(what, BaseModel) and (not quantities or isinstance(what, Assumptions)):
            yield from _leaves(what, quantities, f"{path}.")


def _leads_somewhere(model: Any, path: str) -> bool:
    for part in path.split("."):
        if isinstance(model, dict) and part in model:
            model = model[part]
        elif not isinstance(model, Quantity) and part in getattr(type(model), "model_fields", {}):
            model = getattr(model, part)
        else:
            return False
    return True


def _at(model: Any, path: str) -> Any:
    for part in path.split("."):
        model = model[part] if isinstance(model, dict) else getattr(model, part)
    return model


def _put(data: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
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


def unit_points(design: Design) -> np.ndarray:
    """Points in the unit cube, float64[points, uncertainties]; for a grid the rows count the values. (One at a time has none.)"""
    how, factors = design.sampling, len(design.uncertainties)
    if factors == 0:
        return np.zeros((1, 0))
    if how.kind in {"latin_hypercube", "sobol"}:
        from scipy.stats import qmc  # half a second, which a grid need not wait for

        sample = qmc.LatinHypercube if how.kind == "latin_hypercube" else qmc.Sobol
        return sample(factors, rng=how.seed).random(how.points)
    if how.kind == "morris":
        return morris_points(factors, how.points, how.seed)
    if how.kind == "saltelli":
        return saltelli_points(factors, how.points, how.seed)
    sizes = [len(span.values) if span and span.values else how.steps for span in design.uncertainties.values()]
    axes = [np.arange(size) / max(size - 1, 1) for size in sizes]
    return np.array(list(itertools.product(*axes)))


def _values(design: Design, called: str, base: ScenarioFile) -> list[tuple[Any, ...]]:
    alone = design.sampling.kind == "one_at_a_time"
    unit = np.tile([[0.0], [1.0]], len(design.uncertainties)) if alone else unit_points(design)
    columns, faults, now = [], [], []
    for k, (path, span) in enumerate(design.uncertainties.items()):
        what = _at(base, path)
        try:
            columns.append(_scaled(unit[:, k], span or Span(), what, alone or design.sampling.kind == "grid"))
        except ValueError as error:
            faults.append(Fault(f"{called}: uncertainties.{path}", str(error)))
        now.append(what.value if isinstance(what, Quantity) else what)
    raise_faults(faults)
    if alone:
        ends = [(k, end) for k, column in enumerate(columns) for end in column]
        return [tuple(now), *((*now[:k], end, *now[k + 1 :]) for k, end in ends)]
    return list(zip(*columns, strict=True)) if columns else [()]


def _scaled(unit: np.ndarray, span: Span, what: Any, grid: bool) -> list[Any]:
    if span.values is not None:
        most = len(span.values) - 1
        rows = np.rint(unit * most) if grid else np.minimum(np.floor(unit * (most + 1)), most)
        return [span.values[int(row)] for row in rows]
    if span.from_ is not None and span.to is not None:
        low, high = span.from_, span.to
    elif isinstance(what, Quantity):
        low, high = what.range
    else:
        raise ValueError("has no range of its own; give 'from' and 'to' or 'values'")
    numbers = low + unit * (high - low)
    whole = isinstance(what, int) and not isinstance(what, bool)
    return [round(float(x)) if whole else float(x) for x in numbers]


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

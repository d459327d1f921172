"""What a worker does: plan a setting, or live through some of its replications. It needs no folder and sends everything back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NoReturn

from ....models import Plan, Scenario
from ....models.planning import make_plan
from ....models.scenario_file import ScenarioFile, make_scenario
from ....models.under import under
from ...journal_checks import check_journal
from ...measures import Figure, Run, measure
from ...world import simulate
from .points import LIVED, Setting

Outcome = Callable[[Run], Any]
Row = tuple[str, str, float, float, float, str]  # run, measure, value, numerator, denominator, reason
NOTHING = float("nan")
OWN_SECTIONS = ("work", *LIVED["scenario"])  # of a setting: whatever is made of the rest does not depend on them


class ReadWhilePlanningError(Exception):
    """A planner read a section of scenario or policy that it was thought not to read."""


class Sealed:
    """Stands for a section that plans do not depend on; whoever reads it is found out.

    That makes sharing a plan between settings that differ only in sealed sections sound: it was made without them.
    """

    def __init__(self, section: str) -> None:
        self.__dict__["_section"] = section

    def _read(self, *_: object) -> NoReturn:
        raise ReadWhilePlanningError(self.__dict__["_section"])

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._read()

    __iter__ = __eq__ = __ne__ = __bool__ = __hash__ = __len__ = __float__ = __repr__ = _read  # type: ignore[assignment]


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some replications of a setting, its scenario if all share one, and the plan they live through (without scenario and policy).

    ``sweep`` names the call that the chunk belongs to: a worker keeps what it has made of a plan for the next chunk of it.
    """

    sweep: str
    setting: Setting
    scenario: Scenario | None
    plan: Plan
    replications: tuple[int, ...]
    runs: tuple[str, ...]
    outcomes: dict[str, Outcome]


def outcomes_address(outcomes: dict[str, Outcome]) -> str:
    """Hash of functions by name and code, so that a changed function is a new run."""
    content = blake2b(digest_size=8)
    for name, function in sorted(outcomes.items()):
        code = getattr(function, "__code__", None)
        content.update(f"{name} {_code(code) if code else repr(type(function))}".encode())
    return content.hexdigest() if outcomes else ""


def _code(code: Any) -> str:
    constants = [_code(part) if hasattr(part, "co_code") else repr(part) for part in code.co_consts]
    return f"{code.co_code.hex()} {code.co_names} {constants}"


def plan(setting: Setting, scenario: Scenario | None, unread: frozenset[str]) -> tuple[str, Plan | str]:
    """Plan a setting without the ``unread`` sections; its scenario is made here where none is given.

    Returns
    -------
    tuple
        ``"plan"`` and the plan without scenario and policy; ``"read"`` and a section that must not be left out after all; or
        ``"failed"`` and the reason.
    """
    try:
        scenario, policy = scenario or scenario_of(setting), setting.policy
        hidden = {name: Sealed(f"scenario.{name}") for name in LIVED["scenario"] if f"scenario.{name}" in unread}
        secret = {name: Sealed(f"policy.{name}") for name in LIVED["policy"] if f"policy.{name}" in unread}
        made = make_plan(scenario.replace(**hidden), policy.model_copy(update=secret), setting.days, iterations=setting.iterations)
    except ReadWhilePlanningError as error:
        return "read", str(error.args[0])
    except Exception as error:  # whatever it is, it must not take the sweep down
        return "failed", _reason("planning", error)
    return "plan", without_owner(made)


def without_owner(made: Plan) -> Plan:
    """A plan's tables alone, for travelling light."""
    nobody: Any = None
    return replace(made, scenario=nobody, policy=nobody)


def live(chunk: Chunk) -> list[Row]:
    """Live through the replications of a chunk; a run that fails is a row with its reason."""
    try:
        made = _owned(chunk.sweep, chunk.setting.address, _Ignored((chunk,)))
    except Exception as error:  # whatever it is, it must not take the sweep down
        return [failed(run, _reason("simulation", error)) for run in chunk.runs]
    rows: list[Row] = []
    for replication, run in zip(chunk.replications, chunk.runs, strict=True):
        try:
            rows += _live_once(made, replication, run, chunk.outcomes)
        except Exception as error:
            rows.append(failed(run, _reason("simulation", error)))
    return rows


def failed(run: str, reason: str) -> Row:
    """The row of a run that failed."""
    return run, "", NOTHING, NOTHING, NOTHING, reason


def _live_once(made: Plan, replication: int, run: str, outcomes: dict[str, Outcome]) -> list[Row]:
    journal = simulate(made, replication)
    findings = check_journal(made, journal)
    if findings:
        return [failed(run, f"the journal checker found {len(findings)} faults, first: {findings[0].message}")]
    lived = Run(made, journal)
    table = measure(lived)
    columns = (table[name].tolist() for name in ("measure", "value", "numerator", "denominator"))
    rows: list[Row] = [(run, *row, "") for row in zip(*columns, strict=True)]
    for name, function in outcomes.items():
        value = function(lived)
        figure = value if isinstance(value, Figure) else Figure(float(value), float(value), 1.0)
        rows.append((run, name, figure.value, figure.numerator, figure.denominator, ""))
    return rows


def _reason(when: str, error: Exception) -> str:
    return f"{when}: {type(error).__name__}: {' '.join(str(error).split()) or 'no message'}"[:500]


def scenario_of(setting: Setting) -> Scenario:
    """The setting's scenario; places, people and roads are made once for all settings that share them."""
    sections = {name: getattr(setting.file, name) for name in OWN_SECTIONS}
    return _made(*_key(setting), _Ignored((setting,))).replace(**sections)


class Town:
    """The scenarios of a sweep whose settings all share places, people and roads: those are made once, for all workers.

    Where settings differ in them every worker makes its own, several at a time, and gets None here.
    """

    def __init__(self, of: Sequence[Setting]) -> None:
        each = {id(setting.file): setting for setting in of}
        self.shared = len({_key(setting) for setting in each.values()}) == 1

    def __call__(self, setting: Setting) -> Scenario | None:
        """The scenario of a setting; None also where it cannot be made, which the worker then says of each run."""
        with suppress(Exception):
            return scenario_of(setting) if self.shared else None
        return None


def _base(setting: Setting) -> ScenarioFile:
    """What places, people and roads are made from."""
    defaults = {name: ScenarioFile.model_fields[name].get_default() for name in OWN_SECTIONS}
    return setting.file.model_copy(update=defaults)


def _key(setting: Setting) -> tuple[str, str, int]:
    return _base(setting).model_dump_json(), str(setting.folder), setting.seed


@lru_cache(maxsize=1)
def _owned(sweep: str, address: str, chunk: _Ignored) -> Plan:
    """The plan of a chunk with its scenario and policy, and with all that living through it has worked out once."""
    (asked,) = chunk
    scenario = under(asked.scenario or scenario_of(asked.setting), asked.setting.policy)
    return replace(asked.plan, scenario=scenario, policy=asked.setting.policy)


class _Ignored(tuple[Any, ...]):
    """An argument that is no part of a cache's key."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ignored)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _made(key: str, folder: str, seed: int, what: Sequence[Any]) -> Scenario:
    (setting,) = what
    return make_scenario(_base(setting), folder=setting.folder, seed=setting.seed)

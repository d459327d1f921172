"""Ways of working side by side: the same municipality, the same days, the same bad luck."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from joblib import Parallel, delayed
from tqdm import tqdm

from ...models import Plan, Policy, Scenario
from ...models.checks import Violation, check
from ...models.errors import Fault, InputError, nearest
from ...models.planning import make_plan
from ..journal import Journal
from ..journal_checks import check_journal
from ..measures import MEASURES, Run, measure
from ..world import simulate
from .folder import ResultFolder, reading, replacing, still_there
from .manifest import code, manifest, versions
from .plan_store import read_plan, write_plan
from .statistics import Precision, compare_measures, verdict, with_holm

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Comparison:
    """What came out: measures of every replication, and the paired differences between policies.

    Attributes
    ----------
    scenario
        The municipality.
    plans
        The plan of each policy, by name; the first policy is the baseline.
    journals
        The journal of each policy's first replication, for looking at days closely.
    measures
        Columns policy, replication, measure, value, numerator, denominator, unit.
    findings
        What the journal checker found, as sentences; empty in a healthy run.
    precision
        The precision that decided how many replications there are, if one was asked for.
    """

    scenario: Scenario
    plans: dict[str, Plan]
    journals: dict[str, Journal]
    measures: pd.DataFrame
    findings: tuple[str, ...] = ()
    precision: Precision | None = None

    @property
    def policies(self) -> tuple[str, ...]:
        """Names of the policies, baseline first."""
        return tuple(self.plans)

    @property
    def days(self) -> int:
        """Days that were planned and lived through."""
        return next(iter(self.plans.values())).days

    @property
    def replications(self) -> int:
        """How many times the days were lived through."""
        return len(set(self.measures["replication"]))

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Paired differences from the baseline with 95 % intervals, a row for each measure and other policy.

        ``p_holm`` is the p value of the paired t test, corrected for the number of policies that are compared with the baseline.
        """
        table = with_holm(compare_measures(self.measures, baseline=self.policies[0]))
        for place, what in enumerate(("group", "unit", "better"), start=1):
            table.insert(place, what, [getattr(MEASURES[name], what) for name in table["measure"]])
        columns = (table["low"], table["high"], table["better"])
        table["verdict"] = [verdict(low, high, better) for low, high, better in zip(*columns, strict=True)]
        return table

    @cached_property
    def reached(self) -> pd.DataFrame:
        """Half-widths of intervals beside the precision that was asked for; no rows where none was."""
        wish = self.precision or Precision(())
        return wish.reached(self.measures, self.policies[0])

    @cached_property
    def violations(self) -> dict[str, list[Violation]]:
        """What the plan checker says of each policy's plan."""
        return {name: check(plan) for name, plan in self.plans.items()}

    def plot(self, measure: str, ax: Axes | None = None) -> Axes:
        """Draw a measure under each policy, every replication a dot joined to its pair.

        Raises
        ------
        InputError
            If there is no measure of that name.
        """
        from ..report.plots import paired

        if measure not in MEASURES:
            raise InputError(Fault("plot", f"there is no measure '{measure}'; {nearest(measure, MEASURES)}"))
        return paired(self.measures, measure, ax=ax)

    def __str__(self) -> str:
        from ..report.text import comparison_table

        return comparison_table(self)


def compare(
    scenario: Scenario | str | Path,
    policies: Policy | str | Path | Sequence[Policy | str | Path],
    *,
    days: int = 28,
    replications: int = 20,
    precision: Precision | None = None,
    workers: int = 1,
    out: Path | None = None,
    overwrite: bool = False,
    iterations: int | None = None,
    progress: bool = False,
) -> Comparison:
    """Plan each policy, live through every replication, measure and compare in pairs.

    Parameters
    ----------
    scenario, policies
        Objects, shipped names or paths, of policies one or several; the first policy is the baseline.
    days
        Days from the scenario's start; U21401 needs 14.
    replications
        How many times the days are lived through. Replication ``r`` has the same luck under every policy.
    precision
        Go on with more replications, in batches, until the intervals are as narrow as this says.
    workers
        Processes; the results do not depend on it.
    out
        Folder for results; what is finished there is gone on with, also after an interruption.
    overwrite
        Replace results that the folder holds.
    iterations
        Effort of the route planner for each group and day; None: the planner's own default.
    progress
        Show progress bars.

    Raises
    ------
    InputError
        If scenario or policy cannot be used, or policies share a name.
    OutputError
        If ``out`` cannot be written or holds other results.
    """
    from ...models.scenario_file import load_policy, load_scenario

    started = time.perf_counter()
    municipality = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    given = [policies] if isinstance(policies, Policy | str | Path) else policies
    ways = [policy if isinstance(policy, Policy) else load_policy(policy) for policy in given]
    _check_arguments(ways, days, replications, workers)
    identity = {
        "version": versions()["hemtjanst"],
        "code": code(),
        "scenario": municipality.name,
        "scenario_digest": municipality.digest(),
        "seed": municipality.seed,
        "policies": {policy.name: policy.model_dump(mode="json") for policy in ways},
        "days": days,
        "iterations": iterations,
    }
    folder = ResultFolder(out, identity, overwrite) if out is not None else None

    plans = {policy.name: _plan(municipality, policy, days, iterations, workers, folder, progress) for policy in ways}
    journals: dict[str, Journal] = {}
    findings: list[str] = []
    finished: dict[tuple[str, int], pd.DataFrame] = {}
    if precision is not None:
        replications = max(replications, precision.first)
    while True:
        wanted = [(name, replication) for name in plans for replication in range(replications)]
        missing = [key for key in wanted if key not in finished]
        finished |= {key: table for key in missing if folder and (table := _finished(folder, *key)) is not None}
        todo = [key for key in missing if key not in finished]
        with tqdm(total=len(wanted), initial=len(wanted) - len(todo), desc="replications", unit="rep", disable=not progress) as bar:
            for lived in _live(plans, todo, workers, folder):
                finished[lived.policy, lived.replication] = lived.measures
                findings += lived.findings
                if lived.journal is not None:
                    journals[lived.policy] = lived.journal
                bar.update()
        measures = pd.concat([finished[key] for key in wanted], ignore_index=True)
        more = replications if precision is None else precision.wanted(measures, ways[0].name)
        if more == replications:
            break
        replications = more
    for name in plans:
        if name not in journals:
            journals[name] = simulate(plans[name], 0)
    result = Comparison(
        municipality,
        plans,
        {name: journals[name] for name in plans},
        measures,
        tuple(findings),
        precision,
    )
    if folder is not None:
        _store(folder, result, time.perf_counter() - started, workers)
    return result


def _check_arguments(policies: list[Policy], days: int, replications: int, workers: int) -> None:
    names = [policy.name for policy in policies]
    faults = [Fault("policies", f"two policies are called '{name}'") for name in sorted({n for n in names if names.count(n) > 1})]
    if not names:
        faults.append(Fault("policies", "at least one policy is needed"))
    for argument, number in (("days", days), ("replications", replications), ("workers", workers)):
        if not hasattr(number, "__index__"):
            faults.append(Fault(argument, f"must be a whole number, not {number!r}"))
        elif number < 1:
            faults.append(Fault(argument, f"must be at least 1, not {number}"))
    if faults:
        raise InputError(*faults)


def _plan(
    scenario: Scenario, policy: Policy, days: int, iterations: int | None, workers: int, folder: ResultFolder | None, progress: bool
) -> Plan:
    if folder is not None and (stored := read_plan(folder.path / "plans" / policy.name, scenario, policy, days)) is not None:
        return stored
    plan = make_plan(scenario, policy, days, iterations=iterations, workers=workers, progress=progress)
    if folder is not None:
        write_plan(plan, folder.file("plans", policy.name, "notes.json").parent)
    return plan


@dataclass(frozen=True)
class _Lived:
    """What one replication sends back from its process."""

    policy: str
    replication: int
    measures: pd.DataFrame
    findings: list[str]
    journal: Journal | None


def _live(plans: dict[str, Plan], todo: list[tuple[str, int]], workers: int, folder: ResultFolder | None) -> Iterator[_Lived]:
    """Live through replications, in chunks so that a plan travels to a process only a few times."""
    size = max(1, len(todo) // (max(workers, 1) * 4 * len(plans)) if plans else 1)
    chunks = []
    for name in plans:
        mine = [replication for policy, replication in todo if policy == name]
        chunks += [(name, mine[k : k + size]) for k in range(0, len(mine), size)]
    chunks.sort(key=lambda chunk: chunk[1])  # the same replication of every policy close together in time
    path = folder.path if folder is not None else None
    if workers == 1:
        for name, replications in chunks:
            yield from _live_through(plans[name], replications, path)
        return
    parallel = Parallel(n_jobs=workers, return_as="generator_unordered")
    batches: Any = parallel(delayed(_live_all)(plans[name], replications, path) for name, replications in chunks)
    for batch in batches:
        yield from batch


def _live_all(plan: Plan, replications: list[int], path: Path | None) -> list[_Lived]:
    return list(_live_through(plan, replications, path))


def _live_through(plan: Plan, replications: list[int], path: Path | None) -> Iterator[_Lived]:
    name = plan.policy.name
    for replication in replications:
        journal = simulate(plan, replication)
        findings = [f"{name}, replication {replication}: {finding.message}" for finding in check_journal(plan, journal)]
        table = measure(Run(plan, journal))
        table.insert(0, "replication", replication)
        table.insert(0, "policy", name)
        if path is not None:
            _keep(path, name, replication, journal, table)
        yield _Lived(name, replication, table, findings, journal if replication == 0 else None)


def _keep(path: Path, name: str, replication: int, journal: Journal, table: pd.DataFrame) -> None:
    """Write a finished replication; the measures last, because their file says that the replication is done."""
    still_there(path)
    for kind, write in (("journals", journal.write), ("finished", lambda part: table.to_parquet(part, index=False))):
        with replacing(path / kind / name / f"{replication:04d}.parquet") as part:
            part.parent.mkdir(parents=True, exist_ok=True)
            write(part)


def _finished(folder: ResultFolder, name: str, replication: int) -> pd.DataFrame | None:
    file = folder.path / "finished" / name / f"{replication:04d}.parquet"
    if not file.exists():
        return None
    with reading(file):
        return pd.read_parquet(file)


def _store(folder: ResultFolder, result: Comparison, seconds: float, workers: int) -> None:
    for name, table in (("measures", result.measures), ("differences", result.differences)):
        with replacing(folder.file(f"{name}.parquet")) as part:
            table.to_parquet(part, index=False)
    with replacing(folder.file("differences.csv")) as part:
        result.differences.to_csv(part, index=False)
    details = {
        "loaded_from": result.scenario.loaded_from,
        "scenario_notes": list(result.scenario.notes),
        "violations": {name: Counter(violation.rule for violation in found) for name, found in result.violations.items()},
        "journal_findings": list(result.findings),
        "replications": result.replications,
        "precision": result.reached.to_dict("records"),
        "workers": workers,
    }
    folder.write_text(
        "manifest.json", json.dumps(manifest(folder.identity, seconds, **details), indent=2, ensure_ascii=False) + "\n"
    )

"""What came out of a sweep, and how it is put together from finished runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ....models.errors import Fault, InputError, OutputError, nearest, raise_faults
from ...measures import MEASURES
from ..statistics import elementary_effects, one_at_a_time, rank_correlations, sobol_indices
from .design import Design
from .points import Setting
from .sampling import unit_points
from .store import Store
from .work import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Sweep:
    """What came out.

    Attributes
    ----------
    design
        What was asked for.
    runs
        A row for each run: point, way (policy with its levers), replication, parameters by path, the run's address, the reason if
        it failed (otherwise empty), and the outcomes.
    measures
        Columns point, way, replication, measure, value, numerator, denominator.
    """

    design: Design
    runs: pd.DataFrame
    measures: pd.DataFrame

    @property
    def ways(self) -> tuple[str, ...]:
        """Ways of working, baseline first."""
        return tuple(dict.fromkeys(self.runs["way"]))

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that failed, with their reasons."""
        return self.runs[self.runs["reason"] != ""]

    def means(self, outcome: str, way: str | None = None, baseline: str | None = None) -> np.ndarray:
        """Mean over replications at each point, float64[points]; with a baseline, of the paired difference from it.

        Raises
        ------
        InputError
            If there is no such outcome or way.
        """
        known = set(self.measures["measure"])
        way = way or self.ways[-1]
        faults = [] if outcome in known else [Fault("outcome", f"'{outcome}' was not measured; {nearest(outcome, known)}")]
        asked = [name for name in (way, baseline) if name is not None and name not in self.ways]
        raise_faults([*faults, *(Fault("way", f"there is no '{name}'; {nearest(name, self.ways)}") for name in asked)])
        table = self.measures[self.measures["measure"] == outcome]
        wide = table.pivot_table(index=["point", "replication"], columns="way", values="value")
        values = wide.get(way, pd.Series(np.nan, wide.index))
        if baseline is not None:
            values = values - wide.get(baseline, pd.Series(np.nan, wide.index))
        points = pd.RangeIndex(int(self.runs["point"].max()) + 1)
        return values.groupby(level="point").mean().reindex(points).to_numpy(float)

    def sensitivity(self, outcome: str, way: str | None = None, baseline: str | None = None) -> pd.DataFrame:
        """Which uncertainty carries an outcome, or (with a baseline) the difference between two ways of working.

        Both ends of each range after ``one_at_a_time``, elementary effects after ``morris``, Sobol's indices after ``saltelli``,
        rank correlations after any other sample. All points meet the same luck, so that a difference between them is not noise.

        Parameters
        ----------
        outcome, way, baseline
            As for :meth:`means`.

        Raises
        ------
        InputError
            Nothing varies in the design, or there is no such outcome or way of working.
        """
        names, values, kind = list(self.design.uncertainties), self.means(outcome, way, baseline), self.design.sampling.kind
        if not names:
            raise InputError(Fault("sensitivity", "the design has no uncertainties"))
        if kind == "one_at_a_time":
            return one_at_a_time(self.runs.drop_duplicates("point")[names], values)
        if kind == "morris":
            return elementary_effects(unit_points(self.design), values, names)
        if kind == "saltelli":
            return sobol_indices(values, names)
        return rank_correlations(unit_points(self.design), values, names)

    def plot(
        self, outcome: str, way: str | None = None, baseline: str | None = None, ax: Axes | None = None, language: str = "en"
    ) -> Axes:
        """Draw :meth:`sensitivity`: a tornado, Sobol's indices, or a ranking of effects or correlations."""
        from ...report.plots import ranking, sobol, tornado

        table, kind = self.sensitivity(outcome, way, baseline), self.design.sampling.kind
        draw = {"one_at_a_time": tornado, "saltelli": sobol}.get(kind, ranking)
        return draw(table, outcome, ax=ax, language=language, difference=baseline is not None)

    def __str__(self) -> str:
        from ...report.sweep_text import sweep_text

        return sweep_text(self)


def collect(design: Design, chosen: list[Setting], functions: str, store: Store, outcomes: dict[str, Outcome]) -> Sweep:
    """Results in their canonical order, whoever made them and when.

    Raises
    ------
    OutputError
        Finished runs have been removed from the folder.
    """
    paths = [*design.uncertainties, *design.levers]
    keys = [
        (s.run(r, functions), s.point, s.way, s.label, r, *(_cell(s.values.get(path)) for path in paths))
        for s in chosen
        for r in range(design.replications)
    ]
    names = ["run", "point", "order", "way", "replication", *paths]
    runs = pd.DataFrame(keys, columns=names)
    rows = store.table(set(runs["run"])).drop_duplicates(["run", "measure"])
    shown = [*dict.fromkeys([*design.outcomes, *outcomes])]
    reasons = rows.drop_duplicates("run").set_index("run")["reason"]
    runs["reason"] = runs["run"].map(reasons)
    if (lost := int(runs["reason"].isna().sum())) > 0:
        raise OutputError(
            f"{store.chunks}: {lost} finished runs were removed while the sweep was at work; the same command does them again"
        )
    wide = rows[rows["measure"].isin(shown)].pivot_table(index="run", columns="measure", values="value", dropna=False)
    for name in shown:
        runs[name] = runs["run"].map(wide[name] if name in wide else pd.Series(dtype=float)).astype(float)
    order = {name: k for k, name in enumerate([*MEASURES, *outcomes])}
    whose = runs[["run", "point", "order", "way", "replication"]]
    measures = whose.merge(rows[rows["reason"] == ""], on="run").assign(place=lambda t: t["measure"].map(order))
    measures = measures.sort_values(["point", "order", "replication", "place"], kind="stable", ignore_index=True)
    measures = measures.drop(columns=["run", "order", "reason", "place"])
    return Sweep(design, runs.drop(columns="order"), measures)


def _cell(value: Any) -> Any:
    """Lists and the like as text, which a column of a table can hold."""
    return json.dumps(value) if isinstance(value, list | tuple | dict) else value

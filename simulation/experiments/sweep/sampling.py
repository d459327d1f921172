"""How points are chosen among the uncertainties of a design, and the values they stand for."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from ....models.errors import Fault, raise_faults
from ....models.quantity import Quantity
from ....models.scenario_file import ScenarioFile
from ..statistics import morris_points, saltelli_points
from .design import Design, Span
from .parameters import value_at


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


def values_of(design: Design, called: str, base: ScenarioFile) -> list[tuple[Any, ...]]:
    """Every point of a design: a value for each uncertainty, in their order.

    Raises
    ------
    InputError
        Uncertainties without a range, ``called`` so in messages.
    """
    alone = design.sampling.kind == "one_at_a_time"
    unit = np.tile([[0.0], [1.0]], len(design.uncertainties)) if alone else unit_points(design)
    columns, faults, now = [], [], []
    for k, (path, span) in enumerate(design.uncertainties.items()):
        what = value_at(base, path)
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

"""What a measure gives, and the list of all measures."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from .run import Run

F = TypeVar("F", bound="Callable[..., Figure]")
Better = Literal["higher", "lower", "neither"]
Group = Literal["presence", "time", "driving", "continuity", "punctuality", "work", "cost"]


class Figure(NamedTuple):
    """A value that never comes without what it was divided by.

    Attributes
    ----------
    value
        ``numerator / denominator``; NaN where the denominator is 0. The two exceptions say so: a :func:`spread` is the square
        root of that, and a median is a median.
    numerator, denominator
        Sums over the run. A total has the denominator 1.
    """

    value: float
    numerator: float
    denominator: float


def ratio(numerator: float, denominator: float) -> Figure:
    """Return the figure ``numerator / denominator``; dividing by nothing gives NaN and no warning."""
    return Figure(float(numerator) / float(denominator) if denominator else float("nan"), float(numerator), float(denominator))


def total(amount: float) -> Figure:
    """Return a figure that is an amount for the whole run."""
    return ratio(amount, 1)


def mean(values: np.ndarray) -> Figure:
    """Return the mean of ``values``: their sum over their number."""
    return ratio(values.sum(), values.size)


def spread(values: np.ndarray) -> Figure:
    """Return the population standard deviation: the square root of (sum of squared deviations / number)."""
    squares = float(np.square(values - values.mean()).sum()) if values.size else 0.0
    return Figure(float(np.sqrt(squares / values.size)) if values.size else float("nan"), squares, float(values.size))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that every run has, and what a reader must know to trust it.

    Attributes
    ----------
    name
        Its name in tables.
    unit
        Unit of the value.
    better
        Which direction a client, a member of staff or a taxpayer would call better.
    group
        What it is about.
    definition
        One or two sentences: numerator, denominator, who and what counts.
    source
        Where the definition comes from: a row of the domain dossier, or the word *own*.
    function
        From a run to a :class:`Figure`. Options that the definition leaves open are keyword arguments.
    """

    name: str
    unit: str
    better: Better
    group: Group
    definition: str
    source: str
    function: Callable[[Run], Figure]


MEASURES: dict[str, Measure] = {}


def add(measure: Measure) -> None:
    """Put a measure on the list.

    Raises
    ------
    ValueError
        If there is one of that name already.
    """
    if measure.name in MEASURES:
        raise ValueError(f"there is already a measure called '{measure.name}'")
    MEASURES[measure.name] = measure


def register(unit: str, better: Better, group: Group, source: str) -> Callable[[F], F]:
    """Put the decorated function on the list: its name names the measure, its docstring's first paragraph defines it.

    Parameters
    ----------
    unit
        Of its values (``share``, ``h``, ``SEK``, …).
    better
        Whether ``higher`` or ``lower`` is better, or ``neither``.
    group
        Heading under which reports show it.
    source
        Row of the checklist, and where the definition comes from.
    """

    def put(function: F) -> F:
        definition = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        add(Measure(function.__name__, unit, better, group, definition, source, function))
        return function

    return put

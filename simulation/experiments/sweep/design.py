"""A design file: what varies (uncertainties nobody chooses, levers somebody chooses), what is held, what is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ....models.errors import Fault, raise_faults
from ....models.files import find, read_yaml, validate

Kind = Literal["grid", "latin_hypercube", "sobol", "morris", "saltelli", "one_at_a_time"]


class Part(BaseModel):
    """Base of a design's parts: unknown names are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Span(Part):
    """Where a parameter varies: between two numbers, or over a list of values."""

    from_: float | None = Field(default=None, alias="from", description="Lower end; left out with 'to': the quantity's own range.")
    to: float | None = Field(default=None, description="Upper end.")
    values: tuple[Any, ...] | None = Field(default=None, description="These values instead of a range.")

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Span:
        if (self.from_ is None) != (self.to is None):
            raise ValueError("'from' and 'to' belong together")
        if self.values is not None and (self.from_ is not None or not self.values):
            raise ValueError("give either 'from' and 'to' or a list of 'values'")
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise ValueError(f"the range from {self.from_:g} to {self.to:g} is empty")
        return self


class Lever(Part):
    """Settings of a lever that are tried, under all policies or only some."""

    values: Annotated[tuple[Any, ...], Field(min_length=1)]
    only: tuple[str, ...] | None = Field(default=None, description="Names of the policies whose lever it is; default: all.")


class Sampling(Part):
    """How points are chosen among the uncertainties."""

    kind: Kind = "grid"
    points: Annotated[int, Field(ge=1)] = Field(
        default=16,
        description="latin_hypercube, sobol: points; morris: trajectories of (uncertainties + 1) points; saltelli: size of a base "
        "sample, of which there are (uncertainties + 2). grid ignores it, and so does one_at_a_time: the scenario as it is, then "
        "each uncertainty alone at the lower and the upper end of its range.",
    )
    steps: Annotated[int, Field(ge=2)] = Field(default=3, description="grid: values of a range, both ends included.")
    seed: Annotated[int, Field(ge=0)] = 1

    @model_validator(mode="after")
    def _is_a_power_of_two(self) -> Sampling:
        if self.kind in {"sobol", "saltelli"} and self.points & (self.points - 1):
            raise ValueError(f"points: {self.points} is no power of 2; Sobol' points are balanced only then (8, 16, 32, …)")
        return self


class Goal(Part):
    """What a measure's mean must be."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Goal:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give either 'at_least' or 'at_most'")
        return self


class Search(Part):
    """What ``hemtjanst optimise`` looks for among the settings of the levers."""

    minimise: str = Field(description="Measure to make as small as possible, for instance cost_total.")
    zone: Annotated[float, Field(gt=0)] = Field(description="A difference in it that does not matter (indifference zone).")
    goals: dict[str, Goal] = Field(default={}, description="Measures and what they must be.")
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    most: Annotated[int, Field(ge=10)] = Field(default=320, description="Replications of a setting at most.")


class Design(Part):
    """A sweep as people write it down."""

    name: Annotated[str, Field(min_length=1)]
    about: str = ""
    scenario: str = Field(description="Shipped name, or a path relative to the design file.")
    policies: Annotated[tuple[str, ...], Field(min_length=1)] = Field(description="The first is the baseline.")
    days: Annotated[int, Field(ge=1)] = 14
    replications: Annotated[int, Field(ge=1)] = 2
    seed: Annotated[int, Field(ge=0)] | None = Field(default=None, description="Instead of the scenario's own.")
    iterations: Annotated[int, Field(ge=0)] | None = Field(default=None, description="Effort of the route planner.")
    uncertainties: dict[str, Span | None] = Field(
        default={}, description="Paths into the scenario (uncertainty.visit_cv); left empty: the quantity's own range."
    )
    levers: dict[str, Lever] = Field(
        default={}, description="Paths into the policy (continuity.contact_minutes) or the scenario's staffing; all combinations."
    )
    constants: dict[str, Any] = Field(default={}, description="Paths into scenario or policy, held at a value.")
    sampling: Sampling = Sampling()
    outcomes: tuple[str, ...] = Field(default=("presence_paid",), description="Measures to show; all are stored.")
    search: Search | None = Field(default=None, description="For optimise.")


def load_design(design: Design | dict[str, Any] | str | Path) -> tuple[Design, Path, str]:
    """Load a design, by its shipped name, from a YAML file, or as it is.

    Returns
    -------
    tuple
        The design, the folder that its paths are relative to, and what to call it in messages.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    from ...measures import MEASURES

    if isinstance(design, Design):
        found, folder, called = design, Path(), design.name
    elif isinstance(design, dict):
        found, folder, called = validate(Design, design, "design"), Path(), "design"
    else:
        path = find("sweep", design)
        found, folder, called = validate(Design, read_yaml(path), path), path.parent, str(path)
    names = [*found.outcomes]
    if found.search is not None:
        names += [found.search.minimise, *found.search.goals]
    from ....models.errors import nearest

    raise_faults(
        Fault(f"{called}: {name}", f"there is no measure of that name; {nearest(name, MEASURES)}")
        for name in dict.fromkeys(names)
        if name not in MEASURES
    )
    return found, folder, called

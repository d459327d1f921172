"""Assumptions that can be seen: a number with its unit, its source and the range in which to vary it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

GIVEN = "given in the file"


class Quantity(BaseModel):
    """A number that is not from data: value, unit, source (or the word *assumption*) and a range to sweep."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    unit: str
    source: str
    range: tuple[float, float]

    @model_validator(mode="after")
    def _range_is_ordered(self) -> Quantity:
        low, high = self.range
        if low > high:
            raise ValueError(f"the range [{low:g}, {high:g}] is empty: its first number must not exceed its second")
        return self

    def __float__(self) -> float:
        return self.value


def quantity(
    value: float,
    unit: str,
    source: str,
    sweep: tuple[float, float],
    least: float = 0.0,
    most: float = float("inf"),
    about: str = "",
) -> Any:
    """Declare a field of :class:`Assumptions`.

    Parameters
    ----------
    value, unit, source, sweep
        The default :class:`Quantity`.
    least, most
        Hard limits: a value outside is refused. (The sweep range only says where the truth may lie.)
    about
        One sentence on what the number means.
    """
    default = Quantity(value=value, unit=unit, source=source, range=sweep)
    return Field(default=default, description=about, json_schema_extra={"least": least, "most": min(most, 1e300)})


class Assumptions(BaseModel):
    """A section of a file whose fields are quantities.

    A file may give a field whole (``{value, unit, source, range}``), in part (what is missing is the default's), or as a
    bare number (whose source then reads "given in the file").
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        complete = {}
        for name, what in given.items():
            default = cls.model_fields[name].default if name in cls.model_fields else None
            if isinstance(default, Quantity):
                whole = default.model_dump()
                if isinstance(what, bool):
                    complete[name] = what
                    continue
                if isinstance(what, int | float):
                    what = {"value": what, "source": GIVEN}
                if isinstance(what, dict):
                    what = whole | what
            complete[name] = what
        return complete

    @field_validator("*", mode="after")
    @classmethod
    def _within_limits(cls, quantity: Any, info: Any) -> Any:
        if isinstance(quantity, Quantity):
            declared = cls.model_fields[info.field_name]
            extra: Any = declared.json_schema_extra
            if quantity.unit != declared.default.unit:
                raise ValueError(f"the unit is '{declared.default.unit}', not '{quantity.unit}'")
            if not extra["least"] <= quantity.value <= extra["most"]:
                upper = f" and at most {extra['most']:g}" if extra["most"] < 1e300 else ""
                raise ValueError(f"{quantity.value:g} {quantity.unit} must be at least {extra['least']:g}{upper}")
        return quantity

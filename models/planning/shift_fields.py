"""The part of a shift in which visits can be made: between the report at its start and the office work at its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..scenario import Need, Scenario, ShiftType


class Field(NamedTuple):
    """From when to when a person on a shift may be away from the base, in seconds after midnight."""

    first: int
    last: int


def field_of(scenario: Scenario, shift: ShiftType) -> Field:
    """Return the field of a shift without a meeting."""
    report, office = scenario.work.report_minutes.value, scenario.work.office_minutes.value
    return Field(shift.start + round(report * 60), shift.end - round(office * 60))


def parts_of(scenario: Scenario, shift: ShiftType) -> list[Field]:
    """Return the field of a shift, or the two on either side of the hours off of a split shift."""
    field = field_of(scenario, shift)
    return [field] if shift.gap is None else [Field(field.first, shift.gap[0]), Field(shift.gap[1], field.last)]


def fields_of(scenario: Scenario, names: Iterable[str]) -> list[Field]:
    """Return the fields of the named shift types, in the scenario's order; two of a split shift."""
    wanted = set(names)
    return [field for shift in scenario.shifts if shift.name in wanted for field in parts_of(scenario, shift)]


def fits(need: Need, field: Field) -> bool:
    """Whether an occasion of a need can start within its window and end within the field."""
    return max(need.earliest * 60, field.first) <= min(need.latest * 60, field.last - need.minutes * 60)

"""Times of day as people write them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")


def minutes_of(clock: Any) -> float:
    """Minutes after midnight of ``"07:15"``, ``"7.15"`` or a number of minutes.

    YAML reads an unquoted ``11:00`` as the number 660 (base 60), which is exactly that: minutes after midnight.

    Raises
    ------
    ValueError
        It is no time of day.
    """
    minutes = clock
    if isinstance(clock, str) and (found := CLOCK.fullmatch(clock.strip())) and int(found[2]) < 60:
        minutes = int(found[1]) * 60 + int(found[2])
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 <= minutes <= 24 * 60:
        raise ValueError(f"'{clock}' is no time of day; write it like 07:15")
    return float(minutes)


def clock_of(minutes: float) -> str:
    """``"07:15"`` of 435 minutes after midnight."""
    whole = round(minutes)
    return f"{whole // 60:02d}:{whole % 60:02d}"


TimeOfDay = Annotated[
    float,
    BeforeValidator(minutes_of),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": r"^\d{1,2}[:.]\d{2}$"}, {"type": "number", "minimum": 0, "maximum": 1440}]}
    ),
]
"""A field that reads times of day and holds minutes after midnight."""

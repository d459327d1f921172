"""What a cell of a table may hold, in Swedish or English, with decimal comma or point."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import nearest
from .times import minutes_of

Parser = Callable[[Any], Any]

_DAYS = {
    day: number
    for number, names in enumerate(
        (
            ("mon", "monday", "mån", "måndag", "ma"),
            ("tue", "tuesday", "tis", "tisdag", "ti"),
            ("wed", "wednesday", "ons", "onsdag", "on"),
            ("thu", "thursday", "tor", "torsdag", "to"),
            ("fri", "friday", "fre", "fredag", "fr"),
            ("sat", "saturday", "lör", "lördag", "lö"),
            ("sun", "sunday", "sön", "söndag", "sö"),
        )
    )
    for day in names
}
_SETS = {
    **dict.fromkeys(("daily", "every day", "all", "alla", "dagligen", "varje dag"), tuple(range(7))),
    **dict.fromkeys(("weekdays", "workdays", "vardagar", "vardag"), tuple(range(5))),
    **dict.fromkeys(("weekend", "helg", "helger"), (5, 6)),
}
_YES = {"yes": True, "ja": True, "j": True, "y": True, "1": True, "true": True, "sant": True, "x": True}
_NO = {"no": False, "nej": False, "n": False, "0": False, "false": False, "falskt": False}


def text(cell: Any) -> str:
    """Text; numbers as they are written without decimals (an id 17 may come as 17.0)."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def number(least: float = -math.inf, most: float = math.inf) -> Parser:
    """Numbers between two bounds, with decimal comma or point."""

    def parse(cell: Any) -> float:
        try:
            value = float(re.sub(r"[\s\u00a0]", "", cell).replace(",", ".")) if isinstance(cell, str) else float(cell)
        except (TypeError, ValueError):
            raise ValueError(f"'{cell}' is no number") from None
        if isinstance(cell, bool) or not math.isfinite(value):
            raise ValueError(f"'{cell}' is no number")
        if not least <= value <= most:
            raise ValueError(f"{value:.10g} must be {_bounds(least, most)}")
        return value

    return parse


def whole(least: int, most: int) -> Parser:
    """Whole numbers between two bounds."""

    def parse(cell: Any) -> int:
        value = number(least, most)(cell)
        if not value.is_integer():
            raise ValueError(f"{value:g} is no whole number")
        return int(value)

    return parse


def degree(cell: Any) -> float:
    """Degree of employment: 0.75, 75 and 75 % are the same."""
    value = number(0, 100)(cell.replace("%", "") if isinstance(cell, str) else cell)
    value = value / 100 if value > 1 or (isinstance(cell, str) and "%" in cell) else value
    if not value:
        raise ValueError("the degree of employment must be more than 0")
    return value


def yes_or_no(cell: Any) -> bool:
    """Yes and no, ja and nej, 1 and 0."""
    word = text(cell).casefold()
    answers = _YES | _NO
    if word not in answers:
        raise ValueError(f"'{cell}' is neither yes (ja) nor no (nej)")
    return answers[word]


def clock(cell: Any) -> float:
    """Minutes after midnight of 07:15, 7.15 or an Excel time."""
    if isinstance(cell, datetime.datetime):
        cell = cell.time()
    if isinstance(cell, datetime.time):
        return cell.hour * 60.0 + cell.minute
    if not isinstance(cell, str):
        raise ValueError(f"'{cell}' is no time of day; write it like 07:15")
    return minutes_of(cell)


def weekdays(cell: Any) -> tuple[int, ...]:
    """Days of the week: ``mån ons fre``, ``mon-fri``, ``daily``, ``vardagar``, ``helg``; 0 is Monday."""
    phrase = text(cell).casefold()
    if phrase in _SETS:
        return _SETS[phrase]
    found: set[int] = set()
    for part in (part for part in re.split(r"[\s,;/]+", re.sub(r"\s*[-–]\s*", "-", phrase)) if part):
        if part in _SETS:
            found.update(_SETS[part])
            continue
        ends = part.split("-")
        for end in ends:
            if end not in _DAYS:
                known = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "daily", "weekdays", "weekend"]
                raise ValueError(f"'{end}' is no day of the week; {nearest(end, known)}, or in Swedish")
        first, last = _DAYS[ends[0]], _DAYS[ends[-1]]
        if len(ends) > 2 or first > last:
            raise ValueError(f"'{part}' is no span of days; write it like mon-fri")
        found.update(range(first, last + 1))
    if not found:
        raise ValueError(f"'{cell}' names no day")
    return tuple(sorted(found))


def names(cell: Any) -> tuple[str, ...]:
    """Names separated by commas, semicolons, slashes or blanks."""
    return tuple(part for part in re.split(r"[\s,;/]+", text(cell)) if part)


def one_of(allowed: Mapping[str, str]) -> Parser:
    """One of several words, each with what it stands for."""

    def parse(cell: Any) -> str:
        word = text(cell).casefold()
        if word not in allowed:
            raise ValueError(f"'{cell}' is not known; {nearest(word, allowed)}")
        return allowed[word]

    return parse


def _bounds(least: float, most: float) -> str:
    low = f"at least {least:g}" if least > -math.inf else ""
    high = f"at most {most:g}" if most < math.inf else ""
    return " and ".join(part for part in (low, high) if part)

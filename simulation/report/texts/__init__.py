"""What report and pictures say, in Swedish and English: one file for each language, the same keys in both.

English definitions of measures, descriptions of levers and assumptions, and units stand in the code beside what they
describe; :func:`in_code` collects them, so that nothing is written twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args

from ....models.errors import Fault, InputError, nearest
from ....models.files import read_yaml, shipped
from ....models.geography.conditions import RoadFactors
from ....models.policy import Lever, Policy
from ....models.quantity import Assumptions, Quantity
from ....models.scenario_file import ScenarioFile
from ...measures import MEASURES
from .told import told

Language = Literal["en", "sv"]
LANGUAGES: tuple[Language, ...] = ("en", "sv")
NO_BREAK, MINUS = "\u00a0", "\u2212"
SHARE = "share"  # the unit of figures that people read as per cent
SHOWN_UNITS = {SHARE: "%", "index": ""}  # the others are shown as they are


class Texts:
    """The texts of one language.

    Parameters
    ----------
    language
        ``en`` or ``sv``.
    entries
        Text of each key, ``section.name``.
    """

    def __init__(self, language: str, entries: Mapping[str, str]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key with its values filled in."""
        return self.entries[key].format(**values) if values else self.entries[key]

    def told(self, text: str) -> str:
        """Return a sentence that the code made in English: where a number is from, or what the planner had to say."""
        return told(self.language)(text)

    def name(self, section: str, key: str) -> str:
        """Return what people call something, or its own key where it has no other name (a policy of one's own)."""
        return self.entries.get(f"{section}.{key}", key)

    def number(self, value: float | None, signed: bool = False) -> str:
        r"""A number with three significant digits, thousands apart; a dash where there is none.

        Examples
        --------
        >>> texts("sv").number(-1234.5), texts("en").number(0.05163, signed=True)
        ('−1\xa0234', '+0.0516')
        """
        if value is None or math.isnan(value):
            return "–"
        digits = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value)))) if abs(value) < 100 else 0
        text = f"{value:{'+' if signed else ''},.{min(digits, 6)}f}"
        return text.replace(",", NO_BREAK).replace(".", self("format.decimal")).replace("-", MINUS)

    def amount(self, value: float | None, unit: str, difference: bool = False) -> str:
        r"""A number with its unit: shares in per cent, their differences in percentage points.

        Examples
        --------
        >>> texts("sv").amount(0.516, "share"), texts("sv").amount(0.0264, "share", difference=True)
        ('51,6\xa0%', '+2,64\xa0procentenheter')
        """
        name = self("report.points") if difference and unit == SHARE else self.name("units", unit)
        return self.number(self.scaled(value, unit), signed=difference) + (NO_BREAK + name if name else "")

    def scaled(self, value: float | None, unit: str) -> float | None:
        """A value as it is shown: shares in per cent."""
        return value * 100 if value is not None and unit == SHARE else value

    def date(self, day: date) -> str:
        """A date as people write it.

        Examples
        --------
        >>> texts("sv").date(date(2026, 3, 12)), texts("en").date(date(2026, 3, 12))
        ('torsdag 12 mars 2026', 'Thursday 12 March 2026')
        """
        weekday, month = self("format.weekdays").split()[day.weekday()], self("format.months").split()[day.month - 1]
        return f"{weekday} {day.day} {month} {day.year}"


@cache
def texts(language: str = "en") -> Texts:
    """Return the texts of a language.

    Raises
    ------
    InputError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError(
            Fault("language", f"there are texts in {' and '.join(LANGUAGES)}, not in '{language}'; {nearest(language, LANGUAGES)}")
        )
    content = read_yaml(Path(__file__).parent / f"{language}.yaml")
    entries = {f"{section}.{key}": str(text) for section, found in content.items() for key, text in found.items()}
    return Texts(language, entries | in_code() if language == "en" else entries)


@cache
def in_code() -> dict[str, str]:
    """English texts that stand elsewhere: definitions of measures, descriptions of levers and assumptions, units; in shipped files
    the titles of scenarios and what policies are about.
    """
    found = {f"definitions.{measure.name}": measure.definition for measure in MEASURES.values()}
    found |= {f"levers.{name}": field.description or name for name, field in levers(Policy)}
    units = [measure.unit for measure in MEASURES.values()]
    for section, kind in assumption_sections().items():
        for name, field in kind.model_fields.items():
            if isinstance(field.default, Quantity):
                found[f"assumptions.{section}.{name}"] = field.description or name
                units.append(field.default.unit)
    found |= {f"units.{unit}": SHOWN_UNITS.get(unit, unit) for unit in units}
    found |= {f"about_policies.{name}": read_yaml(path).get("about", "").strip() for name, path in shipped("policy").items()}
    return found | {f"places.{name}": read_yaml(path).get("title", name) for name, path in shipped("scenario").items()}


def assumption_sections() -> dict[str, type[Assumptions]]:
    """Sections of a scenario whose fields are quantities."""
    found = {name: field.annotation for name, field in ScenarioFile.model_fields.items()}
    sections = {name: kind for name, kind in found.items() if isinstance(kind, type) and issubclass(kind, Assumptions)}
    return sections | {"road_conditions": RoadFactors}


def levers(kind: type[Lever], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every lever of a policy with its dotted name."""
    for name, field in kind.model_fields.items():
        options = get_args(field.annotation) if isinstance(field.annotation, UnionType) else (field.annotation,)
        inner = [option for option in options if isinstance(option, type) and issubclass(option, Lever)]
        if inner:
            yield from levers(inner[0], f"{prefix}{name}.")
        elif prefix:  # name, title and about of a policy are no levers
            yield prefix + name, field

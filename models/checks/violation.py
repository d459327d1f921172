"""A rule that a plan does not keep: which, who, when, by how much, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..plan import NOBODY, Plan
from ..scenario import Scenario

BENT = frozenset({"unserved", "late", "one_person_per_shift", "contact_missing"})
"""Rules that a planner may have to bend; all others are hard."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule broken once.

    Attributes
    ----------
    rule
        Name of the rule, which is the name of the function that checks it.
    day, staff, client, visit
        Where: day from 0, rows of the scenario's staff and clients, row of the plan's visits; -1 where it does not apply.
    amount, unit
        By how much.
    message
        A sentence for a person.
    """

    rule: str
    day: int
    staff: int
    client: int
    visit: int
    amount: float
    unit: str
    message: str

    @property
    def hard(self) -> bool:
        """Whether a plan must not have it at all; the others are bent: counted and explained."""
        return self.rule not in BENT


Rule = Callable[[Plan], Iterator[Violation]]


def violation(
    rule: str, message: str, amount: float, unit: str, day: int = -1, staff: int = NOBODY, client: int = -1, visit: int = -1
) -> Violation:
    """Build a :class:`Violation`, leaving out what does not apply."""
    return Violation(rule, int(day), int(staff), int(client), int(visit), float(amount), unit, message)


def when(scenario: Scenario, day: int, seconds: int | None = None) -> str:
    """A day, and a time of it, as people write them.

    Examples
    --------
    ``Thu 2026-03-05 09:30``
    """
    date = f"{scenario.date_of(day):%a %Y-%m-%d}"
    return date if seconds is None else f"{date} {clock(seconds)}"


def clock(seconds: int) -> str:
    """Seconds after midnight as hours and minutes.

    Examples
    --------
    >>> clock(34200)
    '09:30'
    """
    return f"{int(seconds) // 3600:02d}:{int(seconds) // 60 % 60:02d}"


def minutes(seconds: int) -> str:
    """A length of time in minutes, to the tenth; in seconds where it is less than one.

    Examples
    --------
    >>> minutes(90), minutes(45)
    ('1.5 min', '45 s')
    """
    return f"{int(seconds)} s" if 0 < seconds < 60 else f"{round(int(seconds) / 60, 1):g} min"

"""Times of day at which personal care is agreed, and the days of the week on which it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EVERY_DAY = tuple(range(7))
WORKDAYS = tuple(range(5))
CUTS = ((7,), (5, 2), (4, 3), (6, 1), (2, 2, 1, 1))
"""Days of the agreements that share one time of day, for each pattern of :class:`Patterns` but the last."""
WHOLE = 4  # so many patterns cover the whole week


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of day at which personal care may be agreed.

    Attributes
    ----------
    name
        Part of the names of the needs.
    service
        Service of the catalogue.
    earliest, latest
        Starts lie between, minutes after midnight, within the times of the catalogue.
    weight
        How early it is granted: in a random order, one slot comes before another with odds as their weights.
    medication
        Share of clients with delegated medication who take some in this visit (assumption).
    two
        Whether clients who need two people need them here.
    """

    name: str
    service: str
    earliest: float = 0
    latest: float = 24 * 60
    weight: float = 1
    medication: float = 0
    two: bool = False


SLOTS = (
    Slot("morning", "morning_care", weight=12, medication=1.0, two=True),
    Slot("lunch", "lunch", weight=4, medication=0.3),
    Slot("dinner", "dinner", weight=3, medication=0.4),
    Slot("evening", "evening_care", weight=3, medication=0.7, two=True),
    Slot("morning_check", "check", 7.25 * 60, 10 * 60, weight=0.8),
    Slot("forenoon", "toileting", 9.75 * 60, 11.25 * 60, weight=0.6),
    Slot("afternoon", "toileting", 13.6 * 60, 14.6 * 60, weight=0.8),
    Slot("early_evening", "toileting", 17.25 * 60, 19 * 60, weight=0.3),
    Slot("late_check", "check", 19.5 * 60, 21 * 60, weight=0.6),
)
"""Calibrated to the time-of-day profile of domain B3; night (22-07) is not part of this version."""


def days_of(pattern: int, order: Sequence[int], some: int) -> list[tuple[int, ...]]:
    """Weekdays of each agreement for one time of day.

    Parameters
    ----------
    pattern
        Row among the fields of :class:`Patterns`.
    order
        The seven weekdays in a random order.
    some
        Number of days where somebody comes on some days only.
    """
    if pattern == 1:
        return [WORKDAYS, EVERY_DAY[5:]]
    cuts = CUTS[pattern] if pattern < len(CUTS) else (some,)
    ends = [sum(cuts[: k + 1]) for k in range(len(cuts))]
    return [tuple(sorted(order[end - cut : end])) for cut, end in zip(cuts, ends, strict=True)]

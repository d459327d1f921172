"""Least gaps between a client's visits on a day: between two doses of medication, or between two meals."""

from __future__ import annotations

import itertools

import numpy as np

from ..plan import Occasions, Visits
from ..scenario import Scenario


def least_gaps(scenario: Scenario, visits: Visits, occasions: Occasions) -> np.ndarray:
    """int32[gaps, 3]: a visit, the client's next visit of the same kind that day, and the fewest seconds between them.

    A kind is :attr:`Service.kind`, or the service itself; the gap is that of the earlier visit (:attr:`Service.least_gap`), from
    its end to the start of the next. Visits are in the order of the middles of their windows.
    """
    spaced = {name: service for name, service in scenario.services.items() if service.least_gap > 0}
    kinds = {service.kind or name for name, service in spaced.items()}
    kind_of = {name: service.kind or name for name, service in scenario.services.items() if (service.kind or name) in kinds}
    held: dict[tuple[int, int, str], dict[int, float]] = {}
    for visit, need in zip(occasions.visit.tolist(), occasions.need.tolist(), strict=True) if kinds else ():
        service = scenario.needs[need].service
        if service in kind_of:
            there = held.setdefault((int(visits.day[visit]), int(visits.client[visit]), kind_of[service]), {})
            there[visit] = max(there.get(visit, 0), scenario.services[service].least_gap)
    found = []
    for gaps in held.values():
        order = sorted(gaps, key=lambda visit: (int(visits.earliest[visit]) + int(visits.latest[visit]), visit))
        found += [(a, b, round(gaps[a] * 60)) for a, b in itertools.pairwise(order) if gaps[a]]
    longest: dict[tuple[int, int], int] = {}
    for a, b, seconds in found:
        longest[a, b] = max(longest.get((a, b), 0), seconds)
    return np.array([(*pair, seconds) for pair, seconds in sorted(longest.items())], np.int32).reshape(-1, 3)

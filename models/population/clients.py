"""Clients made up from figures: every client a pure function of the scenario's seed, the figures and the client's own name."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...cython_ext.keyed import Keyed, key
from ..errors import Fault, InputError
from ..scenario import Client, Need
from .catalogue import CatalogueSection
from .needs import needs_of
from .section import PopulationSection
from .slots import SLOTS

HOURS = (1.0, 10.0, 26.0, 50.0, 80.0, 120.0, 200.0, 260.0)
"""Bounds of the groups of granted hours a month; the last is an assumption."""
AGES = (65, 70, 75, 80, 85, 90)
YOUNGEST, OLDEST = 25, 105
MOST_BY_DAY = 150.0
"""Granted hours a month beyond which more help is mostly at night: what eight times of day can hold."""
GRID = 1_000
GOLDEN = 0.6180339887498949
SYNTHETIC = re.compile(r"c(\d{3,9})")
DOUBLE_FROM = 80.0  # hours a month from which a client may need two people at once


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """A client who has no home and no group yet.

    Attributes
    ----------
    id
        Name; keys all randomness of the client.
    age, woman, lives_alone, dementia
        Who the client is.
    hours
        Hours granted a month (beviljad tid).
    """

    id: str
    age: int
    woman: bool
    lives_alone: bool
    dementia: bool
    hours: float

    def at(self, group: int, place: int) -> Client:
        """Return the client with the rows of a group and a home."""
        return Client(self.id, group, place, self.age, self.lives_alone)


def client_ids(clients: int) -> tuple[str, ...]:
    """Names of synthetic clients: c001, c002, …"""
    return tuple(f"c{row:03d}" for row in range(1, clients + 1))


def make_clients(
    population: PopulationSection, catalogue: CatalogueSection, seed: int, ids: Sequence[str] | None = None
) -> tuple[tuple[ClientDraft, ...], tuple[Need, ...]]:
    """Make up clients and their needs.

    Parameters
    ----------
    population, catalogue
        Sections of the scenario file.
    seed
        Of the scenario.
    ids
        Names of the clients; by default ``population.clients`` names of :func:`client_ids`. A client depends on nobody else, so one
        more client changes no other.

    Returns
    -------
    drafts, needs
        ``needs`` are sorted by client and refer to them by row.

    Raises
    ------
    InputError
        The catalogue has nothing that could be granted.

    Notes
    -----
    Hours follow Socialstyrelsen's groups (mean about 33 h a month), not the two-week plan of domain B0, whose provider has hardly
    any client with less than 10 h (11 % against 37 %). Everything else about visits follows that plan; given its hours, the model
    gives back its number of visits per client (tested). Hours within a group are log-uniform. Who a client is (age, sex, household)
    is independent of the hours: the known drivers explain a few hours of them at most (B7).
    """
    if not any(entry.share for entry in catalogue.services.values()) and not any(
        slot.service in catalogue.services for slot in SLOTS
    ):
        raise InputError(
            Fault("catalogue.services", "there is nothing that a client could be granted: no personal care and no service")
        )
    ids = client_ids(population.clients) if ids is None else tuple(ids)
    drafts = tuple(make_client(population, seed, name) for name in ids)
    needs = tuple(
        need
        for row, draft in enumerate(drafts)
        for need in needs_of(row, draft.id, draft.hours, needs_two(population, seed, draft), population, catalogue, seed)
    )
    return drafts, needs


def make_client(population: PopulationSection, seed: int, name: str) -> ClientDraft:
    """Make up one client from figures and the client's name."""

    def chance(quantity: str) -> float:
        return _numbers(seed, quantity).uniform(key(name))

    return ClientDraft(
        id=name,
        age=_age(population, chance("young"), chance("age band"), chance("age")),
        woman=chance("woman") < population.women.value,
        lives_alone=chance("alone") < population.alone.value,
        dementia=chance("dementia") < population.dementia.value,
        hours=_hours(population.hours.shares, _spread(name, seed)),
    )


def needs_two(population: PopulationSection, seed: int, client: ClientDraft) -> bool:
    """Whether two people come in the morning and evening: some of those with at least 80 h a month, as many as ``double`` says."""
    if client.hours < DOUBLE_FROM:
        return False
    eligible = sum(share for share, bound in zip(population.hours.shares, HOURS, strict=False) if bound >= DOUBLE_FROM)
    return _numbers(seed, "double").uniform(key(client.id)) * eligible < population.double.value


def workload(population: PopulationSection, drafts: Sequence[ClientDraft]) -> float:
    """How many average clients these are worth, by the hours that can be planned: what a group's staffing should follow.

    The average is that of the section's figures, not of the other clients, so that nobody's workload depends on anybody else.
    """
    even = (np.arange(GRID) + 0.5) / GRID
    average = sum(min(_hours(population.hours.shares, u), MOST_BY_DAY) for u in even.tolist()) / GRID
    return sum(min(draft.hours, MOST_BY_DAY) for draft in drafts) / average


def _spread(name: str, seed: int) -> float:
    """Quantile of a client's hours, uniform on (0, 1); those of c001, c002, … are spread evenly.

    Few clients have most of the hours: the mean of 400 drawn independently is off by 2 h a month, which is more than most ways of
    working differ. Multiples of the golden ratio (a Kronecker sequence) from a keyed start are off by 0.2 h, and still no client
    depends on another.
    """
    start = _numbers(seed, "hours")
    if number := SYNTHETIC.fullmatch(name):
        return (start.uniform(0) + int(number[1]) * GOLDEN) % 1.0
    return start.uniform(key(name))


def _hours(shares: Sequence[float], u: float) -> float:
    """Quantile of the granted hours: groups by their shares, log-uniform within each."""
    bounds = [0.0]
    for share in shares:
        bounds.append(bounds[-1] + share)
    group = min(bisect_right(bounds, u) - 1, len(shares) - 1)
    within = (u - bounds[group]) / shares[group] if shares[group] else 0.0
    return round(HOURS[group] * math.exp(within * math.log(HOURS[group + 1] / HOURS[group])), 1)


def _age(population: PopulationSection, young: float, band: float, within: float) -> int:
    """Age in years; evenly spread within a band, and ever fewer from 90 on (3 years on average beyond it; assumption)."""
    if young < population.under_65.value:
        return int(YOUNGEST + within * (AGES[0] - YOUNGEST))
    for share, first in zip(population.ages.shares[:-1], AGES[:-1], strict=True):
        if band < share:
            return int(first + within * 5)
        band -= share
    return min(OLDEST, int(AGES[-1] - 3 * math.log(within)))


@cache
def _numbers(seed: int, quantity: str) -> Keyed:
    return Keyed(seed, f"population: {quantity}")

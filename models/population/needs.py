"""The needs of one client: granted hours turned into agreements on services, days and times."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ...cython_ext.keyed import Keyed, key
from ..scenario import Need
from .catalogue import CatalogueSection, ServiceEntry
from .section import PopulationSection
from .slots import SLOTS, WHOLE, WORKDAYS, Slot, days_of

FORTNIGHTS = 30.4375 / 14  # in a month
MEDICATION = "medication"
MOST, MOST_ABOVE, MANY_HOURS = 6, 8, 120.0
"""Most times of day for one client: in the plan of domain B2 nobody has 120 h a month or more than 86 visits in 14 days."""
FITS = (0.4, 0.6, 0.8, 0.9, 1.0, 1.0, 1.0, 1.0)
"""A first, second, … time of day is granted as long as lengths need not shrink below this share of what they would be."""
REACH = 30.0
"""Minutes from the beginning of a part of the day to the end of the earliest window in it (assumption: the longest drive)."""
APART = 90.0
"""Minutes between the middles of a client's windows, where there is room; 10th percentile of the gaps in domain B2: 77."""
TRIES = 6
RAREST = 4  # weeks


@dataclass(frozen=True, slots=True)
class Agreement:
    """A need before its length is settled."""

    id: str
    service: str
    minutes: float
    days: tuple[int, ...]
    earliest: float
    latest: float
    every_weeks: int = 1
    people: int = 1

    @property
    def fortnight(self) -> float:
        """Staff minutes in two weeks."""
        return self.minutes * self.people * len(self.days) * 2 / self.every_weeks


def needs_of(
    row: int, client: str, hours: float, two: bool, population: PopulationSection, catalogue: CatalogueSection, seed: int
) -> Iterator[Need]:
    """Yield the needs of one client.

    The planned minutes of two weeks are ``hours`` a month times ``planned_share``. Weekly services are granted first, within their
    share; then times of day in a random order that prefers mornings and meals, as long as at least half of the next one fits. At
    last all lengths are stretched by one factor so that together they make the planned minutes, each within the catalogue's bounds.
    What the bounds leave over for the few with very many hours stands for help at night, which this version does not plan.

    Parameters
    ----------
    row, client
        Row and name of the client.
    hours
        Granted hours a month; for visits by two people both count.
    two
        Whether two people come in the morning and evening.
    population, catalogue, seed
        As in :func:`make_clients`.
    """
    maker = _Maker(client, two, population, catalogue, seed)
    budget = hours * 60 / FORTNIGHTS * population.planned_share.value
    found = maker.agreements(hours, budget)
    factor = budget / sum(agreement.fortnight for agreement in found)
    for agreement in found:
        service = catalogue.services[agreement.service]
        minutes = float(round(min(max(agreement.minutes * factor, service.least), service.most)))
        first_week = maker.numbers("first week").integers(agreement.every_weeks, key(agreement.id))
        yield Need(
            agreement.id,
            row,
            agreement.service,
            minutes,
            agreement.days,
            agreement.earliest,
            agreement.latest,
            agreement.every_weeks,
            first_week,
            agreement.people,
        )


class _Maker:
    """What is known of the client while agreements are made."""

    def __init__(self, client: str, two: bool, population: PopulationSection, catalogue: CatalogueSection, seed: int) -> None:
        self.client, self.two, self.population, self.seed = client, two, population, seed
        self.services = catalogue.services
        self.slower = self.numbers("slower").lognormal(population.length_cv.value, key(client))
        self.helped = self.chance("relatives", client) < population.relatives.value
        self.medication = MEDICATION in self.services and self.chance("medication", client) < population.medication.value

    def numbers(self, quantity: str) -> Keyed:
        return _numbers(self.seed, quantity)

    def chance(self, quantity: str, name: str) -> float:
        return self.numbers(quantity).uniform(key(name))

    def agreements(self, hours: float, budget: float) -> list[Agreement]:
        """Agreements that about fill the budget (staff minutes in two weeks); at least one."""
        weekly = list(self.weekly())
        only = self.population.service_only_under_10 if hours < 10 else self.population.service_only_from_10
        if weekly and hours < 26 and self.chance("service only", self.client) < only.value:
            return self.weekly_only(weekly, budget)
        found, left = [], budget * self.population.weekly_share.value
        for agreement in weekly:
            if self.chance("granted", agreement.id) < self.services[agreement.service].share and agreement.fortnight <= left:
                found.append(agreement)
                left -= agreement.fortnight
        care = self.daily(budget, sum(agreement.fortnight for agreement in found), MOST if hours < MANY_HOURS else MOST_ABOVE)
        if not care:
            return self.weekly_only(weekly, budget) if weekly else self.personal_care(self.order()[0], [])
        return found + care

    def daily(self, budget: float, used: float, most: int) -> list[Agreement]:
        """Agreements for as many times of day as fit the budget, of which some is used."""
        found: list[Agreement] = []
        times = 0
        for slot in self.order():
            lines = self.personal_care(slot, found)
            cost = sum(agreement.fortnight for agreement in lines)
            if lines and budget >= FITS[times] * (used + cost):
                found += lines
                used += cost
                times += 1
            if times == most:
                break
        return found

    def weekly_only(self, weekly: list[Agreement], budget: float) -> list[Agreement]:
        """Weekly services in a random order as long as they fit; the first, seldom enough, in any case."""
        found: list[Agreement] = []
        order = sorted(weekly, key=lambda a: -math.log(self.chance("order", a.id)) / self.services[a.service].share)
        for agreement in order:
            if agreement.fortnight <= budget:
                found.append(agreement)
                budget -= agreement.fortnight
        return found or [self.rarer(order[0], budget)]

    def rarer(self, agreement: Agreement, budget: float) -> Agreement:
        """Return the agreement as seldom as the budget asks, at its least length."""
        least = self.services[agreement.service].least / agreement.minutes
        while agreement.fortnight * least > budget and agreement.every_weeks < RAREST:
            agreement = replace(agreement, every_weeks=2 * agreement.every_weeks, days=agreement.days[:1])
        return agreement

    def weekly(self) -> Iterator[Agreement]:
        """Every weekly service this client could be granted, once or twice a week or every so many weeks."""
        for name, service in self.services.items():
            if service.movable and service.share:
                id_ = f"{self.client}/{name}"
                times = 1
                if name == "shower":
                    times += self.chance("times a week", id_) < 0.5
                days = tuple(sorted(int(day) for day in self.numbers("weekdays").permutation(5, key(id_))[:times]))
                minutes = self.length(id_, service)
                yield Agreement(id_, name, minutes, days, service.earliest, service.latest, service.every_weeks)

    def order(self) -> list[Slot]:
        """Times of day in the order in which they are granted (weighted sampling without replacement)."""
        known = [slot for slot in SLOTS if slot.service in self.services]
        return sorted(known, key=lambda slot: -math.log(self.chance("order", f"{self.client}/{slot.name}")) / slot.weight)

    def personal_care(self, slot: Slot, others: list[Agreement]) -> list[Agreement]:
        """Agreements for one time of day, with the medication that is given then."""
        id_ = f"{self.client}/{slot.name}"
        service = self.services[slot.service]
        medication = self.medication and self.chance("medication", id_) < slot.medication
        people = 2 if self.two and slot.two else 1
        first, last = max(slot.earliest, service.earliest), min(slot.latest, service.latest)
        found = []
        for number, days in enumerate(self.lines(id_, whole=not others), start=1):
            line = id_ if number == 1 else f"{id_}{number}"
            earliest, latest = self.window(line, first, max(first, last), [a for a in others if set(a.days) & set(days)])
            found.append(Agreement(line, slot.service, self.length(line, service), days, earliest, latest, people=people))
            if medication:
                dose = f"{line}/{MEDICATION}"
                found.append(Agreement(dose, MEDICATION, self.length(dose, self.services[MEDICATION]), days, earliest, latest))
        return found

    def lines(self, id_: str, whole: bool) -> list[tuple[int, ...]]:
        """Days of the week of each agreement for one time of day; ``whole``: on all days that relatives do not cover."""
        shares = self.population.patterns.shares
        pattern = self.numbers("pattern").choice_weighted(shares[:WHOLE] if whole else shares, key(id_))
        order = self.numbers("days").permutation(7, key(id_)).tolist()
        lines = days_of(pattern, order, 1 + self.numbers("some").integers(4, key(id_)))
        if self.helped:
            lines = [tuple(day for day in days if day in WORKDAYS) for days in lines]
        return [days for days in lines if days]

    def length(self, id_: str, service: ServiceEntry) -> float:
        """Minutes of one agreement before all are stretched to the planned hours."""
        minutes = service.minutes.value * self.slower * self.numbers("length").lognormal(self.population.need_cv.value, key(id_))
        return min(max(minutes, service.least), service.most)

    def window(self, id_: str, first: float, last: float, others: list[Agreement]) -> tuple[float, float]:
        """Earliest and latest start, to five minutes: a width by its quantiles, a middle anywhere that is apart from the others.

        Nobody is promised an end of the window that staff who leave the base with the first shift cannot reach (:data:`REACH`).
        """
        shares, minutes = self.population.windows.quantiles
        u = self.chance("window", id_)
        k = min(bisect_right(shares, u), len(shares) - 1)
        width = minutes[k - 1] + (minutes[k] - minutes[k - 1]) * (u - shares[k - 1]) / (shares[k] - shares[k - 1])
        width = min(width, last - first)
        middles = [(other.earliest + other.latest) / 2 for other in others]
        best, most = first, -1.0
        for attempt in range(TRIES):
            wish = first + (last - first) * self.numbers("middle").uniform(key(id_), index=attempt)
            earliest = 5.0 * round(min(max(wish - width / 2, first), last - width) / 5)
            apart = min((abs(earliest + width / 2 - middle) for middle in middles), default=APART)
            if apart > most:
                best, most = earliest, apart
            if most >= APART:
                break
        return best, min(max(best + 5.0 * round(width / 5), first + REACH), last)


@cache
def _numbers(seed: int, quantity: str) -> Keyed:
    return Keyed(seed, f"needs: {quantity}")

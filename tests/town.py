"""Bigger hand-made scenarios: groups of 40 clients, 14 regular and 4 hourly staff, by the figures of domain B1, B2 and B4."""

from __future__ import annotations

from typing import Any

import numpy as np
from hemtjanst.models.geography import TravelTimes
from hemtjanst.models.geography.keyed_generator import generator
from hemtjanst.models.scenario import Client, Group, Need, Places, Scenario, Service, StaffMember
from village import EVERY_DAY, SERVICES, village

CATALOGUE = SERVICES | {
    "laundry": Service("laundry", "tvätt", 30, movable=True),
    "shopping": Service("shopping", "inköp", 50, movable=True),
    "escort": Service("escort", "ledsagning", 120, movable=True),
}


def town(groups: int = 1, clients: int = 40, regular: int = 14, hourly: int = 4, seed: int = 1, **changes: Any) -> Scenario:
    """Groups side by side, each in a square of about 15 minutes' drive; ``clients``, ``regular`` and ``hourly`` for each group."""
    rng = generator(seed, "town")
    xy, people, needs, staff, bases = [], [], [], [], []
    for g in range(groups):
        bases.append(len(xy))
        xy.append(np.array([g * 40.0, 0.0]))
        for _ in range(clients):
            c = len(people)
            people.append(Client(f"c{c}", g, len(xy), int(rng.integers(60, 99)), bool(rng.random() < 0.7)))
            xy.append(np.array([g * 40.0, 0.0]) + rng.normal(0, 7, 2))
            needs += _needs(rng, c)
        for k in range(regular + hourly):
            skilled = rng.random() < (0.7 if k < regular else 0.3)
            staff.append(
                StaffMember(
                    f"{'s' if k < regular else 'h'}{g}.{k}",
                    g,
                    "undersköterska" if rng.random() < 0.72 else "vårdbiträde",
                    float(rng.choice([1.0, 1.0, 0.75, 0.85, 0.5])) if k < regular else 0.5,
                    "regular" if k < regular else "hourly",
                    frozenset({"delegation"}) if skilled else frozenset(),
                    frozenset({"day", "evening"}),
                )
            )
    at = np.array(xy)
    minutes = np.hypot(*(at[:, None] - at[None, :]).T).T * 0.9
    seconds = np.rint(minutes * 60 + 60 * (minutes > 0)).astype(np.int32)
    fields: dict[str, Any] = {
        "name": "town",
        "seed": seed,
        "places": Places(tuple(f"place {k}" for k in range(len(at))), 58.7 + at[:, 1] / 111, 11.3 + at[:, 0] / 58),
        "travel": TravelTimes(("car",), seconds[None], (seconds * 12).astype(np.int32)[None], np.zeros(len(at))),
        "groups": tuple(Group(f"g{g}", "north", base) for g, base in enumerate(bases)),
        "clients": tuple(people),
        "needs": tuple(needs),
        "staff": tuple(staff),
        "services": CATALOGUE,
    }
    return village().replace(**(fields | changes))


def _needs(rng: np.random.Generator, c: int) -> list[Need]:
    """Needs of one client: from a weekly cleaning alone to help four times a day."""

    def need(service: str, weekdays: tuple[int, ...], middle: float, width: float, **more: Any) -> Need:
        minutes = float(np.clip(rng.lognormal(np.log(CATALOGUE[service].minutes), 0.35), 5, 180).round())
        start = 15 * round((middle + rng.normal(0, width / 4)) / 15)
        return Need(f"c{c}.{service}.{round(middle)}", c, service, minutes, weekdays, start - 45, start + 45, **more)

    def days(count: int) -> tuple[int, ...]:
        return tuple(sorted(int(d) for d in rng.choice(5, count, replace=False)))

    daily = int(rng.choice([0, 1, 2, 3, 4], p=[0.2, 0.15, 0.2, 0.25, 0.2]))
    double = 2 if rng.random() < 0.05 else 1
    found = []
    for service, middle in [("morning_care", 510), ("evening_care", 1185), ("lunch", 735), ("dinner", 1050)][:daily]:
        found.append(need(service, EVERY_DAY, middle, 90, people=double))
    if daily and rng.random() < 0.5:
        morning = found[0]
        found.append(Need(f"c{c}.medication", c, "medication", 9, EVERY_DAY, morning.earliest, morning.latest))
    for service, chance, count, weeks in [
        ("shower", 0.6 if daily else 0.2, 2, 1), ("walk", 0.4, 1, 1), ("cleaning", 0.8, 1, 2), ("laundry", 0.5, 1, 2),
        ("shopping", 0.5, 1, 1), ("escort", 0.1, 1, 2),
    ]:  # fmt: skip
        if rng.random() < chance or (service == "cleaning" and not found):
            one = need(service, days(count), 660, 120, every_weeks=weeks, first_week=int(rng.integers(weeks)))
            found.append(Need(one.id, c, service, one.minutes, one.weekdays, 540, 840, weeks, one.first_week))
    return found

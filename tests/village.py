"""A village small enough to reckon by hand, for tests that need a whole scenario.

One group, a base in the middle and homes along one straight road, three minutes apart:

    home 5 - home 3 - home 1 - base - home 0 - home 2 - home 4

Clients c0 … c5 live in homes 0 … 5. Everybody needs morning and evening care every day; c0 also shower and walk on Thursdays
(Bertil's week, T18) and cleaning every second Monday; c1 needs two people in the morning; c2 needs medication by a person with
delegation. Staff s0 … s4 (regular; s0-s3 undersköterskor), h0 (hourly) and p0 (pool).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hemtjanst.models.geography import RoadNetwork, TravelTimes
from hemtjanst.models.scenario import Client, Group, Need, Places, Scenario, Service, ShiftType, StaffMember

MINUTE = 60
LEG = 3 * MINUTE  # between neighbours on the road
LEG_METRES = 2000

SERVICES = {
    "morning_care": Service("morning_care", "morgonhjälp", 30),
    "lunch": Service("lunch", "lunch", 25),
    "dinner": Service("dinner", "middag", 25),
    "evening_care": Service("evening_care", "kvällshjälp", 18),
    "medication": Service("medication", "läkemedel", 9, skill="delegation"),
    "shower": Service("shower", "dusch", 40, movable=True),
    "walk": Service("walk", "promenad", 45, movable=True),
    "cleaning": Service("cleaning", "städning", 75, movable=True),
}
SHIFTS = (ShiftType("day", 7 * 3600, 15 * 3600 + 30 * 60), ShiftType("evening", 13 * 3600 + 45 * 60, 21 * 3600 + 30 * 60))
EVERY_DAY = tuple(range(7))
THURSDAY = (3,)


def road(positions: np.ndarray) -> tuple[RoadNetwork, TravelTimes]:
    """A straight road with a node at every place, in order of position (steps of one leg)."""
    n = len(positions)
    order = np.argsort(positions)
    tail, head = np.r_[order[:-1], order[1:]], np.r_[order[1:], order[:-1]]
    steps = np.abs(positions[tail] - positions[head])
    network = RoadNetwork(
        lat=np.full(n, 58.7),
        lon=11.3 + positions * 0.03,
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        metres=(steps * LEG_METRES).astype(np.float32),
        kmh=np.full(len(tail), 40, np.float32),
        road_class=np.zeros(len(tail), np.int8),
        access=np.ones((3, len(tail)), bool),
        classes=("tertiary",),
        homes=np.empty((0, 2)),
    )
    apart = np.abs(positions[:, None] - positions[None, :])
    travel = TravelTimes(("car",), (apart * LEG).astype(np.int32)[None], (apart * LEG_METRES).astype(np.int32)[None], np.zeros(n))
    return network, travel


def needs() -> tuple[Need, ...]:
    """The needs of the six clients."""
    found = []
    for c in range(6):
        people = 2 if c == 1 else 1
        found.append(Need(f"c{c}.morning", c, "morning_care", 30, EVERY_DAY, 7 * 60 + 15, 9 * 60 + 30, people=people))
        if c == 0:
            found.append(Need("c0.shower", 0, "shower", 40, THURSDAY, 9 * 60, 13 * 60))
            found.append(Need("c0.walk", 0, "walk", 45, THURSDAY, 9 * 60, 13 * 60))
            found.append(Need("c0.cleaning", 0, "cleaning", 75, (0,), 9 * 60, 13 * 60, every_weeks=2))
        if c == 2:
            found.append(Need("c2.medication", 2, "medication", 9, EVERY_DAY, 7 * 60 + 15, 9 * 60 + 30))
        found.append(Need(f"c{c}.evening", c, "evening_care", 18, EVERY_DAY, 18 * 60, 20 * 60))
    return tuple(found)


def village(**changes: Any) -> Scenario:
    """The village, with fields of :class:`Scenario` changed as wanted."""
    # place 0 is the base, place 1 + c the home of client c: +1, -1, +2, -2, +3, -3 legs from the base
    positions = np.array([0.0, 1, -1, 2, -2, 3, -3])
    network, travel = road(positions)
    both = frozenset({"day", "evening"})
    delegation = frozenset({"delegation"})
    staff = [
        StaffMember(f"s{k}", 0, "undersköterska" if k < 4 else "vårdbiträde", 1.0 if k < 3 else 0.75, "regular",
                    delegation if k < 4 else frozenset(), both)
        for k in range(5)
    ]  # fmt: skip
    staff.append(StaffMember("h0", 0, "vårdbiträde", 0.5, "hourly", frozenset(), both))
    staff.append(StaffMember("p0", -1, "undersköterska", 1.0, "pool", delegation, both))
    fields: dict[str, Any] = {
        "name": "village",
        "title": "A village on one road",
        "start": date(2026, 3, 2),
        "seed": 1,
        "places": Places(("base", *(f"home of c{c}" for c in range(6))), network.lat, network.lon),
        "network": network,
        "travel": travel,
        "groups": (Group("village", "north", 0),),
        "clients": tuple(Client(f"c{c}", 0, 1 + c, 80 + c, c % 2 == 0) for c in range(6)),
        "needs": needs(),
        "staff": tuple(staff),
        "services": SERVICES,
        "shifts": SHIFTS,
    }
    return Scenario(**(fields | changes))

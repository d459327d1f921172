"""A good plan for the village, made by hand: two weeks, two people by day and one in the evening. The checker finds nothing in it.

Everybody drives the same round each day; only who drives it changes. c1 gets two people in the morning (both day rounds begin
there), c2 the medication with the morning care, c0 shower and walk in one visit on Thursdays and cleaning on the first Monday.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from hemtjanst.models.plan import BREAK, Contacts, Duties, Occasions, Plan, Stops, Visits
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import Scenario
from village import LEG, MINUTE, village

# Who drives the first day round, the second, and the evening round; s0 … s4, h0 are rows 0 … 5.
WEEKS = [
    (0, 1, 2), (0, 1, 2), (3, 4, 2), (3, 4, 2), (3, 5, 4), (0, 1, 2), (0, 1, 2),
    (3, 4, 5), (3, 4, 5), (0, 1, 2), (0, 1, 2), (0, 1, 2), (3, 5, 4), (3, 5, 4),
]  # fmt: skip
ROUNDS = (("c1", "c0", "c2", "c4", "c0.late"), ("c1", "c3", "c5"), ("c4", "c2", "c0", "c1", "c3", "c5"), ())
POSITION = (0, 1, -1, 2, -2, 3, -3)  # of the places along the road, in legs
PARK, WRITE, BREAK_LENGTH = 150, 2 * MINUTE, 30 * MINUTE
DAY_DUTY = (7 * 3600, 15 * 3600 + 1800, 7 * 3600 + 900, 15 * 3600, 11 * 3600 + 1800, 12 * 3600)
EVENING_DUTY = (13 * 3600 + 2700, 21 * 3600 + 1800, 14 * 3600, 21 * 3600, 17 * 3600, 18 * 3600)

POLICY = Policy.model_validate(
    {
        "name": "by_hand",
        "contacts": {"clients": [3, 4], "titles": ["undersköterska"], "least_degree": 0.75, "backups": 1},
        "continuity": {"one_person_per_shift": "rule"},
    }
)
CONTACTS = Contacts.from_rows([(c, c % 2, 0) for c in range(6)] + [(c, 3, 1) for c in range(6)])


def roomy_village() -> Scenario:
    """The village with evening care until 20:30, so that one person manages the evening."""
    scenario = village()
    later = (replace(need, latest=20.5 * 60) if need.service == "evening_care" else need for need in scenario.needs)
    return scenario.replace(needs=tuple(later))


def good_plan(idle: Collection[tuple[int, int]] = ()) -> Plan:
    """The plan; ``idle`` are (day, staff) of further day duties that hold nothing but their break."""
    scenario = roomy_village()
    duties, visits, occasions, stops = [], [], [], []
    for day, crew in enumerate(WEEKS):
        today = _visits_of(scenario, day)
        rows = {key: len(visits) + k for k, key in enumerate(today)}
        for key, served in today.items():
            needs = [scenario.needs[need] for need in served]
            lengths = [round(need.minutes * MINUTE) for need in needs]
            skills = scenario.skill_mask({"delegation"} if key == (2, "morning") else set())
            window = max(need.earliest for need in needs) * MINUTE, min(need.latest for need in needs) * MINUTE
            occasions += [(rows[key], need, day, length) for need, length in zip(served, lengths, strict=True)]
            visits.append((day, key[0], *window, sum(lengths), needs[0].people, skills, 0))
        for staff, kind in sorted([*zip(crew, range(3), strict=True), *((staff, 3) for on, staff in idle if on == day)]):
            times = EVENING_DUTY if kind == 2 else DAY_DUTY
            duties.append((day, staff, 0, kind == 2, *times[:4], 0, BREAK_LENGTH, *times[4:]))
            names = [(int(name[1]), "late" if "late" in name else "evening" if kind == 2 else "morning") for name in ROUNDS[kind]]
            round_ = [rows[key] for key in names if key in rows]
            stops += _drive(visits, round_, times, len(duties) - 1)
    return Plan(
        scenario,
        POLICY,
        len(WEEKS),
        CONTACTS,
        Duties.from_rows(duties),
        Visits.from_rows(visits),
        Occasions.from_rows(occasions),
        Stops.from_rows(stops),
    )


def _visits_of(scenario: Scenario, day: int) -> dict[tuple[int, str], list[int]]:
    """(client, time of day) of the day's visits, in the order of the table, with the needs they serve."""
    found: dict[tuple[int, str], list[int]] = {}
    for row, need in enumerate(scenario.needs):
        if need.falls_on(day % 7, day // 7):
            part = "evening" if need.service == "evening_care" else "morning" if need.earliest < 9 * 60 else "late"
            found.setdefault((need.client, part), []).append(row)
    return dict(sorted(found.items(), key=lambda item: (item[0][0], ("morning", "late", "evening").index(item[0][1]))))


def _drive(visits: list[tuple], round_: list[int], times: tuple[int, ...], duty: int) -> list[tuple[int, ...]]:
    """Stops of one round: everything as soon as it can be, the break before the first drive that ends after its window opens."""
    _, _, leaves, _, opens, closes = times
    stops, ready, place, rested = [], leaves, 0, False
    for visit in round_:
        _, client, earliest, _, seconds, *_ = visits[visit]
        leg = 0 if place == 1 + client else abs(POSITION[place] - POSITION[1 + client]) * LEG + PARK
        if not rested and max(ready + leg, earliest) >= opens:
            ready, rested = _rest(stops, duty, ready, opens, closes), True
        start = max(ready + leg, int(earliest))
        stops.append((duty, visit, ready + leg, start, start + seconds))
        ready, place = start + seconds + WRITE, 1 + client
    if not rested:
        _rest(stops, duty, ready, opens, closes)
    return stops


def _rest(stops: list[tuple[int, ...]], duty: int, ready: int, opens: int, closes: int) -> int:
    """Add the break as early as it can be; return its end."""
    start = max(opens, ready)
    assert start <= closes, "the round leaves no time for a break"
    stops.append((duty, BREAK, start, start, start + BREAK_LENGTH))
    return start + BREAK_LENGTH


def changed(plan: Plan, table: str, row: int, **values: int) -> Plan:
    """The plan with some cells of one row of a table changed."""
    old = getattr(plan, table)
    columns = {name: np.array(getattr(old, name)) for name in values}
    for name, value in values.items():
        columns[name][row] = value
    return replace(plan, **{table: old.replace(**columns)})

"""The days of a group agree on few people, because they are planned together."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hemtjanst.cython_ext import day_search, horizon
from hemtjanst.cython_ext.day_search import Found
from hemtjanst.models.plan import BREAK, CONTACT, NOBODY_IN_PARTICULAR, Contacts, Duties, Visits
from hemtjanst.models.planning import routes
from hemtjanst.models.planning.day import UNIT
from hemtjanst.models.planning.group_days import GroupDays, all_group_days
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.policy import Policy
from village_plan import good_plan

GOOD = good_plan()
FEW = Policy.model_validate({"name": "few", "continuity": {"new_face_minutes": 30}})
DAYS = 8
EVENING = 1


def village_days(policy: Policy, duties: Duties, days: int = DAYS) -> GroupDays:
    """The village's only group."""
    nobody = Contacts.from_rows(())
    duties = duties.take(np.flatnonzero(duties.day < days))
    visits, occasions = make_visits(GOOD.scenario, policy, days, nobody, duties)
    return next(all_group_days(GOOD.scenario, policy, days, nobody, duties, visits, occasions))


def met_in_the_evening(group: GroupDays) -> list[set[int]]:
    """For each client the people (rows of the scenario) who come in the evening."""
    stops = routes.routes_of_group(group, 30)
    stops = stops.take(np.flatnonzero((stops.visit != BREAK) & (stops.start > 17 * 3600)))
    client = group.visits.client[np.searchsorted(group.visit_rows, stops.visit)]
    duty = np.searchsorted(group.duty_rows, stops.duty)
    who = np.unique(GOOD.duties.staff)[group.duties.staff[duty]]
    return [set(who[client == c].tolist()) for c in range(6)]


def two_then_one(stays: int, leaves: int) -> Duties:
    """Two people work the first two evenings, from then on only the one who stays; the days are those of the hand-made plan."""
    day, evening = (GOOD.duties.take(np.flatnonzero((GOOD.duties.shift == EVENING) == late)) for late in (False, True))
    first = evening.take(np.flatnonzero(evening.day < 2))
    parts = (day, evening.replace(staff=np.full(len(evening), stays)), first.replace(staff=np.full(len(first), leaves)))
    together = Duties.concat(list(parts))
    return together.take(np.lexsort((together.staff, together.day)))


def test_days_planned_together_know_who_stays(monkeypatch: pytest.MonkeyPatch):
    """On the first evening nobody can tell who will come tomorrow; planned with the other evenings anybody can (T4, T30)."""
    both = [(2, 4), (4, 2)]
    groups = [village_days(FEW, two_then_one(*who)) for who in both]
    for (stays, _), group in zip(both, groups, strict=True):
        assert met_in_the_evening(group) == [{stays}] * 6
    monkeypatch.setattr(routes, "DAY_BY_DAY", 1.0)
    assert {len(met) for group in groups for met in met_in_the_evening(group)} == {2}


def test_without_a_price_days_are_planned_apart(monkeypatch: pytest.MonkeyPatch):
    """Who would pay nothing for few faces gets all the steps day by day: the same routes, bit for bit."""
    group = village_days(Policy(name="plain"), GOOD.duties)
    once = routes.routes_of_group(group, 20)
    monkeypatch.setattr(routes, "DAY_BY_DAY", 0.0)
    for name, column in vars(routes.routes_of_group(group, 20)).items():
        assert column.tobytes() == getattr(once, name).tobytes()


def told_to_the_kernel(group: GroupDays, monkeypatch: pytest.MonkeyPatch) -> tuple[list[horizon.OneDay], list[np.ndarray]]:
    """Days and prices that the kernel gets."""
    given: list[Any] = []

    def search(days: list[horizon.OneDay], prices: list[np.ndarray], **_: object) -> tuple[list[Found], int]:
        given.extend((days, prices))
        return [day_search.evaluate(day.arrays, day.routes, day.breaks) for day in days], 0

    monkeypatch.setattr(horizon, "search", search)
    routes.routes_of_group(group, 5)
    return given[0], given[1]


def test_contacts_are_no_new_faces_and_everybody_else_has_the_price(monkeypatch: pytest.MonkeyPatch):
    """Contact persons and backups come for nothing; a stranger costs the lever's minutes in each period."""
    group = village_days(FEW, GOOD.duties)
    rank = np.full(group.rank.shape, NOBODY_IN_PARTICULAR)
    rank[0, 0], rank[0, 1] = CONTACT, CONTACT + 1
    _, prices = told_to_the_kernel(replace(group, rank=rank), monkeypatch)
    for price in prices:
        assert price[0, :2].tolist() == [0, 0]
        assert set(price[1:].ravel().tolist()) | set(price[0, 2:].tolist()) == {30 * UNIT}


def test_a_day_belongs_to_a_fortnight_and_to_four_weeks(monkeypatch: pytest.MonkeyPatch):
    """Days 13 and 14 share no fortnight but the four weeks; 27 and 28 share neither; people are who they are on every day."""
    group = village_days(FEW, GOOD.duties.take(np.flatnonzero(GOOD.duties.day < 14)), 14)
    later = group.duties.replace(day=group.duties.day + 14)
    days, prices = told_to_the_kernel(group, monkeypatch)
    assert len(prices) == 2
    assert all(list(day.periods) == list(days[0].periods) for day in days)
    for date, day in enumerate(days):
        assert day.person.tolist() == group.duties.staff[group.duties.day == date].tolist()
    both = Duties.concat([group.duties, later, later.replace(day=later.day + 14)])
    visits = Visits.concat([group.visits.replace(day=group.visits.day + first) for first in (0, 14, 28)])
    thrice = {name: np.concatenate([getattr(group, name)] * 3) for name in ("contact_duties", "can_wait", "need")}
    rows = {"duty_rows": np.arange(len(both)), "visit_rows": np.arange(len(visits))}
    long = replace(group, days=42, duties=both, visits=visits, travel=group.travel * 3, **thrice, **rows)
    days, prices = told_to_the_kernel(long, monkeypatch)
    assert len(prices) == 5
    shared = {(a, b): len(set(days[a].periods) & set(days[b].periods)) for a, b in ((0, 13), (13, 14), (14, 27), (27, 28))}
    assert shared == {(0, 13): 2, (13, 14): 1, (14, 27): 2, (27, 28): 0}

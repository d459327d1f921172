"""Visits on days and times: hours to avoid, least gaps, stable weeks, expected absence; each lever off by default."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.checks import check
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import validate
from hemtjanst.models.plan import Contacts
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.demand import Demand, with_absence
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.scenario import Need
from town import town

HOUR = 3600
NONE = Contacts.from_rows(())


def with_levers(policy: Policy, **sections: dict) -> Policy:
    """The policy with some levers moved."""
    levers = policy.model_dump()
    return Policy.model_validate(levers | {name: levers[name] | moved for name, moved in sections.items()})


def test_T13_visits_leave_the_morning_peak_where_their_windows_allow(village, fragmented):
    """The 08:00 peak decides how many people are needed (domain B3): windows of 07:15-09:30 open after it, narrow ones stay."""
    narrow = tuple(replace(n, earliest=480, latest=510) if n.id == "c5.morning" else n for n in village.needs)
    scenario = village.replace(needs=narrow)
    usual, _ = make_visits(scenario, fragmented, 1, NONE)
    quiet, _ = make_visits(scenario, with_levers(fragmented, visits={"avoid": ("07:45", "08:30")}), 1, NONE)
    morning = usual.earliest < 9 * HOUR
    assert np.all(usual.earliest[morning] <= 8 * HOUR)
    inside = (quiet.latest + quiet.seconds > 7.75 * HOUR) & (quiet.earliest < 8.5 * HOUR)
    assert quiet.client[inside].tolist() == [5]
    assert np.all(quiet.earliest >= usual.earliest)
    assert np.all(quiet.latest <= usual.latest)


def test_hours_to_avoid_must_end_after_they_begin():
    """A lever set the wrong way round is told of in a sentence."""
    with pytest.raises(InputError, match="must end after they begin"):
        validate(Policy, {"name": "p", "visits": {"avoid": ["09:00", "08:00"]}}, "p.yaml")


def test_least_gaps_between_meals_and_between_doses_are_kept(village, fragmented):
    """Four hours between doses, and between lunch and dinner, which are both meals: from the end of one to the next."""
    services = dict(village.services)
    services["medication"] = replace(services["medication"], least_gap=240)
    services |= {name: replace(services[name], least_gap=240, kind="meal") for name in ("lunch", "dinner")}
    every = tuple(range(7))
    extra = (
        Need("c2.noon", 2, "medication", 9, every, 600, 840),
        Need("c3.lunch", 3, "lunch", 25, every, 660, 840),
        Need("c3.dinner", 3, "dinner", 25, every, 870, 1110),
    )
    needs = tuple(sorted((*village.needs, *extra), key=lambda need: need.client))
    plain = make_plan(village.replace(needs=needs), fragmented, 7)
    spaced = make_plan(village.replace(needs=needs, services=services), fragmented, 7)
    least = {"medication": 240, "lunch": 240}

    def shortest(plan, first: str) -> float:
        """Minutes between the end of a visit and the next one of its kind, the shortest of the week."""
        kind = {"medication": ("medication",), "lunch": ("lunch", "dinner")}[first]
        gaps = []
        for day in range(7):
            for client in (2, 3):
                rows = [
                    visit
                    for visit, need in zip(plan.occasions.visit.tolist(), plan.occasions.need.tolist(), strict=True)
                    if plan.scenario.needs[need].service in kind
                    and (plan.visits.day[visit], plan.visits.client[visit]) == (day, client)
                ]
                times = sorted(tuple(plan.times[row].tolist()) for row in rows)
                gaps += [(b[0] - a[1]) / 60 for a, b in itertools.pairwise(times)]
        return min(gaps)

    assert len(spaced.unserved) <= len(plain.unserved)
    for first, minutes in least.items():
        assert shortest(spaced, first) >= minutes
        assert shortest(plain, first) < minutes
    assert not [found for found in check(spaced) if found.hard]


def test_T31_routes_repeat_from_week_to_week_where_the_lever_asks(fragmented):
    """Stable routes: the same person at the same visit as on that weekday last week, whenever at work, far more often."""
    scenario = town(clients=16, regular=10, hourly=2)
    stable = with_levers(fragmented, continuity={"other_than_last_week_minutes": 30})
    shares = []
    for policy in (fragmented, stable):
        plan = make_plan(scenario, policy, 21, iterations=20)
        made, again, could = {}, 0, 0
        first = plan.occasions.need[np.searchsorted(plan.occasions.visit, np.arange(len(plan.visits)))]
        working = set(zip(plan.duties.day.tolist(), plan.duties.staff.tolist(), strict=True))
        for visit in np.flatnonzero(plan.visits.people == 1).tolist():
            day, staff = int(plan.visits.day[visit]), int(plan.staff_at[visit, 0])
            before = made.get((int(first[visit]), day - 7))
            made[int(first[visit]), day] = staff
            if before is not None and (day, before) in working:
                could, again = could + 1, again + (before == staff)
        shares.append(again / could)
    assert shares[1] > shares[0] + 0.25


def test_expected_absence_puts_on_so_many_more_people():
    """With one in ten ill nine tenths of the roster must cover the demand: 90 asked for, 100 put on, spread over the days."""
    demand = Demand(np.full((30, 1), 3), np.zeros((0, 30, 1), np.int64))
    more = with_absence(demand, 0.1).people[:, 0]
    assert more.sum() == 100
    assert set(more.tolist()) == {3, 4}
    assert more[:15].sum() == pytest.approx(50, abs=1)
    assert np.array_equal(with_absence(demand, 0).people, demand.people)

"""Wishes for a time bend where visits are left out, and only there."""

from __future__ import annotations

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.information import Information
from hemtjanst.models.plan import Occasions, Plan, Visits
from hemtjanst.models.planning import make_plan, make_routes, make_visits
from hemtjanst.models.planning.bent_wishes import AROUND, with_wishes_bent
from town import town

DAYS = 7


@pytest.fixture(scope="module")
def parts(back_to_basic: Policy):
    """A plan of a town short of staff that heeds every wish, and what is needed to plan it again without."""
    scenario = town(clients=14, regular=3, hourly=1)
    scenario = scenario.replace(information=Information.model_validate({"wished_time_share": 1}))
    levers = back_to_basic.visits.model_copy(update={"wished_time_minutes": 15})
    policy = back_to_basic.model_copy(update={"visits": levers})
    made = make_plan(scenario, policy, DAYS, iterations=2)
    visits, occasions = make_visits(scenario, policy, DAYS, made.contacts, made.duties)
    decided = (made.contacts, made.duties, visits, occasions)
    stops = make_routes(scenario, policy, DAYS, *decided, iterations=2)
    free, _ = make_visits(scenario, back_to_basic, DAYS, made.contacts, made.duties)
    return made, Plan(scenario, policy, DAYS, *decided, stops), free


def test_windows_are_whole_around_what_is_left_out_and_narrow_elsewhere(parts):
    """A wish that keeps its time while somebody gets no lunch is no service; one given up for nothing is none either."""
    made, first, free = parts
    assert 0 < len(first.unserved) < len(first.visits)
    given = (first.contacts, first.duties, first.visits, first.occasions, first.stops)
    visits, occasions = with_wishes_bent(first.scenario, first.policy, DAYS, *given)
    assert visits.frame().equals(made.visits.frame())

    def windows(table: Visits, of: Occasions) -> dict[tuple[int, int], tuple[int, int]]:
        rows = zip(of.visit, of.need, of.agreed_day, strict=True)
        return {(need, day): (table.earliest[row], table.latest[row]) for row, need, day in rows}

    narrow, bent = windows(first.visits, first.occasions), windows(visits, occasions)
    assert narrow.keys() == bent.keys()
    left = [(first.visits.day[row], first.visits.earliest[row]) for row in first.unserved]
    widths: dict[str, list[bool]] = {"near": [], "far": []}
    for row, need, day in zip(first.occasions.visit, first.occasions.need, first.occasions.agreed_day, strict=True):
        near = any(first.visits.day[row] == d and abs(first.visits.earliest[row] - at) < AROUND for d, at in left)
        was, now = narrow[need, day], bent[need, day]
        assert now[0] <= was[0] <= was[1] <= now[1]
        widths["near" if near else "far"].append(now != was)
    assert any(widths["near"])
    assert not any(widths["far"])
    assert (np.diff(np.lexsort((visits.earliest, visits.client, visits.day))) == 1).all()
    assert free.seconds.sum() == visits.seconds.sum()


def test_fewer_are_left_out_where_wishes_bend(parts):
    """The second routes are planned because the first left visits out."""
    made, first, _ = parts
    assert len(made.unserved) < len(first.unserved)

"""Whatever the roads are like: plan and journal keep their rules, and plans count on times that no detour shortens."""

from datetime import timedelta

import numpy as np
from bypass import EAST, conditions, with_bypass
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Scenario
from hemtjanst.models.checks import check
from hemtjanst.models.geography.conditions import ClosedRoad, Region
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate
from hypothesis import given, settings
from hypothesis import strategies as st

START = random_village(0, 1, 1).start
factor = st.sampled_from([0.8, 1.0, 1.3, 2.0])
share = st.sampled_from([0.0, 0.3, 0.7, 1.0])


@st.composite
def villages(draw: st.DrawFn) -> Scenario:
    """Random villages with rush, ice in the east and everywhere, and roadworks for a day or two."""
    scenario = with_bypass(random_village(draw(st.integers(0, 10_000)), 4, 5))
    hours = sorted(draw(st.lists(st.integers(6, 22), min_size=4, max_size=4)))
    times = dict(zip(("morning_start", "morning_end", "afternoon_start", "afternoon_end"), hours, strict=True))
    first = START + timedelta(days=draw(st.integers(0, 2)))
    last = first + timedelta(days=draw(st.integers(0, 1)))
    network, arc = scenario.network, draw(st.integers(0, len(scenario.places) - 2))
    middle = network.lon[[network.tail[arc], network.head[arc]]].mean()
    works = ClosedRoad(name="works", lat=58.7, lon=middle, metres=1, first=first, last=last)
    some = conditions(closed=(works,) * draw(st.integers(0, 1)), rush_main=draw(factor), winter_main=draw(factor), **times)
    regions = tuple(Region(name=str(k), outline=(EAST, ())[k], slippery_share=(draw(share),) * 12) for k in range(2))
    return scenario.replace(conditions=some.model_copy(update={"regions": regions}))


@settings(max_examples=40, deadline=None)
@given(scenario=villages(), noise=st.sampled_from([0.0, 0.25, 1.0]), replication=st.integers(0, 9))
def test_both_checkers_find_nothing(scenario, noise, replication):
    """Rush, ice and roadworks make days longer, not wrong: the plan's drives fit, the journal's are those of its roads."""
    plan = with_luck(make_plan(scenario, 3), visit_cv=noise, travel_cv=noise, sick_share=0.2 if noise else 0.0)
    assert {found.rule for found in check(plan)} <= {"unserved", "weekends", "contract_hours", "weekly_rest", "daily_rest"}
    assert [found.message for found in check_journal(plan, simulate(plan, replication))] == []


@settings(max_examples=40, deadline=None)
@given(scenario=villages(), day=st.integers(0, 6))
def test_expected_times_lie_between_and_keep_the_triangle(scenario, day):
    """What a day is planned with is no faster than its best hour, no slower than its worst, and a detour never pays."""
    planned = scenario.travel_on(day).seconds[0].astype(np.int64)
    hours = np.stack([times.seconds[0] for times in scenario.road_days.on(scenario.date_of(day)).times])
    assert (hours.min(axis=0) <= planned).all()
    assert (planned <= hours.max(axis=0)).all()
    assert (planned[:, :, None] + planned[None, :, :] >= planned[:, None, :]).all()

"""What a replication brings depends on whom it befalls and on nothing else."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Plan
from hemtjanst.simulation.journal import Reason
from hemtjanst.simulation.world.luck import draw
from hemtjanst.simulation.world.spells import spell_rates, spells
from village_plan import good_plan

PLAN = good_plan()
ALL = {"visit_cv": 0.25, "travel_cv": 0.25, "sick_share": 0.2, "cancelled_share": 0.2, "away_share": 0.2, "no_answer_share": 0.1}


@pytest.mark.parametrize(("share", "days"), [(0.045, 4.0), (0.012, 6.5), (0.3, 1.0), (0.5, 2.0)])
def test_rates_balance(share, days):
    """As many spells begin as end, and they last as long as asked: the formula of the docstring."""
    starts, ends = spell_rates(share, days)
    assert ends == 1 / days
    assert starts * (1 - share) == pytest.approx(share * ends)


@pytest.mark.parametrize(("share", "days"), [(0.9, 1.0), (0.8, 3.0), (1.0, 4.0)])
def test_share_beats_length_where_both_cannot_be(share, days):
    """More days ill than spells of this length can hold would ask for a chance above 1."""
    starts, ends = spell_rates(share, days)
    assert starts == pytest.approx(1)
    assert starts * (1 - share) == pytest.approx(share * ends)


def test_nobody_is_ill_at_share_zero_and_everybody_at_one():
    """The null value switches illness off, whatever the length of spells."""
    uniform = np.random.default_rng(1).random((50, 40))
    assert not spells(uniform, 0.0, 4.0).any()
    assert spells(uniform, 1.0, 4.0).all()


def test_more_illness_only_adds_days():
    """Sweeping the share with the same numbers never makes an ill person well, so that sweeps are paired, too."""
    uniform = np.random.default_rng(2).random((200, 50))
    shares = [spells(uniform, share, 4.0) for share in (0.02, 0.05, 0.1, 0.3)]
    assert all((less <= more).all() for less, more in pairwise(shares))


def test_null_values_switch_everything_off():
    """With nothing uncertain the luck is the plan: every effect has a value at which it is not there."""
    luck = draw(with_luck(PLAN), 3)
    assert not luck.ill.any()
    assert not luck.no_answer.any()
    assert (luck.cancelled == Reason.NONE).all()
    assert (luck.seconds == PLAN.visits.seconds).all()
    assert (luck.road == 1).all()
    assert (luck.home == 1).all()
    assert (luck.slippery == 1).all()


def test_slippery_days_slow_every_drive():
    """A slippery day is slippery for the whole municipality, by the scenario's factor."""
    luck = draw(with_luck(PLAN, slippery_share=0.5, slippery_factor=1.2), 0)
    assert set(luck.slippery.tolist()) == {1.0, 1.2}


def test_a_bundled_visit_lasts_as_long_as_its_needs_together():
    """Bundling must not change luck: the noise of a need belongs to the need (decision 1)."""
    plan = with_luck(PLAN, visit_cv=0.5)
    bundled = np.flatnonzero(np.bincount(plan.occasions.visit) == 2)
    assert len(bundled)
    alone, visits = apart(plan)
    together, singles = draw(plan, 5).seconds, draw(alone, 5).seconds
    for visit in range(len(plan.visits)):
        assert together[visit] == singles[visits == visit].sum()


def apart(plan: Plan) -> tuple[Plan, np.ndarray]:
    """The plan with a visit for each occasion, and for each of those the visit it was taken from."""
    old = plan.occasions.visit
    visits = plan.visits.take(old).replace(seconds=plan.occasions.seconds)
    return replace(plan, visits=visits, occasions=plan.occasions.replace(visit=np.arange(len(old)))), old


def test_a_moved_occasion_keeps_its_luck():
    """A shower moved to the contact person's day takes as long, and is cancelled as often, as on the agreed day (T19)."""
    plan = with_luck(PLAN, visit_cv=0.5, cancelled_share=0.3)
    later = replace(plan, visits=plan.visits.replace(day=np.minimum(plan.visits.day + 1, plan.days - 1)))
    assert (draw(plan, 2).seconds == draw(later, 2).seconds).all()
    assert (draw(plan, 2).cancelled == draw(later, 2).cancelled).all()


def test_a_cancelled_need_shortens_its_visit():
    """A visit is cancelled when all its needs are; until then the others are still met."""
    plan = with_luck(PLAN, cancelled_share=0.3)
    alone, visits = apart(plan)
    luck, single = draw(plan, 1), draw(alone, 1)
    left = np.bincount(visits, weights=single.cancelled == Reason.NONE)
    needs = np.bincount(visits)
    assert ((luck.cancelled == Reason.CLIENT) == (left == 0)).all()
    partly = (left > 0) & (left < needs)
    assert partly.any()
    assert (luck.seconds[partly] < plan.visits.seconds[partly]).all()
    assert (luck.seconds[luck.cancelled == Reason.CLIENT] == 0).all()


def test_whole_days_in_hospital_are_cancelled():
    """A client in hospital needs none of the day's visits, whatever else was cancelled."""
    plan = with_luck(PLAN, away_share=0.2, cancelled_share=0.2)
    luck = draw(plan, 0)
    away = luck.cancelled == Reason.AWAY
    days = {(day, client) for day, client in zip(plan.visits.day[away], plan.visits.client[away], strict=True)}
    assert days
    for row in range(len(plan.visits)):
        assert away[row] == ((plan.visits.day[row], plan.visits.client[row]) in days)


def test_staying_the_planned_time_is_a_floor(back_to_basic):
    """Under that lever nobody leaves early, and whoever took longer still does (T29)."""
    plan = with_luck(PLAN, visit_cv=0.5)
    free, stays = draw(plan, 0).seconds, draw(replace(plan, policy=back_to_basic), 0).seconds
    assert (stays == np.maximum(free, plan.visits.seconds)).all()
    assert (stays > free).any()


def test_replications_and_seeds_differ():
    """Twenty replications of the same luck would be one."""
    plan = with_luck(PLAN, **ALL)
    other = replace(plan, scenario=plan.scenario.replace(seed=2))
    assert (draw(plan, 0).seconds != draw(plan, 1).seconds).any()
    assert (draw(plan, 0).seconds != draw(other, 0).seconds).any()


def test_luck_follows_the_person_and_not_the_row():
    """Clients and staff in another order meet the same luck: rows are no keys."""
    plan = with_luck(make_plan(random_village(3, 4, 6), 7), **ALL)
    scenario = plan.scenario
    n = len(scenario.clients)
    backwards = scenario.replace(
        clients=scenario.clients[::-1],
        staff=scenario.staff[::-1],
        needs=tuple(replace(need, client=n - 1 - need.client) for need in reversed(scenario.needs)),
    )
    turned = replace(
        plan,
        scenario=backwards,
        visits=plan.visits.replace(client=n - 1 - plan.visits.client),
        occasions=plan.occasions.replace(need=len(scenario.needs) - 1 - plan.occasions.need),
    )
    one, two = draw(plan, 4), draw(turned, 4)
    assert (one.ill == two.ill[:, ::-1]).all()
    assert (one.home == two.home[:, ::-1]).all()
    for name in ("cancelled", "seconds", "no_answer", "road"):
        assert (getattr(one, name) == getattr(two, name)).all(), name


def test_the_second_person_has_a_drive_of_their_own():
    """Two people who come to one door come by different roads."""
    luck = draw(with_luck(PLAN, travel_cv=0.25), 0)
    assert (luck.road[:, 0] != luck.road[:, 1]).all()

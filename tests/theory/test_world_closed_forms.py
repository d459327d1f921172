"""What the simulated world must give where theory says what that is."""

from dataclasses import replace

import numpy as np
import pytest
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Plan
from hemtjanst.models.plan import BREAK
from hemtjanst.simulation.journal import ACCOUNTS, Journal, Kind, Reason
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.luck import draw
from hemtjanst.simulation.world.spells import spells
from village_plan import good_plan

DAY = 86_400


def stops_of(plan: Plan) -> list[tuple[int, int, int, int]]:
    """(duty, visit, start, end) of every stop, seconds since the first midnight."""
    stops, midnight = plan.stops, plan.duties.day[plan.stops.duty].astype(np.int64) * DAY
    return sorted(
        zip(
            stops.duty.tolist(),
            stops.visit.tolist(),
            (stops.start + midnight).tolist(),
            (stops.end + midnight).tolist(),
            strict=True,
        )
    )


def lived_stops(journal: Journal) -> list[tuple[int, int, int, int]]:
    """The same of what was lived."""
    rows = np.flatnonzero(np.isin(journal.kind, (Kind.VISIT, Kind.BREAK)))
    visit = np.where(journal.kind[rows] == Kind.BREAK, BREAK, journal.visit[rows])
    return sorted(
        zip(journal.duty[rows].tolist(), visit.tolist(), journal.start[rows].tolist(), journal.end[rows].tolist(), strict=True)
    )


@pytest.mark.parametrize("make", [good_plan, lambda: make_plan(random_village(5, 8, 9, 2), 7)], ids=["village", "random"])
def test_without_uncertainty_the_world_lives_the_plan(make):
    """With every null value set, each visit and break begins and ends to the second when the plan says."""
    plan = with_luck(make())
    journal = simulate(plan, 0)
    assert lived_stops(journal) == stops_of(plan)
    assert not np.isin(journal.kind, (Kind.ABSENT, Kind.CANCELLED)).any()
    missed = journal.visit[journal.kind == Kind.MISSED]
    assert missed.tolist() == plan.unserved.tolist()
    duties = journal.take(journal.kind == Kind.DUTY)
    assert (duties.end == duties.planned_end).all()


def test_without_uncertainty_all_replications_are_one():
    """Nothing random is left, so nothing can differ."""
    plan = with_luck(good_plan())
    one, two = simulate(plan, 0), simulate(plan, 9)
    assert all((getattr(one, name) == getattr(two, name)).all() for name in Journal.columns())


def test_share_and_length_of_spells():
    """The Markov chain loses the asked share of days in spells of the asked mean length (4 standard errors)."""
    share, length, days, people = 0.045, 4.0, 400, 2000
    lost = spells(np.random.default_rng(7).random((days, people)), share, length)
    # variance of the mean of a two-state chain with autocorrelation r = 1 - starts - ends
    r = 1 - 1 / length - share / length / (1 - share)
    error = np.sqrt(share * (1 - share) / (days * people) * (1 + r) / (1 - r))
    assert abs(lost.mean() - share) < 4 * error
    starts = (lost[1:] & ~lost[:-1]).sum()
    ends = (~lost[1:] & lost[:-1]).sum()
    assert (lost[:-1].sum() / ends) == pytest.approx(length, abs=4 * length / np.sqrt(ends))
    assert starts == pytest.approx(ends, abs=people)


def test_share_of_shifts_lost_to_illness():
    """Absence in the journal is sick_share of the duties, whatever the roster (the plan knows of no illness)."""
    plan = with_luck(good_plan(), sick_share=0.1)
    share = np.mean([draw(plan, k).ill[plan.duties.day, plan.duties.staff].mean() for k in range(800)])
    assert share == pytest.approx(0.1, abs=0.01)
    journal = simulate(plan, 11)
    ill = draw(plan, 11).ill[plan.duties.day, plan.duties.staff]
    assert journal.duty[journal.kind == Kind.ABSENT].tolist() == np.flatnonzero(ill).tolist()


def test_shares_of_cancellations_absence_and_silence():
    """What the scenario calls a share is one, over many replications."""
    plan = with_luck(good_plan(), cancelled_share=0.04, away_share=0.05, no_answer_share=0.03, slippery_share=0.2)
    lucks = [draw(plan, k) for k in range(600)]
    single = np.bincount(plan.occasions.visit) == 1
    cancelled = np.concatenate([luck.cancelled[single] for luck in lucks])
    assert np.mean(cancelled == Reason.AWAY) == pytest.approx(0.05, abs=0.005)
    assert np.mean(cancelled[cancelled != Reason.AWAY] == Reason.CLIENT) == pytest.approx(0.04, abs=0.003)
    assert np.mean([luck.no_answer for luck in lucks]) == pytest.approx(0.03, abs=0.002)
    assert np.mean([luck.slippery > 1 for luck in lucks]) == pytest.approx(0.2, abs=0.02)


def test_noise_has_mean_one():
    """Uncertainty spreads times without lengthening them on average, so that what lateness costs comes from the spread alone."""
    plan = with_luck(good_plan(), visit_cv=0.25, travel_cv=0.25)
    lucks = [draw(plan, k) for k in range(200)]
    visits = np.concatenate([luck.seconds / plan.visits.seconds for luck in lucks])
    road = np.concatenate([luck.road.ravel() for luck in lucks])
    home = np.concatenate([luck.home.ravel() for luck in lucks])
    for factor in (visits, road, home):
        assert factor.mean() == pytest.approx(1, abs=4 * 0.25 / np.sqrt(factor.size))
    assert road.std() == pytest.approx(0.25, abs=0.01)


def test_travel_takes_the_slippery_factor():
    """On slippery days, and only on them, driving takes that much longer (other noise off)."""
    plan = good_plan()
    dry, wet = (simulate(with_luck(plan, slippery_share=share, slippery_factor=1.5), 0) for share in (0.0, 1.0))

    def driven(journal: Journal) -> int:
        rows = np.isin(journal.kind, ACCOUNTS["travel"])
        return int((journal.end - journal.start)[rows].sum())

    assert driven(wet) == pytest.approx(1.5 * driven(dry), rel=1e-3)


def test_minute_control_never_shortens_presence(back_to_basic):
    """Staying the planned time gives each performed visit at least that, in the very same world (T29)."""
    plan = with_luck(good_plan(), visit_cv=0.5)
    stays = replace(plan, policy=plan.policy.model_copy(update={"control": back_to_basic.control}))
    free, full = simulate(plan, 0), simulate(stays, 0)
    for journal, least in ((free, 0), (full, 1)):
        rows = journal.kind == Kind.VISIT
        length = (journal.end - journal.start)[rows]
        assert ((length >= plan.visits.seconds[journal.visit[rows]]).mean() == 1) == bool(least)

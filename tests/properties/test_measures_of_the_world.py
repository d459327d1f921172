"""Measures of journals that the simulated world wrote: what must add up whatever luck the village has."""

from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models.assumptions import Uncertainty
from hemtjanst.simulation.journal import Kind
from hemtjanst.simulation.measures import Run, measure
from hemtjanst.simulation.measures.missed import wanted
from hemtjanst.simulation.world import simulate
from hypothesis import given, settings
from hypothesis import strategies as st
from village_plan import good_plan

FEW = settings(max_examples=15, deadline=None)
replications = st.integers(0, 10_000)
CALM = Uncertainty.model_validate(
    dict.fromkeys(("visit_cv", "travel_cv", "slippery_share", "sick_share", "cancelled_share", "away_share", "no_answer_share"), 0)
)


def lived(replication: int, **changes) -> Run:
    """The village's good fortnight, lived through once."""
    plan = good_plan()
    plan = replace(plan, scenario=plan.scenario.replace(**changes))
    return Run(plan, simulate(plan, replication))


@FEW
@given(replications)
def test_paid_time_balances_for_everybody_every_day(replication):
    """The five accounts fill the time from the start to the end of each duty but for the break, to the second (A3)."""
    run = lived(replication)
    journal = run.journal
    span = np.zeros_like(run.paid)
    for kind, sign in ((Kind.DUTY, 1), (Kind.BREAK, -1)):
        rows = run.rows(kind)
        np.add.at(span, (journal.day[rows], journal.staff[rows]), sign * (journal.end - journal.start)[rows])
    assert (run.paid == span).all()
    shares = ["presence_paid", "driving_share", "wait_share", "kringtid_share", "idle_share"]
    assert measure(run, shares)["value"].sum() == pytest.approx(1)


@FEW
@given(replications)
def test_every_visit_of_the_plan_is_performed_missed_or_cancelled(replication):
    """The denominators of missed and cancelled visits make up the plan; nothing falls between them."""
    run = lived(replication)
    figures = measure(run).set_index("measure")
    assert wanted(run) + figures.loc["cancelled_share", "numerator"] == len(run.plan.visits)
    reasons = [name for name in figures.index if name.startswith("missed_") and name not in ("missed_visits", "missed_share")]
    assert figures.loc[reasons, "numerator"].sum() == figures.loc["missed_visits", "numerator"]


def test_without_bad_luck_the_plan_comes_true():
    """Nobody ill, no noise: all visits done, on time and in full, by the people who were planned."""
    run = lived(1, uncertainty=CALM)
    figures = measure(run).set_index("measure")["value"]
    for name in ("missed_visits", "cancelled_share", "duties_absent_share", "visits_taken_over_share", "overtime_hours"):
        assert figures[name] == 0, name
    for name in ("performed_planned", "performed_granted", "on_time_window_15", "on_time_plan_15"):
        assert figures[name] == pytest.approx(1), name
    assert figures["unused_granted_hours"] == pytest.approx(0, abs=1e-9)
    assert len(run.encounters) == run.plan.visits.people.sum()
    # everybody belongs to the official figure, so it counts the pairs of client and helper in the plan
    planned = {(int(run.plan.visits.client[v]), s) for v, staff in enumerate(run.plan.staff_at.tolist()) for s in staff if s >= 0}
    assert figures["continuity_14d_kolada"] == pytest.approx(len(planned) / 6)


def test_same_luck_same_figures():
    """A replication measured twice gives the same table bit for bit; another replication does not."""
    first, again, other = (measure(lived(replication)) for replication in (3, 3, 4))
    assert first.equals(again)
    assert not first.equals(other)

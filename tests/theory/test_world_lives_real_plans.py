"""The planner's own plans and the world agree about time: where nothing is uncertain, what was planned is what happens."""

import numpy as np
import pytest
from hand_plan import with_luck
from hemtjanst.models import Plan
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.journal import Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate

DAY = 86_400


@pytest.fixture(scope="module", params=["fragmented", "back_to_basic"])
def plan(request) -> Plan:
    """A week of the small coast as planned, under each policy that is shipped."""
    return make_plan(load_scenario("small"), load_policy(request.param), 7)


def test_a_world_without_luck_lives_the_plan(plan):
    """Driving, breaks, meetings for two and documentation are reckoned alike by planner and world, to the second."""
    journal = simulate(with_luck(plan), 0)
    lived = journal.take(np.isin(journal.kind, (Kind.VISIT, Kind.BREAK)))
    midnight = plan.duties.day[plan.stops.duty].astype(np.int64) * DAY
    planned = zip(
        plan.stops.duty.tolist(), (plan.stops.start + midnight).tolist(), (plan.stops.end + midnight).tolist(), strict=True
    )
    assert sorted(zip(lived.duty.tolist(), lived.start.tolist(), lived.end.tolist(), strict=True)) == sorted(planned)
    duties = journal.take(journal.kind == Kind.DUTY)
    assert (duties.end == duties.planned_end).all()
    assert sorted(journal.visit[journal.kind == Kind.MISSED].tolist()) == plan.unserved.tolist()


def test_a_lively_week_keeps_every_rule(plan):
    """With the scenario's own luck people fall ill, step in and run late, and the journal still adds up."""
    journals = [simulate(plan, replication) for replication in range(5)]
    assert [violation.message for journal in journals for violation in check_journal(plan, journal)] == []
    reasons = set(np.concatenate([journal.reason for journal in journals]).tolist())
    assert {Reason.ILL, Reason.STEPPED_IN, Reason.CLIENT} <= reasons

"""Whatever the village and the luck: the journal keeps its rules, and luck stays with whom it befalls."""

from dataclasses import replace

import numpy as np
import pytest
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Plan
from hemtjanst.models.checks import check
from hemtjanst.simulation.journal import ACCOUNTS, Journal, Kind
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate
from hypothesis import given, settings
from hypothesis import strategies as st

shares = st.sampled_from([0.0, 0.05, 0.4])
chances = st.fixed_dictionaries(
    {
        "visit_cv": st.sampled_from([0.0, 0.25, 1.0]),
        "travel_cv": st.sampled_from([0.0, 0.25, 1.0]),
        "slippery_share": shares,
        "sick_share": shares,
        "cancelled_share": shares,
        "away_share": shares,
        "no_answer_share": shares,
        "colleague_minutes": st.sampled_from([0.0, 5.0, 30.0]),
    }
)
sizes = st.tuples(st.integers(1, 7), st.integers(2, 8), st.integers(1, 3))


def village_plan(seed: int, size: tuple[int, int, int], chances: dict[str, float], days: int = 3) -> Plan:
    """A plan for a random village."""
    return with_luck(make_plan(random_village(seed, *size), days), **chances)


def same(one: Journal, two: Journal) -> bool:
    """Whether two journals are the same, bit for bit."""
    return all(getattr(one, name).tobytes() == getattr(two, name).tobytes() for name in Journal.columns())


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), size=sizes, chances=chances, replication=st.integers(0, 50))
def test_both_checkers_find_nothing(seed, size, chances, replication):
    """The plan checker has no say about unserved visits and the rota here; beyond that, plan and journal keep every rule."""
    plan = village_plan(seed, size, chances)
    assert {violation.rule for violation in check(plan)} <= {"unserved", "weekends", "contract_hours", "weekly_rest", "daily_rest"}
    assert [violation.message for violation in check_journal(plan, simulate(plan, replication))] == []


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), size=sizes, chances=chances)
def test_paid_time_balances_to_the_second(seed, size, chances):
    """Paid = client + travel + wait + kringtid + idle for every person and day (domain A3)."""
    journal = simulate(village_plan(seed, size, chances), 0)
    seconds = journal.end - journal.start
    for row in np.flatnonzero(journal.kind == Kind.DUTY):
        mine = (journal.day == journal.day[row]) & (journal.staff == journal.staff[row])
        accounts = {name: seconds[mine & np.isin(journal.kind, kinds)].sum() for name, kinds in ACCOUNTS.items()}
        paid = seconds[row] - seconds[mine & (journal.kind == Kind.BREAK)].sum()
        assert paid == sum(accounts.values())


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), size=sizes, chances=chances)
def test_twice_is_the_same_and_telling_changes_nothing(seed, size, chances):
    """Same input, same output bit for bit, with tracing on or off (decision 2)."""
    plan = village_plan(seed, size, chances)
    told: list[str] = []
    once, again, traced = simulate(plan, 1), simulate(plan, 1), simulate(plan, 1, trace=told.append)
    assert same(once, again)
    assert same(once, traced)
    assert len(told) >= (once.kind == Kind.VISIT).sum()


def by_name(plan: Plan, journal: Journal, group: int) -> list[tuple]:
    """Everything that happened to the people of a group, with names instead of rows."""
    scenario, visits = plan.scenario, plan.visits
    found = []
    for row in range(len(journal)):
        staff, client, visit = int(journal.staff[row]), int(journal.client[row]), int(journal.visit[row])
        groups = {scenario.staff[staff].group} if staff >= 0 else set()
        groups |= {scenario.clients[client].group} if client >= 0 else set()
        if group not in groups:
            continue
        who = scenario.staff[staff].id if staff >= 0 else ""
        whom = scenario.clients[client].id if client >= 0 else ""
        which = int(visits.earliest[visit]) if visit >= 0 else -1
        cells = [int(getattr(journal, name)[row]) for name in ("kind", "day", "planned_start", "planned_end", "start", "end")]
        found.append((who, whom, which, *cells, int(journal.metres[row]), int(journal.reason[row])))
    return sorted(found)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), chances=chances, clients=st.integers(1, 5))
def test_one_more_client_elsewhere_changes_nothing_here(seed, chances, clients):
    """One added client who touches nobody leaves every other trajectory bit-identical (decision 1)."""
    full = random_village(seed, clients + 1, 5, 2)
    last = len(full.clients) - 1
    less = full.replace(clients=full.clients[:-1], needs=tuple(need for need in full.needs if need.client < last))
    plans = [with_luck(make_plan(scenario, 3), **chances) for scenario in (full, less)]
    one, two = (by_name(plan, simulate(plan, 2), 0) for plan in plans)
    assert one == two


def test_a_new_colleague_who_has_nothing_to_do_changes_nothing():
    """Somebody hired without a duty meets no luck that others would have met."""
    plan = with_luck(make_plan(random_village(4, 6, 8), 5), visit_cv=0.3, travel_cv=0.3, sick_share=0.2)
    newcomer = replace(plan.scenario.staff[0], id="newcomer")
    more = replace(plan, scenario=plan.scenario.replace(staff=(*plan.scenario.staff, newcomer)))
    assert same(simulate(plan, 0), simulate(more, 0))


@pytest.mark.parametrize("replication", range(3))
def test_policies_meet_the_same_luck(replication, fragmented, back_to_basic):
    """Visits of two policies that differ in nothing the world does last equally long, and who is ill is ill under both."""
    plan = with_luck(make_plan(random_village(9, 6, 8), 5), visit_cv=0.3, sick_share=0.2, cancelled_share=0.1)
    relaxed = back_to_basic.model_copy(update={"control": fragmented.control})
    journals = [simulate(replace(plan, policy=policy), replication) for policy in (fragmented, relaxed)]
    one, two = (
        {(int(v), int(e - s)) for k, v, s, e in zip(j.kind, j.visit, j.start, j.end, strict=True) if k == Kind.VISIT}
        for j in journals
    )
    shared = {visit for visit, _ in one} & {visit for visit, _ in two}
    assert {(visit, length) for visit, length in one if visit in shared} == {(v, length) for v, length in two if v in shared}
    ill = [{(int(d), int(s)) for k, d, s in zip(j.kind, j.day, j.staff, strict=True) if k == Kind.ABSENT} for j in journals]
    assert ill[0] == ill[1]

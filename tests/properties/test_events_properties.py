"""Whatever happens besides the plan: the journal keeps its rules, time balances, and luck stays with whom it befalls."""

from dataclasses import replace

import numpy as np
from hand_plan import make_plan, random_village, with_luck
from hemtjanst.models import Plan
from hemtjanst.models.events import documented
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import StaffMember
from hemtjanst.simulation.journal import ACCOUNTS, Journal, Kind
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate
from hypothesis import given, settings
from hypothesis import strategies as st

WATCHES = ("night", "alarm day", "alarm evening")
rates = st.fixed_dictionaries(
    {
        "alarm_users": st.sampled_from([0.0, 1.0]),
        "alarm_rate": st.sampled_from([5.0, 60.0]),
        "night_users": st.sampled_from([0.0, 1.0]),
        "camera_failed": st.sampled_from([0.0, 0.5, 1.0]),
        "long_sick_share": st.sampled_from([0.0, 0.3]),
        "leaving_rate": st.sampled_from([0.0, 10.0]),
        "vacancy_days": st.sampled_from([0.0, 1.0, 5.0]),
        "client_turnover": st.sampled_from([0.0, 1.0]),
        "client_gap_days": st.sampled_from([0.0, 3.0]),
        "need_changes": st.sampled_from([0.0, 1.0]),
        "need_plan_days": st.sampled_from([1.0, 5.0]),
        "car_failures": st.sampled_from([0.0, 0.5]),
    }
)
levers = st.fixed_dictionaries(
    {
        "name": st.just("by_hand"),
        "alarms": st.fixed_dictionaries(
            {
                "answered_by": st.sampled_from(["nearest", "known", "patrol"]),
                "hand_over_minutes": st.sampled_from([None, 0.0, 20.0]),
            }
        ),
        "introduction": st.fixed_dictionaries({"doubled": st.booleans()}),
        "night": st.fixed_dictionaries({"camera_share": st.sampled_from([0.0, 0.5, 1.0])}),
        "absence": st.fixed_dictionaries(
            {
                "replaced_by": st.sampled_from(
                    [("known", "colleague", "overtime", "pool"), ("known", "swap", "colleague"), ("swap",), ("pool",)]
                ),
                "pool_from_visits": st.sampled_from([1, 3]),
                "dropped_first": st.sampled_from([(), ("lunch", "dinner")]),
            }
        ),
    }
)
sizes = st.tuples(st.integers(2, 7), st.integers(2, 6), st.integers(1, 2))


def lively(seed: int, size: tuple[int, int, int], events: dict[str, float], levers: dict, patrols: int, days: int = 4) -> Plan:
    """A plan for a random village in which much happens."""
    village = random_village(seed, *size)
    crew = tuple(
        StaffMember(f"{watch} {k}", -1, "vårdbiträde", 0.6, "patrol", frozenset(), frozenset({watch}))
        for watch in WATCHES
        for k in range(3 * patrols)
    )
    village = village.replace(staff=village.staff + crew, events=documented(**events))
    plan = make_plan(village, days, Policy.model_validate(levers))
    return with_luck(plan, visit_cv=0.25, travel_cv=0.25, sick_share=0.1, cancelled_share=0.05, away_share=0.1)


def same(one: Journal, two: Journal) -> bool:
    """Whether two journals are the same, bit for bit."""
    return all(getattr(one, name).tobytes() == getattr(two, name).tobytes() for name in Journal.columns())


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000), size=sizes, events=rates, levers=levers, patrols=st.integers(0, 2), replication=st.integers(0, 9)
)
def test_the_journal_checker_finds_nothing_and_time_balances(seed, size, events, levers, patrols, replication):
    """Alarms by day and night, cameras, comings and goings, failing cars: every second is in one row, and every rule is kept."""
    plan = lively(seed, size, events, levers, patrols)
    journal = simulate(plan, replication)
    assert [violation.message for violation in check_journal(plan, journal)] == []
    seconds = journal.end - journal.start
    of_duties = seconds[journal.kind == Kind.DUTY].sum() - seconds[journal.kind == Kind.BREAK].sum()
    assert of_duties == sum(seconds[np.isin(journal.kind, kinds)].sum() for kinds in ACCOUNTS.values())
    assert same(journal, simulate(plan, replication))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=sizes, levers=levers)
def test_alarms_are_the_same_whoever_answers(seed, size, levers):
    """Who answers is the policy's; when and where an alarm is raised is not."""
    plans = [
        lively(
            seed, size, {"alarm_users": 1.0, "alarm_rate": 20.0, "night_users": 0.0}, levers | {"alarms": {"answered_by": who}}, 1
        )
        for who in ("nearest", "patrol")
    ]
    raised = []
    for plan in plans:
        journal = simulate(plan, 3)
        rows = journal.kind == Kind.ALARM_RAISED
        raised.append(sorted(zip(journal.client[rows].tolist(), journal.planned_start[rows].tolist(), strict=True)))
    assert raised[0] == raised[1]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), size=sizes)
def test_levers_of_events_change_nothing_where_nothing_happens(seed, size):
    """In a world without alarms, nights and absences all their levers are at their null setting whatever they say."""
    plan = make_plan(random_village(seed, *size), 3)
    policy = Policy.model_validate(
        {
            "name": "by_hand",
            "alarms": {"answered_by": "known", "hand_over_minutes": 0},
            "night": {"camera_share": 1},
            "absence": {"replaced_by": ["swap"], "pool_from_visits": 5, "dropped_first": ["lunch"], "telephone_minutes": 10},
            "introduction": {"web": True, "doubled": True},
        }
    )
    plan = with_luck(plan, visit_cv=0.25, travel_cv=0.25, no_answer_share=0.05)
    assert same(simulate(plan, 0), simulate(replace(plan, policy=policy), 0))

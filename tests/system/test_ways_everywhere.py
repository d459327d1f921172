"""Every shipped way of working in every municipality: plans and journals that break no hard rule, time that balances.

Each lives through quiet days and through days on which everything documented happens.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models.checks import check
from hemtjanst.models.events import documented
from hemtjanst.models.files import shipped
from hemtjanst.models.planning import make_plan
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import DAY
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.journal import Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.measures import Run, measure
from hemtjanst.simulation.world import simulate

ONE_GROUP = {"tanum": 0.1, "norrtalje": 0.025, "falkenberg": 0.04}
COUNTED = {"unserved", "late", "one_person_per_shift", "contact_missing"}  # wishes that a plan may have to bend, each told
MECHANISM = {  # what the journal must show of each way
    "attractive_home_care": {Kind.COORDINATION, Kind.SAVED, Kind.SPENT},
    "back_to_basic": {Kind.MEETING},
    "cross_professional": {Kind.TEAM_MEETING},
    "falkenberg": {Kind.TEAM_MEETING},
    "fixed_contact": {Kind.COORDINATION},
}
EVENTS = {Kind.ALARM_RAISED, Kind.ABSENT, Kind.CANCELLED, Kind.MISSED}  # even one group has some of each in two weeks


@pytest.fixture(scope="module", params=["tanum", "norrtalje", "falkenberg", "goteborg"])
def municipality(request, some_of_goteborg):
    """A part of each municipality: one group, of Göteborg two."""
    return some_of_goteborg if request.param == "goteborg" else load_scenario(request.param, share=ONE_GROUP[request.param])


@pytest.mark.parametrize("name", sorted(shipped("policy")))
def test_every_way_works_in_every_municipality(municipality, name):
    """All measures have a value or nothing to divide by, every mechanism leaves rows, both checkers are silent."""
    plan = make_plan(municipality, load_policy(name), 14, iterations=1)
    assert {found.rule for found in check(plan)} <= COUNTED
    eventful = replace(plan, scenario=plan.scenario.replace(events=documented(night_users=0.3)))
    for lives, wanted in ((plan, MECHANISM.get(name, set())), (eventful, MECHANISM.get(name, set()) | EVENTS)):
        journal = simulate(lives, 0)
        assert check_journal(lives, journal) == []
        run = Run(lives, journal)
        table = measure(run).set_index("measure")
        assert (table.value.notna() | (table.denominator == 0)).all()
        assert set(journal.kind.tolist()) >= wanted
        # time balances to the second, for everybody on every day
        seconds = journal.end - journal.start
        on_duty = np.zeros((lives.days, run.staff), dtype=np.int64)
        for kind, sign in ((Kind.DUTY, 1), (Kind.BREAK, -1)):
            rows = run.rows(kind)
            np.add.at(on_duty, (journal.day[rows], journal.staff[rows]), sign * seconds[rows])
        assert (run.paid == on_duty).all()
    by_camera = (journal.kind == Kind.LOOK) & (journal.reason != Reason.NOBODY_THERE)
    assert by_camera.any() == (eventful.policy.night.camera_share > 0)
    assert (journal.kind == Kind.NIGHT_CHECK).any(), "nights have their patrol"


def test_T17_T31_G7_every_response_works_in_every_municipality(municipality):
    """T17, T31, G7: swaps, newcomers at a colleague's side, calls by backups, and an alarm patrol, by day in Falkenberg alone."""
    policy = load_policy("back_to_basic").model_dump()
    policy["absence"] |= {"replaced_by": ["backup", "known", "swap", "colleague", "pool"]}
    policy["absence"] |= {"telephone_minutes": 5, "telephoned_by": "backup"}
    policy |= {"introduction": {"doubled": True}, "alarms": {"answered_by": "patrol", "hand_over_minutes": 20}}
    plan = make_plan(municipality, Policy.model_validate(policy), 14, iterations=1)
    events = documented(leaving_rate=3, vacancy_days=1, alarm_rate=20)
    plan = replace(plan, scenario=plan.scenario.replace(events=events))
    journal = simulate(plan, 0)
    assert check_journal(plan, journal) == []
    assert {Reason.STEPPED_IN, Reason.SWAPPED} <= set(journal.reason[journal.kind == Kind.VISIT].tolist())
    assert (journal.visit[journal.kind == Kind.INTRODUCTION] >= 0).any()
    assert (journal.kind == Kind.TELEPHONE).any()
    went = np.flatnonzero((journal.kind == Kind.ALARM_RAISED) & (journal.staff >= 0))
    hour = journal.planned_start[went] % DAY / 3600
    patrol = np.array([person.employment == "patrol" for person in plan.scenario.staff])[journal.staff[went]]
    assert patrol[hour >= 22].any()
    assert patrol[(hour >= 8) & (hour < 20)].any() == (municipality.name == "falkenberg")

"""Every shipped way of working in every municipality: plans and journals that break no hard rule, time that balances."""

from __future__ import annotations

import pytest
from hemtjanst.models.checks import check
from hemtjanst.models.files import shipped
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.journal import Kind
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


@pytest.fixture(scope="module", params=["tanum", "norrtalje", "falkenberg", "goteborg"])
def municipality(request, some_of_goteborg):
    """A part of each municipality: one group, of Göteborg two."""
    return some_of_goteborg if request.param == "goteborg" else load_scenario(request.param, share=ONE_GROUP[request.param])


@pytest.mark.parametrize("name", sorted(shipped("policy")))
def test_every_way_works_in_every_municipality(municipality, name):
    """All measures have a value or nothing to divide by, every mechanism leaves rows, both checkers are silent."""
    plan = make_plan(municipality, load_policy(name), 14, iterations=1)
    assert {found.rule for found in check(plan)} <= COUNTED
    journal = simulate(plan, 0)
    assert check_journal(plan, journal) == []
    run = Run(plan, journal)
    table = measure(run).set_index("measure")
    assert (table.value.notna() | (table.denominator == 0)).all()
    assert set(journal.kind.tolist()) >= MECHANISM.get(name, set())
    duties, breaks = run.rows(Kind.DUTY), run.rows(Kind.BREAK)
    length = journal.end - journal.start
    assert int(run.paid.sum()) == int(length[duties].sum() - length[breaks].sum())

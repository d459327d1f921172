"""With everything that is only claimed at its null value, ways of working that plan alike come out alike (issue 6)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.events import Events, documented
from hemtjanst.models.infection import Infection
from hemtjanst.models.information import Claims, Information, Organisation
from hemtjanst.models.planning import make_plan
from hemtjanst.simulation.journal import Kind
from hemtjanst.simulation.world import simulate

# Levers whose whole effect is a claim: with the claims off they change nothing.
CLAIMED = {
    "tools": {"mobile_documentation": True, "supervisors": True},
    "team": {"co_organised": True},
    "time_bank": {"swaps": True},
    "control": {"tolerance_minutes": 30},
    "introduction": {"web": True},
}


def same(one, other):
    """Whether two tables are the same, value by value."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in one.columns())


@pytest.fixture(scope="module")
def plain(village):
    """The village without any lever."""
    return make_plan(village, Policy(name="plain"), 14, iterations=3)


@pytest.mark.parametrize("events", [Events(), documented()], ids=["quiet", "documented"])
def test_ways_that_plan_alike_come_out_alike(village, plain, events):
    """Nothing but plan and luck decides: under every lever whose effect is a claim the journal is the same bit for bit, also on
    days on which everything happens. (How long an introduction lasts is an assumption on its own, made equal here.)
    """
    quick = events.model_copy(update={"web_introduction_days": events.introduction_days})
    claimed = {"name": "claims", "night": {"camera_share": 0}} | CLAIMED
    for replication in range(2):
        one, other = (
            replace(plain, policy=policy, scenario=village.replace(events=quick))
            for policy in (plain.policy, Policy.model_validate(claimed))
        )
        assert same(simulate(one, replication), simulate(other, replication))


def test_levers_of_claims_do_not_change_the_plan(village, plain):
    """What is compared above under one plan is planned alike, too."""
    other = make_plan(village, Policy.model_validate({"name": "claims"} | CLAIMED), 14, iterations=3)
    assert all(same(getattr(plain, name), getattr(other, name)) for name in ("contacts", "duties", "visits", "stops"))


@pytest.mark.parametrize(
    ("lever", "claim"),
    [
        ({"tools": {"mobile_documentation": True}}, {"claims": Claims.model_validate({"mobile_saving": 0.3})}),
        ({"contacts": {"clients": [1, 4]}}, {"claims": Claims.model_validate({"sick_factor": 0.2})}),
    ],
)
def test_a_claim_switched_on_changes_who_makes_it_and_nobody_else(village, plain, lever, claim):
    """A claimed effect of one way of working must not reach the other through the scenario."""
    believing = village.replace(**claim)
    unmoved = make_plan(believing, Policy(name="plain"), 14, iterations=3)
    assert all(same(simulate(plain, r), simulate(unmoved, r)) for r in range(4))
    moved = make_plan(believing, Policy.model_validate({"name": "m"} | lever), 14, iterations=3)
    as_before = make_plan(village, Policy.model_validate({"name": "m"} | lever), 14, iterations=3)
    assert not all(same(simulate(moved, r), simulate(as_before, r)) for r in range(4))


def test_wishes_add_facts_and_move_no_second(village, plain):
    """Wishes at visits take no time: with them every other row of the journal stays as it was."""
    wishing = replace(plain, scenario=village.replace(information=Information.model_validate({"wish_share": 0.2})))
    before, after = simulate(plain, 0), simulate(wishing, 0)
    assert same(before, after.take(after.kind != Kind.WISHED))
    assert (after.kind == Kind.WISHED).any()


def test_defaults_of_claims_are_null():
    """Whoever adds a claim must leave it off."""
    assert all(quantity.value in (0, 1) for _, quantity in Claims())
    assert Information().familiar_factor.value == Information().together_factor.value == Information().adherence.value == 1
    off = ("joint_visit_minutes", "retell_minutes", "relatives_minutes", "misunderstood_share", "learning_weeks", "wish_share")
    assert all(getattr(Information(), name).value == 0 for name in off)
    assert Organisation().clients_per_supervisor.value > 0
    assert Infection().per_hour.value > 0

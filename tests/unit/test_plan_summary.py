"""The page of text about a plan says what the plan holds, with numerators and denominators, and no rule bent in silence."""

from dataclasses import replace

import numpy as np
from hemtjanst.models import Policy
from hemtjanst.models.checks import check
from hemtjanst.models.plan import Contacts, Duties, Occasions, Plan, Stops, Visits
from hemtjanst.models.plan_figures import driving_seconds
from hemtjanst.simulation.report.plan_text import plan_summary
from village import LEG, village
from village_plan import PARK, good_plan

PLAN = good_plan()


def test_driving_is_reckoned_door_to_door():
    """Round B by hand: base, c1, c3, c5 and back are one leg each out and three home, with parking at each of four arrivals."""
    duty = 1
    visits = PLAN.stops.take(PLAN.stops.duty == duty)
    alone = replace(PLAN, stops=visits)
    assert driving_seconds(alone) == 6 * LEG + 4 * PARK


def test_figures_carry_their_denominators():
    """52 % of what? The reader sees it."""
    text = plan_summary(PLAN, check(PLAN))
    hours = float((PLAN.duties.end - PLAN.duties.start - PLAN.duties.break_seconds).sum()) / 3600
    with_clients = float(PLAN.visits.seconds[PLAN.stops.visit[PLAN.stops.visit >= 0]].sum()) / 3600
    assert f"{with_clients / hours:.1%}   {with_clients:,.0f} of {hours:,.0f} h" in text
    assert f"100.0%   {len(PLAN.visits)} of {len(PLAN.visits)} visits" in text
    assert "visits by the contact person" in text
    assert "violations by rule:\n  none" in text


def test_bent_and_hard_rules_are_told_apart():
    """One line for each rule: how often, how bad, and an instance."""
    stops = PLAN.stops
    late = replace(PLAN, visits=PLAN.visits.replace(latest=np.minimum(PLAN.visits.latest, 9 * 3600)))
    assert "late " in plan_summary(late, check(late))
    assert "bent  for instance: " in plan_summary(late, check(late))
    early = replace(PLAN, stops=stops.replace(start=stops.start - 1, end=stops.end - 1))
    assert "HARD  for instance: " in plan_summary(early, check(early))


def test_notes_are_told():
    """Whoever reads the summary sees what could not be done."""
    assert "notes:\n  Nobody is left." in plan_summary(replace(PLAN, notes=("Nobody is left.",)), [])


def test_an_empty_plan_has_a_summary():
    """A scenario without staff or visits divides by nothing."""
    tables = (table.from_rows(()) for table in (Contacts, Duties, Visits, Occasions, Stops))
    plan = Plan(village(clients=(), needs=(), staff=()), Policy(name="plain"), 7, *tables)  # type: ignore[arg-type]
    assert "0 clients, 0 people on 0 duties" in plan_summary(plan, check(plan))

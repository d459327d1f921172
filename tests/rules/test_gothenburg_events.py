"""Rows G7, G8 and G12 of the checklist: newcomers, their introduction on the web, and cameras at night."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.events import Events
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario import StaffMember
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate


@pytest.fixture(scope="module")
def plan(village):
    """Four weeks of the village, which has a patrol at night."""
    patrol = tuple(StaffMember(f"n{k}", -1, "vårdbiträde", 0.6, "patrol", frozenset(), frozenset({"night"})) for k in range(3))
    return make_plan(village.replace(staff=village.staff + patrol), Policy(name="usual"), 28, iterations=2)


def lived(plan, events, **levers) -> Journal:
    """Three replications under some events and levers, below each other."""
    policy = Policy.model_validate({"name": "usual"} | levers)
    plan = replace(plan, policy=policy, scenario=plan.scenario.replace(events=Events.model_validate(events)))
    journals = [simulate(plan, replication) for replication in range(3)]
    assert not [found for journal in journals for found in check_journal(plan, journal)]
    return Journal.concat(journals)


def hours(journal, kind):
    """Hours of all spans of a kind."""
    rows = journal.kind == kind
    return float((journal.end - journal.start)[rows].sum()) / 3600


def test_G12_staff_leave_and_newcomers_are_hired(plan):
    """G12: 'varje år anställa 400-500 personer': off by default; where people leave, places are vacant until others come."""
    leaving = lived(plan, {"leaving_rate": 3, "vacancy_days": 3})
    assert (leaving.kind == Kind.STAFF_LEFT).sum() > 0
    assert (leaving.kind == Kind.HIRED).sum() > 0
    assert np.isin(Reason.VACANT, leaving.reason[leaving.kind == Kind.ABSENT])
    stable = lived(plan, {})
    assert not np.isin(stable.kind, [Kind.STAFF_LEFT, Kind.HIRED, Kind.INTRODUCTION]).any()


def test_G7_a_web_introduction_takes_the_days_it_is_assumed_to_take(plan):
    """G7: newcomers learn on paid days instead of making visits; a shorter introduction on the web takes fewer of them."""
    events = {"leaving_rate": 3, "vacancy_days": 1, "introduction_days": 6, "web_introduction_days": 2}
    usual, web = (lived(plan, events, introduction={"web": on}) for on in (False, True))
    assert hours(usual, Kind.INTRODUCTION) > 1.5 * hours(web, Kind.INTRODUCTION) > 0


def test_G8_cameras_replace_checks_at_night_and_somebody_drives_where_they_fail(plan):
    """G8: undisturbed sleep: with cameras nobody comes where the look succeeds; a failed look is repeated, then somebody drives."""
    nights = {"night_users": 1, "camera_consent": 1}
    visits = lived(plan, nights)
    seen = lived(plan, nights | {"camera_failed": 0}, night={"camera_share": 1})
    failing = lived(plan, nights | {"camera_failed": 0.5}, night={"camera_share": 1})
    checks = [int((journal.kind == Kind.NIGHT_CHECK).sum()) for journal in (visits, seen)]
    assert checks[0] > 0
    assert checks[1] == 0
    looks = [int((journal.kind == Kind.LOOK).sum()) for journal in (seen, failing)]
    assert (visits.kind == Kind.LOOK).sum() == 0
    assert looks[1] > 1.2 * looks[0], "a failed look is repeated"
    driven = [int(journal.metres.sum()) for journal in (visits, seen, failing)]
    assert driven[1] < driven[2] < driven[0]

"""Rows of the checklist that levers of the municipal ways of working answer for: time at meetings, block time, the bank of time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hemtjanst.models import Policy
from hemtjanst.models.assumptions import Uncertainty
from hemtjanst.models.checks import check
from hemtjanst.models.files import shipped
from hemtjanst.models.information import Claims, Information
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.contacts import assign_contacts
from hemtjanst.models.planning.visits import make_visits
from hemtjanst.models.scenario_file import load_policy
from hemtjanst.models.under import under
from hemtjanst.simulation.journal import Kind
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.measures import Run
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.time_bank import keep
from village import village as make_village

CALM = Uncertainty.model_validate(
    dict.fromkeys(("slippery_share", "sick_share", "cancelled_share", "away_share", "no_answer_share"), 0)
)
CONTACTS = {"clients": [1, 4], "titles": ["undersköterska"]}


def live(scenario, days=14, **levers):
    """A plan of the village under some levers, and the first replication; both checkers are silent."""
    plan = make_plan(scenario, Policy.model_validate({"name": "some"} | levers), days, iterations=5)
    journal = simulate(plan, 0)
    assert check_journal(plan, journal) == []
    return plan, journal


def hours(journal, kind):
    """Hours of all spans of a kind."""
    rows = journal.kind == kind
    return float((journal.end - journal.start)[rows].sum()) / 3600


def test_C1_C7_C9_C10_C11_team_meetings_take_paid_time(village):
    """C1, C7, C9-C11: three parts, preparation and follow-up of each who attends are paid and are not time with clients."""
    team = {"every_weeks": 1, "part_minutes": [20, 30, 10], "preparation_minutes": 10, "follow_up_minutes": 5, "attending": 1}
    plan, journal = live(village, team=team)
    assert hours(journal, Kind.TEAM_MEETING) == pytest.approx(2 * 75 / 60)
    meetings = np.flatnonzero(journal.kind == Kind.TEAM_MEETING)
    assert len(set((journal.day[meetings] // 7).tolist())) == 2
    assert len(set(journal.staff[meetings].tolist())) == 2, "they attend in turn"
    assert np.all(plan.duties.meeting[journal.duty[meetings]] == 75 * 60)


def test_T24_contact_and_team_meetings_do_not_fall_on_one_day(village):
    """T24 beside C7: nobody sits in both on one day, and everybody's preparation counts."""
    team = {"every_weeks": 1, "part_minutes": [20, 30, 10], "attending": 2}
    _, journal = live(village, 28, contacts=CONTACTS, meetings={"minutes": 60, "preparation_minutes": 15}, team=team)
    contact, together = ({*journal.day[journal.kind == kind].tolist()} for kind in (Kind.MEETING, Kind.TEAM_MEETING))
    assert contact
    assert together
    assert not contact & together
    assert hours(journal, Kind.MEETING) == pytest.approx(5 * 75 / 60), "five regular staff, once a month"


def test_N5_T27_coordination_takes_time_of_the_contact_person(village):
    """N5, T27: so many minutes a week for each client, in the duties of that client's contact person."""
    plan, journal = live(village, contacts=CONTACTS | {"coordination_minutes": 20})
    assert hours(journal, Kind.COORDINATION) == pytest.approx(6 * 2 * 20 / 60, rel=0.01)
    rows = journal.kind == Kind.COORDINATION
    assert set(journal.staff[rows].tolist()) == set(plan.contacts.staff[plan.contacts.rank == 0].tolist())


def test_T23_N8_relatives_call_the_contact_person(village):
    """T23, N8: relatives' calls take as long with and without contact persons; with them they have one to turn to."""
    calls = village.replace(information=Information.model_validate({"relatives_minutes": 15}))
    plan, with_contact = live(calls, contacts=CONTACTS)
    _, without = live(calls)
    for journal in (with_contact, without):
        assert hours(journal, Kind.COORDINATION) == pytest.approx(6 * 2 * 15 / 60, rel=0.02)
    answer = [set(j.staff[j.kind == Kind.COORDINATION].tolist()) for j in (with_contact, without)]
    assert answer[0] == set(plan.contacts.staff[plan.contacts.rank == 0].tolist())
    assert answer[1] > answer[0]


def test_F2_time_lost_at_one_visit_is_taken_back_at_the_next(village):
    """F2: with block time a stretch of visits lasts as planned; with minute control each visit does, and lateness adds up."""
    certain = village.replace(uncertainty=CALM)
    plan, block = live(certain, control={"block": True})
    _, each = live(certain, control={"stay_planned_time": True})
    _, leaving = live(certain)
    stays = [hours(journal, Kind.VISIT) for journal in (leaving, block, each)]
    assert stays[0] < stays[1] < stays[2]
    planned = float((plan.visits.seconds * plan.visits.people).sum()) / 3600
    assert stays[1] >= planned - 1e-9
    late = [float(np.maximum(j.start - j.planned_start, 0)[j.kind == Kind.VISIT].sum()) for j in (block, each)]
    assert late[0] < late[1]


def test_F4_a_coarser_catalogue_plans_whole_quarters(village):
    """F4: planned lengths become whole quarters of an hour, never shorter than granted, and demand follows."""
    fine, _ = make_visits(village, Policy(name="fine"), 14, live(village)[0].contacts)
    coarse, occasions = make_visits(
        village, Policy.model_validate({"name": "coarse", "visits": {"round_minutes": 15}}), 14, live(village)[0].contacts
    )
    assert np.all(coarse.seconds % 900 == 0)
    assert np.all(coarse.seconds >= fine.seconds)
    assert np.all(coarse.seconds < fine.seconds + 900)
    plan, _ = live(village, visits={"round_minutes": 15})
    assert not [found for found in check(plan) if found.rule == "granted_time"]
    assert occasions.seconds.sum() == round(sum(v for v in fine.seconds.tolist()))


def test_F5_N11_one_organisation_gives_delegations(village):
    """F5, N11: whoever has the title gives medication, too, so that one person does both; the municipality itself is unchanged."""
    plain = village.replace(staff=tuple(replace(person, skills=frozenset()) for person in village.staff))
    policy = Policy.model_validate({"name": "one", "team": {"delegated_titles": ["undersköterska"]}})
    skills = {person.title: person.skills for person in under(plain, policy).staff}
    assert skills == {"undersköterska": frozenset({"delegation"}), "vårdbiträde": frozenset()}
    assert all(not person.skills for person in plain.staff)


def test_G2_G3_cancelled_time_is_saved_and_spent_with_the_contact_person(village):
    """G2, G3: what is saved is spent at the contact person's visits, lost after its weeks, or still there: nothing vanishes."""
    often = village.replace(uncertainty=Uncertainty.model_validate({"cancelled_share": 0.2, "sick_share": 0, "no_answer_share": 0}))
    plan, journal = live(often, 28, contacts=CONTACTS, time_bank={"most_minutes": 20, "weeks": 1})
    length = journal.planned_end - journal.planned_start
    saved, spent, lapsed = (int(length[journal.kind == kind].sum()) for kind in (Kind.SAVED, Kind.SPENT, Kind.LAPSED))
    assert min(saved, spent, lapsed) > 0
    assert spent + lapsed <= saved
    rows = np.flatnonzero(journal.kind == Kind.SPENT)
    assert np.all(length[rows] <= 20 * 60)
    there = plan.staff_at[journal.visit[rows]]
    assert all((plan.rank[client, who] == 0).any() for client, who in zip(journal.client[rows], there, strict=True))
    _, without = live(often, 28, contacts=CONTACTS)
    assert not np.isin(without.kind, [Kind.SAVED, Kind.SPENT, Kind.LAPSED]).any()


def test_G2_saved_time_is_lost_after_its_weeks(village):
    """G2: one saved hour, a minute spent at a time: after a week what is left is lost, and not spent any more."""
    plan, _ = live(village, 28, contacts=CONTACTS, time_bank={"most_minutes": 1, "weeks": 1})
    saved = np.zeros(len(plan.visits), dtype=np.int64)
    first = int(np.flatnonzero(plan.visits.client == 0)[0])
    saved[first] = 3600
    bank = keep(plan, saved, np.zeros(len(plan.visits), dtype=np.int8))
    assert 0 < bank.spent.sum() < 3600
    assert plan.visits.day[bank.spent > 0].max() <= plan.visits.day[first] + 7
    assert bank.lapsed.tolist() == [[0, 7, 3600 - int(bank.spent.sum())]]


def test_G5_mobile_documentation_saves_what_is_assumed_and_nothing_else(village):
    """G5: the claimed saving is a quantity, off by default; switched on it shortens documentation and office work alone."""
    policy = Policy.model_validate({"name": "mobile", "tools": {"mobile_documentation": True}})
    assert under(village, policy) is village
    saving = village.replace(claims=Claims.model_validate({"mobile_saving": 0.25}))
    work = under(saving, policy).work
    assert work.documentation_minutes.value == 0.75 * village.work.documentation_minutes.value
    assert work.office_minutes.value == 0.75 * village.work.office_minutes.value
    assert work.report_minutes == village.work.report_minutes
    assert under(saving, Policy(name="paper")) is saving


def test_N9_lower_sick_leave_is_a_claim_that_is_off(village):
    """N9: contact persons are ill less often only where somebody assumes it; then they are, and nobody else is."""
    with_contacts = Policy.model_validate({"name": "with", "contacts": CONTACTS})
    assert under(village, with_contacts) is village
    healthy = village.replace(claims=Claims.model_validate({"sick_factor": 0.7}))
    assert under(healthy, with_contacts).uncertainty.sick_share.value == pytest.approx(0.7 * village.uncertainty.sick_share.value)
    assert under(healthy, Policy(name="without")) is healthy


def test_N10_everybody_has_a_fixed_contact_person(some_of_goteborg):
    """N10, with G11's share of undersköterskor: up to six clients for each is enough for everybody; three to four is not."""
    policy = load_policy("fixed_contact")
    contacts, _ = assign_contacts(some_of_goteborg, policy)
    have = set(contacts.client[contacts.rank == 0].tolist())
    assert len(have) >= 0.97 * len(some_of_goteborg.clients)
    few = policy.model_copy(update={"contacts": policy.contacts.model_copy(update={"clients": (3, 4)})})
    contacts, notes = assign_contacts(some_of_goteborg, few)
    assert len(set(contacts.client[contacts.rank == 0].tolist())) < len(have)
    assert any("have no contact person" in note for note in notes)


@pytest.mark.parametrize("name", sorted(shipped("policy")))
def test_every_way_of_working_balances(name):
    """Any shipped way on the village: both checkers silent (but for counted wishes), paid time balances to the second."""
    plan = make_plan(make_village(), load_policy(name), 14, iterations=5)
    journal = simulate(plan, 0)
    assert check_journal(plan, journal) == []
    assert {found.rule for found in check(plan)} <= {"unserved", "late", "one_person_per_shift"}
    run = Run(plan, journal)
    worked = journal.kind == Kind.DUTY
    breaks = journal.kind == Kind.BREAK
    at_work = (journal.end - journal.start)[worked].sum() - (journal.end - journal.start)[breaks].sum()
    assert int(run.paid.sum()) == int(at_work)

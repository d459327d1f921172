"""Rows of the checklist about relations and information: from a changed need to a new plan, trust, influence, wishes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_journal import Diary, crowd, meetings
from hemtjanst.models import Policy
from hemtjanst.models.checks import check
from hemtjanst.models.events import Events, documented
from hemtjanst.models.information import Information, Organisation
from hemtjanst.models.planning import make_plan
from hemtjanst.models.wishes import NO_WISH, wished_times, wished_weekdays
from hemtjanst.simulation.journal import Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.turnover import Turnover
from town import town
from village import village as make_village

DAYS = 28
CONTACTS = {"clients": [1, 4], "titles": ["undersköterska"]}
TEAM = {"every_weeks": 1, "part_minutes": [10, 10, 0], "attending": 1}


def value(run, name):
    """A measure's value."""
    return MEASURES[name].function(run).value


@pytest.fixture(scope="module")
def changing():
    """A plan of the village under some levers, with a needs change every ten days on average and what is assumed of information."""
    made = {}

    def live(levers=None, replication=0, **assumed):
        levers = levers or {}
        name = repr(levers)
        if name not in made:
            made[name] = make_plan(make_village(), Policy.model_validate({"name": "some"} | levers), DAYS, iterations=3)
        plan = made[name]
        organisation = Organisation.model_validate({"clients_per_care_manager": assumed.pop("load", 31.7)})
        scenario = plan.scenario.replace(information=Information.model_validate(assumed), organisation=organisation)
        plan = replace(plan, scenario=scenario.replace(events=Events.model_validate({"need_growth": 1})))
        nobody, usual = np.zeros((DAYS, len(scenario.clients)), dtype=bool), np.ones((DAYS, len(scenario.clients)))
        staff = np.zeros((DAYS, len(scenario.staff)), dtype=np.int8)
        changes = [(Kind.NEED_CHANGED, day, client) for day in (1, 8, 15) for client in range(6)]
        with pytest.MonkeyPatch.context() as world:
            drawn = Turnover(staff, nobody, usual, usual.copy(), changes)
            world.setattr("hemtjanst.simulation.world.luck.turnover", lambda plan, replication: drawn)
            journal = simulate(plan, replication)
        assert check_journal(plan, journal) == []
        return Run(plan, journal)

    return live


def test_T6_N7_who_knows_the_client_notices_sooner_only_where_that_is_assumed(changing):
    """T6, N7: the factor is 1 by default and then it does not matter who comes; with it changes are noticed sooner."""
    slow, quick = changing(notice_chance=0.1), changing(notice_chance=0.1, familiar_factor=5)
    assert value(quick, "days_to_notice") < value(slow, "days_to_notice")
    facts = [run.journal.kind >= Kind.NOTICED for run in (slow, quick)]
    for name in ("start", "end", "staff"):
        assert np.array_equal(*(getattr(run.journal, name)[~of] for run, of in zip((slow, quick), facts, strict=True)))


def test_T22_the_contact_person_tells_the_planner(changing):
    """T22: whatever is noticed reaches the planner through the contact person, on a day when that person works."""
    run = changing({"contacts": CONTACTS, "reporting": {"through": "contact"}})
    told = run.rows(Kind.TOLD)
    assert len(told) > 5
    assert all(run.plan.rank[c, s] == 0 for c, s in zip(run.journal.client[told], run.journal.staff[told], strict=True))
    assert run.worked[run.journal.day[told], run.journal.staff[told]].all()
    by_notes = changing({"contacts": CONTACTS})
    assert (by_notes.journal.staff[by_notes.rows(Kind.TOLD)] == -1).all()


def test_T11_T26_a_case_is_decided_at_the_next_meeting_and_becomes_a_plan(changing):
    """T11, T26: where care managers sit in, cases come up at the next meeting of the contact person; a new plan follows."""
    meeting = {"minutes": 60, "others": ["manager", "planner", "care_manager"], "notes_minutes": 30}
    levers = {"contacts": CONTACTS, "meetings": meeting}
    run = changing(levers, decision_share=1, decision_days=300)
    decided = run.rows(Kind.DECIDED)
    assert len(decided) > 0
    assert (run.journal.reason[decided] == Reason.AT_MEETING).sum() > 0
    met = {
        (int(d), int(s)) for d, s in zip(*(getattr(run.journal, n)[run.rows(Kind.MEETING)] for n in ("day", "staff")), strict=True)
    }
    contact = {int(c): int(s) for c, s in zip(run.plan.contacts.client, run.plan.contacts.staff, strict=True)}
    for row in decided[run.journal.reason[decided] == Reason.AT_MEETING].tolist():
        assert (int(run.journal.day[row]), contact[int(run.journal.client[row])]) in met
    without = changing({"contacts": CONTACTS}, decision_share=1, decision_days=300)
    assert value(run, "changes_planned_share") > value(without, "changes_planned_share")


def test_T25_T27_C3_F3_hours_of_other_professions_are_counted_beside(changing):
    """T25, T27, C3, F3: who sits in, the planner's notes and each part of a team meeting cost hours that no staff journal has."""
    contact = changing(
        {"contacts": CONTACTS, "meetings": {"minutes": 60, "others": ["manager", "care_manager"], "notes_minutes": 30}}
    )
    sittings = len({(int(d)) for d in contact.journal.day[contact.rows(Kind.MEETING)]})
    assert value(contact, "others_hours") == pytest.approx(sittings * (2 * 60 + 30) / 60)
    team = changing({"team": TEAM | {"joint_visit_share": 0}})
    held = len(set(team.journal.day[team.rows(Kind.TEAM_MEETING)].tolist()))
    assert value(team, "others_hours") == pytest.approx(held * (10 + 3 * 10) / 60)
    assert value(changing(), "others_hours") == 0


def test_C4_C10_joint_visits_happen_at_visits(changing):
    """C4, C10: a joint home visit is one that somebody of home care makes anyway, before the decision, and others' hours count."""
    run = changing({"team": TEAM | {"joint_visit_share": 1}}, decision_share=1)
    joint = run.rows(Kind.JOINT_VISIT)
    assert len(joint) > 3
    assert (run.people_at[run.journal.visit[joint]] > 0).all()
    without = changing({"team": TEAM}, decision_share=1)
    assert len(without.rows(Kind.JOINT_VISIT)) == 0
    assert value(run, "others_hours") > value(without, "others_hours")


def test_C4_C10_who_comes_along_takes_time_only_where_that_is_assumed(changing):
    """C4, C10: the contact person's visit lasts longer by what is assumed of joint visits, and no other visit does."""
    levers = {"team": TEAM | {"joint_visit_share": 1}}
    plain, longer = (changing(levers, decision_share=1, joint_visit_minutes=minutes) for minutes in (0, 15))
    joint = longer.rows(Kind.JOINT_VISIT)
    assert len(joint) == len(plain.rows(Kind.JOINT_VISIT)) > 3
    visits = set(longer.journal.visit[joint].tolist())
    grown = set(np.flatnonzero(longer.lasted != plain.lasted).tolist())
    assert len(visits & grown) > 0.8 * len(visits), "but for days on which another visit turned out to be the first"
    assert set((longer.lasted - plain.lasted)[sorted(grown)].tolist()) <= {15 * 60, 30 * 60}
    assert len(grown) < 1.5 * len(visits)


def test_C5_care_managers_with_more_cases_take_longer(changing):
    """C5: the long step from noticing to decision grows with the load of the care managers."""
    usual, heavy = changing(decision_share=1), changing(decision_share=1, load=80)
    assert value(heavy, "changes_planned_share") < value(usual, "changes_planned_share")


def test_F5_one_organisation_waits_less_only_where_that_is_assumed(changing):
    """F5: co-organising by itself changes nothing; the claimed shorter waiting is a factor, off by default."""
    levers = {"team": {"co_organised": True}}
    assert value(changing(levers), "days_to_new_plan") == value(changing(), "days_to_new_plan")
    assert value(changing(levers, together_factor=0.2), "days_to_new_plan") < value(changing(), "days_to_new_plan")


def test_C6_misunderstandings_send_decisions_back_but_not_after_a_joint_visit(changing):
    """C6: off by default; where assumed, decisions come back once, except those that a joint home visit prepared."""
    assert len(changing(decision_share=1).rows(Kind.SENT_BACK)) == 0
    again = changing(decision_share=1, misunderstood_share=1)
    assert len(again.rows(Kind.SENT_BACK)) > 5
    assert value(again, "changes_planned_share") < value(changing(decision_share=1), "changes_planned_share")
    assert (
        len(changing({"team": TEAM | {"joint_visit_share": 1}}, decision_share=1, misunderstood_share=1).rows(Kind.SENT_BACK)) < 3
    )


def test_C8_C12_a_meeting_is_worth_its_time_only_if_everybody_does_their_part(changing):
    """C8, C12: with poor adherence, and before the routine sits, fewer cases are decided at team meetings."""

    def at_meetings(**assumed):
        run = changing({"team": TEAM}, decision_share=1, decision_days=300, **assumed)
        return int((run.journal.reason[run.rows(Kind.DECIDED)] == Reason.AT_MEETING).sum())

    assert at_meetings(adherence=0.5) < at_meetings()
    assert at_meetings(learning_weeks=26) < at_meetings()


def test_G3_G4_a_wish_at_the_visit_is_honoured_where_swaps_are_allowed(changing):
    """G3, G4: the same clients wish at the same visits; one way of working says yes, the other no."""
    swaps, fixed = changing({"time_bank": {"swaps": True}}, wish_share=0.3), changing(wish_share=0.3)
    assert len(swaps.rows(Kind.WISHED)) == len(fixed.rows(Kind.WISHED)) > 20
    assert (value(swaps, "wishes_honoured_share"), value(fixed, "wishes_honoured_share")) == (1, 0)
    assert len(changing().rows(Kind.WISHED)) == 0


def test_T9_a_wished_weekday_is_kept_where_it_weighs(back_to_basic):
    """T9: without weight the contact person's day decides and wishes are kept by luck; with it they are kept, and T19 is bent."""
    scenario = town(clients=14, regular=6, hourly=2)
    wishing = scenario.replace(information=Information.model_validate({"wished_day_share": 1}))
    assert (wished_weekdays(scenario) == NO_WISH).all()
    assert (wished_weekdays(wishing) != NO_WISH).sum() > 5

    def lived(weight, where=wishing):
        levers = back_to_basic.visits.model_copy(update={"wish_weight": weight})
        plan = make_plan(where, back_to_basic.model_copy(update={"visits": levers}), 14, iterations=2)
        assert [found for found in check(plan) if found.hard] == []
        return Run(plan, simulate(plan, 0))

    free, kept, none = lived(0), lived(3), lived(3, scenario)
    assert value(kept, "wished_days_share") > 0.9 > 0.6 > value(free, "wished_days_share")
    assert np.isnan(value(none, "wished_days_share")) or value(none, "wished_days_share") is None
    for table in ("visits", "stops"):  # no wishes: the lever moves nothing; no weight: wishes move nothing
        tables = [getattr(run.plan, table).frame() for run in (free, none)]
        assert tables[0].equals(tables[1])


def test_T9_a_wished_time_is_kept_where_it_counts(back_to_basic):
    """T9: without the lever a wished time is met by luck; with it the plan begins near it, within the agreed windows."""
    scenario = town(clients=14, regular=9, hourly=4)
    wishing = scenario.replace(information=Information.model_validate({"wished_time_share": 0.4}))
    wish = wished_times(wishing)
    assert (wished_times(scenario) == NO_WISH).all()
    some = wish != NO_WISH
    assert some.sum() > 10
    windows = np.array([(need.earliest * 60, need.latest * 60) for need in scenario.needs])[some]
    assert ((windows[:, 0] <= wish[some]) & (wish[some] <= windows[:, 1])).all()

    def lived(within, where=wishing):
        levers = back_to_basic.visits.model_copy(update={"wished_time_minutes": within})
        plan = make_plan(where, back_to_basic.model_copy(update={"visits": levers}), 7, iterations=20)
        assert [found for found in check(plan) if found.hard] == []
        return Run(plan, simulate(plan, 0))

    free, kept, none = lived(None), lived(20), lived(20, scenario)
    assert value(kept, "wished_times_share") > max(0.7, value(free, "wished_times_share") + 0.1)
    assert len(kept.plan.unserved) <= len(free.plan.unserved) + 2  # wishes bend before a visit is left out
    assert np.isnan(value(none, "wished_times_share")) or value(none, "wished_times_share") is None
    for table in ("visits", "stops"):  # no wishes: the lever moves nothing; no lever: wishes move nothing
        tables = [getattr(run.plan, table).frame() for run in (free, none)]
        assert tables[0].equals(tables[1])


def test_T14_N3_trust_grows_when_people_meet_and_fades_between(village):
    """T14, N3: one and the same person every day earns trust, a new one each time none; a gap costs some."""
    scenario = crowd(village, 1, 20)
    same = meetings(scenario, 20, [(d, 0, 0, 480) for d in range(20)])
    always_new = meetings(scenario, 20, [(d, 0, d, 480) for d in range(20)])
    gap = meetings(scenario, 20, [(d, 0, 0, 480) for d in (*range(5), *range(14, 20))])
    assert value(always_new, "relation_score") == 0
    assert 0 < value(gap, "relation_score") < value(same, "relation_score") < 1
    first = MEASURES["relation_score"].function(meetings(scenario, 16, [(13, 0, 0, 480), (15, 0, 0, 480)]))
    assert first.value == pytest.approx(0.1 * 0.98)


def test_T3_N2_strangers_are_counted_by_client_and_month(village):
    """T3, N2: everything is told again to whoever comes first time; contact persons and acquaintances are no strangers."""
    met = [(d, 0, 0, 480) for d in range(44)] + [(20, 0, 1, 600), (21, 0, 1, 600), (30, 0, 2, 600), (31, 0, 3, 600)]
    run = meetings(crowd(village, 1, 4), 44, met, contacts=[(0, 3, 0)])
    assert value(run, "retold_per_month") == pytest.approx(2)


def test_T3_telling_again_takes_time_only_where_that_is_assumed(village):
    """T3: off by default; switched on, first visits by strangers last longer by so much, and nobody else's do."""
    plan = make_plan(village, Policy(name="p"), 3, iterations=3)
    telling = replace(plan, scenario=village.replace(information=Information.model_validate({"retell_minutes": 6})))
    before, after = simulate(plan, 0), simulate(telling, 0)
    assert check_journal(telling, after) == []
    visit = np.flatnonzero(before.kind == Kind.VISIT)
    lasts = [dict(zip(zip(j.visit.tolist(), j.staff.tolist(), strict=True), (j.end - j.start).tolist(), strict=True))
             for j in (before.take(visit), after.take(after.kind == Kind.VISIT))]  # fmt: skip
    longer = {key for key in lasts[0] if lasts[1][key] != lasts[0][key]}
    assert {lasts[1][key] - lasts[0][key] for key in longer} == {6 * 60}
    told = [(int(plan.visits.client[v]), s) for v, s in longer if plan.visits.people[v] == 1]
    assert len(told) == len(set(told)), "nobody is told twice"
    pairs = {(int(plan.visits.client[v]), s) for v, s in lasts[0]}
    assert len(pairs) <= len(longer) < len(lasts[0]), "once for each pair, and for both at a visit for two"


def test_T32_N6_contact_persons_see_their_own_clients_and_others(village):
    """T32, N6: a contact person's hours at visits are partly with own clients; they do ordinary visits, too."""
    run = meetings(crowd(village, 3, 2), 2, [(0, 0, 0, 480), (0, 1, 0, 520), (1, 0, 0, 480), (1, 2, 1, 480)], contacts=[(0, 0, 0)])
    figure = MEASURES["own_clients_share"].function(run)
    assert (figure.value, figure.denominator) == (pytest.approx(2 / 3), pytest.approx(1))


def test_T9_F8_agreements_on_day_and_time_are_kept(village):
    """T9, F8: an agreement is kept at a visit on the agreed day that begins in its window, and broken by a moved or late one."""
    diary = Diary(village, 5)
    rows = [diary.planned(day, 0, 30, (480, 500)) for day in (0, 1, 2)]
    for row, agreed in zip(rows, (0, 1, 3), strict=True):
        diary.serves(row, 0, agreed_day=agreed)
    for day, at in ((0, 490), (1, 505), (2, 490)):
        diary.shift(day, 0, at).visit(0, 30, row=rows[day], planned_at=at).end()
    figure = MEASURES["agreements_kept_share"].function(diary.run())
    assert (figure.numerator, figure.denominator) == (1, 3)


def test_T31_the_planned_route_is_followed(village):
    """T31: visits made by who was meant to, in the planned order; a colleague's visit and an overtaken one are off."""
    kept, off = Diary(village, 1), Diary(village, 1)
    kept.shift(0, 0, 480).visit(0, 20).drive(5).visit(1, 20).end()
    off.shift(0, 0, 480).visit(0, 20, planned_at=540).drive(5).visit(1, 20, planned_at=490).end()
    assert value(kept.run(), "route_kept_share") == 1
    assert value(off.run(), "route_kept_share") == 0.5


def test_F1_F2_minute_control_counts_deviations_by_its_own_tolerance(village):
    """F1, F2: the same day is full of deviations by the minute and has none within a quarter of an hour."""
    control = Policy.model_validate({"name": "block", "control": {"tolerance_minutes": 15}})
    by_minute, by_quarter = Diary(village, 1), Diary(village, 1, policy=control)
    for diary in (by_minute, by_quarter):
        shift = diary.shift(0, 0, 480, until=600)
        start = shift.clock
        diary.write(Kind.VISIT, 0, staff=0, client=0, visit=diary.planned(0, 0, 20, (480, 500)), duty=0, start=start + 300,
                    end=start + 1700, planned_start=start, planned_end=start + 1200)  # fmt: skip
        shift.end()
    assert value(by_minute.run(), "deviations_per_shift") == 1
    assert value(by_quarter.run(), "deviations_per_shift") == 0


def test_G6_care_supervisors_cost_by_the_number_of_clients(village):
    """G6: one for 210 clients, paid by the month, only where the way of working has them."""
    run = Diary(village, 30, policy=Policy.model_validate({"name": "g", "tools": {"supervisors": True}})).run()
    assert value(run, "cost_around") == pytest.approx(30 / (365.25 / 12) * 6 / 210 * 55_000)
    assert value(Diary(village, 30).run(), "cost_around") == 0


def test_documented_events_reach_the_chain(village):
    """Changed needs of the events set the road to a new plan in motion, without any help of a test."""
    plan = make_plan(village, Policy(name="p"), DAYS, iterations=3)
    plan = replace(plan, scenario=plan.scenario.replace(events=documented(need_changes=1)))
    kinds = np.concatenate([simulate(plan, r).kind for r in range(3)])
    assert (kinds == Kind.NEED_CHANGED).any()
    assert (kinds == Kind.NOTICED).any()

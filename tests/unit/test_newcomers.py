"""Somebody hired into the place of one who left is another person: clients meet one more, and know them not (G12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hand_journal import crowd, meetings
from hand_plan import with_luck
from hemtjanst.models.infection import Infection
from hemtjanst.models.information import Information
from hemtjanst.models.plan import Plan
from hemtjanst.models.planning.day_routes import planned_day
from hemtjanst.models.policy import Policy
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.measures.infection import epidemics
from hemtjanst.simulation.world.acquaintance import Acquaintance
from hemtjanst.simulation.world.day import live, morning
from hemtjanst.simulation.world.luck import draw
from hemtjanst.simulation.world.recorder import write
from hemtjanst.simulation.world.turnover import Turnover
from village_plan import good_plan

MORNING = 480
DAYS = 28


def value(run: Run, name: str) -> float:
    """A measure's value."""
    return MEASURES[name].function(run).value


def hired(run: Run, *facts: tuple[int, int]) -> Run:
    """The run in which people were hired on some days into the places of some staff."""
    nothing = dict.fromkeys(Journal.columns(), -1) | {"metres": 0, "reason": 0, "kind": int(Kind.HIRED)}
    rows = [tuple((nothing | {"day": day, "staff": staff})[name] for name in Journal.columns()) for day, staff in facts]
    return replace(run, journal=Journal.concat([run.journal, Journal.from_rows(rows)]))


def test_a_newcomer_is_one_person_more(village):
    """The same place worked by two people in turn is two faces, in every measure that counts or follows faces."""
    same = meetings(village, DAYS, [(day, 0, 0, MORNING) for day in range(DAYS)])
    other = hired(same, (14, 0))
    assert (same.persons, other.persons) == (len(village.staff), len(village.staff) + 1)
    assert (value(same, "distinct_staff_28d"), value(other, "distinct_staff_28d")) == (1, 2)
    assert (value(same, "upc"), value(other, "upc")) == (1, 0.5)
    assert value(other, "secon") < value(same, "secon") == 1
    assert value(other, "relation_score") < value(same, "relation_score")
    assert (value(same, "retold_per_month"), value(other, "retold_per_month")) == (0, 30 / 14)


def test_a_newcomer_in_the_place_of_the_contact_person_is_a_stranger_at_first(village):
    """What the predecessor knew does not come with the place; after the first meeting the newcomer is known like anybody."""
    same = meetings(village, DAYS, [(day, 0, 0, MORNING) for day in range(DAYS)], contacts=[(0, 0, 0)])
    assert value(same, "known_staff_share") == 1
    assert value(hired(same, (20, 0)), "known_staff_share") == 13 / 14
    assert value(hired(same, (20, 0), (24, 0)), "known_staff_share") == 12 / 14


def test_the_world_forgets_with_the_newcomer():
    """Who is told everything again, and who notices sooner, follows the person and not the place."""
    plan = good_plan()
    plan = replace(plan, scenario=plan.scenario.replace(information=Information.model_validate({"retell_minutes": 5})))
    shape, staff = (plan.days, len(plan.scenario.clients)), np.zeros((plan.days, len(plan.scenario.staff)), dtype=np.int8)
    changed = Turnover(staff, np.zeros(shape, dtype=bool), np.ones(shape), np.ones(shape), [(Kind.HIRED, 2, 0)])
    luck = replace(draw(plan, 0), turnover=changed)
    memory = Acquaintance(plan, luck)
    for day in range(2):
        memory.begin(day)
        lived = live(plan, luck, day, planned_day(plan, day), memory=memory)
        memory.remember(lived.crew, lived.reached)
    assert memory.days[0].tolist()[:3] == [2, 0, 2]
    assert memory.appointed(0, 0)
    memory.begin(2)
    assert memory.days[0].tolist()[:3] == [0, 0, 2]
    assert not memory.appointed(0, 0)
    assert memory.appointed(1, 1)


def test_each_has_their_days(village):
    """Two hired in turn into one place, and one into another; who was there before keeps their number."""
    met = [(day, 0, staff, MORNING + 60 * staff) for day in range(6) for staff in (0, 1)]
    run = hired(meetings(village, 6, met), (2, 0), (4, 0), (3, 1))
    staff = len(village.staff)
    people = {row: run.encounters.person[run.encounters.staff == row].tolist() for row in (0, 1)}
    assert people == {0: [0, 0, staff, staff, staff + 2, staff + 2], 1: [1, 1, 1, staff + 1, staff + 1, staff + 1]}
    assert np.array_equal(run.person(np.flatnonzero(run.journal.kind == Kind.HIRED)) >= staff, [True] * 3)


def test_N1_a_newcomer_catches_what_the_predecessor_had(village):
    """N1, G12: whoever comes into a place is susceptible and counts as one person more, each time the days are lived again."""
    infection = Infection.model_validate({"per_hour": 1e6, "latent_days": 1, "infectious_days": 100})
    scenario = crowd(village, 1, 2).replace(infection=infection)
    run = meetings(scenario, 14, [(day, 0, staff, MORNING) for day in range(14) for staff in (0, 1)])
    attack = epidemics(run, number=30, horizon=28)
    assert attack.sizes.max() == 2, "the client and the other one"
    replaced = epidemics(hired(run, (7, 0)), number=30, horizon=28)
    assert replaced.people == attack.people + 2, "somebody is hired in each of the two fortnights"
    assert replaced.sizes.max() == 4
    assert replaced.sizes.mean() > 3, "most stages are long enough to reach everybody"
    assert (replaced.clients <= 1).all()


def test_N1_a_predecessor_who_is_gone_infects_nobody(village):
    """N1: an infection leaves with the person, not with the place."""
    infection = Infection.model_validate({"per_hour": 1e6, "latent_days": 10, "infectious_days": 60})
    scenario = crowd(village, 1, 1).replace(infection=infection)
    run = meetings(scenario, 14, [(day, 0, 0, MORNING) for day in range(7, 14)])
    assert epidemics(run, number=20, horizon=14).sizes.mean() > 0.7
    assert set(epidemics(hired(run, (7, 0)), number=20, horizon=14).sizes.tolist()) == {0}


def first_day_of_s1(plan: Plan, **introduction: bool) -> tuple[Run, Acquaintance]:
    """The run in which s1 has just been hired and learns on the first day, and who knows whom in the end."""
    policy = Policy.model_validate(plan.policy.model_dump() | {"introduction": introduction, "absence": {"replaced_by": []}})
    plan = with_luck(replace(plan, policy=policy))
    plan = replace(plan, scenario=plan.scenario.replace(information=Information.model_validate({"retell_minutes": 5})))
    shape = (plan.days, len(plan.scenario.clients))
    out = np.zeros((plan.days, len(plan.scenario.staff)), dtype=np.int8)
    out[0, 1] = Reason.LEARNING
    changed = Turnover(out, np.zeros(shape, dtype=bool), np.ones(shape), np.ones(shape), [(Kind.HIRED, 0, 1)])
    luck = replace(draw(plan, 0), turnover=changed, out=out)
    memory, days = Acquaintance(plan, luck), []
    for day in range(plan.days):
        memory.begin(day)
        days.append(live(plan, luck, day, morning(plan, luck, day), memory=memory))
        if not day:
            memory.remember(days[-1].crew, days[-1].reached)
    return Run(plan, write(plan, luck, days)), memory


def test_G7_G12_a_newcomer_goes_along_with_a_colleague():
    """G7, G12: both are paid and meet the clients, whose visits are no longer for it; nobody's work or driving counts twice."""
    (apart, _), (along, _) = (first_day_of_s1(good_plan(), doubled=doubled) for doubled in (False, True))
    assert check_journal(along.plan, along.journal) == []
    met = {run: set(run.faces.client[(run.faces.staff == 1) & (run.faces.day == 0)].tolist()) for run in (apart, along)}
    colleagues = set(along.encounters.client[(along.encounters.staff == 0) & (along.encounters.day == 0)].tolist())
    assert met == {apart: set(), along: colleagues}
    assert len(colleagues) > 1
    assert value(apart, "doubled_visits_share") == 0
    assert value(along, "doubled_visits_share") > 0
    for name in ("km", "performed_granted", "visits_per_staff_day", "route_kept_share", "visit_minutes"):
        assert value(along, name) == value(apart, name), name
    assert along.paid[0, 1] >= apart.paid[0, 1] > 0
    assert np.array_equal(along.accounts["client"], apart.accounts["client"]), "looking on is not care"


def test_a_newcomer_knows_whom_they_met_at_a_colleagues_side():
    """What going along is for: those clients need not tell everything again."""
    colleague_met = first_day_of_s1(good_plan())[1].days[:, 0] > 0
    assert not first_day_of_s1(good_plan())[1].days[:, 1].any()
    assert np.array_equal(first_day_of_s1(good_plan(), doubled=True)[1].days[:, 1] > 0, colleague_met)


def test_nobody_goes_along_where_they_must_not_come():
    """A client's no holds for who looks on, too; and somebody who leaves before the newcomer may is not followed."""
    plan = good_plan()
    clients = tuple(replace(who, forbidden=frozenset({1})) if who.id == "c0" else who for who in plan.scenario.clients)
    run, _ = first_day_of_s1(replace(plan, scenario=plan.scenario.replace(clients=clients)), doubled=True)
    assert value(run, "doubled_visits_share") == 0
    later = plan.duties.first + 60 * ((plan.duties.day == 0) & (plan.duties.staff == 1))
    run, _ = first_day_of_s1(replace(plan, duties=plan.duties.replace(first=later)), doubled=True)
    assert value(run, "doubled_visits_share") == 0

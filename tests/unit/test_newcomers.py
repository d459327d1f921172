"""Somebody hired into the place of one who left is another person: clients meet one more, and know them not (G12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hand_journal import crowd, meetings
from hemtjanst.models.infection import Infection
from hemtjanst.models.information import Information
from hemtjanst.models.planning.day_routes import planned_day
from hemtjanst.simulation.journal import Journal, Kind
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.measures.infection import epidemics
from hemtjanst.simulation.world.acquaintance import Acquaintance
from hemtjanst.simulation.world.day import live
from hemtjanst.simulation.world.luck import draw
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
        memory.remember(live(plan, luck, day, planned_day(plan, day), memory=memory))
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

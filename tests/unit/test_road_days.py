"""Roads that differ by day and hour: what the planner knows of them, and what the world makes of them."""

import math
import pickle
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import yaml
from bypass import ALWAYS, EAST, conditions, with_bypass
from hand_plan import make_plan as simple_plan
from hand_plan import with_luck
from hemtjanst.models import Plan, Scenario
from hemtjanst.models.checks import check
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import shipped
from hemtjanst.models.geography import RoadTimes
from hemtjanst.models.geography.conditions import ClosedRoad, RoadConditions
from hemtjanst.models.legs import leg_seconds
from hemtjanst.models.planning import make_plan
from hemtjanst.models.scenario import DAY
from hemtjanst.models.scenario_file import load_scenario
from hemtjanst.simulation.journal import Journal, Kind
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.day import live, morning
from hemtjanst.simulation.world.luck import draw
from village import LEG, LEG_METRES, MINUTE
from village_plan import good_plan, roomy_village

PARK = 150
MONDAY = date(2026, 3, 2)
HOME = with_bypass(roomy_village())
WORKS = ClosedRoad(name="works", lat=58.7, lon=11.315, metres=200, first=MONDAY, last=MONDAY)  # between the base and c0
EASTERN = {1: 1, 3: 2, 5: 3}  # homes of c0, c2, c4: legs from the base, where the east begins


def calm(scenario: Scenario, roads: RoadConditions | None) -> Plan:
    """The hand-made plan in a world in which nothing is uncertain but the roads."""
    return with_luck(replace(good_plan(), scenario=scenario.replace(conditions=roads)))


def drives(journal: Journal, day: int) -> list[tuple[int, int, int, int, int]]:
    """(leave, from, to, seconds, metres) of the drives of a day."""
    rows = np.flatnonzero((journal.kind == Kind.DRIVE) & (journal.day == day))
    columns = (journal.start - day * DAY, journal.place_from, journal.place_to, journal.end - journal.start, journal.metres)
    return list(zip(*(column[rows].tolist() for column in columns), strict=True))


def same(one: Journal, two: Journal) -> bool:
    """Whether two journals are the same, bit for bit."""
    return all(getattr(one, name).tobytes() == getattr(two, name).tobytes() for name in Journal.columns())


def test_conditions_that_change_nothing_leave_plan_and_journal_as_they_are(back_to_basic):
    """The null setting of a lever switches it off exactly: planned and lived on re-weighted roads, not a bit differs."""
    plain, neutral = (
        make_plan(HOME.replace(conditions=roads), back_to_basic, 8, iterations=5) for roads in (None, conditions(ALWAYS))
    )
    assert all(
        getattr(plain.stops, name).tobytes() == getattr(neutral.stops, name).tobytes() for name in ("visit", "start", "arrive")
    )
    noise = {"visit_cv": 0.3, "travel_cv": 0.3, "sick_share": 0.1}
    assert same(simulate(with_luck(plain, **noise), 3), simulate(with_luck(neutral, **noise), 3))


def test_only_conditions_that_are_given_count_in_the_digest():
    """Results of scenarios without the section keep their name; each lever of the section makes another scenario."""
    digests = [HOME.replace(conditions=roads).digest() for roads in (None, conditions(), conditions(ALWAYS))]
    assert digests[0] == HOME.digest()
    assert len(set(digests)) == 3


def test_with_conditions_the_uniform_slippery_factor_does_not_count():
    """Nobody pays twice for the same ice."""
    plan = calm(HOME, conditions())
    icy = with_luck(plan, slippery_share=1.0)
    assert same(simulate(plan, 0), simulate(icy, 0))


def test_a_closed_road_lengthens_exactly_the_drives_that_used_it():
    """Whoever would have crossed the roadworks goes the long way round that day; nobody else, and nobody the day after."""
    free, shut = (simulate(calm(HOME, roads), 0) for roads in (conditions(), conditions(closed=(WORKS,))))
    assert drives(free, 1) == drives(shut, 1)
    usual = {(a, b): (seconds, metres) for _, a, b, seconds, metres in drives(free, 0)}
    crossing = {pair for pair in usual if (pair[0] in EASTERN) != (pair[1] in EASTERN)}
    assert crossing
    assert crossing != usual.keys()
    for _, a, b, seconds, metres in drives(shut, 0):
        legs, around = usual[a, b][1] // LEG_METRES, 6 + 9
        expected = around - legs if (a, b) in crossing else legs
        assert (seconds, metres) == (expected * LEG + PARK, expected * LEG_METRES)


def test_slippery_roads_slow_the_drives_in_their_region_alone():
    """Ice in the east is none of the west's business, and winter is over in April."""
    winter = (0, 0, 1.0, *[0] * 9)
    scenario = HOME.replace(start=date(2026, 3, 30))  # days 0 and 1 in March
    journal = simulate(calm(scenario, conditions(winter, EAST, winter_main=1.5)), 0)
    seen = set()
    for day in range(4):
        for _, a, b, seconds, metres in drives(journal, day):
            slippery = abs(EASTERN.get(a, 0) - EASTERN.get(b, 0)) if day < 2 else 0
            seen.add((day < 2, slippery > 0))
            assert seconds == (metres / LEG_METRES + 0.5 * slippery) * LEG + PARK
    assert seen == {(True, True), (True, False), (False, False)}


def test_rush_hour_slows_drives_while_it_lasts():
    """A drive wholly in the rush takes the rush time, one outside the usual time; at weekends there is none."""
    rush = conditions(rush_main=2.0, morning_start=8, morning_end=10, afternoon_start=19, afternoon_end=20)
    journal = simulate(calm(HOME, rush), 0)
    seen = set()
    for day in range(7):
        for leave, _, _, seconds, metres in drives(journal, day):
            usual = metres // LEG_METRES * LEG
            if day < 5 and any(start * 3600 <= leave and leave + 2 * usual <= end * 3600 for start, end in ((8, 10), (19, 20))):
                where, expected = "rush", 2 * usual
            elif day >= 5 or all(leave + usual <= start * 3600 or end * 3600 <= leave for start, end in ((8, 10), (19, 20))):
                where, expected = "out", usual
            else:
                where, expected = "across", seconds - PARK
                assert usual <= expected <= 2 * usual
            seen.add((where, day < 5))
            assert seconds == expected + PARK
    assert {("rush", True), ("out", True), ("out", False)} <= seen


def test_the_metres_are_those_of_the_way_that_was_taken():
    """Whoever drives round the jam drives farther: km and CO2 follow the road of that hour."""
    jam = conditions(rush_main=4.0, morning_start=7, morning_end=10, afternoon_start=10, afternoon_end=10)
    ends = tuple(replace(client, place=(5, 6, 3, 4, 1, 2)[row]) for row, client in enumerate(HOME.clients))
    journal = simulate(calm(HOME.replace(clients=ends), jam), 0)
    across = [(leave < 10 * 3600, metres) for leave, a, b, _, metres in drives(journal, 0) if {a, b} == {5, 6}]
    assert across == [(True, 9 * LEG_METRES), (False, 6 * LEG_METRES)]


def test_the_planner_expects_rush_by_weekday_and_closed_roads_but_no_weather():
    """A plan counts on what is known beforehand: here an hour of rush in a working day of 14.5 hours, and the roadworks."""
    roads = conditions(ALWAYS, closed=(WORKS,), rush_main=2.0, winter_main=5.0, morning_start=8, morning_end=9, afternoon_start=17)
    roads = roads.model_copy(update={"factors": roads.factors.model_copy(update={"afternoon_end": roads.factors.afternoon_start})})
    scenario = HOME.replace(conditions=roads)
    west = [int(leg_seconds(scenario, "car", 0, 2, day)) for day in (0, 1, 5, 6)]
    one_leg, around = (math.ceil(LEG * (legs + jammed / 14.5)) + PARK for legs, jammed in ((1, 1), (14, 5)))
    assert west == [one_leg, one_leg, LEG + PARK, LEG + PARK]
    east = [int(leg_seconds(scenario, "car", 0, 1, day)) for day in (0, 1, 5)]
    assert east == [around, one_leg, LEG + PARK]
    assert int(leg_seconds(scenario, "car", 0, 1)) == LEG + PARK, "before the day is known: an everyday"
    assert int(leg_seconds(scenario, "car", 1, 1, 0)) == 0


def test_the_planner_keeps_its_own_rules_on_such_roads(back_to_basic):
    """Planner and checker count on the same times for each day: no plan promises a drive that a closed road makes impossible."""
    wednesday = WORKS.model_copy(update={"first": MONDAY + timedelta(days=2), "last": MONDAY + timedelta(days=2)})
    roads = conditions(ALWAYS, closed=(wednesday,), rush_main=1.5, winter_main=1.2)
    plan = make_plan(HOME.replace(conditions=roads), back_to_basic, 7, iterations=5)
    assert {found.rule for found in check(plan)} <= {"late", "unserved"}, "what a plan may have to pay for"
    assert check_journal(plan, simulate(plan, 0)) == []


def test_planned_times_know_the_rush_hours(back_to_basic):
    """Where nothing is uncertain a day is lived as planned, rush or no rush; a mean over the day is minutes off."""
    roads = conditions(rush_main=3.0, morning_start=7, morning_end=10, afternoon_start=12, afternoon_end=13)
    plan = with_luck(make_plan(HOME.replace(conditions=roads), back_to_basic, 2, iterations=5))
    journal, met = simulate(plan, 0), {}
    for row in np.flatnonzero(journal.kind == Kind.VISIT):
        met[int(journal.visit[row]), int(journal.staff[row])] = int(journal.start[row] - journal.day[row] * DAY)
    stops = plan.stops.take(np.flatnonzero(plan.stops.visit >= 0))
    who = plan.duties.staff[stops.duty].tolist()
    off = [abs(met[visit, one] - start) for visit, one, start in zip(stops.visit.tolist(), who, stops.start.tolist(), strict=True)]
    assert max(off) < 2 * MINUTE, "but for parking while the rush begins or ends, once on the way to each visit before"


def test_replanned_times_know_the_rush_hours(back_to_basic):
    """Nobody who takes over a visit comes later than the morning says, rush or no rush, where nothing else is uncertain."""
    roads = conditions(rush_main=3.0, morning_start=7, morning_end=10, afternoon_start=12, afternoon_end=13)
    plan = with_luck(make_plan(HOME.replace(conditions=roads), back_to_basic, 5, iterations=5))
    worst, taken = 0, 0
    for day, ill in zip(plan.duties.day.tolist(), plan.duties.staff.tolist(), strict=True):
        luck = draw(plan, 0)
        luck.ill[day, ill] = True
        routes = morning(plan, luck, day)
        due = {(visit, r.staff): start for r in routes for visit, start in zip(r.stops, r.planned_start, strict=True) if visit >= 0}
        lived = live(plan, luck, day, routes)
        taken += sum(len(route.stepped_in) for route in routes if route.duty >= 0)
        stops = lived.reached.take(np.flatnonzero(lived.reached.visit >= 0))
        for visit, who, start in zip(
            stops.visit.tolist(), lived.crew.staff[stops.crew].tolist(), stops.start.tolist(), strict=True
        ):
            worst = max(worst, start - due[visit, who])
    assert taken > 5
    assert worst < 2 * MINUTE, "but for parking while the rush begins or ends, once on the way to each visit before"


def test_every_policy_meets_the_same_slippery_days(fragmented, back_to_basic):
    """Weather is keyed by seed, replication and date: whoever plans whatever, it is slippery on the same days."""
    scenario = HOME.replace(conditions=conditions((0.5,) * 12))
    plans = [simple_plan(scenario, 28, policy) for policy in (fragmented, back_to_basic)]
    one, two = (draw(plan, 4).weather for plan in plans)
    assert one == two
    assert len(set(one)) == 2
    assert one != draw(plans[0], 5).weather


def test_a_month_needs_few_weightings(monkeypatch):
    """Days alike share their weightings, or a replication would spend its time on roads."""
    calls = []
    times = RoadTimes.times
    monkeypatch.setattr(RoadTimes, "times", lambda self, factors=None: calls.append(1) or times(self, factors))
    roads = conditions((0.5,) * 12, closed=(WORKS,), rush_main=1.5, winter_main=1.2)
    simulate(simple_plan(HOME.replace(conditions=roads), 28), 0)
    assert len(calls) <= 8, "in and out of rush, dry and slippery, open and closed"


def test_a_worker_gets_no_weightings_and_lives_the_same_day():
    """What is sent to a worker is small, and what it sends back does not depend on who has lived through it."""
    scenario = HOME.replace(conditions=conditions((0.5,) * 12, rush_main=1.5, winter_main=1.2))
    before = len(pickle.dumps(scenario))
    plan = simple_plan(scenario, 7)
    journal = simulate(plan, 0)
    assert len(pickle.dumps(scenario)) < before + 1_000
    assert same(simulate(pickle.loads(pickle.dumps(plan)), 0), journal)


def test_closing_the_only_road_names_it(back_to_basic):
    """Who closes the bridge to half of the clients is told which bridge it was, before anything is planned."""
    both = (WORKS, ClosedRoad(name="bridge", lat=58.7, lon=11.3, metres=100, first=MONDAY, last=MONDAY))
    with pytest.raises(InputError, match=r"'works', 'bridge' closed on 2026-03-02.*not connected by car"):
        make_plan(HOME.replace(conditions=conditions(closed=both)), back_to_basic, 1)


def test_the_journal_checker_knows_the_roads_of_the_day():
    """Other metres, or a drive faster than the roads allow in any weather of its day, are found."""
    plan = calm(HOME, conditions((0.5,) * 12, closed=(WORKS,), rush_main=1.3, winter_main=1.4))
    journal = simulate(plan, 0)
    assert check_journal(plan, journal) == []
    row = np.flatnonzero((journal.kind == Kind.DRIVE) & (journal.day == 3))[0]
    for name, change in (("metres", 1), ("end", -MINUTE * 2)):
        column = getattr(journal, name).copy()
        column[row] += change
        assert "travel" in {found.rule for found in check_journal(plan, journal.replace(**{name: column}))}


def test_weathers_are_all_that_a_day_can_bring():
    """One number decides for all regions, so that slippery regions come in a fixed order."""
    shares = {"coast": 0.2, "inland": 0.5, "mountain": 1.0, "south": 0.0}
    regions = [{"name": name, "slippery_share": [share] * 12} for name, share in shares.items()]
    roads = RoadConditions.model_validate({"regions": regions})
    drawn = {roads.slippery(MONDAY + timedelta(days=day), 1) for day in range(100)}
    assert set(roads.weathers(MONDAY)) == drawn == {frozenset(names.split()) for names in (
        "mountain", "mountain inland", "mountain inland coast")}  # fmt: skip


def test_the_example_of_the_shipped_scenario_works(tmp_path):
    """What the scenario file shows as a comment is what one may write: its roadworks are a detour on real drives."""
    text = shipped("scenario")["tanum"].read_text(encoding="utf-8")
    start = text.index("# road_conditions:")
    example = "".join(line.removeprefix("# ") for line in text[start:].splitlines(keepends=True))
    assert yaml.safe_load(text).get("road_conditions") is None
    (tmp_path / "tanum.yaml").write_text(text[:start] + example, encoding="utf-8")
    scenario = load_scenario(tmp_path / "tanum.yaml")
    assert scenario.conditions is not None
    (works,) = scenario.conditions.closed
    before, during = (scenario.travel_on((day - scenario.start).days) for day in (works.first - timedelta(days=3), works.first))
    longer = during.metres != before.metres
    assert 0 < longer.mean() < 0.5

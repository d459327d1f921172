"""When somebody is ill, the right people take over, in the policy's order, and nobody is asked for the impossible."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hand_plan import with_luck
from hemtjanst.models.checks import check
from hemtjanst.models.plan import BREAK, Contacts, Plan, Stops
from hemtjanst.models.planning.day_routes import DayRoute, planned_day
from hemtjanst.models.planning.every_morning import MOST_LATE
from hemtjanst.models.planning.morning import MOST_OVERTIME
from hemtjanst.models.planning.replanning import replan_day
from hemtjanst.simulation.journal import Kind, Reason
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.journal_event_checks import swapped
from hemtjanst.simulation.measures import MEASURES, Run
from hemtjanst.simulation.world.day import live, morning
from hemtjanst.simulation.world.luck import draw
from hemtjanst.simulation.world.recorder import write
from village_plan import changed, good_plan

S0, S1, S2, S3, S4, P0 = 0, 1, 2, 3, 4, 6
SATURDAY = 5
MONDAY = 0
PLAN = good_plan(idle=[(day, staff) for day in (MONDAY, SATURDAY) for staff in (S3, S4)])


def under(plan: Plan, *replaced_by: str) -> Plan:
    """The plan under a policy where these step in."""
    policy = plan.policy
    return replace(
        plan, policy=policy.model_copy(update={"absence": policy.absence.model_copy(update={"replaced_by": replaced_by})})
    )


def takers(plan: Plan, routes: Sequence[DayRoute]) -> dict[str, set[str]]:
    """Ids of the clients whose visits each person has taken over."""
    staff, clients = plan.scenario.staff, plan.scenario.clients
    return {
        staff[route.staff].id: {clients[plan.visits.client[visit]].id for visit in route.stepped_in}
        for route in routes
        if route.stepped_in
    }


def lived(plan: Plan, day: int, routes: Sequence[DayRoute]) -> Plan:
    """The plan with the day's routes as replanned (people of the pool on the duties they took over)."""
    duties = {row for row in range(len(plan.duties)) if plan.duties.day[row] == day}
    staff, stops = np.array(plan.duties.staff), plan.stops.take(~np.isin(plan.stops.duty, list(duties)))
    spare = sorted(duties - {route.duty for route in routes})
    rows = []
    for route in routes:
        duty = route.duty if route.duty >= 0 else spare.pop(0)
        staff[duty] = route.staff
        for visit, start in zip(route.stops, route.planned_start, strict=True):
            length = route.break_seconds if visit == BREAK else int(plan.visits.seconds[visit])
            rows.append((duty, visit, start, start, start + length))
    for duty in spare:  # not worked: nothing but its break
        rest = int(plan.duties.break_earliest[duty])
        rows.append((duty, BREAK, rest, rest, rest + int(plan.duties.break_seconds[duty])))
    every = Stops.concat([stops, Stops.from_rows(rows)])
    return replace(plan, duties=plan.duties.replace(staff=staff), stops=every.take(np.argsort(every.duty, kind="stable")))


def test_a_planned_day_is_the_plan():
    """The world starts from it when nobody is ill."""
    routes = planned_day(PLAN, MONDAY)
    assert [route.staff for route in routes] == [S0, S1, S2, S3, S4]
    for route in routes:
        rows = PLAN.routes[route.duty]
        assert route.stops == tuple(PLAN.stops.visit[rows])
        assert route.planned_start == tuple(PLAN.stops.start[rows])
        assert (route.first, route.last) == (PLAN.duties.first[route.duty], PLAN.duties.last[route.duty])
    assert replan_day(PLAN, MONDAY, frozenset(), frozenset(), [P0]) == (routes, [], [])


def test_backups_step_in_before_colleagues():
    """Row T17: when the contact person is off, somebody who knows the client comes."""
    contacts = Contacts.from_rows([*((c, S1, 0) for c in (1, 3, 5)), *((c, S4, 1) for c in (1, 3, 5))])
    plan = replace(PLAN, contacts=contacts)
    routes, missed, _ = replan_day(under(plan, "backup", "colleague"), MONDAY, {S1}, (), ())
    assert takers(plan, routes) == {"s4": {"c1", "c3", "c5"}}
    routes, missed, _ = replan_day(under(plan, "colleague", "backup"), MONDAY, {S1}, (), ())
    assert takers(plan, routes) == {"s3": {"c1", "c3", "c5"}}
    assert missed == []


def test_known_people_step_in_before_colleagues():
    """s4 drove the round of c1, c3 and c5 on Wednesday; s3, who comes first in the table, has never met c3 and c5."""
    routes, _, _ = replan_day(under(PLAN, "known", "colleague"), SATURDAY, {S1}, (), ())
    assert takers(PLAN, routes)["s4"] >= {"c3", "c5"}
    routes, _, _ = replan_day(under(PLAN, "colleague"), SATURDAY, {S1}, (), ())
    assert takers(PLAN, routes) == {"s3": {"c1", "c3", "c5"}}


def test_the_pool_takes_a_route_as_a_whole():
    """Somebody called in drives the ill person's round in its order and at its times."""
    plan = under(good_plan(), "colleague", "pool")
    before = planned_day(plan, MONDAY)[1]
    routes, missed, called = replan_day(plan, MONDAY, {S1}, (), [P0])
    assert missed == []
    assert called == [P0]
    assert routes[-1] == before._replace(staff=P0, duty=-1, stepped_in=frozenset(before.stops) - {BREAK})


def test_only_people_with_the_skill_take_over():
    """c2 needs a delegation that only s0 and the pool have here: without the pool the visit is missed."""
    plan = good_plan(idle=[(MONDAY, S4)])
    staff = tuple(replace(person, skills=frozenset()) if person.id == "s1" else person for person in plan.scenario.staff)
    plan = replace(plan, scenario=plan.scenario.replace(staff=staff))
    c2 = int(np.flatnonzero((plan.visits.day == MONDAY) & (plan.visits.client == 2))[0])
    _, missed, called = replan_day(under(plan, "colleague"), MONDAY, {S0}, (), [P0])
    assert (missed, called) == ([c2], [])
    _, missed, called = replan_day(under(plan, "colleague", "pool"), MONDAY, {S0}, (), [P0])
    assert (missed, called) == ([], [P0])


def test_forbidden_people_do_not_take_over():
    """A client's no holds on bad mornings too."""
    clients = tuple(replace(who, forbidden=frozenset({S3, P0})) if who.id == "c3" else who for who in PLAN.scenario.clients)
    plan = replace(PLAN, scenario=PLAN.scenario.replace(clients=clients))
    routes, missed, _ = replan_day(under(plan, "colleague", "pool"), MONDAY, {S1}, (), [P0])
    assert [who for who, clients in takers(plan, routes).items() if "c3" in clients] == ["s4"]
    assert missed == []


def test_a_visit_for_two_keeps_two_different_people_at_its_time():
    """Nobody is their own colleague, and the one who is well need not change the round."""
    both = int(np.flatnonzero(PLAN.visits.people == 2)[0])
    planned = planned_day(PLAN, MONDAY)
    start = planned[0].planned_start[planned[0].stops.index(both)]
    for ill in ({S0}, {S1}, {S0, S1}):
        routes, missed, _ = replan_day(under(PLAN, "colleague"), MONDAY, ill, (), ())
        there = [route for route in routes if both in route.stops]
        assert both not in missed
        assert len({route.staff for route in there}) == 2
        assert {route.planned_start[route.stops.index(both)] for route in there} == {start}


def test_a_visit_for_two_that_lacks_one_is_told():
    """The one who comes alone could not do it: nobody drives there, and the world has to know."""
    plan = under(good_plan(), "colleague")
    both = int(np.flatnonzero(plan.visits.people == 2)[0])
    routes, missed, _ = replan_day(plan, MONDAY, {S1}, (), ())
    assert both in missed
    assert not any(both in route.stops for route in routes)


def test_cancelled_visits_make_room():
    """s0's round is full until c0 and c2 cancel; then it takes what fits."""
    plan = under(good_plan(), "colleague")
    own = planned_day(plan, MONDAY)[0]
    _, missed, _ = replan_day(plan, MONDAY, {S1}, (), ())
    cancelled = frozenset(visit for visit in own.stops if visit != BREAK and plan.visits.client[visit] in (0, 2))
    routes, fewer, _ = replan_day(plan, MONDAY, {S1}, cancelled, ())
    assert len(fewer) < len(missed)
    assert not cancelled & {visit for route in routes for visit in route.stops}
    assert not cancelled & set(fewer)


@pytest.mark.parametrize("order", [("colleague", "pool"), ("backup", "known", "colleague", "pool"), ("pool", "colleague"), ()])
@pytest.mark.parametrize("ill", [{S0}, {S1}, {S2}, {S0, S1}, {S0, S1, S2, S3}])
def test_replanned_days_keep_the_hard_rules(order: tuple[str, ...], ill: Collection[int]):
    """Skills, travel, breaks and one place at a time hold as in a plan; lateness and overtime stay small, nothing vanishes."""
    plan = under(PLAN, *order)
    cancelled = frozenset({int(PLAN.visits.client.argmax())})
    for day in (MONDAY, SATURDAY):
        routes, missed, called = replan_day(plan, day, ill, cancelled, [P0])
        found = check(lived(plan, day, routes))
        bent = {"late": MOST_LATE, "back": MOST_OVERTIME, "unserved": 2, "one_person_per_shift": 1}
        roster = {"own_shift", "daily_rest", "weekly_rest", "weekends", "contract_hours"}
        assert [v for v in found if v.rule not in roster and v.amount > bent.get(v.rule, 0)] == []
        today = set(np.flatnonzero(plan.visits.day == day).tolist())
        assert {v.visit for v in found if v.rule == "unserved"} & today == set(missed) | (cancelled & today)
        assert not {route.staff for route in routes} & set(ill)
        assert [route.staff for route in routes if route.duty < 0] == called
        assert (routes, missed, called) == replan_day(plan, day, ill, cancelled, [P0])


@pytest.mark.parametrize(("hours", "taken"), [(0, 2), (11.5, 2), (12, 1)])
def test_least_gaps_between_visits_are_kept(hours: float, taken: int):
    """c3 and c5 are to have so many hours between morning and evening: who steps in comes early enough, or not at all."""
    services = dict(PLAN.scenario.services)
    for name in ("morning_care", "evening_care"):
        services[name] = replace(services[name], kind="care", least_gap=60 * hours)
    plan = under(replace(PLAN, scenario=PLAN.scenario.replace(services=services)), "colleague")
    routes, missed, _ = replan_day(plan, MONDAY, {S1}, (), ())
    begins = {v: start for route in routes for v, start in zip(route.stops, route.planned_start, strict=True)}
    today = np.flatnonzero(plan.visits.day == MONDAY).tolist()
    pairs = [[v for v in today if plan.visits.client[v] == client] for client in (3, 5)]
    kept = [begins[b] - begins[a] - plan.visits.seconds[a] for a, b in pairs if a in begins]
    assert len(kept) == taken
    assert {a for a, _ in pairs} - begins.keys() <= set(missed)
    assert min(kept) >= 3600 * hours
    assert hours or min(kept) < 3600 * 11.5, "without the rule one of them is visited too late for it"


def test_people_who_are_well_keep_their_visits_and_times():
    """Illness moves the visits of the ill, not everybody's: others keep order and start no earlier than promised."""
    routes, _, _ = replan_day(under(PLAN, "colleague"), MONDAY, {S1}, (), ())
    for route in routes:
        before = planned_day(PLAN, MONDAY)[[r.duty for r in planned_day(PLAN, MONDAY)].index(route.duty)]
        kept = [(v, s) for v, s in zip(route.stops, route.planned_start, strict=True) if v not in route.stepped_in and v != BREAK]
        was = [(v, s) for v, s in zip(before.stops, before.planned_start, strict=True) if v != BREAK]
        assert [v for v, _ in kept] == [v for v, _ in was]
        assert all(now >= then for (_, now), (_, then) in zip(kept, was, strict=True))


def test_a_route_that_is_already_late_can_still_be_mended():
    """A plan may be late; replanning then adds no further lateness there, and does not fail."""
    plan = changed(PLAN, "visits", int(PLAN.stops.visit[1]), latest=int(PLAN.stops.start[1]) - 3600)
    routes, _, _ = replan_day(under(plan, "colleague"), MONDAY, {S1}, (), ())
    assert routes[0].planned_start[1] == PLAN.stops.start[1]


def with_a_swap(*others: str) -> tuple[Plan, int, int]:
    """On Monday s0, whose round is full, is the only one to know c3, and s3, who has nothing to do, knows c0 alone; two visits."""
    contacts = Contacts.from_rows([(0, S3, 1), (3, S0, 1)])
    plan = under(replace(good_plan(idle=[(MONDAY, S3)]), contacts=contacts), "backup", "known", *others)
    low, high = np.searchsorted(plan.visits.day, (MONDAY, MONDAY + 1))
    first = {client: int(low + np.flatnonzero(plan.visits.client[low:high] == client)[0]) for client in (0, 3)}
    return plan, first[0], first[3]


def test_T17_a_colleague_makes_room_for_whoever_knows_the_client():
    """T17: both clients of a swap meet somebody they know, where else one would meet a stranger."""
    plan, _, _ = with_a_swap("colleague")
    routes, _, _ = replan_day(plan, MONDAY, {S1}, (), ())
    assert "c3" in takers(plan, routes)["s3"], "a stranger has room"
    plan, to_c0, to_c3 = with_a_swap("swap", "colleague")
    routes, _, _ = replan_day(plan, MONDAY, {S1}, (), ())
    who = {visit: route for route in routes for visit in route.stops}
    assert to_c3 in who[to_c3].stepped_in
    assert who[to_c3].staff == S0
    assert who[to_c0].swapped == {to_c0}
    assert who[to_c0].staff == S3
    assert sorted(visit for route in routes for visit in route.stops if visit != BREAK) == sorted(
        visit for route in planned_day(plan, MONDAY) for visit in route.stops if visit != BREAK
    ), "a swap loses no visit and makes none twice"
    assert not [v for v in check(lived(plan, MONDAY, routes)) if v.rule in ("travel", "break", "early", "skills", "overlap")]


def test_a_contact_person_keeps_their_own_clients():
    """A visit by the contact person is not what somebody makes room with; a client's no to the colleague holds here, too."""
    plan, to_c0, _ = with_a_swap("swap")
    own = replace(plan, contacts=Contacts.from_rows([(0, S0, 0), (0, S3, 1), (3, S0, 1)]))
    assert not any(route.swapped for route in replan_day(own, MONDAY, {S1}, (), ())[0])
    clients = tuple(replace(who, forbidden=frozenset({S3})) if who.id == "c0" else who for who in plan.scenario.clients)
    no = replace(plan, scenario=plan.scenario.replace(clients=clients))
    assert not any(to_c0 in route.swapped for route in replan_day(no, MONDAY, {S1}, (), ())[0])


def test_a_swap_is_told_in_the_journal():
    """Who makes room is told apart from who steps in, and the checker looks at both sides of a swap."""
    plan, to_c0, to_c3 = with_a_swap("swap", "colleague")
    plan = with_luck(plan)
    ill = np.zeros((plan.days, len(plan.scenario.staff)), dtype=bool)
    ill[MONDAY, S1] = True
    luck = replace(draw(plan, 0), ill=ill)
    journal = write(plan, luck, [live(plan, luck, day, morning(plan, luck, day)) for day in range(plan.days)])
    assert check_journal(plan, journal) == []
    reason = {int(v): int(r) for v, r, k in zip(journal.visit, journal.reason, journal.kind, strict=True) if k == Kind.VISIT}
    assert (reason[to_c0], reason[to_c3]) == (Reason.SWAPPED, Reason.STEPPED_IN)
    run = Run(plan, journal)
    assert MEASURES["swaps"].function(run).numerator == (journal.reason == Reason.SWAPPED).sum() >= 1
    assert (
        MEASURES["unplanned_changes"].function(run).numerator == np.isin(journal.reason, (Reason.SWAPPED, Reason.STEPPED_IN)).sum()
    )
    strange = replace(plan, contacts=Contacts.from_rows([(3, S0, 1)]))
    assert [found.visit for found in swapped(strange, journal) if found.visit == to_c0] == [to_c0]
    for_nothing = replace(plan, contacts=Contacts.from_rows([(0, S3, 1)]))
    assert [found.visit for found in swapped(for_nothing, journal) if found.visit == to_c0] == [to_c0]

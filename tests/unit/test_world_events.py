"""What calls people away and what they do about it, in a village without any other luck."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hand_plan import with_luck
from hemtjanst.models import Plan
from hemtjanst.models.events import documented
from hemtjanst.models.information import Information
from hemtjanst.models.plan import Contacts
from hemtjanst.models.planning.night import checks, on_duty, patrols
from hemtjanst.models.planning.replanning import replan_day
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario import StaffMember
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.journal_event_checks import telephone
from hemtjanst.simulation.measures import Run, events
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.acquaintance import Acquaintance
from hemtjanst.simulation.world.calls import Call
from hemtjanst.simulation.world.changes import Changes
from hemtjanst.simulation.world.day import live, morning
from hemtjanst.simulation.world.luck import Luck, draw
from hemtjanst.simulation.world.recorder import write
from hemtjanst.simulation.world.records import BREAKDOWN, CALL
from village import village
from village_plan import changed, good_plan

S0, S1, S2, S3, S4, H0, P0 = range(7)
HOUR, MINUTE = 3600, 60
NIGHT_STAFF = tuple(StaffMember(f"n{k}", -1, "vårdbiträde", 0.6, "patrol", frozenset(), frozenset({"night"})) for k in range(3))
PLAN = with_luck(good_plan())


class Called:
    """Calls of the first day, chosen instead of drawn."""

    def __init__(self, *calls: Call) -> None:
        self.calls = sorted(calls)

    def on(self, day: int) -> tuple[list[Call], list]:
        """The calls of a day."""
        return (self.calls if day == 0 else []), []


def under(plan: Plan, **levers: dict) -> Plan:
    """The plan under a policy with some levers moved."""
    return replace(plan, policy=Policy.model_validate(plan.policy.model_dump() | levers))


def lived(plan: Plan, *calls: Call, luck: Luck | None = None) -> Journal:
    """The journal of the chosen calls."""
    luck = luck or draw(plan, 0)
    called = Called(*calls)
    return write(plan, luck, [live(plan, luck, day, morning(plan, luck, day), None, called) for day in range(plan.days)])


def of(journal: Journal, kind: Kind, **columns: int) -> Journal:
    """The rows of a kind with some values."""
    mask = journal.kind == kind
    for name, value in columns.items():
        mask &= getattr(journal, name) == value
    return journal.take(mask)


def only(event: str) -> dict[str, float]:
    """Null rates of all other events."""
    switches = ("alarm_users", "night_users", "long_sick_share", "leaving_rate", "client_turnover", "need_changes", "car_failures")
    return {name: 0.0 for name in switches if name != event}


def alarm(at: float, client: int, minutes: int = 20) -> Call:
    """An alarm of a client."""
    return Call(round(at * HOUR), CALL, client, -1, minutes * MINUTE, 1.0)


def test_an_alarm_is_answered_between_visits_and_what_follows_is_late():
    """Row T31: an alarm bends the route. The nearest goes when free, never in the middle of a visit, and later visits wait."""
    quiet, called = lived(PLAN), lived(PLAN, alarm(7.5, 3, 60))
    visit = of(called, Kind.ALARM)
    assert (visit.client.tolist(), (visit.end - visit.start).tolist()) == ([3], [HOUR])
    assert visit.start[0] > 7.5 * HOUR
    who = int(visit.staff[0])
    before, after = (of(journal, Kind.VISIT, day=0, staff=who) for journal in (quiet, called))
    assert before.visit.tolist() == after.visit.tolist()
    later = after.start > visit.start[0]
    assert (after.start[~later] == before.start[~later]).all()
    assert (after.start[later] > before.start[later]).any()
    figure = events.alarm_response_minutes(Run(PLAN, called))
    assert figure.value == pytest.approx((visit.start[0] - 7.5 * HOUR) / 60)


def test_whoever_knows_the_client_goes_where_the_policy_says_so():
    """Row T17 for alarms: with answered_by known somebody who knows the client goes, though others are nearer."""
    contacts = Contacts.from_rows([(3, S1, 0)])
    idle = with_luck(good_plan(idle=[(0, S3)]))
    for who, expected in (("nearest", S3), ("known", S1)):
        plan = under(replace(idle, contacts=contacts), alarms={"answered_by": who})
        plan.memo["known staff"] = {0: {}}  # the plan's visits say nothing about who is known
        journal = lived(plan, alarm(7.75, 3))
        assert of(journal, Kind.ALARM).staff.tolist() == [expected]


def test_the_patrol_goes_where_the_policy_says_so():
    """Row T31: with an alarm patrol nobody's route is bent, though somebody at the base could be there as soon."""
    patrol = tuple(StaffMember(f"d{k}", -1, "vårdbiträde", 0.6, "patrol", frozenset(), frozenset({"alarm day"})) for k in range(3))
    idle = with_luck(good_plan(idle=[(0, S3)]))
    alarms = documented(**only("alarm_users"))
    idle = replace(idle, scenario=idle.scenario.replace(staff=idle.scenario.staff + patrol, events=alarms))
    staff = len(idle.scenario.staff)
    for who, expected in (("nearest", {S3}), ("patrol", set(range(staff - 3, staff)))):
        came = of(lived(under(idle, alarms={"answered_by": who}), alarm(7.75, 3)), Kind.ALARM, day=0)
        assert len(came)
        assert set(came.staff.tolist()) <= expected


def test_late_visits_are_handed_over_where_the_policy_says_so():
    """With hand_over_minutes a colleague with room takes what would begin too late; without it the client waits."""
    plan = with_luck(good_plan(idle=[(0, S3)]))
    long = [Call(8 * HOUR, BREAKDOWN, -1, S0, 3 * HOUR, 1.0)]
    late, handed = (lived(under(plan, alarms={"hand_over_minutes": limit}), *long) for limit in (None, 15))
    assert (of(late, Kind.VISIT, day=0).reason == Reason.NONE).all()
    helped = of(handed, Kind.VISIT, day=0, reason=Reason.STEPPED_IN)
    assert len(helped)
    for visit, start in zip(helped.visit.tolist(), helped.start.tolist(), strict=True):
        assert start < of(late, Kind.VISIT, visit=visit).start[0]


def test_a_failing_car_stops_its_driver_once():
    """Who waits for help does nothing else, and drives on afterwards."""
    journal = lived(PLAN, Call(8 * HOUR, BREAKDOWN, -1, S0, HOUR, 1.0))
    lost = of(journal, Kind.BREAKDOWN)
    assert (lost.staff.tolist(), (lost.end - lost.start).tolist()) == ([S0], [HOUR])
    assert len(of(journal, Kind.VISIT, day=0, staff=S0)) == len(of(lived(PLAN), Kind.VISIT, day=0, staff=S0))


def by_night(camera: float, failed: float = 0.0) -> Plan:
    """The village with a night patrol and checks for everybody."""
    rates = only("night_users")
    scenario = PLAN.scenario.replace(
        staff=village().staff + NIGHT_STAFF,
        events=documented(**rates, night_users=1.0, camera_consent=1.0, camera_failed=failed, night_checks=1.0),
    )
    return under(replace(PLAN, scenario=scenario), night={"camera_share": camera})


def test_the_night_camera_spares_driving_and_sleep():
    """Row G8: a look by camera takes nobody there; a client not seen is looked for again, and then visited."""
    door, camera, blind = (by_night(share, failed) for share, failed in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)))
    runs = [Run(plan, simulate(plan, 0)) for plan in (door, camera, blind)]
    clients, nights = len(PLAN.scenario.clients), PLAN.days
    assert len(of(runs[0].journal, Kind.NIGHT_CHECK)) == clients * nights
    assert len(of(runs[1].journal, Kind.LOOK)) == clients * nights
    km, woken = ([measure(run).value for run in runs] for measure in (events.patrol_km, events.night_disturbances))
    assert km[0] > km[1] == 0
    assert woken == [1, 0, 1]
    looks, sent = of(runs[2].journal, Kind.LOOK), of(runs[2].journal, Kind.ALARM_RAISED)
    assert len(looks) == 2 * len(sent) == 2 * clients * nights
    assert (sent.planned_start[0] - looks.planned_start.min()) == (15 * 60 + 30)


def test_the_patrol_takes_turns():
    """Nobody works more than three nights in a row, and who is ill is stood in for."""
    plan = by_night(0.0)
    staff = [on_duty(plan, day, set())[0][1] for day in range(9)]
    assert staff == [7] * 3 + [8] * 3 + [9] * 3
    assert on_duty(plan, 0, {7})[0][1] == 8
    assert on_duty(plan, 0, {7, 8, 9}) == []
    assert sum(check is not None for check, _ in patrols(plan)[0].round) == len(checks(plan)[0])


def test_a_place_left_is_vacant_until_a_newcomer_has_learnt():
    """Rows G7, G12: whoever leaves leaves a hole; the newcomer is paid to learn first, shorter where that is web-based."""
    off = only("leaving_rate")
    scenario = PLAN.scenario.replace(events=documented(**off, leaving_rate=10.0, vacancy_days=0.0))
    lessons = {}
    for web in (False, True):
        plan = under(replace(PLAN, scenario=scenario), introduction={"web": web})
        journals = [simulate(plan, replication) for replication in range(8)]
        lessons[web] = sum((of(journal, Kind.DUTY).reason == Reason.LEARNING).sum() for journal in journals)
        assert sum((of(journal, Kind.ABSENT).reason == Reason.VACANT).sum() for journal in journals) > 0
    assert lessons[False] > lessons[True] > 0


def test_a_grown_need_takes_longer_at_once_and_is_planned_for_later():
    """Rows T6, T22: between the change and the new plan visits run over; afterwards the morning reckons with it."""
    off = only("need_changes")
    scenario = PLAN.scenario.replace(events=documented(**off, need_changes=1.0, need_growth=1.5, need_plan_days=3.0))
    unnoticed = scenario.replace(information=Information.model_validate({"notice_chance": 0}))
    plan = replace(PLAN, scenario=unnoticed)
    luck = draw(plan, 1)
    assert luck.turnover is not None
    longer = luck.turnover.longer
    assert (longer >= luck.known).all()
    assert (longer > luck.known).any()
    assert (luck.known > 1).any()
    assert (luck.seconds == np.rint(plan.visits.seconds * longer[plan.visits.day, plan.visits.client])).all()


def test_a_grown_need_lasts_until_the_new_plan_of_its_chain():
    """Rows T6, T22: one change, one chain: the mornings know of it from the day of its NEW_PLAN on, and not before."""
    off = only("need_changes")
    scenario = PLAN.scenario.replace(events=documented(**off, need_changes=1.0, need_growth=1.5))
    quick = {"notice_chance": 1, "handover_days": 1, "decision_share": 0, "planning_days": 1}
    seen = 0
    for replication in range(4):
        plan = replace(PLAN, scenario=scenario.replace(information=Information.model_validate(quick)))
        luck = draw(plan, replication)
        assert (luck.known == 1).all(), "nobody knows before somebody has noticed"
        changes = Changes(plan, luck, Acquaintance(plan, luck))
        for day in range(plan.days):
            routes = morning(plan, luck, day)
            changes.after(day, live(plan, luck, day, routes))
        facts = {
            kind: [(f["client"], f["day"]) for f in changes.facts if f["kind"] == kind] for kind in (Kind.NOTICED, Kind.NEW_PLAN)
        }
        expected = np.ones_like(luck.known)
        for client, day in facts[Kind.NEW_PLAN]:
            expected[day:, client] *= 1.5
        assert (luck.known == expected).all()
        assert luck.turnover is not None
        changed = {(client, day) for _, day, client in luck.turnover.facts}
        assert all(any(c == client and d <= day for c, d in changed) for client, day in facts[Kind.NOTICED])
        seen += len(facts[Kind.NEW_PLAN])
    assert seen > 3


def test_the_pool_is_spared_for_few_visits_and_overtime_comes_in():
    """Row T34: with a threshold the pool stays at home for what is too little, and colleagues may stay longer instead."""
    ill, nobody = {S2}, frozenset()
    plan = under(PLAN, absence={"replaced_by": ["pool"], "pool_from_visits": 7})
    assert replan_day(plan, 0, ill, nobody, [P0])[2] == []
    assert replan_day(under(plan, absence={"replaced_by": ["pool"], "pool_from_visits": 6}), 0, ill, nobody, [P0])[2] == [P0]
    late = with_luck(good_plan(idle=[(0, S3)]))
    late = under(late, absence={"replaced_by": ["overtime"], "overtime_minutes": 240})
    short = under(late, absence={"replaced_by": ["overtime"], "overtime_minutes": 15})
    more, fewer = (len(replan_day(plan, 0, ill, nobody, ())[1]) for plan in (late, short))
    assert more < fewer


def test_what_is_dropped_first_is_what_the_policy_says():
    """Two visits at the same hour and one person: who is left without help is what the lever says, and only that."""
    day, hour = 3, 10 * 3600
    plan = with_luck(good_plan(idle=[(day, S0)]))
    needs, occasions = plan.scenario.needs, plan.occasions
    serves = {int(visit): needs[need].service for visit, need in zip(occasions.visit, occasions.need, strict=True)}
    today = [int(v) for v in np.flatnonzero(plan.visits.day == day) if plan.visits.people[v] == 1 and not plan.visits.skills[v]]
    morning, evening = (next(visit for visit in today if serves[visit] == name) for name in ("morning_care", "evening_care"))
    for visit in (morning, evening):
        plan = changed(plan, "visits", visit, earliest=hour, latest=hour, seconds=3600)
    others = set(np.flatnonzero(plan.visits.day == day).tolist()) - {morning, evening}
    ill = set(range(len(plan.scenario.staff))) - {S0}

    def missed(*dropped: str) -> list[int]:
        lever = under(plan, absence={"replaced_by": ["colleague"], "dropped_first": list(dropped)})
        return replan_day(lever, day, ill, others, ())[1]

    assert missed("morning_care") == [morning]
    assert missed("evening_care") == [evening]
    assert missed() == missed("morning_care", "evening_care")


def test_the_contact_person_telephones_who_is_disappointed():
    """Rows T8, T23: a client who gets a stranger or nobody is at least spoken to by the contact person, who leaves later for it."""
    contacts = Contacts.from_rows([(c, S0, 0) for c in range(6)])
    plan = under(replace(PLAN, contacts=contacts), absence={"replaced_by": [], "telephone_minutes": 5})
    routes, missed, _ = replan_day(plan, 0, {S2}, (), ())
    clients = {int(plan.visits.client[visit]) for visit in missed}
    (route,) = (route for route in routes if route.staff == S0)
    assert route.telephone == 5 * MINUTE * len(clients)
    journal = lived(plan, luck=replace(draw(plan, 0), ill=np.isin(np.arange(len(plan.scenario.staff)), [S2])[None].repeat(14, 0)))
    spoke = of(journal, Kind.TELEPHONE, day=0)
    assert (spoke.staff.tolist(), (spoke.end - spoke.start).tolist()) == ([S0], [route.telephone])


def test_T17_T23_on_the_contact_persons_day_off_nobody_telephones_or_a_backup_does():
    """T17, T23: on a day without the contact person nobody calls, or where the lever says so the first backup at work."""
    contacts = Contacts.from_rows([(c, staff, rank) for c in range(6) for rank, staff in enumerate((S0, S1, S3))])
    plan = replace(with_luck(good_plan(idle=[(0, S3)])), contacts=contacts)

    def calls(ill: set[int], learning: Collection[int] = (), **lever: str) -> dict[int, int]:
        moved = under(plan, absence={"replaced_by": [], "telephone_minutes": 5} | lever)
        routes, missed, _ = replan_day(moved, 0, ill, (), (), learning=learning)
        clients = {int(plan.visits.client[visit]) for visit in missed}
        return {route.staff: route.telephone / (5 * MINUTE * len(clients)) for route in routes if route.telephone}

    assert calls({S2}) == calls({S2}, telephoned_by="backup") == {S0: 1}
    assert calls({S0, S2}) == {}
    assert calls({S0, S2}, telephoned_by="backup") == {S1: 1}
    assert calls({S0, S1, S2}, telephoned_by="backup") == {S3: 1}
    assert calls({S0, S1, S2, S3}, telephoned_by="backup") == {}
    assert calls(set(), {S0}) == {}, "a newcomer in the contact person's place has yet to learn"
    assert calls(set(), {S0}, telephoned_by="backup") == {S1: 1}


def test_the_checker_knows_who_has_to_telephone():
    """A call by a backup is right only under the lever, and only where the contact person is not at work."""
    contacts = Contacts.from_rows(sorted([(c, S0, 0) for c in range(6)] + [(c, S1, 1) for c in range(6)]))
    lever = {"replaced_by": [], "telephone_minutes": 5}
    plan = under(replace(PLAN, contacts=contacts), absence=lever | {"telephoned_by": "backup"})
    ill = np.isin(np.arange(len(plan.scenario.staff)), [S0])[None].repeat(14, 0)
    journal = lived(plan, luck=replace(draw(plan, 0), ill=ill))
    spoke = np.flatnonzero(journal.kind == Kind.TELEPHONE)
    assert len(spoke)
    assert set(journal.staff[spoke].tolist()) == {S1}
    assert not list(telephone(plan, journal))
    assert len(list(telephone(under(plan, absence=lever), journal))) == len(spoke)
    kind = np.where((journal.kind == Kind.ABSENT) & (journal.staff == S0), Kind.DUTY, journal.kind)
    assert len(list(telephone(plan, journal.replace(kind=kind)))) == len(spoke)

"""The plan checker finds nothing in a good plan, and exactly the rule that was broken in one broken on purpose."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import hemtjanst.models.checks as checks
import numpy as np
import pytest
from hemtjanst.models.checks import BENT, RULES, Violation, check
from hemtjanst.models.checks.violation import minutes
from hemtjanst.models.plan import BREAK, Occasions, Plan, Stops
from hemtjanst.simulation.report.plan_text import plan_summary
from village import MINUTE
from village_plan import changed, good_plan

GOOD = good_plan()
S0, S1, S2, S3, S4, H0, P0 = range(7)
ROUND_A, ROUND_B, EVENING = 0, 1, 2  # duties of the first Monday


def with_need(plan: Plan, name: str, **changes: object) -> Plan:
    """The plan with a need of the scenario changed."""
    needs = tuple(replace(need, **changes) if need.id == name else need for need in plan.scenario.needs)  # type: ignore[arg-type]
    return replace(plan, scenario=plan.scenario.replace(needs=needs))


def with_staff(plan: Plan, row: int, **changes: object) -> Plan:
    """The plan with a member of staff of the scenario changed."""
    staff = tuple(replace(person, **changes) if k == row else person for k, person in enumerate(plan.scenario.staff))  # type: ignore[arg-type]
    return replace(plan, scenario=plan.scenario.replace(staff=staff))


def with_client(plan: Plan, row: int, **changes: object) -> Plan:
    """The plan with a client of the scenario changed."""
    clients = tuple(replace(who, **changes) if k == row else who for k, who in enumerate(plan.scenario.clients))  # type: ignore[arg-type]
    return replace(plan, scenario=plan.scenario.replace(clients=clients))


def with_work(plan: Plan, **changes: float) -> Plan:
    """The plan in a scenario that asks more of work than the plan was made for."""
    work = plan.scenario.work
    changed = {name: getattr(work, name).model_copy(update={"value": value}) for name, value in changes.items()}
    return replace(plan, scenario=plan.scenario.replace(work=work.model_copy(update=changed)))


def duty_of(day: int, staff: int) -> int:
    """Row of somebody's duty."""
    return int(np.flatnonzero((GOOD.duties.day == day) & (GOOD.duties.staff == staff))[0])


def visit_of(day: int, client: int, part: int) -> int:
    """Row of a client's first (0), second (1) … visit of a day."""
    return int(np.flatnonzero((GOOD.visits.day == day) & (GOOD.visits.client == client))[part])


def stop_of(visit: int, person: int = 0) -> int:
    """Row of the stop of a visit (and of its second person)."""
    return int(np.flatnonzero(GOOD.stops.visit == visit)[person])


def break_of(duty: int) -> int:
    """Row of a duty's break."""
    return int(np.flatnonzero((GOOD.stops.duty == duty) & (GOOD.stops.visit == BREAK))[0])


def last_stop(duty: int) -> int:
    """Row of a duty's last visit."""
    return int(np.flatnonzero((GOOD.stops.duty == duty) & (GOOD.stops.visit != BREAK))[-1])


def without(plan: Plan, stop: int) -> Plan:
    """The plan without one stop."""
    return replace(plan, stops=plan.stops.take(np.arange(len(plan.stops)) != stop))


def swapped(plan: Plan, day: int, one: int, other: int) -> Plan:
    """The plan with the duties of two people of one day exchanged."""
    staff = np.array(plan.duties.staff)
    a, b = duty_of(day, one), duty_of(day, other)
    staff[a], staff[b] = other, one
    return replace(plan, duties=plan.duties.replace(staff=staff))


def shifted(plan: Plan, stop: int, seconds: int) -> Plan:
    """The plan with one stop begun and ended later."""
    stops = plan.stops
    return changed(plan, "stops", stop, start=int(stops.start[stop]) + seconds, end=int(stops.end[stop]) + seconds)


def handed_over(plan: Plan, stop: int, duty: int, start: int) -> Plan:
    """The plan with one stop made by another duty, at the end of its route, from ``start``."""
    length = int(plan.stops.end[stop] - plan.stops.start[stop])
    moved = changed(plan, "stops", stop, duty=duty, arrive=start, start=start, end=start + length)
    return replace(moved, stops=moved.stops.take(np.lexsort((moved.stops.start, moved.stops.duty))))


def two_breaks(plan: Plan) -> Plan:
    """Round A with its break in two halves, the second right after the first."""
    row = break_of(ROUND_A)
    plan = changed(plan, "stops", row, end=int(plan.stops.end[row]) - 15 * MINUTE)
    half = Stops.from_rows([(ROUND_A, BREAK, *(int(plan.stops.end[row]),) * 2, int(plan.stops.end[row]) + 15 * MINUTE)])
    return replace(plan, stops=Stops.concat([plan.stops.take(slice(0, row + 1)), half, plan.stops.take(slice(row + 1, None))]))  # type: ignore[arg-type]


def split(plan: Plan, minutes: int) -> Plan:
    """The plan in a scenario whose day shift is a split one, with so many minutes off from when the breaks may begin."""
    day, evening = plan.scenario.shifts
    begin = int(plan.duties.break_earliest[ROUND_A])
    return replace(plan, scenario=plan.scenario.replace(shifts=(replace(day, gap=(begin, begin + minutes * MINUTE)), evening)))


BREAK_A = break_of(ROUND_A)
DAY_DUTIES = int((GOOD.duties.shift == 0).sum())
START = int(GOOD.stops.start[BREAK_A])
EVENING_ENDS = int(GOOD.stops.end[last_stop(EVENING)])
SHOWER = next(row for row, need in enumerate(GOOD.scenario.needs) if need.id == "c0.shower")
CLEANING = next(row for row, need in enumerate(GOOD.scenario.needs) if need.id == "c0.cleaning")
SHOWER_ROW = int(np.flatnonzero(GOOD.occasions.need == SHOWER)[0])
CLEANING_ROW = int(np.flatnonzero(GOOD.occasions.need == CLEANING)[0])


def cleaned_twice(plan: Plan) -> Plan:
    """Cleaning granted on Monday and Tuesday, both halves planned in the visit of Monday."""
    plan = with_need(plan, "c0.cleaning", weekdays=(0, 1), minutes=37.5)
    plan = changed(plan, "occasions", CLEANING_ROW, seconds=37.5 * 60)
    more = plan.occasions.take(np.array([CLEANING_ROW])).replace(agreed_day=np.array([1]))
    return replace(plan, occasions=Occasions.concat([plan.occasions, more]))


def later_round(plan: Plan, duty: int, seconds: int) -> Plan:
    """The plan with all visits of one route later."""
    late = np.where((plan.stops.duty == duty) & (plan.stops.visit != BREAK), seconds, 0)
    return replace(
        plan, stops=plan.stops.replace(**{name: getattr(plan.stops, name) + late for name in ("arrive", "start", "end")})
    )


def fixed_cleaning(plan: Plan) -> Plan:
    """Cleaning is agreed for Tuesdays and may not move, yet is planned on Monday."""
    plan = changed(with_need(plan, "c0.cleaning", weekdays=(1,)), "occasions", CLEANING_ROW, agreed_day=1)
    services = plan.scenario.services | {"cleaning": replace(plan.scenario.services["cleaning"], movable=False)}
    return replace(plan, scenario=plan.scenario.replace(services=services))


def with_most_hours(plan: Plan, hours: float) -> Plan:
    """The plan under a policy that allows a contact person so many granted hours a week; s1's clients have 20.3."""
    contacts = plan.policy.contacts.model_copy(update={"most_hours": hours})
    return replace(plan, policy=plan.policy.model_copy(update={"contacts": contacts}))


def moved_too_near(plan: Plan) -> Plan:
    """c3 has evening help on Wednesdays and Sundays only; that of the first Wednesday is given on the Saturday."""
    plan = with_need(plan, "c3.evening", weekdays=(2, 6))
    services = plan.scenario.services | {"evening_care": replace(plan.scenario.services["evening_care"], movable=True)}
    evening = next(row for row, need in enumerate(plan.scenario.needs) if need.id == "c3.evening")
    other, day = plan.occasions.need != evening, plan.visits.day[plan.occasions.visit]
    agreed = np.where(~other & (day == 5), 2, plan.occasions.agreed_day)
    occasions = plan.occasions.replace(agreed_day=agreed).take(other | np.isin(day, (5, 6, 9, 13)))
    return replace(plan, scenario=plan.scenario.replace(services=services), occasions=occasions)


C2_MORNING, C3_MORNING, C0_LATE = visit_of(0, 2, 0), visit_of(0, 3, 0), visit_of(0, 0, 1)
C3_START = int(GOOD.stops.start[stop_of(C3_MORNING)])


# rule, how the good plan is broken, by how much, how often
def with_a_gap_of_a_minute_more(plan: Plan) -> Plan:
    """The plan, with one minute more asked for between morning care and cleaning than c0 has on the first Monday."""
    gap = plan.times[C0_LATE, 0] - plan.times[visit_of(0, 0, 0), 1]
    services = dict(plan.scenario.services)
    services["morning_care"] = replace(services["morning_care"], kind="help", least_gap=float(gap / 60 + 1))
    services["cleaning"] = replace(services["cleaning"], kind="help")
    return replace(plan, scenario=plan.scenario.replace(services=services))


BROKEN: list[tuple[str, Callable[[Plan], Plan], float, int]] = [
    ("own_shift", lambda p: with_staff(p, H0, shifts=frozenset({"day"})), 1, 2),
    ("own_shift", lambda p: changed(p, "duties", ROUND_A, end=int(p.duties.end[ROUND_A]) + 60), 60, 1),
    ("one_duty_per_day", lambda p: changed(p, "duties", duty_of(1, S2), staff=S1), 1, 1),
    ("daily_rest", lambda p: swapped(p, 9, S1, S2), 1.5 * 3600, 1),
    ("weekly_rest", lambda p: with_work(p, weekly_rest_hours=41), 0.75 * 3600, 1),
    ("longest_run", lambda p: with_work(p, longest_run_days=3), 1, 1),
    ("weekends", lambda p: changed(p, "duties", duty_of(12, H0), staff=S1), 1, 1),
    ("contract_hours", lambda p: with_staff(p, H0, degree=0.4), 38.5 - 29.6, 1),
    ("contact_capacity", lambda p: changed(changed(p, "contacts", 1, staff=S0), "contacts", 3, staff=S0), 1, 1),
    ("contact_hours", lambda p: with_most_hours(p, 20), 0.3, 1),
    ("contact_eligibility", lambda p: with_client(p, 5, forbidden=frozenset({S3})), 1, 1),
    ("contact_eligibility", lambda p: changed(p, "contacts", 0, staff=P0), 1, 1),
    ("contact_eligibility", lambda p: changed(p, "contacts", 0, staff=S4), 1, 1),
    ("contact_ranks", lambda p: changed(p, "contacts", 6, rank=2), 1, 1),
    ("contact_ranks", lambda p: changed(p, "contacts", 6, staff=S0), 1, 1),
    ("contact_missing", lambda p: replace(p, contacts=p.contacts.take(np.arange(12) != 5)), 1, 1),
    ("occasions", lambda p: replace(p, occasions=p.occasions.take(np.arange(len(p.occasions)) != SHOWER_ROW)), 1, 1),
    ("occasions", lambda p: with_need(p, "c0.walk", first_week=1, every_weeks=2), 1, 1),
    ("moved", lambda p: changed(with_need(p, "c0.cleaning", first_week=1), "occasions", CLEANING_ROW, agreed_day=7), 7, 1),
    ("moved", fixed_cleaning, 1, 1),
    ("frequency", cleaned_twice, 1, 1),
    ("spacing", moved_too_near, 1, 1),
    ("visit_content", lambda p: changed(p, "visits", C2_MORNING, skills=0), 1, 1),
    ("visit_content", lambda p: with_need(p, "c0.cleaning", people=2), 1, 1),
    ("hours_off", lambda p: split(p, 45), 15 * MINUTE, DAY_DUTIES),
    ("agreed_window", lambda p: changed(p, "visits", C3_MORNING, latest=int(p.visits.latest[C3_MORNING]) + 60), 60, 1),
    ("granted_time", lambda p: with_need(p, "c0.cleaning", minutes=80), 5 * 60, 1),
    ("granted_time", lambda p: changed(p, "visits", C3_MORNING, seconds=25 * 60), 5 * 60, 1),
    ("granted_time", lambda p: changed(p, "stops", stop_of(C3_MORNING), end=C3_START + 29 * MINUTE), 60, 1),
    ("unserved", lambda p: without(p, stop_of(C3_MORNING)), 1, 1),
    ("unserved", lambda p: without(p, stop_of(visit_of(0, 1, 0))), 1, 1),
    ("double_staffing", lambda p: later_round(p, ROUND_B, 4 * MINUTE), 4 * MINUTE, 1),
    ("right_day", lambda p: changed(p, "visits", C0_LATE, day=1), 1, 1),
    ("skills", lambda p: changed(p, "visits", visit_of(4, 3, 0), skills=1), 1, 1),
    ("forbidden", lambda p: with_client(p, 4, forbidden=frozenset({H0})), 1, 2),
    ("least_gap", with_a_gap_of_a_minute_more, 60, 1),
    ("early", lambda p: changed(p, "visits", C3_MORNING, earliest=C3_START + 60), 60, 1),
    ("late", lambda p: changed(p, "visits", C3_MORNING, latest=C3_START - 90), 90, 1),
    ("one_person_per_shift", lambda p: handed_over(p, stop_of(C0_LATE), ROUND_B, 13 * 3600), 1, 1),
    ("two_places", lambda p: changed(p, "stops", stop_of(C0_LATE), end=START - 30), 90, 1),
    ("travel", lambda p: changed(p, "stops", stop_of(C3_MORNING), arrive=C3_START - 30), 30, 1),
    ("travel", lambda p: shifted(p, stop_of(C3_MORNING), -30), 30, 1),
    ("leaves", lambda p: changed(p, "duties", ROUND_A, first=int(p.duties.first[ROUND_A]) + 45), 45, 1),
    ("back", lambda p: changed(p, "duties", EVENING, last=EVENING_ENDS + 10 * MINUTE), 3.5 * MINUTE, 1),
    ("back", lambda p: changed(p, "duties", ROUND_B, last=int(p.stops.end[break_of(ROUND_B)]) - 60), 60, 1),
    ("break_taken", two_breaks, 15 * MINUTE, 1),
    ("break_taken", lambda p: without(p, break_of(ROUND_A)), 30 * MINUTE, 1),
    ("break_window", lambda p: changed(p, "duties", ROUND_A, break_earliest=START + 75), 75, 1),
    (
        "break_in_time",
        lambda p: changed(shifted(p, BREAK_A, 45 * MINUTE), "duties", ROUND_A, break_latest=13 * 3600),
        15 * MINUTE,
        1,
    ),
]


def test_a_good_plan_breaks_no_rule():
    """Otherwise no mutation below proves anything."""
    assert check(GOOD) == []


@pytest.mark.parametrize(("rule", "broken", "amount", "times"), BROKEN)
def test_each_rule_is_found_alone(rule: str, broken: Callable[[Plan], Plan], amount: float, times: int):
    """A plan broken in one way is reported as broken in that way, by that much, and in no other."""
    found = check(broken(GOOD))
    assert [violation.rule for violation in found] == [rule] * times
    assert [violation.amount for violation in found] == pytest.approx([amount] * times)


def test_every_rule_has_been_broken():
    """A rule that nobody has seen fail may never fail."""
    assert {rule for rule, *_ in BROKEN} == {rule.__name__ for rule in RULES}


def test_messages_say_who_when_and_what():
    """A planner reads the sentence, not the row numbers."""
    late = check(changed(GOOD, "visits", C3_MORNING, latest=C3_START - 90))[0]
    assert late.message == "c3, Mon 2026-03-02 07:15, is visited 1.5 min too late"
    assert (late.day, late.client, late.visit) == (0, 3, C3_MORNING)
    missing = check(without(GOOD, break_of(ROUND_A)))[0]
    assert missing.message == "s0, Mon 2026-03-02, has a break of 0 min, not 30 min"


def test_exceptions_to_one_person_per_shift_are_explained():
    """T15: a planner who reads of an exception reads what kept the first person from the visit, not only that there was one."""
    bent = handed_over(GOOD, stop_of(C0_LATE), ROUND_B, 13 * 3600)
    delegated = changed(bent, "visits", C0_LATE, skills=GOOD.scenario.skill_mask({"delegation"}))
    unskilled = with_staff(delegated, S0, skills=frozenset())

    def why(plan: Plan) -> str:
        (found,) = [found for found in check(plan) if found.rule == "one_person_per_shift"]
        return found.message.rpartition(", who ")[2]

    free = "has no other visit then: it would have been a detour, or late elsewhere"
    assert (why(bent), why(unskilled)) == (free, "lacks delegation")
    rest = int(np.flatnonzero((bent.stops.duty == ROUND_A) & (bent.stops.visit == BREAK))[0])
    break_then = shifted(bent, rest, 13 * 3600 - int(bent.stops.start[rest]))
    assert why(break_then) == "has the break then"
    unwelcome = with_client(bent, 0, forbidden=frozenset({S0}))
    assert why(unwelcome) == "must not come"
    assert "where the first has the break then" in plan_summary(break_then, check(break_then))


def test_the_table_in_the_docstring_is_the_checker():
    """What people read about the rules is what is checked, and which rules may be bent is said in one place."""
    table = re.findall(r"^(\w+) +(hard|bent)  \S", checks.__doc__ or "", flags=re.M)
    assert table == [(rule.__name__, "bent" if rule.__name__ in BENT else "hard") for rule in RULES]


def test_violations_know_whether_they_are_hard():
    """A plan may be late, and must not let somebody be in two places."""
    fields = {"day": 0, "staff": 0, "client": 0, "visit": 0, "amount": 1.0, "unit": "s", "message": ""}
    assert not Violation("late", **fields).hard  # type: ignore[arg-type]
    assert Violation("two_places", **fields).hard  # type: ignore[arg-type]


def test_the_checker_has_no_hand_in_planning():
    """A checker that shares the planner's code shares its mistakes."""
    sources = [file.read_text(encoding="utf-8") for file in Path(checks.__file__).parent.glob("*.py")]
    assert len(sources) > 5
    assert not [source for source in sources if re.search(r"^(from|import)\b.*planning", source, flags=re.M)]


def test_lengths_are_told_as_people_tell_them():
    """Nobody says 4.883 minutes, and half a minute is not nothing."""
    assert [minutes(seconds) for seconds in (0, 20, 90, 293, 6000)] == ["0 min", "20 s", "1.5 min", "4.9 min", "100 min"]

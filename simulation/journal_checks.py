"""The journal checker: what every lived day keeps, each rule checked by a function of its own that had no hand in living it.

============== ====================================================================================================
rule           a journal breaks it when
============== ====================================================================================================
order          its rows are not sorted by day, staff, start, kind
rows           a row lacks its day, person, visit, duty or client, or names those of another
lengths        something ends before it begins, takes no time, or begins on another day
one_duty       somebody has spans of work without a duty, or two duties on a day
tiles          the spans of a duty leave a gap, overlap, or do not reach from its start to its end
balance        paid time is not client + travel + wait + kringtid + idle, or the break is paid
two_places     somebody does two things at once
places         somebody is at a place without having gone there, or not with the client, or not back at the base
travel         a drive has the wrong length of road, or takes no time, or too little on a day without noise; where there are
               road conditions: no weather that the day can have explains all its drives
early          a visit starts before its window opens
together       the people at a visit come or go at different times
length         a visit is shorter than the policy or a world without noise has it
documented     a visit is not followed by its documentation
kringtid       report, meeting or office work of a duty are too long or too short
break_taken    a break is missing, too short, too long, too early, or there are two
outcome        a visit of the plan is not exactly one of performed by all its people, missed, cancelled
reasons        a row has a reason that its kind cannot have, or that is not true
tried          a visit was missed at the door without enough waiting there
away           a client in hospital is visited, or only some visits are cancelled
duties         a duty of the plan was neither worked nor lost to absence, or both, or at other hours
absent         somebody who is absent does something
skills         somebody comes who lacks a skill that the visit asks for
forbidden      somebody comes who must not come to this client
============== ====================================================================================================

What else happens has rules of its own in :mod:`.journal_event_checks`.

Nothing here is shared with the simulated world: the rules are written from the definitions in :mod:`.journal`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from ..models.checks.violation import Violation, minutes, violation, when
from ..models.legs import leg_seconds
from ..models.plan import Plan
from ..models.scenario import DAY
from .journal import SPANS, Journal, Kind, Reason
from .journal_event_checks import EVENT_RULES
from .journal_reading import (
    Rule,
    amounts,
    at_row,
    by_visit,
    count_of,
    duty_row,
    learning,
    of_kind,
    seconds_of,
    shift_of,
    shifts,
    spans_of,
)

WITH_CLIENT = (Kind.WAIT, Kind.VISIT, Kind.DOCUMENT)
AT_HOME = (*WITH_CLIENT, Kind.ALARM, Kind.NIGHT_CHECK)
OF_VISITS = (Kind.VISIT, Kind.MISSED, Kind.CANCELLED)
ALLOWED: dict[Kind, tuple[Reason, ...]] = {
    Kind.WAIT: (Reason.NONE, Reason.NO_ANSWER, Reason.COLLEAGUE_MISSING),
    Kind.VISIT: (Reason.NONE, Reason.STEPPED_IN, Reason.SWAPPED),
    Kind.INTRODUCTION: (Reason.NONE, Reason.LEARNING),
    Kind.DUTY: (Reason.NONE, Reason.STEPPED_IN, Reason.PATROL, Reason.LEARNING),
    Kind.ABSENT: (Reason.ILL, Reason.LONG_ILL, Reason.VACANT),
    Kind.MISSED: (Reason.NO_PLAN, Reason.NOBODY_FREE, Reason.NO_ANSWER, Reason.COLLEAGUE_MISSING),
    Kind.DECIDED: (Reason.NONE, Reason.AT_MEETING),
    Kind.WISHED: (Reason.NONE, Reason.REFUSED),
    Kind.CANCELLED: (Reason.CLIENT, Reason.AWAY, Reason.LEFT),
    Kind.ALARM: (Reason.NONE, Reason.NOT_SEEN),
    Kind.ALARM_RAISED: (Reason.NONE, Reason.NOT_SEEN, Reason.BY_TELEPHONE, Reason.NOBODY_THERE),
    Kind.LOOK: (Reason.NONE, Reason.NOT_SEEN, Reason.NOBODY_THERE),
}


def check_journal(plan: Plan, journal: Journal) -> list[Violation]:
    """Find every rule that a journal breaks, by rule in the order of the table above.

    Raises
    ------
    IndexError
        If the journal refers to rows that do not exist.
    """
    return [found for rule in (*RULES, *EVENT_RULES) for found in rule(plan, journal)]


def order(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Rows are sorted by day, staff, start, kind."""
    columns = np.stack([journal.day, journal.staff, journal.start, journal.kind]).astype(np.int64)
    steps = np.diff(columns, axis=1)
    first = np.take_along_axis(steps, (steps != 0).argmax(axis=0)[None], axis=0)[0]
    for row in (np.flatnonzero(first < 0) + 1).tolist():
        yield at_row(plan, journal, "order", row, "stands in the wrong place", 1, "row")


def rows(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A row has the day, person, visit, duty and client that its kind asks for, and they belong together."""
    at_visit, of_duty = of_kind(journal, *OF_VISITS, *WITH_CLIENT), of_kind(journal, *SPANS, Kind.DUTY, Kind.ABSENT)
    visit, duty = np.maximum(journal.visit, 0), np.maximum(journal.duty, 0)
    wrong = (journal.day < 0) | (journal.day >= plan.days) | (at_visit & (journal.visit < 0)) | (of_duty & (journal.staff < 0))
    if len(plan.visits):
        other = (plan.visits.client[visit] != journal.client) | (plan.visits.day[visit] != journal.day)
        wrong |= (journal.visit >= 0) & other
    if len(plan.duties):
        other = (plan.duties.staff[duty] != journal.staff) | (plan.duties.day[duty] != journal.day)
        wrong |= (journal.duty >= 0) & other
    for row in np.flatnonzero(wrong).tolist():
        yield at_row(plan, journal, "rows", row, "has not its own day, person, visit, duty or client", 1, "row")


def lengths(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """What happens takes time (a drive may take none) and starts on its day; what does not happen has no times."""
    happens = of_kind(journal, *SPANS, Kind.DUTY)
    length = journal.end - journal.start
    least = np.where(journal.kind == Kind.DRIVE, 0, 1)
    wrong = happens & ((length < least) | (journal.start < journal.day.astype(np.int64) * DAY))
    wrong |= ~happens & ((journal.start != -1) | (journal.end != -1))
    for row in np.flatnonzero(wrong).tolist():
        yield at_row(plan, journal, "lengths", row, f"lasts {length[row]} s", least[row] - length[row], "s")


def one_duty(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Somebody with a span of work has one duty that day."""
    spans, duties = np.flatnonzero(of_kind(journal, *SPANS)), np.flatnonzero(journal.kind == Kind.DUTY)
    keys, first = np.unique(shift_of(plan, journal, duties), return_index=True)
    for row in duties[np.setdiff1d(np.arange(len(duties)), first)].tolist():
        yield at_row(plan, journal, "one_duty", row, "is a second duty on the same day", 1, "duty")
    for row in spans[~np.isin(shift_of(plan, journal, spans), keys)].tolist():
        yield at_row(plan, journal, "one_duty", row, "happens without a duty", 1, "span")


def tiles(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every second of a duty is in exactly one span, and no span reaches beyond it."""
    spans, before = spans_of(plan, journal)
    duty = duty_row(plan, journal)[shift_of(plan, journal, spans)]
    clock = np.where(before < 0, journal.start[duty], journal.end[spans[before]])
    for row, late in amounts(spans, journal.start[spans] - clock):
        what = "leaves a gap before it" if late > 0 else "overlaps what was before"
        yield at_row(plan, journal, "tiles", row, f"{what} ({minutes(abs(late))})", abs(late), "s")
    last = np.append(before[1:] < 0, True)[: len(spans)]
    for row, left in amounts(spans[last], journal.end[duty[last]] - journal.end[spans[last]]):
        yield at_row(plan, journal, "tiles", row, f"is the last of its duty, which ends {left} s later", abs(left), "s")


def balance(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """The seconds of a duty are those of client + travel + wait + kringtid + idle, which are paid, and of the break (domain A3)."""
    spans, duties = spans_of(plan, journal)[0], np.flatnonzero(journal.kind == Kind.DUTY)
    accounted = np.bincount(shift_of(plan, journal, spans), weights=seconds_of(journal, spans))
    accounted = np.append(accounted, np.zeros(shifts(plan)))[shift_of(plan, journal, duties)]
    for row, off in amounts(duties, seconds_of(journal, duties) - accounted):
        yield at_row(plan, journal, "balance", row, f"does not balance by {off:g} s", abs(off), "s")


def two_places(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Nobody does two things at once, on whatever day they began."""
    rows = np.flatnonzero(of_kind(journal, *SPANS))
    rows = rows[np.lexsort((journal.end[rows], journal.start[rows], journal.staff[rows]))]
    same = journal.staff[rows[1:]] == journal.staff[rows[:-1]]
    overlap = np.where(same, journal.end[rows[:-1]] - journal.start[rows[1:]], 0)
    for row, seconds in amounts(rows[1:], np.maximum(overlap, 0)):
        yield at_row(plan, journal, "two_places", row, f"begins {minutes(seconds)} before something else is over", seconds, "s")


def places(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A person is where the last span ended, only a drive changes the place, visits are at home, duties begin and end at a base."""
    spans, before = spans_of(plan, journal)
    base = np.array([plan.scenario.groups[max(person.group, 0)].base for person in plan.scenario.staff])[journal.staff[spans]]
    of_plan = journal.duty[spans] >= 0
    base[of_plan] = np.array([group.base for group in plan.scenario.groups])[plan.duties.group[journal.duty[spans][of_plan]]]
    expected = np.where(before < 0, base, journal.place_to[spans[before]])
    moved = (journal.place_from[spans] != journal.place_to[spans]) & (journal.kind[spans] != Kind.DRIVE)
    homes = np.array([client.place for client in plan.scenario.clients])
    with_client = of_kind(journal, *AT_HOME)[spans]
    elsewhere = with_client & (journal.place_to[spans] != homes[journal.client[spans]])
    last = np.append(before[1:] < 0, True)[: len(spans)]
    away = last & of_plan & (journal.place_to[spans] != base)
    wrong = (journal.place_from[spans] != expected) & (of_plan | (before >= 0)) | moved | elsewhere | away
    for row in spans[wrong].tolist():
        yield at_row(plan, journal, "places", row, "is at a place that nobody went to", 1, "place")


def travel(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A drive has the metres of its road and takes time; on days without noise at least the planned time, parking included."""
    drives, scenario = np.flatnonzero((journal.kind == Kind.DRIVE) & ~learning(plan, journal)), plan.scenario
    if scenario.conditions is None:
        yield from _drives(plan, journal, drives, None)
        return
    for day in range(plan.days):
        rows = drives[journal.day[drives] == day]
        weathers = scenario.conditions.weathers(scenario.date_of(day))
        yield from min((list(_drives(plan, journal, rows, weather)) for weather in weathers), key=len)


def _drives(plan: Plan, journal: Journal, drives: np.ndarray, weather: Collection[str] | None) -> Iterator[Violation]:
    """What is wrong with drives (of one day, if it had a weather)."""
    scenario = plan.scenario
    for mode in {person.mode for person in scenario.staff}:
        by_mode = np.array([person.mode == mode for person in scenario.staff], dtype=bool)
        rows = drives[by_mode[journal.staff[drives]]]
        if not len(rows):
            continue
        origin, destination = journal.place_from[rows], journal.place_to[rows]
        if weather is None or scenario.road_days is None:
            least = leg_seconds(scenario, mode, origin, destination)
            metres = scenario.travel.metres[scenario.travel.mode(mode), origin, destination]
        else:
            today = scenario.road_days.on(scenario.date_of(int(journal.day[rows[0]])), weather)
            leave = journal.start[rows] - journal.day[rows].astype(np.int64) * DAY
            road = today.seconds(mode, origin, destination, leave)
            least = np.where(origin == destination, 0, road + scenario.park_seconds[destination])
            metres = today.metres(mode, origin, destination, leave)
        noise = scenario.uncertainty.travel_cv.value > 0
        short = (np.minimum(least, 1) if noise else least) - seconds_of(journal, rows)
        for row, off in amounts(rows, np.maximum(short, 0) if noise or weather is None else short):
            more = "less" if off > 0 else "more"
            yield at_row(plan, journal, "travel", row, f"takes {minutes(abs(off))} {more} than the road does", abs(off), "s")
        for row, off in amounts(rows, np.abs(journal.metres[rows] - metres)):
            yield at_row(plan, journal, "travel", row, f"is {off} m off the length of the road", off, "m")


def early(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """No visit starts before its window opens."""
    rows = np.flatnonzero(journal.kind == Kind.VISIT)
    opens = plan.visits.earliest[journal.visit[rows]] + journal.day[rows].astype(np.int64) * DAY
    for row, ahead in amounts(rows, np.maximum(opens - journal.start[rows], 0)):
        yield at_row(plan, journal, "early", row, f"starts {minutes(ahead)} before its window", ahead, "s")


def together(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """The people at a visit come and go together, and nobody counts twice."""
    rows = by_visit(journal, Kind.VISIT)
    one, two = rows[:-1], rows[1:]
    same = journal.visit[one] == journal.visit[two]
    apart = np.abs(journal.start[one] - journal.start[two]) + np.abs(journal.end[one] - journal.end[two])
    apart = np.where(same, apart + (journal.staff[one] == journal.staff[two]), 0)
    for row, seconds in amounts(two, apart):
        yield at_row(plan, journal, "together", row, f"is not together with a colleague ({seconds} s)", seconds, "s")


def length(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Where nobody cancels, a visit lasts its planned time in a world without noise, and no less under minute control (T29)."""
    uncertain = plan.scenario.uncertainty
    exact = uncertain.visit_cv.value == plan.scenario.events.need_changes.value == 0 and not plan.policy.visits.round_minutes
    exact = exact and not plan.scenario.information.retell_minutes.value
    least = plan.policy.control.stay_planned_time
    if uncertain.cancelled_share.value > 0 or not (exact or least):
        return
    rows = np.flatnonzero(journal.kind == Kind.VISIT)
    off = seconds_of(journal, rows) - plan.visits.seconds[journal.visit[rows]]
    for row, seconds in amounts(rows, off if exact else np.minimum(off, 0)):
        yield at_row(plan, journal, "length", row, f"is {minutes(abs(seconds))} off its planned length", abs(seconds), "s")


def documented(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every visit is followed by its documentation, and nothing else is documented."""
    spans = spans_of(plan, journal)[0]
    kind, visit = journal.kind[spans], journal.visit[spans]
    wanted = round(plan.scenario.work.documentation_minutes.value * 60)
    found = np.where(kind == Kind.DOCUMENT, seconds_of(journal, spans), 0)
    after = np.append(np.where(visit[1:] == visit[:-1], found[1:], 0), 0)[: len(spans)]
    for row, off in amounts(spans, np.where(kind == Kind.VISIT, np.abs(after - wanted), 0)):
        yield at_row(plan, journal, "documented", row, f"is documented {minutes(off)} too long or too short", off, "s")
    before = np.append(False, kind[:-1] == Kind.VISIT)[: len(spans)]
    for row in spans[(kind == Kind.DOCUMENT) & ~before].tolist():
        yield at_row(plan, journal, "documented", row, "follows no visit", 1, "span")


def kringtid(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Report and office work have the scenario's length in each duty, meetings and coordination that of the plan's duty."""
    duties, spans = np.flatnonzero(journal.kind == Kind.DUTY), spans_of(plan, journal)[0]
    work = plan.scenario.work
    meeting = np.where(journal.duty[duties] >= 0, np.append(plan.duties.meeting, 0)[journal.duty[duties]], 0)
    planned = (
        ("report", (Kind.REPORT,), work.report_minutes.value * 60),
        ("office work", (Kind.OFFICE,), work.office_minutes.value * 60),
        ("meetings and coordination", (Kind.MEETING, Kind.TEAM_MEETING, Kind.COORDINATION), meeting),
    )
    for name, kinds, wanted in planned:
        some = spans[np.isin(journal.kind[spans], kinds)]
        spent = np.bincount(shift_of(plan, journal, some), weights=seconds_of(journal, some), minlength=shifts(plan))
        for row, off in amounts(duties, np.abs(spent[shift_of(plan, journal, duties)] - np.rint(wanted))):
            yield at_row(plan, journal, "kringtid", row, f"has {name} {minutes(int(off))} off", off, "s")


def break_taken(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A duty with a break has it once, in full and not before its time; a long duty without a plan has one, too.

    The hours off of a split shift are its break.
    """
    duties, breaks = np.flatnonzero(journal.kind == Kind.DUTY), np.flatnonzero(journal.kind == Kind.BREAK)
    work, tables = plan.scenario.work, plan.duties
    long = journal.planned_end[duties] - journal.planned_start[duties] > round(work.break_after_hours.value * 3600)
    wanted = np.where(long, round(work.break_minutes.value * 60), 0)
    for shift in plan.scenario.shifts:  # who steps in on a split shift has its hours off
        if shift.gap is not None:
            midnight = journal.day[duties].astype(np.int64) * DAY
            same = (journal.planned_start[duties] - midnight == shift.start) & (journal.planned_end[duties] - midnight == shift.end)
            wanted[same] = shift.gap[1] - shift.gap[0]
    of_plan = journal.duty[duties] >= 0
    wanted[of_plan] = tables.break_seconds[journal.duty[duties][of_plan]]
    taken = np.bincount(shift_of(plan, journal, breaks), weights=seconds_of(journal, breaks), minlength=shifts(plan))
    for row, off in amounts(duties, np.abs(taken[shift_of(plan, journal, duties)] - wanted)):
        yield at_row(plan, journal, "break_taken", row, f"has a break {minutes(int(off))} too long or too short", off, "s")
    breaks = breaks[journal.duty[breaks] >= 0]
    opens = tables.break_earliest[journal.duty[breaks]] + journal.day[breaks].astype(np.int64) * DAY
    for row, ahead in amounts(breaks, np.maximum(opens - journal.start[breaks], 0)):
        yield at_row(plan, journal, "break_taken", row, f"begins {minutes(ahead)} too early", ahead, "s")


def outcome(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Every visit of the plan is performed by all its people, or missed, or cancelled: exactly one of them, and once."""
    done, missed, cancelled = (count_of(plan, journal, kind) for kind in OF_VISITS)
    right = np.where(done > 0, (done == plan.visits.people) & (missed + cancelled == 0), missed + cancelled == 1)
    for visit in np.flatnonzero(~right).tolist():
        client, day = int(plan.visits.client[visit]), int(plan.visits.day[visit])
        counts = f"{done[visit]} of {plan.visits.people[visit]} people, {missed[visit]} times missed, {cancelled[visit]} cancelled"
        message = f"visit {visit} to {plan.scenario.clients[client].id}, {when(plan.scenario, day)}: {counts}"
        yield violation("outcome", message, 1, "visit", day, client=client, visit=visit)


def reasons(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A row has a reason that its kind can have; a visit was left out by the plan if and only if that is said; help is said."""
    allowed = np.zeros(len(journal), dtype=bool)
    for kind in Kind:
        allowed |= (journal.kind == kind) & np.isin(journal.reason, ALLOWED.get(kind, (Reason.NONE,)))
    left_out = np.isin(journal.visit, plan.unserved)
    allowed &= ~((journal.reason == Reason.NO_PLAN) & ~left_out) & ~((journal.reason == Reason.NOBODY_FREE) & left_out)
    planned = (plan.staff_at[journal.visit] == journal.staff[:, None]).any(axis=1) if len(plan.visits) else allowed
    outside = np.isin(journal.reason, (Reason.STEPPED_IN, Reason.PATROL))
    allowed &= (journal.kind != Kind.DUTY) | ((journal.duty < 0) == outside)
    allowed &= (journal.kind != Kind.VISIT) | (~planned == np.isin(journal.reason, (Reason.STEPPED_IN, Reason.SWAPPED)))
    for row in np.flatnonzero(~allowed).tolist():
        yield at_row(plan, journal, "reasons", row, f"has the reason {Reason(journal.reason[row]).name}", 1, "row")


def tried(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Where a visit was missed at the door, somebody waited there as long as the scenario says."""
    uncertain = plan.scenario.uncertainty
    waits = np.flatnonzero(journal.kind == Kind.WAIT)
    for reason, patience in (
        (Reason.NO_ANSWER, uncertain.no_answer_minutes.value),
        (Reason.COLLEAGUE_MISSING, uncertain.colleague_minutes.value),
    ):
        longest = np.zeros(len(plan.visits), dtype=np.int64)
        some = waits[journal.reason[waits] == reason]
        np.maximum.at(longest, journal.visit[some], seconds_of(journal, some))
        rows = np.flatnonzero((journal.kind == Kind.MISSED) & (journal.reason == reason))
        for row, short in amounts(rows, np.maximum(round(patience * 60) - longest[journal.visit[rows]], 0)):
            yield at_row(plan, journal, "tried", row, f"was given up {minutes(short)} too soon", short, "s")


def away(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A client who is in hospital has all visits of the day cancelled."""
    hospital = (journal.kind == Kind.CANCELLED) & (journal.reason == Reason.AWAY)
    key = journal.day.astype(np.int64) * len(plan.scenario.clients) + journal.client
    there = of_kind(journal, *OF_VISITS) & ~hospital & np.isin(key, key[hospital])
    for row in np.flatnonzero(there).tolist():
        yield at_row(plan, journal, "away", row, "concerns a client who is in hospital", 1, "visit")


def duties(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """A duty of the plan is worked or lost to absence, exactly one of them, and is planned when the plan says."""
    rows = np.flatnonzero(of_kind(journal, Kind.DUTY, Kind.ABSENT) & (journal.duty >= 0))
    count = np.bincount(journal.duty[rows], minlength=len(plan.duties))
    for duty in np.flatnonzero(count != 1).tolist():
        staff, day = int(plan.duties.staff[duty]), int(plan.duties.day[duty])
        message = f"the duty of {plan.scenario.staff[staff].id}, {when(plan.scenario, day)}, is told {count[duty]} times"
        yield violation("duties", message, abs(int(count[duty]) - 1), "duties", day, staff)
    midnight = journal.day[rows].astype(np.int64) * DAY
    off = np.abs(journal.planned_start[rows] - midnight - plan.duties.start[journal.duty[rows]])
    off += np.abs(journal.planned_end[rows] - midnight - plan.duties.end[journal.duty[rows]])
    worked = journal.kind[rows] == Kind.DUTY
    off += worked * (np.abs(journal.start[rows] - journal.planned_start[rows]))
    off += worked * np.maximum(journal.planned_end[rows] - journal.end[rows], 0)
    for row, seconds in amounts(rows, off):
        yield at_row(plan, journal, "duties", row, f"has hours {minutes(int(seconds))} off the plan's", seconds, "s")


def absent(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Who is absent does nothing that day."""
    ill = shift_of(plan, journal, np.flatnonzero(journal.kind == Kind.ABSENT))
    rows = np.flatnonzero(of_kind(journal, *SPANS, Kind.DUTY))
    for row in rows[np.isin(shift_of(plan, journal, rows), ill)].tolist():
        yield at_row(plan, journal, "absent", row, "is done by somebody absent", 1, "row")


def skills(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Everybody who comes has the skills that the visit asks for."""
    rows = np.flatnonzero(journal.kind == Kind.VISIT)
    has = np.array([plan.scenario.skill_mask(person.skills) for person in plan.scenario.staff], dtype=np.int64)
    for row in rows[(plan.visits.skills[journal.visit[rows]] & ~has[journal.staff[rows]]) != 0].tolist():
        yield at_row(plan, journal, "skills", row, "is done by somebody who lacks a skill for it", 1, "visit")


def forbidden(plan: Plan, journal: Journal) -> Iterator[Violation]:
    """Nobody comes who must not come to this client."""
    clients = plan.scenario.clients
    banned = np.zeros((len(clients), len(plan.scenario.staff)), dtype=bool)
    for row, client in enumerate(clients):
        banned[row, list(client.forbidden)] = True
    rows = np.flatnonzero(of_kind(journal, *AT_HOME))
    for row in rows[banned[journal.client[rows], journal.staff[rows]]].tolist():
        yield at_row(plan, journal, "forbidden", row, "is done by somebody who must not come", 1, "visit")


RULES: tuple[Rule, ...] = (
    order,
    rows,
    lengths,
    one_duty,
    tiles,
    balance,
    two_places,
    places,
    travel,
    early,
    together,
    length,
    documented,
    kringtid,
    break_taken,
    outcome,
    reasons,
    tried,
    away,
    duties,
    absent,
    skills,
    forbidden,
)

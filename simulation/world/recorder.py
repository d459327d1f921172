"""Writes the journal of a replication from what its days left behind; every second of a duty lands in exactly one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...models.plan import BREAK, Plan
from ...models.planning.desk import desk
from ...models.scenario import DAY
from ..journal import SPANS, Journal, Kind, Reason
from .day import Lived
from .happenings import facts
from .luck import Luck
from .records import BREAKDOWN, CALL, CHECK, HOME, UNSEEN, Crew, Reached

EMPTY = {"metres": 0, "reason": Reason.NONE}  # what stands in a column that does not apply; elsewhere -1


class _Rows:
    """Rows of the journal in the making."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, dict[str, Any]]] = []

    def add(self, kind: Kind | np.ndarray, where: np.ndarray, **columns: Any) -> None:
        """Add a row for each element that the mask picks from the columns; what is not given does not apply."""
        rows = np.flatnonzero(where)
        part = {name: value[rows] if isinstance(value, np.ndarray) else value for name, value in {"kind": kind, **columns}.items()}
        self._parts.append((len(rows), part))

    def journal(self) -> Journal:
        """Return the rows sorted by day, staff, start and kind, what has no start by visit."""
        columns = {name: np.full(sum(n for n, _ in self._parts), EMPTY.get(name, -1), t) for name, t in Journal.columns().items()}
        end = 0
        for n, part in self._parts:
            begin, end = end, end + n
            for name, values in part.items():
                columns[name][begin:end] = values
        staff, start = columns["staff"].astype(np.int64) + 1, columns["start"] + 1
        key = (columns["day"] * (staff.max(initial=0) + 1) + staff) * (start.max(initial=0) + 1) + start
        order = np.argsort(key * 32 + columns["kind"], kind="stable")
        return Journal(**{name: values[order] for name, values in columns.items()})


def write(plan: Plan, luck: Luck, days: Sequence[Lived], more: Sequence[dict[str, int]] = ()) -> Journal:
    """Write the journal of all days, and more facts as columns of it."""
    rows = _Rows()
    before = np.cumsum([0] + [len(lived.crew) for lived in days]).tolist()
    crew = Crew.concat([lived.crew for lived in days])
    reached = Reached.concat([one.reached.replace(crew=one.reached.crew + n) for one, n in zip(days, before[:-1], strict=True)])
    _at_base(plan, crew, reached, rows)
    learns = crew.role[reached.crew] == Reason.LEARNING
    if learns.any():
        _going_along(plan, crew, reached.take(learns), rows)
    own = reached.take(~learns) if learns.any() else reached
    _on_the_road(plan, luck, crew, own, [pair for lived in days for pair in lived.swapped], rows)
    _undone(plan, luck, crew, reached, rows)
    _absent(plan, luck, rows)
    _banked(plan, luck, reached, rows)
    for kind, columns in facts(plan, luck, days):
        rows.add(kind, np.ones(len(columns["day"]), dtype=bool), **columns)
    if more:
        columns = {name: np.array([fact[name] for fact in more]) for name in more[0]}
        rows.add(columns.pop("kind"), np.ones(len(more), dtype=bool), **columns)
    return rows.journal()


def _at_base(plan: Plan, crew: Crew, reached: Reached, rows: _Rows) -> None:
    """What each duty holds before leaving the base and after coming back."""
    work = plan.scenario.work
    office = round(work.office_minutes.value * 60)
    midnight = crew.day.astype(np.int64) * DAY
    at_home = reached.visit == HOME
    back = np.empty(len(crew), dtype=np.int64)
    back[reached.crew[at_home]] = reached.done[at_home]

    # the meeting is next to the report where the time before leaving has room for both, else next to the office work
    spoke = crew.first - crew.telephone
    report = np.minimum(round(work.report_minutes.value * 60), spoke - crew.start)
    early = np.where(spoke - crew.start - report >= crew.meeting, crew.meeting, 0)
    reported = crew.start + report
    met = reported + early
    wrote = back + office
    done = wrote + crew.meeting - early
    end = np.maximum(done, crew.end)

    def add(kind: Kind, start: np.ndarray, end: np.ndarray, place: Any = crew.base, **columns: Any) -> None:
        start, end = start + midnight, end + midnight
        where = start < end if kind in SPANS else crew.day >= 0
        columns |= {"day": crew.day, "staff": crew.staff, "duty": crew.duty, "place_from": place, "place_to": place}
        rows.add(_idle(crew) if kind == Kind.IDLE else kind, where, start=start, end=end, **columns)

    team, coordinates = (np.append(part, 0)[crew.duty] for part in desk(plan))
    shares = (crew.meeting - team - coordinates, team, coordinates)

    def meet(begin: np.ndarray, here: np.ndarray) -> None:
        for kind, share in zip((Kind.MEETING, Kind.TEAM_MEETING, Kind.COORDINATION), shares, strict=True):
            add(kind, begin, begin + share * here)
            begin = begin + share * here

    add(Kind.REPORT, crew.start, reported)
    meet(reported, early > 0)
    add(Kind.IDLE, met, spoke)
    add(Kind.TELEPHONE, spoke, crew.first)
    add(Kind.OFFICE, back, wrote)
    meet(wrote, early == 0)
    add(Kind.IDLE, done, end)
    add(Kind.DUTY, crew.start, end, planned_start=crew.start + midnight, planned_end=crew.end + midnight, reason=crew.role)


def _going_along(plan: Plan, crew: Crew, reached: Reached, rows: _Rows) -> None:
    """What newcomers do who are introduced: they ride with a colleague and look on; those who go along with nobody only rest."""
    own = crew.take(reached.crew)
    midnight = own.day.astype(np.int64) * DAY
    ready, leave, arrive, start, end, done = (
        getattr(reached, name) + midnight for name in ("ready", "leave", "arrive", "start", "end", "done")
    )
    visit, rests = np.where(reached.visit >= 0, reached.visit, -1), reached.visit == BREAK
    who = {"day": own.day, "staff": own.staff, "duty": own.duty}
    at = {"place_from": reached.place, "place_to": reached.place}
    met = (visit >= 0) & (start < end)
    promised = _promised(plan)[visit]
    planned = {"planned_start": promised[:, 0], "planned_end": promised[:, 1]}
    what = {"visit": visit, "client": reached.client, "reason": Reason.LEARNING} | planned

    def look_on(where: np.ndarray, start: np.ndarray, end: np.ndarray, **columns: Any) -> None:
        rows.add(Kind.INTRODUCTION, where & (start < end), start=start, end=end, **who, **columns)

    everywhere = np.ones(len(own), dtype=bool)
    look_on(everywhere, ready, leave, place_from=reached.origin, place_to=reached.origin)
    moves = reached.origin != reached.place
    rows.add(Kind.DRIVE, moves, start=leave, end=arrive, place_from=reached.origin, place_to=reached.place, **who)
    look_on(everywhere, arrive, start, **at)
    look_on(met, start, end, **what, **at)
    look_on(~met & ~rests, start, end, **at)
    rows.add(Kind.BREAK, rests & (start < end), start=start, end=end, **who, **at)
    look_on(everywhere, end, done, **at)


def _idle(crew: Crew) -> np.ndarray:
    """What people do who have nothing to do: a newcomer learns all the time."""
    return np.where(crew.role == Reason.LEARNING, Kind.INTRODUCTION, Kind.IDLE)


def _on_the_road(plan: Plan, luck: Luck, crew: Crew, reached: Reached, swapped: Sequence[tuple[int, int]], rows: _Rows) -> None:
    """What lies between leaving the base and coming back."""
    own = crew.take(reached.crew)
    midnight = own.day.astype(np.int64) * DAY
    ready, leave, arrive, start, end, done = (
        getattr(reached, name) + midnight for name in ("ready", "leave", "arrive", "start", "end", "done")
    )
    real = reached.visit >= 0
    visit = np.where(real, reached.visit, -1)
    client = reached.client
    metres = _metres(plan, luck, own, reached)
    failed = real & (start == end)
    why = np.where(~failed, Reason.NONE, np.where(reached.lost, Reason.COLLEAGUE_MISSING, Reason.NO_ANSWER))
    promised = _promised(plan)[visit]
    promised[~real] = -1
    planned_staff = plan.staff_at[visit]
    stepped_in = real & (planned_staff != own.staff[:, None]).all(axis=1)

    who = {"day": own.day, "staff": own.staff, "duty": own.duty}
    at = {"place_from": reached.place, "place_to": reached.place}
    what = {"visit": visit, "client": client}
    before = {"place_from": reached.origin, "place_to": reached.origin}
    drives = {"place_from": reached.origin, "place_to": reached.place, "metres": metres}
    planned = {"planned_start": promised[:, 0], "planned_end": promised[:, 1]}
    help_ = np.where(stepped_in, Reason.STEPPED_IN, Reason.NONE)
    if swapped:
        key = np.array(swapped, dtype=np.int64) @ [len(plan.scenario.staff), 1]
        help_[np.isin(reached.visit.astype(np.int64) * len(plan.scenario.staff) + own.staff, key)] = Reason.SWAPPED
    rows.add(Kind.IDLE, ready < leave, start=ready, end=leave, **who, **before)
    rows.add(Kind.DRIVE, reached.origin != reached.place, start=leave, end=arrive, **who, **what, **drives)
    rows.add(Kind.WAIT, real & (arrive < start), start=arrive, end=start, reason=why, **who, **what, **at)
    # nobody waits for a break
    rows.add(Kind.IDLE, ~real & (arrive < start), start=arrive, end=start, **who, **at)
    rows.add(Kind.VISIT, real & (start < end), start=start, end=end, reason=help_, **who, **what, **at, **planned)
    rows.add(Kind.BREAK, (reached.visit == BREAK) & (start < end), start=start, end=end, **who, **at)
    called = np.isin(reached.visit, (CALL, UNSEEN))
    help_ = np.where(reached.visit == UNSEEN, Reason.NOT_SEEN, Reason.NONE)
    rows.add(Kind.ALARM, called, start=start, end=end, reason=help_, client=client, **who, **at)
    rows.add(Kind.NIGHT_CHECK, reached.visit == CHECK, start=start, end=end, client=client, **who, **at)
    rows.add(Kind.BREAKDOWN, reached.visit == BREAKDOWN, start=start, end=end, **who, **at)
    rows.add(Kind.DOCUMENT, end < done, start=end, end=done, **who, **what, **at)


def _metres(plan: Plan, luck: Luck, own: Crew, reached: Reached) -> np.ndarray:
    """Length of the road that each drive took: the fastest, as the roads were that day when it began."""
    scenario = plan.scenario
    if scenario.road_days is None:
        return scenario.travel.metres[own.mode, reached.origin, reached.place]
    metres = np.zeros(len(reached), dtype=np.int32)
    for day, mode in sorted(set(zip(own.day.tolist(), own.mode.tolist(), strict=True))):
        today, rows = scenario.road_days.on(scenario.date_of(day), luck.weather[day]), (own.day == day) & (own.mode == mode)
        name = scenario.travel.modes[mode]
        metres[rows] = today.metres(name, reached.origin[rows], reached.place[rows], reached.leave[rows])
    return metres


def _undone(plan: Plan, luck: Luck, crew: Crew, reached: Reached, rows: _Rows) -> None:
    """Visits that were missed or cancelled."""
    visits = plan.visits
    tried = reached.take(np.flatnonzero(reached.visit >= 0)[::-1])  # backwards: the first to try is written last
    performed, lost, gone = np.zeros((3, len(visits)), dtype=bool)
    performed[tried.visit[tried.start < tried.end]] = True
    lost[tried.visit[tried.lost]] = True
    gone[tried.visit] = True
    staff = np.full(len(visits), -1)
    staff[tried.visit] = crew.staff[tried.crew]
    left_out = np.zeros(len(visits), dtype=bool)
    left_out[plan.unserved] = True
    promised = _promised(plan)
    cancelled = luck.cancelled != Reason.NONE
    why = np.select([lost, gone, left_out], [Reason.COLLEAGUE_MISSING, Reason.NO_ANSWER, Reason.NO_PLAN], Reason.NOBODY_FREE)
    what = {"day": visits.day, "client": visits.client, "visit": np.arange(len(visits))}
    what |= {"planned_start": promised[:, 0], "planned_end": promised[:, 1]}
    rows.add(Kind.MISSED, ~performed & ~cancelled, staff=staff, reason=why, **what)
    rows.add(Kind.CANCELLED, cancelled, reason=luck.cancelled, **what)


def _absent(plan: Plan, luck: Luck, rows: _Rows) -> None:
    """Duties that their own people could not work."""
    duties = plan.duties
    midnight = duties.day.astype(np.int64) * DAY
    planned = {"planned_start": duties.start + midnight, "planned_end": duties.end + midnight}
    who = {"day": duties.day, "staff": duties.staff, "duty": np.arange(len(duties))}
    why = np.where(luck.ill, Reason.ILL, luck.out)[duties.day, duties.staff]
    rows.add(Kind.ABSENT, (why != Reason.NONE) & (why != Reason.LEARNING), reason=why, **who, **planned)


def _banked(plan: Plan, luck: Luck, reached: Reached, rows: _Rows) -> None:
    """Entries of the clients' banks of time; what should have been spent at a visit that nobody made is not."""
    bank, visits = luck.bank, plan.visits
    performed = np.zeros(len(visits), dtype=bool)
    performed[reached.visit[(reached.visit >= 0) & (reached.start < reached.end)]] = True
    promised = _promised(plan)
    begin = np.where(promised[:, 0] < 0, visits.earliest + visits.day.astype(np.int64) * DAY, promised[:, 0])
    what = {"day": visits.day, "client": visits.client, "visit": np.arange(len(visits))}
    rows.add(Kind.SAVED, bank.saved > 0, planned_start=begin, planned_end=begin + bank.saved, **what)
    end = begin + visits.seconds
    rows.add(Kind.SPENT, (bank.spent > 0) & performed, planned_start=end, planned_end=end + bank.spent, **what)
    client, day, seconds = bank.lapsed.T
    rows.add(Kind.LAPSED, seconds > 0, day=day, client=client, planned_start=day * DAY, planned_end=day * DAY + seconds)


def _promised(plan: Plan) -> np.ndarray:
    """int64[visits, 2]: planned start and end of each visit in seconds since the first midnight, -1 where unplanned."""
    times = plan.times.astype(np.int64)
    return np.where(times < 0, -1, times + plan.visits.day[:, None].astype(np.int64) * DAY)

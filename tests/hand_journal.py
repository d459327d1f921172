"""Plans and journals written by hand, so that measures can be tested without a planner and without a world.

``Diary`` is for the time of staff: what somebody did one after another on a day. ``meetings`` is for continuity: who met whom
when, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from hemtjanst.models import Policy, Scenario
from hemtjanst.models.plan import Contacts, Duties, Occasions, Plan, Stops, Visits
from hemtjanst.models.scenario import DAY
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.measures import Run

MINUTE, HOUR = 60, 3600


class Diary:
    """What happened, person by person and day by day; planned visits and their routes are written along the way.

    Minutes everywhere; ``at`` is minutes after midnight.
    """

    def __init__(self, scenario: Scenario, days: int, policy: Policy | None = None, contacts: Iterable[tuple[int, int, int]] = ()):
        self.scenario, self.days = scenario, days
        self.policy = policy or Policy(name="hand")
        self.contacts = list(contacts)
        self.visits: list[tuple[int, ...]] = []
        self.occasions: list[tuple[int, ...]] = []
        self.duties: list[tuple[int, ...]] = []
        self.stops: list[tuple[int, ...]] = []
        self.rows: list[dict[str, Any]] = []

    def planned(self, day: int, client: int, minutes: float, window: tuple[float, float], people: int = 1) -> int:
        """Plan a visit; returns its row."""
        self.visits.append((day, client, int(window[0] * 60), int(window[1] * 60), int(minutes * 60), people, 0, 0))
        return len(self.visits) - 1

    def serves(self, visit: int, need: int, agreed_day: int | None = None) -> None:
        """Say that a visit serves an occasion of a need."""
        day = self.visits[visit][0] if agreed_day is None else agreed_day
        self.occasions.append((visit, need, day, int(self.scenario.needs[need].minutes * 60)))

    def write(self, kind: Kind, day: int, **columns: int) -> None:
        """Write a row of the journal."""
        self.rows.append({"kind": kind, "day": day} | columns)

    def shift(self, day: int, staff: int, at: float, until: float | None = None, rostered: bool = True) -> Shift:
        """Begin a shift whose planned end is ``until`` (None: not planned)."""
        duty = -1
        if rostered:
            duty = len(self.duties)
            start, end = int(at * 60), int((at if until is None else until) * 60)
            self.duties.append((day, staff, 0, 0, start, end, start, end, 0, 0, start, end))
        return Shift(self, day, staff, duty, at, until)

    def run(self) -> Run:
        """The plan and the journal."""
        plan = Plan(
            scenario=self.scenario,
            policy=self.policy,
            days=self.days,
            contacts=Contacts.from_rows(self.contacts),
            duties=Duties.from_rows(self.duties),
            visits=Visits.from_rows(self.visits),
            occasions=Occasions.from_rows(self.occasions),
            stops=Stops.from_rows(self.stops),
        )
        nothing = dict.fromkeys(Journal.columns(), -1) | {"metres": 0, "reason": int(Reason.NONE)}
        rows = sorted((nothing | row for row in self.rows), key=lambda r: (r["day"], r["staff"], r["start"], r["kind"]))
        return Run(plan, Journal.from_rows([tuple(row[name] for name in Journal.columns()) for row in rows]))


class Shift:
    """One person's day, written in the order in which it happened; each call returns the shift, so calls can be chained."""

    def __init__(self, diary: Diary, day: int, staff: int, duty: int, at: float, until: float | None):
        self.diary, self.day, self.staff, self.duty = diary, day, staff, duty
        self.begin = self.clock = day * DAY + round(at * 60)
        self.until = -1 if until is None else day * DAY + round(until * 60)

    def _span(self, kind: Kind, minutes: float, **columns: int) -> Shift:
        start, self.clock = self.clock, self.clock + round(minutes * 60)
        self.diary.write(kind, self.day, staff=self.staff, duty=self.duty, start=start, end=self.clock, **columns)
        return self

    def report(self, minutes: float) -> Shift:
        """Be at the report."""
        return self._span(Kind.REPORT, minutes)

    def meeting(self, minutes: float) -> Shift:
        """Be at a contact-person meeting."""
        return self._span(Kind.MEETING, minutes)

    def drive(self, minutes: float, metres: int = 0) -> Shift:
        """Drive."""
        return self._span(Kind.DRIVE, minutes, metres=metres)

    def wait(self, minutes: float) -> Shift:
        """Wait at the door."""
        return self._span(Kind.WAIT, minutes)

    def document(self, minutes: float) -> Shift:
        """Document a visit."""
        return self._span(Kind.DOCUMENT, minutes)

    def office(self, minutes: float) -> Shift:
        """Work in the office."""
        return self._span(Kind.OFFICE, minutes)

    def idle(self, minutes: float) -> Shift:
        """Have nothing to do."""
        return self._span(Kind.IDLE, minutes)

    def rest(self, minutes: float) -> Shift:
        """Have the unpaid break."""
        return self._span(Kind.BREAK, minutes)

    def visit(
        self,
        client: int,
        minutes: float,
        planned_minutes: float | None = None,
        window: tuple[float, float] | None = None,
        planned_at: float | None = None,
        row: int | None = None,
        reason: Reason = Reason.NONE,
    ) -> Shift:
        """Visit a client. Without ``row`` the visit is planned along the way, by default exactly as it happens.

        ``window`` (earliest and latest start) and ``planned_at`` are minutes after midnight.
        """
        now = (self.clock - self.day * DAY) / 60
        at = now if planned_at is None else planned_at
        lasts = minutes if planned_minutes is None else planned_minutes
        if row is None:
            row = self.diary.planned(self.day, client, lasts, window or (at, at))
        if self.duty >= 0:
            start = round(at * 60)
            self.diary.stops.append((self.duty, row, start, start, start + round(lasts * 60)))
        return self._span(Kind.VISIT, minutes, client=client, visit=row, reason=int(reason))

    def end(self) -> Shift:
        """End the shift: the fact that a duty was worked."""
        columns = {"start": self.begin, "end": self.clock, "planned_start": self.begin, "planned_end": self.until}
        self.diary.write(Kind.DUTY, self.day, staff=self.staff, duty=self.duty, **columns)
        return self


def meetings(
    scenario: Scenario,
    days: int,
    met: Iterable[Sequence[int]],
    contacts: Iterable[tuple[int, int, int]] = (),
    minutes: float = 20,
) -> Run:
    """A run of single-staffed visits and nothing else.

    Parameters
    ----------
    scenario
        The scenario.
    days
        Days of the plan.
    met
        Day, client, member of staff and minute of the day at which the visit began, for each visit.
    contacts
        Client, member of staff and rank.
    minutes
        Length of every visit.
    """
    rows = np.array(list(met), dtype=np.int64).reshape(-1, 4)
    rows = rows[np.lexsort((rows[:, 3], rows[:, 1], rows[:, 0]))]
    day, client, staff, at = (np.ascontiguousarray(column) for column in rows.T)
    n = len(rows)
    number, seconds = np.arange(n), round(minutes * 60)
    worked = np.unique(day * 100_000 + staff)
    duty_day, duty_staff = np.divmod(worked, 100_000)
    duty = np.searchsorted(worked, day * 100_000 + staff)
    first, last = 7 * HOUR, 22 * HOUR
    duties = [(d, s, 0, 0, first, last, first, last, 0, 0, first, last) for d, s in zip(duty_day, duty_staff, strict=True)]
    order = np.lexsort((at, duty))
    plan = Plan(
        scenario=scenario,
        policy=Policy(name="hand"),
        days=days,
        contacts=Contacts.from_rows(contacts),
        duties=Duties.from_rows(duties),
        visits=Visits(day, client, at * 60, at * 60, np.full(n, seconds), np.ones(n), np.zeros(n), np.zeros(n)),  # type: ignore[arg-type]
        occasions=Occasions.from_rows(()),
        stops=Stops(duty[order], number[order], at[order] * 60, at[order] * 60, at[order] * 60 + seconds),
    )
    start = day * DAY + at * 60
    none, zero = np.full(n, -1), np.zeros(n)
    times = (start, start + seconds)
    visit_rows = Journal(np.full(n, Kind.VISIT), day, staff, client, number, duty, *times, *times, zero, none, none, zero)
    m = len(duties)
    none, zero = np.full(m, -1), np.zeros(m)
    times = (duty_day * DAY + first, duty_day * DAY + last)
    number = np.arange(m)
    duty_rows = Journal(np.full(m, Kind.DUTY), duty_day, duty_staff, none, none, number, *times, *times, zero, none, none, zero)
    both = Journal.concat([visit_rows, duty_rows])
    return Run(plan, both.take(np.lexsort((both.kind, both.start, both.staff, both.day))))


def crowd(scenario: Scenario, clients: int, staff: int, age: int = 80) -> Scenario:
    """The scenario with as many clients (without needs) and members of staff as wanted, copies of its first."""
    from dataclasses import replace

    client, person = scenario.clients[0], scenario.staff[0]
    return scenario.replace(
        clients=tuple(replace(client, id=f"c{c}", age=age) for c in range(clients)),
        staff=tuple(replace(person, id=f"s{s}") for s in range(staff)),
        needs=(),
    )

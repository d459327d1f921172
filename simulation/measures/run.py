"""A run: a plan and the journal of what became of it, with the tables that measures share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...models.errors import Fault, raise_faults
from ...models.plan import BREAK, NOBODY_IN_PARTICULAR, Plan
from ...models.scenario import DAY
from ..journal import ACCOUNTS, SPANS, Journal, Kind, Reason

NEVER = np.iinfo(np.int64).max // 2  # later than everything that happens


@dataclass(frozen=True)
class Encounters:
    """Every person at every performed visit of the plan, sorted by client, start, member of staff.

    Visits outside the plan (``visit`` -1, such as alarms) are paid time with a client, but nobody's continuity. ``staff`` is a
    place in the roster, ``person`` who has it: somebody hired into a place that was left is another person. ``start`` and ``end``
    are seconds since the first midnight; ``reason`` is a :class:`~hemtjanst.simulation.journal.Reason`, why it was not as planned.
    """

    client: np.ndarray
    staff: np.ndarray
    person: np.ndarray
    visit: np.ndarray
    day: np.ndarray
    start: np.ndarray
    end: np.ndarray
    reason: np.ndarray

    def __len__(self) -> int:
        return len(self.client)


@dataclass(frozen=True, eq=False)
class Run:
    """One replication of one policy: what was planned and what happened.

    Everything else is computed once, when the first measure asks for it. Nothing depends on the order of the journal's rows.

    Raises
    ------
    InputError
        If the journal tells of days, people or visits that the plan does not have: it belongs to another plan.
    """

    plan: Plan
    journal: Journal

    def __post_init__(self) -> None:
        plan, journal = self.plan, self.journal
        limits = {
            "day": plan.days,
            "staff": self.staff,
            "client": self.clients,
            "visit": len(plan.visits),
            "duty": len(plan.duties),
        }
        most = {name: int(getattr(journal, name).max(initial=-1)) for name in limits}
        raise_faults(
            Fault("journal", f"tells of {name} {most[name]}, but the plan ends at {limit - 1}: they do not belong together")
            for name, limit in limits.items()
            if most[name] >= limit
        )

    @property
    def clients(self) -> int:
        """Number of clients in the scenario."""
        return len(self.plan.scenario.clients)

    @property
    def staff(self) -> int:
        """Number of members of staff in the scenario."""
        return len(self.plan.scenario.staff)

    def rows(self, kind: Kind) -> np.ndarray:
        """Rows of the journal of one kind."""
        return np.flatnonzero(self.journal.kind == kind)

    @cached_property
    def _hired(self) -> np.ndarray:
        """Rows of the journal at which somebody new has come, by day."""
        rows = self.rows(Kind.HIRED)
        return rows[np.lexsort((self.journal.staff[rows], self.journal.day[rows]))]

    @property
    def persons(self) -> int:
        """Number of people who work in the run: the scenario's staff, and whoever is hired into the place of one who left."""
        return self.staff + len(self._hired)

    def person(self, rows: np.ndarray) -> np.ndarray:
        """int64[rows]: who of the ``persons`` is at work in some rows of the journal; the first have the rows of the staff."""
        journal = self.journal
        person = journal.staff[rows].astype(np.int64)
        for number, hired in enumerate(self._hired.tolist()):
            later = (journal.staff[rows] == journal.staff[hired]) & (journal.day[rows] >= journal.day[hired])
            person[later] = self.staff + number
        return person

    @cached_property
    def appointed(self) -> np.ndarray:
        """bool[faces]: with contact person or backup of the client; whoever came in their place is known to nobody yet."""
        met = self.faces
        return (self.plan.rank[met.client, met.staff] < NOBODY_IN_PARTICULAR) & (met.person == met.staff)

    @cached_property
    def spans(self) -> np.ndarray:
        """Rows of the journal that are spans of a duty, by day, staff, start."""
        journal = self.journal
        rows = np.flatnonzero(journal.kind <= max(SPANS))
        key = (journal.day[rows].astype(np.int64) * self.staff + journal.staff[rows]) * (1 << 32) + journal.start[rows]
        return rows if np.all(key[1:] >= key[:-1]) else rows[np.argsort(key, kind="stable")]

    @cached_property
    def seconds(self) -> np.ndarray:
        """int64[journal rows]: length of each span; 0 for rows that are facts without a span."""
        return np.where(self.journal.kind <= max(SPANS), self.journal.end - self.journal.start, 0)

    @cached_property
    def accounts(self) -> dict[str, np.ndarray]:
        """For each account of paid time (domain A3) int64[days, staff], seconds; their sum is paid time."""
        journal = self.journal
        shape = (max(SPANS) + 1, self.plan.days, self.staff)
        rows = self.spans
        at = (journal.kind[rows].astype(np.int64) * shape[1] + journal.day[rows]) * shape[2] + journal.staff[rows]
        by_kind = np.bincount(at, weights=self.seconds[rows], minlength=int(np.prod(shape))).astype(np.int64).reshape(shape)
        return {name: by_kind[list(kinds)].sum(axis=0) for name, kinds in ACCOUNTS.items()}

    @cached_property
    def paid(self) -> np.ndarray:
        """int64[days, staff]: paid seconds, ``client + travel + wait + kringtid + idle``."""
        return np.sum(list(self.accounts.values()), axis=0)

    @cached_property
    def hours(self) -> dict[str, float]:
        """Hours of each account over the whole run, and ``paid``."""
        return {name: float(table.sum()) / 3600 for name, table in (self.accounts | {"paid": self.paid}).items()}

    @cached_property
    def worked(self) -> np.ndarray:
        """bool[days, staff]: whether the person worked a duty that day (its own, or called in)."""
        worked = np.zeros((self.plan.days, self.staff), dtype=bool)
        duties = self.rows(Kind.DUTY)
        worked[self.journal.day[duties], self.journal.staff[duties]] = True
        return worked

    @cached_property
    def encounters(self) -> Encounters:
        """Who visited whom when."""
        return self._encounters(self.journal.kind == Kind.VISIT)

    @cached_property
    def faces(self) -> Encounters:
        """Who met whom when: the encounters, and newcomers who went along with a colleague (dubbelgång)."""
        along = self.journal.kind == Kind.INTRODUCTION
        along &= self.journal.visit >= 0
        return self._encounters((self.journal.kind == Kind.VISIT) | along) if along.any() else self.encounters

    def _encounters(self, wanted: np.ndarray) -> Encounters:
        journal = self.journal
        rows = np.flatnonzero(wanted & (journal.visit >= 0))
        rows = rows[np.lexsort((journal.staff[rows], journal.start[rows], journal.client[rows]))]
        return Encounters(
            journal.client[rows].astype(np.int64),
            journal.staff[rows].astype(np.int64),
            self.person(rows),
            journal.visit[rows].astype(np.int64),
            journal.day[rows].astype(np.int64),
            journal.start[rows],
            journal.end[rows],
            journal.reason[rows],
        )

    @cached_property
    def people_at(self) -> np.ndarray:
        """int64[visits of the plan]: how many people were at each."""
        return np.bincount(self.encounters.visit, minlength=len(self.plan.visits))

    @cached_property
    def performed(self) -> np.ndarray:
        """Rows of the plan's visits that were performed."""
        return np.flatnonzero(self.people_at)

    @cached_property
    def began(self) -> np.ndarray:
        """int64[visits of the plan]: when the first person began, seconds since the first midnight; NEVER where nobody came."""
        began = np.full(len(self.plan.visits), NEVER)
        np.minimum.at(began, self.encounters.visit, self.encounters.start)
        return began

    @cached_property
    def lasted(self) -> np.ndarray:
        """int64[visits of the plan]: seconds the longest-staying person was there; 0 where nobody came."""
        lasted = np.zeros(len(self.plan.visits), dtype=np.int64)
        np.maximum.at(lasted, self.encounters.visit, self.encounters.end - self.encounters.start)
        return lasted

    @cached_property
    def promised(self) -> np.ndarray:
        """int64[visits of the plan]: start in the plan's routes, seconds since the first midnight; NEVER where no route has it.

        The plan's time, not that of a morning's replanning: it is what the client was told.
        """
        stops = self.plan.stops
        real = stops.visit != BREAK
        promised = np.full(len(self.plan.visits), NEVER)
        visit = stops.visit[real]
        np.minimum.at(promised, visit, stops.start[real] + self.plan.visits.day[visit].astype(np.int64) * DAY)
        return promised

    @cached_property
    def missed(self) -> np.ndarray:
        """Rows of the journal that tell of a missed visit."""
        return self.rows(Kind.MISSED)

    @cached_property
    def cancelled(self) -> np.ndarray:
        """Rows of the journal that tell of a cancelled visit."""
        return self.rows(Kind.CANCELLED)

    @cached_property
    def away(self) -> np.ndarray:
        """bool[clients, days]: whether visits were cancelled because the client was not at home (hospital)."""
        away = np.zeros((self.clients, self.plan.days), dtype=bool)
        rows = self.cancelled[self.journal.reason[self.cancelled] == Reason.AWAY]
        away[self.journal.client[rows], self.journal.day[rows]] = True
        return away

    @cached_property
    def granted(self) -> np.ndarray:
        """float64[clients]: seconds of help granted over the run (beviljad tid), every person of a double-staffed need counted."""
        scenario, days = self.plan.scenario, range(self.plan.days)
        granted = np.zeros(self.clients)
        falls: dict[tuple[tuple[int, ...], int, int], int] = {}
        for need in scenario.needs:
            rhythm = (need.weekdays, need.every_weeks, need.first_week)
            if rhythm not in falls:
                falls[rhythm] = sum(need.falls_on(scenario.weekday(day), day // 7) for day in days)
            granted[need.client] += falls[rhythm] * need.minutes * 60 * need.people
        return granted

    @cached_property
    def received(self) -> np.ndarray:
        """float64[clients]: person-seconds of performed visits of the plan."""
        met = self.encounters
        return np.bincount(met.client, weights=met.end - met.start, minlength=self.clients)

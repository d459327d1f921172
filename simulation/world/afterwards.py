"""The road from a changed need to a new plan, and clients' wishes: facts that follow from who came when (C4-C8, G3, T6, T22, T26).

Written after all days are lived, because nothing here takes anybody's time beyond what the plan gives to meetings and coordination.
Who notices a changed need depends on who came; from there it waits for the contact person, the planner, a meeting or the care
manager.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...cython_ext.keyed import Keyed, key, keys
from ...models.plan import CONTACT, NOBODY_IN_PARTICULAR, Plan
from ..journal import Journal, Kind, Reason

OFTEN = 5  # days with a visit after which somebody knows the client
USUAL_LOAD = 31.7  # clients of a care manager for whom decision_days is said
ROLES = 4  # at a team meeting: home care, care manager, nurse, planner

Row = dict[str, int]


def afterwards(plan: Plan, replication: int, journal: Journal) -> Journal:
    """Return the journal with the facts that follow from it; the same one where nothing changed and nobody wishes anything."""
    found = [*_Information(plan, replication, journal).rows(), *_wishes(plan, replication, journal)]
    if not found:
        return journal
    nothing = dict.fromkeys(Journal.columns(), -1) | {"metres": 0, "reason": int(Reason.NONE)}
    more = Journal.from_rows([tuple((nothing | row)[name] for name in Journal.columns()) for row in found])
    both = Journal.concat([journal, more])
    return both.take(np.lexsort((both.kind, both.start, both.staff, both.day)))


def _wishes(plan: Plan, replication: int, journal: Journal) -> Iterator[Row]:
    """At some visits the client would rather have something else done; whether it is done is up to the way of working."""
    chance = plan.scenario.information.wish_share.value
    if not chance:
        return
    rows = np.flatnonzero((journal.kind == Kind.VISIT) & (journal.visit >= 0))
    rows = rows[np.unique(journal.visit[rows], return_index=True)[1]]
    first = np.searchsorted(plan.occasions.visit, journal.visit[rows])
    need, agreed = plan.occasions.need[first], plan.occasions.agreed_day[first]
    of_need = keys(need.id for need in plan.scenario.needs)
    wished = Keyed(plan.scenario.seed, "wish at the visit", replication).uniform(of_need[need], agreed) < chance
    reason = int(Reason.NONE if plan.policy.time_bank.swaps else Reason.REFUSED)
    for row in rows[wished].tolist():
        yield _row(Kind.WISHED, journal.day[row], journal.client[row], journal.staff[row], journal.visit[row], reason)


def _row(kind: Kind, day: Any, client: Any, staff: Any = -1, visit: Any = -1, reason: int = Reason.NONE) -> Row:
    return {
        "kind": int(kind),
        "day": int(day),
        "client": int(client),
        "staff": int(staff),
        "visit": int(visit),
        "reason": int(reason),
    }


@dataclass(frozen=True, eq=False)
class _Information:
    """What becomes of the changed needs of one replication."""

    plan: Plan
    replication: int
    journal: Journal

    def rows(self) -> Iterator[Row]:
        """Facts of all changes, as far as the horizon reaches."""
        changes = np.flatnonzero(self.journal.kind == Kind.NEED_CHANGED)
        for row in changes.tolist():
            client, day = int(self.journal.client[row]), int(self.journal.day[row])
            yield from (fact for fact in self._road(client, day) if fact["day"] < self.plan.days)

    def _chance(self, what: str, client: int, day: int, index: int = 0) -> float:
        who = key(self.plan.scenario.clients[client].id)
        return Keyed(self.plan.scenario.seed, f"information: {what}", self.replication).uniform(who, day, index)

    def _days(self, what: str, mean: float, client: int, day: int) -> int:
        """A waiting time: geometric-like, rounded exponential with the mean; 0 where the mean is."""
        return round(-mean * math.log(1 - self._chance(what, client, day))) if mean else 0

    @cached_property
    def _met(self) -> dict[int, np.ndarray]:
        """For each client the rows of the performed visits of the plan in the order of their start."""
        rows = np.flatnonzero((self.journal.kind == Kind.VISIT) & (self.journal.visit >= 0))
        rows = rows[np.lexsort((self.journal.staff[rows], self.journal.start[rows]))]
        return {int(c): rows[self.journal.client[rows] == c] for c in np.unique(self.journal.client[rows])}

    def _at_work(self, staff: int, day: int) -> int | None:
        """First day from ``day`` on when the person works."""
        rows = (self.journal.kind == Kind.DUTY) & (self.journal.staff == staff) & (self.journal.day >= day)
        return int(self.journal.day[rows].min()) if rows.any() else None

    def _road(self, client: int, day: int) -> Iterator[Row]:
        plan, assumed = self.plan, self.plan.scenario.information
        noticed = self._notice(client, day)
        if noticed is None:
            return
        yield noticed
        contact = next(iter(plan.contacts.staff[(plan.contacts.client == client) & (plan.contacts.rank == CONTACT)].tolist()), None)
        together = assumed.together_factor.value if plan.policy.team.co_organised else 1.0
        if plan.policy.reporting.through == "contact" and contact is not None:
            told, teller = self._at_work(contact, noticed["day"]), contact
        else:
            told, teller = noticed["day"] + self._days("hand-over", assumed.handover_days.value * together, client, day), -1
        if told is None:
            return
        yield _row(Kind.TOLD, told, client, teller)
        decided = told
        if self._chance("decision", client, day) < assumed.decision_share.value:
            rows = list(self._decision(client, day, told, contact, together))
            yield from rows
            decided = rows[-1]["day"]
        yield _row(Kind.NEW_PLAN, decided + round(assumed.planning_days.value), client)

    def _notice(self, client: int, day: int) -> Row | None:
        """The visit at which somebody notices; who knows the client notices more."""
        assumed, rows = self.plan.scenario.information, self._met.get(client, np.zeros(0, dtype=np.int64))
        for index, row in enumerate(rows[self.journal.day[rows] >= day].tolist()):
            staff, on = int(self.journal.staff[row]), int(self.journal.day[row])
            before = rows[(self.journal.staff[rows] == staff) & (self.journal.day[rows] < on)]
            known = self.plan.rank[client, staff] < NOBODY_IN_PARTICULAR or len(set(self.journal.day[before].tolist())) >= OFTEN
            chance = assumed.notice_chance.value * (assumed.familiar_factor.value if known else 1)
            if self._chance("notice", client, day, index) < chance:
                return _row(Kind.NOTICED, on, client, staff, int(self.journal.visit[row]))
        return None

    def _decision(self, client: int, day: int, told: int, contact: int | None, together: float) -> Iterator[Row]:
        """The care manager decides alone in time, or at a meeting that comes first and whose roles have done their part."""
        plan, assumed = self.plan, self.plan.scenario.information
        load = plan.scenario.organisation.clients_per_care_manager.value / USUAL_LOAD
        alone = told + self._days("decision", assumed.decision_days.value * load * together, client, day)
        meeting = next((on for on in self._meetings(client, told, contact) if self._succeeds(client, day, on)), None)
        at_meeting = meeting is not None and meeting <= alone
        decided = meeting if meeting is not None and at_meeting else alone
        joint = plan.policy.team.joint_visit_share > self._chance("joint visit", client, day)
        if joint and (visit := self._visit(client, decided, contact)) is not None:
            yield _row(Kind.JOINT_VISIT, self.journal.day[visit], client, self.journal.staff[visit], self.journal.visit[visit])
            decided = int(self.journal.day[visit])
        elif self._chance("misunderstood", client, day) < assumed.misunderstood_share.value:
            yield _row(Kind.SENT_BACK, decided, client)
            decided += self._days("again", assumed.decision_days.value * load * together, client, day)
            at_meeting = False
        yield _row(Kind.DECIDED, decided, client, reason=Reason.AT_MEETING if at_meeting else Reason.NONE)

    def _meetings(self, client: int, told: int, contact: int | None) -> list[int]:
        """Days from ``told`` on of meetings at which the client's case comes up and a care manager sits."""
        journal, policy = self.journal, self.plan.policy
        group = self.plan.scenario.clients[client].group
        days: set[int] = set()
        if policy.team.every_weeks and (policy.team.part_minutes[0] or policy.team.part_minutes[1]):
            rows = journal.kind == Kind.TEAM_MEETING
            rows[rows] = self.plan.duties.group[journal.duty[rows]] == group
            days |= set(journal.day[rows].tolist())
        if "care_manager" in policy.meetings.others and contact is not None:
            days |= set(journal.day[(journal.kind == Kind.MEETING) & (journal.staff == contact)].tolist())
        return sorted(day for day in days if day >= told)

    def _succeeds(self, client: int, day: int, meeting: int) -> bool:
        """Whether every role did its part (C8), and the routine sits already (C12)."""
        assumed = self.plan.scenario.information
        weeks = assumed.learning_weeks.value
        learned = 1 - math.exp(-(meeting / 7) / weeks) if weeks else 1.0
        return self._chance("meeting", client, day, meeting) < assumed.adherence.value**ROLES * learned

    def _visit(self, client: int, day: int, contact: int | None) -> int | None:
        """Row of the next visit by the contact person, or by whoever comes where there is none."""
        rows = self._met.get(client, np.zeros(0, dtype=np.int64))
        wanted = rows[(self.journal.day[rows] >= day) & ((contact is None) | (self.journal.staff[rows] == contact))]
        return int(wanted[0]) if len(wanted) else None

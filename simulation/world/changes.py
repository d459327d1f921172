"""From a changed need to a new plan: who notices, tells, decides and plans, one chain for each change (C4-C8, T6, T22, T26).

A chain goes on day by day with what has been lived: who notices depends on who came; from there it waits for the contact person,
the planner, a meeting or the care manager. Until its new plan the mornings know nothing of the change, and visits run over.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...cython_ext.keyed import Keyed, key
from ...models.plan import CONTACT, Plan
from ...models.planning.day_routes import DayRoute
from ...models.planning.desk import desk
from ..journal import Kind, Reason
from .acquaintance import Acquaintance
from .day import Lived
from .luck import Luck

OFTEN = 5  # days with a visit after which somebody knows the client
USUAL_LOAD = 31.7  # clients of a care manager for whom decision_days is said
ROLES = 4  # at a team meeting: home care, care manager, nurse, planner

Fact = dict[str, int]
Road = Generator[None, None, None]  # goes on until it needs another day


@dataclass(frozen=True)
class Today:
    """What a chain asks of a day that has been lived."""

    plan: Plan
    day: int
    lived: Lived

    @cached_property
    def met(self) -> dict[int, list[tuple[int, int]]]:
        """For each client the (staff, visit) of the performed visits in the order of their start."""
        reached = self.lived.reached
        rows = np.flatnonzero((reached.visit >= 0) & (reached.start < reached.end))
        staff = self.lived.crew.staff[reached.crew[rows]]
        order = np.lexsort((staff, reached.start[rows]))
        columns = (column[order].tolist() for column in (reached.client[rows], staff, reached.visit[rows]))
        found: dict[int, list[tuple[int, int]]] = {}
        for client, who, visit in zip(*columns, strict=True):
            found.setdefault(client, []).append((who, visit))
        return found

    @cached_property
    def at_work(self) -> set[int]:
        """Rows of the staff at work."""
        return set(self.lived.crew.staff.tolist())

    def meets(self, client: int, contact: int | None) -> bool:
        """Whether people sit together today at which the client's case comes up, a care manager among them."""
        crew, policy = self.lived.crew, self.plan.policy
        team, coordinates = (np.append(part, 0)[crew.duty] for part in desk(self.plan))
        if policy.team.every_weeks and (policy.team.part_minutes[0] or policy.team.part_minutes[1]):
            group = self.plan.scenario.clients[client].group
            if (team[np.append(self.plan.duties.group, -1)[crew.duty] == group] > 0).any():
                return True
        own = crew.staff == contact
        return "care_manager" in policy.meetings.others and bool(((crew.meeting - team - coordinates)[own] > 0).any())


class Changes:
    """All changed needs of a replication that somebody has to notice.

    Attributes
    ----------
    facts
        What has happened on the roads, as columns of the journal.
    """

    def __init__(self, plan: Plan, luck: Luck, memory: Acquaintance) -> None:
        self.plan, self.luck, self._memory = plan, luck, memory
        self.facts: list[Fact] = []
        changed = luck.turnover.facts if luck.turnover is not None and plan.scenario.information.notice_chance.value else ()
        self._begin: dict[int, list[int]] = {}
        for kind, day, client in changed:
            if kind == Kind.NEED_CHANGED:
                self._begin.setdefault(day, []).append(client)
        self._open: list[tuple[int, Road]] = []
        self._waiting: set[tuple[int, int | None]] = set()  # clients for whom a joint visit by somebody is prepared
        self._today: Today

    def before(self, day: int, routes: Sequence[DayRoute]) -> None:
        """Make visits longer to which others come along today."""
        longer = round(self.plan.scenario.information.joint_visit_minutes.value * 60)
        if not longer or not self._waiting:
            return
        client = self.plan.visits.client
        for who, contact in self._waiting:
            theirs = [
                (start, visit)
                for route in routes
                if contact in (None, route.staff)
                for visit, start in zip(route.stops, route.planned_start, strict=True)
                if visit >= 0 and client[visit] == who
            ]
            if theirs:
                self.luck.seconds[min(theirs)[1]] += longer

    def after(self, day: int, lived: Lived) -> None:
        """Go on with what has been lived."""
        if not self._begin:
            return
        self._today = Today(self.plan, day, lived)
        self._open += [(client, self._road(client, day)) for client in self._begin.get(day, ())]
        still = []
        for client, road in self._open:
            if not self.luck.gone[day, client] and next(road, self) is not self:
                still.append((client, road))
        self._open = still
        for client in np.flatnonzero(self.luck.gone[day]).tolist():
            self.luck.known[day:, client] = 1.0

    def _say(self, kind: Kind, day: int, client: int, staff: int = -1, visit: int = -1, reason: int = Reason.NONE) -> None:
        if day < self.plan.days:
            values = {"day": day, "client": client, "staff": staff, "visit": visit, "reason": int(reason)}
            self.facts.append({"kind": int(kind)} | values)

    def _chance(self, what: str, client: int, day: int, index: int = 0) -> float:
        who = key(self.plan.scenario.clients[client].id)
        return Keyed(self.plan.scenario.seed, f"information: {what}", self.luck.replication).uniform(who, day, index)

    def _days(self, what: str, mean: float, client: int, day: int) -> int:
        """A waiting time: geometric-like, rounded exponential with the mean; 0 where the mean is."""
        return round(-mean * math.log(1 - self._chance(what, client, day))) if mean else 0

    def _until(self, day: int) -> Road:
        while self._today.day < day:
            yield

    def _road(self, client: int, changed: int) -> Road:
        plan, assumed = self.plan, self.plan.scenario.information
        yield from self._notice(client, changed)
        contact = next(iter(plan.contacts.staff[(plan.contacts.client == client) & (plan.contacts.rank == CONTACT)].tolist()), None)
        together = assumed.together_factor.value if plan.policy.team.co_organised else 1.0
        if plan.policy.reporting.through == "contact" and contact is not None:
            while contact not in self._today.at_work:
                yield
            told, teller = self._today.day, contact
        else:
            told, teller = self._today.day + self._days("hand-over", assumed.handover_days.value * together, client, changed), -1
        self._say(Kind.TOLD, told, client, teller)
        yield from self._until(told)
        decided = told
        if self._chance("decision", client, changed) < assumed.decision_share.value:
            decided, at_meeting = yield from self._decision(client, changed, told, contact, together)
            decided = yield from self._prepared(client, changed, decided, contact, together, at_meeting)
        planned = decided + round(assumed.planning_days.value)
        self._say(Kind.NEW_PLAN, planned, client)
        self.luck.known[planned:, client] *= plan.scenario.events.need_growth.value
        yield from self._until(planned)

    def _notice(self, client: int, changed: int) -> Road:
        """Wait for the visit at which somebody notices; who knows the client notices more."""
        assumed, memory, index = self.plan.scenario.information, self._memory, 0
        while True:
            for staff, visit in self._today.met.get(client, ()):
                known = memory.appointed(client, staff) or memory.days[client, staff] >= OFTEN
                chance = assumed.notice_chance.value * (assumed.familiar_factor.value if known else 1)
                if self._chance("notice", client, changed, index) < chance:
                    self._say(Kind.NOTICED, self._today.day, client, staff, visit)
                    return
                index += 1
            yield

    def _load(self) -> float:
        return self.plan.scenario.organisation.clients_per_care_manager.value / USUAL_LOAD

    def _decision(
        self, client: int, changed: int, told: int, contact: int | None, together: float
    ) -> Generator[None, None, tuple[int, bool]]:
        """The care manager decides alone in time, or at a meeting that comes first and whose roles have done their part."""
        days = self.plan.scenario.information.decision_days.value * self._load() * together
        alone = told + self._days("decision", days, client, changed)
        while not (self._today.meets(client, contact) and self._succeeds(client, changed, self._today.day)):
            if self._today.day >= alone:
                return alone, False
            yield
        return self._today.day, True

    def _prepared(
        self, client: int, changed: int, decided: int, contact: int | None, together: float, at_meeting: bool
    ) -> Generator[None, None, int]:
        """Day of the decision that holds: after a joint home visit, or after it came back once where it was misunderstood."""
        plan, assumed = self.plan, self.plan.scenario.information
        if plan.policy.team.joint_visit_share > self._chance("joint visit", client, changed):
            self._waiting.add((client, contact))
            visits: list[tuple[int, int]] = []
            while not visits:
                yield
                visits = [one for one in self._today.met.get(client, ()) if contact in (None, one[0])]
            self._waiting.discard((client, contact))
            decided = self._today.day
            self._say(Kind.JOINT_VISIT, decided, client, *visits[0])
        elif self._chance("misunderstood", client, changed) < assumed.misunderstood_share.value:
            self._say(Kind.SENT_BACK, decided, client)
            decided += self._days("again", assumed.decision_days.value * self._load() * together, client, changed)
            at_meeting = False
        yield from self._until(decided)
        self._say(Kind.DECIDED, decided, client, reason=Reason.AT_MEETING if at_meeting else Reason.NONE)
        return decided

    def _succeeds(self, client: int, changed: int, meeting: int) -> bool:
        """Whether every role did its part (C8), and the routine sits already (C12)."""
        assumed = self.plan.scenario.information
        weeks = assumed.learning_weeks.value
        learned = 1 - math.exp(-(meeting / 7) / weeks) if weeks else 1.0
        return self._chance("meeting", client, changed, meeting) < assumed.adherence.value**ROLES * learned

"""One home care group on a morning when somebody is missing or needs have grown: who takes over what."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

import numpy as np

from ..legs import leg_seconds
from ..plan import BREAK, NOBODY_IN_PARTICULAR, Plan
from .day_routes import DayRoute, known_staff, only
from .open_route import Legs, OpenRoute, Spot, Task

MOST_LATE = 15 * 60  # seconds after its window that a visit may start on a replanned route
MOST_OVERTIME = 15 * 60  # seconds that a replanned route may come back too late


@dataclass
class District:
    """What replanning needs to know about the places of a group: the same every morning, and so worked out once."""

    place: dict[int, int]  # of each client, counted from 1; 0 is the base
    rows: np.ndarray  # of the scenario's places
    legs: dict[tuple[str, int | None], Legs] = field(default_factory=dict)


@dataclass
class Lists:
    """Columns of the plan's visits as lists: a morning asks for a few cells, one by one."""

    client: list[int]
    earliest: list[int]
    latest: list[int]
    seconds: list[int]
    people: list[int]
    skills: list[int]
    dropped_first: list[bool]


class Morning:
    """One group on a morning.

    Parameters
    ----------
    present, absent
        Routes of everybody at work, and of those of the group who are not.
    pool
        Who can be called in.
    expected
        int[visits], lengths as they are believed to be now; None: as planned.
    """

    def __init__(
        self,
        plan: Plan,
        day: int,
        group: int,
        present: list[DayRoute],
        absent: list[DayRoute],
        pool: list[int],
        expected: np.ndarray | None = None,
    ) -> None:
        self.plan, self.day, self.group, self.present, self.pool, self.expected = plan, day, group, present, pool, expected
        self.absent = {route.duty: route for route in absent}
        self.called: list[DayRoute] = []
        self.visits, self.district = lists(plan), district(plan, group)
        groups = plan.duties.group[[route.duty for route in present]]
        self.own = np.flatnonzero(groups == group).tolist()
        self.staff = {row: present[row].staff for row in self.own}
        self.at: dict[int, int] = {}
        self.people_at: dict[int, set[int]] = {}
        for route in absent:
            self.at.update(zip(route.stops, route.planned_start, strict=True))
        todo = [(visit, route.duty) for route in absent for visit in route.stops if visit != BREAK]
        doubles = {visit for visit, _ in todo if self.visits.people[visit] > 1}
        if doubles:
            for row in self.own:
                for visit in doubles.intersection(present[row].stops):
                    self.people_at.setdefault(visit, set()).add(present[row].staff)
        # (visit, duty it was in), those with the least choice first: for two people, then with skills
        people, skills, later = self.visits.people, self.visits.skills, self.visits.dropped_first
        self.todo = sorted(todo, key=lambda item: (later[item[0]], -people[item[0]], skills[item[0]] == 0, self.at[item[0]], item))
        self.skills = plan.scenario.skill_masks
        self.writing = round(plan.scenario.work.documentation_minutes.value * 60)
        self.open: dict[int, OpenRoute] = {}
        self.taken: dict[int, set[int]] = {}

    def replace_all(self) -> None:
        """Try everybody in the policy's order."""
        lever = self.plan.policy.absence
        tiers: dict[str, Callable[[int], Collection[int]]] = {
            "backup": self._backups,
            "known": self._known,
            "colleague": lambda visit: self.own,
            "overtime": lambda visit: self.own,
        }
        for who in lever.replaced_by:
            if who == "pool":
                self._call_in()
            else:
                overtime = round(lever.overtime_minutes * 60) if who == "overtime" else MOST_OVERTIME
                self.todo = [(visit, duty) for visit, duty in self.todo if not self._give(visit, tiers[who](visit), overtime)]
        if self.expected is not None:
            self._relieve_the_overfull(self.expected)

    def routes(self) -> list[DayRoute]:
        """Everybody's routes, those of this group with what they have taken over."""
        return [self._closed(row) if row in self.taken else route for row, route in enumerate(self.present)]

    def open_visits(self) -> list[int]:
        """Visits that nobody took."""
        return [visit for visit, _ in self.todo]

    def _backups(self, visit: int) -> list[int]:
        """Rows of the present who are contact person or backup of the client."""
        rank = self.plan.rank[self.visits.client[visit]]
        return [row for row in self.own if rank[self.staff[row]] < NOBODY_IN_PARTICULAR]

    def _known(self, visit: int) -> list[int]:
        """Rows of the present who visit the client in the plan within the last 14 days."""
        met = known_staff(self.plan, self.day, self.visits.client[visit])
        return [row for row in self.own if self.staff[row] in met]

    def _may(self, staff: int, visit: int) -> bool:
        """Whether somebody has the skills, is not forbidden, and is not there already."""
        lacking = self.visits.skills[visit] & ~self.skills[staff]
        if lacking or staff in self.people_at.get(visit, ()):
            return False
        return staff not in self.plan.scenario.clients[self.visits.client[visit]].forbidden

    def _give(self, visit: int, rows: Collection[int], overtime: int = MOST_OVERTIME, task: Task | None = None) -> bool:
        """Insert a visit where it costs least among these people; say whether it went in."""
        task = task or self._task(visit, None)
        best: tuple[Spot, int] | None = None
        for row in rows:
            route = self.present[row]
            at_work = route.first <= task.latest and task.earliest <= route.last + overtime
            if at_work and self._may(self.staff[row], visit):
                spot = self._opened(row, overtime).best(task)
                if spot is not None and (best is None or spot.price < best[0].price):
                    best = spot, row
        if best is None:
            return False
        spot, row = best
        self._opened(row, overtime).insert(spot.position, task)
        self.taken.setdefault(row, set()).add(visit)
        self.people_at.setdefault(visit, set()).add(self.staff[row])
        return True

    def _call_in(self) -> None:
        """Give what is left of each route whole to the first of the pool who can do most of it, if it is enough to call for."""
        scenario = self.plan.scenario
        for duty, route in self.absent.items():
            left = [visit for visit, of in self.todo if of == duty]
            shift = scenario.shifts[self.plan.duties.shift[duty]].name
            able = {
                staff: {visit for visit in left if shift in scenario.staff[staff].shifts and self._may(staff, visit)}
                for staff in self.pool
            }
            most = max(map(len, able.values()), default=0)
            if most < self.plan.policy.absence.pool_from_visits:
                continue
            staff = max(self.pool, key=lambda row: len(able[row]))
            self.pool = [row for row in self.pool if row != staff]
            self.called.append(only(replace(route, staff=staff, duty=-1, meeting=0), able[staff]))
            for visit in able[staff]:
                self.people_at.setdefault(visit, set()).add(staff)
            self.todo = [(visit, of) for visit, of in self.todo if of != duty or visit not in able[staff]]

    def _relieve_the_overfull(self, expected: np.ndarray) -> None:
        """Visits that would begin too late since needs have grown go to colleagues who have room; others are late."""
        for row in self.own:
            changed = [visit for visit in self.present[row].stops if visit >= 0 and expected[visit] != self.visits.seconds[visit]]
            if not changed:
                continue
            route = self._opened(row)
            late = [t for t, begins in zip(route.tasks, route.starts, strict=True) if t.visit >= 0 and begins > t.latest]
            for task in late:
                if self.visits.people[task.visit] > 1 or task.visit in self.taken.get(row, ()):
                    continue
                fresh = self._task(task.visit, None)
                if self._give(task.visit, [other for other in self.own if other != row], task=fresh):
                    route.tasks.remove(task)
                    route.reckon()
                    self.taken.setdefault(row, set())

    def _task(self, visit: int, planned: int | None) -> Task:
        """A visit as a task; one that is planned starts no earlier than planned, one for two people exactly then."""
        visits = self.visits
        place, due = self.district.place[visits.client[visit]], visits.latest[visit]
        seconds = (visits.seconds[visit] if self.expected is None else int(self.expected[visit])) + self.writing
        if visits.people[visit] > 1:
            at = self.at[visit] if planned is None else planned
            return Task(visit, place, at, at, seconds, due)
        earliest = visits.earliest[visit] if planned is None else planned
        return Task(visit, place, earliest, max(due + MOST_LATE, earliest), seconds, due)

    def _opened(self, row: int, overtime: int = MOST_OVERTIME) -> OpenRoute:
        """The route of somebody at work, to be added to."""
        found = self.open.get(row)
        if found is None:
            route = self.present[row]
            tasks = [
                Task(BREAK, 0, route.break_earliest, max(route.break_latest, start), route.break_seconds, route.break_latest)
                if visit == BREAK
                else self._task(visit, start)
                for visit, start in zip(route.stops, route.planned_start, strict=True)
            ]
            legs = self._legs(self.plan.scenario.staff[route.staff].mode)
            found = self.open[row] = OpenRoute(legs, route.first, route.last, overtime, tasks)
        elif found.most_overtime < overtime:
            found.most_overtime = overtime
            found.reckon()
        return found

    def _legs(self, mode: str) -> Legs:
        """Seconds between the places of the group by a mode, today."""
        scenario, known = self.plan.scenario, self.district.legs
        key = mode, None if scenario.road_days is None else self.day
        if key not in known:
            rows = self.district.rows
            known[key] = leg_seconds(scenario, mode, rows[:, None], rows[None, :], self.day).tolist()
        return known[key]

    def _closed(self, row: int) -> DayRoute:
        work = self.open[row]
        stops = tuple(task.visit for task in work.tasks)
        return replace(self.present[row], stops=stops, planned_start=tuple(work.starts), stepped_in=frozenset(self.taken[row]))


def district(plan: Plan, group: int) -> District:
    """The places of a group's clients, and of others whom its people visit."""
    known = plan.memo.setdefault("districts", {})
    if group not in known:
        scenario = plan.scenario
        of_group = plan.duties.group[plan.stops.duty] == group
        visits = plan.stops.visit[of_group & (plan.stops.visit != BREAK)]
        clients = {*scenario.clients_of(group), *np.unique(plan.visits.client[visits]).tolist()}
        home = {client: scenario.clients[client].place for client in sorted(clients)}
        places = [scenario.groups[group].base, *sorted(set(home.values()))]
        number = {place: 1 + k for k, place in enumerate(places[1:])}
        known[group] = District({client: number[place] for client, place in home.items()}, np.array(places))
    return known[group]


def lists(plan: Plan) -> Lists:
    """The visits of a plan as lists."""
    if "visit lists" not in plan.memo:
        visits, names = plan.visits, ("client", "earliest", "latest", "seconds", "people", "skills")
        droppable = np.array([need.service in plan.policy.absence.dropped_first for need in plan.scenario.needs], dtype=bool)
        kept = np.bincount(plan.occasions.visit, weights=~droppable[plan.occasions.need], minlength=len(visits))
        plan.memo["visit lists"] = Lists(*(getattr(visits, name).tolist() for name in names), dropped_first=(kept == 0).tolist())
    return plan.memo["visit lists"]

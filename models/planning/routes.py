"""Who drives where in which order: one day problem for each group and day, solved by the day kernel.

Every policy gets the same search and the same effort; what differs is what it would pay for few and known faces. Where it would
pay for few, the days of a group are planned in order and then again from their plans, because whom a client should meet today
depends on whom it meets on the days before and after (:mod:`.faces`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ...cython_ext.keyed import key
from ..plan import BREAK, CONTACT, NOBODY_IN_PARTICULAR, Contacts, Duties, Occasions, Stops, Visits
from ..policy import Policy
from ..scenario import Scenario
from .day import FORBIDDEN, UNIT, DayPlan, DayProblem, DayWeights, evaluate, solve
from .faces import Faces
from .group_days import GroupDays, all_group_days

STEPS_PER_VISIT = 60  # of the search; twice as many shorten the driving by less than two per cent
PASSES = 3  # over the days, with as many steps in all as one; more of them bring little

# Prices in minutes of driving. A visit left out costs more than any wish and more than a quarter of an hour of lateness. A plan
# must not promise overtime or a late break: overtime is dearer still, the search aims at an earlier break, the rest is repaired.
UNSERVED = 400.0
UNSERVED_CAN_WAIT = 200.0  # cleaning is left out before breakfast
LATE = 20.0  # per minute
OVERTIME = 400.0  # per minute
BREAK_MARGIN = 600  # seconds before a break must begin at the latest, from when on the search pays for its lateness
FURTHER_PERSON = {"free": 0.0, "wish": 15.0, "rule": 60.0}  # for each further person at a client in a shift (T15)
NOON = 12 * 3600
NOTHING: Mapping[tuple[int, int], int] = {}


class Day(NamedTuple):
    """One day of a group as the kernel sees it.

    Attributes
    ----------
    problem
        Staff are the duties of the day; a visit for two people is two visits of the problem that start together.
    duties, visits
        Rows of the group's tables: int[staff], int[visits of the problem].
    """

    problem: DayProblem
    duties: np.ndarray
    visits: np.ndarray


def make_routes(
    scenario: Scenario,
    policy: Policy,
    days: int,
    contacts: Contacts,
    duties: Duties,
    visits: Visits,
    occasions: Occasions,
    *,
    iterations: int | None = None,
    workers: int = 1,
    progress: bool = False,
) -> Stops:
    """Plan the routes of all groups and days.

    Parameters
    ----------
    scenario, policy, days, contacts, duties, visits, occasions
        What has been decided so far.
    iterations
        Steps of the search for each visit of a day; default :data:`STEPS_PER_VISIT`. The same for every policy.
    workers
        Processes; the routes do not depend on it.
    progress
        Show a progress bar.

    Returns
    -------
    Stops, sorted by duty, then position. Visits that nobody can make in time are in no route.
    """
    from joblib import Parallel, delayed
    from tqdm import tqdm

    steps = STEPS_PER_VISIT if iterations is None else iterations
    groups = all_group_days(scenario, policy, days, contacts, duties, visits, occasions)
    jobs = (delayed(routes_of_group)(group, steps) for group in groups)
    found: Any = Parallel(n_jobs=workers, return_as="generator")(jobs)
    bar = tqdm(found, total=len(scenario.groups), desc=f"routes, {policy.name}", unit="group", disable=not progress)
    tables: list[Stops] = list(bar)
    stops = Stops.concat(tables)
    return stops.take(np.argsort(stops.duty, kind="stable"))


def routes_of_group(group: GroupDays, steps_per_visit: int) -> Stops:
    """Plan the routes of one group, day after day, and again where days depend on each other."""
    faces = Faces(group.rank, group.days, group.prices.new_face_minutes)
    passes = PASSES if faces.dearest else 1
    found: dict[int, tuple[Day, DayPlan]] = {}
    for turn in range(passes):
        last_week: dict[tuple[int, int], int] = {}  # (weekday, first need of a visit): who made it
        for date in range(group.days):
            day = day_problem(group, date, faces, last_week)
            if not len(day.duties):
                continue
            seed = key(f"routes/{group.seed}/{group.name}/{date}" + f"/{turn}" * (turn > 0))
            steps = steps_per_visit * day.problem.visits
            steps = steps * (turn + 1) // passes - steps * turn // passes
            plan = solve(day.problem, iterations=steps, seed=seed, start=found[date][1] if turn else None)
            found[date] = day, plan if turn + 1 < passes else without_hard_lateness(plan)
            _remember(group, date, *found[date], faces, last_week)
    return Stops.concat([_stops(group, day, plan) for day, plan in found.values()])


def _remember(group: GroupDays, date: int, day: Day, plan: DayPlan, faces: Faces, last_week: dict[tuple[int, int], int]) -> None:
    """Let the other days know who comes to whom on this one."""
    served = np.flatnonzero(plan.staff_of >= 0)
    rows, staff = day.visits[served], group.duties.staff[day.duties[plan.staff_of[served]]]
    faces.put(date, group.visits.client[rows], staff)
    alone = group.visits.people[rows] == 1
    last_week |= {(date % 7, need): who for need, who in zip(group.need[rows[alone]].tolist(), staff[alone].tolist(), strict=True)}


def day_problem(group: GroupDays, date: int, faces: Faces, last_week: Mapping[tuple[int, int], int] = NOTHING) -> Day:
    """The kernel's problem for one day of a group.

    Parameters
    ----------
    faces
        Who comes to whom on the other days.
    last_week
        Who made a visit last, by weekday and the visit's first need.
    """
    duty_rows = np.flatnonzero(group.duties.day == date)
    single = np.flatnonzero(group.visits.day == date)
    visit_rows = np.repeat(single, group.visits.people[single])
    duties, visits = group.duties.take(duty_rows), group.visits.take(visit_rows)
    second = np.flatnonzero(visit_rows[1:] == visit_rows[:-1]) + 1
    rank, price = group.rank[np.ix_(visits.client, duties.staff)], group.prices
    minutes = np.where(rank != CONTACT, price.contact_minutes * group.contact_duties[visit_rows, None], 0.0)
    minutes = minutes + np.where(rank == NOBODY_IN_PARTICULAR, price.known_minutes, 0.0)
    minutes = minutes + faces.prices(date)[np.ix_(visits.client, duties.staff)]
    if price.other_than_last_week_minutes:
        before = np.array([last_week.get((date % 7, need), -1) for need in group.need[visit_rows].tolist()], np.int64)
        here = np.isin(before, duties.staff)  # whoever is off cannot be asked for
        minutes = minutes + price.other_than_last_week_minutes * (here[:, None] & (before[:, None] != duties.staff))
    cost = np.where(group.forbidden[np.ix_(visits.client, duties.staff)], FORBIDDEN, np.rint(minutes * UNIT))
    left_out = np.where(group.can_wait[visit_rows], UNSERVED_CAN_WAIT, UNSERVED) + faces.dearest + price.new_face_minutes
    problem = DayProblem(
        **group.travel[date]._asdict(),
        shift_start=duties.first,
        shift_end=duties.last,
        mode=group.mode[duties.staff],
        staff_skills=group.skills[duties.staff],
        break_length=duties.break_seconds,
        break_earliest=duties.break_earliest,
        break_latest=duties.break_latest - BREAK_MARGIN,
        place=group.home[visits.client],
        duration=visits.seconds + group.documentation,
        earliest=visits.earliest,
        latest=visits.latest,
        skills=visits.skills,
        client=_circles(group, duties, visits),
        unserved=np.rint(left_out * UNIT),
        cost=cost,
        gaps=_gaps(group, single, visit_rows),
        pairs=np.stack([second - 1, second, 0 * second, 0 * second], axis=1),
        weights=DayWeights.per_minute(
            late=LATE,
            overtime=OVERTIME,
            distinct=price.new_face_minutes + FURTHER_PERSON[price.one_person_per_shift],
        ),
    )
    return Day(problem, duty_rows, visit_rows)


def _gaps(group: GroupDays, visits: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """int64[gaps, 3] of the problem; ``visits`` are the day's, ``rows`` those of the problem (a visit for two is there twice)."""
    today = group.gaps[np.isin(group.gaps[:, 0], visits)]
    least = np.maximum(today[:, 2] - group.documentation, 0)  # to the kernel a visit ends when it is documented
    return np.column_stack([np.searchsorted(rows, today[:, 0]), np.searchsorted(rows, today[:, 1]), least])


def without_hard_lateness(plan: DayPlan) -> DayPlan:
    """The plan without the visits that make somebody have the break or come back too late: a plan must not promise that."""
    while (behind := _hard_lateness(plan)).any():
        shorter = [_without(plan, int(visit)) for visit in plan.routes[int(np.argmax(behind))]]
        plan = min(shorter, key=lambda other: (int(_hard_lateness(other).sum()), other.cost))
    return plan


def _without(plan: DayPlan, visit: int) -> DayPlan:
    """The plan without a visit (and, of a visit by two people, its other half); breaks stay between the same visits."""
    pairs = plan.problem.pairs[:, :2]
    gone = np.union1d([visit], pairs[(pairs == visit).any(axis=1)])
    routes = tuple(route[~np.isin(route, gone)] for route in plan.routes)
    earlier = [np.isin(route[: max(0, at)], gone).sum() for route, at in zip(plan.routes, plan.break_at, strict=True)]
    return evaluate(plan.problem, routes, plan.break_at - np.array(earlier, np.int32))


def _hard_lateness(plan: DayPlan) -> np.ndarray:
    """int[staff]: seconds that the break begins and the route ends too late."""
    problem = plan.problem
    driving = np.array([len(route) > 0 for route in plan.routes], bool)
    overtime = np.where(driving, np.maximum(0, plan.end - problem.shift_end), 0)
    break_late = np.maximum(0, plan.break_start - problem.break_latest - BREAK_MARGIN)
    return overtime + np.where(driving & (plan.break_start >= 0), break_late, 0)


def _circles(group: GroupDays, duties: Duties, visits: Visits) -> np.ndarray:
    """Visits within which further people cost: int32[visits], the circle of each visit.

    A circle is a client; where one person per shift counts, a client's visits that somebody on an early shift could make, and
    the later ones. A visit by two people is a circle of its own, because it is exempt.
    """
    part = np.zeros(len(visits), np.int64)
    if group.prices.one_person_per_shift != "free":
        early_ends = duties.last[duties.first < NOON].max(initial=0)
        part = np.where(visits.earliest + visits.seconds <= early_ends, 0, 1)
        part = np.where(visits.people > 1, 2 + (np.cumsum(visits.people > 1) - 1) // 2, part)
    keys = np.stack([visits.client.astype(np.int64), part], axis=1)
    return np.unique(keys, axis=0, return_inverse=True)[1].astype(np.int32).reshape(-1)


def _stops(group: GroupDays, day: Day, plan: DayPlan) -> Stops:
    """Stops of a day's plan, with the plan's rows of duties and visits."""
    rows: list[tuple[int, int, int, int, int]] = []
    for k, (duty, route) in enumerate(zip(day.duties, plan.routes, strict=True)):
        rows += [(int(group.duty_rows[duty]), *stop) for stop in _route(group, day, plan, k, route)]
    return Stops.from_rows(rows)


def _route(group: GroupDays, day: Day, plan: DayPlan, k: int, route: np.ndarray) -> list[tuple[int, int, int, int]]:
    """(visit, arrive, start, end) of one route's stops; the break follows the drive of its leg unless that were too late."""
    problem, found = day.problem, []
    length = int(problem.break_length[k])
    if not len(route) and length:
        begin = max(int(problem.break_earliest[k]), int(problem.shift_start[k]))
        return [(BREAK, begin, begin, begin + length)]
    leave, place = int(problem.shift_start[k]), int(problem.start_place[k])
    for position, node in enumerate([*route.tolist(), -1]):
        there = int(problem.place[node] if node >= 0 else problem.end_place[k])
        arrive = leave + problem.drive(k, place, there, leave)
        if plan.break_at[k] == position and length:
            begin = int(plan.break_start[k])
            found.append((BREAK, begin, begin, begin + length))
            arrive = arrive if begin >= arrive else begin + length + problem.drive(k, place, there, begin + length)
        elif position == 0 and node >= 0:
            arrive = int(plan.start[node])  # nobody leaves the base sooner than needed
        if node >= 0:
            start, seconds = int(plan.start[node]), int(group.visits.seconds[day.visits[node]])
            found.append((int(group.visit_rows[day.visits[node]]), arrive, start, start + seconds))
            leave, place = start + int(problem.duration[node]), there
    return found

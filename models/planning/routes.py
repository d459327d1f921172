"""Who drives where in which order: one day problem for each group and day, solved by the day kernel.

Every policy gets the same search and the same effort; what differs is what it would pay for few and known faces. Where it would
pay for few, most of the effort goes into all days of a group at once (:mod:`.faces`), because whom a client should meet today
depends on whom it meets on the other days.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...cython_ext.keyed import key
from ..plan import BREAK, Contacts, Duties, Occasions, Stops, Visits
from ..policy import Policy
from ..scenario import Scenario
from .day import DayPlan, evaluate, solve
from .faces import few_faces
from .group_day import BREAK_MARGIN, Day, day_problem
from .group_days import GroupDays, all_group_days

STEPS_PER_VISIT = 100  # of the search; twice as many shorten the driving by less than two per cent
DAY_BY_DAY = 0.2  # share of them that makes a first plan of each day where all days are then planned together


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
    """Plan the routes of one group, day after day, and then together where days depend on each other."""
    together = group.prices.new_face_minutes > 0
    found = _day_by_day(group, DAY_BY_DAY * steps_per_visit if together else steps_per_visit)
    if together:
        found = few_faces(group, found, (1 - DAY_BY_DAY) * steps_per_visit)
    return Stops.concat([_stops(group, day, without_hard_lateness(plan)) for day, plan in found])


def _day_by_day(group: GroupDays, steps_per_visit: float) -> list[tuple[Day, DayPlan]]:
    """A plan of each day on which somebody works, with a view to the same day a week ago."""
    last_week: dict[tuple[int, int], int] = {}  # (weekday, first need of a visit): who made it
    found = []
    for date in range(group.days):
        day = day_problem(group, date, last_week)
        if not len(day.duties):
            continue
        seed = key(f"routes/{group.seed}/{group.name}/{date}")
        plan = solve(day.problem, iterations=round(steps_per_visit * day.problem.visits), seed=seed)
        found.append((day, plan))
        served = np.flatnonzero(plan.staff_of >= 0)
        rows, staff = day.visits[served], group.duties.staff[day.duties[plan.staff_of[served]]]
        alone = group.visits.people[rows] == 1
        made = zip(group.need[rows[alone]].tolist(), staff[alone].tolist(), strict=True)
        last_week |= {(date % 7, need): who for need, who in made}
    return found


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

"""What a day plan costs, reckoned by code that did not make it: one small function per component.

Amounts are raw (seconds, visits, people); :func:`components` multiplies them with the problem's prices. Waiting before the first
visit and after the last is not counted: a member of staff leaves as late as the first visit allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .problem import ANY_TIME, DayProblem
from .schedule import Schedule


def travel(problem: DayProblem, plan: Schedule) -> int:
    """Seconds driven, from the start places and to the end places included."""
    return sum(seconds for _, _, _, seconds in legs(problem, plan))


def waiting(problem: DayProblem, plan: Schedule) -> int:
    """Seconds from the first visit of a person to the last, or to a break after it, that are neither care, driven nor break."""
    total = 0
    for k, p, (before, after), seconds in legs(problem, plan):
        if before >= 0:
            until = plan.start[after] if after >= 0 else plan.end[k]
            total += int(until - plan.start[before] - problem.duration[before]) - seconds - pause_in(problem, plan, k, p)
    return total


def late(problem: DayProblem, plan: Schedule) -> int:
    """Seconds that visits start, and breaks begin, after their latest start; hard visits excepted."""
    paused = plan.break_start >= 0
    soft = int(lateness(problem, plan)[~problem.hard].sum())
    return soft + int(np.maximum(0, plan.break_start - problem.break_latest)[paused].sum())


def hard_late(problem: DayProblem, plan: Schedule) -> int:
    """Seconds that hard visits start after their latest start."""
    return int(lateness(problem, plan)[problem.hard].sum())


def largest_late(problem: DayProblem, plan: Schedule) -> int:
    """Seconds of the largest lateness of a visit."""
    return int(lateness(problem, plan).max(initial=0))


def largest_idle(problem: DayProblem, plan: Schedule) -> int:
    """Seconds of the largest idle time of a member of staff."""
    return int(idle(problem, plan).max(initial=0))


def balance(problem: DayProblem, plan: Schedule) -> int:
    """Seconds by which the work (care and driving) of the staff differs from its mean, each rounded up to a whole second."""
    worked = work(problem, plan)
    return int((-(-np.abs(worked * problem.staff - worked.sum()) // problem.staff)).sum())


def overtime(problem: DayProblem, plan: Schedule) -> int:
    """Seconds after the end of the shift until the end place is reached."""
    return int(seconds_of_overtime(problem, plan).sum())


def distinct(problem: DayProblem, plan: Schedule) -> int:
    """Second, third, … staff members whom clients meet that day; those met before the plan begins are the first."""
    met = meetings(problem, plan)
    return len(met) - len({client for client, _ in met if not problem.met[client].any()})


def new_face(problem: DayProblem, plan: Schedule) -> int:
    """Staff members whom clients meet that day without knowing them."""
    return sum(1 for client, k in meetings(problem, plan) if not problem.known[client, k])


def changed(problem: DayProblem, plan: Schedule) -> int:
    """Visits that somebody else does than was promised."""
    return sum(int(problem.changes[route, k].sum()) for k, route in enumerate(plan.routes))


def moved(problem: DayProblem, plan: Schedule) -> int:
    """Seconds that visits start before or after the start that was promised."""
    promised = (plan.start >= 0) & (problem.promised_start > -ANY_TIME)
    return int(np.abs(plan.start.astype(np.int64) - problem.promised_start)[promised].sum())


AMOUNTS: dict[str, Callable[[DayProblem, Schedule], int]] = {
    function.__name__: function
    for function in (
        travel,
        waiting,
        late,
        hard_late,
        overtime,
        largest_late,
        largest_idle,
        balance,
        distinct,
        new_face,
        changed,
        moved,
    )
}


def person(problem: DayProblem, plan: Schedule) -> int:
    """Cost of who does which visit (``DayProblem.cost``: no contact person, …)."""
    return sum(int(problem.cost[v, k]) for k, route in enumerate(plan.routes) for v in route)


def pay(problem: DayProblem, plan: Schedule) -> int:
    """What the seconds at visits, and those of overtime beyond their ordinary price, cost by who works them."""
    care = sum(int(problem.pay[k]) * int(problem.duration[route].sum()) for k, route in enumerate(plan.routes))
    return care + int((problem.overtime_pay * seconds_of_overtime(problem, plan)).sum())


def staff(problem: DayProblem, plan: Schedule) -> int:
    """Cost of the staff in use."""
    return sum(int(problem.staff_cost[k]) for k, route in enumerate(plan.routes) if len(route))


def unserved(problem: DayProblem, plan: Schedule) -> int:
    """Cost of the visits left out."""
    return int(problem.unserved[plan.unserved].sum())


def missed_break(problem: DayProblem, plan: Schedule) -> int:
    """Cost of the shifts that have visits and no break."""
    missed = (plan.break_start < 0) & (problem.break_length > 0) & (plan.end >= 0)
    return int(problem.break_missed[missed].sum())


COSTS = {function.__name__: function for function in (person, pay, staff, unserved, missed_break)}


def components(problem: DayProblem, plan: Schedule) -> dict[str, int]:
    """Cost by component, in cost units; their sum is the cost of the plan."""
    priced = {name: getattr(problem.weights, name) * amount(problem, plan) for name, amount in AMOUNTS.items()}
    return priced | {name: cost(problem, plan) for name, cost in COSTS.items()}


def legs(problem: DayProblem, plan: Schedule) -> Iterator[tuple[int, int, tuple[int, int], int]]:
    """Every leg driven: staff, position, visits before and after it (-1: start or end place), seconds."""
    for k, p, visits, leave, arrive in drives(problem, plan):
        yield k, p, visits, arrive - leave


def drives(problem: DayProblem, plan: Schedule) -> Iterator[tuple[int, int, tuple[int, int], int, int]]:
    """The same with when the drive begins and ends, which a break in the leg precedes or follows."""
    for k, route in enumerate(plan.routes):
        if len(route) == 0:
            continue
        nodes = [-1, *route.tolist(), -1]
        places = [int(problem.start_place[k]), *problem.place[route].tolist(), int(problem.end_place[k])]
        free = int(problem.shift_start[k])
        for p in range(len(route) + 1):
            way, pause = (k, places[p], places[p + 1]), pause_in(problem, plan, k, p)
            first = pause > 0 and pauses_first(problem, *way, free)
            leave = int(plan.break_start[k]) + pause if first else free
            if p == 0 and not first:
                leave = problem.leave_by(*way, int(plan.break_start[k] if pause else plan.start[nodes[1]]))
            yield k, p, (nodes[p], nodes[p + 1]), leave, leave + problem.drive(*way, leave)
            if p < len(route):
                free = int(plan.start[nodes[p + 1]] + problem.duration[nodes[p + 1]])


def pauses_first(problem: DayProblem, k: int, origin: int, destination: int, free: int) -> bool:
    """Whether a break in a leg comes before the drive: after it the break would begin too late, or one would arrive later."""
    arrival, length = free + problem.drive(k, origin, destination, free), int(problem.break_length[k])
    sooner = max(free, int(problem.break_earliest[k]))
    later = sooner + length + problem.drive(k, origin, destination, sooner + length)
    return arrival > problem.break_latest[k] or later < max(arrival, int(problem.break_earliest[k])) + length


def pause_in(problem: DayProblem, plan: Schedule, k: int, p: int) -> int:
    """Seconds of break in the leg into stop ``p``."""
    return int(problem.break_length[k]) if plan.break_at[k] == p and plan.break_start[k] >= 0 else 0


def lateness(problem: DayProblem, plan: Schedule) -> np.ndarray:
    """Seconds late per visit, by the last of its windows that has opened; 0 where unserved."""
    latest = problem.latest.copy()
    for v, earliest, end in problem.windows[np.argsort(problem.windows[:, 1], kind="stable")]:
        if plan.start[v] >= earliest:
            latest[v] = end
    return np.where(plan.start >= 0, np.maximum(0, plan.start - latest), 0)


def work(problem: DayProblem, plan: Schedule) -> np.ndarray:
    """int64[staff], seconds of care and driving."""
    seconds = np.array([int(problem.duration[route].sum()) for route in plan.routes], np.int64)
    for k, _, _, driven in legs(problem, plan):
        seconds[k] += driven
    return seconds


def idle(problem: DayProblem, plan: Schedule) -> np.ndarray:
    """int64[staff], seconds of the shift (and of overtime) that are neither care, driven nor break; without visits one has it."""
    paused = (plan.break_start >= 0) | (plan.end < 0)
    rest = np.where(paused, problem.break_length, 0)
    return np.maximum(problem.shift_end, plan.end).astype(np.int64) - problem.shift_start - work(problem, plan) - rest


def seconds_of_overtime(problem: DayProblem, plan: Schedule) -> np.ndarray:
    """int64[staff], seconds after the end of the shift until the end place is reached; 0 without visits."""
    return np.maximum(0, np.where(plan.end >= 0, plan.end.astype(np.int64) - problem.shift_end, 0))


def departure(problem: DayProblem, plan: Schedule) -> np.ndarray:
    """int64[staff], when each leaves for their first visit (or has a break before it): as late as it allows; -1 without visits."""
    leaves = np.full(problem.staff, -1, np.int64)
    for k, p, _, leave, _ in drives(problem, plan):
        if p == 0:
            paused = pause_in(problem, plan, k, 0) > 0
            leaves[k] = min(leave, int(plan.break_start[k])) if paused else leave
    return leaves


def meetings(problem: DayProblem, plan: Schedule) -> set[tuple[int, int]]:
    """Client and staff member of everybody who meets and has not already met today."""
    met = {(int(problem.client[v]), k) for k, route in enumerate(plan.routes) for v in route}
    return {(client, k) for client, k in met if not problem.met[client, k]}

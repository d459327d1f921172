"""Small days drawn from a seed, and the check of a plan against the kernel's Python twin."""

import dataclasses

import numpy as np
from hemtjanst.cython_ext import _day_search_py as twin
from hemtjanst.models.planning.day import ANY_TIME, FORBIDDEN, DayPlan, DayProblem, DayWeights


def random_problem(seed: int, **fixed) -> DayProblem:
    """A small day with a bit of everything, drawn from ``seed``."""
    r = np.random.default_rng(seed)
    staff, visits, places, modes = int(r.integers(1, 5)), int(r.integers(1, 14)), int(r.integers(2, 8)), int(r.integers(1, 3))
    earliest = r.integers(0, 3000, visits)
    order = r.permutation(visits)
    pairs = int(r.integers(0, visits // 3 + 1))
    low = r.integers(-300, 600, pairs) * r.integers(0, 2, pairs)
    spread = r.integers(0, 600, pairs) * r.integers(0, 2, pairs)
    gaps = [
        (a, b, int(r.integers(0, 300)))
        for a, b in (r.permutation(visits)[:2] for _ in range(int(r.integers(0, 4))) if visits > 1)
        if a < b
    ]
    cost = r.integers(0, 500, (visits, staff))
    cost[r.random((visits, staff)) < 0.1] = FORBIDDEN
    shift = r.integers(0, 500, staff)
    clients = int(r.integers(1, visits + 1))
    values = {
        "travel": r.integers(0, 600, (modes, places, places)),
        "shift_start": shift,
        "shift_end": shift + r.integers(500, 5000, staff),
        "start_place": r.integers(0, places, staff),
        "end_place": r.integers(0, places, staff),
        "mode": r.integers(0, modes, staff),
        "staff_skills": r.integers(0, 4, staff),
        "break_length": r.integers(0, 400, staff) * r.integers(0, 2, staff),
        "break_earliest": (begin := r.integers(0, 2500, staff)),
        "break_latest": begin + r.integers(0, 1000, staff),
        "capacity": r.integers(5, 30, staff),
        "staff_cost": r.integers(0, 2000, staff),
        "pay": r.integers(0, 5, staff) * r.integers(0, 2),
        "overtime_pay": r.integers(0, 300, staff) * r.integers(0, 2),
        "place": r.integers(0, places, visits),
        "duration": r.integers(1, 500, visits),
        "earliest": earliest,
        "latest": earliest + r.integers(0, 1500, visits),
        "skills": r.integers(0, 4, visits) * (r.random(visits) < 0.3),
        "demand": r.integers(0, 8, visits),
        "client": r.integers(0, clients, visits),
        "unserved": r.integers(10_000, 60_000, visits),
        "cost": cost,
        "known": r.random((clients, staff)) < 0.4,
        "met": r.random((clients, staff)) < 0.2,
        "pairs": np.column_stack((order[:pairs], order[pairs : 2 * pairs], low, low + spread)),
        "pair_whole": r.random(pairs) < 0.5,
        "gaps": np.array(gaps).reshape(-1, 3),
        "weights": DayWeights(
            **{name: int(r.integers(0, 12)) for name in ("travel", "waiting", "late", "overtime", "largest_late")},
            **{name: int(r.integers(0, 3000)) for name in ("distinct", "new_face")},
        ),
    }
    values |= demanding(r, values) if r.random() < 0.6 else {}
    values |= hourly(r, values["travel"]) if r.random() < 0.5 else {}
    return DayProblem(**(values | fixed))


def hourly(r: np.random.Generator, travel: np.ndarray) -> dict:
    """Travel that changes with the hour, by leg and now and then to nothing."""
    periods = int(r.integers(1, 4))
    factors = r.choice([0, 0.5, 0.9, 1.5, 4], (periods, *travel.shape), p=[0.05, 0.2, 0.25, 0.25, 0.25])
    starts = np.sort(r.choice(4000, periods, replace=False)) - 200
    return {"period_start": starts, "period_travel": travel * factors}


def demanding(r: np.random.Generator, values: dict) -> dict:
    """What only some days ask for: several windows, hard ones, breaks that may be missed, promises, evenly spread work."""
    visits, staff, taken = len(values["place"]), len(values["shift_start"]), 2 * len(values["pairs"])
    windows, loose = [], np.setdiff1d(np.arange(visits), values["pairs"][:, :2])
    for v in np.flatnonzero(r.random(visits) < 0.3):
        latest = int(values["latest"][v])
        for _ in range(int(r.integers(1, 3))):
            earliest = latest + int(r.integers(1, 900))
            latest = earliest + int(r.integers(0, 500))
            windows.append((v, earliest, latest))
    loose = r.permutation(loose)[: (visits - taken) // 2 * 2 * int(r.integers(0, 2))]
    switched = {
        name: int(r.integers(0, 12) * r.integers(0, 2)) for name in ("waiting", "largest_idle", "balance", "hard_late", "moved")
    }
    return {
        "windows": np.array(windows).reshape(-1, 3)[r.permutation(len(windows))],
        "hard": r.random(visits) < 0.2,
        "wholes": loose.reshape(-1, 2),
        "break_missed": r.integers(1, 3000, staff) * (r.random(staff) < 0.5),
        "promised_staff": r.integers(-1, staff, visits),
        "promised_start": np.where(r.random(visits) < 0.5, r.integers(0, 4000, visits), -ANY_TIME),
        "weights": dataclasses.replace(values["weights"], **switched, changed=int(r.integers(0, 2000))),
    }


def assert_twin_agrees(problem: DayProblem, plan: DayPlan) -> None:
    """Times and cost of a plan are those that the naive evaluation finds."""
    naive = twin.schedule(problem.arrays, plan.routes, plan.break_at, plan.first_start)
    assert naive is not None
    assert naive.start == plan.start.tolist()
    assert naive.end == plan.end.tolist()
    assert naive.break_start == plan.break_start.tolist()
    assert naive.cost == plan.cost == sum(plan.components.values())

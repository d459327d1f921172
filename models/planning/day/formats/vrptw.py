"""Vehicle routing with time windows: the text files of Solomon and of Gehring and Homberger.

One tick is a tenth of a distance unit; distances and travel times are truncated to one decimal (DIMACS convention). Windows,
capacity and the depot's closing time are hard: here a price that no detour is worth.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ....errors import Fault, InputError
from ..check import Names
from ..problem import DayProblem, DayWeights
from ..solve import DayPlan

TICKS = 10
HARD = 1_000_000  # per tick
COLUMNS = 7


def read(text: str, file: str) -> DayProblem:
    """The problem in a file's text: a line ``vehicles capacity``, then one line of seven numbers per place, the depot first.

    Raises
    ------
    InputError
        Where the text has not that form.
    """
    fleet, rows, faults = None, [], []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or not all(re.fullmatch(r"-?\d+(\.\d*)?", word) for word in words):
            continue
        if len(words) == 2 and fleet is None:
            fleet = int(float(words[0])), int(float(words[1]))
        elif len(words) == COLUMNS and float(words[0]) == len(rows):
            rows.append([float(word) for word in words])
        else:
            wanted = "vehicles and capacity" if fleet is None else f"customer {len(rows)} with {COLUMNS} numbers"
            faults.append(Fault(f"{file}, line {number}", f"expected {wanted}, found '{line.strip()}'"))
    if fleet is None or len(rows) < 2:
        faults.append(
            Fault(file, "no known kind of problem: neither JSON nor a vehicle routing text with vehicles, capacity and customers")
        )
    if fleet is None or faults:
        raise InputError(*faults[:20])
    table = np.array(rows)
    vehicles, capacity = fleet
    distance = np.hypot(*(table[:, None, 1:3] - table[None, :, 1:3]).transpose(2, 0, 1))
    ticks = np.round(table[:, 4:7] * TICKS).astype(np.int64)
    return DayProblem(
        travel=np.floor(distance * TICKS + 1e-8).astype(np.int32),
        shift_start=np.full(vehicles, ticks[0, 0]),
        shift_end=np.full(vehicles, ticks[0, 1]),
        capacity=np.full(vehicles, capacity),
        place=np.arange(1, len(table)),
        demand=np.round(table[1:, 3]),
        earliest=ticks[1:, 0],
        latest=ticks[1:, 1],
        duration=ticks[1:, 2],
        unserved=np.full(len(table) - 1, 1000 * HARD),
        weights=DayWeights(travel=1, late=HARD, overtime=HARD),
    )


def write(plan: DayPlan) -> dict[str, Any]:
    """Routes as lists of customers."""
    return {"routes": [(route + 1).tolist() for route in plan.routes if len(route)]}


def names(problem: DayProblem) -> Names:
    """Customers as the file numbers them."""
    return Names(visits=[f"customer {v + 1}" for v in range(problem.visits)])


def price(plan: DayPlan) -> float:
    """Distance, plus what hard rules are broken cost."""
    return plan.cost / TICKS

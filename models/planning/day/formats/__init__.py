"""Problems that others publish, as day problems, and plans in the form that their scorers read.

==================  =====================================================================================================
home care day JSON  the project's own generator: contacts, skills, soft windows, double staffing, different staff per client
HHCRSP JSON         Mankowska, Meisel and Bierwirth 2014 in the form of Ceschia et al. 2024
UHHC JSON           the unified problem of Ceschia et al. 2026: several windows, lunch, optional patients, idle time and more
VRPTW text          Solomon; Gehring and Homberger; distances truncated to one decimal (DIMACS convention)
==================  =====================================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from .....cython_ext.day_search import checked
from ....errors import Fault, InputError
from ..check import Names
from ..problem import DayProblem
from ..solve import DayPlan
from . import hhcrsp, homecare_day, uhhc, vrptw


class Loaded(NamedTuple):
    """A problem from a file.

    Attributes
    ----------
    problem
        The day.
    write
        Makes the plan file's content from a plan.
    price
        Cost of a plan in the unit of the file (minutes, distance).
    names
        What the file calls its visits and staff.
    """

    problem: DayProblem
    write: Callable[[DayPlan], dict[str, Any]]
    price: Callable[[DayPlan], float]
    names: Names


def load(path: Path) -> Loaded:
    """Read a problem file of any of the kinds above; the kind is read off its content.

    Raises
    ------
    InputError
        Where the file cannot be read, is of no known kind, or says something impossible.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file in UTF-8"
        raise InputError(Fault(str(path), f"cannot be read: {reason}")) from None
    if not text.lstrip().startswith("{"):
        problem = _sound(vrptw.read(text, str(path)), path)
        return Loaded(problem, vrptw.write, vrptw.price, vrptw.names(problem))
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(Fault(f"{path}, line {error.lineno}, column {error.colno}", f"this is not JSON: {error.msg}")) from None
    for key, kind in (("visits", homecare_day), ("metadata", uhhc), ("patients", hhcrsp)):
        if key in data:
            problem = _sound(kind.read(data, str(path)), path)
            return Loaded(
                problem,
                lambda plan, kind=kind: kind.write(data, plan),
                lambda plan, kind=kind: kind.price(data, plan),
                kind.names(data),
            )
    known = "visits (home care day), patients (HHCRSP) or patients and metadata (UHHC)"
    raise InputError(
        Fault(str(path), f"no known kind of problem: the file has {', '.join(sorted(data)) or 'nothing'}, but not {known}")
    )


def _sound(problem: DayProblem, path: Path) -> DayProblem:
    """The problem, whose places, times and lists are sure to fit together."""
    try:
        checked(problem.arrays)
    except ValueError as error:
        raise InputError(Fault(str(path), f"the parts do not fit together: {error}")) from None
    return problem

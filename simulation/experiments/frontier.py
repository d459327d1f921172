"""What continuity costs: one policy with one lever moved step by step, each step planned, as a table and so as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from ...models import Plan, Policy, Scenario
from ...models.errors import Fault, InputError, nearest
from ...models.plan import BREAK, CONTACT, NOBODY_IN_PARTICULAR

if TYPE_CHECKING:
    import pandas as pd


def frontier(
    scenario: Scenario, policy: Policy, lever: str, values: Iterable[Any], *, days: int = 28, workers: int = 1
) -> pd.DataFrame:
    """Plan a scenario under a policy for each value of a lever.

    Parameters
    ----------
    scenario, policy
        As for :func:`~hemtjanst.models.planning.make_plan`.
    lever
        Section and name, for instance ``continuity.new_face_minutes``.
    values
        What the lever is set to, one after the other.
    days, workers
        As for ``make_plan``.

    Returns
    -------
    pandas.DataFrame
        A row for each value: the lever, and what the plan says (:func:`plan_figures`). ``plots.frontier`` draws two of its columns.

    Raises
    ------
    InputError
        There is no such lever, or it cannot have that value.
    """
    import pandas as pd

    from ...models.planning import make_plan

    rows = []
    for value in values:
        plan = make_plan(scenario, with_lever(policy, lever, value), days, workers=workers)
        rows.append({lever: value, "policy": policy.name, **plan_figures(plan)})
    return pd.DataFrame(rows)


def with_lever(policy: Policy, lever: str, value: Any) -> Policy:
    """The policy with one lever moved."""
    levers = policy.model_dump()
    known = {f"{section}.{name}" for section, inner in levers.items() if isinstance(inner, dict) for name in inner}
    if lever not in known:
        raise InputError(Fault("lever", f"there is no lever '{lever}'; {nearest(lever, known)}"))
    section, name = lever.split(".", 1)
    try:
        return Policy.model_validate(levers | {section: levers[section] | {name: value}})
    except ValidationError as error:
        raise InputError(Fault(lever, f"cannot be {value!r}: {error.errors()[0]['msg']}")) from None


def plan_figures(plan: Plan) -> dict[str, float]:
    """Driving, paid time and continuity of a plan, before anything has happened.

    Returns
    -------
    dict
        ``driving_minutes_per_visit``, ``paid_hours`` and ``driving_hours`` of the horizon; ``distinct_staff_14d`` and, for four
        weeks, ``distinct_staff_28d``: different people per client who is visited, in the first days; ``contact_share`` and
        ``known_share`` of visits by the contact person, and by contact person or backup; ``unserved_share`` of visits that nobody
        has time for.
    """
    from ..report.plan_text import driving_seconds

    duties, visits, stops = plan.duties, plan.visits, plan.stops
    at_door = stops.visit != BREAK
    visit, staff = stops.visit[at_door], duties.staff[stops.duty[at_door]]
    client, rank = visits.client[visit], plan.rank[visits.client[visit], staff]
    driven = driving_seconds(plan)
    figures = {
        "driving_minutes_per_visit": driven / 60 / max(len(visit), 1),
        "driving_hours": driven / 3600,
        "paid_hours": float((duties.end - duties.start - duties.break_seconds).sum()) / 3600,
        "contact_share": float(np.mean(rank == CONTACT)) if len(rank) else 0.0,
        "known_share": float(np.mean(rank < NOBODY_IN_PARTICULAR)) if len(rank) else 0.0,
        "unserved_share": len(plan.unserved) / max(len(visits), 1),
    }
    for days in (14, 28):
        if days <= plan.days:
            within = visits.day[visit] < days
            met = set(zip(client[within].tolist(), staff[within].tolist(), strict=True))
            figures[f"distinct_staff_{days}d"] = len(met) / max(len({who for who, _ in met}), 1)
    return figures

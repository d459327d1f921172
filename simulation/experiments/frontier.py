"""What continuity costs: one policy with one lever moved step by step, each step planned, as a table and so as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ...models import Policy, Scenario
from ...models.errors import Fault, InputError, nearest
from ...models.plan_figures import plan_figures

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
        A row for each value: the lever, and what the plan says (:func:`~hemtjanst.models.plan_figures.plan_figures`).
        ``plots.frontier`` draws two of its columns.

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
    """The policy with one lever moved.

    Raises
    ------
    InputError
        There is no such lever, or it cannot have that value.
    """
    levers = policy.model_dump()
    known = {f"{section}.{name}" for section, inner in levers.items() if isinstance(inner, dict) for name in inner}
    if lever not in known:
        raise InputError(Fault("lever", f"there is no lever '{lever}'; {nearest(lever, known)}"))
    section, name = lever.split(".", 1)
    try:
        return Policy.model_validate(levers | {section: levers[section] | {name: value}})
    except ValidationError as error:
        raise InputError(Fault(lever, f"cannot be {value!r}: {error.errors()[0]['msg']}")) from None

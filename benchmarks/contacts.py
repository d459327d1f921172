"""Contact persons for a whole municipality: how long it takes, and how far from the best it can be.

    python benchmarks/contacts.py --scenario goteborg --policy back_to_basic

The objective is that of ``cython_ext/contact_assignment.py``, in minutes of driving; the bound is proved. Search and bound are
timed apart, because a plan needs only the first.
"""

from __future__ import annotations

import time
from typing import Annotated

import numpy as np
import typer


def main(
    scenario: str = "goteborg", policy: str = "back_to_basic", steps: Annotated[int, typer.Option(help="Of the search.")] = 0
) -> None:
    """Assign all clients of a scenario, group by group, and prove how good that is."""
    from hemtjanst.cython_ext.contact_assignment import BOUND_ROUNDS, STEPS_PER_CLIENT, assign, bound
    from hemtjanst.cython_ext.keyed import key
    from hemtjanst.models.planning.contact_capacity import who_can_have_one
    from hemtjanst.models.planning.contacts import contact_problem
    from hemtjanst.models.scenario_file import load_policy, load_scenario

    municipality, way = load_scenario(scenario), load_policy(policy)
    spent = dict.fromkeys(("problems", "search", "bound"), 0.0)
    cost = least = having = people = 0
    for group, what in enumerate(municipality.groups):
        clock = [time.process_time()]
        room = who_can_have_one(municipality, way, group)
        problem = contact_problem(municipality, way, group, room.clients, room.people)
        clock.append(time.process_time())
        found = assign(problem, key(f"contacts/{municipality.seed}/{what.id}"), steps or STEPS_PER_CLIENT)
        clock.append(time.process_time())
        least += bound(problem, found, BOUND_ROUNDS)
        clock.append(time.process_time())
        for name, seconds in zip(spent, np.diff(clock), strict=True):
            spent[name] += seconds
        cost, having, people = cost + found.cost, having + int((found.own >= 0).sum()), people + len(room.people)
    print(f"{having} of {len(municipality.clients)} clients in {len(municipality.groups)} groups, {people} may be contact person")
    print(f"cost {cost / 60:,.0f} min, bound {least / 60:,.0f} min, gap {(cost - least) / max(cost, 1):.2%}")
    print("CPU seconds: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items()))


if __name__ == "__main__":
    typer.run(main)

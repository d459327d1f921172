"""Contact persons for a whole municipality: how long it takes, and how far from the best it can be.

    python benchmarks/contacts.py --scenario goteborg --policy back_to_basic --workers 2

The objective is that of ``cython_ext/contact_assignment.py``, in minutes of driving; the bound is proved, on the way, because the
search uses it. CPU seconds are those of all processes together; problems are made in one process, before the clock of the search.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from hemtjanst.cython_ext.contact_assignment import AssignmentProblem


def main(
    scenario: str = "goteborg",
    policy: str = "back_to_basic",
    seed: Annotated[int | None, typer.Option(help="Of the scenario, instead of its own.")] = None,
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
) -> None:
    """Assign all clients of a scenario, group by group, and prove how good that is."""
    from hemtjanst.cython_ext.keyed import key
    from hemtjanst.models.planning.contact_capacity import who_can_have_one
    from hemtjanst.models.planning.contacts import contact_problem
    from hemtjanst.models.planning.in_processes import in_processes
    from hemtjanst.models.scenario_file import load_policy, load_scenario

    municipality, way = load_scenario(scenario, seed=seed), load_policy(policy)
    clock = time.process_time()
    rooms = [who_can_have_one(municipality, way, group) for group in range(len(municipality.groups))]
    problems = [contact_problem(municipality, way, room.group, room.clients, room.people) for room in rooms]
    keys = [key(f"contacts/{municipality.seed}/{group.id}") for group in municipality.groups]
    problem_seconds, wall = time.process_time() - clock, time.perf_counter()
    found = in_processes(assigned, list(zip(problems, keys, strict=True)), workers)
    wall = time.perf_counter() - wall
    cost, least, having, seconds = (sum(column) for column in zip(*found, strict=True))
    people = sum(len(room.people) for room in rooms)
    print(f"{having} of {len(municipality.clients)} clients in {len(rooms)} groups, {people} may be contact person")
    print(f"cost {cost / 60:,.0f} min, bound {least / 60:,.0f} min, gap {(cost - least) / max(cost, 1):.2%}")
    print(f"CPU seconds: problems {problem_seconds:.2f}, search and bound {seconds:.2f}")
    print(f"wall seconds of search and bound with {workers} processes: {wall:.2f}")


def assigned(problem: AssignmentProblem, seed: int) -> tuple[int, int, int, float]:
    """What a group's assignment costs and what any costs at least, how many clients have somebody, and CPU seconds."""
    from hemtjanst.cython_ext.contact_assignment import assign

    clock = time.process_time()
    found = assign(problem, seed)
    return found.cost, found.least, int((found.own >= 0).sum()), time.process_time() - clock


if __name__ == "__main__":
    typer.run(main)

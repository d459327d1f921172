"""How far from the best a plan's contact persons can be: its cost beside a bound that no assignment of the same people can beat.

Asked for by who reads a single plan. Planning itself never pays for it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...cython_ext.contact_assignment import NOBODY, Assignment, bound
from ..plan import CONTACT, Plan
from .contact_capacity import who_can_have_one
from .contacts import contact_problem


class Gap(NamedTuple):
    """What contact persons cost, in seconds of driving and prices, and a cost below which no assignment can be."""

    cost: int
    least: int

    @property
    def share(self) -> float:
        """Share of the cost that a better assignment could save at most."""
        return (self.cost - self.least) / self.cost if self.cost else 0.0

    def __str__(self) -> str:
        """The gap as a sentence."""
        return (
            f"Contact persons are within {self.share:.1%} of the best there can be: drives and prices of "
            f"{self.cost / 60:,.0f} minutes, and no assignment has less than {self.least / 60:,.0f}."
        )


def contact_gap(plan: Plan) -> Gap:
    """Reckon what a plan's contact persons cost, and prove how little any others would.

    The cost is reckoned from the plan, not by the search that found it. Where a policy has no contact persons both are 0.
    """
    scenario, policy, cost, least = plan.scenario, plan.policy, 0, 0
    if not policy.has_contacts:
        return Gap(0, 0)
    mine = plan.contacts.rank == CONTACT
    contact = dict(zip(plan.contacts.client[mine].tolist(), plan.contacts.staff[mine].tolist(), strict=True))
    for group in range(len(scenario.groups)):
        if scenario.clients_of(group):
            room = who_can_have_one(scenario, policy, group)
            problem = contact_problem(scenario, policy, group, room.clients, room.people)
            at = {row: k for k, row in enumerate(room.people)}
            own = np.array([at.get(contact.get(client, NOBODY), NOBODY) for client in room.clients], np.int32)
            found = Assignment(own, problem.cost(own))
            cost, least = cost + found.cost, least + bound(problem, found)
    return Gap(cost, least)

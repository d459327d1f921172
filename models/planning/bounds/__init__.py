"""How good could it be? What no plan under this roster and these windows can beat, beside what the plan gives.

Continuity is limited by who is at work when a client needs help. Gjevjon, Romøren, Kjøs and Hellesø (2014) therefore set the number
of people a client met beside the *highest feasible* continuity. Here that is done for a plan: for every client alone, and for
each group together, where a person can be with one client at a time. Roster, visits and their days are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...plan import CONTACT, NOBODY_IN_PARTICULAR, Plan, Stops
from ...table import Table, column
from ..group_days import GroupDays, all_group_days
from .few_people import fewest_together, least_of_each
from .possible import room_of, visits_made
from .shares import most_of_each, most_together

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Bound", "Bounds", "ClientBounds", "bounds"]

WINDOWS = (14, 28)  # days from the plan's first; U21401 counts 14


@dataclass(frozen=True)
class ClientBounds(Table):
    """What the plan gives each client within a window, and the best that any plan could give if only this client counted."""

    days: np.ndarray = column(np.int32, "length of the window, days from the plan's first")
    client: np.ndarray = column(np.int32, "row of the client; clients whom the plan makes a visit to")
    staff: np.ndarray = column(np.int32, "different staff who come, in the plan")
    fewest_staff: np.ndarray = column(np.int32, "the fewest who could make these visits")
    visits: np.ndarray = column(np.int32, "visits, each person at a visit counted")
    contact: np.ndarray = column(np.int32, "of these by the contact person, in the plan")
    most_contact: np.ndarray = column(np.int32, "the most that the contact person could make")
    known: np.ndarray = column(np.int32, "by contact person or backup, in the plan")
    most_known: np.ndarray = column(np.int32, "the most that these could make")


@dataclass(frozen=True)
class Bound:
    """One figure of a plan beside its bounds.

    Attributes
    ----------
    name, days
        What is counted, and in how many days from the plan's first.
    plan
        What the plan gives: different staff for each client, or a share of the visits.
    alone
        What no plan can beat even if every client were the only one.
    joint
        What no plan can beat for all clients of a group together; lies between ``alone`` and ``plan``.
    """

    name: str
    days: int
    plan: float
    alone: float
    joint: float

    @property
    def distance(self) -> float:
        """How far the plan is from the joint bound, as a share of it."""
        return abs(self.plan - self.joint) / self.joint if self.joint else 0.0

    def __str__(self) -> str:
        form = "{:.2f}" if self.name == STAFF else "{:.1%}"
        plan, alone, joint = (form.format(value) for value in (self.plan, self.alone, self.joint))
        best = "at least" if self.name == STAFF else "at most"
        return (
            f"{self.name} in {self.days} days: {plan}; for each client alone {best} {alone}, for all together {best} {joint} "
            f"({self.distance:.1%} from it)"
        )


STAFF, CONTACTS, KNOWN = "different staff for each client", "visits by the contact person", "visits by contact person or backup"


@dataclass(frozen=True)
class Bounds:
    """All bounds of a plan; prints as sentences.

    Attributes
    ----------
    figures
        Different staff in 14 and in 28 days, and the shares of contact persons and known people.
    clients
        The bounds for each client alone.
    """

    figures: tuple[Bound, ...]
    clients: ClientBounds

    def __str__(self) -> str:
        return "\n".join(map(str, self.figures))

    def frame(self) -> pd.DataFrame:
        """The figures as a table."""
        import pandas as pd

        columns = ["name", "days", "plan", "alone", "joint", "distance"]
        return pd.DataFrame([[getattr(figure, name) for name in columns] for figure in self.figures], columns=columns)


def bounds(plan: Plan, *, workers: int = 1) -> Bounds:
    """Prove how few people clients could meet, and how many visits contact persons and known people could make.

    What is proved speaks of every plan that makes the visits this plan makes, on their days, within their windows (or as late as
    this plan), with this roster; visits that the plan leaves out are left out. Travel counts with the shortest legs there are.

    Parameters
    ----------
    plan
        Whose roster, visits and contacts. Windows longer than the plan are cut to it.
    workers
        Processes that look at groups side by side; the bounds do not depend on it.
    """
    from joblib import Parallel, delayed

    parts = (plan.scenario, plan.policy, plan.days, plan.contacts, plan.duties, plan.visits, plan.occasions)
    jobs = [delayed(_group)(group, _of_group(group, plan.stops)) for group in all_group_days(*parts)]
    clients, joint = [], []
    for number, (table, together) in enumerate(Parallel(n_jobs=workers)(jobs)):  # type: ignore[misc]
        clients.append(table.replace(client=np.array(plan.scenario.clients_of(number), np.int32)[table.client]))
        joint.append(together)
    everybody = ClientBounds.concat(clients)
    figures = [_figures(everybody, days, [part[days] for part in joint], plan.policy.has_contacts) for days in _windows(plan.days)]
    return Bounds(tuple(sorted((figure for part in figures for figure in part), key=lambda f: f.name != STAFF)), everybody)


def _windows(days: int) -> list[int]:
    return sorted({min(days, window) for window in WINDOWS})


def _of_group(group: GroupDays, stops: Stops) -> Stops:
    return stops.take(np.isin(stops.duty, group.duty_rows))


def _group(group: GroupDays, stops: Stops) -> tuple[ClientBounds, dict[int, tuple[int, float, float]]]:
    """A group's clients (rows of the group) in each window, and for all of them pairs met, and visits by contacts and known."""
    whole = visits_made(group, stops)
    tables, together = [], {}
    wanted = (group.rank == CONTACT, group.rank < NOBODY_IN_PARTICULAR)
    shares: dict[int, tuple[float, ...]] = {}
    for days in _windows(group.days):
        made = whole.within(days)
        rooms = [room_of(group, made, day) for day in range(days)]
        least = least_of_each(made)
        for day in range(len(shares), days):
            shares[day] = tuple(most_together(made, rooms[day], which) for which in wanted)
        contact, known = (sum(shares[day][k] for day in range(days)) for k in range(2))
        together[days] = (fewest_together(made, rooms, least), contact, known)
        columns: list[Any] = [made.people]
        for which in wanted:
            columns += [(made.by & which[made.client]).sum(axis=1), most_of_each(made, which)]
        for client, fewest in least.items():
            mine = made.client == client
            met = int(made.by[mine].any(axis=0).sum())
            tables.append((days, client, met, fewest, *(int(column[mine].sum()) for column in columns)))
    return ClientBounds.from_rows(tables), together


def _figures(clients: ClientBounds, days: int, joint: list[tuple[int, float, float]], has_contacts: bool) -> list[Bound]:
    """The figures of one window."""
    mine = clients.take(clients.days == days)
    met, contact, known = (sum(part[k] for part in joint) for k in range(3))
    many, visits = max(len(mine), 1), max(int(mine.visits.sum()), 1)
    found = [Bound(STAFF, days, mine.staff.sum() / many, mine.fewest_staff.sum() / many, met / many)]
    if has_contacts:
        found += [
            Bound(CONTACTS, days, mine.contact.sum() / visits, mine.most_contact.sum() / visits, contact / visits),
            Bound(KNOWN, days, mine.known.sum() / visits, mine.most_known.sum() / visits, known / visits),
        ]
    return found

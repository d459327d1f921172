"""Who is there in the long run, and what changes: absences of weeks, staff and clients who come and go, needs that grow.

The plan is made beforehand for the people known then, and is not made again: over several weeks it meets turnover as it meets
illness. A place that somebody has left is vacant, and its visits are replanned day by day until somebody is hired, who has the same
place in the roster, first learns (and is paid for it), and is a stranger to every client. A client who leaves has all visits
cancelled until somebody new, whom nobody knows, has moved into the same needs. A need that has grown takes longer from the first
day; only when the plan has been changed do the mornings reckon with it and move what no longer fits. That is how a municipality
lives between two plans, and it exaggerates nothing but the last: real planners would by then have made whole routes anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...cython_ext.keyed import Keyed, keys
from ...models.events import MONTH
from ...models.plan import Plan
from ..journal import Kind, Reason
from .spells import spells

Fact = tuple[Kind, int, int]  # what, day, row of the member of staff or of the client


@dataclass(frozen=True)
class Turnover:
    """What one replication brings in the long run.

    Attributes
    ----------
    out
        int8[days, staff], a Reason for being away for longer, else NONE.
    gone
        bool[days, clients], whether nobody lives in the client's place.
    longer, known
        float64[days, clients], how many times as long visits take as planned, and how many times the plan knows of from the first.
    facts
        Everybody who comes and goes, and every need that changes.
    """

    out: np.ndarray
    gone: np.ndarray
    longer: np.ndarray
    known: np.ndarray
    facts: list[Fact] = field(default_factory=list)


def turnover(plan: Plan, replication: int) -> Turnover | None:
    """Draw it; None where the scenario has nothing of the kind."""
    events = plan.scenario.events
    rates = (events.long_sick_share, events.leaving_rate, events.client_turnover, events.need_changes)
    if not any(rate.value for rate in rates):
        return None
    scenario = plan.scenario
    n_staff, n_clients = len(scenario.staff), len(scenario.clients)
    drawn = Turnover(
        np.zeros((plan.days, n_staff), dtype=np.int8),
        np.zeros((plan.days, n_clients), dtype=bool),
        np.ones((plan.days, n_clients)),
        np.ones((plan.days, n_clients)),
    )
    _staff(plan, replication, drawn)
    _clients(plan, replication, drawn)
    _needs(plan, replication, drawn)
    return drawn


def _staff(plan: Plan, replication: int, drawn: Turnover) -> None:
    """Long illness, vacancies and introductions."""
    scenario, events = plan.scenario, plan.scenario.events
    staff = keys(person.id for person in scenario.staff)
    days = np.arange(plan.days)[:, None]
    uniform = Keyed(scenario.seed, "long ill", replication).uniform(staff, days)
    drawn.out[spells(uniform, events.long_sick_share.value, events.long_sick_days.value)] = Reason.LONG_ILL
    leaves = Keyed(scenario.seed, "leaves", replication).uniform(staff, days) < events.leaving_rate.value / 365.25
    lasts = Keyed(scenario.seed, "vacancy", replication).exponential(events.vacancy_days.value, staff, days)
    learn = round((events.web_introduction_days if plan.policy.introduction.web else events.introduction_days).value)
    at_work = np.zeros(drawn.out.shape, dtype=bool)
    at_work[plan.duties.day, plan.duties.staff] = True
    places = np.array([person.employment in ("regular", "hourly") for person in scenario.staff], dtype=bool)
    for person in np.flatnonzero(places & leaves.any(axis=0)).tolist():
        day = 0
        while (left := _next(leaves[:, person], day)) < plan.days:
            day = left + 1 + int(lasts[left, person])
            drawn.out[left:day, person] = Reason.VACANT
            drawn.facts.append((Kind.STAFF_LEFT, left, person))
            if day < plan.days:
                drawn.facts.append((Kind.HIRED, day, person))
                drawn.out[day:, person] = Reason.NONE  # whoever was ill, somebody else has come
                lessons = day + np.flatnonzero(at_work[day:, person])[:learn]
                drawn.out[lessons, person] = Reason.LEARNING
                day = int(lessons[-1]) + 1 if len(lessons) else day


def _clients(plan: Plan, replication: int, drawn: Turnover) -> None:
    """Clients who leave home care, and those who come instead."""
    scenario, events = plan.scenario, plan.scenario.events
    clients, days = keys(client.id for client in scenario.clients), np.arange(plan.days)[:, None]
    leaves = Keyed(scenario.seed, "client leaves", replication).uniform(clients, days) < events.client_turnover.value / MONTH
    lasts = Keyed(scenario.seed, "client gap", replication).exponential(events.client_gap_days.value, clients, days)
    for client in np.flatnonzero(leaves.any(axis=0)).tolist():
        day = 0
        while (left := _next(leaves[:, client], day)) < plan.days:
            day = left + 1 + int(lasts[left, client])
            drawn.gone[left:day, client] = True
            drawn.facts.append((Kind.CLIENT_LEFT, left, client))
            if day < plan.days:
                drawn.facts.append((Kind.CLIENT_NEW, day, client))


def _needs(plan: Plan, replication: int, drawn: Turnover) -> None:
    """Needs that grow, and, where nobody's noticing is modelled, plans that follow after a plain time."""
    scenario, events = plan.scenario, plan.scenario.events
    clients, days = keys(client.id for client in scenario.clients), np.arange(plan.days)[:, None]
    changes = Keyed(scenario.seed, "need changes", replication).uniform(clients, days) < events.need_changes.value / MONTH
    lasts = Keyed(scenario.seed, "need plan", replication).exponential(events.need_plan_days.value, clients, days)
    changes &= ~drawn.gone
    noticed = scenario.information.notice_chance.value > 0  # then the plan learns of it by whoever notices (changes.py)
    come = {(day, row) for kind, day, row in drawn.facts if kind == Kind.CLIENT_NEW}
    for client in np.flatnonzero(changes.any(axis=0)).tolist():
        longer = known = 1.0
        due = plan.days
        for day in range(plan.days):
            if (day, client) in come:
                longer, known, due = 1.0, 1.0, plan.days
            if changes[day, client]:
                longer *= events.need_growth.value
                due = due if noticed else min(due, day + 1 + int(lasts[day, client]))
                drawn.facts.append((Kind.NEED_CHANGED, day, client))
            if day >= due and not drawn.gone[day, client]:
                known, due = longer, plan.days
                drawn.facts.append((Kind.NEW_PLAN, day, client))
            drawn.longer[day, client], drawn.known[day, client] = longer, known


def _next(happens: np.ndarray, day: int) -> int:
    """The first day from ``day`` on when something happens; the number of days if it does not."""
    later = np.flatnonzero(happens[day:])
    return day + int(later[0]) if len(later) else len(happens)

"""Rules of contacts (kontaktmannaskap): who may be contact person, for how many, and who has none (T17, T21)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..plan import CONTACT, Plan
from .violation import Rule, Violation, violation

ROUNDING = 0.01  # hours: planners count whole minutes


def contact_capacity(plan: Plan) -> Iterator[Violation]:
    """Nobody is contact person of more clients than the policy allows (T21)."""
    if plan.policy.contacts.clients is None:
        return
    most = plan.policy.contacts.clients[1]
    load = Counter(plan.contacts.staff[plan.contacts.rank == CONTACT].tolist())
    for staff, clients in sorted(load.items()):
        if clients > most:
            message = f"{plan.scenario.staff[staff].id} is contact person of {clients} clients; the policy allows {most}"
            yield violation("contact_capacity", message, clients - most, "clients", staff=staff)


def contact_hours(plan: Plan) -> Iterator[Violation]:
    """Nobody is contact person of clients with more granted hours a week than the policy allows for the degree of employment."""
    scenario, hours = plan.scenario, plan.policy.contacts.most_hours
    if hours is None:
        return
    load: dict[int, float] = defaultdict(float)
    for client, staff, rank in _rows(plan):
        if rank == CONTACT:
            needs = [scenario.needs[row] for row in scenario.needs_of[client]]
            load[staff] += round(sum(need.minutes * need.people * len(need.weekdays) / need.every_weeks for need in needs)) / 60
    for staff, granted in sorted(load.items()):
        room = hours * scenario.staff[staff].degree
        if granted > room + ROUNDING:
            who = scenario.staff[staff].id
            message = f"{who}'s clients have {granted:.1f} h of care a week; the policy allows {room:.1f} h"
            yield violation("contact_hours", message, granted - room, "h", staff=staff)


def contact_eligibility(plan: Plan) -> Iterator[Violation]:
    """A contact person has title and degree of employment as the policy asks, and the client's group; nobody forbidden is named."""
    levers = plan.policy.contacts
    for client, staff, rank in _rows(plan):
        person, who = plan.scenario.staff[staff], plan.scenario.clients[client]
        reasons = []
        if staff in who.forbidden:
            reasons.append("must not come to this client")
        if rank == CONTACT:
            if person.title not in levers.titles:
                reasons.append(f"is {person.title} (allowed: {', '.join(levers.titles)})")
            if person.degree < levers.least_degree:
                reasons.append(f"works {person.degree:.0%} (least: {levers.least_degree:.0%})")
            if person.group != who.group:
                reasons.append("belongs to another group")
        if reasons:
            role = "contact person" if rank == CONTACT else f"backup {rank}"
            message = f"{person.id}, {role} of {who.id}, {' and '.join(reasons)}"
            yield violation("contact_eligibility", message, len(reasons), "conditions", staff=staff, client=client)


def contact_ranks(plan: Plan) -> Iterator[Violation]:
    """A client has at most one contact person and as many backups as the policy says, all of them different people."""
    levers = plan.policy.contacts
    ranks = Counter((client, rank) for client, _, rank in _rows(plan))
    people = Counter((client, staff) for client, staff, _ in _rows(plan))
    for (client, rank), count in sorted(ranks.items()):
        allowed = 0 if levers.clients is None or rank > levers.backups else 1
        if count > allowed:
            who = "contact persons" if rank == CONTACT else f"backups of rank {rank}"
            message = f"{plan.scenario.clients[client].id} has {count} {who}; the policy allows {allowed}"
            yield violation("contact_ranks", message, count - allowed, "people", client=client)
    for (client, staff), count in sorted(people.items()):
        if count > 1:
            message = (
                f"{plan.scenario.staff[staff].id} is named {count} times among the contacts of {plan.scenario.clients[client].id}"
            )
            yield violation("contact_ranks", message, count - 1, "people", staff=staff, client=client)


def contact_missing(plan: Plan) -> Iterator[Violation]:
    """Every client has a contact person where the policy has contacts (bent: there may be too few who can be)."""
    if not plan.policy.has_contacts:
        return
    having = set(plan.contacts.client[plan.contacts.rank == CONTACT].tolist())
    for client, who in enumerate(plan.scenario.clients):
        if client not in having:
            yield violation("contact_missing", f"{who.id} has no contact person", 1, "client", client=client)


def _rows(plan: Plan) -> list[tuple[int, int, int]]:
    """(client, staff, rank) of every contact."""
    contacts = plan.contacts
    return list(zip(contacts.client.tolist(), contacts.staff.tolist(), contacts.rank.tolist(), strict=True))


RULES: tuple[Rule, ...] = (contact_capacity, contact_hours, contact_eligibility, contact_ranks, contact_missing)

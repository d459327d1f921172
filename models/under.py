"""What a way of working changes in the conditions of work themselves, before anything is planned."""

from __future__ import annotations

from dataclasses import replace

from .policy import Policy
from .quantity import Quantity
from .scenario import Scenario


def under(scenario: Scenario, policy: Policy) -> Scenario:
    """Return the scenario as people work in it under a policy: the same one where the policy changes nothing.

    Three things: mobile tools (``tools.mobile_documentation``, G5) save a share of documentation and office work; contact persons
    are ill less often where that is assumed (N9); and in co-organised units everybody with one of ``team.delegated_titles`` has the
    delegations that home nursing gives (F5, N11). What documents only claim is at its null value in ``scenario.claims``.
    """
    changes: dict[str, object] = {}
    saving, factor = scenario.claims.mobile_saving.value, scenario.claims.sick_factor.value
    if policy.tools.mobile_documentation and saving:
        work = scenario.work
        less = {name: _times(getattr(work, name), 1 - saving) for name in ("documentation_minutes", "office_minutes")}
        changes["work"] = work.model_copy(update=less)
    if policy.has_contacts and factor != 1:
        luck = scenario.uncertainty
        changes["uncertainty"] = luck.model_copy(update={"sick_share": _times(luck.sick_share, factor)})
    if policy.team.delegated_titles:
        given = frozenset(service.skill for service in scenario.services.values() if service.skill)
        changes["staff"] = tuple(
            replace(person, skills=person.skills | given) if person.title in policy.team.delegated_titles else person
            for person in scenario.staff
        )
    return scenario.replace(**changes) if changes else scenario


def _times(quantity: Quantity, factor: float) -> Quantity:
    return quantity.model_copy(update={"value": quantity.value * factor})

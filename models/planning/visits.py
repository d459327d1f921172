"""From needs to visits: which occasions share a visit, and on which day it falls."""

from __future__ import annotations

import numpy as np

from ..plan import Contacts, Duties, Occasions, Visits
from ..policy import Policy
from ..scenario import Scenario
from .bundles import Bundler
from .occasions import agreed_occasions
from .visit_days import DayMover


def make_visits(
    scenario: Scenario, policy: Policy, days: int, contacts: Contacts, duties: Duties | None = None
) -> tuple[Visits, Occasions]:
    """Turn the granted needs of ``days`` days into visits under the levers of ``policy.visits``.

    Parameters
    ----------
    scenario, policy, days
        Whose needs, by which rules, from day 0 to ``days - 1``.
    contacts
        Who is whose contact person; matters where ``policy.visits.days`` is ``contact``.
    duties
        The roster. None before there is one: movable services are then brought together on agreed days, as input to the roster.

    Returns
    -------
    Visits
        Sorted by day, then client, then earliest start.
    Occasions
        Sorted by visit, then in the order in which the needs of the visit are met.
    """
    bundler = Bundler(scenario, policy)
    agreed = agreed_occasions(scenario, days)
    day = agreed.day
    if policy.visits.days == "contact":
        day = DayMover(scenario, bundler, contacts, duties, policy.visits.wish_weight).days(agreed, days)
    client = np.array([need.client for need in scenario.needs], np.int64)[agreed.need]
    order = np.lexsort((agreed.need, client, day))
    key = (day.astype(np.int64) * max(len(scenario.clients), 1) + client)[order]
    visits: list[tuple[int, ...]] = []
    whole = round(policy.visits.round_minutes * 60) or 1
    occasions: list[tuple[int, int, int, int]] = []
    seconds = [round(need.minutes * 60) for need in scenario.needs]
    mask = [scenario.skill_mask(frozenset(filter(None, [scenario.services[need.service].skill]))) for need in scenario.needs]
    duty = [need.service in policy.contacts.duties for need in scenario.needs]
    for rows in np.split(order, np.flatnonzero(np.diff(key)) + 1) if len(order) else []:
        needs = tuple(agreed.need[rows].tolist())
        was = dict(zip(needs, agreed.day[rows].tolist(), strict=True))
        on, who = int(day[rows[0]]), int(client[rows[0]])
        for bundle in bundler.bundles(needs):
            skills, duty_seconds = 0, 0
            for need in bundle.needs:
                occasions.append((len(visits), need, was[need], seconds[need]))
                skills |= mask[need]
                duty_seconds += seconds[need] * duty[need]
            people = scenario.needs[bundle.needs[0]].people
            lasts = -(-bundle.seconds // whole) * whole
            visits.append((on, who, bundle.earliest, bundle.latest, lasts, people, skills, round(duty_seconds / 60)))
    return Visits.from_rows(visits), Occasions.from_rows(occasions)

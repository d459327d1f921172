"""Wishes for a time bend before visits are left out (row T9 of the checklist)."""

from __future__ import annotations

import numpy as np

from ..plan import Contacts, Duties, Occasions, Plan, Stops, Visits
from ..policy import Policy
from ..scenario import Scenario
from .visits import make_visits

AROUND = 3600  # seconds; whoever is visited so near a visit that is left out might make room for it


def with_wishes_bent(
    scenario: Scenario,
    policy: Policy,
    days: int,
    contacts: Contacts,
    duties: Duties,
    visits: Visits,
    occasions: Occasions,
    stops: Stops,
) -> tuple[Visits, Occasions]:
    """The visits with their whole windows, whatever is wished, where and when the group's routes leave visits out.

    Parameters
    ----------
    scenario, policy, days, contacts, duties, visits, occasions, stops
        A plan under a policy with ``visits.wished_time_minutes``.

    Returns
    -------
    Visits, Occasions
        The same ones where nothing is left out.
    """
    left = Plan(scenario, policy, days, contacts, duties, visits, occasions, stops).unserved
    if not len(left):
        return visits, occasions
    group = np.array([client.group for client in scenario.clients], np.int64)[visits.client]
    bent = np.zeros(len(visits), bool)
    for row in left.tolist():
        bent |= (visits.day == visits.day[row]) & (group == group[row]) & (abs(visits.earliest - visits.earliest[row]) < AROUND)
    free = policy.model_copy(update={"visits": policy.visits.model_copy(update={"wished_time_minutes": None})})
    whole, of_whole = make_visits(scenario, free, days, contacts, duties)
    same = np.zeros(len(visits), np.int64)  # the row of each visit among those that know no wishes: it holds the same occasions
    there = np.lexsort((of_whole.agreed_day, of_whole.need))
    same[occasions.visit[np.lexsort((occasions.agreed_day, occasions.need))]] = of_whole.visit[there]
    earliest, latest = (np.where(bent, getattr(whole, name)[same], getattr(visits, name)) for name in ("earliest", "latest"))
    order = np.lexsort((earliest, visits.client, visits.day))
    moved = visits.replace(earliest=earliest, latest=latest).take(order)
    served = occasions.replace(visit=np.argsort(order)[occasions.visit])
    return moved, served.take(np.argsort(served.visit, kind="stable"))

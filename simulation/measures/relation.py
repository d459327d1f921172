"""Relations, as far as a journal shows them: trust between pairs, strangers at the door, own clients (T3, T14, T32, N2, N3, N6)."""

from __future__ import annotations

import numpy as np

from ...models.plan import CONTACT
from .figure import Figure, ratio, register
from .run import Run

WARM_UP = 14  # days at the beginning of a run, when nobody has met anybody, that only fill the memory
MONTH = 30  # days


def trust(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Trust of each pair on each day on which they meet, before they meet, and the day.

    Trust grows on each day with a visit by a share of what it lacks to 1 and fades on each day apart by a share of itself, as the
    relationship score of Krityakierne et al. 2022 rises when a pair meets and decays when it does not. Nobody begins with any.

    Returns
    -------
    trust : float64[pair-days]
    day : int64[pair-days]
    """
    assumed = run.plan.scenario.information
    gain, keeps = assumed.trust_gain.value, 1 - assumed.trust_fade.value
    met, days = run.faces, run.plan.days
    pair, day = np.divmod(np.unique((met.client * run.persons + met.person) * days + met.day), days)
    found, value, before, last = np.zeros(len(pair)), 0.0, -1, -1
    for row, (who, on) in enumerate(zip(pair.tolist(), day.tolist(), strict=True)):
        value = value * keeps ** (on - last - 1) if who == before else 0.0
        found[row] = value
        value += gain * (1 - value)
        before, last = who, on
    return found, day


@register("index", "higher", "continuity", "T14, N3; form after Krityakierne et al. 2022; own parameters")
def relation_score(run: Run) -> Figure:
    """Trust between client and staff when they meet, 0 strangers to 1 (it grows with each day they meet and fades in between; see
    information.trust_gain), summed over pairs and days from the run's day 14 on / such pairs and days.
    """
    value, day = trust(run)
    counts = day >= WARM_UP
    return ratio(value[counts].sum(), counts.sum())


def strangers(run: Run) -> np.ndarray:
    """bool[faces]: the first in the run of a pair that is neither contact person nor backup and client."""
    met = run.faces
    pair = met.client * run.persons + met.person
    order = np.lexsort((met.start, pair))
    first = np.zeros(len(met), dtype=bool)
    first[order[np.unique(pair[order], return_index=True)[1]]] = True
    return first & ~run.appointed


@register("visits", "lower", "continuity", "T3, N2; own definition")
def retold_per_month(run: Run) -> Figure:
    """Meetings with somebody whom the client meets for the first time in the run and who is neither contact person nor backup, from
    day 14 on / client-months of 30 days with visits: so often everything has to be told again.
    """
    met = run.faces
    counts = met.day >= WARM_UP
    months = len(np.unique(met.client[counts])) * max(run.plan.days - WARM_UP, 0) / MONTH
    return ratio((strangers(run) & counts).sum(), months)


@register("share", "higher", "continuity", "T32; N6")
def own_clients_share(run: Run) -> Figure:
    """Hours at visits to their own clients / hours at visits, both of contact persons, who do ordinary visits too."""
    met, spent = run.encounters, (run.encounters.end - run.encounters.start) / 3600
    contact = np.zeros(run.staff, dtype=bool)
    contact[run.plan.contacts.staff[run.plan.contacts.rank == CONTACT]] = True
    own = run.plan.rank[met.client, met.staff] == CONTACT
    return ratio(spent[own].sum(), spent[contact[met.staff]].sum())

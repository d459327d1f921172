"""Whether clients meet their own contact person (kontaktperson, fast omsorgskontakt) and people they know.

Where a policy names no contact persons, nobody is anybody's and the shares are 0, not undefined: that is what the client meets.
"""

from __future__ import annotations

import numpy as np

from ...models.plan import CONTACT, NOBODY_IN_PARTICULAR
from ...models.scenario import DAY
from .figure import Figure, ratio, register
from .run import Run

# What the contact person does as often as possible (T12: dusch, promenader, ledsagningar, städning, tvätt, inköp).
DUTIES = ("shower", "walk", "escort", "cleaning", "laundry", "shopping")


def with_contact(run: Run) -> np.ndarray:
    """bool[visits of the plan]: whether the client's contact person was at the visit."""
    met = run.encounters
    contact = run.plan.rank[met.client, met.staff] == CONTACT
    return np.bincount(met.visit[contact], minlength=len(run.plan.visits)) > 0


@register("share", "higher", "continuity", "domain A2 (UPC with named provider), A6.3 (at most 0.34 for a two-shift client); T8")
def contact_share_visits(run: Run) -> Figure:
    """Visits at which the client's contact person was present / performed visits."""
    return ratio(with_contact(run).sum(), len(run.performed))


@register("share", "higher", "continuity", "domain A2; T20")
def contact_share_time(run: Run) -> Figure:
    """Hours of visits at which the client's contact person was present / hours of performed visits, double-staffed ones once."""
    return ratio(run.lasted[with_contact(run)].sum() / 3600, run.lasted.sum() / 3600)


def contact_share_by_service(run: Run) -> dict[str, Figure]:
    """For every service with performed occasions: those at which the contact person was present / those performed."""
    scenario, occasions = run.plan.scenario, run.plan.occasions
    names = sorted(scenario.services)
    number = {name: row for row, name in enumerate(names)}
    service = np.array([number[need.service] for need in scenario.needs], dtype=np.int64)[occasions.need]
    performed = run.people_at[occasions.visit] > 0
    total = np.bincount(service[performed], minlength=len(names))
    theirs = np.bincount(service[performed & with_contact(run)[occasions.visit]], minlength=len(names))
    return {name: ratio(theirs[row], total[row]) for name, row in number.items() if total[row]}


@register("share", "higher", "continuity", "T12")
def contact_share_duties(run: Run) -> Figure:
    """Occasions of contact duties at which the client's contact person was present / occasions of contact duties performed.
    Duties are those of the policy or, where it names none, shower, walk, escort, cleaning, laundry and shopping.
    """
    duties = run.plan.policy.contacts.duties or DUTIES
    shares = [figure for name, figure in contact_share_by_service(run).items() if name in duties]
    return ratio(sum(f.numerator for f in shares), sum(f.denominator for f in shares))


@register("share", "higher", "continuity", "domain A5; T17")
def contact_or_backup_share(run: Run) -> Figure:
    """Meetings with the client's contact person or one of the backups / meetings at visits (two at a double-staffed one)."""
    met = run.encounters
    return ratio((run.plan.rank[met.client, met.staff] < NOBODY_IN_PARTICULAR).sum(), len(met))


@register("share", "higher", "continuity", "domain A5 (k = 60 days); T3, T17")
def known_staff_share(run: Run, *, days: int = 60, warm_up: int = 14, contacts_are_known: bool = True) -> Figure:
    """Meetings with somebody who met the client in the 60 days before, or is contact person or backup / meetings at visits from
    the run's day 14 on.

    Nobody has met anybody when a run begins, so its first days only fill the memory; a run that is no longer has no value.

    Parameters
    ----------
    run
        The run.
    days
        How far back a meeting counts. An earlier visit of the same day counts too.
    warm_up
        Days at the beginning of the run whose meetings are remembered but not counted.
    contacts_are_known
        Whether contact person and backups are known without a meeting in the journal.
    """
    met = run.faces
    pair = met.client * run.persons + met.person
    by_pair = np.argsort(pair, kind="stable")  # meetings are already sorted by client and start
    start = met.start[by_pair]
    again = (pair[by_pair][1:] == pair[by_pair][:-1]) & (start[1:] - start[:-1] <= days * DAY)
    known = np.zeros(len(met), dtype=bool)
    known[by_pair[1:][again]] = True
    if contacts_are_known:
        known |= run.appointed
    counts = met.day >= warm_up
    return ratio((known & counts).sum(), counts.sum())

"""The client's bank of granted time (checklist rows G2, G3): what is cancelled is saved, and spent with the contact person."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from ...models.plan import CONTACT, Plan
from ..journal import Reason


@dataclass(frozen=True)
class Bank:
    """Entries of all clients' banks; nothing where the way of working has no bank.

    Attributes
    ----------
    saved, spent
        int64[visits], seconds that the client put in where they cancelled (a part of) the visit, and took out at the visit.
    lapsed
        int64[entries, 3], client, day and seconds of what was lost.
    """

    saved: np.ndarray
    spent: np.ndarray
    lapsed: np.ndarray


def keep(plan: Plan, saved: np.ndarray, cancelled: np.ndarray) -> Bank:
    """Keep the books of one replication.

    A client who cancels saves the planned time. At a visit that the plan gives to the contact person the client takes out what
    there is, at most ``most_minutes``; oldest first. After ``weeks`` it is lost.

    Parameters
    ----------
    plan
        With the policy's rules (``time_bank``).
    saved
        int64[visits], seconds cancelled by a client who is at home.
    cancelled
        int8[visits], a Reason where nothing is left of the visit.
    """
    lever, visits = plan.policy.time_bank, plan.visits
    most, longest = round(lever.most_minutes * 60), 7 * lever.weeks
    spent = np.zeros(len(visits), dtype=np.int64)
    lapsed: list[tuple[int, int, int]] = []
    if not most:
        return Bank(spent, spent, np.zeros((0, 3), dtype=np.int64))
    with_contact = (plan.rank[visits.client[:, None], plan.staff_at] == CONTACT) & (plan.staff_at >= 0)
    meets = with_contact.any(axis=1) & (cancelled == Reason.NONE)
    accounts: dict[int, deque[list[int]]] = {}
    for visit in np.flatnonzero(meets | (saved > 0)).tolist():
        client, day = int(visits.client[visit]), int(visits.day[visit])
        account = accounts.setdefault(client, deque())
        while account and account[0][0] + longest < day:
            opened, seconds = account.popleft()
            lapsed.append((client, opened + longest, seconds))
        while meets[visit] and account and spent[visit] < most:
            taken = min(account[0][1], most - int(spent[visit]))
            spent[visit] += taken
            account[0][1] -= taken
            if not account[0][1]:
                account.popleft()
        if saved[visit]:
            account.append([day, int(saved[visit])])
    for client, account in accounts.items():
        lapsed += [(client, opened + longest, seconds) for opened, seconds in account if opened + longest < plan.days]
    return Bank(saved, spent, np.array(sorted(lapsed), dtype=np.int64).reshape(-1, 3))

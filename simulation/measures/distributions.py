"""What lies behind a mean: one number for each client, staff-day or visit, for plots and for looking closely."""

from __future__ import annotations

import numpy as np

from .contact import with_contact
from .continuity import staff_in_windows, visits_of
from .punctuality import Against, early_and_late
from .run import Run


def staff_of_clients(run: Run, days: int = 14) -> np.ndarray:
    """float64[clients met]: different staff each client met in ``days`` days, mean over the windows with a visit."""
    met = staff_in_windows(run, days)
    windows = (met > 0).sum(axis=1)
    seen = windows > 0
    return met.sum(axis=1)[seen] / windows[seen]


def contact_share_of_clients(run: Run) -> np.ndarray:
    """float64[clients met]: share of each client's performed visits at which the contact person was present."""
    visits = visits_of(run)
    theirs = np.bincount(run.plan.visits.client[with_contact(run)], minlength=run.clients)
    return theirs[visits > 0] / visits[visits > 0]


def presence_of_staff_days(run: Run) -> np.ndarray:
    """float64[staff-days]: hours at clients' homes / paid hours of every day that somebody worked."""
    paid = run.paid[run.worked]
    return run.accounts["client"][run.worked][paid > 0] / paid[paid > 0]


def minutes_of_visits(run: Run) -> np.ndarray:
    """float64[performed visits]: minutes with the client."""
    return run.lasted[run.performed] / 60


def lateness_of_visits(run: Run, against: Against = "window") -> np.ndarray:
    """float64[performed visits]: minutes too late (positive) or too early (negative); 0 within the window."""
    early, late = early_and_late(run, against)
    return (late - early) / 60


def time_identity(run: Run) -> dict[str, float]:
    """Hours of the five accounts and of ``paid``, which is their sum (domain A3)."""
    return dict(run.hours)

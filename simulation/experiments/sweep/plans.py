"""The plans that a sweep needs: made once for each distinct question to the planner, stored, read when their runs are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tqdm import tqdm

from ....models.errors import Fault, InputError
from .parallel import Lazy, side_by_side
from .points import LIVED, Setting
from .store import Store
from .work import Town, plan

if TYPE_CHECKING:
    from ....models import Plan

UNREAD = frozenset(f"{owner}.{name}" for owner, names in LIVED.items() for name in names)


class StoredPlans:
    """Reads stored plans; chunks of the same plan follow each other, so the last one is kept."""

    def __init__(self, store: Store, unread: frozenset[str]) -> None:
        self.store, self.unread = store, unread
        self.last: tuple[str, Plan] | None = None

    def __call__(self, setting: Setting) -> Plan:
        """The plan of a setting, without scenario and policy."""
        address = setting.plan_address(self.unread)
        if self.last is None or self.last[0] != address:
            made = self.store.plan(address, setting.days)
            if made is None:
                raise InputError(
                    Fault(str(self.store.folder.path), "plans were removed while the sweep was at work; start it again")
                )
            self.last = address, made
        return self.last[1]


def make_missing(
    needed: list[Setting], town: Town, store: Store, workers: int, cluster: str | None, progress: bool
) -> tuple[frozenset[str], dict[str, str]]:
    """Make the plans that are missing, one for each distinct question to the planner.

    Returns
    -------
    tuple
        The sections that planning did not read, and the reasons of plans that failed.
    """
    unread, reasons = UNREAD, {}
    while True:
        missing: dict[str, Setting] = {}
        for setting in needed:
            address = setting.plan_address(unread)
            if address not in missing and address not in reasons and store.plan(address, setting.days) is None:
                missing[address] = setting
        leaks: set[str] = set()
        addresses = list(missing)
        jobs = Lazy(lambda setting, unread=unread: (setting, town(setting), unread), list(missing.values()))
        with tqdm(total=len(jobs), desc="plans", unit="plan", disable=not progress or not jobs) as bar:
            for row, (what, made) in side_by_side(plan, jobs, workers, cluster):
                if what == "plan":
                    store.keep_plan(addresses[row], made)
                elif what == "failed":
                    reasons[addresses[row]] = made
                else:
                    leaks.add(made)
                bar.update()
        if not leaks:
            return unread, reasons
        unread -= leaks  # the planner does read it: plans are shared less

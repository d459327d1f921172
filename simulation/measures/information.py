"""From a changed need to a new plan, and what others than home care staff spend on it (T6, T22, T25-T27, C3-C7, F3)."""

from __future__ import annotations

import numpy as np

from ..journal import Kind
from .figure import Figure, ratio, register
from .run import Run

PARTS = (("care_manager",), ("care_manager", "nurse", "planner"), ("nurse",))  # who sits in each part of a team meeting (C9-C11)


def first_after(run: Run, kind: Kind) -> tuple[np.ndarray, np.ndarray]:
    """Day of every changed need, and of the client's next fact of a kind before a further change; -1: none in the run."""
    journal, changes = run.journal, run.rows(Kind.NEED_CHANGED)
    facts = run.rows(kind)
    found = np.full(len(changes), -1, dtype=np.int64)
    for row, change in enumerate(changes.tolist()):
        client, day = journal.client[change], journal.day[change]
        later = journal.day[changes[(journal.client[changes] == client) & (journal.day[changes] > day)]]
        before = int(later.min()) if len(later) else run.plan.days
        days = journal.day[facts[journal.client[facts] == client]]
        days = days[(days >= day) & (days < before)]
        found[row] = days.min() if len(days) else -1
    return journal.day[changes].astype(np.int64), found


def _days_to(run: Run, kind: Kind) -> Figure:
    day, then = first_after(run, kind)
    return ratio((then - day)[then >= 0].sum(), (then >= 0).sum())


@register("days", "lower", "continuity", "T6; own definition")
def days_to_notice(run: Run) -> Figure:
    """Days from a changed need to the visit at which somebody notices / changed needs that are noticed in the run."""
    return _days_to(run, Kind.NOTICED)


@register("days", "lower", "continuity", "T22, C5; own definition")
def days_to_new_plan(run: Run) -> Figure:
    """Days from a changed need to a new plan / changed needs with a new plan in the run (changes_planned_share says how many)."""
    return _days_to(run, Kind.NEW_PLAN)


@register("share", "higher", "continuity", "T26; own definition")
def changes_planned_share(run: Run) -> Figure:
    """Changed needs with a new plan before the run ends / changed needs."""
    then = first_after(run, Kind.NEW_PLAN)[1]
    return ratio((then >= 0).sum(), len(then))


def others(run: Run) -> dict[str, float]:
    """Hours of other professions by role: contact meetings (T25, T27), team meetings (C3, C7), joint visits (C4)."""
    journal, policy = run.journal, run.plan.policy
    hours: dict[str, float] = {}

    def spend(role: str, minutes: float) -> None:
        hours[role] = hours.get(role, 0.0) + minutes / 60

    def sittings(kind: Kind) -> int:
        rows = run.rows(kind)
        rows = rows[journal.duty[rows] >= 0]
        group = run.plan.duties.group[journal.duty[rows]].astype(np.int64)
        return len(np.unique(group * run.plan.days + journal.day[rows]))

    for _ in range(sittings(Kind.MEETING)):
        for role in policy.meetings.others:
            spend(role, policy.meetings.minutes)
        if policy.meetings.notes_minutes:
            spend("planner", policy.meetings.notes_minutes)
    for _ in range(sittings(Kind.TEAM_MEETING)):
        for roles, minutes in zip(PARTS, policy.team.part_minutes, strict=True):
            for role in roles if minutes else ():
                spend(role, minutes)
        for role in {role for roles, minutes in zip(PARTS, policy.team.part_minutes, strict=True) if minutes for role in roles}:
            spend(role, policy.team.preparation_minutes + policy.team.follow_up_minutes)
    for row in run.rows(Kind.JOINT_VISIT).tolist():
        for role in ("care_manager", "nurse"):
            spend(role, float(run.lasted[journal.visit[row]]) / 60)
    return hours


@register("h", "neither", "time", "T25, C3, F3; own definition")
def others_hours(run: Run) -> Figure:
    """Hours that care managers, nurses, planners and managers spend at contact meetings, team meetings (with their preparation and
    follow-up), notes and joint visits; they are not part of paid hours.
    """
    return ratio(sum(others(run).values()), 1)


@register("SEK", "lower", "cost", "G6, F3; prices in organisation")
def cost_around(run: Run) -> Figure:
    """Cost of those around home care: hours of other professions, and care supervisors (omsorgshandledare) where the way of working
    has them; not part of cost.
    """
    organisation = run.plan.scenario.organisation
    cost = sum(others(run).values()) * organisation.other_hour.value
    if run.plan.policy.tools.supervisors:
        months = run.plan.days / (365.25 / 12)
        cost += months * run.clients / organisation.clients_per_supervisor.value * organisation.supervisor_month.value
    return ratio(cost, 1)

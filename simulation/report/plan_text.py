"""A plan in a page of text: how much is planned, for how much paid time, by how many people, and which rules it bends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...models import Plan
from ...models.checks import Violation
from ...models.plan import BREAK, CONTACT, NOBODY_IN_PARTICULAR
from ...models.plan_figures import driving_seconds

EXPLAINED = "one_person_per_shift"  # its messages end with what kept the first person from coming again
WINDOW_DAYS = 14  # in which the people who come to a client are counted (U21401)


def plan_summary(plan: Plan, violations: Sequence[Violation], bounds: Sequence[str] = ()) -> str:
    """The plan as text: figures with numerator and denominator, how good they could be at most, violations by rule, notes."""
    scenario = plan.scenario
    lines = [
        f"{scenario.title or scenario.name}, {plan.policy.name}: {plan.days} days from {scenario.start}, seed {scenario.seed}",
        f"{len(scenario.clients)} clients, {len({*plan.duties.staff.tolist()})} people on {len(plan.duties)} duties",
        "",
        *_figures(plan),
        "",
        "violations by rule:",
        *_by_rule(violations),
    ]
    if bounds:
        lines += ["", "how good it could be:", *(f"  {bound}" for bound in bounds)]
    if plan.notes:
        lines += ["", "notes:", *(f"  {note}" for note in plan.notes)]
    return "\n".join(lines)


def _figures(plan: Plan) -> list[str]:
    duties, visits, stops = plan.duties, plan.visits, plan.stops
    at_door = stops.visit != BREAK
    visit, staff = stops.visit[at_door], duties.staff[stops.duty[at_door]]
    rank = plan.rank[visits.client[visit], staff]
    paid = int((duties.end - duties.start - duties.break_seconds).sum())
    planned = int(visits.seconds[visit].sum())
    in_window = visits.day[visit] < WINDOW_DAYS
    met = set(zip(visits.client[visit[in_window]].tolist(), staff[in_window].tolist(), strict=True))
    clients = {client for client, _ in met}
    moved = int((visits.day[plan.occasions.visit] != plan.occasions.agreed_day).sum())
    rows = [
        ("visits in routes", len(visits) - len(plan.unserved), len(visits), "visits"),
        ("presence of paid time", planned / 3600, paid / 3600, "h"),
        ("driving of paid time", driving_seconds(plan) / 3600, paid / 3600, "h"),
        ("occasions moved to another day", moved, len(plan.occasions), "occasions"),
    ]
    if plan.policy.has_contacts:
        rows += [
            ("visits by the contact person", int((rank == CONTACT).sum()), len(visit), "visits by a person"),
            ("visits by contact person or backup", int((rank < NOBODY_IN_PARTICULAR).sum()), len(visit), "visits by a person"),
        ]
    lines = [f"{name:<36}{_share(top, bottom):>8}   {top:,.0f} of {bottom:,.0f} {unit}" for name, top, bottom, unit in rows]
    for name, top, bottom, unit in (
        (f"people per client in {min(WINDOW_DAYS, plan.days)} days", len(met), len(clients), "meetings / clients"),
        ("visits per duty", len(visit), len(duties), "visits by a person / duties"),
    ):
        lines.append(f"{name:<36}{top / bottom if bottom else 0:>8.1f}   {top:,} / {bottom:,} {unit}")
    return lines


def _share(top: float, bottom: float) -> str:
    return f"{top / bottom:.1%}" if bottom else "-"


def _by_rule(violations: Sequence[Violation]) -> list[str]:
    if not violations:
        return ["  none"]
    counts = Counter(violation.rule for violation in violations)
    example = {violation.rule: violation for violation in reversed(violations)}
    lines = []
    for rule, count in counts.items():
        kind = "HARD" if example[rule].hard else "bent"
        lines.append(f"  {rule:<24}{count:>6}  {kind}  for instance: {example[rule].message}")
        if rule == EXPLAINED:
            why = Counter(violation.message.rpartition(", who ")[2] for violation in violations if violation.rule == rule)
            lines += [f"{times:>32}  where the first {reason}" for reason, times in why.most_common()]
    return lines

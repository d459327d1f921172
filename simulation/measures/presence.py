"""Where paid time goes: ``paid = client + travel + wait + kringtid + idle`` (domain A3)."""

from __future__ import annotations

from .figure import Figure, ratio, register, total
from .run import Run


@register("share", "higher", "presence", "domain A3; T28 (goal 65 %)")
def presence_paid(run: Run) -> Figure:
    """Närvaro: hours at clients' homes / all paid hours. The unpaid break is not paid time."""
    return ratio(run.hours["client"], run.hours["paid"])


@register("share", "higher", "presence", "domain A3")
def presence_active(run: Run) -> Figure:
    """Hours at clients' homes / paid hours without idle ones."""
    return ratio(run.hours["client"], run.hours["paid"] - run.hours["idle"])


@register("share", "higher", "presence", "domain A3; goals of 67-75 % in B5 use this denominator")
def field_efficiency(run: Run) -> Figure:
    """Hours at clients' homes / (hours at clients' homes + travel + waiting at doors)."""
    hours = run.hours
    return ratio(hours["client"], hours["client"] + hours["travel"] + hours["wait"])


@register("h", "neither", "time", "domain A3 (utförd tid)")
def client_hours(run: Run) -> Figure:
    """Hours at clients' homes, each person of a double-staffed visit counted."""
    return total(run.hours["client"])


@register("h", "lower", "time", "domain A3 (restid)")
def travel_hours(run: Run) -> Figure:
    """Hours between doors, parking and walking in included, and the first and last leg from and to the base too."""
    return total(run.hours["travel"])


@register("h", "lower", "time", "domain A3")
def wait_hours(run: Run) -> Figure:
    """Hours at a door: too early, for a colleague, or because nobody opens."""
    return total(run.hours["wait"])


@register("h", "neither", "time", "domain A3 (kringtid without travel)")
def kringtid_hours(run: Run) -> Figure:
    """Kringtid: hours of report, meetings, documentation and office work. Travel is not part of it."""
    return total(run.hours["kringtid"])


@register("h", "lower", "time", "domain A3")
def idle_hours(run: Run) -> Figure:
    """Paid hours with nothing to do."""
    return total(run.hours["idle"])


@register("h", "lower", "time", "domain A3")
def paid_hours(run: Run) -> Figure:
    """All paid hours: client + travel + wait + kringtid + idle. Overtime is part of it, the unpaid break is not."""
    return total(run.hours["paid"])


@register("share", "lower", "time", "domain A3")
def wait_share(run: Run) -> Figure:
    """Hours of waiting at doors / paid hours."""
    return ratio(run.hours["wait"], run.hours["paid"])


@register("share", "neither", "time", "domain A3; about 15 % in A6.5")
def kringtid_share(run: Run) -> Figure:
    """Hours of report, meetings, documentation and office work / paid hours."""
    return ratio(run.hours["kringtid"], run.hours["paid"])


@register("share", "lower", "time", "domain A3")
def idle_share(run: Run) -> Figure:
    """Paid hours with nothing to do / paid hours."""
    return ratio(run.hours["idle"], run.hours["paid"])

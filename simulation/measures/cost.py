"""What it costs: paid hours, the extra for overtime, and kilometres by car."""

from __future__ import annotations

from .driving import car_km
from .figure import Figure, ratio, register, total
from .run import Run
from .work import overtime_seconds


def parts(run: Run) -> dict[str, float]:
    """SEK by cause: ``paid`` hours at the ordinary price, the extra for ``overtime``, ``km`` by car. Their sum is the cost."""
    costs = run.plan.scenario.costs
    overtime_hours = float(overtime_seconds(run).sum()) / 3600
    return {
        "paid": run.hours["paid"] * costs.paid_hour.value,
        "overtime": overtime_hours * costs.paid_hour.value * (costs.overtime_factor.value - 1),
        "km": car_km(run) * costs.km.value,
    }


@register("SEK", "lower", "cost", "domain A5, B6")
def cost(run: Run) -> Figure:
    """Cost of paid hours, of the extra for overtime, and of kilometres by car."""
    return total(sum(parts(run).values()))


@register("SEK", "lower", "cost", "domain B6 (280 SEK/h)")
def cost_paid_hours(run: Run) -> Figure:
    """Cost of all paid hours, those of overtime included, at the ordinary price."""
    return total(parts(run)["paid"])


@register("SEK", "lower", "cost", "domain B6; factor is an assumption")
def cost_overtime(run: Run) -> Figure:
    """What hours of overtime cost beyond the ordinary price."""
    return total(parts(run)["overtime"])


@register("SEK", "lower", "cost", "domain B5 (2.50 SEK/km)")
def cost_km(run: Run) -> Figure:
    """Cost of kilometres by car."""
    return total(parts(run)["km"])


@register("SEK/h", "lower", "cost", "domain A5")
def cost_per_client_hour(run: Run) -> Figure:
    """Cost of everything / hours at clients' homes, each person of a double-staffed visit counted."""
    return ratio(sum(parts(run).values()), run.hours["client"])

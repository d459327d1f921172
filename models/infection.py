"""What is assumed of an infection that clients and staff pass on to each other at visits (checklist row N1)."""

from __future__ import annotations

from .quantity import Assumptions, Quantity, quantity


class Infection(Assumptions):
    """An infection like covid-19 before vaccines; all figures are general knowledge and to be varied."""

    per_hour: Quantity = quantity(
        0.1, "per hour together", "assumption: one in ten is infected by an hour of care without protection", (0.01, 0.5),
        about="Rate at which an infectious person infects a susceptible one while they are together at a visit.",
    )  # fmt: skip
    latent_days: Quantity = quantity(
        3, "days", "general knowledge, covid-19: 2-5 days", (1, 6), least=1, most=60, about="Mean time until infectious."
    )
    infectious_days: Quantity = quantity(
        6, "days", "general knowledge, covid-19: 5-10 days; no testing, nobody stays at home", (2, 12), least=1, most=100,
        about="Mean time infectious.",
    )  # fmt: skip

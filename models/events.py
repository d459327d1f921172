"""What else happens in a home care organisation besides the plan: each event with its rate, source and range.

Every event has one quantity that switches it off at its null value, and is off unless a scenario says otherwise. What the
domain dossier gives as its default is kept beside the null value: ``events: documented`` in a scenario file, or
:func:`documented`, switches on everything that has one.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from .quantity import Assumptions, Quantity, quantity

MONTH = 365.25 / 12  # days


def switch(
    documented: float, unit: str, source: str, sweep: tuple[float, float], most: float = float("inf"), about: str = ""
) -> Any:
    """Declare a quantity that is 0, so that its event never happens, unless the scenario says otherwise."""
    default = Quantity(value=0, unit=unit, source=f"off; documented {documented:g}: {source}", range=sweep)
    extra: dict[str, Any] = {"least": 0.0, "most": min(most, 1e300), "documented": documented, "source": source}
    return Field(default=default, description=about, json_schema_extra=extra)


class Events(Assumptions):
    """Alarms, nights, long absences, comings and goings, changed needs and cars that fail."""

    alarm_users: Quantity = switch(
        0.5, "share of clients", "13 931 of 27 069 in Stockholm 2017, domain B8", (0.3, 0.7), 1,
        "Clients with an alarm (trygghetslarm); 0: no alarms.",
    )  # fmt: skip
    alarm_rate: Quantity = quantity(
        1.5, "per user and month", "assumption, domain B8", (0.3, 4), about="Alarms of an average user, at any hour alike."
    )
    alarm_shape: Quantity = quantity(
        0.5, "ratio", "assumption: heavy-tailed, domain B8 (gamma-Poisson)", (0.2, 5), least=0.05, most=1000,
        about="Shape of the gamma distribution of users' rates: the smaller, the more alarms come from a few users.",
    )  # fmt: skip
    alarm_visit_share: Quantity = quantity(
        0.3, "share of alarms", "assumption, domain B8", (0.15, 0.6), most=1,
        about="Alarms that need somebody to come; the others are settled by telephone by the alarm centre.",
    )  # fmt: skip
    alarm_minutes: Quantity = quantity(20, "min", "assumption 10-40, domain B1", (10, 40), about="Mean length of an alarm visit.")
    alarm_target_minutes: Quantity = quantity(
        30, "min", "assumption, domain B8: 30-45 minutes", (30, 45), about="Somebody should be there within so many minutes."
    )
    night_users: Quantity = switch(
        0.06, "share of clients", "assumption; no national figure found", (0.0, 0.15), 1,
        "Clients with planned checks at night (nattillsyn); 0: no night checks.",
    )  # fmt: skip
    night_checks: Quantity = quantity(
        2, "per night", "assumption", (1, 4), least=1, most=6, about="Checks of each such client a night, whole number."
    )
    night_minutes: Quantity = quantity(
        10, "min", "assumption 5-20, domain B1", (5, 20), about="Mean length of a check at the door."
    )
    camera_failed: Quantity = quantity(
        0.1, "share of looks", "assumption", (0.0, 0.3), most=1, about="Looks by camera at which the client is not seen."
    )
    camera_retry_minutes: Quantity = quantity(
        15, "min", "new look after about 15 minutes, Kungsbacka, domain A4", (10, 30), about="From a failed look to the next."
    )
    camera_consent: Quantity = quantity(
        0.95, "share of clients", "95 % of those who try continue, Västerås, domain B8", (0.5, 1.0), most=1,
        about="Clients who keep the camera where it is offered.",
    )  # fmt: skip
    camera_seconds: Quantity = quantity(30, "s", "about 30 s a look, Kungsbacka, domain A4", (20, 60), about="A look by camera.")
    long_sick_share: Quantity = switch(
        0.055, "share of shifts", "5.5 % long-term sick leave, domain B4 (default row)", (0.0, 0.09), 0.9,
        "Rostered shifts lost to long-term illness, on top of sick_share.",
    )  # fmt: skip
    long_sick_days: Quantity = quantity(
        60, "days", "assumption; 47 % of sick leave is in spells over 60 days, domain B4", (30, 120), least=14, most=400,
        about="Mean length of a long spell.",
    )  # fmt: skip
    leaving_rate: Quantity = switch(
        0.2, "per person and year", "400-500 hired of 2 200 a year in Göteborg (G12); 8.4 % in SKR, domain B4", (0.08, 0.3), 10,
        "Staff who leave.",
    )  # fmt: skip
    vacancy_days: Quantity = quantity(
        45, "days", "assumption", (0, 180), most=1000, about="Mean time until somebody is hired into a place that was left."
    )
    introduction_days: Quantity = quantity(
        5, "days", "assumption", (1, 15), least=0, most=60,
        about="Days at work that a newcomer learns before making visits alone.",
    )  # fmt: skip
    web_introduction_days: Quantity = quantity(
        3, "days", "assumption (G7: a common web-based introduction, its length not known)", (1, 15), least=0, most=60,
        about="The same where the introduction is web-based.",
    )  # fmt: skip
    client_turnover: Quantity = switch(
        0.03, "share of clients and month", "2-3 years in home care, domain B8", (0.01, 0.06), 1, "Clients who leave home care."
    )
    client_gap_days: Quantity = quantity(
        7, "days", "assumption", (0, 60), most=1000, about="Mean time until a new client has come in the place of one who left."
    )
    need_changes: Quantity = switch(
        0.04, "per client and month", "assumption; illness, falls and palliative care, domain B8", (0.0, 0.1), 1,
        "Clients whose needs grow for good.",
    )  # fmt: skip
    need_growth: Quantity = quantity(
        1.25, "ratio", "assumption", (1.05, 2.0), least=1, most=5, about="How many times as long visits take afterwards."
    )
    need_plan_days: Quantity = quantity(
        14, "days", "assumption: half a month to the next monthly meeting", (1, 45), most=1000,
        about="Mean time from a changed need to a plan that knows of it, where information.notice_chance is 0.",
    )  # fmt: skip
    car_failures: Quantity = switch(
        0.002, "per car and day", "assumption: once in two years of working days", (0.0, 0.01), 1, "Cars that fail on the way."
    )
    car_minutes: Quantity = quantity(60, "min", "assumption: help comes or another car is fetched", (20, 120), about="Lost then.")


def documented(**changes: float) -> Events:
    """All events at the values that the domain dossier gives, some changed.

    Examples
    --------
    >>> documented(alarm_users=0).leaving_rate.value
    0.2
    """
    given: dict[str, Any] = {}
    for name, field in Events.model_fields.items():
        extra: Any = field.json_schema_extra
        if "documented" in extra:
            given[name] = {"value": extra["documented"], "source": extra["source"]}
    return Events.model_validate(given | changes)

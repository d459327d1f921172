"""What is assumed of relations and information: who gets to know whom, and how a changed need becomes a new plan.

Changed needs themselves are an event (``events.need_changes``, off); what documents only claim has a null value here.
"""

from __future__ import annotations

from .quantity import Assumptions, Quantity, quantity


class Information(Assumptions):
    """From noticing that a need has changed to a plan that knows of it, and what strangers cost."""

    retell_minutes: Quantity = quantity(
        0, "min", "off; claimed by Tanum (T3): clients tell the same thing again", (0, 10), most=60,
        about="Longer first visit by somebody who is no contact person or backup and has not met the client before in the run.",
    )  # fmt: skip
    relatives_minutes: Quantity = quantity(
        0,
        "min/week",
        "off; assumption: no figure found",
        (0, 20),
        most=240,
        about="Paid minutes a week for each client on the telephone with relatives: of the contact person (T23, N8), or shared.",
    )
    trust_gain: Quantity = quantity(
        0.1, "share", "assumption; form after Krityakierne 2022", (0.02, 0.5), most=1,
        about="Share of the way to full trust that each day with a visit brings.",
    )  # fmt: skip
    trust_fade: Quantity = quantity(
        0.02, "share per day", "assumption; form after Krityakierne 2022", (0.0, 0.1), most=1,
        about="Share of trust lost on each day apart.",
    )  # fmt: skip
    notice_chance: Quantity = quantity(
        0.2,
        "per visit",
        "assumption",
        (0.02, 1.0),
        most=1,
        about="Chance that a person who comes notices a changed need; from there it goes its way to a new plan. 0: a plan that "
        "knows of it comes after events.need_plan_days, whoever comes.",
    )
    familiar_factor: Quantity = quantity(
        1, "ratio", "off; claimed: who knows the client notices earlier (T6), and is told more (N7)", (1, 5), least=1, most=20,
        about="How many times as likely somebody notices who is contact person, backup or has met the client on five days.",
    )  # fmt: skip
    handover_days: Quantity = quantity(
        3, "days", "assumption", (0, 14), most=100,
        about="Mean time until the planner knows what somebody noticed and wrote down, where nobody has to tell it.",
    )  # fmt: skip
    decision_share: Quantity = quantity(
        0.5, "share of changes", "assumption", (0.1, 1.0), most=1, about="Changes that need a decision of the care manager."
    )
    decision_days: Quantity = quantity(
        10, "days", "assumption: no figure found", (2, 60), most=400,
        about="Mean time until a care manager with 31.7 clients has decided; in proportion to their clients.",
    )  # fmt: skip
    planning_days: Quantity = quantity(2, "days", "assumption", (0, 14), most=100, about="From the decision to the new plan.")
    together_factor: Quantity = quantity(
        1, "ratio", "off; claimed for co-organised units (F5, C5)", (0.2, 1), least=0, most=1,
        about="Time that hand-overs and decisions take, as a share, where the units are co-organised.",
    )  # fmt: skip
    misunderstood_share: Quantity = quantity(
        0, "share of decisions", "off; claimed where units do not know each other (C6)", (0.0, 0.4), most=1,
        about="Decisions that come back once and take their time again; none after a joint home visit.",
    )  # fmt: skip
    joint_visit_minutes: Quantity = quantity(
        0, "min", "off; assumption: no figure found", (0, 30), most=120,
        about="How much longer the contact person's visit takes at which care manager and nurse come along (C4, C10).",
    )  # fmt: skip
    adherence: Quantity = quantity(
        1, "chance per role", "off; C8: if one does not do its part nothing comes of it", (0.7, 1.0), most=1,
        about="Chance that each of the roles at a meeting has done its part; a case is decided only if all have.",
    )  # fmt: skip
    learning_weeks: Quantity = quantity(
        0, "weeks", "off; C12: it will take a while until the routine sits", (0, 26), most=200,
        about="Time in which meetings come to be worth their time: a case is decided with chance 1 - exp(-week / learning_weeks).",
    )  # fmt: skip
    wish_share: Quantity = quantity(
        0,
        "share of visits",
        "off; assumption: no figure found",
        (0.0, 0.2),
        most=1,
        about="Visits at which the client would rather have something else done (G3, G4).",
    )
    wished_day_share: Quantity = quantity(
        0,
        "share",
        "off; assumption: no figure found",
        (0.0, 0.5),
        most=1,
        about="Weekly services that may move for which the client wishes for a certain weekday, any from Monday to Friday (T9).",
    )
    wished_time_share: Quantity = quantity(
        0,
        "share",
        "off; assumption: no figure found",
        (0.0, 0.5),
        most=1,
        about="Services with an hour or more of times to begin at for which the client wishes for one of them (T9).",
    )


class Organisation(Assumptions):
    """Those around home care, and what they cost."""

    clients_per_care_manager: Quantity = quantity(
        31.7, "clients", "8 400 clients, 265 care managers in Göteborg (G10)", (20, 60), least=1, most=1000,
        about="Load of the care managers (biståndshandläggare).",
    )  # fmt: skip
    supervisor_month: Quantity = quantity(
        55_000,
        "SEK/month",
        "assumption: 38 700 a month and 1.42 for contributions; pay not found",
        (48_000, 65_000),
        about="Cost of a care supervisor (omsorgshandledare) where the way of working has them.",
    )
    clients_per_supervisor: Quantity = quantity(
        210,
        "clients",
        "about 40 for 8 400 clients in Göteborg (G6)",
        (100, 400),
        least=1,
        about="Clients for each care supervisor.",
    )
    other_hour: Quantity = quantity(
        340,
        "SEK/h",
        "assumption: a fifth more than home care staff",
        (280, 450),
        about="Cost of an hour of care managers, nurses, planners and managers at meetings and joint visits.",
    )


class Claims(Assumptions):
    """What documents claim that a way of working does to staff and tools: all off at 1 or 0."""

    sick_factor: Quantity = quantity(
        1, "ratio", "off; claimed: lower sick leave with a fixed contact person (N9)", (0.7, 1.0), least=0, most=2,
        about="Sick leave where clients have contact persons, as a share of that elsewhere.",
    )  # fmt: skip
    strain_factor: Quantity = quantity(
        1, "ratio", "off; claimed: minute control and stress make staff ill (N9)", (1.0, 2.0), least=1, most=10,
        about="How many times as often illness begins after 14 days under time pressure as after 14 without.",
    )  # fmt: skip
    mobile_saving: Quantity = quantity(
        0, "share", "off; claimed for mobile documentation (G5)", (0.0, 0.5), most=1,
        about="Share of the minutes of documentation and office work that mobile tools save.",
    )  # fmt: skip

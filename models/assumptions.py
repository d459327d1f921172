"""What a scenario assumes about work, driving, bad luck and cost: quantities with unit, source and range."""

from __future__ import annotations

from .quantity import Assumptions, Quantity, quantity


class Work(Assumptions):
    """Paid time that is neither a visit nor driving (kringtid), and breaks."""

    report_minutes: Quantity = quantity(
        15,
        "min",
        "15-minute report at the start of a shift, domain B4 (Töreboda)",
        (5, 45),
        about="Paid minutes at the base when a shift starts: report, keys, phone, plan of the day.",
    )
    office_minutes: Quantity = quantity(
        30,
        "min",
        "assumption; with the report and documentation about 15 % of a shift, domain A6.5",
        (10, 75),
        about="Paid minutes at the base when a shift ends: documentation, planning, ordering.",
    )
    documentation_minutes: Quantity = quantity(
        2,
        "min",
        "assumption; documentation and report are 38-50 % of indirect time in rural Norway, domain B5",
        (0, 5),
        about="Paid minutes of documentation after each visit, on the phone before driving on.",
    )
    break_minutes: Quantity = quantity(
        30,
        "min",
        "30-minute unpaid break in a shift longer than 5 hours, domain B4",
        (30, 60),
        least=0,
        most=120,
        about="Unpaid break (rast) in every shift that is longer than break_after_hours.",
    )
    break_after_hours: Quantity = quantity(
        5,
        "h",
        "break after at most 5 hours, Arbetstidslagen, domain B4",
        (4, 5),
        least=1,
        most=6,
        about="A break must begin no later than this long after the shift began.",
    )
    daily_rest_hours: Quantity = quantity(
        11,
        "h",
        "daily rest, Arbetstidslagen, domain B4",
        (11, 11),
        least=0,
        most=24,
        about="Least time between the end of one shift and the start of the next.",
    )
    weekly_rest_hours: Quantity = quantity(
        36,
        "h",
        "weekly rest, Arbetstidslagen, domain B4",
        (36, 36),
        least=0,
        most=168,
        about="Least unbroken rest in each week, Monday to Sunday.",
    )
    longest_run_days: Quantity = quantity(
        5,
        "days",
        "assumption; Arbetstidslagen sets no such limit, its weekly rest allows more",
        (4, 7),
        least=1,
        most=14,
        about="Most days in a row that somebody works.",
    )
    full_time_hours: Quantity = quantity(
        37,
        "h/week",
        "full time with Sundays and holidays, AB agreement, domain B4",
        (34, 40),
        least=10,
        most=60,
        about="Paid hours a week of a full-time member of staff.",
    )


class Driving(Assumptions):
    """Everything between two doors that the road network does not say."""

    park_and_walk_minutes: Quantity = quantity(
        2.5,
        "min",
        "parking and entry 2-3 minutes per stop, domain B5",
        (1, 5),
        about="Minutes to park and walk in at each stop, part of travel time.",
    )
    park_in_town_extra: Quantity = quantity(
        0,
        "min",
        "assumption: no difference known; blocks of flats and few parking places may take longer",
        (0, 4),
        least=-10,
        most=60,
        about="More (or fewer) minutes to park and walk in at homes in towns and villages.",
    )
    park_in_country_extra: Quantity = quantity(
        0,
        "min",
        "assumption: no difference known; one parks in the yard",
        (-1.5, 1),
        least=-10,
        most=60,
        about="More (or fewer) minutes to park and walk in at homes in the country.",
    )
    park_at_base_extra: Quantity = quantity(
        0,
        "min",
        "assumption: no difference known",
        (-2, 3),
        least=-10,
        most=60,
        about="More (or fewer) minutes to park and walk in at the base.",
    )
    speed_factor: Quantity = quantity(
        1.0,
        "ratio",
        "assumption: free flow at the posted or default speed of the road class",
        (0.7, 1.1),
        least=0.1,
        most=3,
        about="Real speed as a share of the speed that the road data says.",
    )


class Uncertainty(Assumptions):
    """What differs between the plan and the day."""

    visit_cv: Quantity = quantity(
        0.25,
        "ratio",
        "assumption, domain B1: multiplicative lognormal error of each need's length",
        (0.0, 0.5),
        most=3,
        about="Coefficient of variation of the performed length of a need around its planned length.",
    )
    travel_cv: Quantity = quantity(
        0.25,
        "ratio",
        "assumption, domain B5: lognormal noise of each drive",
        (0.0, 0.5),
        most=3,
        about="Coefficient of variation of a drive around its planned time.",
    )
    slippery_share: Quantity = quantity(
        0.15,
        "share of days",
        "assumption, domain B5: snow or ice days in the scenario's season",
        (0.0, 0.5),
        most=1,
        about="Share of days that are slippery; on them every drive takes slippery_factor times as long.",
    )
    slippery_factor: Quantity = quantity(
        1.15,
        "ratio",
        "assumption, domain B5: rural travel times 1.10-1.20 on snow and ice",
        (1.0, 1.4),
        least=1,
        most=5,
        about="How much longer drives take on a slippery day.",
    )
    sick_share: Quantity = quantity(
        0.045,
        "share of shifts",
        "short-term sick leave 4.5 % of shifts, domain B4 (default row)",
        (0.0, 0.15),
        most=0.9,
        about="Share of rostered shifts lost to short-term illness that is reported in the morning.",
    )
    sick_spell_days: Quantity = quantity(
        4,
        "days",
        "spells of about 4 work days, domain B4 (default row)",
        (1, 10),
        least=1,
        most=60,
        about="Mean length of a short spell of illness.",
    )
    cancelled_share: Quantity = quantity(
        0.04,
        "share of visits",
        "assumption, domain B8: 2-10 % of visits are cancelled by the client",
        (0.0, 0.1),
        most=1,
        about="Share of a client's needs that the client cancels the same day.",
    )
    away_share: Quantity = quantity(
        0.012,
        "share of days",
        "hospital about 0.7 stays of 6.5 days a year, domain B7",
        (0.0, 0.05),
        most=1,
        about="Share of days that a client is in hospital and all visits are cancelled.",
    )
    away_days: Quantity = quantity(
        6.5,
        "days",
        "mean hospital stay, domain B7",
        (2, 15),
        least=1,
        most=100,
        about="Mean length of a hospital stay.",
    )
    no_answer_share: Quantity = quantity(
        0.005,
        "share of visits",
        "assumption, domain B8: nobody home or no answer",
        (0.0, 0.02),
        most=1,
        about="Share of visits where nobody opens; the staff member waits no_answer_minutes and goes on.",
    )
    no_answer_minutes: Quantity = quantity(
        5,
        "min",
        "assumption",
        (2, 15),
        about="Minutes spent at the door where nobody opens.",
    )
    colleague_minutes: Quantity = quantity(
        30,
        "min",
        "assumption",
        (10, 60),
        about="Minutes that the first at a visit for two waits for a colleague who is overdue, before giving up.",
    )


class Costs(Assumptions):
    """Prices."""

    paid_hour: Quantity = quantity(
        280,
        "SEK/h",
        "employer cost per paid hour, domain B6 (derived)",
        (230, 340),
        about="Cost of one paid hour, all contributions included.",
    )
    overtime_factor: Quantity = quantity(
        1.5,
        "ratio",
        "assumption: overtime is paid one and a half times",
        (1.0, 2.4),
        least=1,
        most=5,
        about="Cost of an hour of overtime as a multiple of a paid hour.",
    )
    km: Quantity = quantity(
        2.5,
        "SEK/km",
        "tax-free allowance for an own car 2023-2025, domain B5",
        (0.95, 4.0),
        about="Cost of one kilometre by car.",
    )
    co2: Quantity = quantity(
        133,
        "g/km",
        "car fleet certified mean 2022, domain B5",
        (0, 180),
        about="Carbon dioxide of one kilometre by car.",
    )

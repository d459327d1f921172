"""The ``population`` section of a scenario file: who the clients are, in figures with their sources."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from ..quantity import Assumptions, Quantity, quantity

CLIENTS, VISITS = "share of clients", "share of visits"
GRANTED = "general knowledge, consistent with a mean of 29.8 h (Socialstyrelsen 2003) and 12 % over 80 h (2016), domain B2"
AGED = "persons of 65 and over with home care 2016 (Brändström 2021), domain B7"
WINDOW = "start-time flexibility of a two-week plan, domain B2"
PATTERN = "fitted to the frequency mix of recurring visits of a two-week plan, domain B2"


class Shares(Assumptions):
    """Quantities that are the shares of a whole."""

    @property
    def shares(self) -> tuple[float, ...]:
        """The shares in the order of the fields, made to sum to exactly 1."""
        values = [float(getattr(self, name)) for name in type(self).model_fields]
        return tuple(value / sum(values) for value in values)

    @model_validator(mode="after")
    def _sum_is_one(self) -> Self:
        total = sum(float(getattr(self, name)) for name in type(self).model_fields)
        if not 0.98 <= total <= 1.02:
            names = ", ".join(type(self).model_fields)
            raise ValueError(f"the shares sum to {total:g}; together they must make 1 ({names})")
        return self


class HoursGroups(Shares):
    """Shares of clients by hours granted a month, in the groups of Socialstyrelsen; their mean is about 33 h."""

    under_10: Quantity = quantity(0.37, CLIENTS, GRANTED, (0.11, 0.45), most=1, about="1-9 h.")
    from_10: Quantity = quantity(0.25, CLIENTS, GRANTED, (0.20, 0.30), most=1, about="10-25 h.")
    from_26: Quantity = quantity(0.17, CLIENTS, GRANTED, (0.12, 0.37), most=1, about="26-49 h.")
    from_50: Quantity = quantity(0.09, CLIENTS, GRANTED, (0.07, 0.21), most=1, about="50-79 h.")
    from_80: Quantity = quantity(0.07, CLIENTS, GRANTED, (0.05, 0.09), most=1, about="80-119 h.")
    from_120: Quantity = quantity(0.04, CLIENTS, GRANTED, (0.00, 0.05), most=1, about="120-199 h.")
    from_200: Quantity = quantity(0.01, CLIENTS, GRANTED, (0.00, 0.02), most=1, about="200-260 h.")


class Ages(Shares):
    """Shares of the clients of 65 and over by age."""

    from_65: Quantity = quantity(0.060, CLIENTS, AGED, (0.03, 0.09), most=1, about="65-69 years.")
    from_70: Quantity = quantity(0.106, CLIENTS, AGED, (0.07, 0.14), most=1, about="70-74 years.")
    from_75: Quantity = quantity(0.148, CLIENTS, AGED, (0.11, 0.18), most=1, about="75-79 years.")
    from_80: Quantity = quantity(0.217, CLIENTS, AGED, (0.18, 0.26), most=1, about="80-84 years.")
    from_85: Quantity = quantity(0.261, CLIENTS, AGED, (0.22, 0.30), most=1, about="85-89 years.")
    from_90: Quantity = quantity(0.208, CLIENTS, AGED, (0.17, 0.25), most=1, about="90 years and over.")


class Windows(Assumptions):
    """Quantiles of the minutes between the earliest and the latest start of personal care."""

    least: Quantity = quantity(15, "min", "assumption", (0, 30), about="The narrowest window.")
    p25: Quantity = quantity(60, "min", WINDOW, (30, 90), about="25 % are narrower.")
    median: Quantity = quantity(90, "min", WINDOW, (45, 120), about="Half are narrower.")
    p75: Quantity = quantity(105, "min", WINDOW, (60, 150), about="75 % are narrower.")
    p90: Quantity = quantity(135, "min", WINDOW, (90, 180), about="90 % are narrower.")
    most: Quantity = quantity(180, "min", "assumption", (135, 240), about="The widest window.")

    @property
    def quantiles(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Probabilities and minutes."""
        minutes = (self.least, self.p25, self.median, self.p75, self.p90, self.most)
        return (0.0, 0.25, 0.5, 0.75, 0.9, 1.0), tuple(float(value) for value in minutes)

    @model_validator(mode="after")
    def _rise(self) -> Self:
        minutes = self.quantiles[1]
        if list(minutes) != sorted(minutes):
            raise ValueError("the quantiles must not fall: least, p25, median, p75, p90, most")
        return self


class Patterns(Shares):
    """How the visits of one time of day (all mornings, all lunches) are spread over the week.

    A planner keeps a time of day as one agreement for all days, or as several that complement each other (shorter at the weekend,
    later on shower days). They are modelled so because in domain B2 the shares of 4-day and 3-day agreements fit each other, and
    those of 5-day and 6-day ones leave room for their complements. The last two leave days out and do not apply to a client's first
    time of day, which covers the whole week.
    """

    every_day: Quantity = quantity(0.35, VISITS, PATTERN, (0.3, 0.8), most=1, about="One agreement for seven days.")
    five_and_two: Quantity = quantity(0.08, VISITS, PATTERN, (0, 0.3), most=1, about="Monday to Friday, and the weekend.")
    four_and_three: Quantity = quantity(0.1, VISITS, PATTERN, (0, 0.3), most=1, about="Four days, and the other three.")
    six_and_one: Quantity = quantity(0.04, VISITS, PATTERN, (0, 0.2), most=1, about="Six days, and the seventh.")
    several: Quantity = quantity(
        0.19, VISITS, PATTERN, (0, 0.3), most=1, about="Two, two, one and one day; nobody comes then on the seventh."
    )
    some: Quantity = quantity(
        0.24, VISITS, PATTERN, (0, 0.3), most=1, about="One to four days only; somebody else helps on the others."
    )


class PopulationSection(Assumptions):
    """Who the clients are and what they were granted; everything not written is the default."""

    about: str = ""
    clients: Annotated[int, Field(ge=1, le=100_000)] = Field(default=60, description="Number of clients.")
    hours: HoursGroups = HoursGroups()
    planned_share: Quantity = quantity(
        0.9,
        "ratio",
        "performed/granted 80-90 % (domain B8); of what is planned, 4 % is cancelled and 1.2 % falls on hospital days, so 85 % "
        "performed is 90 % planned",
        (0.8, 1.0),
        least=0.1,
        most=1.5,
        about="Planned hours as a share of granted hours: what the needs of a client amount to.",
    )
    service_only_under_10: Quantity = quantity(
        0.7,
        CLIENTS,
        "assumption",
        (0.4, 0.9),
        most=1,
        about="Of those with less than 10 h: weekly services only. So have those for whom nothing daily fits.",
    )
    service_only_from_10: Quantity = quantity(
        0.1, CLIENTS, "assumption", (0.0, 0.3), most=1, about="Of those with 10-25 h: weekly services only."
    )
    relatives: Quantity = quantity(
        0.07,
        "share of clients with personal care",
        "fitted: 77 % of clients have 28 visits or more in 14 days but 47 % two on every day, domain B2",
        (0.0, 0.4),
        most=1,
        about="Clients whose relatives see to the weekend, so that personal care is Monday to Friday.",
    )
    weekly_share: Quantity = quantity(
        0.35,
        "share of hours",
        "assumption",
        (0.1, 0.5),
        most=1,
        about="Most of a client's planned time that weekly services take where there is personal care too.",
    )
    length_cv: Quantity = quantity(
        0.25,
        "ratio",
        "mean visit of a client: p10 17.6, median 25.1, p90 41.8 min, domain B1; about half of that is which services",
        (0.0, 0.5),
        most=2,
        about="How much clients differ in the time the same service takes them.",
    )
    need_cv: Quantity = quantity(
        0.2,
        "ratio",
        "lognormal fit of planned visit lengths, sigma 0.519, domain B1; the rest is services and clients",
        (0.0, 0.5),
        most=2,
        about="How much the agreements of one client differ.",
    )
    windows: Windows = Windows()
    patterns: Patterns = Patterns()
    medication: Quantity = quantity(
        0.5,
        "share of clients with personal care",
        "40-60 % of clients need a delegated task daily (assumption), domain B8",
        (0.3, 0.7),
        most=1,
        about="Clients with personal care to whom staff give medication by delegation, inside visits.",
    )
    double: Quantity = quantity(
        0.05,
        CLIENTS,
        "4 of 81 clients have 4 % of visit occasions double staffed, domain B2",
        (0.0, 0.1),
        most=0.5,
        about="Clients who need two people in the morning and in the evening.",
    )
    ages: Ages = Ages()
    under_65: Quantity = quantity(
        0.086,
        CLIENTS,
        "about 16 000 of 185 000 persons with home care 2018, domain B7",
        (0.0, 0.15),
        most=1,
        about="Younger than 65.",
    )
    women: Quantity = quantity(0.655, CLIENTS, "Brändström 2021, domain B7", (0.6, 0.7), most=1, about="Women.")
    alone: Quantity = quantity(0.699, CLIENTS, "Brändström 2021, domain B7", (0.6, 0.8), most=1, about="Living alone.")
    dementia: Quantity = quantity(
        0.1,
        CLIENTS,
        "9.3 % of those of 70 and over with home care, an under-count, domain B7",
        (0.09, 0.3),
        most=1,
        about="With a dementia diagnosis.",
    )

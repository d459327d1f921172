"""What roads are like at an hour and on a day: rush hour, winter, closed roads. Levers of uncertainty of a scenario."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..quantity import Assumptions, Quantity, quantity
from .keyed_generator import generator
from .section import Coordinates, Latitude, Longitude

DayType = Literal["weekday", "saturday", "sunday"]
Hours = tuple[tuple[int, int], ...]
Share = Annotated[float, Field(ge=0, le=1)]
OF_RURAL_WINTER = "domain B5: rural travel times 1.10-1.20 on snow and ice; split by kind of road is an assumption"
RUSH = "assumption; a rural municipality has little rush, a city 1.3-1.6"


def _factor(value: float, source: str, sweep: tuple[float, float], about: str) -> Quantity:
    return quantity(value, "ratio", source, sweep, least=0.1, most=20, about=about)


def _hour(value: float, about: str) -> Quantity:
    return quantity(value, "h", "assumption", (max(value - 1, 0), value + 1), least=0, most=24, about=about)


class RoadFactors(Assumptions):
    """How many times as long a drive takes, by kind of road, in rush hour (weekdays) and on slippery roads."""

    morning_start: Quantity = _hour(7.0, "Start of the morning rush, hours after midnight.")
    morning_end: Quantity = _hour(8.5, "End of the morning rush.")
    afternoon_start: Quantity = _hour(15.5, "Start of the afternoon rush.")
    afternoon_end: Quantity = _hour(17.5, "End of the afternoon rush.")
    rush_main: Quantity = _factor(1.1, RUSH, (1.0, 1.6), "Motorways to tertiary roads in rush hour.")
    rush_small: Quantity = _factor(1.0, RUSH, (1.0, 1.2), "Unclassified roads, service roads and tracks in rush hour.")
    rush_town: Quantity = _factor(1.15, RUSH, (1.0, 1.6), "Residential streets in rush hour.")
    winter_main: Quantity = _factor(1.1, OF_RURAL_WINTER, (1.0, 1.3), "Motorways to tertiary roads when slippery; ploughed first.")
    winter_small: Quantity = _factor(1.2, OF_RURAL_WINTER, (1.0, 1.4), "Unclassified and service roads, tracks when slippery.")
    winter_town: Quantity = _factor(1.1, OF_RURAL_WINTER, (1.0, 1.3), "Residential streets when slippery.")
    winter_bicycle: Quantity = _factor(1.3, "assumption", (1.0, 2.0), "Bicycles of all kinds on slippery roads.")
    winter_foot: Quantity = _factor(1.15, "assumption", (1.0, 1.5), "On foot on slippery roads.")

    @model_validator(mode="after")
    def _hours_are_in_order(self) -> RoadFactors:
        hours = [float(q) for q in (self.morning_start, self.morning_end, self.afternoon_start, self.afternoon_end)]
        if hours != sorted(hours):
            raise ValueError("the hours of rush must follow each other: morning_start, morning_end, afternoon_start, afternoon_end")
        return self


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Region(_Part):
    """A part of the area with weather of its own (coast, inland)."""

    name: Annotated[str, Field(min_length=1)]
    outline: tuple[Coordinates, ...] = Field(default=(), description="Polygon of latitudes and longitudes; empty: everywhere.")
    slippery_share: Annotated[tuple[Share, ...], Field(min_length=12, max_length=12)] = Field(
        default=(0.3, 0.3, 0.2, 0.05, 0, 0, 0, 0, 0, 0.05, 0.15, 0.25),
        description="Share of slippery days in each month, January first (assumption).",
    )


class ClosedRoad(_Part):
    """Roads around a point that are closed to cars for some days (roadworks, a flood, a bridge)."""

    name: Annotated[str, Field(min_length=1)]
    lat: Latitude
    lon: Longitude
    metres: Annotated[float, Field(gt=0)] = Field(default=100, description="Roads whose middle lies so near the point are closed.")
    first: date
    last: date

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> ClosedRoad:
        if self.last < self.first:
            raise ValueError(f"'{self.name}' is closed until {self.last}, before it closes on {self.first}")
        return self


class RoadConditions(_Part):
    """Everything that makes one hour or day on the road different from another."""

    factors: RoadFactors = RoadFactors()
    regions: tuple[Region, ...] = (Region(name="everywhere"),)
    closed: tuple[ClosedRoad, ...] = ()

    def slippery(self, day: date, seed: int, replication: int = 0) -> frozenset[str]:
        """Names of the regions where roads are slippery on a date.

        Weather is shared: one random number a day decides for all regions, so where it is slippery more often it is slippery
        whenever it is elsewhere. It depends on seed, replication and date alone: every policy meets the same days.
        """
        chance = generator(seed, replication, "slippery", day.isoformat()).random()
        return frozenset(region.name for region in self.regions if chance < region.slippery_share[day.month - 1])

    def weathers(self, day: date) -> tuple[frozenset[str], ...]:
        """Everything that :meth:`slippery` can give on a date, the driest first."""
        shares = {region.name: region.slippery_share[day.month - 1] for region in self.regions}
        levels = sorted({0.0, *shares.values()} - {1.0}, reverse=True)
        return tuple(frozenset(name for name, share in shares.items() if share > level) for level in levels)

    def closed_on(self, day: date) -> tuple[ClosedRoad, ...]:
        """Roads that are closed on a date."""
        return tuple(road for road in self.closed if road.first <= day <= road.last)

    def everywhere_slippery(self) -> frozenset[str]:
        """Names of all regions: a winter day."""
        return frozenset(region.name for region in self.regions)

    def rush(self, day_type: DayType) -> Hours:
        """Rush hours of a kind of day, in seconds after midnight."""
        if day_type != "weekday":
            return ()
        f = self.factors
        hours = ((f.morning_start, f.morning_end), (f.afternoon_start, f.afternoon_end))
        return tuple((round(a.value * 3600), round(b.value * 3600)) for a, b in hours if b.value > a.value)


def day_type(day: date) -> DayType:
    """Kind of day of a date (public holidays are not known)."""
    names: tuple[DayType, ...] = ("weekday", "weekday", "weekday", "weekday", "weekday", "saturday", "sunday")
    return names[day.weekday()]

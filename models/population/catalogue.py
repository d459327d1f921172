"""The catalogue of services (insatskatalog): what can be granted, how long it takes, when it is done."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..quantity import GIVEN, Quantity
from ..scenario import Service
from .times import TimeOfDay


class ServiceEntry(BaseModel):
    """One service.

    Services that are not movable are part of the day (morning care, meals, …) and recur on agreed days of every week; movable
    ones are weekly services, Monday to Friday, and may change to another day of their week.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    swedish: str = Field(description="The word that staff use.")
    minutes: Quantity = Field(description="Standard length in minutes.")
    least: Annotated[float, Field(gt=0)] = Field(description="Shortest length granted to anybody, minutes.")
    most: Annotated[float, Field(gt=0, le=720)] = Field(description="Longest length granted to anybody, minutes.")
    earliest: TimeOfDay = Field(description="No visit for it starts earlier.")
    latest: TimeOfDay = Field(description="No visit for it starts later.")
    movable: bool = Field(default=False, description="A weekly service that may move to another day of its week.")
    skill: str | None = Field(default=None, description="Skill or delegation that is needed.")
    least_gap: Annotated[float, Field(ge=0, le=720)] = Field(
        default=0, description="Fewest minutes from the end of a visit with this service to the next visit with its kind that day."
    )
    kind: str | None = Field(default=None, description="What is spaced, for instance meal; without it the service itself.")
    every_weeks: Annotated[int, Field(ge=1, le=8)] = Field(default=1, description="Weekly services: once in so many weeks.")
    share: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0,
        description="Weekly services: share of clients with personal care who have it too (assumption; in domain B2 hardly any).",
    )

    @model_validator(mode="after")
    def _is_possible(self) -> ServiceEntry:
        if not self.least <= self.minutes.value <= self.most:
            raise ValueError(f"minutes {self.minutes.value:g} must lie between least {self.least:g} and most {self.most:g}")
        if self.earliest > self.latest:
            raise ValueError("the window closes before it opens: earliest is later than latest")
        if self.minutes.unit != "min":
            raise ValueError(f"the unit is 'min', not '{self.minutes.unit}'")
        return self


def _entry(
    swedish: str, minutes: float, least: float, most: float, window: tuple[str, str], source: str, **more: Any
) -> dict[str, Any]:
    length = {"value": minutes, "unit": "min", "source": source, "range": (least, most)}
    return {"swedish": swedish, "minutes": length, "least": least, "most": most, "earliest": window[0], "latest": window[1]} | more


_SERVICE = {"movable": True}

DEFAULTS: dict[str, dict[str, Any]] = {
    "morning_care": _entry("morgonhjälp", 30, 15, 50, ("07:15", "10:00"), "domain B1: planned mean 31.6, Kristianstad 15"),
    "lunch": _entry("lunch", 25, 15, 45, ("11:00", "13:45"), "domain B1: planned mean 26.7 alone, Kristianstad 15"),
    "dinner": _entry("middag", 22, 12, 40, ("16:00", "18:45"), "domain B1: meal 25; B1 by part of day: 16-19 h 21.2"),
    "evening_care": _entry("kvällshjälp", 18, 10, 30, ("18:30", "21:00"), "domain B1: planned mean 18.5"),
    "check": _entry("tillsyn", 12, 5, 20, ("07:15", "21:00"), "domain B1: planned mean 12.8, Kristianstad 15"),
    "toileting": _entry("toalettbesök", 13, 8, 25, ("07:15", "21:00"), "domain B1: planned mean 13.1"),
    "medication": _entry(
        "läkemedel (delegerad)", 9, 5, 15, ("07:15", "21:00"), "domain B1: 8-10, Kristianstad 10", skill="delegation"
    ),
    "shower": _entry("dusch", 40, 25, 60, ("09:00", "14:00"), "domain B1: alone 30.9, Kristianstad 40", share=0.6, **_SERVICE),
    "walk": _entry("promenad", 45, 30, 90, ("09:00", "14:00"), "domain B1: alone 38, Kristianstad 45", share=0.3, **_SERVICE),
    "cleaning": _entry(
        "städning",
        75,
        45,
        100,
        ("09:00", "14:00"),
        "domain B1: 57.5; Kristianstad 70-90, Solna 96",
        every_weeks=2,
        share=0.5,
        **_SERVICE,
    ),
    "laundry": _entry(
        "tvätt", 45, 20, 86, ("09:00", "14:00"), "domain B1: Kristianstad 20-30, Solna 86", every_weeks=2, share=0.35, **_SERVICE
    ),
    "shopping": _entry("inköp", 50, 30, 75, ("09:00", "14:00"), "domain B1: Kristianstad 45, Solna 60", share=0.35, **_SERVICE),
    "escort": _entry(
        "ledsagning", 120, 60, 240, ("09:00", "13:00"), "domain B1: assumption", every_weeks=4, share=0.05, **_SERVICE
    ),
}


class CatalogueSection(BaseModel):
    """The ``catalogue`` section of a scenario file: only what differs from the built-in catalogue need be written.

    A built-in service may be changed in part (``cleaning: {minutes: 90, most: 120}``), taken out (``escort: null``), and others may
    be added.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str = ""
    services: dict[str, ServiceEntry] = Field(default_factory=dict, description="Services by name.", validate_default=True)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("services", {}), dict):
            return given
        services: dict[str, Any] = dict(DEFAULTS)
        for name, entry in given.get("services", {}).items():
            if isinstance(entry, dict):
                length = entry.get("minutes")
                default = DEFAULTS.get(name, {}).get("minutes", {"unit": "min", "source": GIVEN, "range": (0, 720)})
                if isinstance(length, int | float) and not isinstance(length, bool):
                    length = {"value": length, "source": GIVEN}
                if isinstance(length, dict):
                    length = default | length
                entry = DEFAULTS.get(name, {}) | entry | ({} if length is None else {"minutes": length})
            services[name] = entry
        return given | {"services": {name: entry for name, entry in services.items() if entry is not None}}


def make_catalogue(section: CatalogueSection) -> dict[str, Service]:
    """Services by name, as planning and the simulated world know them."""
    return {
        name: Service(name, entry.swedish, entry.minutes.value, entry.movable, entry.skill, entry.least_gap, entry.kind)
        for name, entry in section.services.items()
    }

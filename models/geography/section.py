"""The ``geography`` section of a scenario file: real localities and main roads, or a road file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from ..errors import nearest
from .sketch import Land

Latitude = Annotated[float, Field(ge=-85, le=85)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Coordinates = tuple[Latitude, Longitude]
MainRoadClass = Literal["motorway", "trunk", "primary", "secondary", "tertiary", "unclassified"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Locality(_Part):
    """A town or village (tätort, småort)."""

    name: Annotated[str, Field(min_length=1)]
    lat: Latitude
    lon: Longitude
    inhabitants: Annotated[int, Field(ge=0)]
    per_km2: Annotated[float, Field(gt=0)] = Field(
        default=1_000, description="Inhabitants per km² (small Swedish towns; assumption)."
    )
    area: str = Field(default="", description="Planning area (North, South) that groups living around here belong to.")
    source: str = Field(default="assumption", description="Where coordinates and inhabitants come from.")

    @property
    def radius(self) -> float:
        """Metres from the middle to the edge of a round locality."""
        return math.sqrt(self.inhabitants / self.per_km2 / math.pi) * 1_000


class MainRoad(_Part):
    """A main road through localities (by name) and other points (latitude, longitude).

    Roads meet where they pass through the same locality or the same coordinates. A motorway has no farms along it.
    """

    name: Annotated[str, Field(min_length=1)]
    road_class: MainRoadClass = Field(default="secondary", alias="class")
    kmh: Annotated[float, Field(gt=0, le=130)] = Field(default=70, description="Posted speed outside localities.")
    through: Annotated[tuple[str | Coordinates, ...], Field(min_length=2)]


class Base(_Part):
    """Where a home care group starts and ends its shifts, given by coordinates."""

    name: Annotated[str, Field(min_length=1)]
    lat: Latitude
    lon: Longitude
    area: str = ""


class GeographySection(_Part):
    """Where a scenario takes place.

    Either ``localities`` and ``main_roads``, from which local streets and farms are generated, or ``roads``: a file of
    OpenStreetMap (``.osm.pbf``, ``.osm``, ``.osm.gz``) or GraphML. Bases are names of localities or points of their own;
    for a road file without any, they are put where most homes are.
    """

    about: str = Field(default="", description="How exact the figures are, and where they come from.")
    roads: str | None = Field(default=None, description="Road file; a path relative to the scenario file.")
    localities: tuple[Locality, ...] = ()
    main_roads: tuple[MainRoad, ...] = ()
    land: tuple[Coordinates, ...] = Field(
        default=(), description="Outline of the land, as a polygon; nothing is generated outside. Empty: no limit."
    )
    rural_inhabitants: Annotated[int, Field(ge=0)] = Field(default=0, description="People outside the localities.")
    bases: tuple[str | Base, ...] = ()

    @model_validator(mode="wrap")
    @classmethod
    def _everything_at_once(cls, given: Any, check: ModelWrapValidatorHandler[GeographySection]) -> GeographySection:
        """Report names that are no localities, and parts that do not fit, together with everything else that is wrong."""
        faults = list(_unknown_names(given))
        others: list[InitErrorDetails] = []
        try:
            section = check(given)
        except ValidationError as error:
            found = error.errors(include_url=False)
            others = [InitErrorDetails(type=e["type"], loc=e["loc"], input=e["input"], ctx=e.get("ctx", {})) for e in found]
        else:
            faults += [((), what) for what in section._misfits()]
            if not faults:
                return section
        own = [InitErrorDetails(type="value_error", loc=loc, input=given, ctx={"error": ValueError(what)}) for loc, what in faults]
        raise ValidationError.from_exception_data(cls.__name__, own + others)

    def _misfits(self) -> Iterator[str]:
        """Sentences about parts that are right each for itself and wrong together."""
        names = [place.name for place in self.localities]
        yield from (f"two localities are called '{name}'" for name in sorted({name for name in names if names.count(name) > 1}))
        if 0 < len(self.land) < 3:
            yield "land needs at least three points"
        if self.roads is not None:
            return
        if not self.localities or not self.main_roads:
            yield "give either a road file (roads) or localities and main_roads"
            return
        if sum(place.inhabitants for place in self.localities) + self.rural_inhabitants == 0:
            yield "nobody lives here: inhabitants of all localities and rural_inhabitants are 0"
        parts: list[set[str | Coordinates]] = []
        for road in self.main_roads:
            met = [part for part in parts if not part.isdisjoint(road.through)]
            parts = [part for part in parts if part not in met] + [set(road.through).union(*met)]
        largest = max(parts, key=len)
        for name in names:
            if not any(name in part for part in parts):
                yield f"no main road passes through locality '{name}'"
            elif name not in largest:
                yield f"no main roads connect locality '{name}' with the others; roads meet where they name the same point"
        outline = Land(np.array(self.land).reshape(-1, 2))
        yield from (
            f"locality '{place.name}' lies outside the land" for place in self.localities if (place.lat, place.lon) not in outline
        )

    def locality(self, name: str) -> Locality:
        """Locality of that name."""
        return next(place for place in self.localities if place.name == name)

    def coordinates(self, point: str | Coordinates) -> Coordinates:
        """Latitude and longitude of a locality or of a point given as such."""
        if isinstance(point, str):
            place = self.locality(point)
            return place.lat, place.lon
        return point


def _unknown_names(given: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where main roads and bases name a locality that is not there; of a section that may be wrong in any other way too."""

    def listed(holder: Any, key: str) -> list[Any]:
        value = holder.get(key) if isinstance(holder, dict) else None
        return list(value) if isinstance(value, list | tuple) else []

    names = [place.get("name") for place in listed(given, "localities") if isinstance(place, dict)]
    known = [name for name in names if isinstance(name, str)]
    for row, road in enumerate(listed(given, "main_roads") if known else []):
        for column, point in enumerate(listed(road, "through")):
            if isinstance(point, str) and point not in known:
                yield ("main_roads", row, "through", column), f"'{point}' is no locality; {nearest(point, known)}"
    for row, base in enumerate(listed(given, "bases")):
        if isinstance(base, str) and base not in known:
            yield ("bases", row), f"'{base}' is no locality; {nearest(base, known)}"

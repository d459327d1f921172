"""The ``geography`` section of a scenario file: real localities and main roads, or a road file."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..errors import nearest

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
    area: str = Field(default="", description="Planning area (North, South) that groups living around here belong to.")
    source: str = Field(default="assumption", description="Where coordinates and inhabitants come from.")

    @property
    def radius(self) -> float:
        """Metres from the middle to the edge: a round locality of 1 000 inhabitants per km² (small Swedish towns; assumption)."""
        return math.sqrt(self.inhabitants / 1_000 / math.pi) * 1_000


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

    @model_validator(mode="after")
    def _parts_fit(self) -> GeographySection:
        names = [place.name for place in self.localities]
        faults = [f"two localities are called '{name}'" for name in sorted({name for name in names if names.count(name) > 1})]
        faults += [
            f"main road '{road.name}' passes through unknown locality '{point}'; {nearest(point, names)}"
            for road in self.main_roads
            for point in road.through
            if isinstance(point, str) and point not in names
        ]
        faults += [
            f"base '{base}' is no locality; {nearest(base, names)}"
            for base in self.bases
            if isinstance(base, str) and base not in names
        ]
        if 0 < len(self.land) < 3:
            faults.append("land needs at least three points")
        if self.roads is None:
            if not self.localities or not self.main_roads:
                faults.append("give either a road file (roads) or localities and main_roads")
            elif sum(place.inhabitants for place in self.localities) + self.rural_inhabitants == 0:
                faults.append("nobody lives here: inhabitants of all localities and rural_inhabitants are 0")
            on_roads = {point for road in self.main_roads for point in road.through if isinstance(point, str)}
            faults += [
                f"no main road passes through locality '{name}'" for name in names if self.main_roads and name not in on_roads
            ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def locality(self, name: str) -> Locality:
        """Locality of that name."""
        return next(place for place in self.localities if place.name == name)

    def coordinates(self, point: str | Coordinates) -> Coordinates:
        """Latitude and longitude of a locality or of a point given as such."""
        if isinstance(point, str):
            place = self.locality(point)
            return place.lat, place.lon
        return point

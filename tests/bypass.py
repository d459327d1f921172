"""Villages on one road with a long way round, so that a closed road is a detour and not the end of the world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hemtjanst.models import Scenario
from hemtjanst.models.geography import RoadNetwork, travel_times
from hemtjanst.models.geography.conditions import ClosedRoad, RoadConditions

NEVER, ALWAYS = (0.0,) * 12, (1.0,) * 12
NEUTRAL = dict.fromkeys(
    ("rush_main", "rush_small", "rush_town", "winter_main", "winter_small", "winter_town", "winter_bicycle", "winter_foot"), 1.0
)
EAST = ((58.6, 11.301), (58.8, 11.301), (58.8, 12.0), (58.6, 12.0))  # of the base, in villages


def with_bypass(scenario: Scenario) -> Scenario:
    """The village with a street from its one end to the other, half as long again as the way through the village."""
    old = scenario.network
    west, east = int(np.argmin(old.lon)), int(np.argmax(old.lon))
    through = float(old.metres.sum() / 2)

    def more(name: str, *values: Any) -> np.ndarray:
        column = getattr(old, name)
        return np.concatenate([column, np.array(values, dtype=column.dtype)])

    network: RoadNetwork = replace(
        old,
        tail=more("tail", west, east),
        head=more("head", east, west),
        metres=more("metres", 1.5 * through, 1.5 * through),
        kmh=more("kmh", 40, 40),
        road_class=more("road_class", 1, 1),
        classes=("tertiary", "residential"),
        access=np.concatenate([old.access, np.ones((3, 2), bool)], axis=1),
    )
    places = scenario.places
    travel = travel_times(network, places.lat, places.lon, scenario.travel.modes, ids=places.ids)
    return scenario.replace(network=network, travel=travel)


def conditions(
    slippery: tuple[float, ...] = NEVER,
    outline: tuple[tuple[float, float], ...] = (),
    closed: tuple[ClosedRoad, ...] = (),
    **factors: float,
) -> RoadConditions:
    """Conditions in which nothing is different but what is given: one region, no roads closed, no factor but 1."""
    region = {"name": "region", "outline": outline, "slippery_share": slippery}
    return RoadConditions.model_validate({"factors": NEUTRAL | factors, "regions": [region], "closed": closed})

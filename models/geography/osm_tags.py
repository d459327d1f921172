"""What OpenStreetMap's tags say about a road: who may use it, in which direction, how fast.

After the conventions of the OpenStreetMap wiki (pages Key:access, Key:oneway, Key:maxspeed). A mapping of tags in, plain
values out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from .network import MODES
from .road_classes import ROAD_CLASSES

Tags = Mapping[str, str]

ACCESS_KEYS = {
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "bicycle": ("bicycle", "vehicle", "access"),
    "foot": ("foot", "access"),
}
"""The first of these tags that is present decides."""

CLOSED = frozenset(
    {"no", "private", "agricultural", "forestry", "agricultural;forestry", "delivery", "emergency", "military", "permit"}
    | {"psv", "bus", "taxi", "hov", "use_sidepath", "dismount"}
)
"""Values that keep home care staff out. Everything else (yes, destination, permissive, customers …) lets them through."""

CAR_BARRIERS = frozenset(
    {"bollard", "block", "cycle_barrier", "jersey_barrier", "motorcycle_barrier", "log", "debris", "ditch"}
    | {"stile", "turnstile", "kissing_gate", "full-height_turnstile", "planter", "boulder"}
)
"""Values of ``barrier`` on a node that no car gets past, unless it is tagged otherwise."""

OPENING = frozenset({"motorcar", "motor_vehicle", "bicycle", "foot"})
"""Tags whose positive value opens a road that its class closes (a track to cars); a bare ``access=yes`` does not."""

MPH = 1.609344
KNOT = 1.852
UNLIMITED = 130.0
WALK = 7.0

IMPLICIT = {"urban": 50.0, "rural": 80.0, "trunk": 100.0, "motorway": 120.0, "living_street": WALK, "walk": WALK, "school": 30.0}
"""Limits that hold without a sign (``SE:urban``), km/h, unless the country says otherwise below."""
IMPLICIT_OF_COUNTRY = {
    "SE:rural": 70.0,
    "SE:trunk": 80.0,
    "SE:motorway": 110.0,
    "DE:rural": 100.0,
    "DE:motorway": UNLIMITED,
    "AT:rural": 100.0,
    "AT:motorway": 130.0,
    "CH:motorway": 120.0,
    "DK:motorway": 130.0,
    "NO:motorway": 100.0,
}

_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph|knots)?$")
_ZONE = re.compile(r"^(?:[a-z]{2}:)?(?:zone:?)?(\d+)$")


def limit(text: str) -> float | None:
    """Speed limit in km/h; of several (``90;30``) the lowest; None where the text says none that can be used.

    Examples
    --------
    >>> limit("50"), limit("30 mph"), limit("SE:urban"), limit("none"), limit("signals")
    (50.0, 48.28032, 50.0, 130.0, None)
    """
    found = [speed for part in re.split("[;,|]", text) if (speed := _one_limit(part.strip())) is not None]
    return min(found, default=None)


def _one_limit(text: str) -> float | None:
    number = _NUMBER.match(text.lower())
    if number:
        speed = float(number[1]) * {"mph": MPH, "knots": KNOT}.get(number[2] or "", 1.0)
        return speed if 0 < speed < math.inf else None
    if text == "none":
        return UNLIMITED
    if text in IMPLICIT_OF_COUNTRY:
        return IMPLICIT_OF_COUNTRY[text]
    zone = _ZONE.match(text.lower())
    if zone:
        return float(zone[1]) or None
    return IMPLICIT.get(text.split(":")[-1].lower())


def limits(tags: Tags) -> tuple[float | None, float | None]:
    """Posted km/h along and against the direction in which the road was drawn."""
    common = limit(tags["maxspeed"]) if "maxspeed" in tags else None
    if common is None:
        for key in ("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"):
            if ":" in tags.get(key, ""):
                common = limit(tags[key])
                break
    along = limit(tags["maxspeed:forward"]) if "maxspeed:forward" in tags else None
    against = limit(tags["maxspeed:backward"]) if "maxspeed:backward" in tags else None
    return along or common, against or common


def allowed(tags: Tags, road_class: str, mode: str) -> bool:
    """Whether a mode may use the road at all."""
    usual = getattr(ROAD_CLASSES[road_class], mode)
    if tags.get("area") == "yes" or tags.get("route") == "ferry":
        return False
    for key in ACCESS_KEYS[mode]:
        if key in tags:
            if tags[key] in CLOSED:
                return False
            return usual or key in OPENING
    return usual and not (mode != "car" and tags.get("motorroad") == "yes")


def stops_cars(tags: Tags) -> bool:
    """Whether a barrier on a node (a bollard, a locked gate) keeps cars from passing."""
    for key in ACCESS_KEYS["car"]:
        if key in tags:
            return tags[key] in CLOSED
    return tags.get("barrier") in CAR_BARRIERS


def directions(tags: Tags, road_class: str, mode: str) -> tuple[bool, bool]:
    """Whether a mode may go along and against the direction in which the road was drawn, leaving access aside."""
    if mode == "foot":
        return {"yes": (True, False), "-1": (False, True)}.get(tags.get("oneway:foot", ""), (True, True))
    rule = tags.get("oneway")
    if rule is None:
        rule = "yes" if tags.get("junction") in ("roundabout", "circular") or road_class == "motorway" else "no"
    if mode == "bicycle":
        rule = tags.get("oneway:bicycle", rule)
        lanes = (tags.get(key, "") for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both"))
        if any(lane.startswith("opposite") for lane in lanes):
            rule = "no"
    if rule in ("yes", "true", "1"):
        return True, False
    if rule in ("-1", "reverse"):
        return False, True
    return (False, False) if rule == "reversible" else (True, True)


def access(tags: Tags, road_class: str) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    """Who may go along, and who against, the direction in which the road was drawn; in the order of :data:`MODES`."""
    along, against = [], []
    for mode in MODES:
        there = allowed(tags, road_class, mode)
        forward, backward = directions(tags, road_class, mode)
        along.append(there and forward)
        against.append(there and backward)
    return tuple(along), tuple(against)

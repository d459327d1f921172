"""Places, roads and the time between them."""

from .built_in import built_in_network
from .cache import cache_folder
from .network import MODES, RoadNetwork
from .placing import Placement, place
from .road_files import read_roads
from .section import GeographySection
from .travel_times import TravelTimes, travel_times

__all__ = [
    "MODES",
    "GeographySection",
    "Placement",
    "RoadNetwork",
    "TravelTimes",
    "built_in_network",
    "cache_folder",
    "place",
    "read_roads",
    "travel_times",
]

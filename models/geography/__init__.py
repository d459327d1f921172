"""Places, roads and the time between them."""

from .built_in import built_in_network
from .cache import cache_folder
from .network import MODES, RoadNetwork
from .placing import Placement, place
from .profiles import PROFILES
from .road_files import read_roads
from .road_times import RoadTimes, travel_times
from .section import GeographySection
from .travel_matrix import TravelTimes

__all__ = [
    "MODES",
    "PROFILES",
    "GeographySection",
    "Placement",
    "RoadNetwork",
    "RoadTimes",
    "TravelTimes",
    "built_in_network",
    "cache_folder",
    "place",
    "read_roads",
    "travel_times",
]

"""Places, roads and the time between them."""

from .network import MODES, RoadNetwork
from .travel_times import TravelTimes

__all__ = ["MODES", "RoadNetwork", "TravelTimes"]

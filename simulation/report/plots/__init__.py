"""Pictures: each function takes data and an optional ``ax``, draws, and returns the axes. No global style is changed."""

from .accounts import time_accounts
from .differences import intervals, paired
from .distributions import distribution
from .route_map import route_map
from .timeline import timeline

__all__ = ["distribution", "intervals", "paired", "route_map", "time_accounts", "timeline"]

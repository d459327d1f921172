"""Pictures: each function takes data and an optional ``ax``, draws, and returns the axes. No global style is changed.

:func:`replay` is the exception: it returns an animation.
"""

from .accounts import time_accounts
from .differences import intervals, paired
from .distributions import distribution
from .fewest import fewest_staff
from .frontier import frontier
from .meetings import heatmap, meeting_network
from .replay import replay
from .route_map import route_map
from .sensitivity import ranking, sobol, tornado
from .timeline import timeline

__all__ = [
    "distribution",
    "fewest_staff",
    "frontier",
    "heatmap",
    "intervals",
    "meeting_network",
    "paired",
    "ranking",
    "replay",
    "route_map",
    "sobol",
    "time_accounts",
    "timeline",
    "tornado",
]

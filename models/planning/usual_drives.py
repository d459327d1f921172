"""What a drive takes before it is known who drives: by the mode that most of the group's staff use."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from ..legs import leg_seconds
from ..scenario import Scenario


def usual_drive(scenario: Scenario, group: int, origin: Any, destination: Any) -> np.ndarray:
    """Seconds from door to door, parking and walking in included, of most of a group's staff.

    Parameters
    ----------
    scenario, group
        Row of the group.
    origin, destination
        Rows of places, numbers or arrays that broadcast against each other.
    """
    modes = Counter(scenario.staff[row].mode for row in scenario.staff_of(group))
    mode = max(modes, key=lambda name: modes[name]) if modes else scenario.travel.modes[0]
    return leg_seconds(scenario, mode, origin, destination)


def drives_from_base(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Seconds from each client's base to the home, and back: two int64[clients]."""
    out, back = np.zeros((2, len(scenario.clients)), np.int64)
    for group, what in enumerate(scenario.groups):
        clients = scenario.clients_of(group)
        homes = np.array([scenario.clients[c].place for c in clients], np.int64)
        out[clients] = usual_drive(scenario, group, what.base, homes)
        back[clients] = usual_drive(scenario, group, homes, what.base)
    return out, back

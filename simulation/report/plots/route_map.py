"""A map of one day's routes on the roads."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ....models import Plan
from ....models.geography import RoadTimes, cache_folder
from ....models.plan import BREAK
from .style import axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def route_map(plan: Plan, day: int, group: int | None = None, ax: Axes | None = None) -> Axes:
    """Draw the routes of one day over the roads: a colour for each member of staff, homes as dots, bases as squares.

    Parameters
    ----------
    plan
        A plan.
    day
        Day, from 0.
    group
        Only this group's routes, and the map cut to its homes; None: all.
    ax
        Axes to draw on.
    """
    from matplotlib import colormaps
    from matplotlib.collections import LineCollection

    scenario = plan.scenario
    network, places = scenario.network, scenario.places
    ax = axes(ax, 7, 8)
    ends = np.c_[network.lon, network.lat]
    segments = np.stack([ends[network.tail], ends[network.head]], axis=1)
    ax.add_collection(LineCollection(list(segments), colors="#C9C9C9", linewidths=0.4, zorder=1))
    homes = np.array([client.place for client in scenario.clients if group is None or client.group == group], dtype=int)
    ax.scatter(places.lon[homes], places.lat[homes], s=5, color="#444444", zorder=3, linewidths=0)
    roads = RoadTimes(network, places.lat, places.lon, scenario.travel.modes, cache=cache_folder())
    duties = [duty for duty in np.flatnonzero(plan.duties.day == day) if group is None or plan.duties.group[duty] == group]
    colours = colormaps["tab20"](np.arange(max(len(duties), 1)) % 20)
    for colour, duty in zip(colours, duties, strict=False):
        stops = plan.routes[duty]
        visits = plan.stops.visit[stops]
        base = scenario.groups[plan.duties.group[duty]].base
        path = [base, *(scenario.clients[plan.visits.client[visit]].place for visit in visits if visit != BREAK), base]
        lon, lat = _along_roads(roads, path, scenario.staff[plan.duties.staff[duty]].mode)
        ax.plot(lon, lat, color=colour, linewidth=1.1, alpha=0.8, zorder=2)
    bases = sorted({item.base for row, item in enumerate(scenario.groups) if group in (None, row)})
    ax.scatter(places.lon[bases], places.lat[bases], s=45, marker="s", color="#D55E00", edgecolor="white", zorder=4)
    _frame(ax, places.lon[[*homes, *bases]], places.lat[[*homes, *bases]])
    where = "all groups" if group is None else f"group {scenario.groups[group].id}"
    ax.set_title(f"{plan.policy.name}: {where}, {scenario.date_of(day):%A %-d %B %Y}, {len(duties)} routes", fontsize=10)
    ax.set_xlabel("longitude")
    ax.set_ylabel("latitude")
    return ax


def _along_roads(roads: RoadTimes, path: list[int], mode: str) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of a route: from door to door along the roads of its fastest drives."""
    drives = [roads.path(a, b, mode) for a, b in pairwise(path) if a != b]
    points = np.concatenate(drives) if drives else np.empty((0, 2))
    return points[:, 1], points[:, 0]


def _frame(ax: Axes, lon: np.ndarray, lat: np.ndarray) -> None:
    """Cut the map to the points with a margin; a degree of longitude is drawn as long as it is on the ground."""
    margin = 0.05 * max(np.ptp(lat), 0.01)
    stretch = 1 / math.cos(math.radians(float(np.mean(lat))))
    ax.set_xlim(lon.min() - margin * stretch, lon.max() + margin * stretch)
    ax.set_ylim(lat.min() - margin, lat.max() + margin)
    ax.set_aspect(stretch)

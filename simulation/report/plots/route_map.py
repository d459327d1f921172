"""A map of one day's routes on the roads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ....models import Plan, Scenario
from ....models.geography import RoadTimes, cache_folder
from ....models.plan import BREAK
from ..texts import Texts, texts
from .style import axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def route_map(plan: Plan, day: int, group: int | None = None, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the routes of one day over the roads: a colour for each member of staff, homes as dots, bases as squares.

    Parameters
    ----------
    plan
        A plan.
    day
        Day, from 0.
    group
        Only this group's routes, and the map cut to them and its homes; None: all.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    """
    from matplotlib import colormaps

    scenario, say = plan.scenario, texts(language)
    ax = axes(ax, 7, 8)
    roads = roads_between(scenario)
    duties = [duty for duty in np.flatnonzero(plan.duties.day == day) if group is None or plan.duties.group[duty] == group]
    colours = colormaps["tab20"](np.arange(max(len(duties), 1)) % 20)
    paths = []
    for duty in duties:
        stops = plan.routes[duty]
        visits = plan.stops.visit[stops]
        base = scenario.groups[plan.duties.group[duty]].base
        path = [base, *(scenario.clients[plan.visits.client[visit]].place for visit in visits if visit != BREAK), base]
        paths.append(_along_roads(roads, path, scenario.staff[plan.duties.staff[duty]].mode))
    background(ax, scenario, group, paths, say)
    for colour, (lon, lat) in zip(colours, paths, strict=False):
        ax.plot(lon, lat, color=colour, linewidth=1.1, alpha=0.8, zorder=2)
    ax.legend(fontsize=8, frameon=False, loc="best")
    where = say("plots.all_groups") if group is None else say("plots.group", group=scenario.groups[group].id)
    policy, date = say.name("policies", plan.policy.name), say.date(scenario.date_of(day))
    ax.set_title(say("plots.map_title", policy=policy, where=where, date=date, routes=len(duties)), fontsize=10)
    ax.set_xlabel(say("plots.longitude"))
    ax.set_ylabel(say("plots.latitude"))
    return ax


def roads_between(scenario: Scenario) -> RoadTimes:
    """The roads between all places of a scenario, for the paths of drives."""
    places = scenario.places
    return RoadTimes(scenario.network, places.lat, places.lon, scenario.travel.modes, cache=cache_folder())


def background(
    ax: Axes, scenario: Scenario, group: int | None, paths: Sequence[tuple[np.ndarray, np.ndarray]] = (), say: Texts | None = None
) -> None:
    """Draw roads, homes as dots and bases as squares, cut to the homes of a group (or all) and to what is driven (``paths``).

    With texts, homes and bases are named in a legend.
    """
    from matplotlib.collections import LineCollection

    network, places = scenario.network, scenario.places
    homes = np.array([client.place for client in scenario.clients if group is None or client.group == group], dtype=int)
    ax.scatter(places.lon[homes], places.lat[homes], s=5, color="#444444", zorder=3, linewidths=0, label=say and say("plots.home"))
    bases = sorted({item.base for row, item in enumerate(scenario.groups) if group in (None, row)})
    ax.scatter(
        places.lon[bases],
        places.lat[bases],
        s=45,
        marker="s",
        color="#D55E00",
        edgecolor="white",
        zorder=4,
        label=say and say("plots.base"),
    )
    shown = [*homes, *bases]
    _frame(ax, *(np.concatenate([at[shown], *(path[k] for path in paths)]) for k, at in enumerate((places.lon, places.lat))))
    ends = np.c_[network.lon, network.lat]
    segments = np.stack([ends[network.tail], ends[network.head]], axis=1)
    low, high = np.sort(np.array([ax.get_xlim(), ax.get_ylim()]).T, axis=0)
    seen = np.all((segments.max(axis=1) >= low) & (segments.min(axis=1) <= high), axis=1)
    ax.add_collection(LineCollection(list(segments[seen]), colors="#C9C9C9", linewidths=0.4, zorder=1), autolim=False)


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

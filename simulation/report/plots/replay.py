"""A day replayed on the map: where everybody is and what they do, minute by minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ....models import Plan
from ....models.scenario import DAY
from ...journal import Journal, Kind
from ..texts import texts
from .day import day_of
from .route_map import background, roads_between
from .style import axes, kind_colour, kind_legend

if TYPE_CHECKING:
    from matplotlib.animation import FuncAnimation
    from matplotlib.axes import Axes


def replay(
    plan: Plan, journal: Journal, day: int, group: int = 0, minutes: float = 5, ax: Axes | None = None, language: str = "en"
) -> FuncAnimation:
    """Animate one day of a group as it happened: each member of staff is a dot, coloured by what they do.

    Parameters
    ----------
    plan, journal
        A plan and the journal of one replication of it.
    day
        Day, from 0.
    group
        Row of the home care group. People called in from elsewhere appear where they come to this group's clients.
    minutes
        Minutes of the day between two frames.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.

    Returns
    -------
    FuncAnimation
        ``HTML(animation.to_jshtml())`` shows it in a notebook, self-contained; ``animation.save("day.gif")`` writes a file.
    """
    from matplotlib.animation import FuncAnimation

    say, scenario = texts(language), plan.scenario
    ax = axes(ax, 6, 6.5)
    background(ax, scenario, group)
    positions = Positions(plan, journal, day, group)
    dots: Any = ax.scatter([], [], s=60, edgecolor="#222222", linewidth=0.6, zorder=6)
    ax.legend(handles=kind_legend(positions.kinds, say), fontsize=7, loc="upper left", framealpha=0.9)
    title = ax.set_title(" ", fontsize=10)
    ax.set_axis_off()
    date = say.date(scenario.date_of(day))

    def draw(second: int) -> list[Any]:
        lon, lat, kinds = positions.at(int(second))
        dots.set_offsets(np.c_[lon, lat])
        dots.set_facecolor([kind_colour(kind) for kind in kinds])
        title.set_text(say("plots.clock", date=date, time=f"{second // 3600:02d}:{second // 60 % 60:02d}"))
        return [dots, title]

    frames = np.arange(positions.first, positions.last + 1, round(minutes * 60)).tolist()
    return FuncAnimation(ax.figure, draw, frames=frames, interval=80, blit=False)  # type: ignore[arg-type]


class Positions:
    """Where the staff of a group are and what they do at any second of a day.

    Parameters
    ----------
    plan, journal, day, group
        As for :func:`replay`.
    """

    def __init__(self, plan: Plan, journal: Journal, day: int, group: int) -> None:
        scenario = plan.scenario
        span, people = day_of(plan, journal, day, group)
        self._rows = np.flatnonzero(span & np.isin(journal.staff, people))
        self._rows = self._rows[np.lexsort((journal.start[self._rows], journal.staff[self._rows]))]
        self._journal, self._places, self._midnight = journal, scenario.places, day * DAY
        self.kinds = np.unique(journal.kind[self._rows]).tolist()
        start, end = journal.start[self._rows], journal.end[self._rows]
        self.first = int(start.min() - self._midnight) if len(start) else 0
        self.last = int(end.max() - self._midnight) if len(end) else 0
        roads = roads_between(scenario)
        self._paths = {
            int(row): _with_lengths(roads.path(int(a), int(b), scenario.staff[int(journal.staff[row])].mode))
            for row in self._rows
            if journal.kind[row] == Kind.DRIVE
            and (a := journal.place_from[row]) >= 0
            and (b := journal.place_to[row]) >= 0
            and a != b
        }

    def at(self, second: int) -> tuple[list[float], list[float], list[int]]:
        """Longitude, latitude and kind of span of everybody on duty, ``second`` seconds after midnight."""
        journal, now = self._journal, second + self._midnight
        lon, lat, kinds = [], [], []
        for row in self._rows[(journal.start[self._rows] <= now) & (now < journal.end[self._rows])]:
            share = (now - journal.start[row]) / (journal.end[row] - journal.start[row])
            if int(row) in self._paths:
                along, points = self._paths[int(row)]
                x, y = np.interp(share * along[-1], along, points[:, 1]), np.interp(share * along[-1], along, points[:, 0])
            elif (place := int(journal.place_to[row])) >= 0:
                x, y = self._places.lon[place], self._places.lat[place]
            else:
                continue
            lon.append(float(x))
            lat.append(float(y))
            kinds.append(int(journal.kind[row]))
        return lon, lat, kinds


def _with_lengths(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A path with how far along it each point is (degrees of latitude)."""
    stretch = np.array([1.0, np.cos(np.radians(points[:, 0].mean()))])
    steps = np.hypot(*(np.diff(points, axis=0) * stretch).T)
    return np.r_[0.0, np.cumsum(steps)], points

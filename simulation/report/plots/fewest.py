"""How few people clients could meet, beside how many they do meet: Gjevjon et al.'s (2014) "highest feasible", client by client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..texts import texts
from .style import axes, policy_colours, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BUBBLE = 18  # points squared for each client


def fewest_staff(clients: Any, days: int | None = None, label: str = "", ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw the different staff of each client against the fewest possible; no plan under this roster has a dot below the line.

    Parameters
    ----------
    clients
        A data frame of :class:`~hemtjanst.models.planning.bounds.ClientBounds`: ``bounds(plan).clients.frame()``, or the table
        ``client_bounds.parquet`` that ``hemtjanst plan`` writes.
    days
        Which of its windows. None: the longest.
    label
        Name of the plan or of its policy, for the legend.
    ax
        Axes to draw on. The area of a dot is the number of clients who share it.
    language
        ``en`` or ``sv``.

    Raises
    ------
    ValueError
        If the table has no such window.
    """
    from matplotlib.ticker import MaxNLocator

    say, ax = texts(language), axes(ax, 5, 4.5)
    windows = sorted({int(length) for length in clients["days"]})
    days = windows[-1] if days is None and windows else days
    if days not in windows:
        raise ValueError(f"the table has no window of {days} days; its windows are {', '.join(map(str, windows)) or 'none'}")
    points = clients.loc[clients["days"] == days, ["fewest_staff", "staff"]].to_numpy(int)
    dots, number = np.unique(points, axis=0, return_counts=True)
    fewest, met = (say.number(mean) for mean in points.mean(axis=0))
    colour = policy_colours([label])[label]
    name = say.name("policies", label) if label else say("plots.each_client")
    legend = say("plots.met_and_fewest", name=name, met=met, fewest=fewest)
    ax.scatter(*dots.T, s=BUBBLE * number, color=colour, alpha=0.55, linewidth=0, label=legend)
    top = int(points.max()) + 1
    ax.plot([0, top], [0, top], color="#777777", linewidth=1.2, zorder=0, label=say("plots.as_few"))
    ax.set_xlim(0, top)
    ax.set_ylim(0, top)
    ax.set_aspect("equal")
    ax.set_xlabel(say("plots.fewest_possible", days=days))
    ax.set_ylabel(say("plots.met_in", days=days))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(fontsize=8, frameon=False, loc="lower right")  # where no dot can be
    tidy(ax)
    return ax

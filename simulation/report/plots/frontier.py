"""What more of one thing costs of another: plans as dots, those that no other plan beats in both joined by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...measures import MEASURES
from ..texts import SHARE, Texts, texts
from .style import axes, policy_colours, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def frontier(
    table: Any, x: str, y: str, label: str | None = None, by: str | None = None, ax: Axes | None = None, language: str = "en"
) -> Axes:
    """Draw plans by two figures, and the frontier of those that no other plan equals or beats in both.

    Parameters
    ----------
    table
        A data frame with a row for each plan.
    x, y
        Columns. A name of a measure has that measure's better direction; in any other column lower is better.
    label
        Column with a word to write beside each dot.
    by
        Column that groups plans; each group has its colour and its frontier. None: one group.
    ax
        Axes to draw on. Filled dots are on a frontier, hollow ones are not.
    language
        ``en`` or ``sv``.
    """
    say, ax = texts(language), axes(ax)
    groups = {"": table} if by is None else dict(list(table.groupby(by, sort=False)))
    for (name, rows), colour in zip(groups.items(), policy_colours(list(groups)).values(), strict=True):
        points = rows[[x, y]].to_numpy(float)
        best = not_dominated(points * [_sign(x), _sign(y)])
        line = points[best][np.argsort(points[best][:, 0], kind="stable")]
        words = say.name("policies", str(name)) if name else say("plots.not_dominated")
        ax.plot(*line.T, color=colour, linewidth=1.2, marker="o", label=words)
        if not best.all():
            beaten = "_nolegend_" if by else say("plots.dominated")
            ax.scatter(*points[~best].T, facecolor="none", edgecolor=colour, zorder=3, label=beaten)
    if label is not None:
        for row in table.to_dict("records"):
            ax.annotate(str(row[label]), (row[x], row[y]), textcoords="offset points", xytext=(5, 4), fontsize=7)
    ax.set_xlabel(_name(x, say))
    ax.set_ylabel(_name(y, say))
    for axis, column in ((ax.xaxis, x), (ax.yaxis, y)):
        if column in MEASURES and MEASURES[column].unit == SHARE:
            axis.set_major_formatter(lambda value, _: say.number(100 * value))
    ax.legend(fontsize=8, frameon=False)
    tidy(ax)
    return ax


def not_dominated(points: np.ndarray) -> np.ndarray:
    """bool[points]: whether no other point is as low in every column and lower in one."""
    as_good = np.all(points[None, :, :] <= points[:, None, :], axis=2)
    better = np.any(points[None, :, :] < points[:, None, :], axis=2)
    return np.logical_not(np.any(as_good & better, axis=1))


def _sign(column: str) -> int:
    return -1 if column in MEASURES and MEASURES[column].better == "higher" else 1


def _name(column: str, say: Texts) -> str:
    if column not in MEASURES:
        return column
    return say("plots.axis", measure=say.name("measures", column), unit=say.name("units", MEASURES[column].unit))

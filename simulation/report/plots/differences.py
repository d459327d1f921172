"""Paired replications and the intervals of their differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..texts import SHARE, texts
from .style import BETTER, NEITHER, WORSE, axes, policy_colours, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def paired(measures: Any, measure: str, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw one measure under each policy: every replication is a dot, joined to the same replication under the next policy.

    Parameters
    ----------
    measures
        Columns policy, replication, measure, value, unit.
    measure
        Name of the measure.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    """
    say = texts(language)
    ax = axes(ax)
    rows = measures[measures["measure"] == measure]
    wide = rows.pivot(index="replication", columns="policy", values="value")[list(dict.fromkeys(rows["policy"]))]
    places = np.arange(wide.shape[1])
    ax.plot(places, wide.to_numpy().T, color="#BBBBBB", linewidth=0.7, zorder=1)
    for place, (name, colour) in zip(places, policy_colours(list(wide.columns)).items(), strict=True):
        ax.scatter(np.full(len(wide), place), wide[name], color=colour, s=18, zorder=2)
    ax.set_xticks(places, [say.name("policies", str(name)) for name in wide.columns])
    ax.set_xlim(-0.5, len(places) - 0.5)
    unit = rows["unit"].iloc[0] if len(rows) else ""
    ax.set_ylabel(say("plots.axis", measure=say.name("measures", measure), unit=say.name("units", unit)))
    if unit == SHARE:
        ax.yaxis.set_major_formatter(lambda value, _: say.number(100 * value))
    tidy(ax)
    return ax


def intervals(differences: Any, measures: list[str], ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw paired differences from the baseline with 95 % intervals, in per cent of the baseline's mean.

    Parameters
    ----------
    differences
        The table ``differences`` of a :class:`~hemtjanst.simulation.experiments.Comparison`.
    measures
        Names of the measures, from top to bottom; those that the table lacks are left out.
    ax
        Axes to draw on. Green is better, orange worse, grey neither or not told apart from zero; an arrow at the edge says that an
        interval goes on beyond it.
    language
        ``en`` or ``sv``.
    """
    say = texts(language)
    rows = differences[differences["measure"].isin(measures)].copy()
    rows["order"] = rows["measure"].map({name: place for place, name in enumerate(measures)})
    rows = rows.sort_values(["order", "policy"])
    rows = rows[rows["baseline_mean"].abs() > 0]
    ax = axes(ax, 7, 0.8 + 0.33 * max(len(rows), 1))
    several = rows["policy"].nunique() > 1
    records = rows.to_dict("records")
    shares = 100 * rows[["low", "difference", "high"]].to_numpy(float) / rows[["baseline_mean"]].abs().to_numpy(float)
    reach = 1.15 * max(100.0, np.abs(shares[:, 1]).max(initial=0))  # an interval of thousands would hide all others
    for place, (row, (low, middle, high)) in enumerate(zip(records, shares.tolist(), strict=True)):
        colour = {"better": BETTER, "worse": WORSE}.get(row["verdict"], NEITHER)
        ax.plot([low, high], [place, place], color=colour, linewidth=2.5, solid_capstyle="butt")
        ax.plot(middle, place, "o", color=colour, markersize=5)
        for end, cut, marker in ((low, -reach, "<"), (high, reach, ">")):
            if abs(end) > reach:
                ax.plot(cut, place, marker, color=colour, markersize=6, clip_on=False)
    ax.axvline(0, color="#444444", linewidth=0.8)
    if np.nanmax(np.abs(shares), initial=0) > reach:
        low, high = np.nanmin(shares, initial=0), np.nanmax(shares, initial=0)
        ax.set_xlim(max(low * 1.05, -reach), min(high * 1.05, reach))
    names = [
        say.name("measures", row["measure"]) + (f", {say.name('policies', row['policy'])}" if several else "") for row in records
    ]
    ax.set_yticks(range(len(names)), names, fontsize=8)
    ax.invert_yaxis()
    ax.set_xlabel(say("plots.difference_axis"))
    tidy(ax)
    return ax

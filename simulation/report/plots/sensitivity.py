"""Which assumption carries the conclusion: tornado and Sobol plots of a sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..texts import texts
from .style import POLICY_COLOURS, axes, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tornado(table: Any, outcome: str = "", ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw what becomes of an outcome when one assumption at a time moves to the ends of its range, the widest bar on top.

    Parameters
    ----------
    table
        A data frame with a row for each parameter: ``parameter``, ``low_value`` and ``high_value`` (the ends of its range), ``low``
        and ``high`` (the outcome there), ``baseline`` (the outcome with every parameter at its default).
    outcome
        Name of the measure or any text; empty: the word alone.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    """
    say = texts(language)
    width = np.maximum(table[["low", "high", "baseline"]].max(axis=1) - table[["low", "high", "baseline"]].min(axis=1), 0)
    rows = table.iloc[np.argsort(-width.to_numpy(), kind="stable")].to_dict("records")
    ax = axes(ax, 7, 0.9 + 0.36 * max(len(rows), 1))
    for place, row in enumerate(rows):
        for end, colour in (("low", POLICY_COLOURS[5]), ("high", POLICY_COLOURS[4])):
            words = say(f"plots.range_{end}") if place == 0 else "_nolegend_"
            ax.barh(place, row[end] - row["baseline"], left=row["baseline"], color=colour, height=0.7, label=words, alpha=0.85)
            outward = 1 if row[end] >= row["baseline"] else -1
            ax.annotate(
                say.number(row[f"{end}_value"]),
                (row[end], place),
                textcoords="offset points",
                xytext=(3 * outward, 0),
                ha="left" if outward > 0 else "right",
                va="center",
                fontsize=7,
            )
    if rows:
        ax.axvline(rows[0]["baseline"], color="#444444", linewidth=0.8)
    ax.set_yticks(range(len(rows)), [row["parameter"] for row in rows], fontsize=8)
    ax.invert_yaxis()
    ax.margins(x=0.12)
    ax.set_xlabel(say("plots.tornado_axis", outcome=say.name("measures", outcome)))
    ax.legend(fontsize=8, frameon=False)
    tidy(ax)
    return ax


def sobol(table: Any, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw Sobol indices: the share of an outcome's variance that each parameter explains alone, and with all its interactions.

    Parameters
    ----------
    table
        A data frame with a row for each parameter: ``parameter``, ``first`` and ``total``, and where there are intervals
        ``first_low``, ``first_high``, ``total_low``, ``total_high``.
    ax
        Axes to draw on; the greatest total index on top.
    language
        ``en`` or ``sv``.
    """
    say = texts(language)
    rows = table.sort_values("total", ascending=False, kind="stable")
    ax = axes(ax, 7, 0.9 + 0.42 * max(len(rows), 1))
    places = np.arange(len(rows))
    for order, shift, colour in (("first", -0.19, POLICY_COLOURS[0]), ("total", 0.19, POLICY_COLOURS[4])):
        value, error = rows[order].to_numpy(float), None
        if f"{order}_low" in rows:
            ends = rows[[f"{order}_low", f"{order}_high"]].to_numpy(float).T
            error = np.abs(ends - value)
        ax.barh(places + shift, value, 0.36, color=colour, xerr=error, ecolor="#444444", label=say(f"plots.{order}_order"))
    ax.axvline(0, color="#444444", linewidth=0.8)
    ax.set_yticks(places, rows["parameter"].astype(str).tolist(), fontsize=8)
    ax.invert_yaxis()
    ax.set_xlabel(say("plots.sobol_axis"))
    ax.legend(fontsize=8, frameon=False)
    tidy(ax)
    return ax

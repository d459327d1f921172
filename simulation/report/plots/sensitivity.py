"""Which assumption carries the conclusion: pictures of the tables that a sweep's ``sensitivity`` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..texts import Texts, texts
from .style import POLICY_COLOURS, axes, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FACTORS = 15  # rows of a picture


def tornado(table: Any, outcome: str = "", ax: Axes | None = None, language: str = "en", difference: bool = False) -> Axes:
    """Draw what becomes of an outcome when one assumption at a time moves to the ends of its range, the widest bar on top.

    Parameters
    ----------
    table
        A row for each assumption, from a sweep ``one_at_a_time``: ``factor``, ``low_value`` and ``high_value`` (the ends of its
        range), ``low`` and ``high`` (the outcome there), ``baseline`` (the outcome with all assumptions as the scenario has them).
    outcome
        Name of the measure or any text; empty: the word alone.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    difference
        The outcome is a difference between two ways of working: a dotted line marks none, so that a bar that crosses it is an
        assumption that turns the conclusion around.
    """
    say = texts(language)
    width = np.maximum(table[["low", "high", "baseline"]].max(axis=1) - table[["low", "high", "baseline"]].min(axis=1), 0)
    rows = table.iloc[np.argsort(-width.to_numpy(), kind="stable")[:FACTORS]].to_dict("records")
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
    if difference:
        ax.axvline(0, color=POLICY_COLOURS[1], linewidth=1, linestyle=":")
    _factors(ax, [row["factor"] for row in rows])
    ax.margins(x=0.12)
    ax.set_xlabel(say("plots.tornado_axis", outcome=_named(say, outcome, difference)))
    ax.legend(fontsize=8, frameon=False)
    return ax


def sobol(table: Any, outcome: str = "", ax: Axes | None = None, language: str = "en", difference: bool = False) -> Axes:
    """Draw Sobol indices: the share of an outcome's variance that each assumption explains alone, and with all its interactions.

    Parameters
    ----------
    table
        A row for each assumption, from a sweep ``saltelli``: ``factor``, ``first`` and ``total``, and where there are intervals
        ``first_low``, ``first_high``, ``total_low``, ``total_high``.
    outcome
        Name of the measure or any text, for the title; empty: none.
    ax
        Axes to draw on; the greatest total index on top.
    language
        ``en`` or ``sv``.
    difference
        The outcome is a difference between two ways of working.
    """
    say = texts(language)
    rows = table.sort_values("total", ascending=False, kind="stable").head(FACTORS)
    ax = axes(ax, 7, 0.9 + 0.42 * max(len(rows), 1))
    places = np.arange(len(rows))
    for order, shift, colour in (("first", -0.19, POLICY_COLOURS[0]), ("total", 0.19, POLICY_COLOURS[4])):
        value = rows[order].to_numpy(float)
        error = _reach(rows, value, f"{order}_low", f"{order}_high")
        ax.barh(places + shift, value, 0.36, color=colour, xerr=error, ecolor="#444444", label=say(f"plots.{order}_order"))
    ax.axvline(0, color="#444444", linewidth=0.8)
    _factors(ax, rows["factor"])
    ax.set_xlabel(say("plots.sobol_axis"))
    ax.set_title(_named(say, outcome, difference), fontsize=10)
    ax.legend(fontsize=8, frameon=False)
    return ax


def ranking(table: Any, outcome: str = "", ax: Axes | None = None, language: str = "en", difference: bool = False) -> Axes:
    """Draw how much each assumption matters: Morris' mean size of effect with its interval, or a rank correlation.

    Parameters
    ----------
    table
        A row for each assumption: ``factor`` and ``mu_star``, ``low``, ``high`` (from a sweep ``morris``), or ``correlation``.
    outcome
        Name of the measure or any text, for the title; empty: none.
    ax
        Axes to draw on; the strongest on top.
    language
        ``en`` or ``sv``.
    difference
        The outcome is a difference between two ways of working.
    """
    say, column = texts(language), "mu_star" if "mu_star" in table else "correlation"
    rows = table.iloc[np.argsort(-table[column].abs().to_numpy(), kind="stable")[:FACTORS]]
    ax = axes(ax, 7, 0.9 + 0.36 * max(len(rows), 1))
    value = rows[column].to_numpy(float)
    ax.barh(np.arange(len(rows)), value, 0.7, color=POLICY_COLOURS[0], xerr=_reach(rows, value, "low", "high"), ecolor="#444444")
    ax.axvline(0, color="#444444", linewidth=0.8)
    _factors(ax, rows["factor"])
    ax.set_xlabel(say(f"plots.{column}_axis"))
    ax.set_title(_named(say, outcome, difference), fontsize=10)
    return ax


def _named(say: Texts, outcome: str, difference: bool) -> str:
    named = say.name("measures", outcome)
    return say("plots.difference_in", outcome=named) if difference else named


def _reach(rows: Any, value: np.ndarray, low: str, high: str) -> np.ndarray | None:
    """How far intervals reach to both sides, float64[2, rows]; None where the table has none."""
    if low not in rows:
        return None
    return np.abs(rows[[low, high]].to_numpy(float).T - value)


def _factors(ax: Axes, names: Any) -> None:
    """Name the rows, the first on top."""
    ax.set_yticks(range(len(names)), [str(name) for name in names], fontsize=8)
    ax.invert_yaxis()
    tidy(ax)

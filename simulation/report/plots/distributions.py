"""How a figure is spread over clients or staff days, policy by policy: a mean hides who is at the end of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..texts import texts
from .style import axes, policy_colours, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def distribution(
    values: Mapping[str, np.ndarray],
    label: str,
    unit: str = "",
    bins: int | Sequence[float] | None = None,
    ax: Axes | None = None,
    language: str = "en",
    of: str | None = None,
    among: Sequence[str] | None = None,
) -> Axes:
    """Draw a histogram for each policy, over the same bins, with the mean of each as a line.

    Parameters
    ----------
    values
        For each policy an array, one number for each client (or staff day, …).
    label, unit
        Text of the horizontal axis, and the unit of the means in the legend.
    bins
        As for :func:`numpy.histogram`; None: whole numbers if all values are whole, else 25 bins.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    of
        Text of the vertical axis that says per cent of what; None: only per cent.
    among
        All policies of the comparison, so that each keeps its colour where others are left out; None: those of ``values``.
    """
    say = texts(language)
    ax = axes(ax)
    colours = policy_colours(list(among or values))
    everything = np.concatenate([np.asarray(each, dtype=float) for each in values.values()])
    everything = everything[np.isfinite(everything)]
    if bins is None:
        whole = everything.size > 0 and np.all(everything == np.round(everything))
        edges = np.arange(everything.min() - 0.5, everything.max() + 1.5) if whole else np.histogram_bin_edges(everything, 25)
        bins = edges.tolist()
    for name, each in values.items():
        finite = np.asarray(each, dtype=float)
        finite = finite[np.isfinite(finite)]
        mean = finite.mean() if finite.size else float("nan")
        weights = np.full(finite.size, 100 / max(finite.size, 1))
        legend = say("plots.mean", name=say.name("policies", name), mean=say.number(mean) + unit)
        ax.hist(finite, bins=bins, weights=weights, color=colours[name], alpha=0.55, label=legend)
        ax.axvline(mean, color=colours[name], linewidth=1.5)
    ax.set_xlabel(label)
    ax.set_ylabel(of or say("plots.percent"))
    ax.legend(fontsize=8, frameon=False)
    tidy(ax)
    return ax

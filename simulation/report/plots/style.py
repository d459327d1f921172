"""Colours and small helpers that the pictures share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...journal import Kind
from ..texts import Texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

# Okabe and Ito (2008): told apart by colour-blind readers and in grey print.
POLICY_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
BETTER, WORSE, NEITHER = "#009E73", "#D55E00", "#777777"

ACCOUNT_COLOURS = {"client": "#009E73", "travel": "#E69F00", "wait": "#CC79A7", "kringtid": "#56B4E9", "idle": "#BBBBBB"}
KIND_COLOURS = {
    Kind.VISIT: "#009E73",
    Kind.DRIVE: "#E69F00",
    Kind.WAIT: "#CC79A7",
    Kind.REPORT: "#56B4E9",
    Kind.OFFICE: "#56B4E9",
    Kind.MEETING: "#0072B2",
    Kind.TEAM_MEETING: "#5590C2",
    Kind.COORDINATION: "#9FBFDA",
    Kind.DOCUMENT: "#8CC9EE",
    Kind.IDLE: "#DDDDDD",
    Kind.BREAK: "#FFFFFF",
    Kind.ALARM: "#D55E00",
    Kind.NIGHT_CHECK: "#005F45",
    Kind.TELEPHONE: "#0072B2",
    Kind.BREAKDOWN: "#000000",
    Kind.INTRODUCTION: "#F0E442",
}
OTHER_COLOURS = ("#F0E442", "#7B4FA3", "#A6761D", "#1B9E9E", "#E7298A")  # for kinds of spans that have no colour of their own


def kind_colour(kind: int) -> str:
    """The colour of a kind of span."""
    known = KIND_COLOURS.get(Kind(kind))
    return known or OTHER_COLOURS[int(kind) % len(OTHER_COLOURS)]


def kind_legend(kinds: Iterable[int], texts: Texts) -> list[Patch]:
    """Handles of a legend for kinds of spans, in the order of :data:`KIND_COLOURS`; kinds of one colour share a handle."""
    from matplotlib.patches import Patch

    order = list(KIND_COLOURS)
    by_colour: dict[str, list[str]] = {}
    for kind in sorted({Kind(kind) for kind in kinds}, key=lambda k: (order.index(k) if k in order else len(order), k)):
        by_colour.setdefault(kind_colour(kind), []).append(texts.name("kinds", kind.name))
    return [
        Patch(facecolor=colour, edgecolor="#888888", linewidth=0.4, label=", ".join(names)) for colour, names in by_colour.items()
    ]


def policy_colours(names: list[str]) -> dict[str, str]:
    """A colour for each policy, in order."""
    return {name: POLICY_COLOURS[k % len(POLICY_COLOURS)] for k, name in enumerate(names)}


def axes(ax: Axes | None, width: float = 7, height: float = 4) -> Axes:
    """The given axes, or those of a new figure of that size in inches."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def tidy(ax: Axes) -> None:
    """Leave only the two spines that carry scales."""
    ax.spines[["top", "right"]].set_visible(False)

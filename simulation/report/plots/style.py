"""Colours and small helpers that the pictures share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...journal import Kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito (2008): told apart by colour-blind readers and in grey print.
POLICY_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")

ACCOUNT_COLOURS = {"client": "#009E73", "travel": "#E69F00", "wait": "#CC79A7", "kringtid": "#56B4E9", "idle": "#BBBBBB"}
ACCOUNT_NAMES = {
    "client": "with clients",
    "travel": "driving",
    "wait": "waiting",
    "kringtid": "office, report, documentation",
    "idle": "nothing to do",
}

KIND_COLOURS = {
    Kind.REPORT: "#56B4E9",
    Kind.MEETING: "#0072B2",
    Kind.DRIVE: "#E69F00",
    Kind.WAIT: "#CC79A7",
    Kind.VISIT: "#009E73",
    Kind.DOCUMENT: "#8CC9EE",
    Kind.OFFICE: "#56B4E9",
    Kind.IDLE: "#DDDDDD",
    Kind.BREAK: "#FFFFFF",
    Kind.ALARM: "#D55E00",
    Kind.NIGHT_CHECK: "#005F45",
    Kind.TELEPHONE: "#0072B2",
    Kind.BREAKDOWN: "#000000",
    Kind.INTRODUCTION: "#F0E442",
}
KIND_NAMES = {
    Kind.VISIT: "visit",
    Kind.DRIVE: "drive",
    Kind.WAIT: "wait at the door",
    Kind.REPORT: "report, office",
    Kind.MEETING: "meeting",
    Kind.DOCUMENT: "documentation",
    Kind.IDLE: "nothing to do",
    Kind.BREAK: "break (unpaid)",
    Kind.ALARM: "alarm",
    Kind.NIGHT_CHECK: "check at night",
    Kind.TELEPHONE: "telephone",
    Kind.BREAKDOWN: "car failed",
    Kind.INTRODUCTION: "introduction",
}


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

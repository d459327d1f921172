"""Where paid time goes: the time identity as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...journal import ACCOUNTS, Journal
from .style import ACCOUNT_COLOURS, ACCOUNT_NAMES, axes, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def time_accounts(journals: Mapping[str, Journal], ax: Axes | None = None) -> Axes:
    """Draw paid = client + travel + wait + kringtid + idle as one stacked bar for each policy, in hours with shares.

    Parameters
    ----------
    journals
        For each policy a journal.
    ax
        Axes to draw on.
    """
    ax = axes(ax, 8, 0.9 + 0.75 * len(journals))
    names = list(journals)
    hours = {
        account: np.array([_hours(journals[name], [int(kind) for kind in kinds]) for name in names])
        for account, kinds in ACCOUNTS.items()
    }
    paid = sum(hours.values(), np.zeros(len(names)))
    left = np.zeros(len(names))
    for account, amount in hours.items():
        ax.barh(names, amount, left=left, color=ACCOUNT_COLOURS[account], label=ACCOUNT_NAMES[account], edgecolor="white")
        for place, (value, start) in enumerate(zip(amount, left, strict=True)):
            if value > 0.04 * paid.max():
                ax.text(
                    start + value / 2, place, f"{value:,.0f} h\n{value / paid[place]:.0%}", ha="center", va="center", fontsize=8
                )
        left += amount
    for place, total in enumerate(paid):
        ax.text(total + 0.01 * paid.max(), place, f"{total:,.0f} h paid", va="center", fontsize=8)
    ax.set_xlim(0, 1.16 * paid.max())
    ax.invert_yaxis()
    ax.set_xlabel("paid hours")
    ax.legend(fontsize=8, ncols=5, loc="upper center", bbox_to_anchor=(0.45, -0.28), frameon=False)
    tidy(ax)
    return ax


def _hours(journal: Journal, kinds: list[int]) -> float:
    rows = np.isin(journal.kind, kinds)
    return float((journal.end[rows] - journal.start[rows]).sum()) / 3600

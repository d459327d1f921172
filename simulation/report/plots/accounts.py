"""Where paid time goes: the time identity as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...journal import ACCOUNTS, Journal
from ..texts import texts
from .style import ACCOUNT_COLOURS, axes, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def time_accounts(journals: Mapping[str, Journal], ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw paid = client + travel + wait + kringtid + idle as one stacked bar for each policy, in hours with shares.

    Parameters
    ----------
    journals
        For each policy a journal.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    """
    say = texts(language)
    ax = axes(ax, 8, 0.9 + 0.75 * len(journals))
    names = list(journals)
    labels = [say.name("policies", name) for name in names]
    hours = {
        account: np.array([_hours(journals[name], [int(kind) for kind in kinds]) for name in names])
        for account, kinds in ACCOUNTS.items()
    }
    paid = sum(hours.values(), np.zeros(len(names)))
    left = np.zeros(len(names))
    for account, amount in hours.items():
        ax.barh(labels, amount, left=left, color=ACCOUNT_COLOURS[account], label=say.name("accounts", account), edgecolor="white")
        for place, (value, start) in enumerate(zip(amount, left, strict=True)):
            if value > 0.04 * paid.max():
                words = say("plots.hours_share", hours=say.number(round(value)), share=f"{value / paid[place]:.0%}")
                ax.text(start + value / 2, place, words, ha="center", va="center", fontsize=8)
        left += amount
    for place, total in enumerate(paid):
        ax.text(total + 0.01 * paid.max(), place, say("plots.paid_total", hours=say.number(round(total))), va="center", fontsize=8)
    ax.set_xlim(0, 1.16 * paid.max())
    ax.invert_yaxis()
    ax.set_xlabel(say("plots.paid_hours"))
    ax.legend(fontsize=8, ncols=5, loc="upper center", bbox_to_anchor=(0.45, -0.28), frameon=False)
    tidy(ax)
    return ax


def _hours(journal: Journal, kinds: list[int]) -> float:
    rows = np.isin(journal.kind, kinds)
    return float((journal.end[rows] - journal.start[rows]).sum()) / 3600

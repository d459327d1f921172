"""A day of a group as a timeline: a row for each member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....models import Plan
from ....models.scenario import DAY
from ...journal import SPANS, Journal, Kind
from ..texts import texts
from .day import day_of
from .style import axes, kind_colour, kind_legend, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def timeline(plan: Plan, journal: Journal, day: int, group: int = 0, ax: Axes | None = None, language: str = "en") -> Axes:
    """Draw what the staff of a group did on one day, as it happened.

    Parameters
    ----------
    plan, journal
        A plan and the journal of one replication of it.
    day
        Day, from 0.
    group
        Row of the home care group. People called in from the pool appear where they worked for this group's clients.
    ax
        Axes to draw on.
    language
        ``en`` or ``sv``.
    """
    from matplotlib.ticker import MultipleLocator

    scenario, say = plan.scenario, texts(language)
    span, people = day_of(plan, journal, day, group)
    ax = axes(ax, 11, 0.8 + 0.32 * max(len(people), 1))
    for row, person in enumerate(people):
        for kind in SPANS:
            mine = span & (journal.staff == person) & (journal.kind == kind)
            starts, ends = journal.start[mine] - day * DAY, journal.end[mine] - day * DAY
            bars = [(start / 3600, (end - start) / 3600) for start, end in zip(starts, ends, strict=True)]
            edge = "#888888" if kind == Kind.BREAK else "white"
            ax.broken_barh(bars, (row - 0.38, 0.76), facecolor=kind_colour(kind), edgecolor=edge, linewidth=0.4)
        visits = span & (journal.staff == person) & (journal.kind == Kind.VISIT)
        for start, end, client in zip(journal.start[visits], journal.end[visits], journal.client[visits], strict=True):
            if end - start >= 17 * 60:
                middle = ((start + end) / 2 - day * DAY) / 3600
                ax.text(middle, row, scenario.clients[client].id, ha="center", va="center", fontsize=5.5, color="white")
    ax.set_yticks(range(len(people)), [scenario.staff[person].id for person in people], fontsize=7)
    ax.invert_yaxis()
    ax.set_xlabel(say("plots.hour"))
    ax.xaxis.set_major_locator(MultipleLocator(1))
    where = say("plots.group", group=scenario.groups[group].id)
    policy, date = say.name("policies", plan.policy.name), say.date(scenario.date_of(day))
    ax.set_title(say("plots.day_title", policy=policy, where=where, date=date), fontsize=10)
    handles = kind_legend(np.unique(journal.kind[span]).tolist(), say)
    ax.legend(
        handles=handles, fontsize=7, ncols=max(len(handles), 1), loc="upper center", bbox_to_anchor=(0.5, -0.14), frameon=False
    )
    tidy(ax)
    return ax

"""The pictures that every comparison gets, as PNG files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..experiments.folder import replacing, writing
from ..measures import Run
from ..measures.distributions import contact_share_of_clients, presence_of_staff_days, staff_of_clients
from . import plots

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison

HEADLINES = [
    "presence_paid",
    "driving_share",
    "continuity_14d_kolada",
    "distinct_staff_14d_all",
    "staff_per_client_day",
    "contact_share_visits",
    "known_staff_share",
    "coc",
    "on_time_window_15",
    "missed_share",
    "overtime_hours",
    "km",
    "paid_hours",
    "idle_share",
    "cost_per_client_hour",
    "performed_granted",
    "workload_spread",
]


class Picture(NamedTuple):
    """A picture of the report: file name without ending, caption, and what draws it."""

    name: str
    caption: str
    draw: Callable[[], Any]


def pictures(result: Comparison) -> list[Picture]:
    """All pictures of a comparison, in the order in which the report shows them."""
    runs = {name: Run(plan, result.journals[name]) for name, plan in result.plans.items()}
    day, group = busiest(result)
    found = []
    if len(runs) > 1:
        found.append(
            Picture(
                "differences",
                "Differences from the baseline, 95 % intervals. Green: better, orange: worse, grey: neither or not told apart.",
                lambda: plots.intervals(result.differences, HEADLINES),
            )
        )
    found += [
        Picture("accounts", "Where the paid hours go (first replication).", lambda: plots.time_accounts(result.journals)),
        Picture(
            "staff_met",
            "Different staff that each client met in 14 days (first replication; mean over the windows).",
            lambda: plots.distribution({n: staff_of_clients(run) for n, run in runs.items()}, "different staff in 14 days"),
        ),
        Picture(
            "presence",
            "Share of each paid shift spent with clients (first replication).",
            lambda: plots.distribution({n: presence_of_staff_days(run) for n, run in runs.items()}, "presence of paid time"),
        ),
    ]
    with_contacts = {name: contact_share_of_clients(run) for name, run in runs.items() if len(result.plans[name].contacts)}
    if with_contacts:
        found.append(
            Picture(
                "contact_share",
                "Share of each client's visits made by the contact person (first replication).",
                lambda: plots.distribution(with_contacts, "share of visits by the contact person"),
            )
        )
    for name, plan in result.plans.items():
        found += [
            Picture(
                f"timeline_{name}",
                f"One day of one group as it happened under {name}.",
                lambda plan=plan, name=name: plots.timeline(plan, result.journals[name], day, group),
            ),
            Picture(f"map_{name}", f"That group's routes under {name}.", lambda plan=plan: plots.route_map(plan, day, group)),
        ]
    return found


def busiest(result: Comparison) -> tuple[int, int]:
    """A weekday and a group worth a close look: the Thursday of the second week (or the last day), the group with most clients."""
    day = min(10, result.days - 1)
    sizes = np.bincount([client.group for client in result.scenario.clients], minlength=len(result.scenario.groups))
    return day, int(np.argmax(sizes))


def draw_all(result: Comparison, folder: Path) -> list[tuple[Picture, Path]]:
    """Draw every picture into ``folder`` and return them with their files."""
    import matplotlib as mpl

    shown = []
    with mpl.rc_context({"backend": "agg"}), writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for picture in pictures(result):
            file = folder / f"{picture.name}.png"
            figure = picture.draw().figure
            with replacing(file) as part:
                figure.savefig(part, dpi=130, format="png", bbox_inches="tight", metadata={"Software": None})
            _close(figure)
            shown.append((picture, file))
    return shown


def _close(figure: Any) -> None:
    from matplotlib import pyplot as plt

    plt.close(figure)

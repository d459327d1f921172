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
from .texts import texts

if TYPE_CHECKING:
    from ...models import Plan
    from ..experiments.comparison import Comparison
    from ..experiments.sweep import Sweep
    from ..journal import Journal

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


def pictures(result: Comparison, language: str = "en") -> list[Picture]:
    """All pictures of a comparison, in the order in which the report shows them."""
    say = texts(language)
    runs = {name: Run(plan, result.journals[name]) for name, plan in result.plans.items()}
    found = []
    if len(runs) > 1:
        caption = say("figures.differences", baseline=say.name("policies", result.policies[0]))
        found.append(Picture("differences", caption, lambda: plots.intervals(result.differences, HEADLINES, language=language)))
    found.append(Picture("accounts", say("figures.accounts"), lambda: plots.time_accounts(result.journals, language=language)))
    spreads = {
        "staff_met": ("staff_met", "clients", {name: staff_of_clients(run) for name, run in runs.items()}),
        "presence": ("presence_shift", "shifts", {name: presence_of_staff_days(run) for name, run in runs.items()}),
        "contact_share": (
            "contact_share",
            "clients",
            {name: contact_share_of_clients(run) for name, run in runs.items() if len(result.plans[name].contacts)},
        ),
    }
    for name, (label, of, values) in spreads.items():
        if any(np.isfinite(each).any() for each in values.values()):  # fewer than 14 days have no window of 14

            def spread(label: str = label, of: str = of, values: dict[str, np.ndarray] = values) -> Any:
                counted = say(f"plots.percent_of_{of}")
                return plots.distribution(values, say(f"plots.{label}"), language=language, of=counted, among=list(runs))

            found.append(Picture(name, say(f"figures.{name}"), spread))
    day, group = busiest(result)
    by_kind: dict[str, Callable[[Plan, Journal], Any]] = {
        "timeline": lambda plan, journal: plots.timeline(plan, journal, day, group, language=language),
        "map": lambda plan, journal: plots.route_map(plan, day, group, language=language),
        "heatmap": lambda plan, journal: plots.heatmap(plan, journal, group, language=language),
    }
    for kind, draw in by_kind.items():
        for name, plan in result.plans.items():
            caption = say(f"figures.{kind}", policy=say.name("policies", name))
            journal = result.journals[name]
            found.append(Picture(f"{kind}_{name}", caption, lambda draw=draw, plan=plan, journal=journal: draw(plan, journal)))
    return found


def busiest(result: Comparison) -> tuple[int, int]:
    """A weekday and a group worth a close look: the Thursday of the second week (or the last day), the group with most clients."""
    day = min(10, result.days - 1)
    sizes = np.bincount([client.group for client in result.scenario.clients], minlength=len(result.scenario.groups))
    return day, int(np.argmax(sizes))


def draw_all(result: Comparison, folder: Path, language: str = "en") -> list[tuple[Picture, Path]]:
    """Draw every picture into ``folder`` and return them with their files."""
    return _draw(pictures(result, language), folder)


def draw_sweep(result: Sweep, folder: Path, language: str = "en") -> list[tuple[Picture, Path]]:
    """Draw which assumption carries each outcome of a sweep: its difference between the last way of working and the first."""
    ways = result.ways
    which = (ways[-1], ways[0] if len(ways) > 1 else None)
    shown = result.design.outcomes if result.design.uncertainties and not len(result.failures) else ()
    return _draw([Picture(name, name, lambda name=name: result.plot(name, *which, language=language)) for name in shown], folder)


def _draw(wanted: list[Picture], folder: Path) -> list[tuple[Picture, Path]]:
    import matplotlib as mpl

    shown = []
    with mpl.rc_context({"backend": "agg"}), writing(folder):
        if wanted:
            folder.mkdir(parents=True, exist_ok=True)
        for picture in wanted:
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

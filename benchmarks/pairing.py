"""How many times fewer replications keyed pairing needs than independent seeds, for an interval of the same width.

    python benchmarks/pairing.py [SCENARIO] [--share 1] [--days 14] [--replications 100] [--workers 1] [--without sick_share ...]

The width of an interval goes with the standard deviation of the difference over the square root of n, so the ratio of replications
is (variance of one + variance of the other) / variance of the paired difference. It is printed with a 95 % interval (bootstrap over
replications). Pairs of shipped ways of working come first, then Back to Basic beside itself with one lever moved.

Pairing can cancel only what befalls both ways alike. Where rosters and contact persons differ, the same illness hits another shift
and other clients: that part of the spread is a real difference between the ways, and no luck is left to share. `--without` switches
sources of luck off, to see which of them it is that pairing cannot cancel.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd
from hemtjanst.cython_ext.keyed import Keyed
from hemtjanst.models import Scenario
from hemtjanst.models.policy import Policy
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.experiments import compare

MEASURES = ("presence_paid", "contact_share_visits", "contact_share_duties", "driving_share", "cost_per_client_hour")
LUCK = ("visit_cv", "travel_cv", "slippery_share", "sick_share", "cancelled_share", "away_share", "no_answer_share")
AIM = 10
BOOTSTRAPS = 1000


def changed(name: str, section: str, **levers: object) -> Policy:
    """Back to Basic with levers moved."""
    content = load_policy("back_to_basic").model_dump()
    content[section] |= levers
    return Policy.model_validate(content | {"name": name})


WAYS: dict[str, Callable[[], Policy]] = {
    name: lambda name=name: load_policy(name)
    for name in ("fragmented", "unhurried", "back_to_basic", "fixed_contact", "cross_professional")
} | {
    "dear_contacts": lambda: changed("dear_contacts", "continuity", contact_minutes=40),
    "no_backups_first": lambda: changed("no_backups_first", "absence", replaced_by=("colleague", "pool")),
    "hurried": lambda: changed("hurried", "control", stay_planned_time=False),
}
PAIRS = (
    ("fragmented", "back_to_basic"),
    ("fragmented", "unhurried"),
    ("unhurried", "back_to_basic"),
    ("fixed_contact", "back_to_basic"),
    ("fixed_contact", "cross_professional"),
    ("cross_professional", "back_to_basic"),
    ("dear_contacts", "back_to_basic"),
    ("no_backups_first", "back_to_basic"),
    ("hurried", "back_to_basic"),
)


def ratio(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Replications with independent seeds for each replication in pairs, over the last axis."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return (x.var(axis=-1, ddof=1) + y.var(axis=-1, ddof=1)) / (x - y).var(axis=-1, ddof=1)


def shown(x: np.ndarray, y: np.ndarray) -> str:
    """The ratio with its interval, a star where it is surely below the aim."""
    if not np.isfinite(x - y).all() or not x.std() or not y.std():
        return "-"
    if not (x - y).std():
        return "identical"
    n = len(x)
    rows = Keyed(1, "pairing").integers(n, np.arange(BOOTSTRAPS)[:, None], 0, np.arange(n))
    low, high = np.nanquantile(ratio(x[rows], y[rows]), [0.025, 0.975])
    return f"{ratio(x, y):.1f} [{low:.1f}, {high:.1f}]{'*' if high < AIM else ''}"


def quiet(scenario: Scenario, names: list[str]) -> Scenario:
    """The scenario with some sources of luck at zero."""
    off = {name: getattr(scenario.uncertainty, name).model_copy(update={"value": 0.0}) for name in names}
    return scenario.replace(uncertainty=scenario.uncertainty.model_copy(update=off))


def main() -> None:
    """Live through all ways of working and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="small")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--without", nargs="*", default=[], choices=LUCK)
    options = parser.parse_args()
    scenario = quiet(load_scenario(options.scenario, share=options.share), options.without)
    how = {"days": options.days, "replications": options.replications, "workers": options.workers, "progress": True}
    wide = compare(scenario, [make() for make in WAYS.values()], **how).measures.pivot_table(
        index=["measure", "replication"], columns="policy", values="value"
    )
    rows = {
        f"{one} - {other}": {name: shown(*(wide.loc[name][way].to_numpy() for way in (one, other))) for name in MEASURES}
        for one, other in PAIRS
    }
    what = f"{options.scenario}, {len(scenario.clients)} clients, {options.days} days, {options.replications} replications"
    print(what + (f", without {', '.join(options.without)}" if options.without else ""))
    print(pd.DataFrame(rows).T.to_string())
    print(f"* surely below {AIM}; -: one of the two has no such figure, or it never varies")


if __name__ == "__main__":
    main()

"""Days under pressure and the illness that comes of them where somebody assumes it (N9)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hemtjanst.models import Policy
from hemtjanst.models.information import Claims
from hemtjanst.models.planning import make_plan
from hemtjanst.simulation.journal import Journal, Kind, Reason
from hemtjanst.simulation.world import simulate
from hemtjanst.simulation.world.day import Lived
from hemtjanst.simulation.world.records import HOME, Crew, Reached
from hemtjanst.simulation.world.strain import under_pressure

HOUR = 3600


def ill(journal: Journal) -> set[tuple[int, int]]:
    """Days and people of the shifts that were lost to short illness."""
    rows = (journal.kind == Kind.ABSENT) & (journal.reason == Reason.ILL)
    return set(zip(journal.day[rows].tolist(), journal.staff[rows].tolist(), strict=True))


def test_N9_days_under_pressure_make_ill_only_where_somebody_assumes_it(village):
    """N9: off as shipped; switched on, who was ill anyhow is ill still, and others fall ill who were under pressure."""
    plan = make_plan(village, Policy(name="plain"), 28, iterations=3)
    assert village.claims.strain_factor.value == 1
    strained = replace(plan, scenario=village.replace(claims=Claims.model_validate({"strain_factor": 10})))
    more = 0
    for replication in range(4):
        before, after = ill(simulate(plan, replication)), ill(simulate(strained, replication))
        assert before <= after
        more += len(after) - len(before)
    assert more > 0


def test_who_has_a_breath_or_comes_back_in_time_is_not_under_pressure():
    """One with a quarter of an hour in between, one without, one back ten minutes late, one who was not out at all."""
    nothing = {name: np.zeros(4, np.int32) for name in Crew.columns()}
    crew = Crew(**nothing | {"last": np.full(4, 10 * HOUR, np.int32)})
    late = 10 * HOUR + 600
    stops = [  # crew, visit, ready, leave, arrive, start
        (0, 1, 7 * HOUR, 7 * HOUR + 900, 8 * HOUR, 8 * HOUR),
        (0, HOME, 9 * HOUR, 9 * HOUR, 10 * HOUR, 10 * HOUR),
        (1, 2, 7 * HOUR, 7 * HOUR, 8 * HOUR, 8 * HOUR + 60),
        (1, HOME, 9 * HOUR, 9 * HOUR, 10 * HOUR, 10 * HOUR),
        (2, 3, 7 * HOUR, 7 * HOUR, 8 * HOUR, 8 * HOUR + 900),
        (2, HOME, 9 * HOUR, 9 * HOUR, late, late),
    ]
    columns = np.array(stops).T
    given = dict(zip(("crew", "visit", "ready", "leave", "arrive", "start"), columns, strict=True))
    rest = {name: np.zeros(len(stops), np.int32) for name in Reached.columns() if name not in given}
    assert under_pressure(Lived(crew, Reached(**given, **rest))).tolist() == [False, True, True, False]

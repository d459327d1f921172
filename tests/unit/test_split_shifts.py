"""Split shifts (delad tur): two parts of a day with unpaid hours between them, from the scenario file to the journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hemtjanst.models import Scenario
from hemtjanst.models.checks import check
from hemtjanst.models.errors import InputError
from hemtjanst.models.files import find, read_yaml
from hemtjanst.models.planning import make_plan
from hemtjanst.models.planning.demand import Job, break_of, paid_seconds, staff_needed
from hemtjanst.models.planning.shift_fields import parts_of
from hemtjanst.models.scenario import ShiftType
from hemtjanst.models.scenario_file import load_policy, load_scenario
from hemtjanst.simulation.journal import Kind
from hemtjanst.simulation.journal_checks import check_journal
from hemtjanst.simulation.measures.run import Run
from hemtjanst.simulation.world import simulate

HOUR = 3600
SPLIT = ShiftType("split", 7 * HOUR, 20 * HOUR, (11 * HOUR, 16 * HOUR))


def seaside(folder: Path, begin: str = "11:00", end: str = "16:00") -> Scenario:
    """The shipped ``small`` with alarms, nights and a third kind of shift, a split one."""
    file = read_yaml(find("scenario", "small"))
    day, evening = {"name": "day", "start": "07:00", "end": "15:30"}, {"name": "evening", "start": "16:00", "end": "22:00"}
    file["staffing"]["shifts"] = [day, evening, {"name": "split", "start": "07:00", "end": "20:00", "gap": [begin, end]}]
    (folder / "seaside.yaml").write_text(yaml.safe_dump(file | {"events": "documented"}), encoding="utf-8")
    return load_scenario(folder / "seaside.yaml")


@pytest.mark.parametrize("first", ["roster", "clients"])
def test_split_shifts_are_planned_and_lived_through(tmp_path: Path, first: str):
    """Both ways of rostering, both checkers: the hours off are nobody's paid time, and nobody is called in them."""
    scenario, policy = seaside(tmp_path), load_policy("back_to_basic")
    policy = policy.model_copy(update={"roster": policy.roster.model_copy(update={"first": first})})
    plan = make_plan(scenario, policy, 7, iterations=30)
    split = plan.duties.shift == 2
    assert 0 < split.sum() < len(split)
    assert not [found.message for found in check(plan) if found.hard]
    assert set((plan.duties.end - plan.duties.start - plan.duties.break_seconds)[split].tolist()) == {8 * HOUR}

    journal = simulate(plan, 0)
    assert not check_journal(plan, journal)
    pauses = np.flatnonzero((journal.kind == Kind.BREAK) & (journal.duty >= 0))
    pauses = pauses[split[journal.duty[pauses]]]
    assert len(pauses)
    assert set((journal.end - journal.start)[pauses].tolist()) == {5 * HOUR}
    for row in pauses.tolist():
        other = (journal.staff == journal.staff[row]) & (journal.kind != Kind.BREAK) & (journal.kind != Kind.DUTY)
        assert not (other & (journal.start < journal.end[row]) & (journal.end > journal.start[row])).any()
    run = Run(plan, journal)
    day, staff = journal.day[pauses[0]], journal.staff[pauses[0]]
    assert run.paid[day, staff] < 10 * HOUR


def test_visits_in_the_hours_off_ask_for_somebody_else(village: Scenario):
    """A demand that counts on a split shift at noon leaves lunch to nobody."""
    assert (break_of(village, SPLIT).seconds, paid_seconds(village, SPLIT)) == (5 * HOUR, 8 * HOUR)
    assert [part.last - part.first > 3 * HOUR for part in parts_of(village, SPLIT)] == [True, True]
    day = village.shifts[0]
    morning, noon, evening = (Job(hour * HOUR, hour * HOUR, HOUR) for hour in (9, 12, 17))
    assert staff_needed(village, [morning, evening], [replace(day, end=15 * HOUR), SPLIT]) == [0, 1]
    assert staff_needed(village, [noon], [day, SPLIT]) == [1, 0]
    assert staff_needed(village, [noon], [SPLIT]) == [0]


@pytest.mark.parametrize(
    ("begin", "end", "why"),
    [
        ("06:00", "12:00", "must lie within the shift"),
        ("11:00", "11:30", "at least 60 minutes"),
        ("16:00", "20:00", "must lie within the shift"),
        ("12:30", "16:00", "each part of a split shift is worked without a break, so at most 5 h"),
    ],
)
def test_impossible_hours_off_are_refused_in_words(tmp_path: Path, begin: str, end: str, why: str):
    """Each part of a split shift is worked without a break, which the law allows for five hours."""
    with pytest.raises(InputError, match=why):
        seaside(tmp_path, begin, end)

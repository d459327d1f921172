"""Contradictory days are named in sentences; each rule is broken once in an otherwise sound day."""

import numpy as np
import pytest
from hemtjanst.models.planning.day import FORBIDDEN, DayProblem, solve
from hemtjanst.models.planning.day.check import Names, contradictions
from hemtjanst.models.planning.day.explain import why_left_out

HOUR = 3600


def a_day(**changes) -> DayProblem:
    """Two staff from 7 to 16, three visits at 8, 9 and 10."""
    values = {
        "travel": np.array([[0, 600], [600, 0]]),
        "shift_start": np.array([7, 7]) * HOUR,
        "shift_end": np.array([16, 16]) * HOUR,
        "place": np.array([1, 1, 1]),
        "duration": np.array([1800, 1800, 1800]),
        "earliest": np.array([8, 9, 10]) * HOUR,
        "latest": np.array([9, 10, 11]) * HOUR,
    }
    return DayProblem(**(values | changes))


BROKEN = {
    "a window turned round": ({"latest": np.array([7, 10, 11]) * HOUR}, "visit 0: may start from 08:00 but must start by 07:00"),
    "a skill nobody has": ({"skills": np.array([0, 4, 0])}, "visit 1: nobody may do it: nobody has all its skills"),
    "everybody forbidden": (
        {"cost": np.array([[0, 0], [FORBIDDEN, FORBIDDEN], [0, 0]])},
        "visit 1: nobody may do it: all who have its skills are forbidden",
    ),
    "nobody at work": (
        {
            "shift_start": np.array([12, 12]) * HOUR,
            "earliest": np.array([13, 13, 10]) * HOUR,
            "latest": np.array([14, 14, 11]) * HOUR,
        },
        "visit 2: nobody who may do it works when it is due (10:00–11:00, 30 minutes)",
    ),
    "one person for two": (
        {"pairs": np.array([[0, 1, 0, HOUR]]), "cost": np.array([[0, FORBIDDEN], [0, FORBIDDEN], [0, 0]])},
        "visit 0 and visit 1: need two different people, and only one may do them",
    ),
    "windows that never meet": (
        {"pairs": np.array([[0, 2, 0, 0]])},
        "visit 0 and visit 2: must start at the same time, but may start 08:00–09:00 and 10:00–11:00",
    ),
    "a gap too long": (
        {"gaps": np.array([[0, 1, 2 * HOUR]])},
        "visit 0 and visit 1: need 120 minutes between them, so the second cannot start before 10:30; it must by 10:00",
    ),
    "a shift shorter than its lunch": (
        {"break_length": np.array([0, 1800]), "shift_start": np.array([7, 15.75]) * HOUR},
        "staff 1: the shift is 15 minutes long, shorter than its break of 30",
    ),
    "lunch outside the shift": (
        {"break_length": np.array([1800, 0]), "break_earliest": np.array([17, 0]) * HOUR, "break_latest": np.array([18, 0]) * HOUR},
        "staff 0: the break (17:00–18:00, 30 minutes) does not fit into the shift 07:00–16:00",
    ),
    "two windows that are one": (
        {"windows": np.array([[0, 9 * HOUR, 10 * HOUR]])},
        "visit 0: has windows that overlap (08:00–09:00 or 09:00–10:00); one window says the same",
    ),
    "a second window turned round": (
        {"windows": np.array([[0, 12 * HOUR, 11 * HOUR]])},
        "visit 0: may start from 12:00 but must start by 11:00",
    ),
    "two windows that never meet another": (
        {"pairs": np.array([[0, 2, 0, 0]]), "windows": np.array([[0, 14 * HOUR, 15 * HOUR]])},
        "must start at the same time, but may start 08:00–09:00 or 14:00–15:00 and 10:00–11:00",
    ),
    "a hard window that nobody reaches": (
        {"hard": np.array([True, False, False]), "earliest": np.array([7, 9, 10]) * HOUR, "latest": np.array([7.1, 10, 11]) * HOUR},
        "visit 0: must start by 07:06, and nobody who may do it can be there before 07:10",
    ),
    "more than anybody can carry": (
        {"demand": np.array([0, 9, 0]), "capacity": np.array([5, 8])},
        "visit 1: has a demand of 9; nobody who may do it has room for more than 8",
    ),
    "two people who never work together": (
        {
            "pairs": np.array([[0, 1, 0, 0]]),
            "shift_end": np.array([9, 16]) * HOUR,
            "shift_start": np.array([7, 9]) * HOUR,
            "latest": np.array([10, 10, 11]) * HOUR,
        },
        "visit 0 and visit 1: need two people at the same time; no two who may do them work together",
    ),
    "a shift turned round": (
        {"shift_end": np.array([16, 6]) * HOUR},
        "staff 1: the shift ends at 06:00, before it begins at 07:00",
    ),
    "a circle of gaps": (
        {"gaps": np.array([[0, 1, 0], [1, 2, 0], [2, 0, 0]]), "earliest": np.full(3, 8 * HOUR), "latest": np.full(3, 12 * HOUR)},
        "wait for each other in a circle; not all of them can be done",
    ),
}


def test_a_sound_day_has_no_contradictions():
    """A sentence about nothing would be read once and never again."""
    assert contradictions(a_day(pairs=np.array([[0, 1, 0, 0]]), gaps=np.array([[1, 2, 600]]))) == ()


@pytest.mark.parametrize(("changes", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_each_contradiction_is_said_alone(changes, said):
    """The sentence names who, what and by how much, and nothing else is blamed."""
    faults = contradictions(a_day(**changes))
    assert len(faults) == 1
    assert said in str(faults[0])


@pytest.mark.parametrize("changes", [changes for changes, _ in BROKEN.values()], ids=BROKEN.keys())
def test_a_contradictory_day_is_planned_all_the_same(changes):
    """As little as possible is left out, and every visit left out has a sentence that says why."""
    plan = solve(a_day(**changes), iterations=50, seed=1)
    assert sum(plan.components.values()) == plan.cost
    assert set(why_left_out(plan)) == set(plan.unserved.tolist())
    assert len(plan.unserved) <= 2


def test_names_of_people_stand_in_the_sentences():
    """Rows mean nothing to the person who has to mend the input."""
    names = Names(visits=["Asta's morning", "Bo's morning", "Bo's lunch"], staff=["Eva", "Kim"])
    faults = contradictions(a_day(skills=np.array([0, 4, 0])), names)
    assert str(faults[0]) == "Bo's morning: nobody may do it: nobody has all its skills"


def test_a_visit_that_is_not_worth_its_detour_says_so():
    """Leaving out is a choice of prices; the sentence shows both."""
    plan = solve(
        a_day(unserved=np.array([240, 240, 5]) * 6000, travel=np.array([[0, 1200], [1200, 0]]), place=np.array([0, 0, 1])),
        iterations=9,
    )
    assert why_left_out(plan) == {2: "staff 0 could do it at a cost of 40 minutes; leaving it out costs 5"}


def test_a_day_without_staff_is_refused():
    """The kernel looks at somebody's shift first; with nobody there it would look at nothing."""
    with pytest.raises(ValueError, match="nobody works"):
        solve(a_day(shift_start=np.zeros(0, int), shift_end=np.zeros(0, int)), iterations=1)

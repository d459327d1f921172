"""The friendly way into a day: names in, rows out, every mistake said at once."""

import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.planning.day import FORBIDDEN, UNIT, DayWeights, solve
from hemtjanst.models.planning.day.builder import DayBuilder
from hemtjanst.models.planning.day.check import contradictions

TRAVEL = [[0, 5, 8], [5, 0, 4], [8, 4, 0]]


def a_day() -> DayBuilder:
    """Two people, two clients, one of whom needs two people in the morning."""
    day = DayBuilder(["base", "Asta", "Bo"], TRAVEL, DayWeights.per_minute(distinct=15.0))
    day.staff("Eva", shift=("07:00", "16:00"), place="base", skills=["insulin"], lunch=(30, "11:00", "13:00"))
    day.staff("Kim", shift=("07:00", "16:00"), place="base", end_place="Bo")
    day.visit("Asta, morning", place="Asta", minutes=30, window=("08:00", "09:00"), skills=["insulin"])
    day.visit("Bo, lift", place="Bo", minutes=20, window=("09:30", "10:00"), others=10, prices={"Eva": 0}, known=["Kim"])
    day.visit("Bo, lift, second person", place="Bo", minutes=20, window=("09:30", "10:00"), forbidden=["Eva"])
    day.visit("Bo, lunch", place="Bo", minutes=25, window=("12:00", "13:00"), unserved=500)
    day.together("Bo, lift", "Bo, lift, second person")
    day.gap("Bo, lift", "Bo, lunch", minutes=90)
    return day


def test_names_become_rows():
    """Minutes become seconds, prices cost units, wishes the cost matrix."""
    problem, names = a_day().build()
    assert (problem.visits, problem.staff) == (4, 2)
    assert names.visit(3) == "Bo, lunch"
    assert names.person(1) == "Kim"
    assert problem.travel[0, 0, 2] == 8 * 60
    assert problem.cost.tolist() == [[0, 0], [0, 10 * UNIT], [FORBIDDEN, 0], [0, 0]]
    assert problem.pairs.tolist() == [[1, 2, 0, 0]]
    assert problem.gaps.tolist() == [[1, 3, 5400]]
    assert problem.client.tolist() == [0, 1, 1, 1]
    assert problem.known.tolist() == [[False, False], [False, True]]
    assert problem.allowed[0].tolist() == [True, False]
    assert problem.end_place.tolist() == [0, 2]
    assert problem.unserved[3] == 500 * UNIT
    assert contradictions(problem, names) == ()


def test_what_is_built_can_be_planned():
    """From names to a plan without an array in sight."""
    problem, _ = a_day().build()
    plan = solve(problem, iterations=100, seed=1)
    assert len(plan.unserved) == 0
    assert plan.start[1] == plan.start[2]
    assert plan.start[3] >= plan.start[1] + 20 * 60 + 90 * 60
    assert plan.break_start[0] >= 11 * 3600


def test_all_mistakes_are_said_at_once():
    """Mending one mistake per run is how people lose a morning."""
    day = a_day()
    day.staff("Eva", shift=("07:00", "late"), place="bas")
    day.visit("x", place="Bo", minutes=5, window=("12:00", "13:00"), prices={"Ewa": 1})
    day.together("Bo, lift", "Bo, lunh")
    with pytest.raises(InputError) as raised:
        day.build()
    said = str(raised.value)
    for sentence in (
        "staff 'Eva': is added twice",
        "staff 'Eva': 'late' is not a time; write it as 07:30",
        "staff 'Eva': there is no place 'bas'; did you mean 'base'?",
        "visit 'x': there is no staff 'Ewa'; did you mean 'Eva'?",
        "together: there is no visit 'Bo, lunh'; did you mean 'Bo, lunch'?",
        "visit 'Bo, lift': is in two pairs; a visit may be in one",
    ):
        assert sentence in said


def test_travel_must_fit_the_places():
    """A matrix of another size would send people to the wrong doors."""
    with pytest.raises(InputError, match=r"travel: has shape \(2, 2\); 3 places need 3 × 3"):
        DayBuilder(["base", "Asta", "Bo"], [[0, 1], [1, 0]]).build()


def test_rush_hours_are_given_by_the_time_of_the_day():
    """Each time says what changes from then on; modes that it does not name go on as before."""
    slow, ride = [[0, 9, 9], [9, 0, 9], [9, 9, 0]], [[0, 20, 20], [20, 0, 20], [20, 20, 0]]
    day = DayBuilder(
        ["base", "Asta", "Bo"], {"car": TRAVEL, "bicycle": ride}, later={"08:30": {"car": TRAVEL}, "07:00": {"car": slow}}
    )
    day.staff("Eva", shift=("07:00", "16:00"), place="base", mode="car")
    problem, _ = day.build()
    assert problem.period_start.tolist() == [7 * 3600, 8 * 3600 + 1800]
    assert [problem.drive(0, 0, 1, at * 3600) for at in (6, 7, 9)] == [300, 540, 300]
    assert (problem.period_travel[:, 1] == problem.travel[1]).all()


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ({"07:00": [[0, 1], [1, 0]]}, "3 places need 3 × 3"),
        ({"07:00": {"boat": TRAVEL}}, "there is no mode of travel 'boat'"),
        ({"seven": TRAVEL}, "'seven' is not a time"),
        ({"07:00": TRAVEL, 25200: TRAVEL}, "is given twice"),
        ({"07:00": [[0, -1, 1], [1, 0, 1], [1, 1, 0]]}, "below 0"),
    ],
)
def test_rush_hours_that_cannot_be_are_said(later, said):
    """A period of another shape or of another mode would be read as some other day."""
    with pytest.raises(InputError, match=said):
        DayBuilder(["base", "Asta", "Bo"], TRAVEL, later=later).build()


def test_everything_that_only_some_days_ask_for_has_a_word():
    """Several windows, windows for the end, hard windows, a lunch that may be missed, promises, visits that go together."""
    day = a_day()
    day.staff("Ida", shift=("07:00", "16:00"), place="base", lunch=(30, "11:00", "13:00"), missed_lunch=20)
    day.visit("a", place="Asta", minutes=30, window=[("15:00", "15:30"), ("09:00", "10:00")], window_of="end", hard=True)
    day.visit("b", place="Asta", minutes=30, window=("09:00", "10:00"), promised=("Kim", "09:15"))
    day.both_or_neither("a", "b")
    problem, _ = day.build()
    assert (problem.earliest[4], problem.latest[4], problem.latest[5]) == (9 * 3600, 9.5 * 3600, 10 * 3600)
    assert problem.windows.tolist() == [[4, 15 * 3600, 15 * 3600]]
    assert problem.hard.tolist() == [False] * 4 + [True, False]
    assert problem.wholes.tolist() == [[4, 5]]
    assert problem.break_missed.tolist() == [0, 0, 20 * UNIT]
    assert (problem.promised_staff.tolist(), problem.promised_start[5]) == ([-1] * 5 + [1], 9.25 * 3600)


def test_pay_is_given_in_minutes_of_travel():
    """Who writes a day thinks in minutes; half a minute of travel for each minute at visits is 50 units a second."""
    day = DayBuilder(["base"], [[0]])
    day.staff("nurse", shift=("07:00", "16:00"), place="base", pay=0.5, overtime_pay=1.0)
    day.staff("assistant", shift=("07:00", "16:00"), place="base")
    day.visit("wash", place="base", minutes=10, window=("08:00", "09:00"))
    problem, _ = day.build()
    assert (problem.pay * 60 / UNIT).tolist() == [0.5, 0.0]
    assert (problem.overtime_pay * 60 / UNIT).tolist() == [1.0, 0.0]


def test_a_visit_without_any_window_and_an_unknown_promise_are_said():
    """New words bring new mistakes; they are collected with the others."""
    day = a_day()
    day.visit("a", place="Asta", minutes=30, window=[])
    day.visit("b", place="Asta", minutes=30, window=("09:00", "10:00"), promised=("Kin", "9"))
    with pytest.raises(InputError) as raised:
        day.build()
    said = str(raised.value)
    assert "visit 'a': has no window" in said
    assert "there is no staff 'Kin'; did you mean 'Kim'" in said
    assert "'9' is not a time" in said

"""The unified home health care problem: what its files say becomes prices and windows, and plans say when and where lunch is."""

import copy
import json
from typing import Any

import numpy as np
import pytest
from hemtjanst.models.errors import InputError
from hemtjanst.models.planning.day import FORBIDDEN, evaluate, solve
from hemtjanst.models.planning.day.formats import load, uhhc

FILE = {
    "metadata": {
        "time_window_met": "at_service_end",
        "origin": "generated",
        "cost_components": {
            "travel_time": 2,
            "total_tardiness": 3,
            "highest_tardiness": 4,
            "total_waiting_time": 5,
            "total_extra_time": 6,
            "max_idle_time": 1,
            "caregiver_preferences": 8,
            "optional_patients": 100,
            "missed_lunch_break": 50,
        },
    },
    "terminal_points": [{"id": "d0", "distance_matrix_index": 0}],
    "caregivers": [
        {
            "id": "c1",
            "abilities": ["s1", "s2"],
            "departing_point": "d0",
            "working_shift": {"start": 0, "end": 480},
            "lunch_break": True,
        },
        {
            "id": "c2",
            "abilities": ["s1", "s3"],
            "departing_point": "d0",
            "working_shift": {"start": 400, "end": 600},
            "lunch_break": True,
        },
    ],
    "patients": [
        {
            "id": "p1",
            "required_services": [{"service": "s1"}],
            "time_windows": [{"start": 300, "end": 330}, {"start": 60, "end": 100}],
            "preferred_caregivers": ["c1"],
            "optional": True,
        },
        {
            "id": "p2",
            "required_services": [{"service": "s2", "duration": 30}, {"service": "s3"}],
            "time_windows": [{"start": 410, "end": 500}],
            "synchronization": {"type": "sequential", "distance": {"min": 10, "max": 40}},
            "incompatible_caregivers": [],
        },
    ],
    "services": [{"id": "s1", "default_duration": 20}, {"id": "s2", "default_duration": 5}, {"id": "s3", "default_duration": 15}],
    "distances": [[0, 10, 20], [10, 0, 15], [20, 15, 0]],
    "lunch_breaks": {"start": 180, "end": 360, "min_duration": 30},
}


def changed(path: str, value) -> dict:
    """The file with one value replaced, by a path of keys and indices."""
    data = copy.deepcopy(FILE)
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    here: Any = data
    for key in way:
        here = here[key]
    here[last] = value
    return data


def test_windows_for_the_end_become_windows_for_the_start():
    """In order of time, and each earlier by the duration of the service."""
    problem = uhhc.read(FILE, "f")
    assert (problem.earliest.tolist(), problem.latest.tolist()) == ([60, 410, 410], [80, 470, 485])
    assert problem.windows.tolist() == [[0, 300, 310]]
    assert uhhc.read(changed("metadata.time_window_met", "at_service_start"), "f").latest.tolist() == [100, 500, 500]


def test_abilities_and_preferences_become_prices():
    """Who is not able is forbidden, who is not preferred costs what the file says."""
    problem = uhhc.read(FILE, "f")
    assert problem.cost.tolist() == [[0, 8], [0, FORBIDDEN], [FORBIDDEN, 0]]
    assert problem.pairs.tolist() == [[1, 2, 10, 40]]
    forbidden = uhhc.read(changed("patients.0.incompatible_caregivers", ["c1"]), "f")
    assert forbidden.cost[0].tolist() == [FORBIDDEN, 8]


def test_lunch_ends_within_its_window_where_windows_are_for_the_end():
    """30 minutes that end by 360 begin by 330; a shift from 400 has no room for lunch, and its price is paid in any case."""
    problem = uhhc.read(FILE, "f")
    assert (problem.break_length.tolist(), problem.break_latest[0]) == ([30, 0], 330)
    nothing = evaluate(problem, (np.zeros(0, np.int32),) * 2)
    assert uhhc.price(FILE, nothing) == 2 * 100 + 50 + 450  # two patients left out, one lunch missed, idle 450 minutes


def test_services_that_are_free_but_go_together():
    """Independent services of one patient are both done or both left out, by anybody at any time of the window."""
    problem = uhhc.read(changed("patients.1.synchronization", {"type": "independent"}), "f")
    assert (len(problem.pairs), problem.wholes.tolist()) == (0, [[1, 2]])


def test_a_hard_tardiness_is_worth_leaving_a_patient_out():
    """The only one who is able begins at 600: too late by hours, so nobody comes, and the price is that of the file."""
    data = changed("metadata.cost_components.total_tardiness", "HARD")
    data["caregivers"][1]["working_shift"] = {"start": 600, "end": 700}
    plan = solve(uhhc.read(data, "f"), iterations=100)
    assert plan.unserved.tolist() == [1, 2]
    assert uhhc.price(data, plan) < 1000


def test_a_plan_says_where_lunch_is():
    """Lunch stands between the services, at the patient whom the caregiver has just reached or has not yet left."""
    problem = uhhc.read(FILE, "f")
    plan = evaluate(problem, (np.array([0, 1]), np.array([2])), np.array([1, -1]), np.array([60, 410]))
    first = uhhc.write(FILE, plan)["routes"][0]["locations"]
    assert [(stop["patient"], stop["service"]) for stop in first] == [("p1", "s1"), ("p2", "lunch_break"), ("p2", "s2")]
    assert first[1]["departure_time"] - first[1]["arrival_time"] == 30
    assert first[1]["departure_time"] <= 360


def test_fractions_become_a_finer_tick():
    """Half minutes must not be lost: a plan would be too early for a foreign scorer."""
    problem = uhhc.read(changed("distances.0.1", 10.5), "f")
    assert problem.travel[0, 0, 1] == 10_500
    plan = solve(problem, iterations=50)
    assert uhhc.price(changed("distances.0.1", 10.5), plan) == pytest.approx(
        uhhc.price(FILE, solve(uhhc.read(FILE, "f"), iterations=50)), abs=20
    )


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("patients.0.required_services.0.service", "s9", "patients.p1: there is no service 's9'; "),
        ("patients.0.preferred_caregivers", ["c7"], "patients.p1: there is no caregiver 'c7'; allowed: c1, c2"),
        ("caregivers.0.departing_point", "d7", "caregivers.c1: there is no terminal point 'd7'; allowed: d0"),
        ("services.0", {"id": "s1"}, "patients.p1: the service 's1' has no duration, here or by default"),
        ("metadata.cost_components.max_waiting_time", 3, "cost_components.max_waiting_time: cannot be planned for; did you mean"),
        ("metadata.cost_components.max_idle_time", "HARD", "cannot be HARD; a number can be planned for"),
        ("metadata.cost_components.travel_time", -1, "must not be negative; found -1"),
        ("metadata.origin", "bazirha", "waiting before the first visit counts, which cannot be planned for"),
        ("caregivers.0.working_shift", None, "max_idle_time needs a working_shift for everybody"),
        ("patients.1.required_services", [{"service": "s1"}] * 3, "needs 3 services; at most two can be planned"),
    ],
)
def test_what_a_file_cannot_mean_is_said(tmp_path, path, value, said):
    """Names that nobody knows, and what this planner cannot say, in a sentence with its place."""
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(changed(path, value)), encoding="utf-8")
    with pytest.raises(InputError, match=r"\w") as raised:
        load(file)
    assert said in str(raised.value)

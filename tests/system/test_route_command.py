"""``hemtjanst route`` as a newcomer would type it: problem files of others in, plan files out."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hemtjanst.models.planning.day import formats, solve
from hemtjanst.simulation.cli import main

BENCH = Path(__file__).parents[2].parent / "shared" / "bench"

HOMECARE = {
    "weights": {"travel_per_min": 1.0, "noncontact": 10.0, "late_per_min": 2.0, "overtime_per_min": 2.0, "unserved": 240.0},
    "travel": [[0, 600, 600], [600, 0, 300], [600, 300, 0]],
    "staff": [
        {"id": 7, "start_loc": 0, "end_loc": 0, "shift": [25200, 57600], "skills": [0, 1]},
        {"id": 9, "start_loc": 0, "end_loc": 0, "shift": [25200, 57600], "skills": [0]},
    ],
    "visits": [
        {"client": 0, "loc": 1, "window": [28800, 30600], "duration": 1800, "skills": [1], "contacts": [9]},
        {"client": 0, "loc": 1, "window": [28800, 30600], "duration": 1800, "skills": [0], "contacts": [9]},
        {"client": 1, "loc": 2, "window": [36000, 39600], "duration": 900, "skills": [0], "contacts": [9]},
    ],
    "sync": [[0, 1]],
}

VRPTW = """TINY

VEHICLE
NUMBER     CAPACITY
  3         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0       1000          0
    1      3         4          6          0       1000         10
    2      3         5          4          0       1000         10
    3      -3        -4         7          0       1000         10
"""

HHCRSP = {
    "services": [{"id": "s1", "default_duration": 10.0}, {"id": "s2", "default_duration": 20.0}],
    "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s1", "s2"]}],
    "patients": [
        {"id": "p1", "time_window": [60.0, 120.0], "required_caregivers": [{"service": "s1"}]},
        {
            "id": "p2",
            "time_window": [100.0, 200.0],
            "required_caregivers": [{"service": "s1"}, {"service": "s2"}],
            "synchronization": {"type": "sequential", "distance": [15, 30]},
        },
    ],
    "distances": [[0.0, 10.5, 20.25], [10.5, 0.0, 12.125], [20.25, 12.125, 0.0]],
}


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Exit code of the command line."""
    monkeypatch.setattr(sys, "argv", ["hemtjanst", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def plan_of(monkeypatch, tmp_path, content) -> dict:
    """The plan file that the command writes for a problem."""
    problem, out = tmp_path / "problem.txt", tmp_path / "plan.json"
    problem.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    assert run(monkeypatch, "route", str(problem), "--iterations", "200", "--seed", "3", "--out", str(out)) == 0
    return json.loads(out.read_text(encoding="utf-8"))


def test_home_care_day(monkeypatch, tmp_path, capsys):
    """Skills, double staffing and contact persons of the project's own form, in the ids of the file."""
    assert plan_of(monkeypatch, tmp_path, HOMECARE) == {"routes": {"7": [0], "9": [1, 2]}}
    assert "cost 55.00, 3 visits, 2 of 2 staff" in capsys.readouterr().out  # 20 + 25 minutes driven, one visit by no contact


def test_a_plan_is_explained_in_the_names_of_the_file(monkeypatch, tmp_path):
    """Whoever answers for a plan is asked why: what it costs, who does what, who else could come."""
    problem, out, why = tmp_path / "problem.json", tmp_path / "plan.json", tmp_path / "why.json"
    problem.write_text(json.dumps(HOMECARE), encoding="utf-8")
    words = ("route", str(problem), "--iterations", "200", "--out", str(out), "--explain", str(why))
    assert run(monkeypatch, *words) == 0
    told = json.loads(why.read_text(encoding="utf-8"))
    assert told["components"] == {"travel": 45.0, "person": 10.0}
    rows = [(row["staff"], row["leaves"], row["visits"], row["travel"], row["person"]) for row in told["staff"]]
    assert rows == [("staff 7", "07:50", 1, 20.0, 10.0), ("staff 9", "07:50", 2, 25.0, 0.0)]
    last = {"visit": "visit 2", "staff": "staff 9", "start": "10:00", "late": 0.0, "adds": 5.0}
    assert told["visits"][2] == last | {"others would add": {"staff 7": 10.0}}


def test_vehicles_honour_their_capacity(monkeypatch, tmp_path, capsys):
    """6 + 4 + 7 do not fit into one vehicle of 10; distances are cut to one decimal."""
    plan = plan_of(monkeypatch, tmp_path, VRPTW)
    assert sorted(sorted(route) for route in plan["routes"]) == [[1, 2], [3]]
    assert "cost 21.80" in capsys.readouterr().out  # 5.0 + 1.0 + 5.8 and 5.0 + 5.0


def test_hhcrsp(monkeypatch, tmp_path):
    """Two services of a patient: by two caregivers, the second 15 to 30 minutes after the first."""
    plan = plan_of(monkeypatch, tmp_path, HHCRSP)
    stops = {
        (stop["patient"], stop["service"]): (route["caregiver_id"], stop) for route in plan["routes"] for stop in route["locations"]
    }
    (first, begin), (second, end) = stops["p2", "s1"], stops["p2", "s2"]
    assert (first, second) == ("c1", "c2")
    assert 15 <= end["arrival_time"] - begin["arrival_time"] <= 30
    assert end["departure_time"] - end["arrival_time"] == 20


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "this is not JSON"),
        ("{}", "no known kind of problem: the file has nothing, but not visits (home care day)"),
        ("VEHICLE\n3 10\n0 0 0 0 0 9 0\n2 3 4 1 0 9 1\n", "line 4: expected customer 1 with 7 numbers, found '2 3 4 1 0 9 1'"),
        (json.dumps(HOMECARE | {"staff": [{"id": 7}]}), "staff.0.shift: is missing"),
        (json.dumps(HOMECARE | {"travel": [[0]]}), "the parts do not fit together: place must lie in 0 … 0; found 1 … 2"),
        (json.dumps(HOMECARE | {"staff": HOMECARE["staff"][:1]}), "visits.0.contacts: there is no staff member 9"),
        (json.dumps(HHCRSP | {"services": [{"id": "s3"}]}), "patients.p1: there is no service 's1'; allowed: s3"),
        (json.dumps(HHCRSP | {"patients": 3}), "patients: must be a list ([..., ...]), not 3"),
    ],
)
def test_what_is_wrong_is_said(monkeypatch, tmp_path, capsys, content, said):
    """Exit code 2 and a sentence with the place, never a traceback."""
    problem = tmp_path / "problem.json"
    problem.write_text(content, encoding="utf-8")
    assert run(monkeypatch, "route", str(problem), "--iterations", "1", "--out", str(tmp_path / "plan.json")) == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_done_is_said_and_the_rest_is_planned(monkeypatch, tmp_path, capsys):
    """A visit that nobody may do is named before and after; the others are not held up by it."""
    lonely = HOMECARE["visits"][2] | {"skills": [5]}
    plan = plan_of(monkeypatch, tmp_path, HOMECARE | {"visits": [*HOMECARE["visits"][:2], lonely]})
    assert plan == {"routes": {"7": [0], "9": [1]}}
    said = capsys.readouterr()
    assert "note: visit 2: nobody may do it: nobody has all its skills" in said.err
    assert "left out: visit 2: nobody may do it" in said.err
    assert "3 visits, 1 left out" in said.out


def test_seconds_and_iterations_exclude_each_other(monkeypatch, tmp_path, capsys):
    """A run cannot stop by both and be reproducible."""
    words = ("--seconds", "1", "--iterations", "1", "--out", str(tmp_path / "plan.json"))
    assert run(monkeypatch, "route", "problem.json", *words) == 2
    assert "give one of them" in capsys.readouterr().err


PUBLIC = (
    "hhcrsp/InstanzCPLEX_HCSRP_10_1.json",
    "vrptw/solomon100/r101.txt",
    "vrptw/solomon100/c101.txt",
    *(f"uhhc/small/instance-{number:03d}.json" for number in range(10)),
    "uhhc/validation/i-100.json",
)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_problems_are_valid_to_a_foreign_scorer(monkeypatch, tmp_path, name):
    """The scorer shares no code with the kernel; a plan that it rejects is worth nothing to anybody else."""
    if not (BENCH / name).exists():
        pytest.skip("the public problems are not beside this checkout (../shared/bench)")
    out = tmp_path / "plan.json"
    assert run(monkeypatch, "route", str(BENCH / name), "--iterations", "3000", "--out", str(out)) == 0
    words = [sys.executable, str(BENCH / "score.py"), str(BENCH / name), str(out)]
    score = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert score["valid"]
    assert score["errors"] == []
    if name.startswith("uhhc"):
        loaded = formats.load(BENCH / name)
        assert loaded.price(solve(loaded.problem, iterations=3000, seed=1)) == score["cost"]


def test_sentences_use_the_names_of_the_file(monkeypatch, tmp_path, capsys):
    """Whoever mends the file looks for its own names, not for rows of a table."""
    patients = [HHCRSP["patients"][0] | {"required_caregivers": [{"service": "s3"}]}, HHCRSP["patients"][1]]
    services = [*HHCRSP["services"], {"id": "s3", "default_duration": 5.0}]
    plan_of(monkeypatch, tmp_path, HHCRSP | {"patients": patients, "services": services})
    assert "left out: p1 s3: nobody may do it" in capsys.readouterr().err


BEST = Path(__file__).parents[2] / "benchmarks" / "best"


@pytest.mark.parametrize("plan", sorted(BEST.glob("*/*.json")), ids=lambda path: path.stem)
def test_kept_plans_are_better_than_the_best_known(plan):
    """A record that a foreign scorer does not confirm is none."""
    table = BENCH / plan.parent.name
    problem = table / ("validation" if plan.parent.name == "uhhc" else "") / plan.name
    if not problem.exists():
        pytest.skip("the public problems are not beside this checkout (../shared/bench)")
    words = [sys.executable, str(BENCH / "score.py"), str(problem), str(plan)]
    score = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    with (table / "bks.csv").open(encoding="utf-8") as file:
        known = {row["instance"]: float(row.get("best_known_verified") or row["best_known"]) for row in csv.DictReader(file)}
    assert score["valid"]
    assert score["cost"] < known[plan.stem]

"""The command line as a newcomer types it: slips end in one clear message and exit code 2, never in a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hemtjanst.models.files import find
from hemtjanst.simulation import cli

SMALL_RUN = ["--days", "7", "--replications", "2", "--workers", "1", "--quiet"]


@pytest.fixture
def type_in(monkeypatch, capsys):
    """Type a command; returns exit code, output and error output."""

    def typed(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hemtjanst", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return typed


def without_pictures(monkeypatch):
    """Leave out the pictures of reports, which cost seconds, where a test is about something else."""
    monkeypatch.setattr("hemtjanst.simulation.report.html.draw_all", lambda result, folder, language: [])


@pytest.fixture
def small_file(tmp_path):
    """A copy of scenarios/small.yaml with changes given as a nested mapping; None takes a key away."""

    def write(**changes: object) -> Path:
        data = yaml.safe_load(find("scenario", "small").read_text(encoding="utf-8"))
        _merge(data, changes)
        file = tmp_path / "mine.yaml"
        file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return file

    return write


def _merge(data: dict, changes: dict) -> None:
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            _merge(data[key], value)
        elif value is None:
            data.pop(key, None)
        else:
            data[key] = value


def test_help_is_quick_because_nothing_heavy_is_imported():
    """A command line that takes two seconds to say hello is not used."""
    heavy = ["pandas", "scipy", "matplotlib", "simpy", "networkx", "joblib", "osmium", "pyarrow"]
    code = f"import sys, hemtjanst.simulation.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told(type_in):
    """The first question of whoever is asked for help."""
    code, out, _ = type_in("--version")
    assert code == 0
    assert out.startswith("hemtjanst ")
    assert out.split()[1][0].isdigit()


@pytest.mark.parametrize(
    "words", [["--help"], ["compare", "--help"], ["plan", "--help"], ["validate", "--help"], ["travel", "--help"]]
)
def test_every_command_explains_itself(type_in, words):
    """Help is the first thing that a newcomer types."""
    code, out, _ = type_in(*words)
    assert code == 0
    assert "Usage" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["compare", "tanun", "fragmented"], "tanun: there is no scenario of that name; did you mean 'tanum'?"),
        (["compare", "falkenberg", "--provider", "oun"], "there is no provider 'oun'; did you mean 'own'?"),
        (["run", "falkenberg", "fragmented", "--provider", "oun"], "there is no provider 'oun'; did you mean 'own'?"),
        (["compare", "small", "fragmentd"], "fragmentd: there is no policy of that name; did you mean 'fragmented'?"),
        (["compare", "small", "fragmented", "fragmented"], "two policies are called 'fragmented'"),
        (["plan", "nowhere/x.yaml", "fragmented"], "nowhere/x.yaml: there is no such scenario file"),
        (["validate", "nothing.yaml"], "nothing.yaml"),
        (["show", "."], "there are no results of hemtjanst here"),
    ],
)
def test_unknown_names_are_told_with_the_nearest(type_in, tmp_path, monkeypatch, words, message):
    """A misspelt name is the commonest slip of all."""
    monkeypatch.chdir(tmp_path)
    code, _, err = type_in(*words)
    assert code == 2
    assert message in err


@pytest.mark.parametrize(
    "words", [["--days", "0"], ["--replications", "-3"], ["--workers", "0"], ["--days", "many"], ["--no-such"]]
)
def test_impossible_options_are_refused(type_in, tmp_path, words):
    """Refused before anything is computed."""
    code, _, err = type_in("compare", "small", "--out", tmp_path / "out", *words)
    assert code == 2
    assert words[0] in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sed": 3}, "unknown key 'sed'; did you mean 'seed'?"),
        ({"seed": "one"}, "seed: must be a whole number, not 'one'"),
        ({"start": "2026-03-04"}, "start: 2026-03-04 is a Wednesday; the first day must be a Monday"),
        ({"work": {"office_minutes": -5}}, "work.office_minutes: -5 min must be at least 0"),
        ({"uncertainty": {"visit_cv": {"value": 0.2, "unit": "min"}}}, "the unit is 'ratio', not 'min'"),
        ({"geography": None}, "geography: is missing"),
    ],
)
def test_faults_of_a_scenario_file_are_told_with_their_place(type_in, small_file, changes, message):
    """Place and remedy in one line."""
    file = small_file(**changes)
    code, _, err = type_in("validate", file)
    assert code == 2
    assert message in err
    assert str(file) in err


def test_all_faults_of_a_file_come_at_once(type_in, small_file):
    """One run of validate is enough to mend a file."""
    code, _, err = type_in("validate", small_file(sed=3, seed="one", work={"office_minutes": -5}))
    assert code == 2
    assert err.count("mine.yaml") == 3


@pytest.mark.parametrize("name", ["tanum", "small", "own_tables", "fragmented", "back_to_basic"])
def test_shipped_files_validate(type_in, name):
    """What is shipped must pass its own check."""
    code, out, _ = type_in("validate", name)
    assert code == 0
    assert "is fine" in out


@pytest.mark.parametrize("kind", ["scenario", "policy"])
def test_the_schema_is_json_and_names_the_levers(type_in, kind):
    """Editors complete files from it."""
    code, out, _ = type_in("schema", kind)
    assert code == 0
    assert {"name", "title"} <= json.loads(out)["properties"].keys()


def test_road_files_that_are_none_are_told_apart(type_in, tmp_path):
    """Unreadable, empty and non-OSM files each get their own sentence."""
    (tmp_path / "empty.osm").write_text("")
    (tmp_path / "text.osm").write_text("hello")
    (tmp_path / "alone.osm").write_text('<osm version="0.6"><node id="1" lat="58.7" lon="11.3"/></osm>')
    said = []
    for name in ("missing.osm", "empty.osm", "text.osm", "alone.osm", "roads.txt"):
        code, _, err = type_in("compare", "small", "--roads", tmp_path / name, "--out", tmp_path / "out")
        assert code == 2
        assert name in err
        said.append(err)
    assert len(set(said)) == len(said)


def test_a_comparison_is_stored_shown_and_gone_on_with(type_in, tmp_path, monkeypatch):
    """The whole way of a small comparison: run, show, add replications, refuse other results, overwrite."""
    out = tmp_path / "out"
    code, table, _ = type_in("compare", "small", *SMALL_RUN, "--out", out)
    assert code == 0
    for word in ("presence_paid", "continuity_14d_kolada", "95 % interval", " / "):
        assert word in table
    names = {path.name for path in out.iterdir()}
    assert {"manifest.json", "measures.parquet", "differences.parquet", "differences.csv", "report.html", "figures"} <= names
    without_pictures(monkeypatch)
    code, again, _ = type_in("show", out)
    assert (code, again.strip()) == (0, table.strip())
    code, text, _ = type_in("show", out, "--json")
    assert {"measures", "differences"} == json.loads(text).keys()

    first = (out / "finished" / "fragmented" / "0001.parquet").stat().st_mtime_ns
    more = [word if word != "2" else "3" for word in SMALL_RUN]
    code, _, _ = type_in("compare", "small", *more, "--out", out)
    assert code == 0
    assert (out / "finished" / "fragmented" / "0002.parquet").exists()
    assert (out / "finished" / "fragmented" / "0001.parquet").stat().st_mtime_ns == first

    code, _, err = type_in("compare", "small", "--seed", "2", *SMALL_RUN, "--out", out)
    assert code == 2
    assert "holds other results" in err
    code, _, _ = type_in("compare", "small", "--seed", "2", *SMALL_RUN, "--out", out, "--overwrite")
    assert code == 0


def test_the_same_command_gives_the_same_bytes_with_one_worker_or_two(type_in, tmp_path, monkeypatch):
    """Decision 2: same input, same output, bit for bit."""
    without_pictures(monkeypatch)
    for workers in ("1", "2"):
        words = [*SMALL_RUN[:4], "--workers", workers, "--quiet"]
        code, _, _ = type_in("compare", "small", *words, "--out", tmp_path / workers)
        assert code == 0
    one, two = ({p.relative_to(tmp_path / w): p.read_bytes() for p in (tmp_path / w).rglob("*.parquet")} for w in "12")
    assert one.keys() == two.keys()
    assert len(one) > 10
    assert [str(path) for path in one if one[path] != two[path]] == []


def test_an_interrupted_run_keeps_what_is_finished(tmp_path):
    """Ctrl-C after the first replications: they stay, the message says how to go on, and the same command does."""
    out = tmp_path / "out"
    command = [sys.executable, "-c", "from hemtjanst.simulation.cli import main; main()", "compare", "small", "fragmented"]
    command += ["--days", "7", "--replications", "200", "--workers", "1", "--out", str(out)]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TQDM_DISABLE": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a job in the background ignores Ctrl-C
    )
    finished = out / "finished" / "fragmented" / "0001.parquet"
    deadline = time.monotonic() + 120
    while not finished.exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "the same command goes on from there" in err
    assert "Traceback" not in err
    kept = sorted(out.glob("finished/fragmented/*.parquet"))
    assert len(kept) >= 2
    assert not list(out.rglob(".*.part*"))


def test_replications_go_on_until_the_precision_is_reached(type_in, tmp_path, monkeypatch):
    """A stated precision instead of a guessed number; slips are told before anything is planned."""
    without_pictures(monkeypatch)
    words = ["compare", "small", "--days", "1", "--workers", "1", "--quiet", "--out", tmp_path / "out"]
    code, _, err = type_in(*words, "--precision", "driving_shar=1%", "--precision", "presence_paid")
    assert code == 2
    assert "did you mean 'driving_share'?" in err
    assert "write MEASURE=NUMBER" in err
    code, table, _ = type_in(*words, "--precision", "presence_paid=0.003", "--precision", "driving_share=50%", "--most", "30")
    assert code == 0
    assert "30 replications" in table
    assert "precision: presence_paid, back_to_basic: half-width" in table
    assert table.count("not reached") == 1

"""``hemtjanst travel`` as a newcomer would type it: a road file and a CSV in, a Parquet matrix out."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from hemtjanst.simulation.cli import main

ROADS = """<osm version="0.6">
<node id="1" version="1" lat="58.0" lon="11.0"/><node id="2" version="1" lat="58.0" lon="11.02"/>
<node id="3" version="1" lat="58.01" lon="11.02"/>
<way id="1" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="maxspeed" v="30"/></way>
<way id="2" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="secondary"/></way>
</osm>"""
PLACES = "id,lat,lon\nAsta,58.0,11.0\nBo,58.0,11.02\nCilla,58.01,11.02\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Folder with a road file and places, and a cache of its own."""
    monkeypatch.setenv("HEMTJANST_CACHE", str(tmp_path / "cache"))
    (tmp_path / "roads.osm").write_text(ROADS)
    (tmp_path / "places.csv").write_text(PLACES)
    return tmp_path


def run(monkeypatch, folder: Path, *options: str) -> int:
    """Exit code of the command with the files of the folder."""
    words = ["hemtjanst", "travel", str(folder / "roads.osm"), str(folder / "places.csv"), "--out", str(folder / "matrix.parquet")]
    monkeypatch.setattr(sys, "argv", [*words, *options])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def seconds(folder: Path, start: str, end: str) -> int:
    """One entry of the matrix that was written."""
    frame = pd.read_parquet(folder / "matrix.parquet")
    return int(frame.loc[(frame["from"] == start) & (frame["to"] == end), "seconds"].iloc[0])


def test_matrix_of_all_pairs(files, monkeypatch, capsys):
    """Every pair of places with names, seconds and metres; what was read and how far places are from roads is said."""
    assert run(monkeypatch, files) == 0
    frame = pd.read_parquet(files / "matrix.parquet")
    assert list(frame.columns) == ["from", "to", "seconds", "metres"]
    assert len(frame) == 9
    assert frame["from"].tolist()[:4] == ["Asta", "Asta", "Asta", "Bo"]
    assert seconds(files, "Asta", "Bo") == 158  # 1 179 m at 27 km/h
    said = capsys.readouterr().out
    assert "3 places, on average 0 m from a road" in said
    assert "2 roads and paths" in said


def test_profile_hour_and_weather_change_the_times(files, monkeypatch):
    """Walking, rush hour and winter each give another matrix of the same roads; at night there is no rush."""
    run(monkeypatch, files)
    usual = seconds(files, "Asta", "Cilla")
    measured = {}
    for name, options in {
        "foot": ("--profile", "foot"),
        "e-bike": ("--profile", "e-bike"),
        "rush": ("--at", "08:00"),
        "night": ("--at", "3:00"),
        "saturday": ("--at", "08:00", "--day", "saturday"),
        "winter": ("--weather", "winter"),
    }.items():
        assert run(monkeypatch, files, *options) == 0
        measured[name] = seconds(files, "Asta", "Cilla")
    assert measured["night"] == measured["saturday"] == usual
    assert usual < measured["rush"] < 1.16 * usual
    assert measured["winter"] == pytest.approx(1.1 * usual, abs=1)
    assert usual < measured["e-bike"] < measured["foot"]


@pytest.mark.parametrize(
    ("places", "sentences"),
    [
        (
            "id,lat,lon\nAsta,58.0,11.0\nAsta,fifty,11.0\n,58.0,200\n",
            ["3, column id: 'Asta'", "3, column lat: 'fifty'", "4, column id: is empty", "4, column lon: '200'"],
        ),
        ("name,lat,lon\nAsta,58,11\n", ["the column 'id' is missing"]),
        ("id,lat,lon\n", ["holds no places"]),
        ("id,lat,lon\nAsta,58.0,11.0\nFar,59.0,11.0\n", ["'Far' (59.00000, 11.00000) lies 110.", "allowed are 2 km"]),
        ("", ["cannot be read as CSV"]),
    ],
)
def test_faulty_places_are_named_with_row_and_column(files, monkeypatch, capsys, places, sentences):
    """All faults of a table at once, exit code 2, no traceback."""
    (files / "places.csv").write_text(places)
    assert run(monkeypatch, files) == 2
    said = capsys.readouterr().err
    assert all(sentence in said for sentence in sentences), said
    assert "Traceback" not in said


@pytest.mark.parametrize("at", ["25:00", "8", "noon", "08:60"])
def test_times_of_day_that_are_none_are_refused(files, monkeypatch, capsys, at):
    """A departure is a time of day."""
    assert run(monkeypatch, files, "--at", at) == 2
    assert f"'{at}' is no time of day; write it as HH:MM" in capsys.readouterr().err


def test_output_that_cannot_be_written_is_said(files, monkeypatch, capsys):
    """A folder in the way of the output file ends in a message."""
    (files / "matrix.parquet").mkdir()
    assert run(monkeypatch, files) == 2
    assert "cannot be written: Is a directory" in capsys.readouterr().err


def test_tables_in_another_encoding_are_refused_in_words(files, monkeypatch, capsys):
    """Old programs save Swedish letters in another encoding; the message says what to do."""
    (files / "places.csv").write_bytes("id,lat,lon\nÅsa,58,11\n".encode("latin-1"))
    assert run(monkeypatch, files) == 2
    assert "is not a text file in UTF-8" in capsys.readouterr().err


def test_swedish_tables_read_too(files, monkeypatch):
    """Excel in Swedish writes semicolons and decimal commas."""
    (files / "places.csv").write_text("﻿id;lat;lon\nÅsa;58,0;11,0\nBo;58,0;11,02\n", encoding="utf-8")
    assert run(monkeypatch, files) == 0
    assert seconds(files, "Åsa", "Bo") == 158

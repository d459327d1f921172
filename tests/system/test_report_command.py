"""The report: its figures are the tables', it needs no network, and it can be made again in either language."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hemtjanst.models.files import find
from hemtjanst.simulation import cli
from hemtjanst.simulation.experiments import compare
from hemtjanst.simulation.experiments.reading import read_comparison
from hemtjanst.simulation.measures import MEASURES

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


class Rows(HTMLParser):
    """Every table row of a measure: policy, measure, and the text of its cells by class; and every address that is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.language = ""
        self._cell = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:  # noqa: D102
        found = dict(attrs)
        self.addresses += [found[name] for name in ("src", "href") if name in found]
        self.language = self.language or found.get("lang", "")
        if tag == "tr":
            self.rows.append({key: found[key] for key in ("data-measure", "data-policy") if key in found})
        if tag == "td":
            self._cell = (found.get("class") or "text").split()[-1]
            self.rows[-1].setdefault(self._cell, "")

    def handle_data(self, data: str) -> None:  # noqa: D102
        if self._cell:
            self.rows[-1][self._cell] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        if tag == "td":
            self._cell = ""


def parse(page: Path) -> Rows:
    """Read a page."""
    rows = Rows()
    rows.feed(page.read_text(encoding="utf-8"))
    rows.rows = [row for row in rows.rows if "data-measure" in row]
    return rows


def number(text: str, language: str) -> float:
    """The number that a reader of the language would read."""
    text = text.replace("\u00a0", "").replace("\u2212", "-")
    assert ("." if language == "sv" else ",") not in text
    return float(text.replace(",", ".")) if text != "–" else float("nan")


def type_in(*words: object) -> int:
    """Type a command; returns its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["hemtjanst", *map(str, words)])
        try:
            cli.main()
        except SystemExit as end:
            return int(end.code or 0)
    return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small comparison with its report in Swedish, and in English beside it."""
    out = tmp_path_factory.mktemp("report") / "out"
    few = ["--days", "2", "--replications", "3", "--workers", "1", "--quiet"]
    assert type_in("compare", "small", "fragmented", "back_to_basic", *few, "--language", "sv", "--out", out) == 0
    with pytest.MonkeyPatch.context() as patch:  # pictures cost seconds; those of the first page will do for both
        patch.setattr("hemtjanst.simulation.report.html.draw_all", lambda result, folder, language: [])
        assert type_in("report", out, "--language", "en", "--page", out / "en.html") == 0
    return out


def page(folder: Path, language: str) -> Path:
    """The page in a language."""
    return folder / ("report.html" if language == "sv" else "en.html")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_figures_of_the_page_are_those_of_the_tables(folder, language):
    """Whoever checks a figure of the report against the Parquet file must find the same one."""
    table = pd.read_parquet(folder / "differences.parquet").set_index("measure")
    rows = parse(page(folder, language))
    assert rows.language == language
    assert {row["data-measure"] for row in rows.rows} == set(MEASURES)
    for row in rows.rows:
        of = table.loc[row["data-measure"]]
        scale = 100 if of["unit"] == "share" else 1
        low, high = row["interval"].strip("[]").split(";")
        for shown, true in ((row["difference"], "difference"), (low, "low"), (high, "high")):
            assert number(shown.strip(), language) == pytest.approx(scale * of[true], rel=6e-3, abs=6e-7, nan_ok=True), row
        for shown, which in ((row["mean"], ""), (row["baseline_mean"], "baseline_")):
            value, _, fraction = shown.strip().partition("\n")
            assert number(value, language) == pytest.approx(scale * of[f"{which}mean"], rel=6e-3, abs=6e-7, nan_ok=True), row
            parts = [number(part.strip(), language) for part in fraction.split("/")] if fraction else [of[f"{which}numerator"], 1]
            assert parts == pytest.approx([of[f"{which}numerator"], of[f"{which}denominator"]], rel=6e-3), row


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_asks_for_nothing_outside_itself(folder, language):
    """Offices without network, and readers who do not want to be counted."""
    text = page(folder, language).read_text(encoding="utf-8")
    assert all(address.startswith("data:") for address in parse(page(folder, language)).addresses)
    assert not re.search(r"@import|url\(|<script|<iframe", text)
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S), "a text was not filled in"


def test_the_report_says_what_got_worse_first_under_its_own_heading(folder):
    """What got worse must be as visible as what got better."""
    text = page(folder, "sv").read_text(encoding="utf-8")
    worse = pd.read_parquet(folder / "differences.parquet").query("verdict == 'worse'")
    section = text.split("Vad som blev sämre</h2>")[1].split("<h2>")[0]
    assert section.count("<tr>") == len(worse) > 0


def test_the_report_warns_of_what_else_differs(folder):
    """More presence is credited to contact persons although staying the whole planned time explains it: said beside the answer."""
    text = page(folder, "sv").read_text(encoding="utf-8")
    warned = text.split("Läs detta innan du citerar")[1].split("<table")[0]
    assert "control.stay_planned_time" in warned
    assert "3 genomlevanden är få" in warned
    assert "2 dagar är för kort" in warned


def test_the_report_lists_every_assumption_with_range_and_source(folder):
    """An assumption that the reader cannot see cannot be doubted."""
    text = page(folder, "sv").read_text(encoding="utf-8")
    for name in ("uncertainty.visit_cv", "staffing.clients_per_employee", "costs.paid_hour", "events.alarm_rate"):
        row = text.split(f'data-assumption="{name}"')[1].split("</tr>")[0]
        assert row.count("<td") == 6
    for item in ("1.1", "2.5.5", "4.3", "6.1"):
        assert f"<td>{item}</td>" in text.split('id="checklist"')[1]


def test_the_swedish_report_tells_notes_sources_and_services_in_swedish(folder):
    """Management reads it; what the planner had to say and where numbers are from must not need a dictionary."""
    swedish, english = (page(folder, language).read_text(encoding="utf-8") for language in ("sv", "en"))
    assert "homes were snapped to roads" in english
    assert "hem har flyttats till närmaste väg" in swedish
    for word in ("homes were", "Group North", ">assumption<", "domain B", "morning_care"):
        assert (word in english) > (word in swedish), word


def test_a_comparison_read_again_is_the_one_that_was_written(folder):
    """The report of tomorrow must be about the results of today."""
    again = read_comparison(folder)
    pd.testing.assert_frame_equal(again.differences, pd.read_parquet(folder / "differences.parquet"))
    assert again.policies == ("fragmented", "back_to_basic")
    assert again.days == 2


def test_results_of_a_scenario_that_changed_are_refused(folder, tmp_path, capsys):
    """Maps and assumptions of another municipality under these figures would be a lie."""
    other = yaml.safe_load(find("scenario", "small").read_text(encoding="utf-8"))
    other["population"]["clients"] = 12
    file = tmp_path / "other.yaml"
    file.write_text(yaml.safe_dump(other, allow_unicode=True), encoding="utf-8")
    assert type_in("report", folder, "--scenario", file) == 2
    assert "is not what these results were made from" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--language", "se"], "there are texts in en and sv, not in 'se'"),
        ([], "there are no results of hemtjanst here"),
    ],
)
def test_slips_are_told_in_a_sentence(tmp_path, capsys, words, told):
    """Exit code 2 and no traceback."""
    assert type_in("report", tmp_path, *words) == 2
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err


def test_an_unfinished_run_is_told(tmp_path, capsys):
    """Half a comparison has no report."""
    (tmp_path / "manifest.json").write_text(json.dumps({"identity": {}, "finished": False}))
    assert type_in("report", tmp_path) == 2
    assert "not finished" in capsys.readouterr().err


def test_one_way_of_working_has_a_report_too(village, fragmented, tmp_path):
    """``hemtjanst run`` has no differences to show."""
    from hemtjanst.simulation.report import write_report

    result = compare(village, [fragmented], days=1, replications=2, out=tmp_path)
    rows = parse(write_report(result, tmp_path, "sv"))
    assert {row["data-measure"] for row in rows.rows} == set(MEASURES)


def opened(file: Path, folder: Path) -> tuple[str, str, list[str]]:
    """Open a page in a browser without network: the page as the browser sees it, what the console says, what the page asks for.

    The browser's own requests (is there a newer one?) are not the page's: those of the page are kept apart under its address.
    """
    log = folder / "requests.json"
    command = [str(CHROMIUM), *QUIET.split(), f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    command += ["--enable-logging=stderr", f"--log-net-log={log}", "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    console = "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)
    events = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    asked = [event["url"] for event in events if "url" in event and str(event.get("network_isolation_key")).startswith("file:")]
    return done.stdout, console, asked


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_browser_opens_the_page_without_complaint_or_network(folder, tmp_path, language):
    """Looked at as readers do: no message on the console, no request."""
    seen, console, asked = opened(page(folder, language), tmp_path)
    assert f'lang="{language}"' in seen
    assert console == ""
    assert asked == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_browser_tells_of_requests_and_complaints(tmp_path):
    """The test above must be able to fail."""
    content = '<!doctype html><img src="https://example.org/a.png"><script>console.error("no")</script>'
    (tmp_path / "page.html").write_text(content, encoding="utf-8")
    _, console, asked = opened(tmp_path / "page.html", tmp_path)
    assert "no" in console
    assert set(asked) == {"https://example.org/a.png"}

"""A sweep survives what happens to sweeps: kills, failing runs, full disks, lost workers; and gives the same bytes all the same."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import tiny_sweep
from hemtjanst.models.errors import InputError, OutputError
from hemtjanst.simulation.experiments import compare, sweep
from hemtjanst.simulation.experiments.sweep import parallel, plans, runner, work
from hemtjanst.simulation.experiments.sweep import store as store_module

SCRIPT = Path(tiny_sweep.__file__)
RUNS = 36  # 3 points, 2 ways of working, 6 replications


def start(design: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """Start a sweep in a process of its own, with its workers in one group."""
    command = [sys.executable, str(SCRIPT), str(design), str(out), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def results(out: Path) -> tuple[bytes, bytes]:
    """Bytes of both tables."""
    return (out / "runs.parquet").read_bytes(), (out / "measures.parquet").read_bytes()


def stored_runs(out: Path) -> list[str]:
    """Addresses of the runs in all chunks, each as often as it is there."""
    parts = [pd.read_parquet(path).drop_duplicates("run")["run"] for path in (out / "chunks").glob("*.parquet")]
    return sorted(pd.concat(parts))


def test_a_killed_sweep_ends_like_an_undisturbed_one(tmp_path):
    """SIGKILL at any moment, one worker or two: nothing finished is lost or done again. The outcome is a function of the script."""
    design = tiny_sweep.write(tmp_path)
    whole = start(design, tmp_path / "whole", "1")
    for moment, workers in ((1, "1"), (3, "2")):
        running = start(design, tmp_path / "killed", workers)
        deadline = time.monotonic() + 120
        while len(list((tmp_path / "killed").glob("chunks/*.parquet"))) < moment and time.monotonic() < deadline:
            assert running.poll() is None, running.communicate()[1]
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "killed").glob("chunks/*.parquet")}
        assert 0 < len(kept) < RUNS / 4
    out, err = start(design, tmp_path / "killed", "1").communicate(timeout=120)
    assert out.strip() == str(RUNS), err
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert whole.communicate(timeout=120)[0].strip() == str(RUNS)
    assert stored_runs(tmp_path / "killed") == stored_runs(tmp_path / "whole")
    assert len(set(stored_runs(tmp_path / "killed"))) == RUNS
    assert results(tmp_path / "killed") == results(tmp_path / "whole")


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(tmp_path):
    """Dask hands the lost chunk to another worker; who did what leaves no trace in the tables."""
    pytest.importorskip("distributed", reason="the extra 'distributed' is not installed")
    design = tiny_sweep.write(tmp_path, replications=4)
    script = (
        "import subprocess, sys, threading, time, os, pathlib\n"
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    chunks = pathlib.Path(sys.argv[3], 'chunks')\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:\n"
        "        work = subprocess.Popen([sys.executable, *sys.argv[1:], '1', cluster.scheduler_address])\n"
        "        while len(list(chunks.glob('*.parquet'))) < 2 and work.poll() is None: time.sleep(0.01)\n"
        "        victim = next(iter(cluster.workers.values())).pid\n"
        "        os.kill(victim, 9)\n"
        "        sys.exit(work.wait())\n"
    )
    (tmp_path / "cluster.py").write_text(script)
    command = [sys.executable, str(tmp_path / "cluster.py"), str(SCRIPT), str(design), str(tmp_path / "cluster")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert start(design, tmp_path / "local", "1").communicate(timeout=120)[0].strip() == "24"
    assert len(set(stored_runs(tmp_path / "cluster"))) == len(stored_runs(tmp_path / "cluster")) == 24
    assert results(tmp_path / "cluster") == results(tmp_path / "local")


def test_replications_and_points_are_added_and_one_plan_is_shared(tmp_path, monkeypatch):
    """Finished runs are known again in a larger design; luck and minute control do not ask for another plan."""
    done: list[tuple[int, ...]] = []
    live = work.live
    monkeypatch.setattr(runner, "live", lambda chunk: done.append(chunk.replications) or live(chunk))
    few = tiny_sweep.write(tmp_path, replications=1)
    sweep(few, out=tmp_path / "out")
    assert len(list((tmp_path / "out" / "plans").iterdir())) == 1
    assert sum(map(len, done)) == 6
    done.clear()
    more = tiny_sweep.write(tmp_path, replications=2, sampling={"kind": "grid", "steps": 5})
    result = sweep(more, out=tmp_path / "out")
    assert sum(map(len, done)) == 20 - 6
    assert len(result.runs) == 20
    assert result.runs["presence_paid"].notna().all()
    again = sweep(more)
    pd.testing.assert_frame_equal(again.measures, result.measures)
    assert "What carries the difference in presence_paid between unhurried and fragmented" in str(result)


def test_a_failing_run_is_a_row_with_its_reason(tmp_path):
    """And is not done again unless somebody asks."""

    def moody(run):
        if run.journal.start.sum() % 2:
            raise ZeroDivisionError("not today")
        return 1.0

    design = tiny_sweep.write(tmp_path, replications=2)
    result = sweep(design, out=tmp_path / "out", outcomes={"moody": moody})
    assert 0 < len(result.failures) < len(result.runs)
    assert set(result.failures["reason"]) == {"simulation: ZeroDivisionError: not today"}
    assert result.failures["presence_paid"].isna().all()
    assert f"{len(result.failures)} failed" in str(result)
    kept = stored_runs(tmp_path / "out")
    again = sweep(design, out=tmp_path / "out", outcomes={"moody": moody}, retry=True)
    assert len(again.failures) == len(result.failures)
    assert stored_runs(tmp_path / "out") == kept


def test_a_plan_that_cannot_be_made_fails_its_runs_alone(tmp_path, monkeypatch):
    """One impossible setting in a thousand."""
    monkeypatch.setattr(plans, "plan", lambda setting, scenario, unread: ("failed", "planning: ValueError: no"))
    result = sweep(tiny_sweep.write(tmp_path, replications=1))
    assert set(result.runs["reason"]) == {"planning: ValueError: no"}


def test_a_planner_that_reads_more_than_was_thought_gets_plans_of_its_own(tmp_path, monkeypatch):
    """Sharing plans rests on sections that planning does not read; if one day it does, plans are made apart."""
    honest = work.make_plan

    def curious(scenario, policy, days, **more):
        assert scenario.uncertainty.visit_cv.value >= 0
        return honest(scenario, policy, days, **more)

    monkeypatch.setattr(work, "make_plan", curious)
    result = sweep(tiny_sweep.write(tmp_path, replications=1), out=tmp_path / "out")
    assert len(result.failures) == 0
    assert len(list((tmp_path / "out" / "plans").iterdir())) == 3


@pytest.mark.parametrize(
    ("what", "message"), [(".", "folder of results was removed or emptied"), ("chunks", r"\d+ finished runs were removed")]
)
def test_a_folder_removed_in_mid_sweep_is_told(tmp_path, monkeypatch, what, message):
    """The sweep does not go on in a new folder that lacks what was finished, nor call itself complete."""
    design, out = tiny_sweep.write(tmp_path, replications=1), tmp_path / "out"
    kept, keep = [], store_module.Store.keep

    def removed(self, rows):
        keep(self, rows)
        kept.append(rows)
        if len(kept) == 2:
            shutil.rmtree(out / what)

    with monkeypatch.context() as inner:
        inner.setattr(store_module.Store, "keep", removed)
        with pytest.raises(OutputError, match=message):
            sweep(design, out=out)
    assert out.exists() == (what == "chunks")
    assert len(sweep(design, out=out).failures) == 0


def test_results_of_other_code_are_not_mixed(tmp_path, monkeypatch):
    """A changed planner gives other results under the same version; runs of both in one table would be nobody's."""
    design = tiny_sweep.write(tmp_path, replications=1)
    sweep(design, out=tmp_path / "out")
    monkeypatch.setattr(runner, "code", lambda: "changed")
    with pytest.raises(OutputError, match=r"results of other code .* choose another folder"):
        sweep(design, out=tmp_path / "out")
    with pytest.raises(OutputError, match="has other code of hemtjanst installed"):
        parallel._numbered(lambda: 1, 0, (), "changed")


def test_a_full_disk_and_a_folder_of_others_end_in_a_sentence(tmp_path, monkeypatch):
    """What was finished before stays and is gone on with."""
    design = tiny_sweep.write(tmp_path, replications=2)
    kept, keep = [], store_module.Store.keep

    def full(self, rows):
        if len(kept) == 2:
            monkeypatch.setattr(pd.DataFrame, "to_parquet", _no_space)
        keep(self, rows)
        kept.append(rows)

    with monkeypatch.context():
        monkeypatch.setattr(store_module.Store, "keep", full)
        with pytest.raises(OutputError, match="cannot be written: No space left on device"):
            sweep(design, out=tmp_path / "out")
    monkeypatch.undo()
    assert len(stored_runs(tmp_path / "out")) == sum(len({row[0] for row in rows}) for rows in kept)
    assert not list((tmp_path / "out").rglob("*.part*"))
    assert len(sweep(design, out=tmp_path / "out").failures) == 0
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        sweep(design, out=tmp_path / "file" / "out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"holds notes\.txt, not results of hemtjanst"):
        sweep(design, out=tmp_path / "other")


def _no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_command_sweeps_and_tells_slips(tmp_path, capsys, monkeypatch):
    """As a newcomer types it."""
    from hemtjanst.simulation import cli

    def typed(*words: object) -> int:
        monkeypatch.setattr(sys, "argv", ["hemtjanst", *map(str, words)])
        try:
            cli.main()
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    assert typed("sweep", "frist", "--out", tmp_path / "out") == 2
    assert "there is no sweep of that name; did you mean 'first'?" in capsys.readouterr().err
    design = tiny_sweep.write(tmp_path, replications=1)
    assert typed("sweep", design, "--out", tmp_path / "out", "--workers", 1, "--quiet") == 0
    assert "3 points x 2 ways of working x 1 replications" in capsys.readouterr().out
    assert (tmp_path / "out" / "figures" / "presence_paid.png").exists()
    with pytest.raises(InputError, match="choose another"):
        sweep(design, outcomes={"presence_paid": lambda run: 0.0})


def test_a_sweep_and_a_comparison_of_the_same_thing_agree(tmp_path):
    """Two roads to the same runs: a shared plan and a scenario put together from parts must give the same figures."""
    design = tiny_sweep.write(tmp_path, replications=2, uncertainties={})
    result = sweep(design)
    assert "95 % interval" in str(result)
    swept = result.measures.rename(columns={"way": "policy"})
    compared = compare(tmp_path / "tiny.yaml", ["fragmented", "unhurried"], days=2, replications=2).measures
    keys = ["policy", "replication", "measure"]
    values = [table.set_index(keys)["value"].sort_index() for table in (swept, compared)]
    pd.testing.assert_series_equal(*values, check_exact=True)

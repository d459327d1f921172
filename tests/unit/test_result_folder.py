"""A folder of results belongs to one run and is never overwritten silently."""

from __future__ import annotations

import os
import shutil

import pytest
from hemtjanst.models.errors import InputError, OutputError
from hemtjanst.simulation.experiments.folder import ResultFolder, read_manifest, replacing
from hemtjanst.simulation.experiments.manifest import fingerprint

MINE = {"scenario": "small", "seed": 1}


def test_the_same_run_goes_on_in_its_folder(tmp_path):
    """After an interruption the same command must find what is finished."""
    ResultFolder(tmp_path / "out", MINE).file("finished", "a", "0.parquet").write_text("done")
    again = ResultFolder(tmp_path / "out", dict(MINE))
    assert again.file("finished", "a", "0.parquet").read_text() == "done"


def test_results_of_another_run_are_refused_and_named(tmp_path):
    """Mixing two runs in one folder would be worse than losing either."""
    ResultFolder(tmp_path, MINE)
    with pytest.raises(OutputError, match=r"holds other results \(seed differ\).*--overwrite"):
        ResultFolder(tmp_path, MINE | {"seed": 2})


def test_overwrite_removes_only_what_hemtjanst_wrote(tmp_path):
    """--overwrite on a folder in which somebody keeps notes must not eat the notes."""
    ResultFolder(tmp_path, MINE).file("plans", "a", "visits.parquet").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    ResultFolder(tmp_path, MINE | {"seed": 2}, overwrite=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "notes.txt"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_of_somebody_elses_is_refused_even_with_overwrite(tmp_path, overwrite):
    """``--out ~ --overwrite`` must not remove a folder that happens to be called plans."""
    (tmp_path / "plans").mkdir()
    with pytest.raises(OutputError, match="holds plans, not results of hemtjanst"):
        ResultFolder(tmp_path, MINE, overwrite=overwrite)
    assert (tmp_path / "plans").is_dir()


def test_a_file_in_place_of_a_folder_is_named(tmp_path):
    """A slip of the tab key must not end in a traceback."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError, match="this is a file; results need a folder"):
        ResultFolder(tmp_path / "out", MINE)


def test_a_folder_removed_while_it_is_written_to_is_told(tmp_path):
    """A half of the results in a new folder would look like all of them."""
    folder = ResultFolder(tmp_path / "out", {"seed": 1})
    shutil.rmtree(tmp_path / "out")
    with pytest.raises(OutputError, match="was removed or emptied while it was written to"):
        folder.write_text("summary.txt", "half")
    assert not (tmp_path / "out").exists()


def test_the_fingerprint_sees_every_file_that_results_depend_on(tmp_path):
    """Source of kernels where it is, the compiled one where it is not; words of reports do not count."""
    names = ("models/a.py", "cython_ext/_k.pyx", "cython_ext/_k.so", "simulation/b.py", "simulation/report/c.py")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")

    def changed(name: str) -> bool:
        before = fingerprint(tmp_path)
        (tmp_path / name).write_text("2")
        return fingerprint(tmp_path) != before

    assert [changed(name) for name in names] == [True, True, False, True, False]
    (tmp_path / "cython_ext/_k.pyx").unlink()
    (tmp_path / "cython_ext/_k.so").write_text("3")
    assert changed("cython_ext/_k.so")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_place_is_named(tmp_path):
    """Told before anything is computed."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="cannot be written: Permission denied"):
            ResultFolder(tmp_path / "out", MINE)
    finally:
        tmp_path.chmod(0o700)


def test_the_file_that_cannot_be_written_is_named_as_it_was_asked_for(tmp_path):
    """Not by the temporary name under which it is begun."""
    page = tmp_path / "nowhere" / "page.html"
    with pytest.raises(OutputError, match=f"^{page}: cannot be written: No such file"), replacing(page) as part:
        part.write_text("x")


def test_a_full_disk_is_named():
    """/dev/full answers every write as a full disk does; the message must say so."""
    with pytest.raises(OutputError, match="cannot be written: No space left on device"), replacing_full() as part:
        part.write_text("x" * 100_000)


def replacing_full():
    """Write to a device that is always full, through the same door as every result."""
    from contextlib import contextmanager
    from pathlib import Path

    from hemtjanst.simulation.experiments.folder import writing

    @contextmanager
    def door():
        with writing(Path("/dev/full")):
            yield Path("/dev/full")

    return door()


def test_a_file_is_whole_or_not_there(tmp_path):
    """A crash in the middle of writing must not leave half a file under the real name."""
    target = tmp_path / "table.txt"

    def crash():
        with replacing(target) as part:
            part.write_text("half")
            raise RuntimeError("crash")

    with pytest.raises(RuntimeError):
        crash()
    assert list(tmp_path.iterdir()) == []
    with replacing(target) as part:
        part.write_text("whole")
    assert target.read_text() == "whole"


@pytest.mark.parametrize(("content", "message"), [(None, "there are no results"), ("{", "cannot be read"), ("[]", "is damaged")])
def test_a_folder_without_a_readable_manifest_is_told(tmp_path, content, message):
    """``hemtjanst show`` on the wrong folder."""
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match=message):
        read_manifest(tmp_path)

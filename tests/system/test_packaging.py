"""What users install: a wheel from the sdist, everything under one name, with the scenarios inside."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """A source distribution, built with the tools of this environment."""
    pytest.importorskip("setuptools", minversion="80", reason="setuptools is needed to build a source distribution")
    pytest.importorskip("Cython", reason="Cython is needed to build a source distribution")
    folder = tmp_path_factory.mktemp("sdist")
    code = f"import setuptools.build_meta as b; print(b.build_sdist({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return next(folder.glob("*.tar.gz"))


def test_the_sdist_holds_all_that_a_build_needs(sdist):
    """A header or a scenario left out would only show on somebody else's machine."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout: nothing to compare the sdist with")
    rooms = ("models/", "simulation/", "cython_ext/", "scenarios/", "hemtjanst/")
    needed = {name for name in tracked if name.startswith(rooms)} | {"setup.py", "pyproject.toml", "README.md", "LICENSE"}
    assert needed - names == set()


def test_only_hemtjanst_is_installed_and_it_carries_its_data(tmp_path):
    """Top-level packages called models or simulation would clash with everybody's; a wheel without scenarios knows no ``tanum``."""
    pytest.importorskip("Cython", reason="Cython is needed to run setup.py")
    command = [sys.executable, "-W", "ignore", "setup.py", "-q", "build_py", "--build-lib", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert [path.name for path in tmp_path.iterdir()] == ["hemtjanst"]
    for data in (
        "scenarios/tanum.yaml",
        "scenarios/policies/fragmented.yaml",
        "simulation/report/report.html.jinja",
        "simulation/report/texts/sv.yaml",
        "py.typed",
    ):
        assert (tmp_path / "hemtjanst" / data).is_file(), data


def test_versions_agree():
    """CITATION.cff, the changelog and the package must speak of the same version."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

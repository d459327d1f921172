"""Notebooks run from top to bottom, and were committed that way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
QUICK = [path for path in NOTEBOOKS if path.stem[:2] == "06"]  # the others take half a minute each: ``make notebooks`` runs all
LARGEST = 400 * 1024  # bytes, outputs included


@pytest.mark.parametrize("notebook", QUICK, ids=lambda path: path.stem)
def test_a_notebook_runs(notebook, tmp_path):
    """A notebook that stopped working is worse than none."""
    pytest.importorskip("nbclient", reason="nbclient is needed to run notebooks (extra: test)")
    code = (
        "import sys, nbformat, nbclient; book = nbformat.read(sys.argv[1], 4); "
        "nbclient.NotebookClient(book, timeout=180, kernel_name='python3').execute()"
    )
    environment = os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    command = [sys.executable, "-W", "ignore", "-c", code, str(notebook)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_executed_in_order_and_without_errors(notebook):
    """Readers on the web see what was committed."""
    cells = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_its_question_first_and_what_to_take_along_last(notebook):
    """One notebook for each question: prose before code, a finding at the end, outputs small enough to clone."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert "**The question.**" in "".join(cells[0]["source"])
    assert any(word in "".join(cell["source"]) for cell in cells[-2:] for word in ("take along", "distrust", "In practice"))
    assert notebook.stat().st_size < LARGEST


def test_every_function_that_notebooks_call_exists():
    """The notebooks that the suite does not execute must at least not call what is gone."""
    import ast

    import hemtjanst

    for notebook in NOTEBOOKS:
        cells = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        code = "\n".join(line for cell in cells for line in "".join(cell["source"]).splitlines() if not line.startswith("%"))
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hemtjanst":
                assert hasattr(hemtjanst, node.attr), f"{notebook.name}: hemtjanst.{node.attr}"
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "hemtjanst.plots":
                assert hasattr(hemtjanst.plots, node.attr), f"{notebook.name}: hemtjanst.plots.{node.attr}"

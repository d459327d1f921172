"""Notebooks run from top to bottom, and were committed that way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
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

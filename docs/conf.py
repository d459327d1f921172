"""How the documentation is built: ``make docs``. Tables of measures, levers, assumptions and commands are made from the code."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import version as version_of
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from generate import write_reference  # noqa: E402

project = "hemtjanst"
author = "The hemtjanst maintainers"
version = release = version_of("hemtjanst")
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.doctest"]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # notebooks are committed executed; ``make notebooks`` runs them
exclude_patterns = ["_build", "README.md"]
html_theme = "furo"
html_title = "hemtjanst"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False

# Notebooks and generated pages are brought into the source folder before each build; git ignores them.
write_reference(HERE / "reference" / "generated")
shutil.rmtree(HERE / "questions", ignore_errors=True)
shutil.copytree(HERE.parent / "notebooks", HERE / "questions", ignore=shutil.ignore_patterns(".*", "*.gif", "*.yaml"))

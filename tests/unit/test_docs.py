"""The documentation says what is: its examples run, its generated pages hold everything, its links lead somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path

import pytest
from hemtjanst.models.policy import Policy
from hemtjanst.simulation.measures import MEASURES
from hemtjanst.simulation.report.texts import assumption_sections, levers

import hemtjanst

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if not {"generated", "questions"} & set(path.parts))


@pytest.mark.parametrize("page", [page for page in PAGES if ">>>" in page.read_text(encoding="utf-8")], ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page):
    """A tutorial that fails at its third line loses its reader for good."""
    code = "\n".join(re.findall(r"```\{doctest\}\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S))
    test = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    told: list[str] = []
    assert doctest.DocTestRunner().run(test, out=told.append).failed == 0, "".join(told)


def test_generated_pages_hold_every_measure_lever_and_assumption(tmp_path):
    """They are made from the code so that they cannot grow old."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    generate.write_reference(tmp_path)
    pages = {page.stem: page.read_text(encoding="utf-8") for page in tmp_path.glob("*.md")}
    assert all(f"| `{name}` |" in pages["measures"] for name in MEASURES)
    assert all(f"| `{name}` |" in pages["levers"] for name, _ in levers(Policy))
    assert all(f"## {section}" in pages["assumptions"] for section in assumption_sections())
    assert {"compare", "report", "plan"} <= set(re.findall(r"^## (\w+)$", pages["commands"], flags=re.M))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page):
    """Generated pages aside, every page that another names is there."""
    for target in re.findall(r"\]\(([^)#:]+\.md)\)", page.read_text(encoding="utf-8")):
        if "generated" not in target:
            assert (page.parent / target).exists(), target


def test_every_public_name_is_on_the_page_about_python():
    """Whoever reads ``dir(hemtjanst)`` must find each name explained."""
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    missing = [name for name in hemtjanst.__all__ if not re.search(rf"hemtjanst\.(\w+\.)*{name}\b", page)]
    assert missing == []


def test_sections_that_sources_name_are_in_the_background():
    """*domain B4* in a report must lead the reader to a table."""
    domain = (DOCS / "background" / "domain.md").read_text(encoding="utf-8")
    sources = [measure.source for measure in MEASURES.values()]
    sources += [
        field.default.source
        for kind in assumption_sections().values()
        for field in kind.model_fields.values()
        if hasattr(field.default, "source")
    ]
    named = {section for source in sources for section in re.findall(r"\b([AB][1-8])(?:\.\d)?\b", source)}
    assert named
    assert sorted(section for section in named if f"### {section}. " not in domain) == []

"""The table of the checklist's rows: what answers for each, and which tests protect it (tests carry row ids in their names).

``python tests/rules/checklist.py`` writes ``docs/checklist.md``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
TABLE, TESTS, PAGE = HERE / "checklist.yaml", HERE.parent, HERE.parents[1] / "docs" / "checklist.md"
NAME = re.compile(r"^ *def (test_((?:[TNCFG]\d+_)+)\w*)\(", re.MULTILINE)
KINDS = ("lever", "mechanism", "measure", "policy", "scenario", "context")
SOURCES = {
    "T": "Tanum, Back to Basic",
    "N": "Norrtälje, motion on a fixed contact person",
    "C": "Cross-professional teams",
    "F": "Falkenbergs hemtjänstmodell",
    "G": "Göteborg, Attraktiv Hemtjänst",
}


@dataclass(frozen=True)
class Row:
    """A row: what a document says, what answers for it (or why nothing can), and the tests that carry its id."""

    id: str
    says: str
    gloss: str
    kind: str
    by: str
    tests: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing protects the row yet."""
        return self.kind != "context" and not self.tests


def tests_by_row() -> dict[str, list[str]]:
    """Names of the tests (with their files) that carry each id."""
    found: dict[str, list[str]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        for name, ids in NAME.findall(file.read_text(encoding="utf-8")):
            for row in ids.strip("_").split("_"):
                found.setdefault(row, []).append(f"{file.relative_to(TESTS).as_posix()}::{name}")
    return found


def read() -> list[Row]:
    """All rows in the order of the table."""
    tests = tests_by_row()
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [Row(id=name, tests=tuple(tests.get(name, ())), **row) for name, row in table.items()]


def page(rows: list[Row]) -> str:
    """The table as Markdown."""
    state = Counter("context" if row.kind == "context" else "open" if row.is_open else "tested" for row in rows)
    counts = f"{state['tested']} built and tested, {state['context']} context only (with the reason), {state['open']} open"
    lines = [
        "# The checklist",
        "",
        "What five municipal documents ask of a model of home care, row by row: what is said, what answers for it here, and the",
        "tests that protect it. Written by `python tests/rules/checklist.py`.",
        "",
        f"{len(rows)} rows: {counts}.",
    ]
    for letter, source in SOURCES.items():
        lines += [
            "",
            f"## {source}",
            "",
            "| row | what is said | kind | what answers for it | tests |",
            "| --- | --- | --- | --- | --- |",
        ]
        for row in rows:
            if row.id[0] == letter:
                tests = "<br>".join(f"`{test.split('::')[1]}`" for test in row.tests) or (
                    "-" if row.kind == "context" else "**open**"
                )
                lines.append(f"| {row.id} | {row.says} ({row.gloss}) | {row.kind} | {row.by} | {tests} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(read()), encoding="utf-8")

"""Pages of the reference that are made from the code, so that they cannot grow old."""

from __future__ import annotations

from pathlib import Path

import typer
from hemtjanst.models.policy import Policy
from hemtjanst.simulation.cli import app
from hemtjanst.simulation.measures import MEASURES
from hemtjanst.simulation.report.texts import assumption_sections, levers, texts


def write_reference(folder: Path) -> None:
    """Write the generated pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (
        ("measures", measures()),
        ("levers", lever_table()),
        ("assumptions", assumptions()),
        ("commands", commands()),
    ):
        (folder / f"{name}.md").write_text(content + "\n", encoding="utf-8")


def measures() -> str:
    """Every measure, by what it is about."""
    say, swedish = texts("en"), texts("sv")
    lines = [
        "# Measures",
        "",
        f"{len(MEASURES)} figures that every run has, each with numerator and denominator.",
        "The sources *domain A1* and so on are sections of",
        "[](../../background/domain.md), T8 and so on are rows of the [checklist](../../checklist.md).",
    ]
    for group in dict.fromkeys(measure.group for measure in MEASURES.values()):
        lines += [
            "",
            f"## {say(f'groups.{group}')}",
            "",
            "| measure | på svenska | unit | better | definition | source |",
            "| --- " * 6 + "|",
        ]
        for name, measure in MEASURES.items():
            if measure.group == group:
                cells = [f"`{name}`", swedish(f"measures.{name}"), measure.unit, measure.better, measure.definition, measure.source]
                lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines)


def lever_table() -> str:
    """Every lever of a policy."""
    lines = [
        "# Levers",
        "",
        "A policy is a YAML file with a name and any of these.",
        "What is left out keeps its default, the null value that switches it off.",
        "`hemtjanst schema policy` gives the same for editors.",
        "",
        "| lever | default | meaning |",
        "| --- | --- | --- |",
    ]
    for name, field in levers(Policy):
        group, lever = name.split(".", 1)
        default = getattr(getattr(Policy(name="default"), group), lever)
        lines.append(f"| `{name}` | {_cell(str(default))} | {_cell(field.description or '')} |")
    return "\n".join(lines)


def assumptions() -> str:
    """Every number that is not from data."""
    lines = [
        "# Assumptions",
        "",
        "Every number that is not from data, with unit, source (or the word *assumption*) and the range in which the truth",
        "may lie.",
        "A scenario file may give any of them, whole or as a bare number.",
    ]
    for section, kind in assumption_sections().items():
        lines += ["", f"## {section}", "", "| assumption | value | unit | range | meaning | source |", "| --- " * 6 + "|"]
        for name, field in kind.model_fields.items():
            if (quantity := field.default) is not None and hasattr(quantity, "range"):
                low, high = quantity.range
                cells = [
                    f"`{name}`",
                    f"{quantity.value:g}",
                    quantity.unit,
                    f"{low:g} – {high:g}",
                    field.description or "",
                    quantity.source,
                ]
                lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines)


def commands() -> str:
    """What the command line says of itself."""
    group = typer.main.get_command(app)
    lines = [
        "# Commands",
        "",
        "Every command explains itself with `--help`. Bad input ends in one sentence for each fault and exit code 2.",
    ]
    for name, command in group.commands.items():  # type: ignore[union-attr]
        context = command.make_context(name, [], resilient_parsing=True)
        context.info_name = f"hemtjanst {name}"
        lines += ["", f"## {name}", "", "```text", command.get_help(context).strip(), "```"]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")

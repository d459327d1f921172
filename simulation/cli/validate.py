"""``hemtjanst validate`` and ``hemtjanst schema``: files checked before they are used, and completed by editors."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Kind(StrEnum):
    """What a YAML file can be."""

    scenario = "scenario"
    policy = "policy"


def validate(
    file: Annotated[Path, typer.Argument(help="YAML file of a scenario or a policy, or a shipped name.", metavar="FILE")],
    kind: Annotated[Kind | None, typer.Option(help="What the file is; default: told from its content.")] = None,
) -> None:
    """Check a scenario or policy file and tell everything that is wrong with it."""
    from ...models.scenario_file import load_policy, load_scenario, tell_kind

    if (kind or Kind(tell_kind(file))) is Kind.policy:
        policy = load_policy(file)
        typer.echo(f"{file}: policy '{policy.name}' is fine")
        return
    scenario = load_scenario(file)
    regular = sum(person.employment == "regular" for person in scenario.staff)
    typer.echo(
        f"{file}: scenario '{scenario.name}' is fine: {len(scenario.clients)} clients with {len(scenario.needs)} needs, "
        f"{regular} regular staff, {len(scenario.groups)} group{'s' * (len(scenario.groups) > 1)}"
    )
    for note in scenario.notes:
        typer.echo(f"  {note}")


def schema(kind: Annotated[Kind, typer.Argument(help="Which kind of file.")] = Kind.scenario) -> None:
    """Print the JSON Schema of a kind of file, so that editors complete and check it."""
    from ...models.policy import Policy
    from ...models.scenario_file import ScenarioFile

    model = Policy if kind is Kind.policy else ScenarioFile
    typer.echo(json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False))

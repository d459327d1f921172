"""``hemtjanst route``: plan one day from a problem file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_SECONDS = 10.0
NOTES = 20  # more sentences than this are not read


def route(
    problem: Annotated[
        Path, typer.Argument(help="Problem file: home care day, HHCRSP or UHHC (JSON), Solomon or Gehring-Homberger (text).")
    ],
    out: Annotated[Path, typer.Option(help="Plan file to write (JSON).")],
    seconds: Annotated[float | None, typer.Option(min=0.0, help=f"CPU seconds to search (default {DEFAULT_SECONDS:g}).")] = None,
    iterations: Annotated[int | None, typer.Option(min=0, help="Steps to search instead: the same plan on every machine.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the search.")] = 1,
    explain: Annotated[
        Path | None, typer.Option(help="File to write (JSON): cost by component and by person; for each visit why, and who else.")
    ] = None,
) -> None:
    """Plan one day: who visits whom, in which order.

    Long searches go in rounds. Where nothing ties routes together (no double staffing, no price on different faces; at most
    2,500 visits), from a hundredth of a second or 700 steps a visit on, plans are also put together from the routes of all rounds.
    """
    from ...models.errors import Fault, InputError, OutputError
    from ...models.planning.day import formats, solve
    from ...models.planning.day.check import contradictions
    from ...models.planning.day.explain import in_words, why_left_out

    if seconds is not None and iterations is not None:
        raise InputError(Fault("--seconds, --iterations", "give one of them, not both"))
    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    loaded = formats.load(problem)
    if loaded.problem.staff == 0:
        raise InputError(Fault(str(problem), "nobody works in this problem; a day needs at least one member of staff"))
    for fault in contradictions(loaded.problem, loaded.names)[:NOTES]:
        typer.echo(f"note: {fault}", err=True)
    plan = solve(loaded.problem, iterations=iterations, seconds=seconds, seed=seed)
    texts = {out: json.dumps(loaded.write(plan))}
    if explain is not None:
        texts[explain] = json.dumps(in_words(plan, loaded.names), indent=1, ensure_ascii=False)
    for path, text in texts.items():
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror}") from None
    for visit, why in list(why_left_out(plan, loaded.names).items())[:NOTES]:
        typer.echo(f"left out: {loaded.names.visit(visit)}: {why}", err=True)
    used = sum(1 for stops in plan.routes if len(stops))
    left = f", {len(plan.unserved)} left out" if len(plan.unserved) else ""
    typer.echo(
        f"{out}: cost {loaded.price(plan):.2f}, {loaded.problem.visits} visits{left}, {used} of {loaded.problem.staff} staff"
    )

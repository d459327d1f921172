"""The command line: one module per command; heavy imports happen inside the commands, so ``--help`` is quick."""

from __future__ import annotations

import importlib.metadata
import sys
from typing import Annotated

import typer

from ...models.errors import HemtjanstError
from . import compare, optimise, plan, report, route, show, sweep, travel, validate

app = typer.Typer(
    name="hemtjanst",
    help="A laboratory for home care (hemtjänst): plan, live through and compare ways of working.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# One line per command: app.command("name")(module.command)
app.command("compare")(compare.compare)
app.command("run")(compare.run)
app.command("show")(show.show)
app.command("sweep")(sweep.sweep)
app.command("optimise")(optimise.optimise)
app.command("report")(report.report)
app.command("validate")(validate.validate)
app.command("schema")(validate.schema)
app.command("plan")(plan.plan)
app.command("route")(route.route)
app.command("travel")(travel.travel)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hemtjanst {importlib.metadata.version('hemtjanst')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    # A command keeps its name even where it is the only one.
    pass


CANNOT_BE_USED = 2  # exit code for input or output that a person has to mend
INTERRUPTED = 130  # 128 + SIGINT, as shells expect


def main() -> None:
    """Run the command line; a person's mistake ends in a message and exit code 2, never in a traceback."""
    try:
        app()
    except HemtjanstError as error:
        print(f"hemtjanst: {error}", file=sys.stderr)  # noqa: T201
        code = CANNOT_BE_USED
    except KeyboardInterrupt:
        print("hemtjanst: interrupted", file=sys.stderr)  # noqa: T201
        code = INTERRUPTED
    else:
        return
    sys.exit(code)

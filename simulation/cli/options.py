"""Arguments and options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

ScenarioName = Annotated[str, typer.Argument(help="Shipped scenario (tanum, small, …) or path of a YAML file.", metavar="SCENARIO")]
PolicyName = Annotated[str, typer.Argument(help="Name of a shipped policy or path of a YAML file.", metavar="POLICY")]
Days = Annotated[int, typer.Option(min=1, help="Days from the scenario's start; U21401 needs 14.")]
Replications = Annotated[int, typer.Option(min=1, help="How many times the days are lived through.")]
PrecisionTexts = Annotated[
    list[str] | None,
    typer.Option(
        "--precision",
        help="Half-width of the 95 % interval to go on to, in the measure's unit (driving_share=0.002) or as a share of the "
        "baseline's mean (driving_share=2%); may be given for several measures.",
        metavar="MEASURE=NUMBER[%]",
    ),
]
MostReplications = Annotated[int, typer.Option("--most", min=20, help="Replications at which --precision gives up.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Keys everything random; default: the scenario's own.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes; results do not depend on it.")]
Out = Annotated[Path, typer.Option(help="Folder for results; an interrupted run goes on there.", metavar="DIR")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace results that the folder holds.")]
Roads = Annotated[
    Path | None,
    typer.Option(help="Live on these roads instead: OpenStreetMap (.osm.pbf, .osm, .osm.gz) or GraphML.", metavar="FILE"),
]
Share = Annotated[float, typer.Option(help="Only this share of the home care groups: a large municipality for quick trials.")]
Provider = Annotated[
    str | None, typer.Option(help="Only the groups of one provider that the scenario names: own, or another.", metavar="NAME")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Language = Annotated[str, typer.Option(help="Language of report and pictures: en or sv.", metavar="en|sv")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress bars.")]

CORES = os.cpu_count() or 1

"""``hemtjanst travel``: a matrix of travel times between places, for people who need nothing else."""

from __future__ import annotations

import io
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import numpy as np


class ProfileName(StrEnum):
    """Ways to get about."""

    CAR = "car"
    E_BIKE = "e-bike"
    BICYCLE = "bicycle"
    FOOT = "foot"


class Weather(StrEnum):
    """State of the roads."""

    DRY = "dry"
    WINTER = "winter"


class Day(StrEnum):
    """Kind of day."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def travel(
    roads: Annotated[Path, typer.Argument(help="Road file: OpenStreetMap (.osm.pbf, .osm, .osm.gz) or GraphML of osmnx.")],
    places: Annotated[Path, typer.Argument(help="CSV file with the columns id, lat, lon (degrees).")],
    out: Annotated[Path, typer.Option(help="Parquet file to write: from, to, seconds, metres.")],
    profile: Annotated[ProfileName, typer.Option(help="How to get about.")] = ProfileName.CAR,
    at: Annotated[str | None, typer.Option(help="Departure, HH:MM; without it nobody drives in rush hour.")] = None,
    day: Annotated[Day, typer.Option(help="Kind of day; rush hour is on weekdays.")] = Day.WEEKDAY,
    weather: Annotated[Weather, typer.Option(help="winter: slippery roads everywhere.")] = Weather.DRY,
    limit: Annotated[float, typer.Option(min=0.0, help="Kilometres from a place to the nearest road at most.")] = 2.0,
) -> None:
    """Travel times between places on real roads: seconds and metres of the fastest way, from door to door."""
    from ...models.geography import RoadTimes, cache_folder, read_roads
    from ...models.geography.conditions import RoadConditions
    from ...models.geography.timed_travel import timed_travel

    departure = None if at is None else _clock(at)
    ids, lat, lon = _read_places(places)
    network = read_roads(roads, cache_folder())
    here = RoadTimes(network, lat, lon, (profile.value,), ids=ids, limit=limit * 1_000, cache=cache_folder())
    conditions = RoadConditions()
    slippery = conditions.everywhere_slippery() if weather is Weather.WINTER else frozenset()
    timed = timed_travel(here, conditions, day.value, slippery)
    times = timed.times[0]
    seconds, metres = times.seconds[0], times.metres[0]
    if departure is not None:
        rows = range(len(ids))
        seconds = timed.seconds(profile.value, [[row] for row in rows], [list(rows)], departure)
        metres = timed.metres(profile.value, [[row] for row in rows], [list(rows)], departure)
    _write(out, ids, seconds, metres)
    for note in network.notes:
        typer.echo(note)
    typer.echo(f"{len(ids)} places, on average {here.snapped.mean():.0f} m from a road, at most {here.snapped.max():.0f} m.")
    typer.echo(f"{out}: {len(ids)} x {len(ids)} times by {profile.value}.")


def _clock(text: str) -> int:
    """Seconds after midnight of a time of day."""
    from ...models.errors import Fault, InputError

    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text.strip())
    if match is None:
        raise InputError(Fault("--at", f"'{text}' is no time of day; write it as HH:MM, for instance 08:00"))
    return int(match[1]) * 3_600 + int(match[2]) * 60


def _read_places(path: Path) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Names, latitudes and longitudes; every faulty cell is reported with its row."""
    import numpy as np
    import pandas as pd

    from ...models.errors import Fault, InputError, nearest

    try:
        text = path.read_text(encoding="utf-8-sig")
        header = text.partition("\n")[0]
        mark = max(",;\t", key=header.count)  # Excel in Swedish writes semicolons
        table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, sep=mark)
    except UnicodeDecodeError:
        raise InputError(Fault(str(path), "is not a text file in UTF-8; save it as 'CSV UTF-8'")) from None
    except (OSError, ValueError) as error:  # not there, no table: pandas raises kinds of ValueError
        reason = getattr(error, "strerror", None) or str(error).strip().splitlines()[0]
        raise InputError(Fault(str(path), f"cannot be read as CSV ({reason})")) from None
    columns = {str(name).strip().lower(): name for name in table.columns}
    missing = [name for name in ("id", "lat", "lon") if name not in columns]
    if missing:
        raise InputError(*(Fault(str(path), f"the column '{name}' is missing; {nearest(name, columns)}") for name in missing))
    faults = []
    ids = tuple(str(value).strip() for value in table[columns["id"]])
    seen: dict[str, int] = {}
    for row, name in enumerate(ids, start=2):
        if not name:
            faults.append(Fault(f"{path}, row {row}, column id", "is empty; every place needs a name"))
        elif name in seen:
            faults.append(Fault(f"{path}, row {row}, column id", f"'{name}' is already in row {seen[name]}; names must differ"))
        seen.setdefault(name, row)
    degrees = {}
    for column, most in (("lat", 90), ("lon", 180)):
        texts = [str(value).strip() for value in table[columns[column]]]
        numbers = pd.to_numeric(pd.Series([text.replace(",", ".") for text in texts], dtype=str), errors="coerce").to_numpy()
        for row in np.flatnonzero(~(np.abs(numbers) <= most)).tolist():
            what = f"'{texts[row]}' is no coordinate; it must be degrees between {-most} and {most}"
            faults.append(Fault(f"{path}, row {row + 2}, column {column}", what))
        degrees[column] = numbers
    if not ids:
        faults.append(Fault(str(path), "holds no places"))
    if faults:
        raise InputError(*faults)
    return ids, degrees["lat"], degrees["lon"]


def _write(out: Path, ids: tuple[str, ...], seconds: np.ndarray, metres: np.ndarray) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from ...models.errors import OutputError

    rows = np.arange(len(ids), dtype=np.int32)
    table = pa.table(
        {
            "from": pa.DictionaryArray.from_arrays(rows.repeat(len(ids)), list(ids)),
            "to": pa.DictionaryArray.from_arrays(np.tile(rows, len(ids)), list(ids)),
            "seconds": seconds.ravel().astype(np.int32),
            "metres": metres.ravel().astype(np.int32),
        }
    )
    try:
        with out.open("wb") as stream:  # given a path, pyarrow would delete what is there when it fails
            pq.write_table(table, stream)
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror or error}") from None

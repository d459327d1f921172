"""The columns of the user's own tables, and reading them cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import Fault, nearest
from .cells import clock, degree, names, number, one_of, text, weekdays, whole, yes_or_no
from .sheets import Sheet

TABLES = {
    "clients": ("omsorgstagare", "brukare", "klienter", "kunder"),
    "needs": ("insatser", "behov"),
    "staff": ("personal", "medarbetare"),
}
"""Names of the tables: of CSV files or sheets, in English or Swedish."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, others it may have, how cells are read, whether they must hold something, and what it means."""

    name: str
    also: tuple[str, ...]
    parse: Callable[[Any], Any]
    required: bool
    about: str


TITLES = {"undersköterska": "undersköterska", "usk": "undersköterska", "vårdbiträde": "vårdbiträde", "vb": "vårdbiträde"}
EMPLOYMENTS = {
    **dict.fromkeys(("regular", "tillsvidare", "fast", "månadsanställd"), "regular"),
    **dict.fromkeys(("hourly", "timanställd", "timvikarie"), "hourly"),
    **dict.fromkeys(("pool", "bemanning", "bemanningsenhet"), "pool"),
}
MODES = {"car": "car", "bil": "car", "e-bike": "e-bike", "elcykel": "e-bike"}
MODES |= {"bicycle": "bicycle", "cykel": "bicycle", "foot": "foot", "gång": "foot", "till fots": "foot"}

COLUMNS: dict[str, tuple[Column, ...]] = {
    "clients": (
        Column("id", ("namn", "nummer"), text, True, "Any name, unique; never a person's name or number."),
        Column("group", ("grupp", "hemtjänstgrupp"), text, False, "Home care group; for all clients or for none (then one group)."),
        Column("lat", ("latitud", "latitude"), number(-85, 85), False, "Degrees north (WGS 84). With lon, or a locality instead."),
        Column("lon", ("longitud", "longitude"), number(-180, 180), False, "Degrees east (WGS 84)."),
        Column("locality", ("ort", "tätort"), text, False, "Locality of the scenario; the home is put somewhere in it."),
        Column("age", ("ålder",), whole(0, 120), False, "Years; without it 80. Continuity counts persons of 65 and over."),
        Column("lives_alone", ("ensamboende", "bor ensam"), yes_or_no, False, "yes or no; without it yes."),
        Column(
            "hours",
            ("timmar", "beviljad tid"),
            number(0, 744),
            False,
            "Hours granted a month; without it what the needs amount to.",
        ),
        Column("not_staff", ("inte personal", "spärrad personal"), names, False, "Names of staff who must not come."),
        Column("language", ("språk",), text, False, "Language the contact person should speak: one of the skills of the staff."),
        Column("contact", ("kontaktperson", "kontaktman"), text, False, "Name of today's contact person."),
    ),
    "needs": (
        Column("client", ("omsorgstagare", "brukare", "klient", "kund"), text, True, "Name of the client."),
        Column("service", ("insats", "tjänst"), text, True, "Service of the catalogue, by its English or Swedish name."),
        Column("minutes", ("minuter", "tid"), number(1, 720), False, "Length of one occasion; without it the catalogue's."),
        Column(
            "weekdays", ("veckodagar", "dagar"), weekdays, True, "mon wed fri, mon-fri, daily, weekdays, weekend; or mån-fre, …"
        ),
        Column("earliest", ("tidigast", "från"), clock, True, "Earliest start, like 07:15."),
        Column("latest", ("senast", "till"), clock, True, "Latest start, like 09:30."),
        Column("people", ("personer", "antal personal"), whole(1, 2), False, "2 for double staffing; without it 1."),
        Column("every_weeks", ("var n:te vecka", "veckointervall"), whole(1, 52), False, "2 for every other week; without it 1."),
        Column("first_week", ("första vecka",), whole(1, 52), False, "Which week is the first, from 1; without it 1."),
        Column("id", ("nummer",), text, False, "Any name, unique; without it client/service."),
    ),
    "staff": (
        Column("id", ("namn", "nummer"), text, True, "Any name, unique; never a person's name or number."),
        Column("group", ("grupp", "hemtjänstgrupp"), text, False, "Home group; empty for the pool, or where there is one group."),
        Column("title", ("titel", "befattning"), one_of(TITLES), True, "undersköterska (usk) or vårdbiträde (vb)."),
        Column("degree", ("sysselsättningsgrad", "grad"), degree, False, "0.75 or 75 %; without it full time."),
        Column(
            "employment",
            ("anställning", "anställningsform"),
            one_of(EMPLOYMENTS),
            False,
            "regular, hourly or pool; without it regular.",
        ),
        Column("skills", ("kompetens", "delegeringar"), names, False, "Skills and delegations, like delegation (delegering)."),
        Column("shifts", ("turer", "pass"), names, True, "Kinds of shift the person works, like day evening; all (alla)."),
        Column("mode", ("färdsätt",), one_of(MODES), False, "car (bil, default), e-bike (elcykel), bicycle (cykel), foot (gång)."),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: values by column (none where a cell is empty or wrong), where it stands, which cells are filled."""

    values: dict[str, Any]
    sheet: Sheet
    number: int
    at: dict[str, int]
    written: set[str]

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def get(self, column: str, default: Any) -> Any:
        """Value of a column, or the default where nothing was written."""
        value = self.values.get(column)
        return default if value is None else value

    def fault(self, column: str, what: str) -> Fault:
        """A fault of the cell in that column (of the row, where the table has no such column)."""
        return Fault(self.sheet.place(self.number, self.at.get(column)), what)


def read_rows(table: str, sheet: Sheet, faults: list[Fault]) -> list[Row]:
    """Read every cell of a table; what is wrong is added to ``faults``."""
    columns = COLUMNS[table]
    titles = {title: column for column in columns for title in (column.name, *column.also)}
    at: dict[str, int] = {}
    for index, title in enumerate(sheet.header):
        known = titles.get(title.casefold().replace("_", " ")) or titles.get(title.casefold())
        if known is None:
            faults.append(
                Fault(sheet.place(1, index), f"the column is not known; {nearest(title.casefold(), [c.name for c in columns])}")
            )
        elif known.name in at:
            faults.append(Fault(sheet.place(1, index), f"the column is there twice, also as {sheet.header[at[known.name]]}"))
        else:
            at[known.name] = index
    lacking = [column for column in columns if column.required and column.name not in at]
    for column in lacking:
        also = ", ".join((column.name, *column.also))
        faults.append(Fault(f"{sheet.where}, row 1", f"there is no column {column.name} (it may be called {also})"))
    if not sheet.rows:
        faults.append(Fault(sheet.where, "there are no rows below the titles"))
    rows = []
    for line, cells in sheet.rows:
        row = Row({}, sheet, line, at, set())
        for column in columns:
            cell = cells[at[column.name]] if column.name in at else None
            if cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)):
                if column.required and column.name in at:
                    faults.append(row.fault(column.name, f"is empty. {column.about}"))
                continue
            row.written.add(column.name)
            try:
                row.values[column.name] = column.parse(cell)
            except ValueError as error:
                faults.append(row.fault(column.name, str(error)))
        rows.append(row)
    return rows

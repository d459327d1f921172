"""Sheets of text cells from CSV files and Excel workbooks, with enough memory of where each cell was to speak of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError

EXCEL = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was found.

    Attributes
    ----------
    where
        File, and sheet of a workbook.
    header
        Titles of the columns.
    rows
        Number of each row as the person sees it (the header is row 1), and its cells.
    """

    where: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]

    def place(self, row: int, column: int | None = None) -> str:
        """``needs.csv, row 5, column C (minutes)``."""
        found = f"{self.where}, row {row}"
        return found if column is None else f"{found}, column {letter(column)} ({self.header[column]})"


def letter(column: int) -> str:
    """A, B, … Z, AA, … as spreadsheets call their columns, from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_sheets(source: Path, names: Mapping[str, tuple[str, ...]]) -> dict[str, Sheet]:
    """Read tables from a folder of CSV files or from a workbook.

    Parameters
    ----------
    source
        Folder with a file ``NAME.csv`` (or a workbook ``NAME.xlsx``) for each table, or a workbook with a sheet for each.
    names
        Every table, and what else its file or sheet may be called. Upper and lower case are the same.

    Raises
    ------
    InputError
        A table is missing, or a file cannot be read.
    """
    if source.is_dir():
        files = {path.stem.casefold(): path for path in sorted(source.iterdir()) if path.suffix.lower() in (".csv", *EXCEL)}
        found = {table: next((files[n] for n in (table, *other) if n in files), None) for table, other in names.items()}
        missing = [
            Fault(str(source), f"there is no table {table}: no {table}.csv (or {', '.join(f'{n}.csv' for n in names[table])})")
            for table, path in found.items()
            if path is None
        ]
        if missing:
            raise InputError(*missing)
        return {table: _file(path) for table, path in found.items() if path is not None}
    if source.suffix.lower() not in EXCEL or not source.is_file():
        raise InputError(Fault(str(source), "is neither a folder with CSV files nor an Excel workbook (.xlsx)"))
    sheets = {title.casefold(): rows for title, rows in _workbook(source)}
    faults, tables = [], {}
    for table, other in names.items():
        title = next((n for n in (table, *other) if n in sheets), None)
        if title is None:
            faults.append(
                Fault(str(source), f"there is no sheet '{table}' (or {', '.join(other)}); there are: {', '.join(sheets)}")
            )
        else:
            tables[table] = _sheet(f"{source.name}, sheet {title}", sheets[title])
    if faults:
        raise InputError(*faults)
    return tables


def _file(path: Path) -> Sheet:
    if path.suffix.lower() in EXCEL:
        return _sheet(path.name, next(_workbook(path))[1])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Fault(str(path), "is not in UTF-8; save it as 'CSV UTF-8'")) from None
    except OSError as error:
        raise InputError(Fault(str(path), f"cannot be read: {error.strerror}")) from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)  # the first of equals: a table of one column has none
    try:
        return _sheet(path.name, list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        raise InputError(Fault(str(path), f"is no CSV table: {error}")) from None


def _workbook(path: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError):
        raise InputError(Fault(str(path), "is no Excel workbook, or a damaged one")) from None
    try:
        for sheet in book.worksheets:
            yield sheet.title, [tuple(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _sheet(where: str, rows: list[Any]) -> Sheet:
    """First row as header; empty rows are left out, short ones filled up; nothing may stand beyond the header."""
    if not rows or not any(cell not in (None, "") for cell in rows[0]):
        raise InputError(Fault(f"{where}, row 1", "the table is empty: the first row must name the columns"))
    header = tuple("" if cell is None else str(cell).strip() for cell in rows[0])
    while not header[-1]:
        header = header[:-1]
    kept = []
    for number, row in enumerate(rows[1:], start=2):
        cells = tuple(cell.strip() if isinstance(cell, str) else cell for cell in row)
        if any(cell not in (None, "") for cell in cells):
            if any(cell not in (None, "") for cell in cells[len(header) :]):
                raise InputError(Fault(f"{where}, row {number}", f"has more cells than the {len(header)} columns named in row 1"))
            kept.append((number, cells[: len(header)] + (None,) * (len(header) - len(cells))))
    return Sheet(where, header, tuple(kept))

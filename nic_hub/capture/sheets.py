"""Sheets (XLSX) and comma-separated tables (CSV): row by row. Formulas count by their last value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from nic_hub.capture.material import Material, Piece, row, up_to
from nic_hub.capture.packages import Limits

#: A team's table is read this far; what lies beyond is told as unread.
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 30, 2_000, 60


def read_sheet(content: bytes, limits: Limits) -> Material:
    """Read a workbook that was checked, until its limits are passed."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    unread: list[str] = []
    pieces = [*up_to(_read_sheets(book.worksheets[:MAX_SHEETS], unread), limits)]
    return Material(tuple(pieces), unread=(*unread, *_left(book.worksheets[MAX_SHEETS:])))


def read_csv(text: str, limits: Limits) -> Material:
    """Read a table whose cells stand between commas, semicolons or tabs, until its limits are passed."""
    lines = text.splitlines()
    # Where as many lines have commas, those stand in the cells.
    delimiter = max("\t;,", key=lambda mark: sum(mark in line for line in lines))
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    unread: list[str] = []
    pieces = _read_rows((cells[: MAX_COLUMNS + 1] for cells in rows), "the table", unread)
    return Material(tuple(up_to(pieces, limits)), unread=tuple(unread))


def _read_sheets(sheets: Iterable[Any], unread: list[str]) -> Iterator[Piece]:
    for sheet in sheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True)
        yield from _read_rows(rows, f"sheet “{sheet.title}”", unread)


def _read_rows(rows: Iterable[Iterable[Any]], name: str, unread: list[str]) -> Iterator[Piece]:
    """Yield the rows of a table, and note what lies beyond those that are read, and beside them."""
    beside = f"{name} beyond column {MAX_COLUMNS}"
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            unread.append(f"{name} beyond row {MAX_ROWS:,}")
            return
        told = [_told(cell) for cell in cells]
        if any(told[MAX_COLUMNS:]) and beside not in unread:
            unread.append(beside)
        if any(told[:MAX_COLUMNS]):
            yield row(told[:MAX_COLUMNS], f"{name}, row {number}", name)


def _left(sheets: Iterable[Any]) -> list[str]:
    return [f"sheet “{sheet.title}”" for sheet in sheets]


def _told(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return "" if cell is None else str(cell).strip()

"""Sheets (XLSX) and comma-separated tables (CSV): row by row. Formulas count by their last value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from nic_hub.capture.material import Material, Piece, row

#: A team's table is read this far; what lies beyond is told as unread.
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 30, 2_000, 60


def read_sheet(content: bytes) -> Material:
    """Read a workbook that was checked."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    pieces: list[Piece] = []
    unread: list[str] = []
    for sheet in book.worksheets[:MAX_SHEETS]:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
        found = _read_rows(rows, f"sheet “{sheet.title}”")
        pieces += found.pieces
        unread += found.unread
    return Material(tuple(pieces), unread=(*unread, *_left(book.worksheets[MAX_SHEETS:])))


def read_csv(text: str) -> Material:
    """Read a table whose cells stand between commas, semicolons or tabs."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return _read_rows(([*cells[:MAX_COLUMNS]] for cells in rows), "the table")


def _read_rows(rows: Iterable[Iterable[Any]], name: str) -> Material:
    pieces: list[Piece] = []
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            return Material(tuple(pieces), unread=(f"{name} beyond row {MAX_ROWS:,}",))
        told = [_told(cell) for cell in cells]
        if any(told):
            pieces.append(row(told, f"{name}, row {number}", name))
    return Material(tuple(pieces))


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

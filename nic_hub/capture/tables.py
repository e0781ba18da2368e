"""One table out of a file: rows of cells as they are written, each with the number a person sees beside it.

A formula counts by the value its program stored last; without one, the formula itself stands in its cell, and
whoever reads the cell refuses it. A percent of a sheet (.85 shown as 85 %) is told as it is shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from openpyxl import load_workbook

from nic_hub.capture.packages import Limits, PackageKind, check_package, is_package, reading_safely, refuse
from nic_hub.capture.reading import decode

MAX_ROWS, MAX_COLUMNS = 2_000, 40
#: A table of numbers is small; what unpacks to more is none.
LIMITS = Limits(file_bytes=2_000_000, entries=500, unzipped_bytes=30_000_000, xml_bytes=20_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Args:
        number: the first row of the file is 1.
        cells: as they are written; an empty cell is "".
    """

    number: int
    cells: tuple[str, ...]


def read_table(content: bytes) -> list[Row]:
    """Read the first table of a file: the first sheet that is shown, or a CSV.

    Raises:
        Invalid: it is empty, too large, locked, broken, holds macros, or is no such file.
    """
    if not content.strip():
        refuse("This file is empty.")
    if len(content) > LIMITS.file_bytes:
        refuse(f"This file is too large: {LIMITS.file_bytes:,} bytes are read at most.")
    rows = list(_read_sheet(content) if is_package(content) else _read_csv(decode(content)))
    return rows or refuse("This file holds no table.")


def _read_csv(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    begins = 1
    with reading_safely():
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(begins, cells)
            begins = reader.line_num + 1


def _read_sheet(content: bytes) -> Iterator[Row]:
    if check_package(content, LIMITS) != PackageKind.SHEET:
        refuse("This is no sheet. Send a .xlsx or .csv file.")
    with reading_safely():
        values, formulas = (_sheet_rows(content, data_only=data_only) for data_only in (True, False))
        for number, (shown, written) in enumerate(zip_longest(values, formulas, fillvalue=()), start=1):
            cells = [_told(*pair) for pair in zip_longest(shown, written)]
            if any(cells):
                yield _row(number, cells)


def _sheet_rows(content: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        return
    shown[0].reset_dimensions()
    # One row and one column more than are read, so that too many are seen.
    yield from shown[0].iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1)


def _row(number: int, cells: Iterable[str]) -> Row:
    told = tuple(cell.strip() for cell in cells)
    if number > MAX_ROWS + 1:
        refuse(f"This table has more than {MAX_ROWS:,} rows. Send it in parts.")
    if len(told) > MAX_COLUMNS and any(told[MAX_COLUMNS:]):
        refuse(f"This table has more than {MAX_COLUMNS} columns.")
    return Row(number, told)


def _told(cell: Any, formula: Any) -> str:
    value = getattr(cell, "value", None)
    if value is None:
        written = getattr(formula, "value", None)
        return "" if written is None else _of_formula(written)
    if isinstance(value, datetime):
        return _of_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value, cell.number_format or "")
    return str(value)


def _of_formula(written: Any) -> str:
    return written if isinstance(written, str) and written.startswith("=") else "=formula"


def _of_moment(value: datetime) -> str:
    return (
        value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    )


def _of_number(value: float, number_format: str) -> str:
    """Return a number as the sheet shows it, to all its digits."""
    if "%" in number_format:
        return f"{value * 100:.12g} %"
    return repr(value) if isinstance(value, int) else f"{value:.15g}"

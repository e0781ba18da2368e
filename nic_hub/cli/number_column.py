"""A file with one plain column of numbers, as a run chart takes it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from nic_hub.domain.number_reading import read_number, shown
from nic_hub.errors import Invalid

MAX_BYTES = 1_000_000
MAX_VALUES = 10_000


def read_column(file: Path) -> list[float | None]:
    """Read the column: a header is passed over, an empty line keeps its place, empty lines at the end go.

    Raises:
        Invalid: the file cannot be read, or a line is no number; the line is named.
    """
    values = list(_read_lines(_read_text(file)))
    while values and values[-1] is None:
        values.pop()
    if not values:
        raise Invalid("The file has no number in it.")
    if len(values) > MAX_VALUES:
        raise Invalid(f"The file has {len(values):,} values; a chart takes {MAX_VALUES:,} or fewer.")
    return values


def _read_text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid(f"The file cannot be read: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise Invalid(f"The file is larger than {MAX_BYTES:,} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is not text in UTF-8. Save it as CSV UTF-8.") from error


def _read_lines(text: str) -> Iterator[float | None]:
    for line, written in enumerate(text.splitlines(), start=1):
        try:
            yield _read_cell(written)
        except ValueError as error:
            # The first line may say what the numbers are.
            if line > 1 or not _is_header(written):
                raise Invalid(f"Line {line}: {error}") from error


def _read_cell(written: str) -> float | None:
    cells = next(csv.reader([written]), [])
    if len(cells) > 1:
        raise ValueError(
            f"{shown(written)} has {len(cells)} columns; one is taken. Write a decimal comma as a point."
        )
    cell = cells[0].strip() if cells else ""
    return read_number(cell) if cell else None


def _is_header(written: str) -> bool:
    """Say whether a line names what follows: words in one column, not a number that went wrong."""
    cells = next(csv.reader([written]), [])
    return len(cells) == 1 and not any(character.isdigit() for character in cells[0][:1])

"""Data points out of the rows of a table: what each row says, or what is wrong with it.

Columns are known by their names, in any order. Nothing is guessed: a day or a number that can be read in two
ways is named with its row, and so is a formula without a stored value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nic_hub.capture.packages import refuse
from nic_hub.capture.tables import Row
from nic_hub.capture.values import Unclear, read_day
from nic_hub.domain.number_reading import read_number, shown

#: The names under which a column is known, written without spaces and signs.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "week", "weekof", "weekstart", "weekstarting", "weekbeginning"),
    "value": (
        "value",
        "result",
        "score",
        "percent",
        "percentage",
        "rate",
        "count",
        "median",
        "mean",
        "average",
    ),
    "numerator": ("numerator", "num"),
    "denominator": ("denominator", "den", "outof"),
    "n": ("n", "students", "nstudents", "numberofstudents", "studentcount", "people"),
    "student_group": ("studentgroup", "group", "subgroup"),
    "note": ("note", "notes", "annotation", "comment", "comments"),
}
LONGEST = {"student_group": 300, "note": 10_000}
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_PEOPLE = 2**31 - 1
_LETTERS = re.compile(r"[^a-z]")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PointRow:
    """What one row says.

    Args:
        number: of the row, as a person sees it.
        values: the fields of a data point that could be read.
        problems: what is wrong, one sentence each.
    """

    number: int
    values: Mapping[str, Any]
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether it names a day and no value: the team has none for it."""
        return not self.problems and not self.values.keys() & {"value", "numerator", "denominator"}


@dataclass(frozen=True, slots=True)
class PointTable:
    """What a table says.

    Args:
        columns: the name of each column that was read, by field.
        unread: names of the other columns.
        rows: every row below the names.
    """

    columns: Mapping[str, str]
    unread: tuple[str, ...]
    rows: tuple[PointRow, ...]


def read_points(rows: Sequence[Row], unit: str) -> PointTable:
    """Read the rows of a table; the first one names the columns.

    Args:
        rows: of the table.
        unit: of the measure; a percent sign must fit it.

    Raises:
        Invalid: there is no column for the day or for the value, or one stands there twice.
    """
    names, body = rows[0].cells, rows[1:]
    places = _find_columns(names)
    # Where some cells carry a percent sign, a bare share such as .85 may be 85 % or less than one.
    has_percent = any(cell.endswith("%") for row in body for cell in _cells(row, places, "value"))
    reader = _RowReader(places, unit, has_percent=has_percent)
    unread = [name for place, name in enumerate(names) if place not in places.values() and name]
    return PointTable(
        {known: names[place] for known, place in places.items()}, tuple(unread), tuple(map(reader.read, body))
    )


def _find_columns(names: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        known = next((known for known, others in COLUMNS.items() if _bare(name) in others), None)
        if known in places:
            refuse(f"Two columns can be read as {known}. Keep the one that is meant.")
        if known is not None:
            places[known] = place
    if "date" not in places or not ("value" in places or {"numerator", "denominator"} <= places.keys()):
        refuse(
            "The first row names the columns: date and value, or date, numerator and denominator; and "
            "n, student_group and note where you have them."
        )
    return places


def _bare(name: str) -> str:
    return "percent" if name.strip() == "%" else _LETTERS.sub("", name.casefold())


def _cells(row: Row, places: Mapping[str, int], known: str) -> list[str]:
    place = places.get(known)
    return [row.cells[place]] if place is not None and place < len(row.cells) else []


@dataclass(frozen=True, slots=True)
class _RowReader:
    places: Mapping[str, int]
    unit: str
    has_percent: bool
    _readers: Mapping[str, Callable[[str], Any]] = field(init=False)

    def __post_init__(self) -> None:
        readers = {
            "date": _read_date,
            "value": self._read_value,
            "numerator": _read_plain,
            "denominator": _read_plain,
            "n": _read_people,
            "student_group": lambda text: _read_text("student_group", text),
            "note": lambda text: _read_text("note", text),
        }
        object.__setattr__(self, "_readers", readers)

    def read(self, row: Row) -> PointRow:
        """Read one row, and name each cell that cannot be read."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for known, read in self._readers.items():
            for text in filter(None, _cells(row, self.places, known)):
                try:
                    values[known] = read(text)
                except ValueError as error:
                    problems.append(f"{known}: {error}")
        if "date" not in values and not any(problem.startswith("date:") for problem in problems):
            problems.insert(0, "date: It is missing.")
        return PointRow(row.number, self._with_rate(values), tuple(problems))

    def _read_value(self, text: str) -> float:
        number = _read_plain(text)
        is_percent = text.endswith("%")
        if is_percent and not self._counts_percent:
            raise ValueError(f"{shown(text)} is a percent, and the measure counts {shown(self.unit)}.")
        if self.has_percent and not is_percent and 0 < abs(number) < 1:
            raise ValueError(
                f"{shown(text)} can be a share or a percent: write the percent sign in each cell."
            )
        return number

    @property
    def _counts_percent(self) -> bool:
        return "%" in self.unit or "percent" in self.unit.casefold()

    def _with_rate(self, values: dict[str, Any]) -> dict[str, Any]:
        """Work the value of a rate out of its parts, where it is not written."""
        parts = values.get("numerator"), values.get("denominator")
        if "value" in values or None in parts or not parts[1]:
            return values
        share = parts[0] / parts[1]
        return {**values, "value": round(100 * share, 6) if self._counts_percent else share}


def _read_plain(text: str) -> float:
    if text.startswith("="):
        raise ValueError(
            f"{shown(text)} is a formula without a stored value. Write the value, or save it again."
        )
    return read_number(text)


def _read_date(text: str) -> date:
    try:
        # A time of day that a sheet program added says nothing.
        day = read_day(re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?$", "", text))
    except Unclear as error:
        raise ValueError(f"{shown(text)}: {error}") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{shown(text)} is not from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _read_people(text: str) -> int:
    number = _read_plain(text)
    if number != int(number) or not 0 <= number <= MOST_PEOPLE or text.endswith("%"):
        raise ValueError(f"{shown(text)} is no number of people.")
    return int(number)


def _read_text(name: str, text: str) -> str:
    if _UNSHOWABLE.search(text):
        raise ValueError("Remove the characters that cannot be shown.")
    if len(text) > LONGEST[name]:
        raise ValueError(f"Shorten it to {LONGEST[name]:,} characters or fewer.")
    return text

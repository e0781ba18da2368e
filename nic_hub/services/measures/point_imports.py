"""Data points of a measure from a table: looked at first, then all stored or none.

A row that is stored already adds nothing, so the same file may be sent again. A row that says something else
than what is stored is refused: a correction is made at the point, where its history shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.capture.points import PointRow, PointTable
from nic_hub.domain.days import check_counted_on
from nic_hub.domain.privacy.privacy import KnownNames, find_private_fields, redact
from nic_hub.domain.privacy.small_cells import WHOLE
from nic_hub.domain.visibility import Principal
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.models import DataPoint, Measure, utc_now
from nic_hub.services.access.permissions import check_may_change, refuse_withdrawn
from nic_hub.services.known_names import names_in
from nic_hub.services.measures.points import check_rate
from nic_hub.services.records import free_text

#: As many bad rows are named; more help nobody.
MOST_PROBLEMS = 200

_Place = tuple[date, str]


class RowStatus(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row and what becomes of it."""

    row: PointRow
    status: RowStatus
    problems: tuple[str, ...] = ()

    def tell(self) -> dict[str, Any]:
        """Return it as it is shown; what looks private in a problem is not repeated."""
        read = {name: self.row.values.get(name) for name in ("date", "value", "n")}
        group = redact(self.row.values.get("student_group", WHOLE))
        problems = [redact(problem) for problem in self.problems]
        return {
            "row": self.row.number,
            "status": self.status,
            **read,
            "student_group": group,
            "problems": problems,
        }


def import_points(
    session: Session,
    principal: Principal,
    measure: Measure,
    table: PointTable,
    *,
    preview: bool,
    confirmed: Collection[str] = (),
) -> dict[str, Any]:
    """Store the new points of a table, all of them or none; in a preview, none.

    Returns:
        What becomes of each row, and how many there are of each status.

    Raises:
        Forbidden: only the team's own members write its data.
        Invalid: a row is bad; each is named. A preview tells of it instead.
    """
    check_may_change(principal, measure)
    refuse_withdrawn(measure)
    known, today = names_in(session, principal), utc_now().date()
    checker = _Checker(_stored_points(session, measure), known, confirmed, today)
    checked = [checker.check(row) for row in table.rows]
    if not preview:
        _refuse_bad(checked)
        session.add_all(_make_point(measure, each.row) for each in checked if each.status == RowStatus.NEW)
    counts = Counter(each.status for each in checked)
    return {
        "preview": preview,
        "columns": {known: redact(name) for known, name in table.columns.items()},
        "unread_columns": [redact(name) for name in table.unread],
        **{status.value: counts[status] for status in RowStatus},
        "rows": [each.tell() for each in checked],
    }


def _stored_points(session: Session, measure: Measure) -> dict[_Place, DataPoint]:
    rows = session.scalars(select(DataPoint).where(DataPoint.measure_id == measure.id))
    return {(point.date, point.student_group): point for point in rows}


def _make_point(measure: Measure, row: PointRow) -> DataPoint:
    return DataPoint(network_id=measure.network_id, measure_id=measure.id, **row.values)


def _refuse_bad(checked: Sequence[CheckedRow]) -> None:
    bad = [each.tell() for each in checked if each.status == RowStatus.BAD]
    if not bad:
        return
    problems = [
        FieldProblem(f"/rows/{row['row']}", f"Row {row['row']}: {problem}")
        for row in bad
        for problem in row["problems"]
    ]
    some = f" The first {MOST_PROBLEMS} are named." if len(problems) > MOST_PROBLEMS else ""
    raise Invalid(
        f"{len(bad)} of {len(checked)} rows are bad; nothing was stored.{some}", problems[:MOST_PROBLEMS]
    )


@dataclass(slots=True)
class _Checker:
    """Holds rows against what is stored and against the rows before."""

    stored: Mapping[_Place, DataPoint]
    known: KnownNames
    confirmed: Collection[str]
    today: date
    seen: dict[_Place, int] = field(default_factory=dict)

    def check(self, row: PointRow) -> CheckedRow:
        """Say what becomes of a row."""
        if row.is_empty:
            return CheckedRow(row, RowStatus.EMPTY)
        problems = (*row.problems, *self._find_problems(row))
        if problems:
            return CheckedRow(row, RowStatus.BAD, problems)
        is_stored = _place_of(row) in self.stored
        return CheckedRow(row, RowStatus.UNCHANGED if is_stored else RowStatus.NEW)

    def _find_problems(self, row: PointRow) -> Iterator[str]:
        try:
            check_rate(row.values)
        except Invalid as error:
            yield error.detail
        if "value" not in row.values and not row.problems:
            yield "value: It is missing."
        for problem in find_private_fields(free_text(row.values), self.confirmed, known=self.known):
            yield f"{problem.pointer.removeprefix('/')}: {problem.detail}"
        if "date" in row.values:
            for problem in check_counted_on(row.values["date"], self.today):
                yield f"date: {problem.detail}"
            yield from self._find_doubles(row)

    def _find_doubles(self, row: PointRow) -> Iterator[str]:
        place = _place_of(row)
        first = self.seen.setdefault(place, row.number)
        if first != row.number:
            yield f"Row {first} has this day and group already. Keep one of them."
        stored = self.stored.get(place)
        if stored is not None and stored.archived_at is not None:
            yield f"The value for this day and group was taken out. Restore the data point {stored.id}."
        elif stored is not None and not _says_the_same(stored, row):
            yield (
                "This measure has another value for this day and group. If the file is right, correct the "
                f"data point {stored.id}."
            )


def _place_of(row: PointRow) -> _Place:
    return row.values["date"], row.values.get("student_group", WHOLE)


def _says_the_same(stored: DataPoint, row: PointRow) -> bool:
    return all(getattr(stored, name) == value for name, value in row.values.items())

"""What a reader is shown of a measure's data points.

A value about too few students is shown to the own team only, and with it what would tell it: a point that was
taken out still hides what it hid, and what a point showed before is remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.small_cells import Cell, find_hidden
from nic_hub.domain.visibility import Principal, may_see_numbers
from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.errors import NotFound
from nic_hub.models import DataPoint, Measure, PdsaCycle, RecordHistory
from nic_hub.services.access.small_cells import find_limits
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import kind_of
from nic_hub.services.lifecycle import values_of
from nic_hub.services.references import find_readable

#: What is blanked of a hidden cell.
CELL = ("value", "numerator", "denominator", "n", "note")
#: What is read of all points of a measure to find those.
_OF_CELLS = (
    DataPoint.id,
    DataPoint.measure_id,
    DataPoint.date,
    DataPoint.student_group,
    DataPoint.n,
    DataPoint.denominator,
    DataPoint.version,
)


def list_points(
    session: Session, principal: Principal, measures: Iterable[Measure], *, archived: bool = False
) -> list[DataPoint]:
    """Return the data points of measures by date and group, or those that their team took out."""
    state = DataPoint.archived_at.is_not(None) if archived else DataPoint.archived_at.is_(None)
    ids = sorted(measure.id for measure in measures)
    mine = select(DataPoint).where(DataPoint.measure_id.in_(ids), state, readable(principal, DataPoint))
    return list(session.scalars(mine.order_by(DataPoint.date, DataPoint.student_group, DataPoint.id)))


def get_point(session: Session, principal: Principal, measure: Measure, point_id: str) -> DataPoint:
    """Return one data point of a measure.

    Raises:
        NotFound: the measure has no such data point for this person.
    """
    wanted = DataPoint.id == point_id, DataPoint.measure_id == measure.id
    row = session.scalar(select(DataPoint).where(*wanted, readable(principal, DataPoint)))
    if row is None:
        raise NotFound("This measure has no data point with this id.")
    return row


def present_points(
    session: Session, principal: Principal, measures: Iterable[Measure], points: Sequence[DataPoint]
) -> list[dict[str, Any]]:
    """Return what this person is shown of points, in the same order; a constant number of queries.

    A cell about fewer than ``min_n`` students is blanked for other teams, and with it what would tell it.

    Args:
        session: an open session.
        principal: the viewer.
        measures: the measures of the points, which the viewer may read.
        points: some of their points, read under ``readable``.
    """
    measures = list(measures)
    # Which cells are hidden is found out by measure: a point of another one would be shown as it is.
    assert {point.measure_id for point in points} <= {measure.id for measure in measures}
    shown = [values_of(point) for point in points]
    cycles = find_readable(
        session, principal, PdsaCycle, (point.cycle_id for point in points if point.cycle_id)
    )
    hidden = _hidden_cells(session, principal, measures)
    for point, values in zip(points, shown, strict=True):
        values["is_hidden"] = point.id in hidden
        if point.id in hidden:
            values.update(dict.fromkeys(CELL))
        if point.cycle_id not in cycles:
            values["cycle_id"] = None
    return shown


def _hidden_cells(session: Session, principal: Principal, measures: Iterable[Measure]) -> set[str]:
    """Find the cells that stay in their team, however few of their measure's points are asked for."""
    of_others = [
        measure
        for measure in measures
        if measure.subject == MeasureSubject.STUDENT and not may_see_numbers(principal, measure.team_id)
    ]
    if not of_others:
        return set()
    limits, cells = find_limits(session, of_others), _read_cells(session, of_others)
    hidden = (find_hidden(cells[measure.id], limits[measure.network_id]) for measure in of_others)
    return set().union(*hidden)


def _read_cells(session: Session, measures: Iterable[Measure]) -> dict[str, list[Cell]]:
    """Read all cells of some measures, by the measure's id.

    Those that were taken out, too: others may remember what they told beside the ones that are left.
    """
    ids = sorted(measure.id for measure in measures)
    points = session.execute(select(*_OF_CELLS).where(DataPoint.measure_id.in_(ids))).all()
    told = _corrections(session, points)
    cells: dict[str, list[Cell]] = defaultdict(list)
    for point in points:
        cells[point.measure_id].append(_cell(point, told[point.id]))
    return cells


def _cell(point: Any, told: Iterable[RecordHistory]) -> Cell:
    students = _students(point.n, point.denominator)
    earlier = tuple(n for n in _students_before(point, told) if n is not None)
    return Cell(point.id, point.date, point.student_group, students, earlier)


def _students(n: int | None, denominator: float | None) -> int | None:
    """Say of how many students a point speaks: of a rate, of its denominator."""
    students = denominator if n is None else n
    return None if students is None else int(students)


def _corrections(session: Session, points: Iterable[Any]) -> dict[str, list[RecordHistory]]:
    """Return the history of the points that were corrected, the newest change first."""
    found: dict[str, list[RecordHistory]] = defaultdict(list)
    changed = [point.id for point in points if point.version > 1]
    mine = RecordHistory.kind == kind_of(DataPoint), RecordHistory.record_id.in_(changed)
    query = select(RecordHistory).where(*mine).order_by(RecordHistory.record_version.desc())
    for row in session.scalars(query) if changed else ():
        found[row.record_id].append(row)
    return found


def _students_before(point: Any, told: Iterable[RecordHistory]) -> Iterator[int | None]:
    """Go back through the changes of a point, and say of how many students it spoke before each."""
    known: dict[str, Any] = {"n": point.n, "denominator": point.denominator}
    for entry in told:
        known |= {name: entry.changes[name][0] for name in known if name in entry.changes}
        yield _students(**known)

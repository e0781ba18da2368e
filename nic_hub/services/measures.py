"""Data points of measures: added, corrected, taken out and brought back by the team that counts.

A value about too few students is shown to the own team only, and a correction gives none away: the day and
the group of a point never change, a point that was taken out still hides what it hid, and what a point showed
before is remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.days import check_counted_on
from nic_hub.domain.privacy import refuse_private
from nic_hub.domain.publishing import PublicationAction, require_state
from nic_hub.domain.required import refuse
from nic_hub.domain.small_cells import Cell, find_hidden
from nic_hub.domain.visibility import Principal, may_see_numbers
from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.errors import Duplicate, Invalid
from nic_hub.models import DataPoint, Measure, PdsaCycle, RecordHistory, utc_now
from nic_hub.services.history_entries import HistoryEntry, tell_history
from nic_hub.services.kinds import kind_of
from nic_hub.services.known_names import names_in
from nic_hub.services.lifecycle import values_of
from nic_hub.services.permissions import check_may_change, check_may_follow, refuse_withdrawn
from nic_hub.services.presenting import find_limits
from nic_hub.services.records import assign, check_version, free_text, publication_of
from nic_hub.services.references import find_readable, find_reference

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


def add_point(
    session: Session,
    principal: Principal,
    measure: Measure,
    values: Mapping[str, Any],
    *,
    confirmed: Collection[str] = (),
) -> DataPoint:
    """Add one value of one day, of all students or of one group.

    Raises:
        Forbidden: only the team's own members write its data.
        Invalid: the numerator and denominator do not fit, the day is still to come, or a text looks private.
        Duplicate: that day and group have a value already.
    """
    check_may_change(principal, measure)
    refuse_withdrawn(measure)
    refuse_private(free_text(values), confirmed, known=names_in(session, principal))
    check_rate(values)
    refuse(tuple(check_counted_on(values["date"], utc_now().date())), "add the data point")
    point = DataPoint(
        network_id=measure.network_id, measure_id=measure.id, **_resolved(session, principal, values)
    )
    _refuse_taken(session, point)
    session.add(point)
    return point


def change_point(
    session: Session,
    principal: Principal,
    measure: Measure,
    point: DataPoint,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> DataPoint:
    """Correct a value. Its day and group stay: they say which value it is.

    Raises:
        Forbidden, Stale: as for any change.
        Invalid: the numerator and denominator do not fit, or a text looks private.
    """
    _check_may_change(principal, measure, point, expected_version)
    refuse_private(free_text(values), confirmed, known=names_in(session, principal))
    resolved = _resolved(session, principal, values)
    check_rate({**values_of(point), **resolved})
    assign(point, resolved)
    return point


def archive_point(
    principal: Principal, measure: Measure, point: DataPoint, *, expected_version: int
) -> DataPoint:
    """Take a value out, for good or until it is brought back. Nothing is deleted.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it was taken out already.
    """
    _check_may_change(principal, measure, point, expected_version)
    require_state(PublicationAction.ARCHIVE, publication_of(point))
    point.archived_at = utc_now()
    return point


def restore_point(
    principal: Principal, measure: Measure, point: DataPoint, *, expected_version: int
) -> DataPoint:
    """Bring back a value that was taken out.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it was not taken out.
    """
    _check_may_change(principal, measure, point, expected_version)
    require_state(PublicationAction.RESTORE, publication_of(point))
    point.archived_at = None
    return point


def list_point_history(
    session: Session, principal: Principal, measure: Measure, point: DataPoint
) -> list[HistoryEntry]:
    """Return who changed what in a data point, oldest first: for those who may change it.

    Raises:
        Forbidden: the person may read the point as it is, but not how it came to be.
    """
    check_may_follow(principal, measure)
    return tell_history(session, principal, point)


def _check_may_change(
    principal: Principal, measure: Measure, point: DataPoint, expected_version: int
) -> None:
    check_may_change(principal, measure)
    check_version(point, expected_version)
    refuse_withdrawn(measure)


def check_rate(values: Mapping[str, Any]) -> None:
    """Refuse a rate whose parts contradict each other.

    Raises:
        Invalid: the field is named.
    """
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if (numerator is None) != (denominator is None):
        raise Invalid.field("denominator", "A rate needs both: the numerator and the denominator.")
    if denominator is not None and denominator <= 0:
        raise Invalid.field("denominator", "The denominator is the number of cases, more than zero.")


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


def _resolved(session: Session, principal: Principal, values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if given.get("cycle_id"):
        given["cycle_id"] = find_reference(session, principal, PdsaCycle, given["cycle_id"], "/cycle_id")
    return given


def _refuse_taken(session: Session, point: DataPoint) -> None:
    same = (
        DataPoint.measure_id == point.measure_id,
        DataPoint.date == point.date,
        DataPoint.student_group == (point.student_group or ""),
    )
    taken = session.scalar(select(DataPoint).where(*same))
    if taken is None:
        return
    if taken.archived_at is not None:
        raise Duplicate(
            "The value for that day and group was taken out. "
            f"Restore the data point {taken.id}, then correct it."
        )
    raise Duplicate(
        f"This measure has a value for that day and group already. Correct the data point {taken.id} instead."
    )

"""Gains that widened a gap: flagged wherever the tests of an idea are told, from what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import DataPoint, Measure
from nic_hub.services.access.visibility import readable
from nic_hub.services.measures.chart_material import Series, compare_series, read_series

#: Measures that are looked at for one answer; those of what is shown first come first.
MOST_MEASURES = 10


def find_gap_flags(
    session: Session, principal: Principal, measure_ids: Iterable[str | None]
) -> dict[str, list[str]]:
    """Say of measures, by id, where the whole gained while a student group fell behind.

    One query where no measure tells of student groups, which is the usual case; otherwise a few, however many
    measures do.
    """
    wanted = [*dict.fromkeys(one for one in measure_ids if one)]
    measures = _find_grouped(session, principal, wanted) if wanted else []
    series = read_series(session, principal, measures) if measures else {}
    flags = {measure.id: _tell_gaps(measure, series[measure.id]) for measure in measures}
    return {measure_id: texts for measure_id, texts in flags.items() if texts}


def _find_grouped(session: Session, principal: Principal, wanted: list[str]) -> list[Measure]:
    """Return the first of some measures that the person may read and that have values of student groups."""
    grouped = select(DataPoint.measure_id).where(
        DataPoint.measure_id.in_(wanted), DataPoint.student_group != "", DataPoint.archived_at.is_(None)
    )
    in_use = Measure.archived_at.is_(None), Measure.withdrawn_at.is_(None)
    query = select(Measure).where(Measure.id.in_(grouped), *in_use, readable(principal, Measure))
    found = sorted(session.scalars(query), key=lambda measure: wanted.index(measure.id))
    return found[:MOST_MEASURES]


def _tell_gaps(measure: Measure, series: Series) -> list[str]:
    changes, _ = compare_series(series, measure.better)
    return [f"{measure.name}: {change.text}" for change in changes if change.widens]

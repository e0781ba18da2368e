"""What a reader may see of measures: read for all their charts at once, so that many cost no more than one.

Values come through ``present_points``: one that is hidden from the reader is a missing value here,
so that no median, run, word or picture is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.equity import GapChange, compare_groups
from nic_hub.domain.privacy.small_cells import WHOLE
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import BetterDirection
from nic_hub.models import ChangeIdea, Measure, PdsaCycle, Team
from nic_hub.services.access.small_cells import find_limits
from nic_hub.services.access.visibility import readable
from nic_hub.services.measures.shown_points import list_points, present_points
from nic_hub.services.presenting import present

CYCLE = ("id", "status", "started_on", "closed_on", "decision", "change_idea_id")

Shown = dict[str, Any]
#: The points of one measure by student group, each group's in the order of their days.
Series = dict[str, list[Shown]]


@dataclass(frozen=True, slots=True)
class ChartMaterial:
    """What a reader may see of one measure.

    Args:
        measure: the measure as it is shown.
        team: whose it is; None where the reader does not learn it.
        series: its points by student group.
        cycles: the cycles to draw.
        min_n: the network's small-cell limit.
    """

    measure: Shown
    team: Shown | None
    series: Series
    cycles: Sequence[Shown]
    min_n: int

    @property
    def points(self) -> Iterator[Shown]:
        """Return the points of all and of each group."""
        return chain.from_iterable(self.series.values())

    @property
    def groups(self) -> list[str]:
        """Return the names of the student groups, in their order."""
        return sorted(self.series.keys() - {WHOLE})


def gather_material(
    session: Session, principal: Principal, measures: Sequence[Measure]
) -> list[ChartMaterial]:
    """Return what a person may see of measures they may read; a constant number of queries."""
    limits, teams = find_limits(session, measures), _find_teams(session, principal, measures)
    series = read_series(session, principal, measures)
    cycles = _find_cycles(session, principal, measures, series)
    return [
        ChartMaterial(
            measure=shown,
            team=teams.get(shown["team_id"]),
            series=series[shown["id"]],
            cycles=cycles.get(shown["id"], []),
            min_n=limits[shown["network_id"]],
        )
        for shown in present(session, principal, measures)
    ]


def read_series(session: Session, principal: Principal, measures: Sequence[Measure]) -> dict[str, Series]:
    """Return what a person may see of the points of measures, by the measure's id."""
    points = list_points(session, principal, measures)
    series: dict[str, Series] = {measure.id: {} for measure in measures}
    for point in present_points(session, principal, measures, points):
        series[point["measure_id"]].setdefault(point["student_group"], []).append(point)
    return series


def compare_series(series: Series, better: BetterDirection) -> tuple[list[GapChange], list[str]]:
    """Compare each student group of a measure with the whole; see ``compare_groups``."""
    values = {group: _values(points) for group, points in sorted(series.items())}
    whole = values.pop(WHOLE, {})
    return compare_groups(whole, values, better)


def _values(points: Iterable[Shown]) -> dict[date, float]:
    return {point["date"]: point["value"] for point in points if point["value"] is not None}


def _find_teams(session: Session, principal: Principal, measures: Iterable[Measure]) -> dict[str, Shown]:
    """Return whose the measures are, by the team's id; who is not signed in does not learn it."""
    ids = sorted({measure.team_id for measure in measures})
    query = select(Team.id, Team.name).where(Team.id.in_(ids), readable(principal, Team))
    return {row.id: {"id": row.id, "name": row.name} for row in session.execute(query)}


def _find_cycles(
    session: Session, principal: Principal, measures: Iterable[Measure], series: Mapping[str, Series]
) -> dict[str, list[Shown]]:
    """Return the cycles to draw, by the measure's id: its own and its points'; none of a withdrawn one."""
    named = {
        measure.id: {point["cycle_id"] for points in series[measure.id].values() for point in points}
        for measure in measures
        if measure.withdrawn_at is None
    }
    cycles = _read_cycles(session, principal, named)
    return {
        measure_id: [shown for own, shown in cycles if own == measure_id or shown["id"] in of_points]
        for measure_id, of_points in named.items()
    }


def _read_cycles(
    session: Session, principal: Principal, named: Mapping[str, set[str | None]]
) -> list[tuple[str | None, Shown]]:
    """Read the cycles of measures and those named by their points: that started, and that one may read.

    Returns:
        Each with the id of its measure, in the order in which they started.
    """
    of_points = sorted(filter(None, set().union(*named.values())))
    belongs = or_(PdsaCycle.measure_id.in_(sorted(named)), PdsaCycle.id.in_(of_points))
    stands = (
        PdsaCycle.started_on.is_not(None),
        PdsaCycle.archived_at.is_(None),
        PdsaCycle.withdrawn_at.is_(None),
    )
    columns = [getattr(PdsaCycle, name) for name in CYCLE]
    query = select(PdsaCycle.measure_id, *columns).where(belongs, *stands, readable(principal, PdsaCycle))
    rows = session.execute(query.order_by(PdsaCycle.started_on, PdsaCycle.id)).all()
    titles = _find_titles(session, principal, {row.change_idea_id for row in rows})
    return [(row.measure_id, _show_cycle(row, titles)) for row in rows]


def _find_titles(session: Session, principal: Principal, idea_ids: set[str]) -> dict[str, str | None]:
    """Return the titles of those ideas that one may read, by id; a withdrawn one has none."""
    query = select(ChangeIdea.id, ChangeIdea.title, ChangeIdea.withdrawn_at)
    query = query.where(ChangeIdea.id.in_(sorted(idea_ids)), readable(principal, ChangeIdea))
    return {row.id: None if row.withdrawn_at else row.title for row in session.execute(query)}


def _show_cycle(row: Any, titles: Mapping[str, str | None]) -> Shown:
    """Return what is shown of a cycle; an idea that one may not read is not referred to."""
    idea_id = row.change_idea_id if row.change_idea_id in titles else None
    shown = {name: getattr(row, name) for name in CYCLE}
    return {**shown, "change_idea_id": idea_id, "title": titles.get(row.change_idea_id)}

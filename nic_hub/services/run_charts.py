"""The run chart of a measure, from what the reader may see of it and nothing else.

Values come through ``measures.present_points``: one that is hidden from the reader is a missing value here,
so that no median, run, word or picture is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.equity import GapChange, compare_groups
from nic_hub.domain.run_chart_telling import show_number, tell_chart
from nic_hub.domain.run_charts import DEFAULT_RULES
from nic_hub.domain.small_cells import WHOLE
from nic_hub.domain.visibility import Principal
from nic_hub.domain.wording import count, join
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.models import ChangeIdea, Measure, Network, PdsaCycle, Team
from nic_hub.services.measures import present_points
from nic_hub.services.presenting import present, present_one
from nic_hub.services.rosters import list_points
from nic_hub.services.visibility import readable

LEVELS = ("baseline", "target", "goal")
MARKS = ("phase_starts", "special_days")
MEASURE = ("id", "name", "kind", "unit", "better", "subject", "operational_definition", *LEVELS, *MARKS)
POINT = ("id", "date", "value", "n", "is_hidden", "note", "cycle_id")
CYCLE = ("id", "status", "started_on", "closed_on", "decision", "change_idea_id")
TAKEN_BACK = "A measure that was taken back"

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """What is asked of a chart.

    Args:
        rules: name of the rule set.
        phases: days on which a person starts a new median.
        special: days whose points a person marks as special.
    """

    rules: str = DEFAULT_RULES
    phases: tuple[date, ...] = ()
    special: tuple[date, ...] = ()


def tell_run_chart(
    session: Session, principal: Principal, measure: Measure, asked: ChartRequest
) -> dict[str, Any]:
    """Return the chart of a measure the person may read: of all, and of each student group beside it.

    Raises:
        Invalid: a marked day has no point.
    """
    points = present_points(session, principal, measure, list_points(session, principal, measure))
    series = _by_group(points)
    _refuse_unknown_days(asked.special, {point["date"] for point in points})
    shown = present_one(session, principal, measure)
    asked = _with_marks(asked, shown)
    told: dict[str, Any] = {
        "measure": {name: shown[name] for name in MEASURE},
        "team": _find_team(session, principal, measure),
        "rules": asked.rules,
        "chart": _tell_series(WHOLE, series.pop(WHOLE, []), asked),
        "groups": [_tell_series(group, of_group, asked) for group, of_group in sorted(series.items())],
        "cycles": _find_cycles(session, principal, measure, points),
        "hidden_below": session.get_one(Network, measure.network_id).min_n if _hidden(points) else None,
    }
    told["cycles"] = [{**cycle, "index": _place_of(told["chart"], cycle)} for cycle in told["cycles"]]
    return {**told, **_tell_gaps(told), "description": _describe(told, _hidden(points))}


def _with_marks(asked: ChartRequest, shown: Shown) -> ChartRequest:
    """Return what is asked of a chart; what is not asked is as the team marked it on its measure."""
    kept = ([date.fromisoformat(day) for day in shown[name]] for name in MARKS)
    phases, special = (tuple(sorted(set(days))) for days in kept)
    return ChartRequest(asked.rules, asked.phases or phases, asked.special or special)


def tell_run_charts(
    session: Session, principal: Principal, measures: Iterable[Measure], asked: ChartRequest
) -> list[dict[str, Any]]:
    """Return the charts of several measures side by side, by their team's name: an order, not a ranking."""
    charts = [
        tell_run_chart(session, principal, measure, asked)
        for measure in measures
        if measure.withdrawn_at is None
    ]
    return sorted(charts, key=lambda chart: (_team_name(chart), chart["measure"]["id"]))


def _team_name(chart: Mapping[str, Any]) -> str:
    return str((chart["team"] or {}).get("name", ""))


def _by_group(points: Iterable[Shown]) -> dict[str, list[Shown]]:
    series: dict[str, list[Shown]] = {}
    for point in points:
        series.setdefault(point["student_group"], []).append(point)
    return series


def _hidden(points: Iterable[Shown]) -> int:
    return sum(point["is_hidden"] for point in points)


def _refuse_unknown_days(days: Iterable[date], known: set[date]) -> None:
    unknown = [day.isoformat() for day in days if day not in known]
    if unknown:
        detail = f"There is no point on {join(unknown)}. Mark the day of a point."
        raise Invalid(detail, [FieldProblem("?special", detail)])


def _tell_series(group: str, points: Sequence[Shown], asked: ChartRequest) -> dict[str, Any]:
    days = [point["date"] for point in points]
    told = tell_chart(
        [point["value"] for point in points],
        asked.rules,
        starts=[place for day in asked.phases if (place := _first_from(days, day))],
        special=[days.index(day) + 1 for day in asked.special if day in days],
        name=_name_days(days),
    )
    listed = [
        {"index": place, **{name: point[name] for name in POINT}} for place, point in enumerate(points, 1)
    ]
    return {"student_group": group, "points": listed, **told}


def _name_days(days: Sequence[date]) -> Callable[[int], str]:
    return lambda place: days[place - 1].isoformat()


def _first_from(days: Sequence[date], start: date) -> int | None:
    """Return the place of the first point on a day or after it."""
    return next((place for place, day in enumerate(days, start=1) if day >= start), None)


def _place_of(chart: Mapping[str, Any], cycle: Shown) -> int | None:
    return _first_from([point["date"] for point in chart["points"]], cycle["started_on"])


def _find_team(session: Session, principal: Principal, measure: Measure) -> dict[str, Any] | None:
    """Return whose measure it is; who is not signed in does not learn it."""
    team = session.scalar(select(Team).where(Team.id == measure.team_id, readable(principal, Team)))
    return None if team is None else {"id": team.id, "name": team.name}


def _find_cycles(
    session: Session, principal: Principal, measure: Measure, points: Iterable[Shown]
) -> list[Shown]:
    """Return the cycles to draw: those of the measure and of its points, that started and one may read."""
    named = sorted({point["cycle_id"] for point in points if point["cycle_id"]})
    belongs = or_(PdsaCycle.measure_id == measure.id, PdsaCycle.id.in_(named))
    stands = (
        PdsaCycle.started_on.is_not(None),
        PdsaCycle.archived_at.is_(None),
        PdsaCycle.withdrawn_at.is_(None),
    )
    if measure.withdrawn_at is not None:
        return []
    query = select(PdsaCycle).where(belongs, *stands, readable(principal, PdsaCycle))
    rows = list(session.scalars(query.order_by(PdsaCycle.started_on, PdsaCycle.id)))
    titles = _find_titles(session, principal, {row.change_idea_id for row in rows})
    shown = [{name: cycle[name] for name in CYCLE} for cycle in present(session, principal, rows)]
    return [{**cycle, "title": titles.get(cycle["change_idea_id"] or "")} for cycle in shown]


def _find_titles(session: Session, principal: Principal, idea_ids: set[str]) -> dict[str, str | None]:
    query = select(ChangeIdea).where(ChangeIdea.id.in_(sorted(idea_ids)), readable(principal, ChangeIdea))
    shown = present(session, principal, list(session.scalars(query)))
    return {idea["id"]: idea["title"] for idea in shown}


def _tell_gaps(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return how each group moved beside the whole."""
    better = told["measure"]["better"]
    groups = {chart["student_group"]: _values(chart) for chart in told["groups"]}
    changes, short = compare_groups(_values(told["chart"]), groups, better) if better else ([], [])
    return {"equity": [_tell_change(change) for change in changes], "groups_with_too_few_days": short}


def _tell_change(change: GapChange) -> dict[str, Any]:
    return {
        "student_group": change.group,
        "days": change.days,
        "whole": list(change.whole),
        "group": list(change.of_group),
        "gap_before": change.gap_before,
        "gap_after": change.gap_after,
        "widens": change.widens,
        "text": change.text,
    }


def _values(chart: Mapping[str, Any]) -> dict[date, float]:
    return {point["date"]: point["value"] for point in chart["points"] if point["value"] is not None}


def _describe(told: Mapping[str, Any], hidden: int) -> str:
    """Say all of it in words, for those who can't see the picture."""
    measure = told["measure"]
    parts = [_describe_measure(measure), told["chart"]["description"]]
    lines = {name: measure[name] for name in LEVELS}
    parts += [f"The {name} is {show_number(value)}." for name, value in lines.items() if value is not None]
    if hidden:
        few = f"about fewer than {told['hidden_below']} students, or would tell of them"
        parts.append(f"{count(hidden, 'value')} not shown: {few}; they stay in their team.")
    if told["cycles"]:
        cycles = [f"{cycle['title'] or 'a cycle'} (from {cycle['started_on']})" for cycle in told["cycles"]]
        parts.append(f"PDSA cycles: {join(cycles)}.")
    parts += [_describe_group(group) for group in told["groups"]]
    parts += [change["text"] for change in _tell_gaps(told)["equity"]]
    return " ".join(parts)


def _describe_group(group: Mapping[str, Any]) -> str:
    shown = f"{count(group['values'], 'value')}, median {show_number(group['median'])}"
    return f"Group {group['student_group']}: {shown}."


def _describe_measure(measure: Mapping[str, Any]) -> str:
    if measure["name"] is None:
        return f"{TAKEN_BACK}."
    better = "higher" if measure["better"] == "up" else "lower"
    return f"{measure['name']} ({measure['kind']} measure, {measure['unit']}; {better} is better)."

"""The run chart of a measure, from what the reader may see of it (``chart_material``) and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.evidence.equity import GapChange
from nic_hub.domain.privacy.small_cells import WHOLE
from nic_hub.domain.run_charts.rules import DEFAULT_RULES
from nic_hub.domain.run_charts.run_charts import MARKED_DAYS
from nic_hub.domain.run_charts.telling import TAKEN_BACK, show_number, tell_chart
from nic_hub.domain.visibility import Principal
from nic_hub.domain.wording import count, join
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.models import Measure
from nic_hub.services.measures.chart_material import ChartMaterial, Shown, compare_series, gather_material

LEVELS = ("baseline", "target", "goal")
MEASURE = ("id", "name", "kind", "unit", "better", "subject", "operational_definition", *LEVELS, *MARKED_DAYS)
POINT = ("id", "date", "value", "n", "is_hidden", "note", "cycle_id")


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
    (seen,) = gather_material(session, principal, [measure])
    return _tell(seen, asked)


def tell_run_charts(
    session: Session, principal: Principal, measures: Iterable[Measure], asked: ChartRequest
) -> list[dict[str, Any]]:
    """Return the charts of several measures side by side, by their team's name: an order, not a ranking.

    A constant number of queries, whatever the number of measures.
    """
    standing = [measure for measure in measures if measure.withdrawn_at is None]
    charts = [_tell(seen, asked) for seen in gather_material(session, principal, standing)]
    return sorted(charts, key=lambda chart: (_team_name(chart), chart["measure"]["id"]))


def _tell(seen: ChartMaterial, asked: ChartRequest) -> dict[str, Any]:
    _refuse_unknown_days(asked.special, {point["date"] for point in seen.points})
    asked, hidden = _with_marks(asked, seen.measure), sum(point["is_hidden"] for point in seen.points)
    chart = _tell_series(WHOLE, seen.series.get(WHOLE, []), asked)
    told: dict[str, Any] = {
        "measure": {name: seen.measure[name] for name in MEASURE},
        "team": seen.team,
        "rules": asked.rules,
        "chart": chart,
        "groups": [_tell_series(group, seen.series[group], asked) for group in seen.groups],
        "cycles": [{**cycle, "index": _place_of(chart, cycle)} for cycle in seen.cycles],
        "hidden_below": seen.min_n if hidden else None,
        **_tell_gaps(seen),
    }
    return {**told, "description": _describe(told, hidden)}


def _with_marks(asked: ChartRequest, shown: Shown) -> ChartRequest:
    """Return what is asked of a chart; what is not asked is as the team marked it on its measure."""
    kept = ([date.fromisoformat(day) for day in shown[name]] for name in MARKED_DAYS)
    phases, special = (tuple(sorted(set(days))) for days in kept)
    return ChartRequest(asked.rules, asked.phases or phases, asked.special or special)


def _team_name(chart: Mapping[str, Any]) -> str:
    return str((chart["team"] or {}).get("name", ""))


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


def _tell_gaps(seen: ChartMaterial) -> dict[str, Any]:
    """Return how each group moved beside the whole."""
    better = seen.measure["better"]
    changes, short = compare_series(seen.series, better) if better else ([], [])
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
    parts += [change["text"] for change in told["equity"]]
    return " ".join(parts)


def _describe_group(group: Mapping[str, Any]) -> str:
    shown = f"{count(group['values'], 'value')}, median {show_number(group['median'])}"
    return f"Group {group['student_group']}: {shown}."


def _describe_measure(measure: Mapping[str, Any]) -> str:
    if measure["name"] is None:
        return f"{TAKEN_BACK}."
    better = "higher" if measure["better"] == "up" else "lower"
    return f"{measure['name']} ({measure['kind']} measure, {measure['unit']}; {better} is better)."

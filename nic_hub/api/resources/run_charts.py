"""The run charts of measures: numbers and words, and the same as a picture; one, or several side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, list_query
from nic_hub.api.schemas import WholeNumber, list_query_schema, make_schema, one_of_words
from nic_hub.domain.run_charts import DEFAULT_RULES, RULE_SETS
from nic_hub.domain.vocabulary import BetterDirection, CycleStatus, Decision, MeasureKind, MeasureSubject
from nic_hub.fields import one_of, refuse_far_day
from nic_hub.services.listing import ListQuery, list_records
from nic_hub.services.run_charts import ChartRequest, tell_run_chart, tell_run_charts

#: Charts that still fit beside each other.
MOST_CHARTS = 12
MOST_DAYS = 20
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


class DayList(fields.Field[Any]):
    """Some days of a query, with commas between them."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Any]:
        day = fields.Date(validate=refuse_far_day)
        return [day.deserialize(part.strip()) for part in str(value).split(",") if part.strip()]


def _days(told: str) -> DayList:
    limit = validate.Length(max=MOST_DAYS, error=f"Name {MOST_DAYS} days or fewer.")
    return DayList(validate=limit, load_default=list, metadata={"description": told, "type": "string"})


def _numbers(*names: str) -> dict[str, fields.Field[Any]]:
    return {name: fields.Float(required=True, allow_none=True) for name in names}


def _counts(*names: str, empty: bool = False) -> dict[str, fields.Field[Any]]:
    return {name: fields.Integer(required=True, allow_none=empty) for name in names}


def _words(*names: str, empty: bool = False) -> dict[str, fields.Field[Any]]:
    return {name: fields.String(required=True, allow_none=empty) for name in names}


def _list(schema: type[Schema]) -> fields.Field[Any]:
    return fields.List(fields.Nested(schema), required=True)


def _places() -> fields.Field[Any]:
    told = {"description": "Places of points; the first is 1."}
    return fields.List(fields.Integer(), required=True, metadata=told)


ASKED: dict[str, fields.Field[Any]] = {
    "rules": fields.String(
        validate=one_of_words(RULE_SETS),
        load_default=DEFAULT_RULES,
        metadata={"description": "Which rules to hold against the chart."},
    ),
    "phases": _days("Days on which a new median starts, with commas between them."),
    "special": _days("Days whose points you mark as special (astronomical), with commas between them."),
}
ChartQuery = make_schema("RunChartQuery", ASKED)
SignalTold = make_schema("RunChartSignal", {**_words("rule", "text"), "indices": _places()})
READING: dict[str, fields.Field[Any]] = {
    **_numbers("median"),
    **_counts("useful_points", "longest_run", "crossings"),
    **_counts("longest_run_limit", "crossings_limit", empty=True),
    "too_few_points": fields.Boolean(required=True),
    **_words("verdict"),
    "signals": _list(SignalTold),
}
PhaseTold = make_schema("RunChartPhase", {**_counts("first", "last"), **READING})
ChartPoint = make_schema(
    "RunChartPoint",
    {
        **_counts("index"),
        **_words("id"),
        "date": fields.Date(required=True),
        **_numbers("value"),
        **_counts("n", empty=True),
        "is_hidden": fields.Boolean(required=True),
        **_words("note", "cycle_id", empty=True),
    },
)
FarPointTold = make_schema("FarPoint", {**_counts("index"), **_numbers("distance", "score")})
SuggestedPhase = make_schema("SuggestedPhase", {**_words("rule"), **_counts("index")})
Series = make_schema(
    "RunChartSeries",
    {
        **_words("student_group", "rules", "rules_title", "rules_source", "description"),
        **_numbers("false_alarm_rate"),
        **_counts("values", "missing"),
        **READING,
        "points": _list(ChartPoint),
        "phases": _list(PhaseTold),
        "suggested_phases": _list(SuggestedPhase),
        "special_points": _places(),
        "far_points": _list(FarPointTold),
    },
)
ChartMeasure = make_schema(
    "RunChartMeasure",
    {
        **_words("id"),
        **_words("name", "unit", "operational_definition", empty=True),
        "kind": one_of(MeasureKind, required=True, allow_none=True),
        "better": one_of(BetterDirection, required=True, allow_none=True),
        "subject": one_of(MeasureSubject, required=True, allow_none=True),
        **_numbers("baseline", "target", "goal"),
        "phase_starts": fields.List(fields.String(), required=True),
        "special_days": fields.List(fields.String(), required=True),
    },
)
ChartCycle = make_schema(
    "RunChartCycle",
    {
        **_words("id"),
        **_words("title", "change_idea_id", empty=True),
        "status": one_of(CycleStatus, required=True),
        "decision": one_of(Decision, required=True, allow_none=True),
        "started_on": fields.Date(required=True),
        "closed_on": fields.Date(required=True, allow_none=True),
        **_counts("index", empty=True),
    },
)
Gap = make_schema(
    "GapChange",
    {
        **_words("student_group", "text"),
        **_counts("days"),
        "whole": fields.List(fields.Float(), required=True),
        "group": fields.List(fields.Float(), required=True),
        **_numbers("gap_before", "gap_after"),
        "widens": fields.Boolean(
            required=True,
            metadata={"description": "The whole gained while the gap grew or opened: look closer."},
        ),
    },
)
RunChart = make_schema(
    "RunChart",
    {
        "measure": fields.Nested(ChartMeasure, required=True),
        "team": fields.Nested(
            make_schema("RunChartTeam", _words("id", "name")), required=True, allow_none=True
        ),
        **_words("rules", "description"),
        "chart": fields.Nested(Series, required=True),
        "groups": _list(Series),
        "cycles": _list(ChartCycle),
        "equity": _list(Gap),
        "groups_with_too_few_days": fields.List(fields.String(), required=True),
        **_counts("hidden_below", empty=True),
    },
)
RunCharts = make_schema("RunCharts", {"items": _list(RunChart), **_counts("total")})


def add_run_charts(blueprint: HubBlueprint, measures: Collection) -> None:
    """Add the chart of one measure and of several, as numbers and as pictures."""

    def tell(asked: Asked, record_id: str) -> Any:
        return asked.call(tell_run_chart, measures.get(asked, record_id), _request(asked))

    def tell_several(asked: Asked) -> Any:
        found = asked.call(list_records, measures.model, _without_chart(list_query(asked)))
        return {"items": asked.call(tell_run_charts, found.items, _request(asked)), "total": found.total}

    beside = {
        "page_size": WholeNumber.between(1, MOST_CHARTS, "Use 1 to {max} charts.", load_default=MOST_CHARTS)
    }
    several = list_query_schema("RunChartsQuery", measures.kind, **ASKED, **beside)
    one = _Door("run_chart", "/<id:record_id>/run-chart", tell, ChartQuery, "The run chart of a measure")
    many = _Door("run_charts", "/run-charts", tell_several, several, "Run charts of measures, side by side")
    _add_numbers(blueprint, one, RunChart)
    _add_numbers(blueprint, many, RunCharts)
    for media in PICTURES:
        _add_picture(blueprint, one, media, draw_one)
        _add_picture(blueprint, many, media, draw_several)


@dataclass(frozen=True, slots=True)
class _Door:
    name: str
    rule: str
    view: Callable[..., Any]
    query: type[Schema]
    summary: str


def _add_numbers(blueprint: HubBlueprint, door: _Door, answer: type[Schema]) -> None:
    blueprint.operation(
        "GET",
        door.rule,
        access=Access.READER,
        query=door.query(),
        answer=answer(),
        endpoint=door.name,
        summary=f"{door.summary}: numbers, signals and words",
    )(door.view)


def _add_picture(blueprint: HubBlueprint, door: _Door, media: str, draw: Callable[[Any, str], bytes]) -> None:
    blueprint.operation(
        "GET",
        f"{door.rule}.{media}",
        access=Access.READER,
        query=door.query(),
        answer={"type": "string", "format": "binary"},
        endpoint=f"{door.name}_{media}",
        draw=lambda told: draw(told, media),
        media_type=PICTURES[media],
        summary=f"{door.summary}, as {media.upper()}",
    )(door.view)


def draw_one(told: Any, media: str) -> bytes:
    """Draw one chart. The drawing library takes seconds to load, so it is loaded with the first picture."""
    from nic_hub.drawing.run_chart import draw_chart

    return draw_chart(told, media)


def draw_several(told: Any, media: str) -> bytes:
    """Draw several charts."""
    from nic_hub.drawing.run_chart import draw_charts

    return draw_charts(told["items"], media)


def _request(asked: Asked) -> ChartRequest:
    query = asked.query
    return ChartRequest(query["rules"], tuple(query["phases"]), tuple(query["special"]))


def _without_chart(query: ListQuery) -> ListQuery:
    """Leave in a list query what chooses measures."""
    filters = {name: value for name, value in query.filters.items() if name not in ASKED}
    return replace(query, filters=filters, sort=query.sort or "name")

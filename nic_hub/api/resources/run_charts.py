"""The run charts of measures: numbers and words, and the same as a picture; one, or several side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import counts, list_of, numbers, texts
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, list_query
from nic_hub.api.resources.pictures import add_pictures
from nic_hub.api.schemas import WholeNumber, list_query_schema, make_schema, one_of_words
from nic_hub.domain.run_charts.rules import DEFAULT_RULES, RULE_SETS
from nic_hub.domain.run_charts.run_charts import MARKED_DAYS
from nic_hub.domain.vocabulary import BetterDirection, CycleStatus, Decision, MeasureKind, MeasureSubject
from nic_hub.fields import one_of, refuse_far_day
from nic_hub.services.listing import ListQuery, list_records
from nic_hub.services.measures.run_charts import ChartRequest, tell_run_chart, tell_run_charts

#: Charts that still fit beside each other.
MOST_CHARTS = 12
MOST_DAYS = 20


class DayList(fields.Field[Any]):
    """Some days of a query, with commas between them."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Any]:
        day = fields.Date(validate=refuse_far_day)
        return [day.deserialize(part.strip()) for part in str(value).split(",") if part.strip()]


def _days(told: str) -> DayList:
    limit = validate.Length(max=MOST_DAYS, error=f"Name {MOST_DAYS} days or fewer.")
    return DayList(validate=limit, load_default=list, metadata={"description": told, "type": "string"})


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
SignalTold = make_schema("RunChartSignal", {**texts("rule", "text"), "indices": _places()})
READING: dict[str, fields.Field[Any]] = {
    **numbers("median"),
    **counts("useful_points", "longest_run", "crossings"),
    **counts("longest_run_limit", "crossings_limit", empty=True),
    "too_few_points": fields.Boolean(required=True),
    **texts("verdict"),
    "signals": list_of(SignalTold),
}
PhaseTold = make_schema("RunChartPhase", {**counts("first", "last"), **READING})
ChartPoint = make_schema(
    "RunChartPoint",
    {
        **counts("index"),
        **texts("id"),
        "date": fields.Date(required=True),
        **numbers("value"),
        **counts("n", empty=True),
        "is_hidden": fields.Boolean(required=True),
        **texts("note", "cycle_id", empty=True),
    },
)
FarPointTold = make_schema("FarPoint", {**counts("index"), **numbers("distance", "score")})
SuggestedPhase = make_schema("SuggestedPhase", {**texts("rule"), **counts("index")})
Series = make_schema(
    "RunChartSeries",
    {
        **texts("student_group", "rules", "rules_title", "rules_source", "description"),
        **numbers("false_alarm_rate"),
        **counts("values", "missing"),
        **READING,
        "points": list_of(ChartPoint),
        "phases": list_of(PhaseTold),
        "suggested_phases": list_of(SuggestedPhase),
        "special_points": _places(),
        "far_points": list_of(FarPointTold),
    },
)
ChartMeasure = make_schema(
    "RunChartMeasure",
    {
        **texts("id"),
        **texts("name", "unit", "operational_definition", empty=True),
        "kind": one_of(MeasureKind, required=True, allow_none=True),
        "better": one_of(BetterDirection, required=True, allow_none=True),
        "subject": one_of(MeasureSubject, required=True, allow_none=True),
        **numbers("baseline", "target", "goal"),
        **dict.fromkeys(MARKED_DAYS, fields.List(fields.String(), required=True)),
    },
)
ChartCycle = make_schema(
    "RunChartCycle",
    {
        **texts("id"),
        **texts("title", "change_idea_id", empty=True),
        "status": one_of(CycleStatus, required=True),
        "decision": one_of(Decision, required=True, allow_none=True),
        "started_on": fields.Date(required=True),
        "closed_on": fields.Date(required=True, allow_none=True),
        **counts("index", empty=True),
    },
)
Gap = make_schema(
    "GapChange",
    {
        **texts("student_group", "text"),
        **counts("days"),
        "whole": fields.List(fields.Float(), required=True),
        "group": fields.List(fields.Float(), required=True),
        **numbers("gap_before", "gap_after"),
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
            make_schema("RunChartTeam", texts("id", "name")), required=True, allow_none=True
        ),
        **texts("rules", "description"),
        "chart": fields.Nested(Series, required=True),
        "groups": list_of(Series),
        "cycles": list_of(ChartCycle),
        "equity": list_of(Gap),
        "groups_with_too_few_days": fields.List(fields.String(), required=True),
        **counts("hidden_below", empty=True),
    },
)
RunCharts = make_schema("RunCharts", {"items": list_of(RunChart), **counts("total")})


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
    for door, draw in ((one, draw_one), (many, draw_several)):
        add_pictures(
            blueprint,
            door.rule,
            door.view,
            draw,
            endpoint=door.name,
            summary=door.summary,
            query=door.query(),
        )


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

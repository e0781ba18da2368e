"""Measures and their data points."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import numbers
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import (
    SHARED,
    Act,
    Collection,
    cut_page,
    show_page,
    split_confirmed,
)
from nic_hub.api.resources.knowledge import record_status
from nic_hub.api.resources.people import as_they_are
from nic_hub.api.resources.point_imports import add_point_import
from nic_hub.api.resources.routes import HistoryPage, make_collection
from nic_hub.api.resources.run_charts import add_run_charts
from nic_hub.api.schemas import (
    PAGING,
    PageQuery,
    answer_schema,
    body_schema,
    make_schema,
    one_of_words,
    page_schema,
)
from nic_hub.domain.run_charts.run_charts import MARKED_DAYS
from nic_hub.domain.vocabulary import Publication
from nic_hub.services.measures.points import (
    add_point,
    archive_point,
    change_point,
    list_point_history,
    restore_point,
)
from nic_hub.services.measures.shown_points import get_point, list_points, present_points
from nic_hub.services.sharing import change_shared

MEASURE = (
    "visibility",
    "name",
    "kind",
    "operational_definition",
    "unit",
    "better",
    "subject",
    "driver_id",
    "baseline",
    "target",
    "goal",
    *MARKED_DAYS,
)
VALUE = ("value", "numerator", "denominator", "n", "note", "cycle_id")
POINT = "/<id:record_id>/data-points/<id:point_id>"

MEASURES = Collection(
    kind="measure",
    path="measures",
    about="What teams count, and which way is better.",
    answer=answer_schema("Measure", "measure", **record_status()),
    creates=body_schema("MeasureBody", "measure", ("key", "team_id", *MEASURE), ["team_id", "name"]),
    changes=body_schema("MeasureChange", "measure", MEASURE),
    change=change_shared,
    acts=SHARED,
    publishes=True,
)
NewPoint = body_schema("NewDataPoint", "data_point", ("date", "student_group", *VALUE))
PointChange = body_schema("DataPointChange", "data_point", VALUE)
Point = make_schema(
    "DataPoint",
    {
        "id": fields.String(required=True),
        "measure_id": fields.String(required=True),
        "date": fields.Date(required=True),
        "student_group": fields.String(required=True),
        **numbers("value", "numerator", "denominator"),
        "n": fields.Integer(required=True, allow_none=True),
        "note": fields.String(required=True, allow_none=True),
        "cycle_id": fields.String(required=True, allow_none=True),
        "is_hidden": fields.Boolean(
            required=True,
            metadata={
                "description": "Too few students stand behind it, or behind its correction, to show it to "
                "other teams."
            },
        ),
        "archived_at": fields.AwareDateTime(required=True, allow_none=True),
        "updated_at": fields.AwareDateTime(required=True),
        "version": fields.Integer(required=True),
    },
)
PointQuery = make_schema(
    "DataPointQuery",
    {
        "status": fields.String(
            validate=one_of_words([Publication.PUBLISHED, Publication.ARCHIVED]),
            load_default=Publication.PUBLISHED,
            metadata={"description": "`archived`: those that your team took out."},
        ),
        **PAGING,
    },
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprint of measures."""
    blueprint = make_collection(MEASURES)
    add_points(blueprint)
    add_point_changes(blueprint)
    add_point_import(blueprint, MEASURES)
    add_run_charts(blueprint, MEASURES)
    return [blueprint]


def add_points(blueprint: HubBlueprint) -> None:
    """Add the data points of a measure."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/data-points",
        access=Access.READER,
        query=PointQuery(),
        answer=page_schema(Point)(),
        summary="List the data points of a measure, by date",
    )
    def points(asked: Asked, record_id: str) -> Any:
        measure = MEASURES.get(asked, record_id)
        rows = asked.call(list_points, [measure], archived=asked.query["status"] == Publication.ARCHIVED)
        return show_page(asked, cut_page(asked, rows), _presenter(measure))

    @blueprint.operation(
        "POST",
        "/<id:record_id>/data-points",
        access=Access.MEMBER,
        body=NewPoint(),
        answer=Point(),
        status=201,
        location=f"{PREFIX}/measures/{{measure_id}}/data-points/{{id}}",
        summary="Add a data point",
    )
    def record(asked: Asked, record_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        measure = MEASURES.get(asked, record_id)
        point = asked.call(add_point, measure, values, confirmed=confirmed)
        return _show_point(asked, measure, point)

    @blueprint.operation(
        "GET", POINT, access=Access.READER, answer=Point(), tagged=True, summary="Read one data point"
    )
    def point(asked: Asked, record_id: str, point_id: str) -> Any:
        return _show_point(asked, *_find_point(asked, record_id, point_id))


def add_point_changes(blueprint: HubBlueprint) -> None:
    """Add the correction of a data point, taking it out and bringing it back, and its history."""

    @blueprint.operation(
        "PATCH",
        POINT,
        access=Access.MEMBER,
        body=PointChange(partial=True),
        answer=Point(),
        versioned=True,
        summary="Correct a data point; its day and group stay (for another day, add a new one)",
    )
    def correct(asked: Asked, record_id: str, point_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        found = _find_point(asked, record_id, point_id)
        asked.call(change_point, *found, values, expected_version=asked.version, confirmed=confirmed)
        return _show_point(asked, *found)

    for act in POINT_ACTS:
        add_point_act(blueprint, act)
    add_point_history(blueprint)


POINT_ACTS = (
    Act("DELETE", "", archive_point, "Take a data point out; nothing is deleted"),
    Act("POST", "/restore", restore_point, "Bring back a data point that was taken out"),
)


def add_point_act(blueprint: HubBlueprint, act: Act) -> None:
    """Add one thing that is done with a whole data point."""

    @blueprint.operation(
        act.method,
        f"{POINT}{act.path}",
        access=Access.MEMBER,
        answer=Point(),
        versioned=True,
        endpoint=act.service.__name__,
        summary=act.summary,
    )
    def perform(asked: Asked, record_id: str, point_id: str) -> Any:
        found = _find_point(asked, record_id, point_id)
        act.service(asked.principal, *found, expected_version=asked.version)
        return _show_point(asked, *found)


def add_point_history(blueprint: HubBlueprint) -> None:
    """Add the list of who corrected a data point, and when."""

    @blueprint.operation(
        "GET",
        f"{POINT}/history",
        access=Access.MEMBER,
        query=PageQuery(),
        answer=HistoryPage(),
        summary="Who changed this data point, and when",
    )
    def point_history(asked: Asked, record_id: str, point_id: str) -> Any:
        rows = asked.call(list_point_history, *_find_point(asked, record_id, point_id))
        return show_page(asked, cut_page(asked, rows), as_they_are)


def _find_point(asked: Asked, record_id: str, point_id: str) -> tuple[Any, Any]:
    measure = MEASURES.get(asked, record_id)
    return measure, asked.call(get_point, measure, point_id)


def _show_point(asked: Asked, measure: Any, point: Any) -> Any:
    """Return what the person is shown of a data point, as it is stored now."""
    asked.session.flush()
    return asked.call(present_points, [measure], [point])[0]


def _presenter(measure: Any) -> Any:
    return lambda session, principal, rows: present_points(session, principal, [measure], rows)

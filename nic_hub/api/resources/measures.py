"""Measures and their data points."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import (
    SHARED,
    Collection,
    cut_page,
    show_page,
    split_confirmed,
)
from nic_hub.api.resources.knowledge import record_status
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import PageQuery, answer_schema, body_schema, make_schema, page_schema
from nic_hub.services.measures import add_point, present_points
from nic_hub.services.rosters import list_points
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
)
POINT = ("date", "value", "numerator", "denominator", "n", "student_group", "note", "cycle_id")

MEASURES = Collection(
    kind="measure",
    path="measures",
    about="What teams count, and which way is better.",
    answer=answer_schema("Measure", "measure", **record_status()),
    creates=body_schema("MeasureBody", "measure", ("key", "team_id", *MEASURE), ["team_id"]),
    changes=body_schema("MeasureChange", "measure", MEASURE),
    change=change_shared,
    acts=SHARED,
    publishes=True,
)
NewPoint = body_schema("NewDataPoint", "data_point", POINT)
Point = make_schema(
    "DataPoint",
    {
        "id": fields.String(required=True),
        "measure_id": fields.String(required=True),
        "date": fields.Date(required=True),
        "student_group": fields.String(required=True),
        **{
            name: fields.Float(required=True, allow_none=True)
            for name in ("value", "numerator", "denominator")
        },
        "n": fields.Integer(required=True, allow_none=True),
        "note": fields.String(required=True, allow_none=True),
        "cycle_id": fields.String(required=True, allow_none=True),
        "is_hidden": fields.Boolean(
            required=True,
            metadata={"description": "Too few students stand behind it to show it to other teams."},
        ),
    },
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprint of measures."""
    blueprint = make_collection(MEASURES)
    add_points(blueprint)
    return [blueprint]


def add_points(blueprint: HubBlueprint) -> None:
    """Add the data points of a measure."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/data-points",
        access=Access.READER,
        query=PageQuery(),
        answer=page_schema(Point)(),
        summary="List the data points of a measure, by date",
    )
    def points(asked: Asked, record_id: str) -> Any:
        measure = MEASURES.get(asked, record_id)
        rows = asked.call(list_points, measure)
        return show_page(asked, cut_page(asked, rows), _presenter(measure))

    @blueprint.operation(
        "POST",
        "/<id:record_id>/data-points",
        access=Access.MEMBER,
        body=NewPoint(),
        answer=Point(),
        status=201,
        summary="Add a data point",
    )
    def record(asked: Asked, record_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        measure = MEASURES.get(asked, record_id)
        point = asked.call(add_point, measure, values, confirmed=confirmed)
        asked.session.flush()
        return asked.call(present_points, measure, [point])[0]


def _presenter(measure: Any) -> Any:
    return lambda session, principal, rows: present_points(session, principal, measure, rows)

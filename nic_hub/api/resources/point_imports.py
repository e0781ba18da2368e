"""Data points of a measure from a sheet or a CSV: a preview that names each bad row, then all or none."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, split_confirmed
from nic_hub.api.schemas import CONFIRM, confirm_field, make_schema
from nic_hub.capture.points import PointTable, read_points
from nic_hub.capture.tables import read_table
from nic_hub.errors import Invalid
from nic_hub.fields import one_of, text_field
from nic_hub.services.measures.point_imports import RowStatus, import_points

MAX_PASTED = 200_000
ImportQuery = make_schema(
    "PointImportQuery",
    {
        "preview": fields.Boolean(
            truthy={"true"},
            falsy={"false"},
            load_default=False,
            metadata={"description": "Say what would become of each row, and store nothing."},
        )
    },
)
ImportBody = make_schema(
    "PointImportBody",
    {
        "text": text_field(MAX_PASTED, metadata={"description": "The table as CSV, where there is no file."}),
        CONFIRM: confirm_field(),
    },
)
RowTold = make_schema(
    "PointImportRow",
    {
        "row": fields.Integer(required=True, metadata={"description": "Its number as you see it."}),
        "status": one_of(RowStatus, required=True),
        "date": fields.Date(required=True, allow_none=True),
        "student_group": fields.String(required=True),
        "value": fields.Float(required=True, allow_none=True),
        "n": fields.Integer(required=True, allow_none=True),
        "problems": fields.List(fields.String(), required=True),
    },
)
ImportTold = make_schema(
    "PointImport",
    {
        "preview": fields.Boolean(required=True),
        "columns": fields.Dict(
            keys=fields.String(),
            values=fields.String(),
            required=True,
            metadata={"description": "Which column was read as what."},
        ),
        "unread_columns": fields.List(fields.String(), required=True),
        **{status.value: fields.Integer(required=True) for status in RowStatus},
        "rows": list_of(RowTold),
    },
)


def add_point_import(blueprint: HubBlueprint, measures: Collection) -> None:
    """Add the import of data points."""

    def read(asked: Asked, record_id: str) -> PointTable:
        measure = measures.get(asked, record_id)
        return read_points(read_table(_content_of(asked)), measure.unit)

    @blueprint.operation(
        "POST",
        "/<id:record_id>/data-points/import",
        access=Access.MEMBER,
        query=ImportQuery(),
        upload=ImportBody(),
        answer=ImportTold(),
        prepare=read,
        previews=True,
        summary="Import data points from a CSV or XLSX file: all or none; with `preview`, only look",
    )
    def import_table(asked: Asked, record_id: str) -> Any:
        _, confirmed = split_confirmed(asked.body)
        measure = measures.get(asked, record_id)
        options = {"preview": asked.query["preview"], "confirmed": confirmed}
        return asked.call(import_points, measure, asked.prepared, **options)


def _content_of(asked: Asked) -> bytes:
    content: bytes | None = asked.body.get("content")
    if content is None and "text" not in asked.body:
        raise Invalid.field("file", "Send a .csv or .xlsx file, or the table as text.")
    return asked.body["text"].encode("utf-8") if content is None else content

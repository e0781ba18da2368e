"""Reports that something is wrong with a record, and purges of a leaked text."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, show, split_confirmed
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import CONFIRM, answer_schema, confirm_field, make_schema
from nic_hub.fields import MAX_SHORT_TEXT, key_field, text_field
from nic_hub.services.kinds import RECORD_KINDS
from nic_hub.services.moderation import hide_reported, is_repeated, report_record, settle_report
from nic_hub.services.upkeep.purging import purge_text

REPORTS = Collection(
    kind="report",
    path="reports",
    about="Somebody says that something is wrong with a record; a coach hides it until that is settled.",
    answer=answer_schema("Report", "report"),
    reads=Access.MEMBER,
)
TAKEN = "Thank you. The hub's coaches see your report; nothing is hidden until one of them decides."
REPEATED = "You reported this already, and it is not settled yet. What you say now was added to that report."
TakenReport = answer_schema(
    "TakenReport",
    "report",
    message=fields.String(
        required=True, metadata={"description": "Whether this is a new report or your first one."}
    ),
)
NewReport = make_schema(
    "NewReport",
    {
        "kind": fields.String(required=True, validate=validate.OneOf(list(RECORD_KINDS))),
        "record_id": key_field(required=True, metadata={"description": "Id or key of the record."}),
        "reason": text_field(2_000, required=True),
        CONFIRM: confirm_field(),
    },
)
Settlement = make_schema(
    "Settlement", {"settlement": text_field(2_000, required=True), CONFIRM: confirm_field()}
)
NewPurge = make_schema(
    "NewPurge",
    {
        "kind": fields.String(required=True, validate=validate.OneOf(list(RECORD_KINDS))),
        "record_id": key_field(required=True, metadata={"description": "Id of the record."}),
        "text": text_field(MAX_SHORT_TEXT, required=True),
    },
)
Place = make_schema(
    "Place", {"kind": fields.String(required=True), "record_id": fields.String(required=True)}
)
Purged = make_schema(
    "Purged",
    {
        "message": fields.String(required=True),
        "places": fields.Dict(
            keys=fields.String(),
            values=fields.Integer(),
            required=True,
            metadata={"description": "Changed rows by table."},
        ),
        "found_elsewhere": fields.List(
            fields.Nested(Place),
            required=True,
            metadata={"description": "Other records that hold the text; unchanged."},
        ),
        "out_of_reach": fields.List(fields.String(), required=True),
    },
)


reports = make_collection(REPORTS)
purges = HubBlueprint(
    "purges",
    __name__,
    url_prefix=f"{PREFIX}/purges",
    description="Remove a leaked text, such as a student's name.",
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprints of reports and of purges."""
    return [reports, purges]


@reports.operation(
    "POST",
    "",
    access=Access.MEMBER,
    body=NewReport(),
    answer=TakenReport(),
    status=201,
    location=f"{PREFIX}/reports/{{id}}",
    summary="Report a record",
)
def report(asked: Asked) -> Any:
    """Take a report, from anybody who may read the record: one of each person until it is settled."""
    values, confirmed = split_confirmed(asked.body)
    told = {"kind": values["kind"], "record": values["record_id"], "reason": values["reason"]}
    made = asked.call(report_record, **told, confirmed=confirmed)
    message = REPEATED if is_repeated(asked.session, made) else TAKEN
    return show(asked, made) | {"message": message}


@reports.operation(
    "POST",
    "/<id:record_id>/hide",
    access=Access.CURATOR,
    answer=REPORTS.answer(),
    versioned=True,
    summary="Hide the reported record until its reports are settled",
)
def hide(asked: Asked, record_id: str) -> Any:
    """Hide what was reported."""
    report = REPORTS.get(asked, record_id)
    return show(asked, asked.call(hide_reported, report, expected_version=asked.version))


@reports.operation(
    "POST",
    "/<id:record_id>/settle",
    access=Access.CURATOR,
    body=Settlement(),
    answer=REPORTS.answer(),
    versioned=True,
    summary="Settle a report, and with it all other reports of the record",
)
def settle(asked: Asked, record_id: str) -> Any:
    """Settle all reports of the record; it is shown again."""
    values, confirmed = split_confirmed(asked.body)
    report = REPORTS.get(asked, record_id)
    settled = asked.call(settle_report, report, expected_version=asked.version, confirmed=confirmed, **values)
    return show(asked, settled)


@purges.operation(
    "POST",
    "",
    access=Access.ADMIN,
    body=NewPurge(),
    answer=Purged(),
    summary="Remove a text from a record, its history, search and stored answers; it is not logged what",
)
def purge(asked: Asked) -> Any:
    """Remove a text, and tell where it was and what is out of reach."""
    done = asked.call(purge_text, **asked.body)
    elsewhere = [{"kind": kind, "record_id": record_id} for kind, record_id in done.found_elsewhere]
    return {
        "message": done.message,
        "places": done.places,
        "found_elsewhere": elsewhere,
        "out_of_reach": done.out_of_reach,
    }

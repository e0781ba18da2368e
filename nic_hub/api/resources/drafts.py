"""Drafts out of what a team already has: a slide deck, a document, a sheet, a pasted text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import counts, list_of, texts
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.suggested import LikelyDriver, LookAlike
from nic_hub.api.schemas import CONFIRM, confirm_field, make_schema
from nic_hub.capture.drafts import DraftKind
from nic_hub.fields import key_field, one_of, text_field
from nic_hub.services.attachments import attach_pictures, keep_pictures
from nic_hub.services.kinds import kind_of
from nic_hub.services.storyboards.capturing import (
    MOST_DRAFTS,
    CaptureRequest,
    read_capture,
    store_capture,
    tell_capture,
)

MAX_PASTED = 200_000
PLACE = fields.List(fields.String(), required=True, metadata={"description": "Where it stands in the file."})
FoundField = make_schema(
    "FoundField",
    {
        **texts("name"),
        **texts("value", "note", empty=True),
        "text": fields.String(required=True, metadata={"description": "The words as they stand."}),
        "where": PLACE,
    },
)
MissingField = make_schema("MissingField", texts("name", "advice"))
PrivateFinding = make_schema("PrivateFinding", texts("pointer", "detail"))
LeftOver = make_schema("LeftOver", texts("text", "where"))
FoundPicture = make_schema("FoundPicture", {**texts("name", "where"), **counts("bytes")})
FoundDraft = make_schema(
    "FoundDraft",
    {
        "kind": one_of(DraftKind, required=True),
        "fields": list_of(FoundField),
        "about": list_of(FoundField),
        "missing": list_of(MissingField),
        "private": list_of(PrivateFinding),
        "driver": fields.Nested(LikelyDriver, required=True, allow_none=True),
        "look_alikes": list_of(LookAlike),
        **texts("message"),
    },
)
READ = {
    "drafts": list_of(FoundDraft),
    "left_over": list_of(LeftOver),
    "unread": fields.List(fields.String(), required=True),
    "pictures": list_of(FoundPicture),
    "asks": fields.List(
        fields.String(),
        required=True,
        metadata={"description": "What only a person can tell, asked before others see it."},
    ),
}
StoredDraft = make_schema("StoredDraft", texts("kind", "id", "key"))
ReadFile = make_schema("ReadFile", READ)
StoredFile = make_schema("StoredFile", {**READ, "records": list_of(StoredDraft)})
TO_READ: Mapping[str, Any] = {
    "text": text_field(MAX_PASTED, metadata={"description": "The pasted text, where there is no file."}),
    "kind": one_of(
        DraftKind, metadata={"description": "What it is to become; told from the file otherwise."}
    ),
    "changes": fields.List(
        fields.Dict(keys=text_field(60), values=text_field(allow_none=True)),
        validate=validate.Length(max=MOST_DRAFTS),
        metadata={"description": "What you corrected: for each draft in its order, texts by field."},
    ),
}
DraftReadBody: type[Schema] = make_schema("DraftReadBody", TO_READ)
DraftBody: type[Schema] = make_schema(
    "DraftBody",
    {
        **TO_READ,
        "team_id": key_field(),
        "change_idea_id": key_field(
            metadata={"description": "The idea that the tests test; else one is drafted."}
        ),
        "driver_id": key_field(),
        CONFIRM: confirm_field(),
    },
)

drafts = HubBlueprint(
    "drafts", __name__, url_prefix=f"{PREFIX}/drafts", description="Drafts out of files and pasted texts."
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprint of drafts."""
    return [drafts]


def to_request(body: Mapping[str, Any]) -> CaptureRequest:
    """Make the service's request of a checked body."""
    return CaptureRequest(
        content=body.get("content"),
        name=body.get("name", ""),
        text=body.get("text", ""),
        kind=body.get("kind"),
        team=body.get("team_id"),
        change_idea=body.get("change_idea_id"),
        driver=body.get("driver_id"),
        changes=body.get("changes", ()),
        confirmed=body.get(CONFIRM, ()),
    )


def read_and_tell(asked: Asked) -> tuple[Any, dict[str, Any]]:
    """Read what was sent before any lock is taken, and tell what is in it."""
    captured = read_capture(to_request(asked.body))
    return captured, asked.call(tell_capture, asked.hub.search, captured)


def read_and_keep(asked: Asked) -> tuple[Any, dict[str, Any]]:
    """Read what was sent, and give its pictures to the store unless it will be refused as private."""
    captured, told = read_and_tell(asked)
    if asked.body.get(CONFIRM) or not any(draft["private"] for draft in told["drafts"]):
        keep_pictures(asked.session, asked.hub.attachments, captured.pictures)
    return captured, told


@drafts.operation(
    "POST",
    "/read",
    access=Access.MEMBER,
    upload=DraftReadBody(),
    answer=ReadFile(),
    prepare=read_and_tell,
    summary="Read a file or a text: fields, their places, what is missing, look-alikes; nothing is stored",
)
def read(asked: Asked) -> Any:
    """Return what was found."""
    return asked.prepared[1]


@drafts.operation(
    "POST",
    "",
    access=Access.MEMBER,
    upload=DraftBody(),
    answer=StoredFile(),
    status=201,
    prepare=read_and_keep,
    summary="Store what is in a file or a text as drafts, which your team alone reads",
)
def store(asked: Asked) -> Any:
    """Store the drafts."""
    captured, told = asked.prepared
    rows = asked.call(store_capture, to_request(asked.body), captured)
    asked.call(attach_pictures, asked.hub.attachments, rows[0], captured.pictures)
    records = [{"kind": kind_of(type(row)), "id": row.id, "key": row.key} for row in rows]
    return {**told, "records": records}

"""Files beside change ideas, cycles and storyboards."""

from __future__ import annotations

from functools import partial
from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection
from nic_hub.api.schemas import CONFIRM, confirm_field, make_schema
from nic_hub.errors import Invalid
from nic_hub.services.attachments import (
    attach,
    clear_attachments,
    get_attachment,
    list_attachments,
    prepare_file,
    remove_attachment,
)

ALL = "/<id:record_id>/attachments"
ONE = f"{ALL}/<id:attachment_id>"
#: What the person is asked of a file that was not looked over.
ASKED = (
    "The hub cannot read all of this file, so only your team sees it. When it shows and names no student, "
    'say so: POST .../attachments/clear, or send "confirm_not_student": ["pictures"] along.'
)
Attachment = make_schema(
    "Attachment",
    {
        **texts("id", "name", "media_type", "content_hash"),
        "size_bytes": fields.Integer(required=True),
        "created_at": fields.AwareDateTime(required=True),
        "is_cleared": fields.Boolean(
            required=True, metadata={"description": "Whether others who see the record see the file."}
        ),
        "note": fields.Function(lambda row: None if row.is_cleared else ASKED, required=True),
    },
)
Attachments = make_schema("Attachments", {"items": list_of(Attachment)})
NewAttachment = make_schema("NewAttachment", {CONFIRM: confirm_field()})


def add_attachments(blueprint: HubBlueprint, collection: Collection) -> HubBlueprint:
    """Add to a collection the files beside its records; return its blueprint."""
    _add_reading(blueprint, collection)
    _add_keeping(blueprint, collection)
    _add_removing(blueprint, collection)
    return blueprint


def _add_reading(blueprint: HubBlueprint, collection: Collection) -> None:
    @blueprint.operation(
        "GET",
        ALL,
        access=Access.MEMBER,
        answer=Attachments(),
        summary=f"The files beside {collection.a_noun}",
    )
    def attachments(asked: Asked, record_id: str) -> Any:
        return {"items": asked.call(list_attachments, collection.get(asked, record_id))}

    @blueprint.operation(
        "GET",
        ONE,
        access=Access.MEMBER,
        answer={"type": "string", "format": "binary"},
        draw=lambda found: found[0].read(found[1]),
        media_type="application/octet-stream",
        summary=f"A file beside {collection.a_noun}: its content, to be saved",
    )
    def download(asked: Asked, record_id: str, attachment_id: str) -> Any:
        found = asked.call(get_attachment, collection.get(asked, record_id), attachment_id)
        return asked.hub.attachments, found.content_hash


def _add_keeping(blueprint: HubBlueprint, collection: Collection) -> None:
    @blueprint.operation(
        "POST",
        ALL,
        access=Access.MEMBER,
        upload=NewAttachment(),
        answer=Attachment(),
        status=201,
        prepare=partial(_look_over_file, collection),
        summary=f"Keep a file beside {collection.a_noun}: a picture, a PDF, an office file or a text",
    )
    def add_attachment(asked: Asked, record_id: str) -> Any:
        return asked.call(attach, asked.hub.attachments, collection.get(asked, record_id), asked.prepared)

    @blueprint.operation(
        "POST",
        f"{ALL}/clear",
        access=Access.MEMBER,
        answer=Attachments(),
        summary=f"Say that no file beside {collection.a_noun} shows or names a student",
    )
    def clear(asked: Asked, record_id: str) -> Any:
        return {"items": asked.call(clear_attachments, collection.get(asked, record_id))}


def _look_over_file(collection: Collection, asked: Asked, record_id: str) -> Any:
    if "content" not in asked.body:
        raise Invalid.field("file", "Send a file, as the part called 'file' of a form.")
    return asked.call(
        prepare_file,
        asked.hub.attachments,
        collection.get(asked, record_id),
        name=asked.body["name"],
        content=asked.body["content"],
        confirmed=asked.body.get(CONFIRM, ()),
    )


def _add_removing(blueprint: HubBlueprint, collection: Collection) -> None:
    @blueprint.operation(
        "DELETE",
        ONE,
        access=Access.MEMBER,
        answer=Attachment(),
        summary=f"Remove a file from {collection.a_noun}, for good",
    )
    def remove(asked: Asked, record_id: str, attachment_id: str) -> Any:
        record = collection.get(asked, record_id)
        found = asked.call(get_attachment, record, attachment_id)
        asked.call(remove_attachment, record, found)
        return found

"""Files beside change ideas, cycles and storyboards."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection
from nic_hub.api.schemas import CONFIRM, confirm_field, make_schema
from nic_hub.errors import Invalid
from nic_hub.services.attachments import attach, get_attachment, list_attachments, remove_attachment

ONE = "/<id:record_id>/attachments/<id:attachment_id>"
Attachment = make_schema(
    "Attachment",
    {
        **{name: fields.String(required=True) for name in ("id", "name", "media_type", "content_hash")},
        "size_bytes": fields.Integer(required=True),
        "created_at": fields.AwareDateTime(required=True),
    },
)
Attachments = make_schema("Attachments", {"items": fields.List(fields.Nested(Attachment), required=True)})
NewAttachment = make_schema("NewAttachment", {CONFIRM: confirm_field()})


def add_attachments(blueprint: HubBlueprint, collection: Collection) -> HubBlueprint:
    """Add to a collection the files beside its records; return its blueprint."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/attachments",
        access=Access.MEMBER,
        answer=Attachments(),
        summary=f"The files beside {collection.a_noun}",
    )
    def attachments(asked: Asked, record_id: str) -> Any:
        return {"items": list_attachments(asked.session, collection.get(asked, record_id))}

    @blueprint.operation(
        "POST",
        "/<id:record_id>/attachments",
        access=Access.MEMBER,
        upload=NewAttachment(),
        answer=Attachment(),
        status=201,
        summary=f"Keep a file beside {collection.a_noun}: a picture, a PDF, an office file or a text",
    )
    def add_attachment(asked: Asked, record_id: str) -> Any:
        if "content" not in asked.body:
            raise Invalid.field("file", "Send a file, as the part called 'file' of a form.")
        return asked.call(
            attach,
            asked.hub.attachments,
            collection.get(asked, record_id),
            name=asked.body["name"],
            content=asked.body["content"],
            confirmed=asked.body.get(CONFIRM, ()),
        )

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
        found = get_attachment(asked.session, collection.get(asked, record_id), attachment_id)
        return asked.hub.attachments, found.content_hash

    @blueprint.operation(
        "DELETE",
        ONE,
        access=Access.MEMBER,
        answer=Attachment(),
        summary=f"Remove a file from {collection.a_noun}, for good",
    )
    def remove(asked: Asked, record_id: str, attachment_id: str) -> Any:
        record = collection.get(asked, record_id)
        found = get_attachment(asked.session, record, attachment_id)
        asked.call(remove_attachment, record, found)
        return found

    return blueprint

"""Comments on change ideas, cycles and storyboards."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, cut_page, show_page, split_confirmed
from nic_hub.api.resources.people import as_they_are
from nic_hub.api.schemas import CONFIRM, PageQuery, confirm_field, make_schema, page_schema
from nic_hub.fields import text_field
from nic_hub.services.comments import add_comment, archive_comment, get_comment, list_comments

MAX_COMMENT = 2_000
ONE = "/<id:record_id>/comments/<id:comment_id>"

Comment = make_schema(
    "Comment",
    {
        "id": fields.String(required=True),
        "record_id": fields.String(required=True),
        "author_id": fields.String(required=True, allow_none=True),
        "text": fields.String(required=True),
        "written_at": fields.AwareDateTime(required=True),
        "archived_at": fields.AwareDateTime(required=True, allow_none=True),
        "version": fields.Integer(required=True),
    },
)
CommentPage = page_schema(Comment)
NewComment = make_schema(
    "NewComment", {"text": text_field(MAX_COMMENT, required=True), CONFIRM: confirm_field()}
)


def add_comments(blueprint: HubBlueprint, collection: Collection) -> HubBlueprint:
    """Add to a collection what is said about its records; return its blueprint."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/comments",
        access=Access.MEMBER,
        query=PageQuery(),
        answer=CommentPage(),
        summary=f"What was said about {collection.a_noun}, for its team, its sponsor and its coaches",
    )
    def comments(asked: Asked, record_id: str) -> Any:
        rows = asked.call(list_comments, collection.get(asked, record_id))
        return show_page(asked, cut_page(asked, rows), as_they_are)

    @blueprint.operation(
        "POST",
        "/<id:record_id>/comments",
        access=Access.MEMBER,
        body=NewComment(),
        answer=Comment(),
        status=201,
        location=f"{PREFIX}/{collection.path}/{{record_id}}/comments/{{id}}",
        summary=f"Comment on {collection.a_noun} of a team you stand by",
    )
    def comment(asked: Asked, record_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        record = collection.get(asked, record_id)
        return asked.call(add_comment, record, values["text"], confirmed=confirmed)

    add_single_comment(blueprint, collection)
    return blueprint


def add_single_comment(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add what is done with one comment."""

    @blueprint.operation(
        "GET", ONE, access=Access.MEMBER, answer=Comment(), tagged=True, summary="Read one comment"
    )
    def one_comment(asked: Asked, record_id: str, comment_id: str) -> Any:
        return asked.call(get_comment, collection.get(asked, record_id), comment_id)

    @blueprint.operation(
        "DELETE",
        ONE,
        access=Access.MEMBER,
        answer=Comment(),
        versioned=True,
        summary="Take away a comment of yours; nothing is deleted",
    )
    def take_away(asked: Asked, record_id: str, comment_id: str) -> Any:
        found = asked.call(get_comment, collection.get(asked, record_id), comment_id)
        archive_comment(asked.principal, found, expected_version=asked.version)
        asked.session.flush()
        return found

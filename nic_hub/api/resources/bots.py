"""What a bot does for itself: where it may act, and links for people who are not linked yet."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.suggested import NAME, NamedDistrict, told_as
from nic_hub.api.schemas import make_schema
from nic_hub.domain.vocabulary import SlackUserKind
from nic_hub.fields import MAX_SHORT_TEXT, one_of, text_field
from nic_hub.services.slack.slack_links import request_link
from nic_hub.services.slack.workspaces import SlackIdentity, list_for_bot


def slack_id(**options: Any) -> fields.String:
    """Make a field for an id of Slack's: capital letters and digits."""
    check = validate.Regexp(r"[A-Z0-9]{1,64}\Z", error="Write Slack's id, such as T024BE7LD.")
    return fields.String(validate=check, **options)


BoundWorkspace = make_schema(
    "BoundWorkspace",
    {
        "id": fields.String(required=True),
        "slack_team_id": fields.String(required=True),
        "enterprise_id": fields.String(required=True, allow_none=True),
        "name": fields.String(required=True),
        "network": fields.Nested(told_as("NamedNetwork", **NAME), required=True),
        "district": fields.Nested(
            NamedDistrict,
            required=True,
            allow_none=True,
            metadata={"description": "Empty for the hub's own workspace."},
        ),
        "purged_at": fields.AwareDateTime(
            required=True,
            allow_none=True,
            metadata={"description": "Forget questions you kept before: an admin removed a text then."},
        ),
    },
)
Workspaces = make_schema("BoundWorkspaces", {"items": list_of(BoundWorkspace)})
NewLinkRequest = make_schema(
    "NewLinkRequest",
    {
        "enterprise_id": slack_id(allow_none=True, load_default=None),
        "team_id": slack_id(required=True),
        "user_id": slack_id(required=True),
        "user_name": text_field(
            MAX_SHORT_TEXT, required=True, metadata={"description": "Shown on the page; it proves nothing."}
        ),
        "kind": one_of(
            SlackUserKind,
            load_default=SlackUserKind.MEMBER,
            metadata={"description": "Who the person is in Slack. Only a member of the workspace is linked."},
        ),
    },
)
LinkAddress = make_schema(
    "LinkAddress",
    {
        "url": fields.String(
            required=True, metadata={"description": "Works once. Show it to that person alone."}
        ),
        "expires_at": fields.AwareDateTime(required=True),
    },
)


bots = HubBlueprint(
    "bot",
    __name__,
    url_prefix=f"{PREFIX}/bot",
    description="What a Slack bot needs beside what people do: it comes with a token of its own.",
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprint of a bot's own business."""
    return [bots]


@bots.operation(
    "GET",
    "/workspaces",
    access=Access.BOT,
    answer=Workspaces(),
    summary="The Slack workspaces this bot may act in",
)
def workspaces(asked: Asked) -> Any:
    """List the workspaces a bot is bound to."""
    return {"items": asked.call(list_for_bot)}


@bots.operation(
    "POST",
    "/link-requests",
    access=Access.BOT,
    body=NewLinkRequest(),
    answer=LinkAddress(),
    status=201,
    summary="A one-time link with which somebody in Slack says which member they are",
)
def link_requests(asked: Asked) -> Any:
    """Make the address at which somebody in Slack says who they are."""
    body = asked.body
    identity = SlackIdentity(body["enterprise_id"] or "", body["team_id"], body["user_id"])
    code, expires_at = asked.call(request_link, identity, user_name=body["user_name"], kind=body["kind"])
    return {"url": f"{asked.hub.public_url}/link/{code}", "expires_at": expires_at}

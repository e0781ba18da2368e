"""Who I am, and the tokens with which programs act for a member."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import cut_page, show_page, split_confirmed
from nic_hub.api.resources.people import MEMBERS, TEAMS, as_they_are
from nic_hub.api.resources.theory import NETWORKS
from nic_hub.api.schemas import CONFIRM, PageQuery, confirm_field, make_schema, page_schema
from nic_hub.fields import MAX_SHORT_TEXT, key_field, text_field
from nic_hub.services.access.tokens import MAX_DAYS, authenticate, create_token, list_tokens, revoke_token
from nic_hub.services.people.me import describe_me
from nic_hub.services.records import get_record
from nic_hub.services.references import find_reference
from nic_hub.services.slack.slack_links import unlink

Me = make_schema(
    "Me",
    {
        "member": fields.Nested(MEMBERS.answer, required=True),
        "teams": list_of(TEAMS.answer),
        "network": fields.Nested(NETWORKS.answer, required=True),
        "linked": fields.Boolean(
            required=True, metadata={"description": "Whether a bot asks for a linked person in Slack."}
        ),
    },
)
Unlinked = make_schema("Unlinked", {"linked": fields.Boolean(required=True)})
SHOWN: dict[str, fields.Field[Any]] = {
    "id": fields.String(required=True),
    "member_id": fields.String(required=True),
    "name": fields.String(required=True),
    "created_at": fields.AwareDateTime(required=True),
    "expires_at": fields.AwareDateTime(required=True),
    "revoked_at": fields.AwareDateTime(required=True, allow_none=True),
    "last_used_at": fields.AwareDateTime(required=True, allow_none=True),
}
Token = make_schema("Token", SHOWN)
CreatedToken = make_schema(
    "CreatedToken",
    {
        **SHOWN,
        "token": fields.String(
            metadata={"description": "Shown now and never again; a repeated request omits it."}
        ),
    },
)
NewToken = make_schema(
    "NewToken",
    {
        "member_id": key_field(
            required=True, metadata={"description": "Id or key of the member it acts for."}
        ),
        "name": text_field(MAX_SHORT_TEXT, required=True),
        "days": fields.Integer(
            strict=True, validate=validate.Range(1, MAX_DAYS, error=f"Use 1 to {MAX_DAYS} days.")
        ),
        CONFIRM: confirm_field(),
    },
)


me = HubBlueprint("me", __name__, url_prefix=f"{PREFIX}/me", description="The member who asks.")
tokens = HubBlueprint(
    "tokens",
    __name__,
    url_prefix=f"{PREFIX}/tokens",
    description="Tokens: an admin makes them, a member ends them.",
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprints of ``me`` and of tokens."""
    return [me, tokens]


@me.operation("GET", "", access=Access.MEMBER, answer=Me(), summary="Who I am, and my teams")
def read(asked: Asked) -> Any:
    """Tell the member who asks about themselves."""
    return asked.call(describe_me)


@me.operation(
    "DELETE",
    "/slack-link",
    access=Access.LINKED,
    answer=Unlinked(),
    summary="End the link between my Slack account and me, at once",
)
def unlink_slack(asked: Asked) -> Any:
    """End the link of the Slack account through which the request came."""
    asked.call(unlink)
    return {"linked": False}


@tokens.operation(
    "GET",
    "",
    access=Access.MEMBER,
    query=PageQuery(),
    answer=page_schema(Token)(),
    summary="List my tokens; an admin sees everybody's",
)
def list_all(asked: Asked) -> Any:
    """List the tokens this person may know of."""
    return show_page(asked, cut_page(asked, asked.call(list_tokens)), as_they_are)


@tokens.operation(
    "POST",
    "",
    access=Access.ADMIN,
    body=NewToken(),
    answer=CreatedToken(),
    status=201,
    location=f"{PREFIX}/tokens/{{id}}",
    shown_once=("token",),
    summary="Make a token for a member; it is shown once",
)
def create(asked: Asked) -> Any:
    """Make a token, and show it this once."""
    member_id = find_reference(
        asked.session, asked.principal, MEMBERS.model, asked.body["member_id"], "/member_id"
    )
    member = asked.call(get_record, MEMBERS.model, member_id)
    values, confirmed = split_confirmed(asked.body)
    days = values.get("days", min(asked.hub.token_days, MAX_DAYS))
    token = create_token(asked.session, member, name=values["name"], days=days, confirmed=confirmed)
    _, row = authenticate(asked.session, token)
    return {**{name: getattr(row, name) for name in SHOWN}, "token": token}


@tokens.operation(
    "DELETE",
    "/<id:token_id>",
    access=Access.MEMBER,
    answer=Token(),
    summary="End a token at once",
)
def revoke(asked: Asked, token_id: str) -> Any:
    """End a token."""
    return asked.call(revoke_token, token_id)

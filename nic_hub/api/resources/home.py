"""A member's home, and what is shown of an address of the hub that somebody pasted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.schemas import make_schema
from nic_hub.domain.vocabulary import AdoptionState, CycleStatus
from nic_hub.fields import one_of, text_field
from nic_hub.services.people.home import describe_home
from nic_hub.services.slack.pasted_links import resolve_link

Named = make_schema("Named", texts("id", "name"))
TOLD: dict[str, fields.Field[Any]] = {
    "id": fields.String(required=True),
    "title": fields.String(required=True, metadata={"description": "Of the change idea."}),
    "change_idea_id": fields.String(required=True, allow_none=True),
    "team": fields.Nested(Named, required=True),
}
STUDY_ON = {"study_on": fields.Date(required=True, allow_none=True)}
OpenCycle = make_schema(
    "OpenCycle",
    {
        **TOLD,
        **STUDY_ON,
        "status": one_of(CycleStatus, required=True),
        "phase": fields.String(required=True, metadata={"description": "plan, do, study or act"}),
        "needs": fields.String(required=True, metadata={"description": "What to do next, in a sentence."}),
    },
)
HomeAdoption = make_schema(
    "HomeAdoption",
    {
        **TOLD,
        **STUDY_ON,
        "state": one_of(AdoptionState, required=True),
        "is_due": fields.Boolean(required=True, metadata={"description": "The study date has come."}),
        "needs": fields.String(required=True, metadata={"description": "What to do next, in a sentence."}),
    },
)
HomeIdea = make_schema(
    "HomeIdea",
    {
        **TOLD,
        "needs": fields.String(required=True, metadata={"description": "What to do next, in a sentence."}),
    },
)
HomeCall = make_schema(
    "HomeCall",
    {
        **texts("id", "question", "team_id"),
        "driver_id": fields.String(required=True, allow_none=True),
    },
)
Home = make_schema(
    "Home",
    {
        "open_cycles": list_of(OpenCycle),
        "live_on_my_drivers": fields.List(fields.Nested(make_schema("LiveCycle", TOLD)), required=True),
        "adoptions": list_of(HomeAdoption),
        "draft_ideas": fields.List(
            fields.Nested(HomeIdea),
            required=True,
            metadata={"description": "Tested by the person's teams while nobody else can see it."},
        ),
        "help_wanted": list_of(HomeCall),
        "focus_drivers": fields.List(
            fields.Nested(Named), required=True, metadata={"description": "Those of the person's teams."}
        ),
        "settings": fields.Nested(
            make_schema(
                "HomeSettings",
                {
                    "linked": fields.Boolean(required=True),
                    "name": fields.String(required=True),
                    "teams": list_of(Named),
                },
            ),
            required=True,
        ),
    },
)
PastedLink = make_schema("PastedLink", texts("kind", "id", "title", "summary", "url"))
LinkQuery = make_schema("LinkQuery", {"url": text_field(2_000, required=True)})


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of home and of pasted links."""
    home = HubBlueprint("home", __name__, url_prefix=f"{PREFIX}/home", description="What waits for a member.")

    @home.operation(
        "GET", "", access=Access.MEMBER, answer=Home(), summary="My open cycles, and what goes on nearby"
    )
    def read(asked: Asked) -> Any:
        return asked.call(describe_home, today=datetime.now(UTC).date())

    links = HubBlueprint(
        "links", __name__, url_prefix=f"{PREFIX}/links", description="Addresses of the hub in messages."
    )

    @links.operation(
        "GET",
        "/resolve",
        access=Access.READER,
        query=LinkQuery(),
        answer=PastedLink(),
        summary="What may be shown of an address of the hub",
    )
    def resolve(asked: Asked) -> Any:
        return asked.call(resolve_link, asked.query["url"], public_url=asked.hub.public_url)

    return [home, links]

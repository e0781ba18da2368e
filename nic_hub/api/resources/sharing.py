"""Storyboards, adoptions and calls for help: how knowledge travels."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.attachments import add_attachments
from nic_hub.api.resources.collection import SHARED, Collection, show
from nic_hub.api.resources.comments import add_comments
from nic_hub.api.resources.knowledge import record_status
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.resources.storyboard_drafts import add_drafting
from nic_hub.api.schemas import answer_schema, body_schema
from nic_hub.domain.publishing import STORYBOARD_CONTENT
from nic_hub.services.sharing import (
    ask_for_help,
    change_adoption,
    change_shared,
    start_adoption,
    undo_adoption,
)

STORYBOARD = ("visibility", "title", "driver_id", *STORYBOARD_CONTENT)
ADOPTION = (
    "visibility",
    "resulting_idea_id",
    "state",
    "what_changed",
    "why",
    "origin",
    "keeps_core",
    "who",
    "started_on",
    "study_on",
)
SOURCE = ("key", "team_id", "change_idea_id", "tool_version_id")
HELP = ("visibility", "question", "detail", "driver_id")

CYCLE_IDS = fields.List(
    fields.String(), required=True, metadata={"description": "The cycles that test it, the oldest first."}
)
DRAFT_CYCLE = fields.Boolean(
    truthy={True},
    falsy={False},
    metadata={"description": "Whether to plan a first cycle in the same step: a draft with the lineage."},
)

STORYBOARDS = Collection(
    kind="storyboard",
    path="storyboards",
    about="A team's story of what it tried, challenges included.",
    answer=answer_schema("Storyboard", "storyboard", **record_status()),
    creates=body_schema(
        "StoryboardBody", "storyboard", ("key", "team_id", *STORYBOARD), ["team_id", "title"]
    ),
    changes=body_schema("StoryboardChange", "storyboard", STORYBOARD),
    change=change_shared,
    acts=SHARED,
    publishes=True,
)
ADOPTIONS = Collection(
    kind="adoption",
    path="adoptions",
    about="Who took over another team's idea or tool, and what became of it.",
    answer=answer_schema("Adoption", "adoption", **record_status(), cycle_ids=CYCLE_IDS),
    creates=body_schema(
        "AdoptionBody", "adoption", (*SOURCE, *ADOPTION), ["team_id"], draft_cycle=DRAFT_CYCLE
    ),
    changes=body_schema("AdoptionChange", "adoption", ADOPTION),
    create=start_adoption,
    change=change_adoption,
    acts=SHARED,
)
HELP_WANTED = Collection(
    kind="help_wanted",
    path="help-wanted",
    about="Questions nobody has an answer for yet.",
    answer=answer_schema("HelpWanted", "help_wanted", **record_status()),
    creates=body_schema("HelpWantedBody", "help_wanted", ("key", "team_id", *HELP), ["team_id"]),
    changes=body_schema("HelpWantedChange", "help_wanted", (*HELP, "state")),
    create=ask_for_help,
    acts=SHARED,
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of storyboards, adoptions and calls for help."""
    adoptions = make_collection(ADOPTIONS)

    @adoptions.operation(
        "POST",
        "/<id:record_id>/undo",
        access=Access.MEMBER,
        answer=ADOPTIONS.answer(),
        tagged=True,
        summary="Take back an adoption, and its draft cycle, within an hour",
    )
    def undo(asked: Asked, record_id: str) -> Any:
        adoption = ADOPTIONS.get(asked, record_id)
        return show(asked, asked.call(undo_adoption, adoption, now=datetime.now(UTC)))

    storyboards = add_attachments(add_comments(make_collection(STORYBOARDS), STORYBOARDS), STORYBOARDS)
    return [add_drafting(storyboards, STORYBOARDS), adoptions, make_collection(HELP_WANTED)]

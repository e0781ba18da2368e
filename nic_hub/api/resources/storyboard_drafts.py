"""Storyboards drafted from a team's cycles, and where their sentences were copied from."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, show
from nic_hub.api.resources.drafts import MissingField
from nic_hub.api.schemas import CONFIRM, confirm_field, make_schema
from nic_hub.fields import MAX_SHORT_TEXT, key_field, text_field
from nic_hub.services.storyboards.drafts import MOST_CYCLES, draft_storyboard, list_sentences

CopiedSentence = make_schema("CopiedSentence", texts("field", "text") | texts("kind", "id", empty=True))
Sentences = make_schema("Sentences", {"items": list_of(CopiedSentence)})
DraftFromCycles = make_schema(
    "DraftFromCycles",
    {
        "team_id": key_field(),
        "cycle_ids": fields.List(key_field(), validate=validate.Length(min=1, max=MOST_CYCLES)),
        "title": text_field(MAX_SHORT_TEXT),
        CONFIRM: confirm_field(),
    },
)


def add_drafting(blueprint: HubBlueprint, storyboards: Collection) -> HubBlueprint:
    """Add the door that drafts a storyboard, and the one that tells its sources."""

    @blueprint.operation(
        "POST",
        "/draft-from-cycles",
        access=Access.MEMBER,
        body=DraftFromCycles(),
        answer=_drafted(storyboards.answer)(),
        status=201,
        location=f"{PREFIX}/storyboards/{{id}}",
        summary="Draft a storyboard from the team's cycles: each sentence is a copy, the rest is asked for",
    )
    def draft(asked: Asked) -> Any:
        body = asked.body
        named = {"team": body.get("team_id"), "cycles": body.get("cycle_ids", ()), "title": body.get("title")}
        drafted = asked.call(draft_storyboard, **named, confirmed=body.get(CONFIRM, ()))
        shown = show(asked, drafted.storyboard)
        missing = [{"name": name, "advice": advice} for name, advice in drafted.missing.items()]
        sentences = asked.call(list_sentences, drafted.storyboard)
        return {"id": shown["id"], "storyboard": shown, "sentences": sentences, "missing": missing}

    @blueprint.operation(
        "GET",
        "/<id:record_id>/sentences",
        access=Access.READER,
        answer=Sentences(),
        summary="Which sentences of a drafted storyboard were copied from which record",
    )
    def sentences(asked: Asked, record_id: str) -> Any:
        return {"items": asked.call(list_sentences, storyboards.get(asked, record_id))}

    return blueprint


def _drafted(storyboard: type[Schema]) -> type[Schema]:
    return make_schema(
        "DraftedStoryboard",
        {
            **texts("id"),
            "storyboard": fields.Nested(storyboard, required=True),
            "sentences": list_of(CopiedSentence),
            "missing": list_of(MissingField),
        },
    )

"""What is told of a suggestion and of all it names, for the documentation."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.resources.knowledge import Evidence
from nic_hub.api.schemas import StoredNested, make_schema
from nic_hub.domain.vocabulary import (
    Decision,
    Direction,
    IdeaStatus,
    PredictionMet,
    Provenance,
    TeamType,
    TermRelation,
    ToolType,
    Visibility,
)
from nic_hub.fields import ContextSchema, one_of


def told_as(schema: str, **more: fields.Field[Any]) -> type[Schema]:
    """Make the schema of a record that is told by its id, its key and little else."""
    keys = texts("id", "key")
    return make_schema(schema, {**keys, **more})


NAME = {"name": fields.String(required=True)}
TITLE = {"title": fields.String(required=True)}
NamedDriver = told_as("NamedDriver", **NAME)
NamedTeam = told_as("NamedTeam", **NAME)
NamedDistrict = told_as("NamedDistrict", **NAME)
LikelyDriver = told_as(
    "LikelyDriver",
    **NAME,
    confidence=fields.Float(required=True, metadata={"description": "Its share of the votes, 0 to 1."}),
    is_sure=fields.Boolean(required=True),
)
LookAlike = make_schema(
    "LookAlike",
    {
        "change_idea": fields.Nested(told_as("LookAlikeIdea", **TITLE), required=True),
        "team": fields.Nested(NamedTeam, required=True),
        "is_own_team": fields.Boolean(required=True),
        "relevance": fields.Float(required=True),
    },
)
SuggestedTeam = told_as(
    "SuggestedTeam",
    **NAME,
    type=one_of(TeamType, required=True),
    district=fields.Nested(NamedDistrict, required=True, allow_none=True),
)
SuggestedTool = told_as(
    "SuggestedTool",
    **TITLE,
    type=one_of(ToolType, required=True),
    link=fields.String(required=True, allow_none=True),
)
SuggestedIdea = told_as(
    "SuggestedIdea",
    **TITLE,
    description=fields.String(required=True),
    derived_status=one_of(IdeaStatus, required=True),
    reported_outcome=fields.String(required=True, allow_none=True),
    provenance=one_of(Provenance, required=True),
    source=fields.String(required=True, allow_none=True),
    visibility=one_of(Visibility, required=True),
)
Words = fields.List(fields.String(), required=True)
ContextFit = make_schema("ContextFit", dict.fromkeys(("same", "different", "unknown"), Words))
Reason = make_schema("Reason", {"code": fields.String(required=True), "text": fields.String(required=True)})
LatestCycle = make_schema(
    "LatestCycle",
    {
        "id": fields.String(required=True),
        "team": fields.Nested(
            NamedTeam,
            required=True,
            metadata={"description": "Who ran it: the idea's own team, or one that took the idea over."},
        ),
        **texts("done", "predicted", "found", "learning", "reason", empty=True),
        "prediction_met": one_of(PredictionMet, required=True, allow_none=True),
        "direction": one_of(Direction, required=True, allow_none=True),
        "decision": one_of(Decision, required=True, allow_none=True),
        "ended_on": fields.Date(required=True, allow_none=True),
        "synthetic": fields.Boolean(required=True),
        "numbers_kept_in_team": fields.Boolean(
            required=True, metadata={"description": "Too few students: what was found stays in the team."}
        ),
    },
)
SUGGESTED: dict[str, fields.Field[Any]] = {
    "change_idea": fields.Nested(SuggestedIdea, required=True),
    "team": fields.Nested(
        SuggestedTeam,
        required=True,
        allow_none=True,
        metadata={"description": "Not shown, like the context and the latest test, without a token."},
    ),
    "driver": fields.Nested(NamedDriver, required=True),
    "score": fields.Float(
        required=True, allow_none=True, metadata={"description": "0 to 1; decides the order."}
    ),
    "relevance": fields.Float(required=True, metadata={"description": "0 to 1; decides what is shown."}),
    "evidence": fields.Nested(Evidence, required=True),
    "context": fields.Nested(ContextFit, required=True),
    "tools": list_of(SuggestedTool),
    "latest_test": fields.String(required=True, allow_none=True),
    "latest_cycle_id": fields.String(required=True, allow_none=True),
    "latest_cycle": fields.Nested(LatestCycle, required=True, allow_none=True),
    "reasons": list_of(Reason),
    "cautions": Words,
}
Suggested = make_schema("Suggested", SUGGESTED)
Nearest = make_schema("Nearest", {**SUGGESTED, "why_not_the_same": fields.String(required=True)})
HeardTerm = make_schema(
    "HeardTerm",
    {
        **texts("id", "local_term", "shared_term", "text"),
        "relation": one_of(TermRelation, required=True),
    },
)
Respelled = make_schema("Respelled", texts("written", "read_as"))
Understood = make_schema(
    "UnderstoodAs",
    {
        "driver": fields.Nested(NamedDriver, required=True, allow_none=True),
        "driver_stated": fields.Boolean(required=True),
        "team": fields.Nested(
            NamedTeam,
            required=True,
            allow_none=True,
            metadata={"description": "For which of your teams the question was taken to be."},
        ),
        "context": StoredNested(ContextSchema, required=True),
        "terms": fields.List(
            fields.Nested(HeardTerm),
            required=True,
            metadata={"description": "Local words of the question, and how a coach mapped them."},
        ),
        "respelled": fields.List(
            fields.Nested(Respelled),
            required=True,
            metadata={"description": "Misspelt words of the question, and the words they were read as."},
        ),
    },
)
LiveTest = make_schema(
    "LiveTest",
    {
        "id": fields.String(required=True, metadata={"description": "Of the cycle."}),
        "change_idea": fields.Nested(told_as("LiveIdea", **TITLE), required=True),
        "team": fields.Nested(
            NamedTeam, required=True, allow_none=True, metadata={"description": "Not shown without a token."}
        ),
        "started_on": fields.Date(required=True, allow_none=True),
        "study_on": fields.Date(required=True, allow_none=True),
    },
)
Suggestions = make_schema(
    "Suggestions",
    {
        "id": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "For feedback on this answer; none without a token: nothing is stored."},
        ),
        "understood_as": fields.Nested(Understood, required=True),
        "suggestions": list_of(Suggested),
        "your_history": list_of(Suggested),
        "nearest": list_of(Nearest),
        "live_tests": fields.List(
            fields.Nested(LiveTest),
            required=True,
            metadata={"description": "At most three cycles that other teams run on this driver now."},
        ),
        "unread_records": fields.Integer(
            required=True,
            metadata={
                "description": "Records that may hold an answer and that the hub has not read yet: ask again."
            },
        ),
        "message": fields.String(required=True),
    },
)

"""Search, and suggestions with what the asker thought of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.api.access import Access
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import show_page
from nic_hub.api.resources.knowledge import Evidence
from nic_hub.api.resources.people import as_they_are
from nic_hub.api.schemas import PAGING, StoredNested, make_schema, page_schema
from nic_hub.domain.vocabulary import (
    Decision,
    Direction,
    IdeaStatus,
    Only,
    PredictionMet,
    Provenance,
    TeamType,
    ToolType,
    Verdict,
    Visibility,
)
from nic_hub.fields import ContextSchema, key_field, one_of, text_field
from nic_hub.services.feedback import get_suggestion, give_feedback
from nic_hub.services.kinds import SEARCHED_KINDS
from nic_hub.services.principals import choose_network
from nic_hub.services.proposing import propose_driver
from nic_hub.services.public_answers import tell_publicly
from nic_hub.services.searching import SearchRequest, search_records
from nic_hub.services.suggestion_requests import SuggestionRequest
from nic_hub.services.suggestions import find_suggestions, repeat_answer, store_suggestion

MAX_QUESTION = 2_000
MAX_SUGGESTIONS = 10

NETWORK = key_field(
    metadata={
        "description": "Id or key of the network. Needed without a token, where several let everybody read."
    }
)
Found = make_schema(
    "Found",
    {
        "kind": fields.String(required=True, validate=validate.OneOf(SEARCHED_KINDS)),
        **{name: fields.String(required=True) for name in ("id", "key", "title", "team_id", "status")},
        **{
            name: fields.String(required=True, allow_none=True)
            for name in ("summary", "driver_id", "change_idea_id")
        },
        "score": fields.Float(
            required=True,
            metadata={"description": "How well it fits beside the others found, 0 to 1."},
        ),
        "provenance": one_of(Provenance, required=True),
        "visibility": one_of(Visibility, required=True),
        "updated_at": fields.AwareDateTime(required=True),
    },
)
SearchQuery = make_schema(
    "SearchQuery",
    {
        "q": text_field(
            MAX_QUESTION, required=True, metadata={"description": "The question, or some words."}
        ),
        "kind": fields.List(fields.String(validate=validate.OneOf(SEARCHED_KINDS)), load_default=list),
        **{
            name: key_field(metadata={"description": "Id or key."}) for name in ("driver", "team", "district")
        },
        "tested": fields.Boolean(truthy={"true"}, falsy={"false"}),
        "network": NETWORK,
        **PAGING,
    },
)


def told_as(schema: str, **more: fields.Field[Any]) -> type[Schema]:
    """Make the schema of a record that is told by its id, its key and little else."""
    keys = {name: fields.String(required=True) for name in ("id", "key")}
    return make_schema(schema, {**keys, **more})


NAME = {"name": fields.String(required=True)}
TITLE = {"title": fields.String(required=True)}
NamedDriver = told_as("NamedDriver", **NAME)
NamedTeam = told_as("NamedTeam", **NAME)
NamedDistrict = told_as("NamedDistrict", **NAME)
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
SuggestedEvidence = type("SuggestedEvidence", (Evidence,), {"explanation": fields.String(required=True)})
DriverQuery = make_schema("DriverQuery", {"q": text_field(MAX_QUESTION, required=True)})
ProposedDriver = make_schema(
    "ProposedDriver", {"driver": fields.Nested(NamedDriver, required=True, allow_none=True)}
)
Words = fields.List(fields.String(), required=True)
ContextFit = make_schema("ContextFit", dict.fromkeys(("same", "different", "unknown"), Words))
Reason = make_schema("Reason", {"code": fields.String(required=True), "text": fields.String(required=True)})
LatestCycle = make_schema(
    "LatestCycle",
    {
        "id": fields.String(required=True),
        **{
            name: fields.String(required=True, allow_none=True)
            for name in ("done", "predicted", "found", "learning")
        },
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
    "evidence": fields.Nested(SuggestedEvidence, required=True),
    "context": fields.Nested(ContextFit, required=True),
    "tools": fields.List(fields.Nested(SuggestedTool), required=True),
    "latest_test": fields.String(required=True, allow_none=True),
    "latest_cycle_id": fields.String(required=True, allow_none=True),
    "latest_cycle": fields.Nested(LatestCycle, required=True, allow_none=True),
    "reasons": fields.List(fields.Nested(Reason), required=True),
    "cautions": Words,
}
Suggested = make_schema("Suggested", SUGGESTED)
Nearest = make_schema("Nearest", {**SUGGESTED, "why_not_the_same": fields.String(required=True)})
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
        "suggestions": fields.List(fields.Nested(Suggested), required=True),
        "your_history": fields.List(fields.Nested(Suggested), required=True),
        "nearest": fields.List(fields.Nested(Nearest), required=True),
        "message": fields.String(required=True),
    },
)
Question = make_schema(
    "Question",
    {
        "query": text_field(
            MAX_QUESTION,
            load_default="",
            metadata={"description": "The question. A follow-up may leave it out: it keeps the one before."},
        ),
        "follow_up_of": key_field(
            allow_none=True,
            metadata={"description": "Id of an answer of yours: the new words change its question."},
        ),
        "only": one_of(
            Only, allow_none=True, metadata={"description": "`failed`: ideas of which a test failed."}
        ),
        "driver": key_field(
            allow_none=True, metadata={"description": "Id or key: only ideas on this driver."}
        ),
        "change_idea": key_field(
            allow_none=True, metadata={"description": "Id or key: more like this idea."}
        ),
        "team": key_field(allow_none=True, metadata={"description": "For which of your teams you ask."}),
        "context": fields.Nested(ContextSchema, allow_none=True),
        "limit": fields.Integer(
            strict=True, load_default=3, validate=validate.Range(1, MAX_SUGGESTIONS, error="Use 1 to 10.")
        ),
        "include_untested": fields.Boolean(truthy={True}, falsy={False}, load_default=False),
        "network": NETWORK,
    },
)
QUESTION = {"query": "My 5th graders won't ask when they're lost. Anyone tested something?"}
NewFeedback = make_schema(
    "NewFeedback",
    {
        "change_idea": key_field(required=True, metadata={"description": "Id or key of the suggested idea."}),
        "verdict": one_of(Verdict, required=True),
        "note": text_field(MAX_QUESTION, allow_none=True),
    },
)
Feedback = make_schema(
    "Feedback",
    {
        **{name: fields.String(required=True) for name in ("id", "suggestion_id", "change_idea_id")},
        "verdict": one_of(Verdict, required=True),
        "note": fields.String(required=True, allow_none=True),
        "updated_at": fields.AwareDateTime(required=True),
    },
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of search and of suggestions."""
    search = HubBlueprint(
        "search", __name__, url_prefix=f"{PREFIX}/search", description="Search in plain words."
    )

    @search.operation(
        "GET",
        "",
        access=Access.READER,
        query=SearchQuery(),
        answer=page_schema(Found)(),
        summary="Records that fit a question, best first; at most 200",
    )
    def find(asked: Asked) -> Any:
        wanted = dict(asked.query)
        principal = asked.call(choose_network, wanted.pop("network", None), "?network")
        found = search_records(asked.session, principal, asked.hub.search, SearchRequest(**wanted))
        return show_page(asked, found, as_they_are)

    @search.operation(
        "GET",
        "/driver",
        access=Access.MEMBER,
        query=DriverQuery(),
        answer=ProposedDriver(),
        summary="The driver that some words are most likely about, if one stands out",
    )
    def propose(asked: Asked) -> Any:
        return asked.call(propose_driver, asked.hub.search, asked.query["q"])

    return [search, make_suggestions()]


def _suggest(asked: Asked) -> Any:
    wanted = dict(asked.body)
    principal = asked.call(choose_network, wanted.pop("network", None), "/network")
    request, today = SuggestionRequest(**wanted), datetime.now(UTC).date()
    return find_suggestions(
        asked.session, asked.hub.search, principal, request, tuning=asked.hub.tuning, today=today
    )


def _suggest_again(asked: Asked, suggestion_id: str) -> Any:
    row = get_suggestion(asked.session, asked.principal.whole, suggestion_id)
    principal = asked.call(choose_network, None, "/network")
    today = datetime.now(UTC).date()
    return repeat_answer(
        asked.session, asked.hub.search, principal, row, tuning=asked.hub.tuning, today=today
    )


def _shown(asked: Asked) -> dict[str, Any]:
    """Return what is shown of an answer: to everybody, without the teams in it."""
    shown: dict[str, Any] = asked.prepared.shown
    return shown if asked.principal.is_member else tell_publicly(shown)


def make_suggestions() -> HubBlueprint:
    """Make the blueprint of suggestions."""
    blueprint = HubBlueprint(
        "suggestions",
        __name__,
        url_prefix=f"{PREFIX}/suggestions",
        description="What other teams tested that may answer a question. An empty answer is correct, too.",
    )

    @blueprint.operation(
        "POST",
        "",
        access=Access.READER,
        body=Question(),
        answer=Suggestions(),
        prepare=_suggest,
        replay=lambda asked, kept: {**_shown(asked), **kept},
        narrows=True,
        example=QUESTION,
        summary="Ask what other teams tested",
    )
    def suggest(asked: Asked) -> Any:
        asker = asked.principal.whole
        if not asker.is_member:
            return {**_shown(asked), "id": None}
        row = store_suggestion(asked.session, asker, asked.prepared)
        return {**_shown(asked), "id": row.id}

    @blueprint.operation(
        "GET",
        "/<id:suggestion_id>",
        access=Access.MEMBER,
        answer=Suggestions(),
        prepare=_suggest_again,
        narrows=True,
        summary="An answer you got, as far as you may see it today",
    )
    def again(asked: Asked, suggestion_id: str) -> Any:
        return {**_shown(asked), "id": suggestion_id}

    @blueprint.operation(
        "POST",
        "/<id:suggestion_id>/feedback",
        access=Access.MEMBER,
        body=NewFeedback(),
        answer=Feedback(),
        summary="Say what you think of one suggested idea",
    )
    def feedback(asked: Asked, suggestion_id: str) -> Any:
        suggestion = asked.call(get_suggestion, suggestion_id)
        body = {"note": None, **asked.body}
        return asked.call(give_feedback, suggestion, **body)

    return blueprint

"""Suggestions, and what the asker thought of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import texts
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.search import MAX_QUESTION, NETWORK
from nic_hub.api.resources.suggested import Suggestions
from nic_hub.api.schemas import make_schema
from nic_hub.domain.vocabulary import Only, Verdict
from nic_hub.fields import ContextSchema, key_field, one_of, text_field
from nic_hub.services.access.principals import choose_network
from nic_hub.services.suggesting.feedback import get_suggestion, give_feedback
from nic_hub.services.suggesting.public_answers import tell_publicly
from nic_hub.services.suggesting.suggestion_requests import SuggestionRequest
from nic_hub.services.suggesting.suggestions import find_suggestions, repeat_answer, store_suggestion

MAX_SUGGESTIONS = 10

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
        **texts("id", "suggestion_id", "change_idea_id"),
        "verdict": one_of(Verdict, required=True),
        "note": fields.String(required=True, allow_none=True),
        "updated_at": fields.AwareDateTime(required=True),
    },
)

suggestions = HubBlueprint(
    "suggestions",
    __name__,
    url_prefix=f"{PREFIX}/suggestions",
    description="What other teams tested that may answer a question. An empty answer is correct, too.",
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprint of suggestions."""
    return [suggestions]


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


@suggestions.operation(
    "POST",
    "",
    access=Access.READER,
    body=Question(),
    answer=Suggestions(),
    is_plain=True,
    prepare=_suggest,
    replay=lambda asked, kept: {**_shown(asked), **kept},
    narrows=True,
    example=QUESTION,
    summary="Ask what other teams tested",
)
def suggest(asked: Asked) -> Any:
    """Answer a question; a member's is kept for feedback."""
    asker = asked.principal.whole
    if not asker.is_member:
        return {**_shown(asked), "id": None}
    return {**_shown(asked), "id": store_suggestion(asked.session, asker, asked.prepared)}


@suggestions.operation(
    "GET",
    "/<id:suggestion_id>",
    access=Access.MEMBER,
    answer=Suggestions(),
    is_plain=True,
    prepare=_suggest_again,
    narrows=True,
    summary="An answer you got, as far as you may see it today",
)
def again(asked: Asked, suggestion_id: str) -> Any:
    """Answer an earlier question anew."""
    return {**_shown(asked), "id": suggestion_id}


@suggestions.operation(
    "POST",
    "/<id:suggestion_id>/feedback",
    access=Access.MEMBER,
    body=NewFeedback(),
    answer=Feedback(),
    summary="Say what you think of one suggested idea",
)
def feedback(asked: Asked, suggestion_id: str) -> Any:
    """Keep what the asker thinks of an idea."""
    suggestion = asked.call(get_suggestion, suggestion_id)
    body = {"note": None, **asked.body}
    return asked.call(give_feedback, suggestion, **body)

"""Questions to the team behind an idea, or to the hub's coaches, and their answers."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import split_confirmed
from nic_hub.api.schemas import CONFIRM, confirm_field, make_schema
from nic_hub.fields import key_field, text_field
from nic_hub.services.slack.team_questions import answer_question, ask_team

MAX_WORDS = 2_000
NewQuestion = make_schema(
    "NewTeamQuestion",
    {
        "question": text_field(MAX_WORDS, required=True),
        "change_idea": key_field(
            allow_none=True,
            metadata={"description": "Id or key of the idea whose team is asked; without one, the coaches."},
        ),
        CONFIRM: confirm_field(),
    },
)
NewAnswer = make_schema(
    "NewTeamAnswer", {"answer": text_field(MAX_WORDS, required=True), CONFIRM: confirm_field()}
)
#: The words themselves are told by notices alone, to those they are for.
TeamQuestionTold = make_schema(
    "TeamQuestion",
    {
        "id": fields.String(required=True),
        "team_id": fields.String(
            required=True, allow_none=True, metadata={"description": "Who is asked; empty for the coaches."}
        ),
        "change_idea_id": fields.String(required=True, allow_none=True),
        "created_at": fields.AwareDateTime(required=True),
        "answered_at": fields.AwareDateTime(required=True, allow_none=True),
    },
)
questions = HubBlueprint(
    "questions",
    __name__,
    url_prefix=f"{PREFIX}/questions",
    description="Ask the team behind an idea, or the coaches. They hear it in Slack, and you their answer.",
)


def make_blueprints() -> list[HubBlueprint]:
    """Return the blueprint of questions."""
    return [questions]


@questions.operation(
    "POST",
    "",
    access=Access.MEMBER,
    body=NewQuestion(),
    answer=TeamQuestionTold(),
    status=201,
    also=(409,),
    summary="Ask the team behind an idea, or the coaches",
)
def ask(asked: Asked) -> Any:
    """Ask; it is told to those who are asked, and to nobody else."""
    values, confirmed = split_confirmed(asked.body)
    row = asked.call(ask_team, confirmed=confirmed, **values)
    asked.session.flush()
    return row


@questions.operation(
    "POST",
    "/<id:question_id>/answer",
    access=Access.MEMBER,
    body=NewAnswer(),
    answer=TeamQuestionTold(),
    also=(409,),
    summary="Answer a question to my team",
)
def answer(asked: Asked, question_id: str) -> Any:
    """Answer; whoever asked is told."""
    values, confirmed = split_confirmed(asked.body)
    return asked.call(answer_question, question_id, confirmed=confirmed, **values)

"""PDSA cycles and the steps of their life: start, study, close, cancel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.attachments import add_attachments
from nic_hub.api.resources.collection import (
    SHARED,
    Collection,
    show,
    split_confirmed,
)
from nic_hub.api.resources.comments import add_comments
from nic_hub.api.resources.knowledge import record_status
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import answer_schema, body_schema
from nic_hub.domain.pdsa.pdsa import Action
from nic_hub.domain.pdsa.phases import PHASE_OF, Phase
from nic_hub.domain.vocabulary import CycleStatus, Publication
from nic_hub.services.cycles import change_cycle, plan_cycle, take_step


def fields_of(*phases: Phase) -> tuple[str, ...]:
    """List the fields that belong to these phases."""
    return tuple(name for name, phase in PHASE_OF.items() if phase in phases)


PLAN, DONE, ACT = fields_of(Phase.PLAN), fields_of(Phase.DO, Phase.STUDY), fields_of(Phase.ACT)
STATUSES = [*(str(one) for one in CycleStatus), str(Publication.WITHDRAWN)]

CYCLES = Collection(
    kind="pdsa_cycle",
    path="pdsa-cycles",
    about="Small tests of change ideas: plan, do, study, act. The prediction locks when a cycle starts.",
    answer=answer_schema(
        "PdsaCycle",
        "pdsa_cycle",
        **record_status()
        | {
            "status": fields.String(required=True, validate=validate.OneOf(STATUSES)),
            "small_cell": fields.Boolean(
                required=True,
                allow_none=True,
                metadata={"description": "Fewer students than the network shows to others."},
            ),
            "small_cell_note": fields.String(allow_none=True),
            "warnings": fields.List(
                fields.String(),
                required=True,
                metadata={
                    "description": "That the test jumps ahead of the evidence; and, for its own team, that "
                    "nobody else sees it, or that nobody said how few students it was about."
                },
            ),
        },
    ),
    creates=body_schema("PdsaCycleBody", "pdsa_cycle", ("key", "team_id", "visibility", *PLAN), ["team_id"]),
    changes=body_schema("PdsaCycleChange", "pdsa_cycle", ("visibility", *PLAN, *DONE, *ACT)),
    create=plan_cycle,
    change=change_cycle,
    acts=SHARED,
    example={
        "change_idea_id": "question-prompts",
        "question": "Do prompts on the desks bring more questions?",
        "prediction": "At least 6 questions a lesson.",
        "who": "One teacher",
        "what": "A card with question starters on each desk",
        "when": "Five lessons",
        "where": "Room 12",
        "data_plan": "Tally of students' questions in each lesson",
        "scale": "one_classroom",
    },
)
STEPS: dict[Action, tuple[type[Schema], str]] = {
    Action.START: (
        body_schema("Start", "pdsa_cycle", ("visibility", *PLAN), ["change_idea_id"]),
        "Start a planned cycle: the plan and the prediction lock, and others see that it runs",
    ),
    Action.STUDY: (
        body_schema("Study", "pdsa_cycle", DONE),
        "Hold the result of a running cycle against its prediction",
    ),
    Action.CLOSE: (body_schema("Close", "pdsa_cycle", ACT), "Close a studied cycle with a decision"),
    Action.CANCEL: (body_schema("Cancel", "pdsa_cycle", ("cancel_reason",)), "Cancel a cycle, and say why"),
}


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprint of cycles."""
    blueprint = make_collection(CYCLES)
    for action, (body, summary) in STEPS.items():
        add_step(blueprint, action, body, summary)
    return [add_attachments(add_comments(blueprint, CYCLES), CYCLES)]


def add_step(blueprint: HubBlueprint, action: Action, body: type[Schema], summary: str) -> None:
    """Add one step of a cycle's life."""

    @blueprint.operation(
        "POST",
        f"/<id:record_id>/{action}",
        access=Access.MEMBER,
        body=body(),
        body_required=False,
        answer=CYCLES.answer(),
        versioned=True,
        endpoint=str(action),
        summary=summary,
    )
    def step(asked: Asked, record_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        cycle, today = CYCLES.get(asked, record_id), datetime.now(UTC).date()
        asked.call(
            take_step, cycle, action, values, expected_version=asked.version, today=today, confirmed=confirmed
        )
        return show(asked, cycle)

"""Problems of practice, change ideas, and tools with their versions."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import counts, list_of
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.attachments import add_attachments
from nic_hub.api.resources.collection import (
    SHARED,
    Collection,
    list_query,
    show,
    show_page,
    split_confirmed,
)
from nic_hub.api.resources.comments import add_comments
from nic_hub.api.resources.lineages import add_lineage
from nic_hub.api.resources.ramps import add_ramp
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import PageQuery, answer_schema, body_schema, make_schema, page_schema
from nic_hub.domain.vocabulary import Direction, IdeaStatus, Publication
from nic_hub.fields import one_of, text_field
from nic_hub.services.ideas import change_idea
from nic_hub.services.kinds import KINDS
from nic_hub.services.lineage.lineages import tell_idea_lineage, tell_tool_lineage
from nic_hub.services.listing import list_records
from nic_hub.services.sharing import change_shared
from nic_hub.services.tools import add_version, change_tool, create_tool, get_version

#: What every record of a team may say about itself when it is made, and later.
OWN = ("key", "team_id", "visibility")
PROBLEM = ("visibility", "statement", "driver_id", "root_causes", "evidence", "evidence_sources")
IDEA = (
    "visibility",
    "title",
    "description",
    "driver_id",
    "problem_id",
    "parent_id",
    "change_concept",
    "what_changed",
    "why_changed",
    "keeps_core",
)
TOOL = ("visibility", "title", "type", "description", "link", "body", "core_elements", "how_to_learn")
VERSION = ("key", "team_id", "parent_id", "link", "body", "origin", "keeps_core")


def record_status() -> dict[str, fields.Field[Any]]:
    """Make the derived fields of every team's record."""
    return {
        "status": fields.String(required=True, validate=validate.OneOf([str(one) for one in Publication])),
        "is_hidden": fields.Boolean(
            required=True,
            allow_none=True,
            metadata={"description": "A coach hid it until a report is settled."},
        ),
    }


Decisions = make_schema("Decisions", counts("adopt", "adapt", "abandon"))
Predictions = make_schema("Predictions", counts("met", "partly", "not_met", "cant_tell"))
Evidence = make_schema(
    "Evidence",
    {
        "strength": fields.Integer(
            required=True,
            metadata={"description": "0 (idea only) to 5 (two or more districts with a measure)."},
        ),
        "direction": one_of(Direction, required=True),
        **counts(
            "cycles",
            "schools",
            "districts",
            "complete_cycles",
            "complete_schools",
            "measured_districts",
            "tried_cycles",
            "open_cycles",
            "unfinished_cycles",
            "core_not_kept",
            "synthetic_cycles",
        ),
        "decisions": fields.Nested(Decisions, required=True),
        "predictions": fields.Nested(Predictions, required=True),
        "is_reported": fields.Boolean(required=True),
        "synthetic": fields.Boolean(required=True),
        "last_tested": fields.Date(required=True, allow_none=True),
        "unfinished_since": fields.Date(
            required=True,
            allow_none=True,
            metadata={"description": "When the latest of the cycles began that were never closed."},
        ),
        "missing": fields.List(fields.String(), required=True),
        "explanation": fields.String(required=True),
        "derivation": fields.List(
            fields.String(),
            required=True,
            metadata={"description": "How strength and direction came about, one sentence each."},
        ),
        "next_step": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "What the next step of strength takes."},
        ),
    },
)
TeamStatus = make_schema(
    "IdeaStatusOfTeam", {"team_id": fields.String(required=True), "status": one_of(IdeaStatus, required=True)}
)

PROBLEMS = Collection(
    kind="problem",
    path="problems",
    about="Problems of practice: what a team works on, and what that rests on.",
    answer=answer_schema("ProblemOfPractice", "problem", **record_status()),
    creates=body_schema("ProblemBody", "problem", (*OWN[:2], *PROBLEM), ["team_id"]),
    changes=body_schema("ProblemChange", "problem", PROBLEM),
    change=change_shared,
    acts=SHARED,
    publishes=True,
)
IDEAS = Collection(
    kind="change_idea",
    path="change-ideas",
    about="What teams change to move a driver. Status and evidence are derived from cycles you may see.",
    answer=answer_schema(
        "ChangeIdea",
        "change_idea",
        **record_status(),
        derived_status=one_of(IdeaStatus, required=True, allow_none=True),
        team_status=list_of(TeamStatus),
        evidence=fields.Nested(Evidence, required=True, allow_none=True),
    ),
    creates=body_schema("ChangeIdeaBody", "change_idea", (*OWN[:2], *IDEA), ["team_id"]),
    changes=body_schema("ChangeIdeaChange", "change_idea", IDEA),
    change=change_idea,
    acts=SHARED,
    publishes=True,
    example={
        "title": "Question prompts on the desks",
        "description": "A card with four question starters lies on each desk; the teacher waits.",
        "driver_id": "D5",
    },
)
TOOLS = Collection(
    kind="tool",
    path="tools",
    about='Forms, protocols, rubrics: the concrete "what".',
    answer=answer_schema(
        "Tool", "tool", **record_status(), version_ids=fields.List(fields.String(), required=True)
    ),
    creates=body_schema("ToolBody", "tool", (*OWN[:2], *TOOL), ["team_id", "description"]),
    changes=body_schema("ToolChange", "tool", TOOL),
    create=create_tool,
    change=change_tool,
    acts=SHARED,
    publishes=True,
)
ToolVersion = answer_schema("ToolVersion", "tool_version")
NewVersion = body_schema(
    "NewToolVersion",
    "tool_version",
    VERSION,
    ["team_id"],
    what_changed=text_field(required=True),
    why=text_field(required=True),
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of problems, change ideas and tools."""
    tools = make_collection(TOOLS)
    add_versions(tools)
    ideas = add_attachments(add_comments(make_collection(IDEAS), IDEAS), IDEAS)
    add_lineage(ideas, IDEAS, tell_idea_lineage)
    add_ramp(ideas, IDEAS)
    add_lineage(tools, TOOLS, tell_tool_lineage)
    return [make_collection(PROBLEMS), ideas, tools]


def add_versions(blueprint: HubBlueprint) -> None:
    """Add the versions of a tool."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/versions",
        access=Access.READER,
        query=PageQuery(),
        answer=page_schema(ToolVersion)(),
        summary="List the versions of a tool",
    )
    def versions(asked: Asked, record_id: str) -> Any:
        tool = TOOLS.get(asked, record_id)
        query = list_query(asked, tool=tool.id)
        return show_page(asked, asked.call(list_records, KINDS["tool_version"], query))

    @blueprint.operation(
        "POST",
        "/<id:record_id>/versions",
        access=Access.MEMBER,
        body=NewVersion(),
        answer=ToolVersion(),
        status=201,
        location=f"{PREFIX}/tools/{{tool_id}}/versions/{{id}}",
        summary="Add a version of a tool: what changed and why",
    )
    def adapt(asked: Asked, record_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        tool = TOOLS.get(asked, record_id)
        return show(asked, asked.call(add_version, tool, values, confirmed=confirmed))

    @blueprint.operation(
        "GET",
        "/<id:record_id>/versions/<id:version_id>",
        access=Access.READER,
        answer=ToolVersion(),
        tagged=True,
        summary="Read one version of a tool",
    )
    def version(asked: Asked, record_id: str, version_id: str) -> Any:
        return show(asked, asked.call(get_version, TOOLS.get(asked, record_id), version_id))

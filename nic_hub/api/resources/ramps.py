"""The ramp of a change idea: its tests from the smallest scale to the widest, team by team."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection
from nic_hub.api.schemas import make_schema
from nic_hub.domain.vocabulary import CycleStatus, Decision, Direction, PredictionMet, Scale
from nic_hub.fields import one_of
from nic_hub.services.lineage.ramps import tell_ramp

RampQuery = make_schema(
    "RampQuery",
    {
        "planned": one_of(
            Scale,
            metadata={"description": "Scale of a test you think of: does it jump ahead, do others see it?"},
        )
    },
)
RampCycle = make_schema(
    "RampCycle",
    {
        "id": fields.String(required=True),
        "status": one_of(CycleStatus, required=True),
        "scale": one_of(Scale, required=True, allow_none=True),
        "started_on": fields.Date(required=True, allow_none=True),
        "closed_on": fields.Date(required=True, allow_none=True),
        "decision": one_of(Decision, required=True, allow_none=True),
        "direction": one_of(Direction, required=True, allow_none=True),
        "prediction_met": one_of(PredictionMet, required=True, allow_none=True),
        "warnings": fields.List(
            fields.String(),
            required=True,
            metadata={"description": "From what was known when the test began."},
        ),
    },
)
RampTeam = make_schema(
    "RampTeam",
    {
        "team": fields.Nested(
            make_schema("RampTeamName", texts("id", "name")),
            required=True,
            allow_none=True,
            metadata={"description": "Not shown without a token."},
        ),
        "cycles": list_of(RampCycle),
    },
)
Ramp = make_schema(
    "Ramp",
    {
        "id": fields.String(required=True),
        "title": fields.String(required=True, allow_none=True),
        "teams": list_of(RampTeam),
        "planned_warning": fields.String(required=True, allow_none=True),
        "gaps": fields.List(
            fields.String(),
            required=True,
            metadata={"description": "Where the whole gained while a student group fell behind."},
        ),
        "description": fields.String(required=True),
    },
)


def add_ramp(blueprint: HubBlueprint, ideas: Collection) -> None:
    """Add the ramp of an idea."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/ramp",
        access=Access.READER,
        query=RampQuery(),
        answer=Ramp(),
        summary="The ramp of a change idea: its tests by team, with scale and what came out",
    )
    def ramp(asked: Asked, record_id: str) -> Any:
        return asked.call(tell_ramp, ideas.get(asked, record_id), asked.query.get("planned"))

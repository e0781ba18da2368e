"""The lineage of a change idea or a tool across schools: as data with words, and as a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection
from nic_hub.api.resources.pictures import add_pictures
from nic_hub.api.schemas import make_schema
from nic_hub.domain.lineage.telling import EdgeKind, Lineage, Node, NodeKind
from nic_hub.domain.vocabulary import (
    AdoptionState,
    ChangeOrigin,
    Direction,
    IdeaStatus,
    KeepsCore,
    Publication,
)
from nic_hub.fields import one_of

STATUSES = dict.fromkeys([*IdeaStatus, *AdoptionState])


LineagePlace = make_schema("LineagePlace", texts("id", "name"))
LineageResult = make_schema(
    "LineageResult",
    {
        "strength": fields.Integer(required=True),
        "direction": one_of(Direction, required=True),
        **texts("explanation"),
    },
)
LineageNode = make_schema(
    "LineageNode",
    {
        "id": fields.String(
            required=True,
            metadata={"description": "Of the record; of a `test`, of what is tested and of the team."},
        ),
        "number": fields.String(required=True, metadata={"description": "Its place in the description."}),
        "kind": one_of(NodeKind, required=True),
        **texts("title", empty=True),
        **{
            name: fields.Nested(LineagePlace, required=True, allow_none=True)
            for name in ("team", "school", "district")
        },
        "publication": one_of(Publication, required=True),
        "status": fields.String(
            required=True,
            allow_none=True,
            metadata={
                "description": "How far it has come: of an adoption its state, else as derived from tests.",
                "enum": [*STATUSES, None],
            },
        ),
        "result": fields.Nested(LineageResult, required=True, allow_none=True),
        **texts("what_changed", "why", empty=True),
        "origin": one_of(ChangeOrigin, required=True, allow_none=True),
        "keeps_core": one_of(KeepsCore, required=True, allow_none=True),
    },
)
LineageEdge = make_schema(
    "LineageEdge", {**texts("source", "target"), "kind": one_of(EdgeKind, required=True)}
)
LineageTold = make_schema(
    "Lineage",
    {
        **texts("kind", "id", "description"),
        **texts("title", empty=True),
        "nodes": list_of(LineageNode),
        "edges": list_of(LineageEdge),
        "is_cut": fields.Boolean(
            required=True, metadata={"description": "There are more branches than one picture holds."}
        ),
    },
)


def add_lineage(blueprint: HubBlueprint, collection: Collection, tell: Callable[..., Lineage]) -> None:
    """Add the lineage of the records of a collection, in words and as a picture."""
    summary = f"The lineage of {collection.a_noun} across schools"

    @blueprint.operation(
        "GET",
        "/<id:record_id>/lineage",
        access=Access.READER,
        answer=LineageTold(),
        summary=f"{summary}: every branch with its result",
    )
    def lineage(asked: Asked, record_id: str) -> Any:
        return _show(asked.call(tell, collection.get(asked, record_id)))

    def tell_for_picture(asked: Asked, record_id: str) -> Any:
        return asked.call(tell, collection.get(asked, record_id))

    add_pictures(
        blueprint,
        "/<id:record_id>/lineage",
        tell_for_picture,
        _draw,
        endpoint="lineage",
        summary=summary,
        also=(503,),
    )


def _draw(told: Lineage, media: str) -> bytes:
    from nic_hub.drawing.lineage import draw_lineage

    return draw_lineage(told, media)


def _show(told: Lineage) -> dict[str, Any]:
    nodes = {node.id: node for node in told.nodes}
    return {
        "kind": told.kind,
        "id": told.id,
        "title": told.title,
        "description": told.description,
        "nodes": [_show_node(nodes[node_id], number) for node_id, number in told.numbers.items()],
        "edges": told.edges,
        "is_cut": told.is_cut,
    }


def _show_node(node: Node, number: str) -> dict[str, Any]:
    return {
        "number": number,
        "team": node.place.team,
        "school": node.place.school,
        "district": node.place.district,
        **{name: getattr(node, name) for name in LineageNode().fields if hasattr(node, name)},
    }

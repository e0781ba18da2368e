"""The routes all resources have: list, read, create, change, history, archive, withdraw, publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import fields

from nic_hub.api.access import Access
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import (
    Act,
    Collection,
    cut_page,
    list_query,
    show,
    show_page,
    split_confirmed,
)
from nic_hub.api.schemas import PageQuery, list_query_schema, make_schema, page_schema
from nic_hub.domain.vocabulary import Visibility
from nic_hub.fields import one_of
from nic_hub.services.lifecycle import publish_record
from nic_hub.services.listing import list_records
from nic_hub.services.records import create_record, list_history


def make_collection(collection: Collection) -> HubBlueprint:
    """Make the blueprint of a resource with the routes all resources have."""
    blueprint = HubBlueprint(
        collection.path, __name__, url_prefix=f"{PREFIX}/{collection.path}", description=collection.about
    )
    add_reading(blueprint, collection)
    if collection.creates is not None:
        add_creating(blueprint, collection)
    if collection.changes is not None:
        add_changing(blueprint, collection)
        add_history(blueprint, collection)
        for act in collection.acts:
            add_act(blueprint, collection, act)
    if collection.publishes:
        add_publishing(blueprint, collection)
    return blueprint


def add_reading(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add the list and the item."""
    query = list_query_schema(f"{collection.answer.__name__}Query", collection.kind)

    @blueprint.operation(
        "GET",
        "",
        access=collection.reads,
        query=query(),
        answer=page_schema(collection.answer)(),
        summary=f"List {collection.nouns}",
    )
    def list_all(asked: Asked) -> Any:
        found = asked.call(list_records, collection.model, list_query(asked))
        return show_page(asked, found)

    @blueprint.operation(
        "GET",
        "/<id:record_id>",
        access=collection.reads,
        answer=collection.answer(),
        tagged=True,
        summary=f"Read one {collection.noun}",
    )
    def read(asked: Asked, record_id: str) -> Any:
        return show(asked, collection.get(asked, record_id))


def add_creating(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add the POST that makes a new record."""
    assert collection.creates is not None
    create = collection.create or _creator(collection.model)

    @blueprint.operation(
        "POST",
        "",
        access=Access.MEMBER,
        body=collection.creates(),
        answer=collection.answer(),
        status=201,
        location=f"{PREFIX}/{collection.path}/{{id}}",
        example=collection.example,
        summary=f"Add {collection.a_noun}",
    )
    def add(asked: Asked) -> Any:
        values, confirmed = split_confirmed(asked.body)
        return show(asked, asked.call(create, values, confirmed=confirmed))


def _creator(model: Any) -> Callable[..., Any]:
    def create(session: Any, principal: Any, values: Mapping[str, Any], *, confirmed: list[str]) -> Any:
        return create_record(session, principal, model, values, confirmed=confirmed)

    return create


def add_changing(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add PATCH, archiving and restoring, and the history."""
    assert collection.changes is not None
    answer = collection.answer()

    @blueprint.operation(
        "PATCH",
        "/<id:record_id>",
        access=Access.MEMBER,
        body=collection.changes(partial=True),
        answer=answer,
        versioned=True,
        summary=f"Change {collection.a_noun}",
    )
    def change(asked: Asked, record_id: str) -> Any:
        values, confirmed = split_confirmed(asked.body)
        row = collection.get(asked, record_id)
        changed = asked.call(
            collection.change, row, values, expected_version=asked.version, confirmed=confirmed
        )
        return show(asked, changed)


HistoryEntry = make_schema(
    "HistoryEntry",
    {
        "record_version": fields.Integer(required=True),
        "action": fields.String(required=True),
        "member_id": fields.String(required=True, allow_none=True),
        "created_at": fields.AwareDateTime(required=True),
        "changes": fields.Dict(required=True, metadata={"description": "`{field: [before, after]}`"}),
    },
)


def add_history(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add the list of who changed what, and when."""

    @blueprint.operation(
        "GET",
        "/<id:record_id>/history",
        access=Access.MEMBER,
        query=PageQuery(),
        answer=HistoryPage(),
        summary=f"Who changed this {collection.noun}, and when",
    )
    def history(asked: Asked, record_id: str) -> Any:
        rows = asked.call(list_history, collection.get(asked, record_id))
        return show_page(asked, cut_page(asked, rows), lambda _session, _principal, items: items)


HistoryPage = page_schema(HistoryEntry)


def add_act(blueprint: HubBlueprint, collection: Collection, act: Act) -> None:
    """Add one thing that is done with a whole record."""

    @blueprint.operation(
        act.method,
        f"/<id:record_id>{act.path}",
        access=Access.MEMBER,
        answer=collection.answer(),
        versioned=True,
        endpoint=act.service.__name__,
        summary=act.summary.format(collection.a_noun),
    )
    def perform(asked: Asked, record_id: str) -> Any:
        row = collection.get(asked, record_id)
        act.service(asked.principal, row, expected_version=asked.version)
        return show(asked, row)


Publishing = make_schema(
    "Publishing",
    {
        "visibility": one_of(
            Visibility,
            metadata={
                "description": "Needed to share a storyboard more widely than what it was drafted from."
            },
        )
    },
)


def add_publishing(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add publishing of a draft."""

    @blueprint.operation(
        "POST",
        "/<id:record_id>/publish",
        access=Access.MEMBER,
        body=Publishing(),
        body_required=False,
        answer=collection.answer(),
        versioned=True,
        summary=f"Share a draft {collection.noun}",
    )
    def publish(asked: Asked, record_id: str) -> Any:
        row = collection.get(asked, record_id)
        visibility = asked.body.get("visibility")
        asked.call(publish_record, row, expected_version=asked.version, visibility=visibility)
        return show(asked, row)

"""What all collections share: list, read, create, change, archive, history, publish and withdraw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from nic_hub.api.access import Access
from nic_hub.api.openapi import PREFIX
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.schemas import CONFIRM, PageQuery, list_query_schema, make_schema, page_schema
from nic_hub.domain.vocabulary import Visibility
from nic_hub.fields import one_of
from nic_hub.services.kinds import KINDS
from nic_hub.services.lifecycle import publish_record, withdraw_record
from nic_hub.services.listing import ListQuery, Page, list_records
from nic_hub.services.presenting import present, present_one
from nic_hub.services.records import (
    archive_record,
    change_record,
    create_record,
    get_record,
    list_history,
    restore_record,
)


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One resource: a kind of record with an address.

    Args:
        kind: kind of the records.
        path: last part of the address, such as ``change-ideas``.
        about: one sentence for the API's description.
        answer: schema of what is shown of a record.
        creates: schema of the body that creates one; None when that is not done here.
        changes: schema of the body that changes one.
        create: ``(session, principal, values, *, confirmed) -> row``.
        change: ``(session, principal, row, values, *, expected_version, confirmed) -> row``.
        reads: who may read.
        example: a body that creates one, for the API's description.
    """

    kind: str
    path: str
    about: str
    answer: type[Schema]
    creates: type[Schema] | None = None
    changes: type[Schema] | None = None
    create: Callable[..., Any] | None = None
    change: Callable[..., Any] = change_record
    reads: Access = Access.READER
    example: Mapping[str, Any] | None = None

    @property
    def model(self) -> Any:
        """Return the table's class."""
        return KINDS[self.kind]

    @property
    def noun(self) -> str:
        """Return the kind in words."""
        return self.kind.replace("_", " ").replace("pdsa", "PDSA")

    @property
    def a_noun(self) -> str:
        """Return the kind in words, with its article."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    @property
    def nouns(self) -> str:
        """Return the kind in words, several."""
        return self.path.replace("-", " ").replace("pdsa", "PDSA")

    def get(self, asked: Asked, record_id: str) -> Any:
        """Return one record of the collection that the person may read."""
        return asked.call(get_record, self.model, record_id)


def show(asked: Asked, row: Any) -> dict[str, Any]:
    """Return what the person is shown of a record, as it is stored now."""
    asked.session.flush()
    shown: dict[str, Any] = asked.call(present_one, row)
    return shown


def show_page(asked: Asked, page: Page[Any], present_all: Callable[..., Any] = present) -> dict[str, Any]:
    """Return what the person is shown of one page of a list."""
    items = asked.call(present_all, page.items)
    return {"items": items, "page": page.page, "page_size": page.page_size, "total": page.total}


def cut_page(asked: Asked, rows: list[Any]) -> Page[Any]:
    """Cut the asked page out of a list that is short by nature."""
    number, size = asked.query["page"], asked.query["page_size"]
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def list_query(asked: Asked, **fixed: Any) -> ListQuery:
    """Read the list query of a request; ``fixed`` are filters that come from the address."""
    filters = {
        name: value for name, value in asked.query.items() if name not in {"sort", "page", "page_size"}
    }
    return ListQuery(
        {**filters, **fixed}, asked.query.get("sort"), asked.query["page"], asked.query["page_size"]
    )


def split_confirmed(body: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Split a body into the values to write and the fields confirmed not to hold a student's data."""
    return {name: value for name, value in body.items() if name != CONFIRM}, list(body.get(CONFIRM, ()))


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

    @blueprint.operation(
        "DELETE",
        "/<id:record_id>",
        access=Access.MEMBER,
        answer=answer,
        versioned=True,
        summary=f"Archive {collection.a_noun}; nothing is deleted",
    )
    def archive(asked: Asked, record_id: str) -> Any:
        row = collection.get(asked, record_id)
        archive_record(asked.principal, row, expected_version=asked.version)
        return show(asked, row)

    @blueprint.operation(
        "POST",
        "/<id:record_id>/restore",
        access=Access.MEMBER,
        answer=answer,
        versioned=True,
        summary=f"Bring an archived {collection.noun} back",
    )
    def restore(asked: Asked, record_id: str) -> Any:
        row = collection.get(asked, record_id)
        restore_record(asked.principal, row, expected_version=asked.version)
        return show(asked, row)

    add_history(blueprint, collection)


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
Publishing = make_schema("Publishing", {"visibility": one_of(Visibility)})


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


def add_withdrawing(blueprint: HubBlueprint, collection: Collection) -> None:
    """Add withdrawing what was shared."""

    @blueprint.operation(
        "POST",
        "/<id:record_id>/withdraw",
        access=Access.MEMBER,
        answer=collection.answer(),
        versioned=True,
        summary=f"Take back a shared {collection.noun}; a tombstone stays",
    )
    def withdraw(asked: Asked, record_id: str) -> Any:
        row = collection.get(asked, record_id)
        withdraw_record(asked.principal, row, expected_version=asked.version)
        return show(asked, row)

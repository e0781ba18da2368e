"""What a resource is made of, and how its records are shown; ``routes`` makes its addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from nic_hub.api.access import Access
from nic_hub.api.operations import Asked
from nic_hub.api.schemas import CONFIRM
from nic_hub.services.kinds import KINDS
from nic_hub.services.lifecycle import withdraw_record
from nic_hub.services.listing import ListQuery, Page
from nic_hub.services.presenting import present, present_one
from nic_hub.services.records import (
    archive_record,
    change_record,
    get_record,
    restore_record,
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done with a whole record.

    Args:
        method: HTTP method.
        path: what follows the record's address.
        service: ``(principal, row, *, expected_version)``.
        summary: what it does, with the record's name in braces.
    """

    method: str
    path: str
    service: Callable[..., Any]
    summary: str


def archiving(restore: Callable[..., Any] = restore_record) -> tuple[Act, ...]:
    """Return what may be done with any record; ``restore`` may hold a rule that only one kind has."""
    return (
        Act("DELETE", "", archive_record, "Archive {}; nothing is deleted"),
        Act("POST", "/restore", restore, "Bring back {} that was archived"),
    )


ARCHIVING = archiving()
#: What a team does with a record it may have shared.
SHARED = (
    *ARCHIVING,
    Act("POST", "/withdraw", withdraw_record, "Take back {} that was shared; a tombstone stays"),
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
        acts: what can be done with a whole record.
        publishes: whether its records are drafts first.
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
    acts: tuple[Act, ...] = ARCHIVING
    publishes: bool = False
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

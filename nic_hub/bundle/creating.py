"""Write the new records of an import in bulk, each with its history and its search document.

Tens of thousands of cycles go straight to the tables, so the session's hooks do not see them; the rows the
hooks would have written are made here by the same functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from nic_hub.bundle.forms import columns_of, content_hash
from nic_hub.bundle.layout import NETWORK, Part, Section
from nic_hub.bundle.loading import Entry, Progress, with_progress
from nic_hub.bundle.world import World
from nic_hub.domain.batches import in_batches
from nic_hub.models import (
    Account,
    ChangeIdea,
    Driver,
    ImportedRecord,
    Network,
    Record,
    RecordHistory,
    SearchDocument,
    Team,
    Versioned,
    new_id,
    utc_now,
)
from nic_hub.services.history import history_values, note_links
from nic_hub.services.search_documents import document_values, surroundings_of
from nic_hub.services.searchable import SEARCHED_FIELDS

#: Rows in one statement.
ROWS_AT_ONCE = 1000


class Creator:
    """Gathers the new records of one network, and writes them in large statements.

    Args:
        session: an open writing session.
        world: the network, checked; the ids of new records are added to what is stored.
    """

    def __init__(self, session: Session, world: World) -> None:
        self._session = session
        self._world = world
        self._now = utc_now()
        self._waiting: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)
        self._entries: list[Entry] = []
        #: The rows other records take facets from, by id.
        self._rows: dict[str, Any] = {}

    def add(self, entry: Entry) -> None:
        """Take a new record; it gets its id now, so that others can refer to it."""
        self._entries.append(entry)
        if entry.shape is NETWORK:
            self._world.stored.network_id = new_id()
            return
        self._name(entry)
        for part in entry.parts:
            self._name(part)

    def finish(self, tell: Progress) -> None:
        """Write everything that was taken."""
        accounts = self._make_accounts()
        for entry in with_progress(self._entries, "Storing", tell):
            extra = {"account_id": accounts[entry.key]} if entry.shape.kind == "member" else {}
            self._write(entry, extra)
        self._flush()

    def _name(self, entry: Entry) -> None:
        """Give a record its id; a part without a key is never referred to."""
        if entry.key:
            self._world.stored.ids[entry.shape.kind][entry.key] = new_id()

    def _make_accounts(self) -> dict[str, str]:
        """Return each new member's account id, by key: an address has one account in the whole hub."""
        members = [entry for entry in self._entries if entry.shape.kind == "member"]
        known = find_accounts(self._session, [entry.form["email"] for entry in members])
        accounts = {entry.key: known.get(entry.form["email"]) or new_id() for entry in members}
        for entry in members:
            if entry.form["email"] not in known:
                values = {"email": entry.form["email"], "name": entry.form["name"], "created_at": self._now}
                self._wait(Account, {"id": accounts[entry.key], **values})
        self._flush()
        return accounts

    def _write(self, entry: Entry, extra: dict[str, Any]) -> None:
        """Write one record with all that belongs to it."""
        row = self._add_row(entry, extra)
        for part in entry.parts:
            self._add_part(part, row)
        self._add_links(entry, row)
        self._add_history(row)
        if isinstance(row, Record) and type(row) in SEARCHED_FIELDS:
            self._wait(SearchDocument, document_values(row, **self._surroundings(row)))
        values = {"kind": entry.shape.kind, "record_id": row.id, "content_hash": content_hash(entry.form)}
        self._wait(ImportedRecord, self._in_network(values))
        if entry.shape is NETWORK:
            # Not every reference to the network waits for the end of the transaction.
            self._flush()

    def _add_row(self, entry: Entry, extra: dict[str, Any]) -> Any:
        """Write the record's own row, and return it as an object that no session knows."""
        stored = self._world.stored
        values = columns_of(entry.shape, entry.form, stored.ids) | {"version": 1} | extra
        if entry.shape is NETWORK:
            values["id"] = stored.network_id
        else:
            values |= {"id": stored.ids[entry.shape.kind][entry.key], "network_id": stored.network_id}
        self._wait(entry.shape.model, values)
        row = entry.shape.model(**values)
        if isinstance(row, Network | Team | ChangeIdea | Driver):
            self._rows[row.id] = row
        return row

    def _add_part(self, part: Entry, owner: Any) -> None:
        assert isinstance(part.shape, Part)
        belongs = {part.shape.owner: owner.id, **part.shape.fixed}
        if part.key:
            self._add_history(self._add_row(part, belongs))
            return
        values = self._in_network(columns_of(part.shape, part.form, self._world.stored.ids) | belongs)
        self._wait(part.shape.model, values)
        if issubclass(part.shape.model, Versioned):
            self._add_history(part.shape.model(**values))

    def _add_links(self, entry: Entry, row: Any) -> None:
        if not isinstance(entry.shape, Section):
            return
        for name, link in entry.shape.links.items():
            ids = self._world.stored.ids[link.target.__tablename__]
            others = [ids[key] for key in entry.form[name]]
            for position, other in enumerate(others):
                values = {link.owner: row.id, link.other: other, "position": position}
                self._wait(link.table, self._in_network(values))
            if others:
                note_links(row, f"{name.removesuffix('s')}_ids", [], others)

    def _add_history(self, row: Any) -> None:
        values = history_values(row, member_id=self._session.info.get("member_id"), is_new=True)
        self._wait(RecordHistory, values | {"created_at": self._now})

    def _surroundings(self, row: Record) -> dict[str, Any]:
        """Return the rows from which a search document takes its facets."""
        return {
            name: row_id and self._find(model, row_id)
            for name, (model, row_id) in surroundings_of(row).items()
        }

    def _find(self, model: type[Any], row_id: str) -> Any:
        """Return a row that was just written, or one that was there before."""
        if row_id not in self._rows:
            self._rows[row_id] = self._session.get_one(model, row_id)
        return self._rows[row_id]

    def _in_network(self, values: dict[str, Any]) -> dict[str, Any]:
        new = {"id": new_id(), "network_id": self._world.stored.network_id, "created_at": self._now}
        return new | values

    def _wait(self, model: type[Any], values: dict[str, Any]) -> None:
        rows = self._waiting[model]
        rows.append(values)
        if len(rows) >= ROWS_AT_ONCE:
            self._flush_table(model)

    def _flush(self) -> None:
        for model in list(self._waiting):
            self._flush_table(model)

    def _flush_table(self, model: type[Any]) -> None:
        rows = self._waiting.pop(model)
        if rows:
            self._session.execute(insert(model.__table__), rows)


def find_accounts(session: Session, emails: Iterable[str | None]) -> dict[str | None, str]:
    """Return the ids of the accounts that have these e-mail addresses."""
    wanted = sorted({email for email in emails if email})
    found: dict[str | None, str] = {}
    for some in in_batches(wanted):
        query = select(Account.email, Account.id).where(Account.email.in_(some))
        found |= {row.email: row.id for row in session.execute(query)}
    return found

"""What the hub already holds of a network, in the shape of the bundle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from nic_hub.bundle.forms import Form, form_of, references_of
from nic_hub.bundle.layout import NETWORK, SECTIONS, Part, Section, Shape
from nic_hub.domain.batches import in_batches
from nic_hub.models import Account, ImportedRecord, Member, Network
from nic_hub.services.kinds import ENTITY_KINDS
from nic_hub.services.links import Link

Row = Mapping[str, Any]


@dataclass(slots=True)
class Stored:
    """The stored part of one network.

    Args:
        network: the network's own form; None when the hub does not know it.
        network_id: the network's id.
        ids: id by key, for each kind.
        keys: key by id, for each kind.
        forms: form by key, for each kind; of records that were not asked for, the references alone.
        part_ids: id of a part's row, by the part's kind, the owner's key and the part's identity.
        hashes: content hash at the last import, by kind and id.
    """

    network: Form | None = None
    network_id: str = ""
    ids: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    keys: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    forms: dict[str, dict[str, Form]] = field(default_factory=lambda: defaultdict(dict))
    part_ids: dict[tuple[str, str, tuple[Any, ...]], str] = field(default_factory=dict)
    hashes: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def hash_of(self, kind: str, key: str) -> bytes | None:
        """Return what a record held right after its last import; None when it was never imported."""
        record_id = self.network_id if kind == "network" else self.ids[kind].get(key, "")
        return self.hashes.get((kind, record_id))


def read_stored(
    session: Session, network_key: str, wanted: Mapping[str, Collection[str]] | None = None
) -> Stored:
    """Read what the hub holds of a network.

    Args:
        session: an open session.
        network_key: the network.
        wanted: keys of the records whose whole form is needed, by list name; everything when left out. Aims,
            drivers, places and people are always read whole: there are few, and others are checked by them.
    """
    rows = _fetch(session, select(_table(Network)).where(_table(Network).c.key == network_key))
    if not rows:
        return Stored()
    reader = _Reader(session, Stored(form_of(NETWORK, rows[0], {}), rows[0]["id"]))
    reader.read_outlines()
    for section in SECTIONS:
        reader.read_section(
            section, None if wanted is None or not section.is_record else wanted[section.name]
        )
    reader.read_hashes()
    return reader.stored


def identity_of(part: Part, form: Form) -> tuple[Any, ...]:
    """Return that by which a part is known again."""
    return tuple(form[name] for name in part.identity)


def sort_key(part: Part, form: Form) -> tuple[Any, ...]:
    """Return the place of a part among its siblings; a tool's versions are sorted by their numbers."""
    return (form.get("number", 0), *map(str, identity_of(part, form)))


@dataclass(slots=True)
class _Reader:
    """Reads the tables of one network, list by list.

    Args:
        session: an open session.
        stored: what was read so far.
    """

    session: Session
    stored: Stored

    def read_outlines(self) -> None:
        """Read the key of every record, and the columns that refer to others."""
        shapes = {kind: Shape(model) for kind, model in ENTITY_KINDS.items()}
        rows = {kind: self._fetch_outlines(shape) for kind, shape in shapes.items()}
        for kind in shapes:
            self.stored.ids[kind] = {row["key"]: row["id"] for row in rows[kind]}
            self.stored.keys[kind] = {row["id"]: row["key"] for row in rows[kind]}
        for kind, shape in shapes.items():
            keys = self.stored.keys
            self.stored.forms[kind] = {row["key"]: references_of(shape, row, keys) for row in rows[kind]}

    def _fetch_outlines(self, shape: Shape) -> Sequence[Row]:
        columns = _table(shape.model).c
        names = ["id", "key", *(shape.columns[field] for field in shape.references)]
        query = select(*(columns[name] for name in names))
        return _fetch(self.session, query.where(columns.network_id == self.stored.network_id))

    def read_section(self, section: Section, few: Collection[str] | None) -> None:
        """Read the whole forms of one list, or of a few of its records."""
        known = self.stored.ids[section.kind]
        ids = None if few is None else sorted(known[key] for key in few if key in known)
        for row in self._rows(_with_email(section), "id", ids):
            form = form_of(section, row, self.stored.keys)
            if section.model is Member:
                form["email"] = row["email"]
            form |= {name: [] for name in (*section.links, *section.parts)}
            self.stored.forms[section.kind][row["key"]] = form
        for name, link in section.links.items():
            self._read_link(section, name, link, ids)
        for name, part in section.parts.items():
            self._read_part(section, name, part, ids)

    def _read_link(self, section: Section, name: str, link: Link, ids: list[str] | None) -> None:
        table = _table(link.table)
        others = self.stored.keys[link.target.__tablename__]
        for row in self._rows(select(table).order_by(table.c.position, table.c.id), link.owner, ids):
            self._owner(section, row[link.owner])[name].append(others[row[link.other]])

    def _read_part(self, section: Section, name: str, part: Part, ids: list[str] | None) -> None:
        table = _table(part.model)
        query = select(table).where(*(table.c[name] == value for name, value in part.fixed.items()))
        for row in self._rows(query, part.owner, ids):
            form = form_of(part, row, self.stored.keys)
            owner = self._owner(section, row[part.owner])
            owner[name].append(form)
            self.stored.part_ids[part.kind, owner["key"], identity_of(part, form)] = row["id"]
        for owner in self.stored.forms[section.kind].values():
            owner.get(name, []).sort(key=lambda form: sort_key(part, form))

    def _owner(self, section: Section, owner_id: str) -> Form:
        return self.stored.forms[section.kind][self.stored.keys[section.kind][owner_id]]

    def read_hashes(self) -> None:
        """Read what each record held right after its last import."""
        for row in self._rows(select(_table(ImportedRecord)), "id", None):
            self.stored.hashes[row["kind"], row["record_id"]] = row["content_hash"]

    def _rows(self, query: Select[Any], column: str, ids: list[str] | None) -> Iterator[Row]:
        """Run a query on one table of the network, limited to rows whose column holds one of the ids."""
        columns = query.selected_columns
        limited = query.where(columns.network_id == self.stored.network_id)
        for some in [None] if ids is None else in_batches(ids):
            yield from _fetch(
                self.session, limited if some is None else limited.where(columns[column].in_(some))
            )


def _with_email(section: Section) -> Select[Any]:
    """Select all columns of a list's table; a member's e-mail address stands on the account."""
    table = _table(section.model)
    if section.model is not Member:
        return select(table)
    account = _table(Account)
    return select(table, account.c.email).outerjoin_from(table, account, account.c.id == table.c.account_id)


def _fetch(session: Session, query: Select[Any]) -> Sequence[Row]:
    rows: Sequence[Any] = session.execute(query).mappings().all()
    return rows


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table

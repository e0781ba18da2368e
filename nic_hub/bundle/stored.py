"""What the hub already holds of a network, in the shape of the bundle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from nic_hub.bundle.forms import Form, KeyTable, form_of, references_of
from nic_hub.bundle.layout import NETWORK, SECTIONS, Part, Section, Shape
from nic_hub.models import Account, ImportedRecord, Member, Network
from nic_hub.services.kinds import ENTITY_KINDS

#: Ids in one query; databases limit how many values a statement may have.
IDS_AT_ONCE = 500

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
        wanted: keys of the records whose whole form is needed, by list name; everything when left out. Aims, drivers, places
            and people are always read whole: there are few, and other records are checked against them.
    """
    table = _table(Network)
    row = session.execute(select(table).where(table.c.key == network_key)).mappings().first()
    if row is None:
        return Stored()
    stored = Stored(form_of(NETWORK, row, {}), row["id"])
    outlines = {kind: _read_outlines(session, stored, Shape(model)) for kind, model in ENTITY_KINDS.items()}
    for kind, rows in outlines.items():
        shape = Shape(ENTITY_KINDS[kind])
        stored.forms[kind] = {row["key"]: references_of(shape, row, stored.keys) for row in rows}
    for section in SECTIONS:
        few = None if wanted is None or not section.is_record else wanted.get(section.name, ())
        _read_section(session, stored, section, network_key, few)
    _read_hashes(session, stored)
    return stored


def _read_outlines(session: Session, stored: Stored, shape: Shape) -> Sequence[Row]:
    """Read the key of every record of a kind, and the columns that refer to others."""
    table = _table(shape.model)
    names = ["id", "key", "version", *(shape.columns[field] for field in shape.references)]
    query = select(*(table.c[name] for name in names)).where(table.c.network_id == stored.network_id)
    rows = session.execute(query).mappings().all()
    stored.ids[shape.kind] = {row["key"]: row["id"] for row in rows}
    stored.keys[shape.kind] = {row["id"]: row["key"] for row in rows}
    return rows


def _read_section(
    session: Session, stored: Stored, section: Section, network_key: str, few: Collection[str] | None
) -> None:
    ids = (
        None
        if few is None
        else [stored.ids[section.kind][key] for key in few if key in stored.ids[section.kind]]
    )
    forms = stored.forms[section.kind]
    keys: KeyTable = {**stored.keys, "network": {stored.network_id: network_key}}
    for row in _rows(session, _query(section, stored.network_id), _table(section.model).c.id, ids):
        forms[row["key"]] = form_of(section, row, keys) | _empty_lists(section)
        if section.kind == "member":
            forms[row["key"]]["email"] = row["email"]
    _read_links(session, stored, section, ids)
    for name, part in section.parts.items():
        _read_parts(session, stored, section, name, part, ids)


def _query(section: Section, network_id: str) -> Select[Any]:
    table = _table(section.model)
    query = select(table).where(table.c.network_id == network_id)
    if section.model is not Member:
        return query
    account = _table(Account)
    return query.add_columns(account.c.email).outerjoin(account, account.c.id == table.c.account_id)


def _empty_lists(section: Section) -> dict[str, list[Any]]:
    return {name: [] for name in (*section.links, *section.parts)}


def _read_links(session: Session, stored: Stored, section: Section, ids: Collection[str] | None) -> None:
    for name, link in section.links.items():
        table = _table(link.table)
        query = select(table).where(table.c.network_id == stored.network_id).order_by(table.c.position)
        others = stored.keys[link.target.__tablename__]
        for row in _rows(session, query, table.c[link.owner], ids):
            owner = stored.keys[section.kind][row[link.owner]]
            stored.forms[section.kind][owner][name].append(others[row[link.other]])


def _read_parts(
    session: Session, stored: Stored, section: Section, name: str, part: Part, ids: Collection[str] | None
) -> None:
    table = _table(part.model)
    query = select(table).where(table.c.network_id == stored.network_id)
    for row in _rows(session, query, table.c[part.owner], ids):
        owner = stored.keys[section.kind][row[part.owner]]
        form = form_of(part, row, stored.keys)
        stored.forms[section.kind][owner][name].append(form)
        stored.part_ids[part.kind, owner, identity_of(part, form)] = row["id"]
    for owner in stored.forms[section.kind].values():
        owner.get(name, []).sort(key=lambda form: sort_key(part, form))


def identity_of(part: Part, form: Form) -> tuple[Any, ...]:
    """Return that by which a part is known again."""
    return tuple(form[name] for name in part.identity)


def sort_key(part: Part, form: Form) -> tuple[Any, ...]:
    """Return the place of a part among its siblings; a tool's versions are sorted by their numbers."""
    return (form.get("number", 0), *map(str, identity_of(part, form)))


def _read_hashes(session: Session, stored: Stored) -> None:
    columns = ImportedRecord.kind, ImportedRecord.record_id, ImportedRecord.content_hash
    query = select(*columns).where(ImportedRecord.network_id == stored.network_id)
    stored.hashes = {
        (kind, record_id): content_hash for kind, record_id, content_hash in session.execute(query)
    }


def _rows(session: Session, query: Select[Any], column: Any, ids: Collection[str] | None) -> Iterator[Row]:
    """Run a query, limited to some ids when they are given."""
    limited = [query] if ids is None else [query.where(column.in_(some)) for some in in_batches(sorted(ids))]
    for each in limited:
        yield from session.execute(each).mappings()


def in_batches(ids: list[str]) -> Iterable[list[str]]:
    """Cut a list into lists short enough for one query."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table

"""What is searched: one document a record, the vectors of its text, and what changed of both.

Every index in memory follows these tables through ``search_change``: one row a document, with the number of
its last change, kept by triggers in the same transaction, so that no writer can forget it and a deleted
document leaves its trace. On PostgreSQL the number is that of the writing transaction: a reader that asks
again from the oldest transaction that was open at its last look misses nothing, whichever commits first. On
SQLite writers queue up, and it counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import Visibility
from nic_hub.models.base import ID_LENGTH, Base

#: A 64-bit key that counts up on both databases.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


class SearchDocument(Base):
    """The searched text of one record, and the facets it is filtered by."""

    __tablename__ = "search_document"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    network_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("network.id"))
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    idea_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    team_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    district_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    driver_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), default=None)
    visibility: Mapped[Visibility]
    is_draft: Mapped[bool]
    is_hidden: Mapped[bool]
    is_archived: Mapped[bool]
    is_withdrawn: Mapped[bool]
    tested: Mapped[bool]
    title: Mapped[str]
    text: Mapped[str]
    text_hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (
        UniqueConstraint("kind", "record_id"),
        Index(None, "idea_id"),
        Index(None, "network_id", "kind"),
    )


class Embedding(Base):
    """One vector of a document: ordinal 0 is the whole text, 1 and up are its passages.

    ``vector`` is float32, little-endian, L2-normalised. ``text_hash`` is the document's at the time: another
    one means that the vector is out of date.
    """

    __tablename__ = "embedding"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    document_id: Mapped[int] = mapped_column(BigKey, ForeignKey("search_document.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    model: Mapped[str] = mapped_column(String(200))
    text_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    vector: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("document_id", "model", "ordinal"),)


class SearchChange(Base):
    """The last change of one document or of its vectors; it stays when the document goes."""

    __tablename__ = "search_change"

    document_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    change_no: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index(None, "change_no"),)


#: The tables that are followed, and which of their columns names the document.
_FOLLOWED = {"search_document": "id", "embedding": "document_id"}
_EVENTS = ("INSERT", "UPDATE", "DELETE")

_UPSERT = (
    "INSERT INTO search_change (document_id, change_no) VALUES ({document}, {number}) "
    "ON CONFLICT (document_id) DO UPDATE SET change_no = excluded.change_no"
)


@event.listens_for(Base.metadata, "after_create")
def create_search_triggers(_tables: MetaData, connection: Connection, **_options: Any) -> None:
    """Make the triggers that keep ``search_change``, after the tables.

    A migration has its own copy of them, as it has of the tables; a test compares the two.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite_triggers() if is_sqlite else _postgresql_triggers():
        connection.exec_driver_sql(statement)


def _sqlite_triggers() -> Iterator[str]:
    number = "(SELECT coalesce(max(change_no), 0) + 1 FROM search_change)"
    for table, column in _FOLLOWED.items():
        for what in _EVENTS:
            row = "OLD" if what == "DELETE" else "NEW"
            upsert = _UPSERT.format(document=f"{row}.{column}", number=number)
            yield f"CREATE TRIGGER note_{table}_{what.lower()} AFTER {what} ON {table} BEGIN {upsert}; END"


def _postgresql_triggers() -> Iterator[str]:
    number = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    for table, column in _FOLLOWED.items():
        upsert = _UPSERT.format(document=f"coalesce(NEW.{column}, OLD.{column})", number=number)
        yield (
            f"CREATE FUNCTION note_{table}_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {upsert}; RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER note_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION note_{table}_change()"
        )

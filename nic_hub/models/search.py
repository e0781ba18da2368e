"""What is searched: one document a record, the vectors of its text, and what changed of both.

The index of each process follows these tables through ``search_change``, and the facts of suggestions through
``fact_change`` (see ``models.following``).
"""

from __future__ import annotations

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
from nic_hub.models.following import ChangeLog

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
    #: Which rules made the text (``services.searchable.TEXT_VERSION``); a migration marks what may be older.
    text_version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (
        UniqueConstraint("kind", "record_id"),
        Index(None, "idea_id"),
        Index(None, "network_id", "kind"),
        Index(None, "text_version"),
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
    word_vectors: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)

    __table_args__ = (UniqueConstraint("document_id", "model", "ordinal"),)


class SearchChange(Base):
    """The last change of one document or of its vectors; it stays when the document goes."""

    __tablename__ = "search_change"

    document_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    change_no: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index(None, "change_no"),)


class FactChange(Base):
    """The last change of one row of a table whose facts suggestions weigh; it stays when the row goes."""

    __tablename__ = "fact_change"

    table_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    row_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    change_no: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index(None, "change_no"),)


DOCUMENT_LOG = ChangeLog(
    "search_change", ("document_id",), {"search_document": ("id",), "embedding": ("document_id",)}
)
#: The tables whose facts are kept in memory (see ``search.facts``).
FACT_TABLES = (
    "network",
    "district",
    "team",
    "driver",
    "change_idea",
    "change_idea_driver",
    "change_idea_tool",
    "pdsa_cycle",
    "measure",
    "tool",
    "adoption",
    "storyboard",
    "storyboard_idea",
    "feedback",
    "vocabulary_term",
)
FACT_LOG = ChangeLog(
    "fact_change", ("table_name", "row_id"), {table: (f"'{table}'", "id") for table in FACT_TABLES}
)


@event.listens_for(Base.metadata, "after_create")
def create_triggers(_tables: MetaData, connection: Connection, **_options: Any) -> None:
    """Make the triggers that keep both logs, after the tables.

    A migration has its own copy of them, as it has of the tables; a test compares the two.
    """
    for log in (DOCUMENT_LOG, FACT_LOG):
        log.create_triggers(connection)

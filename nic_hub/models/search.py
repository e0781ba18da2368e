"""What is searched: one document a record, and the vectors of its text.

``change_no`` orders changes for an index that catches up. On PostgreSQL it is the number of the writing
transaction, so a reader that remembers the oldest transaction still open at its last look misses nothing,
whichever commits first. On SQLite writers queue up, and it counts them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from nic_hub.domain.vocabulary import Visibility
from nic_hub.models.base import ID_LENGTH, Base

#: A 64-bit key that counts up on both databases.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


class ChangeNumber(FunctionElement[int]):
    """The number of the change that is being written to a table."""

    type = BigInteger()
    inherit_cache = True

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table


@compiles(ChangeNumber, "postgresql")
def _by_transaction(*_: Any, **__: Any) -> str:
    return "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"


@compiles(ChangeNumber)
def _by_counting(element: ChangeNumber, *_: Any, **__: Any) -> str:
    return f"(SELECT coalesce(max(change_no), 0) + 1 FROM {element.table})"  # noqa: S608  # The table is one of two names in this module.


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
    change_no: Mapped[int] = mapped_column(
        BigInteger, default=ChangeNumber("search_document"), onupdate=ChangeNumber("search_document")
    )

    __table_args__ = (
        UniqueConstraint("kind", "record_id"),
        Index(None, "change_no"),
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
    change_no: Mapped[int] = mapped_column(
        BigInteger, default=ChangeNumber("embedding"), onupdate=ChangeNumber("embedding")
    )

    __table_args__ = (UniqueConstraint("document_id", "model", "ordinal"), Index(None, "change_no"))

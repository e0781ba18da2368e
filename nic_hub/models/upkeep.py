"""Upkeep of the records: history, reports, purges, imports, and the answers kept for repeated requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import ReportState
from nic_hub.models.base import ID_LENGTH, Base, Entity, InNetwork, optional_ref, ref

#: In ``Session.info`` of a transaction that removed a text for good: the database's log shall forget it, too.
PURGED = "purged"


class RecordHistory(Base, InNetwork):
    """Who changed what in a record, and when. ``changes`` is ``{field: [before, after]}``."""

    __tablename__ = "record_history"
    __refs__ = {"member_id": "member"}
    __unique__ = (("kind", "record_id", "record_version"),)

    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    record_version: Mapped[int]
    action: Mapped[str] = mapped_column(String(40))
    member_id: Mapped[str | None] = optional_ref()
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Report(Base, Entity):
    """Somebody says that something is wrong with a record; a coach may hide it until it is settled."""

    __tablename__ = "report"
    __refs__ = {"reporter_id": "member", "settled_by_id": "member"}

    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    reason: Mapped[str]
    reporter_id: Mapped[str] = ref()
    state: Mapped[ReportState] = mapped_column(default=ReportState.OPEN)
    settled_by_id: Mapped[str | None] = optional_ref()
    settlement: Mapped[str | None] = mapped_column(default=None)


class Purge(Base, InNetwork):
    """That an admin removed a text from a record, and where; never what."""

    __tablename__ = "purge"
    __refs__ = {"member_id": "member"}

    member_id: Mapped[str] = ref()
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    places: Mapped[dict[str, Any]]


class IdempotentAnswer(Base, InNetwork):
    """The first answer to a POST with an ``Idempotency-Key``, kept in the transaction of its records.

    ``standing_hash`` tells what its member might read at that time; the answer is repeated while that holds.
    """

    __tablename__ = "idempotent_answer"
    __refs__ = {"member_id": "member"}
    __unique__ = (("member_id", "idempotency_key"),)

    member_id: Mapped[str] = ref()
    idempotency_key: Mapped[str] = mapped_column(String(255))
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    standing_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    expires_at: Mapped[datetime]


class ForgottenFile(Base):
    """A file that was taken from its record and is still to be removed from the store.

    Written in the same transaction, so that neither a crash nor a store that is away keeps the file for good.
    """

    __tablename__ = "forgotten_file"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class ImportedRecord(Base, InNetwork):
    """What a record held right after its last import, as a hash, so that a later edit is not overwritten."""

    __tablename__ = "imported_record"
    __unique__ = (("kind", "record_id"),)

    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))

"""Files that no record names, and records whose file is not there: found, and mended as far as a program can.

A process that dies between a removal and the store leaves a file behind; a restored backup may lack one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.models import Attachment, Network
from nic_hub.services.attachments import ATTACHED_TO, find_removable, find_unused
from nic_hub.services.kinds import kind_of
from nic_hub.services.upkeep.consistency import Inconsistency

_CHECK = "flask --app wsgi hub check"
_REMOVE = f"When no other hub keeps its files there: {_CHECK} --remove-unnamed-files"
_RESTORE = (
    "Bring it back from a backup, or attach the same file again. When it is lost for good: "
    f"{_CHECK} --forget-lost-files"
)


def find_lost(session: Session, hashes: Collection[str]) -> list[Attachment]:
    """Return the entries of files that are not in the store.

    Args:
        session: an open session.
        hashes: the files that are in the store.
    """
    there = set(hashes)
    query = select(Attachment).order_by(Attachment.created_at, Attachment.id)
    return [row for row in session.scalars(query) if row.content_hash not in there]


def find_file_problems(session: Session, hashes: Collection[str]) -> Iterator[Inconsistency]:
    """Tell what does not fit between the records and the store, whose files are given by their hashes."""
    forgotten = find_removable(session)
    for content_hash in sorted(find_unused(session, hashes)):
        mend = f"{_CHECK} --mend" if content_hash in forgotten else _REMOVE
        yield Inconsistency(f"No record names the file {content_hash} in the store.", mend)
    for row in find_lost(session, hashes):
        told = f"The file {row.content_hash} beside {_record_of(session, row)} is not in the store."
        yield Inconsistency(told, _RESTORE)


def forget_lost(session: Session, hashes: Collection[str]) -> int:
    """Take entries whose file is lost from their records, and return how many."""
    lost = find_lost(session, hashes)
    for row in lost:
        session.delete(row)
    return len(lost)


def _record_of(session: Session, row: Attachment) -> str:
    kinds = {f"{kind_of(model)}_id": model for model in ATTACHED_TO}
    column = next(column for column in kinds if getattr(row, column))
    record = session.get_one(kinds[column], getattr(row, column))
    network = session.get_one(Network, row.network_id)
    kind = kind_of(type(record)).replace("_", " ")
    return f"{kind} {record.key} of the network {network.key}"

"""Files beside a record: who reads the record reads them, and who changes it adds and removes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Protocol

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from nic_hub.capture.material import Picture
from nic_hub.capture.packages import check_package, is_package, refuse
from nic_hub.capture.reading import decode
from nic_hub.domain.privacy import refuse_private
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Conflict, NotFound
from nic_hub.models import Attachment, ChangeIdea, PdsaCycle, Record, Storyboard
from nic_hub.services.kinds import kind_of
from nic_hub.services.known_names import names_in
from nic_hub.services.permissions import check_may_change, refuse_withdrawn

ATTACHED_TO: tuple[type[Record], ...] = (ChangeIdea, PdsaCycle, Storyboard)
MOST = 60
LONGEST_NAME = 200
#: Where a transaction notes the files whose last record may be gone.
_FORGOTTEN = "forgotten_files"
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    media_type: str
    size_bytes: int
    content_hash: str


class Store(Protocol):
    """Where files are kept (see ``nic_hub.attachment_store``)."""

    def keep(self, content: bytes) -> str:
        """Keep a file, and return its hash."""


def attach(
    session: Session,
    principal: Principal,
    store: Store,
    record: Record,
    *,
    name: str,
    content: bytes,
    confirmed: Collection[str] = (),
) -> Attachment:
    """Keep a file beside a record; the same file twice is one.

    Raises:
        Forbidden: the person may not change the record.
        Conflict: the record was withdrawn, or has very many files.
        Invalid: the file is of a kind that is not kept.
        PrivateText: its name looks private.
    """
    check_may_change(principal, record)
    refuse_withdrawn(record)
    plain_name = PurePath(name.replace("\\", "/")).name[:LONGEST_NAME] or "file"
    refuse_private({"file_name": plain_name}, confirmed, known=names_in(session, principal))
    media_type = tell_type(content)
    file = _File(plain_name, media_type, len(content), store.keep(content))
    return _add(session, principal, record, file)


def attach_pictures(
    session: Session, principal: Principal, store: Store, record: Record, pictures: Iterable[Picture]
) -> None:
    """Keep the pictures of an imported file beside its draft; what is no picture that is kept is left out."""
    for picture in [*pictures][:MOST]:
        media_type = _magic_type(picture.content)
        if media_type:
            content = picture.content
            file = _File(picture.name, media_type, len(content), store.keep(content))
            _add(session, principal, record, file)


def list_attachments(session: Session, record: Record) -> list[Attachment]:
    """Return the files of a record that somebody may read, the oldest first; of a withdrawn one, none."""
    if record.withdrawn_at is not None:
        return []
    query = select(Attachment).where(_of(record)).order_by(Attachment.created_at, Attachment.id)
    return [*session.scalars(query)]


def get_attachment(session: Session, record: Record, attachment_id: str) -> Attachment:
    """Return one file of a record.

    Raises:
        NotFound: the record has no such file.
    """
    found = [one for one in list_attachments(session, record) if one.id == attachment_id]
    if not found:
        raise NotFound("There is no file with this id beside the record.")
    return found[0]


def remove_attachment(session: Session, principal: Principal, record: Record, attachment: Attachment) -> None:
    """Remove a file from a record, for good.

    Raises:
        Forbidden: the person may not change the record.
    """
    check_may_change(principal, record)
    _note_forgotten(session, [attachment])
    session.delete(attachment)


def drop_attachments(session: Session, record: Record) -> int:
    """Remove all files of a record from which a text is purged: nobody can look into them for it."""
    if type(record) not in ATTACHED_TO:
        return 0
    rows = [*session.scalars(select(Attachment).where(_of(record)))]
    _note_forgotten(session, rows)
    session.execute(delete(Attachment).where(_of(record)))
    return len(rows)


def forgotten_files(session: Session) -> set[str]:
    """Return the hashes of files that this transaction took from a record."""
    noted: set[str] = session.info.get(_FORGOTTEN, set())
    return noted


def find_unused(session: Session, hashes: Collection[str]) -> set[str]:
    """Return those of the files that no record has any more."""
    query = select(Attachment.content_hash).where(Attachment.content_hash.in_(hashes))
    return set(hashes) - set(session.scalars(query)) if hashes else set()


def tell_type(content: bytes) -> str:
    """Tell the type of a file by its content.

    Raises:
        Invalid: it is empty, of a kind that is not kept, or an office file that may not be read.
    """
    if not content:
        refuse("This file is empty.")
    if is_package(content):
        return f"application/vnd.{check_package(content)}"
    known = _magic_type(content)
    if known:
        return known
    if content.lstrip()[:1] in (b"<", b"{"):
        refuse("Web pages, scripts and drawings made of code are not kept. Send a picture or a PDF.")
    decode(content)
    return "text/plain"


def _magic_type(content: bytes) -> str | None:
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def _add(session: Session, principal: Principal, record: Record, file: _File) -> Attachment:
    there = list_attachments(session, record)
    same = next((one for one in there if one.content_hash == file.content_hash), None)
    if same:
        return same
    if len(there) >= MOST:
        raise Conflict(f"A record has {MOST} files at most. Remove one first.")
    row = Attachment(
        network_id=record.network_id,
        author_id=principal.member_id,
        **asdict(file),
        **{f"{kind_of(type(record))}_id": record.id},
    )
    session.add(row)
    session.flush()
    return row


def _of(record: Record) -> ColumnElement[bool]:
    column: ColumnElement[str] = getattr(Attachment, f"{kind_of(type(record))}_id")
    return column == record.id


def _note_forgotten(session: Session, rows: Iterable[Attachment]) -> None:
    session.info.setdefault(_FORGOTTEN, set()).update(row.content_hash for row in rows)

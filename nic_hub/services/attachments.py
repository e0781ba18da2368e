"""Files beside a record: who reads the record reads them, and who changes it adds and removes them.

A file in which something could not be looked over for students' data, a picture above all, stays with those
who read the team's drafts until one of the team says that it shows and names no student. The files of a test
with few students stay in its team: they hold the numbers that its findings may not tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Protocol

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from nic_hub.capture.looking_over import PICTURE_TYPES, look_over, picture_type
from nic_hub.capture.material import Picture
from nic_hub.domain.batches import in_batches
from nic_hub.domain.privacy.privacy import KnownNames, find_private_fields, redact, refuse_private
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Conflict, FieldProblem, NotFound, PrivateText
from nic_hub.models import Attachment, ChangeIdea, ForgottenFile, PdsaCycle, Record, Storyboard
from nic_hub.services.access.permissions import check_may_change, refuse_withdrawn
from nic_hub.services.access.small_cells import find_kept
from nic_hub.services.kinds import kind_of
from nic_hub.services.known_names import names_in
from nic_hub.services.references import find_readable

ATTACHED_TO: tuple[type[Record], ...] = (ChangeIdea, PdsaCycle, Storyboard)
MOST = 60
LONGEST_NAME = 200
#: More places than these are not named: whoever mends them sends the file again, and is told of the rest.
MOST_PLACES = 50
#: What somebody confirms: that the text of a file, that what cannot be read in it, is no student's.
TEXT, PICTURES = "file", "pictures"
#: Where a transaction notes that it took files from records, and which ones it gave to the store.
_FORGOTTEN, KEPT = "forgotten_files", "kept_files"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was looked over, and may be kept beside a record.

    Args:
        name: its plain name.
        media_type: its type, told by its content.
        content: its bytes.
        unread: what in it could not be looked over.
        is_cleared: whether others may see it.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    unread: tuple[str, ...]
    is_cleared: bool


class Store(Protocol):
    """Where files are kept (see ``nic_hub.attachment_store``)."""

    def keep(self, content: bytes) -> str:
        """Keep a file, and return its hash."""


def prepare_file(
    session: Session,
    principal: Principal,
    store: Store,
    record: Record,
    *,
    name: str,
    content: bytes,
    confirmed: Collection[str] = (),
) -> NewFile:
    """Look a file over and give it to the store, before anybody has to wait for it.

    Raises:
        Forbidden: the person may not change the record.
        Conflict: the record was withdrawn.
        Invalid: the file is of a kind that is not kept.
        PrivateText: its name or its text looks private; every place is named.
        Unavailable: the store does not answer.
    """
    check_may_change(principal, record)
    refuse_withdrawn(record)
    known = names_in(session, principal)
    plain_name = PurePath(name.replace("\\", "/")).name[:LONGEST_NAME] or "file"
    refuse_private({"file_name": plain_name}, confirmed, known=known)
    looked = look_over(content)
    if TEXT not in confirmed:
        _refuse_private_text([(piece.where, piece.text) for piece in looked.pieces], confirmed, known)
    is_cleared = not looked.unread or PICTURES in confirmed
    _keep(session, store, content)
    return NewFile(plain_name, looked.media_type, content, looked.unread, is_cleared)


def attach(session: Session, principal: Principal, store: Store, record: Record, file: NewFile) -> Attachment:
    """Keep a file that was looked over beside a record; the same file twice is one.

    Raises:
        Forbidden: the person may not change the record.
        Conflict: the record was withdrawn, or has very many files.
        Unavailable: the store does not answer.
    """
    check_may_change(principal, record)
    refuse_withdrawn(record)
    # Somebody may have removed the same file from another record since it was looked over.
    return _add(session, principal, record, file, _keep(session, store, file.content))


def keep_pictures(session: Session, store: Store, pictures: Iterable[Picture]) -> None:
    """Give pictures to the store, before anybody has to wait for them."""
    for file in _files_of(pictures):
        _keep(session, store, file.content)


def attach_pictures(
    session: Session, principal: Principal, store: Store, record: Record, pictures: Iterable[Picture]
) -> None:
    """Keep the pictures of an imported file beside its draft, for the team alone until it was asked.

    What is no picture that is kept is left out.
    """
    for file in _files_of(pictures):
        _add(session, principal, record, file, _keep(session, store, file.content))


def clear_attachments(session: Session, principal: Principal, record: Record) -> list[Attachment]:
    """Note that no file of a record shows or names a student: whoever reads the record may see them now.

    Raises:
        Forbidden: the person may not change the record.
        Conflict: it was withdrawn.
    """
    check_may_change(principal, record)
    refuse_withdrawn(record)
    session.execute(update(Attachment).where(_of(record)).values(is_cleared=True))
    return list_attachments(session, principal, record)


def list_attachments(session: Session, principal: Principal, record: Record) -> list[Attachment]:
    """Return the files of a record, the oldest first; of a withdrawn or hidden one, none.

    Nor any of a test whose numbers this person is not shown.
    """
    if record.withdrawn_at is not None or not find_readable(session, principal, type(record), [record.id]):
        return []
    if find_kept(session, principal, [record]):
        return []
    query = select(Attachment).where(_of(record)).order_by(Attachment.created_at, Attachment.id)
    is_own = record.team_id in principal.draft_teams
    return [row for row in session.scalars(query) if row.is_cleared or is_own]


def get_attachment(session: Session, principal: Principal, record: Record, attachment_id: str) -> Attachment:
    """Return one file of a record.

    Raises:
        NotFound: the record has no such file for this person.
    """
    found = [one for one in list_attachments(session, principal, record) if one.id == attachment_id]
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


def find_attachments(session: Session, record: Record) -> list[Attachment]:
    """Return all files of a record, whoever may see them: for whoever has to remove a text."""
    return list(session.scalars(select(Attachment).where(_of(record)))) if type(record) in ATTACHED_TO else []


def drop_attachments(session: Session, record: Record) -> int:
    """Remove all files of a record from which a text is purged: nobody can look into them for it."""
    rows = find_attachments(session, record)
    _note_forgotten(session, rows)
    session.execute(delete(Attachment).where(Attachment.id.in_([row.id for row in rows])))
    return len(rows)


def has_forgotten(session: Session) -> bool:
    """Say whether this transaction took a file from a record."""
    return bool(session.info.get(_FORGOTTEN))


def find_unused(session: Session, hashes: Collection[str]) -> set[str]:
    """Return those of the files that no record has any more."""
    unused = set(hashes)
    for some in in_batches(hashes):
        query = select(Attachment.content_hash).where(Attachment.content_hash.in_(some))
        unused.difference_update(session.scalars(query))
    return unused


def find_removable(session: Session, hashes: Collection[str] = ()) -> set[str]:
    """Return the files that no record has any more, of those that are named and those forgotten."""
    return find_unused(session, {*hashes, *session.scalars(select(ForgottenFile.content_hash))})


def note_removed(session: Session, content_hash: str) -> None:
    """Note that a file needs no removing from the store any more: it is gone, or a record has it again."""
    session.execute(delete(ForgottenFile).where(ForgottenFile.content_hash == content_hash))


def _files_of(pictures: Iterable[Picture]) -> list[NewFile]:
    kept = [(each, kind) for each in pictures if (kind := picture_type(each.content))]
    return [NewFile(each.name, kind, each.content, PICTURE_TYPES[:1], False) for each, kind in kept[:MOST]]


def _refuse_private_text(
    texts: Iterable[tuple[str, str]], confirmed: Collection[str], known: KnownNames
) -> None:
    """Refuse a file whose text looks private, and say where.

    Raises:
        PrivateText: with one problem for each place; what stands there is not repeated.
    """
    problems = [
        FieldProblem(f"/{TEXT}", f"{redact(where).capitalize()}: {problem.detail}")
        for where, text in texts
        for problem in find_private_fields({TEXT: text}, confirmed, known=known)
    ]
    if problems:
        more = f" The first {MOST_PLACES} of {len(problems):,} places are named." * (
            len(problems) > MOST_PLACES
        )
        told = f"The file was not kept, because its text seems to hold personal data.{more}"
        raise PrivateText(told, problems[:MOST_PLACES])


def _keep(session: Session, store: Store, content: bytes) -> str:
    content_hash = store.keep(content)
    session.info.setdefault(KEPT, set()).add(content_hash)
    return content_hash


def _add(
    session: Session, principal: Principal, record: Record, file: NewFile, content_hash: str
) -> Attachment:
    there = [*session.scalars(select(Attachment).where(_of(record)))]
    same: Attachment | None = next((one for one in there if one.content_hash == content_hash), None)
    if same:
        same.is_cleared = same.is_cleared or file.is_cleared
        return same
    if len(there) >= MOST:
        raise Conflict(f"A record has {MOST} files at most. Remove one first.")
    row = Attachment(
        network_id=record.network_id,
        author_id=principal.member_id,
        name=file.name,
        media_type=file.media_type,
        size_bytes=len(file.content),
        content_hash=content_hash,
        is_cleared=file.is_cleared,
        **{f"{kind_of(type(record))}_id": record.id},
    )
    session.add(row)
    session.flush()
    return row


def _of(record: Record) -> ColumnElement[bool]:
    column: ColumnElement[str] = getattr(Attachment, f"{kind_of(type(record))}_id")
    return column == record.id


def _note_forgotten(session: Session, rows: Iterable[Attachment]) -> None:
    for content_hash in {row.content_hash for row in rows}:
        session.merge(ForgottenFile(content_hash=content_hash))
        session.info[_FORGOTTEN] = True

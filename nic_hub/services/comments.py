"""Comments on change ideas, cycles and storyboards: for the team, and for those who stand by it.

The team, its sponsor or principal and its coaches comment on what they may read, and read what was said.
Nobody else does, so that a team hears an honest word; and what they may not read of the record, they do not
read in the comments on it. Source: the domain guide, section 10, its table.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.visibility import Principal, may_comment
from nic_hub.errors import Forbidden, NotFound
from nic_hub.models import ChangeIdea, Comment, PdsaCycle, Record, Storyboard, utc_now
from nic_hub.services.access.permissions import refuse_withdrawn
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import kind_of
from nic_hub.services.known_names import names_in
from nic_hub.services.records import check_version

#: What can be commented on.
COMMENTED: tuple[type[Record], ...] = (ChangeIdea, PdsaCycle, Storyboard)


def add_comment(
    session: Session, principal: Principal, record: Record, text: str, *, confirmed: Collection[str] = ()
) -> Comment:
    """Comment on a record this person may read.

    Raises:
        Forbidden: the person does not stand by the team.
        Conflict: the record was withdrawn.
        PrivateText: the text looks private.
    """
    if not may_comment(principal, record.team_id):
        raise Forbidden("The team, its sponsor or principal and its coaches comment here, nobody else.")
    refuse_withdrawn(record)
    refuse_private({"text": text}, confirmed, known=names_in(session, principal))
    about = {f"{kind_of(type(record))}_id": record.id}
    comment = Comment(
        network_id=record.network_id,
        author_id=principal.member_id,
        text=text,
        written_at=utc_now(),
        **about,
    )
    session.add(comment)
    return comment


def list_comments(session: Session, principal: Principal, record: Record) -> list[Comment]:
    """Return what was said about a record, the oldest first, as far as this person may read it.

    Who does not stand by the team any more still reads what they wrote. What was said about a draft stays
    with those who may read the team's drafts. Of a withdrawn record nothing is left.
    """
    model = type(record)
    if record.withdrawn_at is not None or principal.behind is not None or not principal.is_member:
        return []
    is_read = select(model.id).where(model.id == record.id, readable(principal, model)).exists()
    query = select(Comment).where(_about(record), Comment.archived_at.is_(None), is_read)
    if not may_comment(principal, record.team_id):
        query = query.where(Comment.author_id == principal.member_id)
    if record.team_id not in principal.draft_teams:
        shared_at = select(model.published_at).where(model.id == record.id).scalar_subquery()
        query = query.where(Comment.written_at >= shared_at)
    return list(session.scalars(query.order_by(Comment.written_at, Comment.id)))


def get_comment(session: Session, principal: Principal, record: Record, comment_id: str) -> Comment:
    """Return one comment on a record.

    Raises:
        NotFound: there is none with this id for this person.
    """
    found = [one for one in list_comments(session, principal, record) if one.id == comment_id]
    if not found:
        raise NotFound("There is no comment with this id.")
    return found[0]


def archive_comment(principal: Principal, comment: Comment, *, expected_version: int) -> Comment:
    """Take a comment out of sight. Nothing is deleted.

    Raises:
        Forbidden: somebody else wrote it.
        Stale: it changed since it was read.
    """
    if comment.author_id != principal.member_id:
        raise Forbidden("Only who wrote a comment may take it away. If it does harm, report the record.")
    check_version(comment, expected_version)
    comment.archived_at = utc_now()
    return comment


def find_comments(session: Session, record: Record) -> list[Comment]:
    """Return all that was ever said about a record, whoever may read it: for whoever has to remove a text."""
    return list(session.scalars(select(Comment).where(_about(record)))) if type(record) in COMMENTED else []


def _about(record: Record) -> ColumnElement[bool]:
    about: ColumnElement[bool] = getattr(Comment, f"{kind_of(type(record))}_id") == record.id
    return about

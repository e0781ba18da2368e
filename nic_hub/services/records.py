"""Read, create, change and archive any record. Special rules of one kind are in the module of that kind.

Every write passes the same gates, in this order: may the person do it, do the references exist for them, does
free text hold private data, do the rules of the kind allow it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.publishing import PublicationAction, require_state
from nic_hub.domain.required import with_stand_in
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import Publication
from nic_hub.errors import Duplicate, Invalid, NotFound, Stale
from nic_hub.models import (
    Entity,
    Member,
    Network,
    Record,
    ToolVersion,
    Versioned,
    utc_now,
)
from nic_hub.services.access.permissions import (
    check_may_change,
    check_may_create,
    check_may_follow,
    refuse_foreign_team,
    refuse_withdrawn,
)
from nic_hub.services.access.visibility import readable
from nic_hub.services.descent import refuse_loops
from nic_hub.services.history_entries import HistoryEntry, tell_history
from nic_hub.services.kinds import kind_of, words_of
from nic_hub.services.known_names import names_in
from nic_hub.services.links import resolve_lists, set_links, split_links
from nic_hub.services.people.admins import keep_an_admin
from nic_hub.services.references import resolve_references

Row = TypeVar("Row", bound=Entity)
#: A rule of one kind: it is asked with the columns that change, references by id.
Check = Callable[[Mapping[str, Any]], None]

#: Texts that nobody writes freely: a member's own address, and a word of a list.
NOT_FREE_TEXT = frozenset({"email", "time_zone"})
#: What stands between several short texts that are read as one: no shape of private data reaches across it.
BETWEEN = " | "


def get_record(session: Session, principal: Principal, model: type[Row], record_id: str) -> Row:
    """Return one record.

    Raises:
        NotFound: there is no such record for this person, whether or not it exists for others.
    """
    row = session.scalar(select(model).where(model.id == record_id, readable(principal, model)))
    if row is None:
        raise NotFound(f"There is no {words_of(model)} with this id.")
    return row


def create_record(
    session: Session,
    principal: Principal,
    model: type[Row],
    values: Mapping[str, Any],
    *,
    confirmed: Collection[str] = (),
) -> Row:
    """Write a new record; a team's record starts as a draft.

    Args:
        session: an open writing session.
        principal: who writes.
        model: the table's class.
        values: column values and lists of references; references by id or key.
        confirmed: fields whose text looks private but was confirmed not to be a student's.

    Raises:
        Forbidden: the person may not write this.
        Invalid: a reference, a text or a rule is wrong.
        Duplicate: the key is taken.
    """
    named = with_stand_in(kind_of(model), values)
    columns, lists = split_links(model, _with_team(principal, model, named))
    resolved = resolve_references(session, principal, model, columns)
    links = resolve_lists(session, principal, model, lists)
    check_may_create(principal, model, resolved)
    # What stands in for a name was looked at where it was written.
    written = {name: value for name, value in resolved.items() if name in values}
    refuse_private(free_text(written), confirmed, known=names_in(session, principal))
    _refuse_taken_key(session, principal, model, resolved.get("key"))
    row = model(**_with_author(principal, model, {**resolved, "network_id": principal.network_id}))
    session.add(row)
    set_links(session, principal, row, links)
    return row


def change_record(
    session: Session,
    principal: Principal,
    row: Row,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
    check: Check | None = None,
) -> Row:
    """Change some fields of a record.

    Args:
        session: an open writing session.
        principal: who changes.
        row: the record, read by this person.
        values: the fields to change; references by id or key.
        expected_version: the version the change was made from.
        confirmed: fields confirmed not to hold a student's data.
        check: the kind's own rule, called with the resolved values before anything changes.

    Raises:
        Forbidden, Stale, Invalid, Conflict: as the gates say.
    """
    check_may_change(principal, row, values)
    check_version(row, expected_version)
    refuse_withdrawn(row)
    columns, lists = split_links(type(row), values)
    resolved = resolve_references(session, principal, type(row), columns)
    links = resolve_lists(session, principal, type(row), lists)
    refuse_foreign_team(principal, row, resolved)
    refuse_private(free_text(resolved), confirmed, known=names_in(session, principal))
    refuse_loops(session, row, resolved)
    if check:
        check(resolved)
    assign(row, resolved)
    set_links(session, principal, row, links)
    return row


def assign(row: Versioned | Network, values: Mapping[str, Any]) -> None:
    """Set column values; an equal value is no change."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def archive_record(principal: Principal, row: Entity, *, expected_version: int) -> None:
    """Take a record out of lists and search. Nothing is deleted; ``restore_record`` brings it back.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it is archived or withdrawn already, or it is the last admin.
    """
    check_may_change(principal, row)
    check_version(row, expected_version)
    require_state(PublicationAction.ARCHIVE, publication_of(row))
    row.archived_at = utc_now()
    if isinstance(row, Member):
        keep_an_admin(session_of(row), row.network_id)


def restore_record(principal: Principal, row: Entity, *, expected_version: int) -> None:
    """Bring an archived record back.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it is not archived.
    """
    check_may_change(principal, row)
    check_version(row, expected_version)
    require_state(PublicationAction.RESTORE, publication_of(row))
    row.archived_at = None


def publication_of(row: Versioned) -> Publication:
    """Return the state of a record in words; what no team writes is shared from the start."""
    if isinstance(row, Record):
        return row.publication
    return Publication.PUBLISHED if row.archived_at is None else Publication.ARCHIVED


def session_of(row: Entity) -> Session:
    """Return the session in which a record was read."""
    session = object_session(row)
    assert session is not None, "a record is read in a session before it is changed"
    return session


def list_history(session: Session, principal: Principal, row: Entity | Network) -> list[HistoryEntry]:
    """Return who changed what, oldest first: for those who may change the record, and read its drafts.

    Raises:
        Forbidden: the person may read the record as it is, but not how it came to be.
    """
    check_may_follow(principal, row)
    return tell_history(session, principal, row)


def check_version(row: Versioned | Network, expected_version: int) -> None:
    """Refuse a change that was made from an older version.

    Raises:
        Stale: somebody changed the record since.
    """
    if row.version != expected_version:
        raise Stale("Somebody changed this since you read it. Read it again, then repeat your change.")


def free_text(values: Mapping[str, Any], inside: str = "") -> dict[str, str]:
    """Pick the texts in which a person writes freely, however deep they lie.

    Args:
        values: a record's values by name.
        inside: the path of the object these values are in, with a slash at its end.

    Returns:
        Texts by name, or by path: ``context/curriculum``. The keys of an object stand under its own name.
    """
    texts: dict[str, str] = {}
    for name, value in values.items():
        if name not in NOT_FREE_TEXT and not name.endswith("_id"):
            texts |= _texts_of(f"{inside}{name}", value)
    return texts


def _texts_of(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {name: BETWEEN.join(value), **free_text(value, f"{name}/")}
    if isinstance(value, list):
        return {name: BETWEEN.join(each for each in value if isinstance(each, str))}
    return {name: value} if type(value) is str else {}


def _with_team(principal: Principal, model: type[Entity], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in the team of a person who works in one team only."""
    given = dict(values)
    if not issubclass(model, Record | ToolVersion) or given.get("team_id") is not None:
        return given
    if not principal.writing_teams:
        check_may_create(principal, model, given)
    if len(principal.writing_teams) != 1:
        raise Invalid.field("team_id", "Say for which of your teams you write this.")
    return {**given, "team_id": next(iter(principal.writing_teams))}


def _with_author(principal: Principal, model: type[Entity], values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "author_id": principal.member_id} if issubclass(model, Record | ToolVersion) else values


def _refuse_taken_key(session: Session, principal: Principal, model: type[Entity], key: str | None) -> None:
    if key is None:
        return
    taken = select(model.id).where(model.network_id == principal.network_id, model.key == key)
    if session.scalar(taken) is not None:
        raise Duplicate("This key is taken by another record. Choose another one, or leave it out.")

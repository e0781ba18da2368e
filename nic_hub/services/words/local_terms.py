"""Words of a district and the shared words they are mapped to: anybody proposes, a coach decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, may_curate
from nic_hub.domain.vocabulary import TermStatus
from nic_hub.domain.words.mapping import contradict, is_same_pair, require_decidable, require_two_words
from nic_hub.errors import Conflict, Duplicate, Forbidden
from nic_hub.models import VocabularyTerm, utc_now
from nic_hub.services.records import (
    change_record,
    check_version,
    create_record,
    restore_record,
    session_of,
)

#: What makes it another mapping.
PAIR = ("local_term", "shared_term", "district_id")


def propose_term(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> VocabularyTerm:
    """Propose how a local word relates to a shared one. It is used once a coach approves it.

    Raises:
        Forbidden, Invalid: as the gates say; or both words are the same one.
        Duplicate: this pair is mapped in this place already, or waits for a coach.
    """
    given = {**values, "proposed_by_id": principal.member_id}
    term = create_record(session, principal, VocabularyTerm, given, confirmed=confirmed)
    require_two_words(term.local_term, term.shared_term)
    _refuse_double(session, term)
    return term


def change_term(
    session: Session,
    principal: Principal,
    term: VocabularyTerm,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> VocabularyTerm:
    """Change a mapping: who proposed it until a coach decides, a coach at any time.

    Raises:
        Forbidden, Stale, Invalid, Duplicate: as for a proposal.
        Conflict: it is in use, and would contradict another one that is.
    """
    change_record(session, principal, term, values, expected_version=expected_version, confirmed=confirmed)
    require_two_words(term.local_term, term.shared_term)
    if any(name in values for name in PAIR):
        _refuse_double(session, term)
    if term.status == TermStatus.APPROVED:
        _refuse_contradiction(session, term)
    return term


def approve_term(
    session: Session, principal: Principal, term: VocabularyTerm, *, expected_version: int
) -> VocabularyTerm:
    """Let a mapping be used in search and suggestions.

    Raises:
        Forbidden: only a coach may.
        Stale: somebody changed it since.
        Conflict: it is approved already, archived, or contradicts one that is in use.
    """
    _decide(principal, term, TermStatus.APPROVED, expected_version)
    _refuse_double(session, term)
    _refuse_contradiction(session, term)
    return term


def decline_term(principal: Principal, term: VocabularyTerm, *, expected_version: int) -> VocabularyTerm:
    """Turn a proposal down, or take a mapping out of use. It is not proposed by the machine again.

    Raises:
        Forbidden, Stale: as for an approval.
        Conflict: it is declined already, or archived.
    """
    _decide(principal, term, TermStatus.DECLINED, expected_version)
    return term


def restore_term(principal: Principal, term: VocabularyTerm, *, expected_version: int) -> None:
    """Bring an archived mapping back, unless another one took its place meanwhile.

    Raises:
        Forbidden, Stale: as for any change.
        Duplicate: this pair is mapped in this place by now, or waits for a coach.
        Conflict: it is not archived; or it was in use, and would contradict another one that is.
    """
    restore_record(principal, term, expected_version=expected_version)
    session = session_of(term)
    if term.status != TermStatus.DECLINED:
        _refuse_double(session, term)
    if term.status == TermStatus.APPROVED:
        _refuse_contradiction(session, term)


def _decide(principal: Principal, term: VocabularyTerm, status: TermStatus, expected_version: int) -> None:
    if not may_curate(principal):
        raise Forbidden("Only a hub coach may approve or decline a word. Ask your coach.")
    check_version(term, expected_version)
    require_decidable(status, term.status, is_archived=term.archived_at is not None)
    term.status, term.decided_by_id, term.decided_at = status, principal.member_id, utc_now()


def _refuse_double(session: Session, term: VocabularyTerm) -> None:
    for other in _of_same_pair(session, term):
        if other.status != TermStatus.DECLINED and other.district_id == term.district_id:
            raise Duplicate("These two words are mapped here already, or wait for a coach. Change that one.")


def _refuse_contradiction(session: Session, term: VocabularyTerm) -> None:
    """Refuse to use a mapping of two words that are kept apart where it counts, and the other way round."""
    for other in _of_same_pair(session, term):
        overlap = None in (other.district_id, term.district_id) or other.district_id == term.district_id
        if other.status == TermStatus.APPROVED and overlap and contradict(term.relation, other.relation):
            raise Conflict(
                f"In use is: {other.local_term} {other.relation} {other.shared_term}. "
                "Decline that first: words that are kept apart cannot stand for each other."
            )


def _of_same_pair(session: Session, term: VocabularyTerm) -> Iterator[VocabularyTerm]:
    """Yield the other mappings of the same two words in the network, in either order."""
    with session.no_autoflush:
        query = select(VocabularyTerm).where(
            VocabularyTerm.network_id == term.network_id,
            VocabularyTerm.id != term.id,
            VocabularyTerm.archived_at.is_(None),
        )
        known = list(session.scalars(query))
    pair = term.local_term, term.shared_term
    return (other for other in known if is_same_pair(pair, (other.local_term, other.shared_term)))

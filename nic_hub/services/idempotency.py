"""The answers to POST requests that carry an ``Idempotency-Key``.

Kept for a day with what the request wrote. An answer is repeated only as long as its member may do the same
as then and may read the records it names as then: else it would show what has been hidden from them since.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, false, select, union_all
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import IdempotentAnswer, Record, ToolVersion, utc_now
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import RECORD_KINDS

#: How long a request can be repeated. Longer than any client keeps trying, short enough to forget soon.
KEPT_FOR = timedelta(hours=24)
_ID = re.compile(rb'"([0-9a-f]{32})"')
#: What is no part of a member's rights: the audience of one answer, and what strangers may read.
_BESIDE_RIGHTS = frozenset({"behind", "public_network_ids"})
#: What not every member may read.
_GUARDED: tuple[type[Any], ...] = (*RECORD_KINDS.values(), ToolVersion)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The first answer to a request.

    Args:
        request_hash: SHA-256 of the request: method, address and body.
        status: HTTP status.
        headers: those of the answer that belong to it.
        body: the answer's bytes.
        standing_hash: what the member might read when it was given (see ``hash_standing``).
    """

    request_hash: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes
    standing_hash: bytes | None


def find_answer(session: Session, principal: Principal, key: str) -> KeptAnswer | None:
    """Return the answer that a member's earlier request with this key got, if it is not too old."""
    mine = IdempotentAnswer.member_id == principal.member_id, IdempotentAnswer.idempotency_key == key
    row = session.scalar(select(IdempotentAnswer).where(*mine, IdempotentAnswer.expires_at > utc_now()))
    if row is None:
        return None
    return KeptAnswer(row.request_hash, row.status, row.headers, row.body, row.standing_hash)


def keep_answer(session: Session, principal: Principal, key: str, answer: KeptAnswer) -> None:
    """Keep an answer in the transaction of what it tells of; answers that are too old go."""
    assert principal.network_id is not None
    assert principal.member_id is not None
    session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.expires_at <= utc_now()))
    session.add(
        IdempotentAnswer(
            network_id=principal.network_id,
            member_id=principal.member_id,
            idempotency_key=key,
            request_hash=answer.request_hash,
            status=answer.status,
            headers=dict(answer.headers),
            body=answer.body,
            standing_hash=answer.standing_hash,
            expires_at=utc_now() + KEPT_FOR,
        )
    )
    session.flush()


def hash_standing(session: Session, principal: Principal, body: bytes) -> bytes:
    """Return a hash of what a member may do, and of which records that an answer names they may read.

    Args:
        session: the transaction of the request.
        principal: the member.
        body: the answer.
    """
    rights = {
        each.name: _plain(getattr(principal, each.name))
        for each in fields(principal)
        if each.name not in _BESIDE_RIGHTS
    }
    return hashlib.sha256(json.dumps([rights, _read_named(session, principal, body)]).encode()).digest()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _read_named(session: Session, principal: Principal, body: bytes) -> list[list[Any]]:
    """Return the records an answer names that the member may read, each with whether it was withdrawn."""
    named = sorted({found.decode() for found in _ID.findall(body)})
    found = session.execute(union_all(*(_readable_of(principal, model, named) for model in _GUARDED)))
    return sorted([record_id, bool(withdrawn)] for record_id, withdrawn in found)


def _readable_of(principal: Principal, model: type[Any], ids: list[str]) -> Select[Any]:
    withdrawn = model.withdrawn_at.is_not(None) if issubclass(model, Record) else false()
    return select(model.id, withdrawn).where(model.id.in_(ids), readable(principal, model))

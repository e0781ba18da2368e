"""The answers to POST requests that carry an ``Idempotency-Key``.

Kept for a day with what the request wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import IdempotentAnswer, utc_now

#: How long a request can be repeated. Longer than any client keeps trying, short enough to forget soon.
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The first answer to a request.

    Args:
        request_hash: SHA-256 of the request: method, address and body.
        status: HTTP status.
        headers: those of the answer that belong to it.
        body: the answer's bytes.
    """

    request_hash: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


def find_answer(session: Session, principal: Principal, key: str) -> KeptAnswer | None:
    """Return the answer that a member's earlier request with this key got, if it is not too old."""
    mine = IdempotentAnswer.member_id == principal.member_id, IdempotentAnswer.idempotency_key == key
    row = session.scalar(select(IdempotentAnswer).where(*mine, IdempotentAnswer.expires_at > utc_now()))
    if row is None:
        return None
    return KeptAnswer(row.request_hash, row.status, row.headers, row.body)


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
            expires_at=utc_now() + KEPT_FOR,
        )
    )
    session.flush()

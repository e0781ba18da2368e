"""A change that is sent again with the same ``Idempotency-Key`` is carried out once.

The answer is kept in the transaction of the change. Changes wait for one another (see ``nic_hub.database``),
so a repeated request that comes at the same time waits, then finds the first answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from nic_hub.api.access import identify
from nic_hub.api.problems import DoneBefore, KeyReused
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Forbidden, Unauthenticated
from nic_hub.services.idempotency import KeptAnswer, find_answer, hash_standing, keep_answer

_DONE = (
    "This request was carried out before, and not once more. What you may see has changed since, so its "
    "answer is not shown again. To see what there is for you now:"
)
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """A change, and how its answer is given again.

    Args:
        act: carries it out.
        replay: makes the answer anew from what was kept of it; then only its id is kept. None: the answer is
            repeated word for word, or, when what the sender may see has changed, not at all.
        shown_once: fields that a kept answer must not hold.
    """

    act: Callable[[], Response]
    replay: Callable[[Mapping[str, Any]], Response] | None = None
    shown_once: Sequence[str] = ()

    def once(self, session: Any, who: Principal, key: str | None) -> Response:
        """Carry it out, or give the answer again.

        Args:
            session: the writing transaction, of SQLAlchemy.
            who: the sender, as a whole; an answer is kept for members alone.
            key: the request's ``Idempotency-Key``; None when it has none.

        Raises:
            KeyReused: the key came with another request before.
            DoneBefore: it was carried out, but what the answer held may not be seen any more.
        """
        if key is None or who.member_id is None:
            return self.act()
        request_hash = _hash_request()
        kept = find_answer(session, who, key)
        if kept is None:
            response = self.act()
            keep_answer(session, who, key, self._to_keep(session, request_hash, response))
            return response
        if kept.request_hash != request_hash:
            raise KeyReused("This Idempotency-Key was used for another request. Use a new key.")
        return self._again(session, who, kept)

    def _again(self, session: Any, who: Principal, kept: KeptAnswer) -> Response:
        if self.replay is not None:
            response = self.replay(json.loads(kept.body))
        elif kept.standing_hash == hash_standing(session, who, kept.body):
            response = Response(kept.body, kept.status, kept.headers)
        else:
            raise DoneBefore(f"{_DONE} {kept.headers.get('Location', 'read the record.')}")
        response.headers["Idempotency-Replayed"] = "true"
        return response

    def _to_keep(self, session: Any, request_hash: bytes, response: Response) -> KeptAnswer:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        shown = json.loads(response.get_data())
        kept = {"id": shown["id"]} if self.replay else shown
        kept = {name: value for name, value in kept.items() if name not in self.shown_once}
        body = json.dumps(kept).encode()
        standing = hash_standing(session, _rights_now(session), body)
        return KeptAnswer(request_hash, response.status_code, headers, body, standing)


def _rights_now(session: Any) -> Principal:
    """Return what the sender may do after what they did: who joined a team or left the network by it, too."""
    try:
        return identify(session).principal.whole
    except (Unauthenticated, Forbidden):
        return Principal()


def _hash_request() -> bytes:
    line = f"{request.method} {request.full_path}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(line + request.get_data(cache=True)).digest()

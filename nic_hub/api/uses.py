"""Which tokens were in use: kept in mind, and written down when nobody else writes.

A request never waits for this. What could not be written is tried again with a later request, whoever sends
it, but not with each: a database that is busy is let alone for some seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from nic_hub.errors import Unavailable
from nic_hub.services.access.tokens import is_use_worth_noting, note_use

#: How long a database that was busy is not asked again.
PAUSE_SECONDS = 10.0


class Uses:
    """The uses of tokens that this process has not written down yet.

    Args:
        writing: opens a transaction that commits at its end, or fails at once while somebody else writes.
    """

    def __init__(self, writing: Callable[[], AbstractContextManager[Any]]) -> None:
        self._writing = writing
        self._unwritten: dict[str, tuple[Any, datetime]] = {}
        self._not_before = time.monotonic()
        self._lock = threading.Lock()

    def note(self, token: Any) -> None:
        """Take notice that a token, of a member or a bot, is in use; every few minutes that is written."""
        now = datetime.now(UTC)
        if is_use_worth_noting(token, now):
            self._unwritten[token.id] = token, now
        # While another request of this process writes, this one leaves it to the next.
        if self._unwritten and self._lock.acquire(blocking=False):
            try:
                self._write()
            finally:
                self._lock.release()

    def _write(self) -> None:
        if time.monotonic() < self._not_before:
            return
        uses = dict(self._unwritten)
        try:
            with self._writing() as session:
                for token, used_at in uses.values():
                    note_use(session, token, used_at)
        except Unavailable:
            self._not_before = time.monotonic() + PAUSE_SECONDS
            return
        for token_id, use in uses.items():
            if self._unwritten[token_id] is use:
                del self._unwritten[token_id]

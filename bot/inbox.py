"""What Slack delivered, written down before it is acknowledged, and worked on afterwards.

A delivery is stored once, however often Slack repeats it, and a double-click within three seconds counts as
one. A worker claims it for a few seconds at a time and renews the claim while it works; when the process
dies, the claim runs out and the next worker takes over. What people wrote stays sealed, and is removed as
soon as it is answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.batches import Batches
from bot.store import Store, inbox, new_id
from bot.vault import Vault

#: Two clicks on the same button within this time are one.
DOUBLE_CLICK_SECONDS = 3.0
#: A claim lasts so long unless it is renewed: the time until a dead process's work is taken over.
LEASE_SECONDS = 15.0
#: When nothing came for so long, the rush is over.
CALM_SECONDS = 0.02
#: Slack stops repeating a delivery after an hour or so; until then its key must be known.
KEPT_SECONDS = 7 * 24 * 3600.0

# Asked again and again, and made once: making a statement takes far longer than SQLite takes to answer it.
_DUE = (
    select(inbox)
    .where(
        inbox.c.finished_at.is_(None),
        inbox.c.lane == bindparam("lane"),
        inbox.c.due_at <= bindparam("now"),
        or_(inbox.c.claimed_until.is_(None), inbox.c.claimed_until < bindparam("now")),
    )
    .order_by(inbox.c.received_at)
    .limit(1)
)
_ANY_LEFT = select(exists().where(inbox.c.finished_at.is_(None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Something Slack delivered.

    Args:
        key: the same for every repetition of the delivery.
        kind: event, command, action, shortcut, submission or closed.
        name: which one: the event's type, the command, the action's name, the view's callback id.
        lane: "quick" for what must use a trigger within three seconds, else "main".
        body: the whole payload.
        gesture: what a double-click has in common; None where it cannot happen.
    """

    key: str
    kind: str
    name: str
    lane: str
    body: dict[str, Any]
    gesture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A delivery that a worker has claimed."""

    id: str
    kind: str
    name: str
    body: dict[str, Any]
    attempt: int
    received_at: float


class Inbox:
    """The inbox table."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        *,
        clock: Callable[[], float] = time.time,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        """Open the inbox; a claim that is not renewed ends after ``lease_seconds``."""
        self._store, self._vault, self._clock = store, vault, clock
        self._incoming = Batches(self._insert)
        self._received_at = 0.0
        self.lease_seconds = lease_seconds

    def receive(self, delivery: Delivery) -> bool:
        """Store a delivery; return False when it is there already."""
        is_new = self._incoming.add(self._row(delivery))
        self._received_at = time.monotonic()
        return is_new

    @property
    def is_receiving(self) -> bool:
        """Whether deliveries are coming in right now, one after the other."""
        return self._incoming.is_busy or time.monotonic() - self._received_at < CALM_SECONDS

    def _row(self, delivery: Delivery) -> dict[str, Any]:
        now = self._clock()
        return {
            "id": new_id(),
            "key": delivery.key,
            "gesture": delivery.gesture,
            "kind": delivery.kind,
            "name": delivery.name,
            "lane": delivery.lane,
            "sealed_body": self._vault.seal(delivery.body),
            "received_at": now,
            "due_at": now,
            "attempts": 0,
        }

    def _insert(self, rows: Sequence[dict[str, Any]]) -> list[bool]:
        """Store a batch; say of each row whether it is new."""
        with self._store.writing(urgent=True) as connection:
            # In one order everywhere, so that two processes never wait for each other's keys.
            new = {row["id"] for row in sorted(rows, key=_key) if _insert_new(connection, row)}
        return [row["id"] in new for row in rows]

    def claim(self, lane: str) -> Letter | None:
        """Take the oldest delivery that is due, or None; no two workers get the same one."""
        while (row := self._take(lane)) is not None:
            body = self._vault.open(row.sealed_body)
            if body is not None:
                return _letter(row, body)
            self.finish(row.id, "cannot be read")
        return None

    def _take(self, lane: str) -> Row[Any] | None:
        now = self._clock()
        asked = {"lane": lane, "now": now}
        with self._store.reading() as connection:
            if connection.execute(_DUE, asked).first() is None:
                return None
        with self._store.writing() as connection:
            row = connection.execute(_DUE.with_for_update(skip_locked=True), asked).first()
            if row is None:
                return None
            claimed = {"claimed_until": now + self.lease_seconds, "attempts": row.attempts + 1}
            connection.execute(update(inbox).where(inbox.c.id == row.id).values(claimed))
        return row

    def renew(self, ids: Iterable[str]) -> None:
        """Keep the claims on what is being worked on."""
        until = self._clock() + self.lease_seconds
        self._change(inbox.c.id.in_(list(ids)), claimed_until=until)

    def postpone(self, letter_id: str, seconds: float) -> None:
        """Give a delivery back, to be worked on later."""
        self._change(inbox.c.id == letter_id, claimed_until=None, due_at=self._clock() + seconds)

    def finish(self, letter_id: str, outcome: str) -> None:
        """Note that a delivery was answered; what it said is removed."""
        self._change(inbox.c.id == letter_id, finished_at=self._clock(), outcome=outcome, sealed_body=None)

    def forget_old(self) -> None:
        """Remove what was finished long ago."""
        with self._store.writing() as connection:
            connection.execute(delete(inbox).where(inbox.c.finished_at < self._clock() - KEPT_SECONDS))

    def is_empty(self) -> bool:
        """Say whether everything was answered."""
        with self._store.reading() as connection:
            return not connection.scalar(_ANY_LEFT)

    def _change(self, which: Any, **values: Any) -> None:
        with self._store.writing() as connection:
            connection.execute(update(inbox).where(which).values(values))


def _letter(row: Row[Any], body: dict[str, Any]) -> Letter:
    return Letter(
        id=row.id,
        kind=row.kind,
        name=row.name,
        body=body,
        attempt=row.attempts + 1,
        received_at=row.received_at,
    )


def _key(row: dict[str, Any]) -> str:
    return str(row["key"])


def _insert_new(connection: Connection, row: dict[str, Any]) -> bool:
    """Store a delivery unless it, or the first of two clicks, is there already."""
    gesture = row["gesture"]
    if gesture and connection.execute(_same_gesture(gesture, row["received_at"])).first():
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(inbox).values(row))
    except IntegrityError:
        return False
    return True


def _same_gesture(gesture: str, now: float) -> Select[Any]:
    recent = inbox.c.received_at > now - DOUBLE_CLICK_SECONDS
    return select(inbox.c.id).where(inbox.c.gesture == gesture, recent)

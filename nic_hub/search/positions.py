"""How far an index has read in a log of changes (see ``models.following``).

Nothing that looks writes. The session must be a reading one: what a transaction has not committed is nobody's
business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from nic_hub.models.following import ChangeLog
from nic_hub.models.plain import ask_plainly
from nic_hub.models.search import DOCUMENT_LOG, FACT_LOG

FOLLOWED_LOGS = (DOCUMENT_LOG, FACT_LOG)
#: True of the numbers of transactions that no session of this server can have committed.
_NOT_YET = "change_no >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)"

#: What a log names: a document's number, or a table and the id of a row.
Key = tuple[Any, ...]


class Position(Protocol):
    """How far an index has read in a log."""

    def look(self, session: Session) -> tuple[list[Key], Position]:
        """Return the keys of what changed since, and the new position."""
        ...


def start_of(session: Session, log: ChangeLog) -> Position:
    """Return the position before all changes of a log, for the database of the session."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return CountedPosition(log) if is_sqlite else TransactionPosition(log)


@dataclass(frozen=True, slots=True)
class CountedPosition:
    """SQLite: writers queue up and number their changes, so a number seen is a number passed."""

    log: ChangeLog
    last: int = 0

    def look(self, session: Session) -> tuple[list[Key], Position]:
        """Ask for higher numbers."""
        query = _counted_query(self.log.table, self.log.key)
        found = ask_plainly(session.connection(), query, (self.last,))
        if not found:
            return [], self
        return [row[:-1] for row in found], CountedPosition(self.log, max(row[-1] for row in found))


@dataclass(frozen=True, slots=True)
class TransactionPosition:
    """PostgreSQL: a change bears the number of its transaction, and a lower number may commit later.

    So one asks again from the oldest transaction that was still open at the last look, and skips what was
    already seen. A look with an older view of the database than the last one changes nothing: it would bring
    back what is no longer so.

    Args:
        log: what is read.
        horizon: the oldest transaction that was open at the last look.
        age: grows with every transaction that begins or ends between two looks.
        seen: changes from the horizon on that were seen.
    """

    log: ChangeLog
    horizon: int = 0
    age: tuple[int, int] = (0, 0)
    seen: Mapping[Key, int] = field(default_factory=dict)

    def look(self, session: Session) -> tuple[list[Key], Position]:
        """Ask again from the horizon; leave out what this very transaction wrote."""
        query = _transactions_query(self.log.table, self.log.key)
        rows = ask_plainly(session.connection(), query, (self.horizon,))
        horizon, newest, still_open = rows[0][-3:]
        if (age := (newest, -still_open)) < self.age:
            return [], self
        found = {tuple(key): int(number) for *key, number, _, _, _ in rows if number is not None}
        new = [key for key, number in found.items() if self.seen.get(key) != number]
        seen = {key: number for key, number in found.items() if number >= horizon}
        return new, TransactionPosition(self.log, horizon, age, seen)


@cache
def _counted_query(log_table: str, key: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(key)}, change_no FROM {log_table} WHERE change_no > ?"  # noqa: S608


@cache
def _transactions_query(log_table: str, key: tuple[str, ...]) -> str:
    return f"""
SELECT {", ".join(f"changed.{column}" for column in key)}, changed.change_no,
    moment.horizon, moment.newest, moment.open
FROM (
    SELECT CAST(CAST(pg_snapshot_xmin(snapshot) AS text) AS bigint) AS horizon,
           CAST(CAST(pg_snapshot_xmax(snapshot) AS text) AS bigint) AS newest,
           (SELECT count(*) FROM pg_snapshot_xip(snapshot)) AS open
    FROM (SELECT pg_current_snapshot() AS snapshot) AS taken
) AS moment
LEFT JOIN {log_table} AS changed
    ON changed.change_no >= %s
    AND changed.change_no IS DISTINCT FROM CAST(CAST(pg_current_xact_id_if_assigned() AS text) AS bigint)
"""  # noqa: S608


def came_from_elsewhere(session: Session) -> bool:
    """Say whether the logs hold numbers of transactions that were never here: of a server that was left.

    A dump takes them along. Every look would find them above its horizon, and read all of them again.
    """
    if session.get_bind().dialect.name == "sqlite":
        return False
    asked = [f"EXISTS (SELECT FROM {log.table} WHERE {_NOT_YET})" for log in FOLLOWED_LOGS]
    return bool(session.scalar(text(f"SELECT {' OR '.join(asked)}")))


def settle_here(session: Session) -> None:
    """Number what came from elsewhere as older than all that happens here."""
    for log in FOLLOWED_LOGS:
        session.execute(text(f"UPDATE {log.table} SET change_no = 0 WHERE {_NOT_YET}"))  # noqa: S608

"""How the database is opened, and the two kinds of transaction: ``reading`` and ``writing``.

One change at a time: a writing transaction waits until it is alone, before its first read (``BEGIN
IMMEDIATE`` on SQLite, an advisory lock on PostgreSQL). What it reads therefore stays true until it commits:
no update is lost, no rule that was checked by reading (no loop in a lineage, one prediction a cycle, a free
key) is broken by somebody else in between, and commits happen in the order of their sequence numbers. The
hub writes rarely and briefly, so nobody waits for long. A reading transaction sees one moment of the
database, waits for nobody, and cannot change anything.

This module holds no rules and no queries.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from nic_hub.errors import Conflict, Stale, Unavailable
from nic_hub.models.base import Base
from nic_hub.settings import Settings

#: Number of the advisory lock that makes changes on PostgreSQL wait for one another ("nic_hub" in ASCII).
WRITER_LOCK = int.from_bytes(b"nic_hub", "big")

#: Execution option that marks the connections of reading transactions.
READING = "nic_hub_reading"

_BUSY = "The hub is busy with another change. Try again in a few seconds."
_AWAY = "The database does not answer. Try again in a few seconds."
_REFUSED = "This does not go with what is stored by now. Read the record again, then make your change."
_CHANGED = "Somebody changed this record since you read it. Read it again, then make your change."


def make_engine(settings: Settings) -> Engine:
    """Open the database that the settings name; nothing is connected before the first use."""
    make = _make_sqlite_engine if settings.is_sqlite else _make_postgresql_engine
    return make(settings)


class Database:
    """The hub's records: where transactions begin and end."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine made by ``make_engine``."""
        self.engine = engine
        self._write = sessionmaker(engine, expire_on_commit=False)
        self._read = sessionmaker(_reading_engine(engine), expire_on_commit=False)

    @property
    def metadata(self) -> MetaData:
        """All tables of the models; Flask-Migrate compares the database with them."""
        return Base.metadata

    @property
    def writing_sessions(self) -> sessionmaker[Session]:
        """Makes the sessions of writing transactions; what happens beside every change listens here."""
        return self._write

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that may change records; it commits at the end and rolls back on an error.

        Raises:
            Unavailable: another change took too long, or the database is away.
            Stale: a record's version is no longer the one that was read.
            Conflict: the change breaks a rule that the tables themselves hold.
        """
        with _in_our_words(), self._write.begin() as session:
            session.connection()  # Begins now: the first read must not come before the lock.
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that sees one moment of the database and changes nothing.

        Raises:
            Unavailable: the database is away.
        """
        with _in_our_words(), self._read() as session:
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _make_sqlite_engine(settings: Settings) -> Engine:
    """Open an SQLite file, and make its folder when there is none."""
    file = make_url(settings.database_url).database
    # Drafts are private, so only the owner of the hub's process may look into the folder.
    Path(str(file)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(settings.database_url, connect_args={"timeout": settings.database_wait_seconds})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _make_postgresql_engine(settings: Settings) -> Engine:
    """Open PostgreSQL, in a way that also works behind PgBouncer."""
    engine = create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=settings.database_wait_seconds,
        # PgBouncer gives each transaction another connection, and there a prepared statement does not exist.
        connect_args={"prepare_threshold": None, "connect_timeout": 10, "application_name": "nic_hub"},
    )
    event.listen(engine, "begin", _begin_on_postgresql(settings.database_wait_seconds))
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Set up a new SQLite connection."""
    # The driver would begin transactions by itself, but only before a change: too late for what was read.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_on_sqlite(connection: Connection) -> None:
    """Begin with a snapshot for reading, or as the only writer."""
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_on_postgresql(wait_seconds: int) -> Callable[[Connection], None]:
    """Make the listener that waits until this is the only writing transaction."""
    lock = f"SET LOCAL lock_timeout = '{wait_seconds}s'; SELECT pg_advisory_xact_lock({WRITER_LOCK})"

    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(READING, False):
            connection.exec_driver_sql(lock)

    return begin


def _reading_engine(engine: Engine) -> Engine:
    """Return the same pool of connections, for transactions that only read."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READING: True})
    return engine.execution_options(
        **{READING: True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    )


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Turn what a person can do something about into the hub's own errors; leave the rest as it is."""
    try:
        yield
    except StaleDataError as error:
        raise Stale(_CHANGED) from error
    except PoolTimeoutError as error:
        raise Unavailable(_BUSY) from error
    except IntegrityError as error:
        raise Conflict(_REFUSED) from error
    except DBAPIError as error:
        if is_busy(error.orig):
            raise Unavailable(_BUSY) from error
        if error.connection_invalidated or is_away(error.orig):
            raise Unavailable(_AWAY) from error
        raise


def is_busy(error: BaseException | None) -> bool:
    """Say whether another transaction stood in the way for too long."""
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected)


def is_away(error: BaseException | None) -> bool:
    """Say whether there was no connection at all: only then does PostgreSQL's driver give no code."""
    return isinstance(error, psycopg.OperationalError) and error.sqlstate is None

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

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import psycopg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from nic_hub.errors import Conflict, HubError, Misconfigured, Stale, Unavailable
from nic_hub.models import PURGED
from nic_hub.models.base import Base
from nic_hub.models.plain import ask_plainly
from nic_hub.settings import Settings

#: Number of the advisory lock that makes changes on PostgreSQL wait for one another ("nic_hub" in ASCII).
WRITER_LOCK = int.from_bytes(b"nic_hub", "big")

#: Execution options that mark the connections of reading transactions, and of writing ones that do not wait.
READING = "nic_hub_reading"
AT_ONCE = "nic_hub_at_once"
_POSTGRESQL_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

#: SQLite's names of errors that a person can do something about.
_OVERTAKEN = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_FOREIGNKEY"}
#: PostgreSQL's words where it does not let somebody in: of that its driver gives no code.
_NOT_LET_IN = re.compile(
    r"authentication failed|no password supplied|no pg_hba\.conf entry|(?:role|database) .+ does not exist"
)
_UNUSABLE = {"SQLITE_CANTOPEN", "SQLITE_NOTADB"}

_BUSY = "The hub is busy with another change. Try again in a few seconds."
_FULL = "The disk of the database is full. Nothing was stored; make room."
_NO_DATABASE = "DATABASE_URL names a file that cannot be opened, or is no SQLite database."
_REFUSED_BY_SERVER = (
    "PostgreSQL answers, but it does not accept the user, the password or the database of DATABASE_URL. "
    "Correct DATABASE_URL."
)
_AWAY = "The database does not answer. Try again in a few seconds."
_REFUSED = "This does not go with what is stored by now. Read the record again, then make your change."
_CHANGED = "Somebody changed this record since you read it. Read it again, then make your change."


class Database(SQLAlchemy):
    """The hub's records: Flask-SQLAlchemy's engine and sessions, and where transactions begin and end.

    It belongs to one app, so it needs no application context: threads and tools use it like requests do.
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        """Open the database that the settings name; nothing is connected before the first use.

        Raises:
            Misconfigured: there cannot be an SQLite file where the settings want it.
        """
        super().__init__(
            app,
            model_class=Base,
            disable_autonaming=True,
            engine_options=_engine_options(settings),
            session_options={"expire_on_commit": False},
        )
        with app.app_context():
            self._engines = super().engines
        _listen(self.engine, settings)
        self._reading_options = {READING: True} | ({} if settings.is_sqlite else _POSTGRESQL_READING)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open a database for a tool or a test that needs nothing else of the hub."""
        return cls(Flask("nic_hub", static_folder=None), settings)

    @property
    def engines(self) -> Mapping[str | None, Engine]:
        """The engines of the app this database belongs to; Flask-SQLAlchemy's sessions choose theirs here."""
        return self._engines

    @property
    def writing_sessions(self) -> sessionmaker[Session]:
        """Makes sessions that may change records; what happens beside every change listens here."""
        return self.session.session_factory

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[Session]:
        """Open a transaction that may change records; it commits at the end and rolls back on an error.

        Args:
            waits: whether it waits its turn; without, it is refused at once while somebody else writes.

        Raises:
            Unavailable: another change took too long, or the database is away.
            Stale: a record's version is no longer the one that was read.
            Conflict: what it makes is there already, or what it refers to is gone.
        """
        with in_our_words(), self.writing_sessions.begin() as session:
            # Begins now: the first read must not come before the lock.
            session.connection(execution_options={AT_ONCE: not waits})
            yield session
        if session.info.get(PURGED) and self.engine.dialect.name == "sqlite":
            self._empty_log()

    def _empty_log(self) -> None:
        """Bring SQLite's write-ahead log into the file and empty it, as far as nobody reads in it."""
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that sees one moment of the database and changes nothing.

        Raises:
            Unavailable: the database is away.
        """
        with (
            in_our_words(),
            self.session.session_factory(execution_options=self._reading_options) as session,
        ):
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine_options(settings: Settings) -> dict[str, Any]:
    """Return Flask-SQLAlchemy's options for the engine of this database."""
    make = _sqlite_options if settings.is_sqlite else _postgresql_options
    return make(settings)


def _sqlite_options(settings: Settings) -> dict[str, Any]:
    """Name an SQLite file, and make its folder when there is none."""
    address = make_url(settings.database_url)
    # Flask-SQLAlchemy would take a relative path to begin in Flask's instance folder, not where one stands.
    file = Path(str(address.database)).absolute()
    _make_folder(file.parent)
    _refuse_unwritable(file)
    return {
        "url": address.set(database=str(file)),
        "connect_args": {"timeout": settings.database_wait_seconds},
    }


def _make_folder(folder: Path) -> None:
    """Make a folder that only the owner of the process may look into, for drafts are private."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"DATABASE_URL needs the folder {folder}, which cannot be made: {error.strerror}."
        ) from error


def _refuse_unwritable(file: Path) -> None:
    """Refuse what this user may only read, as after a backup was put back by another one."""
    if not all(os.access(path, os.W_OK) for path in (file.parent, file) if path.exists()):
        raise Misconfigured(
            f"DATABASE_URL names {file}, which this user may not write. "
            "Give it and its folder to the user who runs the hub."
        )


def _postgresql_options(settings: Settings) -> dict[str, Any]:
    """Open PostgreSQL in a way that also works behind PgBouncer."""
    return {
        "url": settings.database_url,
        "pool_size": settings.database_pool_size,
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "pool_timeout": settings.database_wait_seconds,
        # PgBouncer gives each transaction another connection, and there a prepared statement does not exist.
        "connect_args": {"prepare_threshold": None, "connect_timeout": 10, "application_name": "nic_hub"},
    }


def _listen(engine: Engine, settings: Settings) -> None:
    """Take care of each new connection and of how each transaction begins."""
    if settings.is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_on_sqlite(settings.database_wait_seconds))
    else:
        event.listen(engine, "begin", _begin_on_postgresql(settings.database_wait_seconds))


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Set up a new SQLite connection."""
    # The driver would begin transactions by itself, but only before a change: too late for what was read.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten, so that a purged text does not stay in unused parts of the file.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_on_sqlite(wait_seconds: int) -> Callable[[Connection], None]:
    """Make the listener that begins with a snapshot for reading, or as the only writer."""

    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get(READING, False)
        # Each such pragma makes SQLite prepare all statements of a connection anew.
        if connection.info.get(READING) != reading:
            connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
            connection.info[READING] = reading
        if reading:
            # Nothing can stand in its way.
            ask_plainly(connection, "BEGIN")
        elif connection.get_execution_options().get(AT_ONCE, False):
            _begin_at_once_on_sqlite(connection, wait_seconds)
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return begin


def _begin_at_once_on_sqlite(connection: Connection, wait_seconds: int) -> None:
    """Begin as the only writer, or fail: the next transaction on this connection waits as ever."""
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait_seconds * 1000}")


def _begin_on_postgresql(wait_seconds: int) -> Callable[[Connection], None]:
    """Make the listener that waits until this is the only writing transaction."""
    lock = f"SET LOCAL lock_timeout = '{{}}ms'; SELECT pg_advisory_xact_lock({WRITER_LOCK})"

    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(READING, False):
            # To PostgreSQL zero would mean for ever.
            wait = 1 if options.get(AT_ONCE, False) else wait_seconds * 1000
            connection.exec_driver_sql(lock.format(wait))

    return begin


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what a person can do something about into the hub's own errors; leave the rest as it is."""
    try:
        yield
    except StaleDataError as error:
        raise Stale(_CHANGED) from error
    except PoolTimeoutError as error:
        raise Unavailable(_BUSY) from error
    except DBAPIError as error:
        told = _tell(error)
        if told is None:
            raise
        raise told from error


def _tell(error: DBAPIError) -> HubError | None:
    """Say what a driver's error means for a person; None for a mistake of the hub."""
    if is_overtaken(error.orig):
        return Conflict(_REFUSED)
    if is_busy(error.orig):
        return Unavailable(_BUSY)
    if is_full(error.orig):
        return Unavailable(_FULL)
    if is_unusable(error.orig):
        return Misconfigured(_NO_DATABASE)
    if is_not_let_in(error.orig):
        return Misconfigured(_REFUSED_BY_SERVER)
    return Unavailable(_AWAY) if error.connection_invalidated or is_away(error.orig) else None


def is_overtaken(error: BaseException | None) -> bool:
    """Say whether a unique value is taken or a reference leads nowhere, as when somebody was faster.

    Other rules of the tables (a value is missing, a check fails) are broken only by a mistake in the hub.
    """
    taken = psycopg.errors.UniqueViolation | psycopg.errors.ForeignKeyViolation
    return _sqlite_code(error) in _OVERTAKEN or isinstance(error, taken)


def is_busy(error: BaseException | None) -> bool:
    """Say whether another transaction stood in the way for too long."""
    waited = psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected
    return _sqlite_code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or isinstance(error, waited)


def is_full(error: BaseException | None) -> bool:
    """Say whether the disk has no room left."""
    return _sqlite_code(error) == "SQLITE_FULL" or isinstance(error, psycopg.errors.DiskFull)


def is_unusable(error: BaseException | None) -> bool:
    """Say whether a file cannot be opened, or is no SQLite database."""
    return _sqlite_code(error) in _UNUSABLE


def is_away(error: BaseException | None) -> bool:
    """Say whether there was no connection at all: only then does PostgreSQL's driver give no code."""
    return isinstance(error, psycopg.OperationalError) and error.sqlstate is None


def is_not_let_in(error: BaseException | None) -> bool:
    """Say whether PostgreSQL knows neither the user with this password, nor the database."""
    return is_away(error) and _NOT_LET_IN.search(str(error)) is not None


def _sqlite_code(error: BaseException | None) -> str:
    """Return what SQLite calls an error; nothing for one of Python's own or of PostgreSQL."""
    return str(getattr(error, "sqlite_errorname", ""))

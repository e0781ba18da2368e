"""The bot's own tables, and how they are reached: installations, the inbox, answers, drafts.

They stand in the hub's database by default, under the same Alembic history, and refer to none of its tables.
Times are seconds since 1970, UTC. What people wrote and Slack's tokens are stored sealed (``bot.vault``).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Misconfigured

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: How long a change waits for others on SQLite, and how often an urgent one looks whether it may begin.
WAIT_SECONDS = 10
LOOK_SECONDS = 0.001
_HOW_TO_MIGRATE = "make migrate makes them in that of DATABASE_URL; with BOT_DATABASE_URL, set both to it."
NO_DATABASE = f"The bot's database cannot be opened, or is not there yet. {_HOW_TO_MIGRATE}"
NO_TABLES = f"The bot's tables are not in its database, or not all of them. {_HOW_TO_MIGRATE}"
#: An id of Slack's, or one of ours.
ID = String(64)


def new_id() -> str:
    """Return a new opaque id."""
    return uuid4().hex


def _text(name: str) -> Column[str]:
    return Column(name, ID, nullable=False)


installations = Table(
    "slack_installation",
    metadata,
    Column("id", ID, primary_key=True),
    _text("enterprise_id"),
    # Empty for an installation in a whole Enterprise Grid organisation.
    _text("team_id"),
    Column("sealed_token", Text, nullable=False),
    _text("bot_user_id"),
    _text("bot_id"),
    Column("installed_at", Float, nullable=False),
    UniqueConstraint("enterprise_id", "team_id"),
)

oauth_states = Table(
    "slack_oauth_state",
    metadata,
    Column("state_hash", ID, primary_key=True),
    Column("expires_at", Float, nullable=False),
)

inbox = Table(
    "slack_inbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(255), nullable=False),
    Column("gesture", ID),
    _text("kind"),
    Column("name", String(255), nullable=False),
    _text("lane"),
    Column("sealed_body", Text),
    Column("received_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("claimed_until", Float),
    Column("attempts", Integer, nullable=False),
    Column("finished_at", Float),
    Column("outcome", ID),
    UniqueConstraint("key"),
    Index(None, "finished_at", "due_at"),
    Index(None, "gesture", "received_at"),
)

answers = Table(
    "slack_answer",
    metadata,
    Column("id", ID, primary_key=True),
    # The delivery it answers: there is one answer for each, however often the work is begun.
    Column("inbox_id", ID, nullable=False),
    _text("team_id"),
    _text("user_id"),
    _text("channel_id"),
    Column("thread_ts", ID),
    Column("message_ts", ID),
    Column("suggestion_id", ID),
    Column("idea_ids", JSON, nullable=False),
    # For "Post as help wanted": the question, to be looked over before it is shown to others.
    Column("sealed_question", Text),
    Column("is_private", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    UniqueConstraint("inbox_id"),
    Index(None, "team_id", "channel_id", "thread_ts"),
)

drafts = Table(
    "slack_draft",
    metadata,
    Column("id", ID, primary_key=True),
    _text("team_id"),
    _text("user_id"),
    _text("form"),
    Column("sealed_values", Text, nullable=False),
    Column("updated_at", Float, nullable=False),
    UniqueConstraint("team_id", "user_id", "form"),
)


class Store:
    """The bot's tables: short transactions for reading and for writing."""

    def __init__(self, address: str) -> None:
        """Open the database at an address; nothing is connected before the first use."""
        # A failed statement must not write what people said into a log.
        self.engine: Engine = create_engine(address, hide_parameters=True, **_options(address))
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)

    @contextmanager
    def writing(self, *, urgent: bool = False) -> Iterator[Connection]:
        """Open a transaction that may change rows; it commits at the end.

        Args:
            urgent: on SQLite, do not stand back when others want to write, too.
        """
        with self.engine.connect().execution_options(bot_urgent=urgent) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads, and on SQLite waits for nobody."""
        with self.engine.connect().execution_options(bot_reading=True) as connection:
            yield connection

    def check(self) -> None:
        """Refuse a database that cannot be opened, or in which the bot's tables were never made.

        Raises:
            Misconfigured: the message says how to make them.
        """
        try:
            missing = set(metadata.tables) - set(inspect(self.engine).get_table_names())
        except SQLAlchemyError as error:
            raise Misconfigured(NO_DATABASE) from error
        if missing:
            raise Misconfigured(NO_TABLES)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _options(address: str) -> dict[str, Any]:
    if address.startswith("sqlite"):
        return {"connect_args": {"timeout": WAIT_SECONDS}, "pool_size": 20}
    return {"pool_pre_ping": True, "pool_size": 10, "connect_args": {"prepare_threshold": None}}


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would begin transactions by itself, but too late for what was read before the first change.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    told = connection.get_execution_options()
    if told.get("bot_reading", False):
        connection.exec_driver_sql("BEGIN")
    elif told.get("bot_urgent", False):
        driver: Any = connection.connection.driver_connection
        _push_in(driver)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _push_in(driver: sqlite3.Connection) -> None:
    """Begin to write as soon as the one who writes has finished.

    SQLite looks again ever more seldom, up to a tenth of a second later, and gives the turn to whoever comes
    at the right moment: among many writers, one can wait for seconds.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _has_begun(driver, last=time.monotonic() > deadline):
            time.sleep(LOOK_SECONDS)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")


def _has_begun(driver: sqlite3.Connection, *, last: bool) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
        return False
    return True

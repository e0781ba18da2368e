"""The bot's own tables, and how they are reached: installations, the inbox, answers, drafts.

They stand in the hub's database by default, under the same Alembic history, and refer to none of its tables.
Times are seconds since 1970, UTC. What people wrote and Slack's tokens are stored sealed (``bot.vault``).
"""

from __future__ import annotations

import sqlite3
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
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that may change rows; it commits at the end."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads, and on SQLite waits for nobody."""
        with self.engine.connect().execution_options(bot_reading=True) as connection:
            yield connection

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _options(address: str) -> dict[str, Any]:
    if address.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}}
    return {"pool_pre_ping": True, "pool_size": 10, "connect_args": {"prepare_threshold": None}}


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver would begin transactions by itself, but too late for what was read before the first change.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("bot_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

"""How Alembic reaches the database: through the hub's own engine, all migrations in one transaction."""

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, Engine, Enum

import bot.store
import nic_hub.models
from nic_hub.database import in_our_words
from nic_hub.errors import HubError
from nic_hub.models.base import UTCDateTime
from nic_hub.schema_version import refuse_newer

#: What a hub that compares vectors in PostgreSQL adds to the tables (see ``nic_hub.search.pgvector``).
MADE_ELSEWHERE = {"search_vector", "ix_search_vector"}


def hub_engine() -> Engine:
    """Return the engine the caller gave, or that of the Flask app."""
    given = context.config.attributes.get("engine")
    return given if given is not None else current_app.extensions["migrate"].db.engine


def is_described_by_models(_object, name: str | None, _kind: str, _reflected: bool, _other) -> bool:
    """Leave out of the comparison what the models do not know: Alembic would drop it."""
    return name not in MADE_ELSEWHERE


def as_plain_type(kind: str, item, _context) -> str | bool:
    """Write the hub's own column types as the database sees them, so that a migration stands on its own."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def run(connection: Connection) -> None:
    """Run the migrations on one connection, all or none of them."""
    context.configure(
        connection=connection,
        # The bot keeps its tables in the hub's database by default.
        target_metadata=[nic_hub.models.Base.metadata, bot.store.metadata],
        compare_type=True,
        render_as_batch=True,
        transactional_ddl=True,
        include_object=is_described_by_models,
        render_item=as_plain_type,
    )
    with context.begin_transaction():
        refuse_newer(context.get_context())
        context.run_migrations()
        refuse_dangling_references(connection)


def refuse_dangling_references(connection: Connection) -> None:
    """Check on SQLite what it did not check while tables were rebuilt."""
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if dangling:
            raise RuntimeError(
                f"The migration would leave references to records that do not exist: {dangling[:5]}"
            )


def run_without_foreign_keys(connection: Connection) -> None:
    """Run the migrations on SQLite, which rebuilds a table by dropping it: references to it must not mind."""
    # The setting only changes outside of a transaction, and a Connection would begin one.
    sqlite = connection.connection.driver_connection
    sqlite.execute("PRAGMA foreign_keys = OFF")
    try:
        run(connection)
    finally:
        sqlite.execute("PRAGMA foreign_keys = ON")


try:
    with in_our_words(), hub_engine().connect() as opened:
        if opened.dialect.name == "sqlite":
            run_without_foreign_keys(opened)
        else:
            run(opened)
except HubError as error:
    # Of Alembic's own errors the command shows the message, of others the traceback.
    raise CommandError(error.detail) from error

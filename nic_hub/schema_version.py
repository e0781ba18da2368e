"""At which version a database is, and whether this hub can work on it."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from nic_hub.errors import Misconfigured

MIGRATIONS = Path(__file__).parent.parent / "migrations"

_OLDER = "The database is not at the version this hub needs. Run: flask --app wsgi db upgrade."
_NEWER = (
    "A newer hub has migrated the database (to {version}), and this hub does not know how to read it. "
    "Update the hub, or restore a backup from before."
)


def what_is_missing(connection: Connection) -> str | None:
    """Say why this hub cannot work on a database, and what to do; None when it can."""
    scripts, context = _scripts(), MigrationContext.configure(connection)
    if set(context.get_current_heads()) == set(scripts.get_heads()):
        return None
    return _tell_newer(scripts, context) or _OLDER


def refuse_newer(context: MigrationContext) -> None:
    """Migrate nothing of which this hub does not know what is in it.

    Raises:
        Misconfigured: a newer hub has migrated the database.
    """
    told = _tell_newer(_scripts(), context)
    if told:
        raise Misconfigured(told)


def _tell_newer(scripts: ScriptDirectory, context: MigrationContext) -> str | None:
    known = {script.revision for script in scripts.walk_revisions()}
    newer = sorted({*context.get_current_heads()} - known)
    return _NEWER.format(version=newer[0]) if newer else None


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)

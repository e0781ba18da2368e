"""At which version a database is, and whether this hub can work on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

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
    context = MigrationContext.configure(connection)
    if set(context.get_current_heads()) == _versions().newest:
        return None
    return _tell_newer(context) or _OLDER


def refuse_newer(context: MigrationContext) -> None:
    """Migrate nothing of which this hub does not know what is in it.

    Raises:
        Misconfigured: a newer hub has migrated the database.
    """
    told = _tell_newer(context)
    if told:
        raise Misconfigured(told)


def _tell_newer(context: MigrationContext) -> str | None:
    newer = sorted({*context.get_current_heads()} - _versions().known)
    return _NEWER.format(version=newer[0]) if newer else None


class _Versions(NamedTuple):
    """The versions of the database that this hub knows, and the one it works on."""

    known: frozenset[str]
    newest: frozenset[str]


@cache
def _versions() -> _Versions:
    """Read the migrations, once: each is a program, and they stay the same as long as the hub runs."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    known = (script.revision for script in scripts.walk_revisions())
    return _Versions(frozenset(known), frozenset(scripts.get_heads()))

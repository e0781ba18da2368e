"""What one test takes over from another: engines with their compiled statements, apps with their routes.

Making these costs more than most tests do. Nothing that a test writes is taken over: each begins with a fresh
database at the same address, and a new hub in the app. Connections to PostgreSQL are taken over, too: a new
one knows no table yet, and learns them all anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

from nic_hub.database import Database
from nic_hub.settings import Settings
from tests.postgresql import KEPT

if TYPE_CHECKING:
    from flask import Flask


@dataclass(frozen=True)
class _KeptApp:
    """An app, and how it was configured before a test changed that."""

    app: Flask
    config: dict[str, Any]


#: More kinds of settings than tests need: one that is another in each test keeps nothing but memory.
MOST_KEPT = 60
_engines: dict[Settings, Engine] = {}
_apps: dict[tuple[Settings, type | None], _KeptApp] = {}


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Open the database of the settings, on the engine that an earlier test had for it."""
    opened, key = Database.open(settings), _but_for_the_secret(settings)
    if key not in _engines:
        _engines[key] = opened.engine
        _make_quick(opened.engine)
        assert len(_engines) <= MOST_KEPT, f"Every test makes an engine of its own: {settings}"
    opened._engines = {None: _engines[key]}
    yield opened
    _let_go(opened.engine)


@contextmanager
def open_app(settings: Settings, embedder: Any = None) -> Iterator[Flask]:
    """Give the app of the settings and the kind of embedder, with a hub that has nothing in memory."""
    # Imported here so that the tests of the rules need no web framework.
    from nic_hub.app import create_app, make_hub

    key = (_but_for_the_secret(settings), type(embedder))
    if key not in _apps:
        made = create_app(settings, embedder=embedder)
        made.testing = True
        _make_quick(made.extensions["hub"].database.engine)
        _apps[key] = _KeptApp(made, dict(made.config))
        assert len(_apps) <= MOST_KEPT, f"Every test makes an app of its own: {settings}"
    kept = _apps[key]
    kept.app.config.update(kept.config)
    database = kept.app.extensions["hub"].database
    kept.app.extensions["hub"] = make_hub(settings, database, embedder)
    yield kept.app
    _let_go(database.engine)


def _but_for_the_secret(settings: Settings) -> Settings:
    """Tell settings apart by all but the secret, which is made up for each test."""
    return replace(settings, secret_key="the same for all tests, and long enough to be one")


def _make_quick(engine: Engine) -> None:
    """Let SQLite not wait for the disk, for no test pulls the plug; mark what PostgreSQL may keep open."""
    is_sqlite = engine.dialect.name == "sqlite"
    event.listen(engine, "connect", _do_not_wait_for_the_disk if is_sqlite else _mark_as_kept)


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _mark_as_kept(connection: Any, _record: Any) -> None:
    connection.execute(f"SET application_name = '{KEPT}'")
    connection.commit()


def _let_go(engine: Engine) -> None:
    """End a test's use of the database: the next one has another file, but the same tables of PostgreSQL."""
    if engine.dialect.name == "sqlite" or engine.pool.checkedout():
        engine.dispose()

"""The composition root: settings in, a Flask app out. Wiring only, no rules."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import structlog
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate

from nic_hub.api import access, headers, health, log, problems
from nic_hub.api.hub import Hub
from nic_hub.api.limits import Limits
from nic_hub.api.openapi import make_api
from nic_hub.api.pages import make_pages
from nic_hub.api.resources import all_blueprints
from nic_hub.database import Database, make_engine
from nic_hub.services import history, search_documents
from nic_hub.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def create_app(settings: Settings, *, embedder: Any = None) -> Flask:
    """Make the hub's WSGI app.

    Args:
        settings: what the operator chose.
        embedder: text to vectors; None for the one the settings name, loaded at first use.
    """
    _configure_log(settings.log_level)
    app = Flask("nic_hub", static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=settings.max_body_bytes)
    database = Database(make_engine(settings))
    for watch in (history.watch, search_documents.watch):
        watch(database.writing_sessions)
    app.extensions["hub"] = _make_hub(settings, database, embedder)
    Migrate(app, database, directory=str(MIGRATIONS))
    _register(app)
    return app


def _make_hub(settings: Settings, database: Database, embedder: Any) -> Hub:
    return Hub(
        database=database,
        limits=Limits(settings.rate_limit_per_minute),
        load_search=lambda: embedder,
        catch_up=lambda _search: None,
        token_days=settings.token_days,
        checks={"database": lambda: _lacks_migration(database)},
    )


def _register(app: Flask) -> None:
    for part in (log, headers, problems, access):
        part.register(app)
    api = make_api(app)
    for blueprint in all_blueprints():
        api.register_blueprint(blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(make_pages(api))


def _lacks_migration(database: Database) -> str | None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    with database.reading() as session:
        present = set(MigrationContext.configure(session.connection()).get_current_heads())
    return None if present == wanted else "The database is not migrated. Run: flask --app wsgi db upgrade."


def _configure_log(level: str) -> None:
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        # Looked up anew for each line; standard output belongs to what a command prints.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )

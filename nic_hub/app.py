"""The composition root: settings in, a Flask app out. Wiring only, no rules."""

from __future__ import annotations

import logging
import sys

import structlog
from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from nic_hub import schema_version
from nic_hub.api import access, headers, health, log, problems
from nic_hub.api.hub import RENEWED_AT_ONCE, Hub
from nic_hub.api.limits import Limits
from nic_hub.api.openapi import make_api
from nic_hub.api.pages import make_pages
from nic_hub.api.resources import all_blueprints
from nic_hub.attachment_store import make_store
from nic_hub.cli import commands
from nic_hub.database import Database
from nic_hub.domain.privacy.privacy import look_for_names_with
from nic_hub.domain.suggesting.ranking import Thresholds, Weights
from nic_hub.domain.wording import count
from nic_hub.errors import Unavailable
from nic_hub.mail import make_mailer
from nic_hub.name_finder import make_name_finder
from nic_hub.search import pgvector
from nic_hub.search.embedder import Embedder, load_embedder
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import BATCH, count_missing, embed_documents, embed_missing
from nic_hub.search.positions import came_from_elsewhere, settle_here
from nic_hub.services import history, search_documents
from nic_hub.services.suggesting.suggestions import Tuning
from nic_hub.settings import Settings
from nic_hub.web import linking

_WAIT = "Wait, or run: flask --app wsgi hub reindex."


def create_app(settings: Settings, *, embedder: Embedder | None = None) -> Flask:
    """Make the hub's WSGI app.

    Args:
        settings: what the operator chose.
        embedder: text to vectors; None for the one the settings name, loaded at first use.
    """
    _configure_log(settings.log_level)
    app = Flask("nic_hub", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        SESSION_COOKIE_SECURE=settings.public_address.startswith("https://"),
        SESSION_COOKIE_SAMESITE="Lax",
    )
    database = Database(app, settings)
    look_for_names_with(make_name_finder(settings))
    for watch in (history.watch, search_documents.watch):
        watch(database.writing_sessions)
    app.extensions["hub"] = make_hub(settings, database, embedder)
    Migrate(app, database, directory=str(schema_version.MIGRATIONS))
    _register(app)
    if settings.trusted_proxies:
        _believe_proxies(app, settings.trusted_proxies)
    return app


def _believe_proxies(app: Flask, count: int) -> None:
    """Take the caller's address, scheme and host from what so many proxies say, the nearest ones."""
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=count, x_proto=count, x_host=count
    )


def make_hub(settings: Settings, database: Database, embedder: Embedder | None) -> Hub:
    """Make what the requests of an app share, with nothing in memory yet."""
    hub = Hub(
        database=database,
        limits=Limits(settings.rate_limit_per_minute),
        load_search=lambda: _load_search(settings, database, embedder),
        embed=lambda search, ids: embed_documents(database, search.embedder, ids),
        embed_rest=lambda search, **how: embed_missing(database, search.embedder, limit=BATCH, **how),
        tuning=Tuning(
            weights=Weights(**settings.family("suggest_weight_")),
            thresholds=Thresholds(**settings.family("suggest_threshold_")),
        ),
        token_days=settings.token_days,
        max_upload_bytes=settings.max_upload_bytes,
        attachments=make_store(settings),
        public_url=settings.public_address,
        send_mail=make_mailer(settings),
    )
    hub.checks = {
        "database": lambda: _lacks_migration(database),
        "model": lambda: _lacks_model(hub),
        "index": lambda: _lacks_vectors(hub),
    }
    return hub


def _load_search(settings: Settings, database: Database, embedder: Embedder | None) -> SearchEngine:
    embedder = embedder or load_embedder(settings.embedder, settings.model_dir)
    _settle(database)
    if settings.vector_engine == "faiss":
        return SearchEngine(embedder)
    with database.reading() as session:
        is_prepared = pgvector.is_prepared(session.connection())
    if not is_prepared:
        with database.writing() as session:
            pgvector.prepare(session.connection(), embedder.dimension)
    return pgvector.make_engine(embedder)


def _settle(database: Database) -> None:
    """Number the changes anew of a PostgreSQL database that was restored on another server."""
    with database.reading() as session:
        is_new_here = came_from_elsewhere(session)
    if is_new_here:
        with database.writing() as session:
            settle_here(session)


def _register(app: Flask) -> None:
    for part in (log, headers, problems, access):
        part.register(app)
    api = make_api(app)
    for blueprint in all_blueprints():
        api.register_blueprint(blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(make_pages(api))
    app.register_blueprint(linking.blueprint)
    app.cli.add_command(commands.hub)


def _lacks_migration(database: Database) -> str | None:
    with database.reading() as session:
        return schema_version.what_is_missing(session.connection())


def _lacks_model(hub: Hub) -> str | None:
    try:
        return None if hub.search else "The search model is not loaded."
    except Unavailable as error:
        return error.detail


def _lacks_vectors(hub: Hub) -> str | None:
    try:
        hub.renew_texts(RENEWED_AT_ONCE, waits=False)
        hub.embed_rest(hub.search, waits=False)
    except Exception as error:  # noqa: BLE001 - what is missing is counted below.
        log.log_failure(error, "search is behind")
    with hub.database.reading() as session:
        outdated = len(search_documents.find_outdated(session))
        missing = count_missing(session, hub.search.embedder.name)
        hub.search.catch_up(session)
        hub.search.facts.catch_up(session)
    if outdated:
        is_or_are = "is" if outdated == 1 else "are"
        return f"{count(outdated, 'record')} {is_or_are} still searched by an older hub's rules. {_WAIT}"
    return f"{count(missing, 'record')} cannot be found by meaning yet. {_WAIT}" if missing else None


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

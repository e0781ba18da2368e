"""Ask a made-up hub over its API, as a teacher who is signed in; through WSGI, without a socket between.

What is measured is the whole request: who asks, reading the body, the answer, storing it, and its JSON. What
is stored goes again at the end, and so does the token.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import delete

from benchmarks.made_up_hub import MadeUpHub, find_asker
from nic_hub.app import create_app
from nic_hub.models import ApiToken, Suggestion
from nic_hub.services.access.tokens import create_token
from nic_hub.settings import Settings

#: More questions in a minute than are measured.
MANY = 1_000_000
Post = Callable[..., dict[str, Any]]


@contextmanager
def signed_in(hub: MadeUpHub) -> Iterator[Post]:
    """Return what asks the hub: ``post(query=..., driver=...)`` returns the answer."""
    app = _open_app(hub)
    with hub.database.writing() as session:
        token = create_token(session, find_asker(session), name="Benchmark", days=1)
    try:
        yield lambda **asked: _post(app, token, asked)
    finally:
        with hub.database.writing() as session:
            session.execute(delete(Suggestion))
            session.execute(delete(ApiToken))
        app.extensions["hub"].database.dispose()


def _open_app(hub: MadeUpHub) -> Flask:
    address = f"sqlite:///{hub.file.absolute()}"
    chosen = {"rate_limit_per_minute": MANY, "log_level": "WARNING"}
    app = create_app(Settings.for_trying_out(database_url=address, **chosen), embedder=hub.engine.embedder)
    # The index is in memory already.
    app.extensions["hub"].load_search = lambda: hub.engine
    return app


def _post(app: Flask, token: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Send one question and return the answer.

    Raises:
        RuntimeError: it was not answered.
    """
    statuses: list[str] = []
    answer = app(_environment(token, json.dumps(asked).encode()), lambda status, *_: statuses.append(status))
    body = b"".join(answer)
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"The hub answered {statuses[0]}: {body.decode()}")
    shown: dict[str, Any] = json.loads(body)
    return shown


def _environment(token: str, body: bytes) -> dict[str, Any]:
    """Return what a WSGI server tells of a request. Source: PEP 3333."""
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/api/v1/suggestions",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }

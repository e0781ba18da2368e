"""One structured line for each request, and one for each failure: never a body, a query, a token or a name.

Messages of exceptions are left out, because those of a database quote what was to be stored. The hub's own
about itself (what is not ready, not set up) quote nothing, and tell those who run it what to do.
"""

from __future__ import annotations

import re
import time
import traceback
from uuid import uuid4

import structlog
from flask import Flask, Response, g, has_request_context, request

from nic_hub.errors import Misconfigured, Unavailable

log = structlog.get_logger("nic_hub")

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


def register(app: Flask) -> None:
    """Give each request an id and write a line when it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _GIVEN_ID.match(given) else uuid4().hex
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    principal = g.get("principal")
    log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        member_id=principal.member_id if principal else None,
        bot_client_id=principal.bot_client_id if principal else None,
        request_id=g.get("request_id"),
    )
    return response


def log_failure(error: BaseException, event: str = "failure") -> None:
    """Write where something failed, without a message that may quote somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        event,
        error=type(error).__name__,
        detail=error.detail if isinstance(error, Unavailable | Misconfigured) else None,
        at=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        cause=type(error.__cause__).__name__ if error.__cause__ else None,
        request_id=g.get("request_id") if has_request_context() else None,
    )

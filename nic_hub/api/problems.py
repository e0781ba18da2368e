"""Every error as an RFC 9457 problem, and the one table that gives each error its status and type.

A problem's ``type`` is a page of the hub (``/problems/<slug>``); ``docs/problems.md`` holds the same texts,
and a test compares the two. Source: RFC 9457, Problem Details for HTTP APIs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from nic_hub.api.log import log_failure
from nic_hub.errors import (
    Conflict,
    Duplicate,
    FieldProblem,
    Forbidden,
    HubError,
    Invalid,
    Misconfigured,
    NotFound,
    NotLinked,
    PreconditionRequired,
    PrivateText,
    Stale,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    WorkspaceNotBound,
)

CONTENT_TYPE = "application/problem+json"
#: Bytes of a body that is too large that are still read, so that its sender gets to know why it is refused.
READ_AND_DROPPED = 32 * 1024 * 1024


class Malformed(Invalid):
    """The request cannot be read at all: broken JSON, a repeated field, a header of the wrong form."""


class KeyReused(Invalid):
    """The ``Idempotency-Key`` belongs to another request."""


class DoneBefore(Conflict):
    """The request was carried out before, and its answer may not be shown to its sender any more."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem.

    Args:
        slug: last part of the type's address.
        status: HTTP status code.
        title: what happened, the same every time.
        advice: what the caller can do, for the documentation.
    """

    slug: str
    status: int
    title: str
    advice: str

    @property
    def address(self) -> str:
        """Return the address that identifies the type."""
        return f"/problems/{self.slug}"


#: An error that is not listed here is a mistake in the hub; a test keeps the table complete.
OF_ERRORS: Mapping[type[HubError], ProblemType] = {
    Malformed: ProblemType(
        "malformed",
        400,
        "The request cannot be read",
        "Send valid JSON, each field once, as the detail says.",
    ),
    Unauthenticated: ProblemType(
        "unauthenticated",
        401,
        "Sign in first",
        "Send `Authorization: Bearer TOKEN` with a token that is still valid.",
    ),
    Forbidden: ProblemType(
        "forbidden", 403, "You may not do this", "Ask someone whose role allows it; the detail says which."
    ),
    NotLinked: ProblemType(
        "not-linked",
        403,
        "Link your Slack account first",
        "Ask the bot for a link, open it, and confirm who you are in the hub. "
        "A bot gets the link from `POST /bot/link-requests`.",
    ),
    WorkspaceNotBound: ProblemType(
        "workspace-not-bound",
        403,
        "The bot may not act in this Slack workspace",
        "Ask the people who run the hub to bind the workspace: `flask hub workspace bind`.",
    ),
    NotFound: ProblemType(
        "not-found",
        404,
        "There is no such record for you",
        "Check the id. Records you may not see count as missing.",
    ),
    Conflict: ProblemType(
        "conflict", 409, "The record does not allow this now", "Read the record again and see the detail."
    ),
    Duplicate: ProblemType(
        "duplicate", 409, "It exists already", "Choose another key, or change the existing record."
    ),
    Stale: ProblemType(
        "stale", 412, "Somebody changed the record", "Read it again and send the new ETag in `If-Match`."
    ),
    Invalid: ProblemType(
        "invalid",
        422,
        "Something in the request is wrong",
        "Correct the fields named in `errors`; nothing was stored.",
    ),
    PrivateText: ProblemType(
        "private-text",
        422,
        "The text seems to hold personal data",
        "Take out e-mail and home addresses, phone and ID numbers, dates of birth and students' names or "
        "initials. "
        "Nothing was stored. "
        "The detail says how to tell the hub that it is not a student's.",
    ),
    KeyReused: ProblemType(
        "idempotency-key-reused",
        422,
        "The Idempotency-Key belongs to another request",
        "Use a new key for a new request; repeat the first request exactly to get its answer again.",
    ),
    DoneBefore: ProblemType(
        "done-before",
        409,
        "This was done before, and its answer is not shown again",
        "Nothing was done twice. What you may see has changed since; read what the detail names.",
    ),
    PreconditionRequired: ProblemType(
        "precondition-required", 428, "Say which version you change", "Send the record's ETag in `If-Match`."
    ),
    TooManyRequests: ProblemType(
        "too-many-requests", 429, "Too many requests", "Wait as many seconds as `Retry-After` says."
    ),
    Misconfigured: ProblemType(
        "misconfigured",
        500,
        "The hub is not set up rightly",
        "Tell the people who run the hub; quote `request_id`.",
    ),
    Unavailable: ProblemType(
        "unavailable",
        503,
        "A part of the hub is not ready",
        "Try again after as many seconds as `Retry-After` says.",
    ),
}

#: Refusals of the HTTP layer itself.
OF_STATUS: Mapping[int, ProblemType] = {
    400: OF_ERRORS[Malformed],
    404: OF_ERRORS[NotFound],
    405: ProblemType(
        "method-not-allowed", 405, "This address does not do that", "Use a method named in `Allow`."
    ),
    413: ProblemType(
        "too-large",
        413,
        "The request is too large",
        "Send less; the limit is `MAX_BODY_BYTES` of the hub's settings, and for files `MAX_UPLOAD_BYTES`.",
    ),
    415: ProblemType(
        "unsupported-media-type",
        415,
        "Send JSON",
        "Send the body with `Content-Type: application/json`; a file as `multipart/form-data`.",
    ),
    500: ProblemType(
        "internal", 500, "The hub made a mistake", "Tell the people who run the hub; quote `request_id`."
    ),
}

ALL = {problem.slug: problem for problem in (*OF_ERRORS.values(), *OF_STATUS.values())}


def type_of(error: HubError) -> ProblemType:
    """Return the problem type of an error: its own, or that of the nearest class above it."""
    return next(OF_ERRORS[base] for base in type(error).__mro__ if base in OF_ERRORS)


def respond(
    problem: ProblemType,
    detail: str,
    errors: Iterable[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Make the answer that tells somebody of a problem."""
    body: dict[str, Any] = {
        "type": problem.address,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "instance": request.path,
        "request_id": g.get("request_id", ""),
    }
    listed = [{"detail": one.detail, "pointer": one.pointer} for one in errors]
    if listed:
        body["errors"] = listed
    return Response(json.dumps(body), status=problem.status, headers=headers, content_type=CONTENT_TYPE)


def register(app: Flask) -> None:
    """Answer every error of this app with a problem."""
    # The redirect from an address with a doubled slash would be a page for people.
    app.url_map.merge_slashes = False
    app.register_error_handler(HubError, answer_hub_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_mistake)


def answer_hub_error(error: HubError) -> Response:
    """Answer an error the hub raised on purpose."""
    problem = type_of(error)
    if problem.status >= 500:
        log_failure(error)
    # What is wrong with the set-up is nobody's business but the operators'.
    detail = _DETAILS[500] if problem.status == 500 else error.detail
    return respond(problem, detail, getattr(error, "problems", ()), _headers(error))


def _headers(error: HubError) -> dict[str, str]:
    if isinstance(error, TooManyRequests | Unavailable):
        return {"Retry-After": str(error.retry_after_seconds)}
    if isinstance(error, Unauthenticated):
        invalid = ', error="invalid_token"' if "Authorization" in request.headers else ""
        return {"WWW-Authenticate": f'Bearer realm="nic_hub"{invalid}'}
    return {}


def answer_http_error(error: HTTPException) -> Response:
    """Answer a refusal of the HTTP layer: an unknown address, a wrong method, a body that is too large."""
    code = error.code or 500
    if code < 400:
        return Response(error.get_body(), status=code, headers=list(error.get_headers()))
    problem = OF_STATUS.get(code) or ProblemType("malformed", code, error.name, "")
    if code == 413:
        _read_the_rest()
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    told = _DETAILS.get(code, "").format(limit=request.max_content_length or 0)
    return respond(problem, told or error.description or problem.title, headers=kept)


def _read_the_rest() -> None:
    """Read what the sender has not sent yet, and drop it: one who is still sending does not see an answer."""
    unread, left = (
        request.environ["wsgi.input"],
        min(READ_AND_DROPPED, request.content_length or READ_AND_DROPPED),
    )
    while left > 0 and (piece := unread.read(min(left, 65_536))):
        left -= len(piece)


_DETAILS = {
    404: "Nothing is at this address. The address of a record ends with its id; to find a record by its key, "
    "filter the list: ?key=KEY.",
    405: "This address does not take that method. The Allow header names those it takes.",
    413: "The hub reads {limit:,} bytes at most. Shorten the texts, or send them in several requests.",
    500: "Something went wrong in the hub, and nothing was stored. Quote the request id when you report it.",
}


def answer_mistake(error: Exception) -> Response:
    """Answer an error nobody expected: a request id, and nothing of what is inside."""
    log_failure(error)
    if current_app.testing and current_app.config["PROPAGATE_EXCEPTIONS"] is not False:
        raise error  # A test shows the traceback.
    return respond(OF_STATUS[500], _DETAILS[500])

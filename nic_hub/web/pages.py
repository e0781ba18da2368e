"""What every page of the hub has: its policy, its errors, and a form that nobody else can send."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, make_response, render_template, request, session

from nic_hub.api.problems import type_of
from nic_hub.errors import HubError, Invalid, NotFound

#: No script, nothing from elsewhere; the page's one style is named by a number used once.
POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: A page that is not there any more is one that somebody was sent to by a link.
_ENDED = "Ask for a new link"
_FORM_TOKEN = "form"  # noqa: S105
_SENT_FROM_ELSEWHERE = (
    "This form was open for too long, or your browser does not keep the hub's cookie. "
    "Allow cookies for this site, then try again."
)


def show_page(template: str, status: int = 200, **values: Any) -> Response:
    """Answer with a page; it is never kept by a cache (see ``api.headers``)."""
    nonce = secrets.token_urlsafe(16)
    response = make_response(render_template(f"web/{template}", nonce=nonce, **values), status)
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
    return response


def show_error(error: HubError) -> Response:
    """Answer an error with a page that says what to do."""
    problem = type_of(error)
    title = _ENDED if isinstance(error, NotFound) else problem.title
    return show_page("refused.html", problem.status, title=title, detail=error.detail)


def form_token() -> str:
    """Return the secret that this browser's forms carry; it is made at its first page."""
    return str(session.setdefault(_FORM_TOKEN, secrets.token_urlsafe(32)))


def check_form() -> None:
    """Refuse a form that did not come from this browser's own page.

    Raises:
        Invalid: the secret is missing or another one.
    """
    known, sent = session.get(_FORM_TOKEN, ""), request.form.get("form_token", "")
    if not known or not secrets.compare_digest(known.encode(), sent.encode("utf-8", "replace")):
        raise Invalid(_SENT_FROM_ELSEWHERE)

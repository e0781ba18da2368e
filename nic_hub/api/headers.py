"""The headers that keep browsers and caches from doing more with an answer than they should."""

from __future__ import annotations

from flask import Flask, Response

#: The page of the API's documentation runs our own scripts and styles and nothing else.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: A picture brings the styles of its lines along, and nothing else.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

POLICIES = {"text/html": PAGE_POLICY, "image/svg+xml": PICTURE_POLICY}

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask) -> None:
    """Set the headers on every answer of this app."""
    app.after_request(set_headers)


def set_headers(response: Response) -> Response:
    """Set the headers; what an answer says for itself stays."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    policy = POLICIES.get(response.mimetype or "", DATA_POLICY)
    response.headers.setdefault("Content-Security-Policy", policy)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response

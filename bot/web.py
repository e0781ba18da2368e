"""The bot's addresses: ``/slack/events``, and ``/slack/install`` with ``/slack/oauth_redirect`` for people.

A plain WSGI app, mounted before the hub's, or served alone.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs
from wsgiref.util import application_uri

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.oauth import COOKIE, STATE_SECONDS, Installer, RefusedInstallation

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
#: More than Slack ever sends; nothing larger is read, since the signature can only be checked on the whole.
MAX_BODY_BYTES = 1_000_000
PAGE_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]


class Web:
    """Answers the bot's addresses, and hands the others on."""

    def __init__(
        self, door: App, installer: Installer | None, *, public_url: str = "", rest: WsgiApp | None = None
    ) -> None:
        """Take the parts.

        Args:
            door: receives what Slack sends.
            installer: None when a token was set by hand.
            public_url: how browsers reach this app, where that cannot be told from a request.
            rest: what lies behind, or None when the bot runs alone.
        """
        self._slack: Any = SlackRequestHandler(door, path=EVENTS)
        self._installer, self._rest, self._public_url = installer, rest, public_url.rstrip("/")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if path == EVENTS and int(environ.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            return _page(start_response, "413 Content Too Large", "Slack sends less than this.")
        if path == EVENTS:
            answered: Iterable[bytes] = self._slack(environ, start_response)
            return answered
        if self._installer is not None and path in {INSTALL, REDIRECT} and environ["REQUEST_METHOD"] == "GET":
            show = self._install if path == INSTALL else self._redirected
            return show(self._installer, environ, start_response)
        if self._rest is not None:
            return self._rest(environ, start_response)
        return _page(start_response, "404 Not Found", "Nothing is at this address.")

    def _install(self, installer: Installer, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        address, state = installer.begin(self._redirect_uri(environ))
        secure = "; Secure" if environ["wsgi.url_scheme"] == "https" else ""
        cookie = f"{COOKIE}={state}; Max-Age={STATE_SECONDS}; Path=/slack; HttpOnly; SameSite=Lax{secure}"
        start_response(
            "302 Found", [("Location", address), ("Set-Cookie", cookie), ("Cache-Control", "no-store")]
        )
        return [b""]

    def _redirected(
        self, installer: Installer, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if "error" in query:
            return _page(start_response, "400 Bad Request", "Nothing was installed.")
        try:
            name = installer.complete(
                code=query.get("code", ""),
                state=query.get("state", ""),
                cookie=_cookie(environ),
                redirect_uri=self._redirect_uri(environ),
            )
        except RefusedInstallation as error:
            return _page(start_response, "400 Bad Request", str(error))
        told = f"The bot is installed in {name}. Go back to Slack and write to it."
        return _page(start_response, "200 OK", told)

    def _redirect_uri(self, environ: dict[str, Any]) -> str:
        return (self._public_url or application_uri(environ).rstrip("/")) + REDIRECT


def _page(start_response: Any, status: str, text: str) -> Iterable[bytes]:
    start_response(status, PAGE_HEADERS)
    shown = html.escape(text)
    page = f'<!doctype html><html lang="en"><title>Improvement hub</title><main><p>{shown}</p></main></html>'
    return [page.encode()]


def _cookie(environ: dict[str, Any]) -> str:
    held = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
    return held.value if held else ""

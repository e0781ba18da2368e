"""The hub, as the bot asks it: over HTTP, or straight into the WSGI app of the same process.

Every call says on whose behalf it is made; the hub decides what that person may see and do.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import httpx

from bot.actors import Actor
from bot.errors import Later, NotLinked, Refused, read_wait

API = "/api/v1"
TIMEOUT_SECONDS = 20.0
AWAY = "The hub is not answering right now."
BUSY = "You have asked a lot in the last minute, so the hub asks for a short break."
NOT_LIMITED = (
    "The hub did not confirm who may read along, so I show nothing here. Please ask me in a direct message."
)
NOT_BOUND = (
    "Your Slack workspace is not connected to this hub yet. Whoever runs the hub can connect it "
    "(flask hub workspace bind)."
)
NOT_FOUND = "That is not there any more, or it is not for you to see."
#: How a program says that it is not a student's. People are shown a box to tick.
_HOW_TO_CONFIRM = re.compile(r", or, when it is not a student's, send .*(?=\.)")


class HubClient:
    """Calls the hub's public API."""

    def __init__(self, http: httpx.Client, token: str) -> None:
        """Take the connection, and the bot's own token."""
        self._http = http
        self._token = token

    def get(
        self,
        path: str,
        actor: Actor | None = None,
        *,
        ceiling: str | None = None,
        timeout: float = TIMEOUT_SECONDS,
        **query: Any,
    ) -> Any:
        """Read something as a person, or as the bot itself; somebody may be waiting ``timeout`` seconds."""
        return self._send("GET", path, self._headers(actor, ceiling), params=query, timeout=timeout)

    def post(
        self,
        path: str,
        body: Mapping[str, Any],
        actor: Actor | None = None,
        *,
        ceiling: str | None = None,
        once: str | None = None,
    ) -> Any:
        """Send something as a person, or as the bot itself.

        Args:
            path: the operation, below ``/api/v1``.
            body: what to send.
            actor: on whose behalf; None for the bot itself.
            ceiling: the audience the answer is shown to.
            once: a word that makes repeating the call harmless.
        """
        headers = self._headers(actor, ceiling) | ({"Idempotency-Key": once} if once else {})
        return self._send("POST", path, headers, json=dict(body))

    def act(
        self, path: str, body: Mapping[str, Any], actor: Actor, *, version: int, once: str | None = None
    ) -> Any:
        """Take a step with a record whose version is known."""
        headers = self._headers(actor, None) | {"If-Match": f'"{version}"'}
        return self._send(
            "POST", path, headers | ({"Idempotency-Key": once} if once else {}), json=dict(body)
        )

    def change(self, path: str, body: Mapping[str, Any], actor: Actor, *, version: int) -> Any:
        """Change a record whose version is known; sent again, it finds another version."""
        headers = self._headers(actor, None) | {"If-Match": f'"{version}"'}
        return self._send("PATCH", path, headers, json=dict(body))

    def delete(self, path: str, actor: Actor) -> Any:
        """Take something away as a person."""
        return self._send("DELETE", path, self._headers(actor, None))

    def _headers(self, actor: Actor | None, ceiling: str | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self._token}"}
        if actor is not None:
            headers["On-Behalf-Of"] = actor.header
        if ceiling is not None:
            headers["Ceiling"] = ceiling
        return headers

    def _send(self, method: str, path: str, headers: Mapping[str, str], **rest: Any) -> Any:
        try:
            response = self._http.request(method, f"{API}{path}", headers=dict(headers), **rest)
        except httpx.TransportError as error:
            raise Later(5, AWAY) from error
        if not response.is_success:
            raise _error_of(response)
        # A hub that knows no audiences would answer with more than the conversation may see.
        if response.headers.get("Ceiling") != headers.get("Ceiling"):
            raise Refused(NOT_LIMITED)
        return response.json() if response.content else {}


def confirming(fields: Collection[str]) -> dict[str, list[str]]:
    """Return what says in a body that somebody looked, and that these fields hold nothing of a student's."""
    return {"confirm_not_student": sorted(fields)} if fields else {}


def _error_of(response: httpx.Response) -> Exception:
    """Translate a problem of the hub into what the bot does about it."""
    problem = _problem(response)
    wait = read_wait(response.headers.get("Retry-After"))
    if response.status_code == 429:
        return Later(wait, BUSY)
    if response.status_code >= 500 or response.status_code == 401:
        # A token of the bot's own that the hub refuses is for the operator to mend, and may be mended soon.
        return Later(wait, AWAY)
    kind = str(problem.get("type", "")).rpartition("/")[2]
    if kind == "not-linked":
        return NotLinked(str(problem.get("detail", "")))
    if kind == "workspace-not-bound":
        return Refused(NOT_BOUND)
    if response.status_code == 404:
        return Refused(NOT_FOUND)
    fields = _fields(problem)
    # What is wrong with a field says more than that some field is wrong.
    reason = " ".join(fields.values()) or str(problem.get("detail") or AWAY)
    return Refused(reason, fields, private=fields if kind == "private-text" else ())


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, Mapping) else {}


def _fields(problem: Mapping[str, Any]) -> dict[str, str]:
    errors = problem.get("errors") or []
    return {
        str(error["pointer"]).lstrip("/?"): _HOW_TO_CONFIRM.sub("", str(error["detail"])) for error in errors
    }

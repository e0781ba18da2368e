"""How Slack sends: signed, with three seconds of patience, and again when nobody took it."""

import asyncio
import hashlib
import hmac
import json
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

#: https://docs.slack.dev/apis/events-api#responding: an answer within three seconds.
PATIENCE = 3.0
#: https://docs.slack.dev/apis/events-api#retries: three more times (at once, after a minute, after five).
RETRIES = 3
SOCKET = "socket"


@dataclass
class Attempt:
    """One request to the app, and what came of it."""

    status: int | None = None
    body: str = ""
    seconds: float = 0.0
    #: Why Slack is not content, in the words of X-Slack-Retry-Reason.
    reason: str | None = None
    headers: dict = field(default_factory=dict)

    @property
    def ok(self):
        """Whether the app took it."""
        return self.reason is None

    @property
    def answer(self):
        """What the app answered, as JSON; {} when it answered nothing or no JSON."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class Delivery:
    """Something sent to the app, with every attempt at it."""

    kind: str
    payload: dict
    postman: object
    attempts: list = field(default_factory=list)
    #: Why Slack sent nothing at all: not installed, no scope, not in the channel.
    unsent: str | None = None
    #: What a message of a person became, so that a test can go on from it.
    message: object = None

    @property
    def sent(self):
        """Whether anything was sent."""
        return bool(self.attempts)

    @property
    def first(self):
        """The first attempt."""
        return self.attempts[0] if self.attempts else Attempt(reason="never sent")

    @property
    def last(self):
        """The last attempt."""
        return self.attempts[-1] if self.attempts else Attempt(reason="never sent")

    @property
    def status(self):
        """The status the last attempt was answered with."""
        return self.last.status

    @property
    def body(self):
        """The text the last attempt was answered with."""
        return self.last.body

    @property
    def seconds(self):
        """How long the first attempt took."""
        return self.first.seconds

    @property
    def retries(self):
        """How often it was sent again."""
        return max(0, len(self.attempts) - 1)

    @property
    def acknowledged(self):
        """Whether the app took it in the end."""
        return self.sent and self.last.ok

    @property
    def trigger_id(self):
        """The trigger in it."""
        return self.payload.get("trigger_id")

    @property
    def response_url(self):
        """The response URL in it."""
        return self.payload.get("response_url")

    def again(self, reason="http_timeout", **how):
        """Send the very same once more, as a retry; `age` and `secret` make a request Slack never makes."""
        self.attempts.append(self.postman.attempt(self, len(self.attempts), reason, **how))
        return self


class Postman:
    """Sends to the app under test: a WSGI app, an address, or the connections it opened."""

    def __init__(self, slack):
        self.slack = slack
        self.target = None
        self.base = None
        self.address = None
        self.client = None
        self.patience = PATIENCE
        self.retries = RETRIES

    def connect(self, target, path):
        """Say where the app is: the string "socket", an address, or a WSGI app."""
        self.close()
        self.target = target
        if target == SOCKET:
            return
        base = target.rstrip("/") if isinstance(target, str) else "http://bot.test"
        self.base = base.removesuffix(path)
        self.address = self.base + path
        self.client = httpx.Client(transport=self.transport(), timeout=60, trust_env=False)

    def transport(self):
        """Return how requests reach the app."""
        if isinstance(self.target, str):
            return httpx.HTTPTransport(limits=httpx.Limits(max_connections=None))
        return httpx.WSGITransport(self.target, raise_app_exceptions=False)

    def close(self):
        """Let go of connections."""
        if self.client:
            self.client.close()

    def deliver(self, kind, payload, retried=True):
        """Send, and send again when it was not taken."""
        assert self.target is not None, "say slack.connect(...) first"
        delivery = Delivery(kind, payload, self)
        self.slack.deliveries.append(delivery)
        delivery.attempts.append(self.attempt(delivery, 0, None))
        while retried and self._not_taken(delivery):
            delivery.attempts.append(self.attempt(delivery, len(delivery.attempts), delivery.last.reason))
        return delivery

    def _not_taken(self, delivery):
        # https://docs.slack.dev/apis/events-api#retries: X-Slack-No-Retry on an error turns retries off.
        unwanted = "x-slack-no-retry" in delivery.last.headers
        return not delivery.last.ok and not unwanted and delivery.retries < self.retries

    def attempt(self, delivery, number, reason, *, secret=None, age=0):
        """Make one attempt and wait for it as long as Slack does."""
        started = time.monotonic()
        made = Attempt(reason="http_timeout")
        result = self._begin(delivery, number, reason, secret, age)
        with suppress(TookTooLong):
            made = result.result(timeout=self.patience)
        made.seconds = time.monotonic() - started
        return made

    def _begin(self, delivery, number, reason, secret, age):
        if self.target == SOCKET:
            return _in_thread(self._through_socket, delivery, number, reason)
        headers, body = self._request(delivery, secret, age)
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason or "http_timeout"}
        return _in_thread(self._over_http, headers, body)

    def _request(self, delivery, secret, age):
        if delivery.kind == "events_api":
            body, content_type = json.dumps(delivery.payload), "application/json"
        else:
            form = (
                {"payload": json.dumps(delivery.payload)}
                if delivery.kind == "interactive"
                else delivery.payload
            )
            body, content_type = urlencode(form), "application/x-www-form-urlencoded"
        stamp = str(int(time.time() - age))
        signature = sign(secret or self.slack.signing_secret, stamp, body)
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        return signed | {"Content-Type": content_type, "User-Agent": "Slackbot 1.0"}, body.encode()

    def _over_http(self, headers, body):
        try:
            answer = self.client.post(self.address, headers=headers, content=body)
        except Exception:  # noqa: BLE001 - Slack is told no more than that the connection failed.
            return Attempt(reason="connection_failed")
        reason = None if answer.status_code == 200 else "http_error"
        return Attempt(answer.status_code, answer.text, reason=reason, headers=dict(answer.headers))

    def _through_socket(self, delivery, number, reason):
        envelope = {
            "envelope_id": self.slack.clock.new_id("envelope-"),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason or ""}
        return self.slack.server.run(self._acknowledged(envelope))

    async def _acknowledged(self, envelope):
        waiting = await self.slack.sockets.send(envelope)
        if waiting is None:
            return Attempt(reason="connection_failed")
        try:
            payload = await waiting
        except asyncio.CancelledError:
            return Attempt(reason="connection_failed")
        return Attempt(200, json.dumps(payload) if payload is not None else "")


def sign(secret, stamp, body):
    """https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


def _in_thread(function, *arguments):
    """Run something in a thread of its own, which is left behind when it takes too long."""
    result = Future()

    def run():
        try:
            result.set_result(function(*arguments))
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits.
            result.set_exception(error)

    threading.Thread(target=run, name="Slack sends", daemon=True).start()
    return result

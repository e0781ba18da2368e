"""Socket Mode: the bot calls Slack, for a hub behind a firewall, and watches the line.

A connection can look fine and bring nothing, above all after Slack asked for a new one: pings come back, and
no delivery does. The SDK notices only what is closed or answers no ping. So here a connection that does not
greet, or brings nothing for some minutes, is replaced; where there was just nothing to bring, that costs
little.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.settings import BotSettings, Misconfigured
from bot.slack_client import make_client

log = logging.getLogger("bot")

#: Slack says hello on a new connection at once.
GREETING_SECONDS = 10.0
#: After so long without any delivery, the connection is replaced.
QUIET_SECONDS = 300.0
#: How often the line is looked at.
LOOK_SECONDS = 1.0
#: How often a ping is sent; after five that cannot be sent, or four without an answer, the SDK connects anew.
PING_SECONDS = 3.0
TOKEN_REFUSED = {"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "account_inactive"}


class SocketLine:
    """The bot's connection to Slack."""

    def __init__(
        self,
        door: App,
        settings: BotSettings,
        *,
        greeting_seconds: float = GREETING_SECONDS,
        quiet_seconds: float = QUIET_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        """Prepare the line; nothing is connected yet. The waits can be shortened for tests."""
        token = settings.slack_app_token
        caller = make_client(settings.slack_api_url, token)
        self._client = SocketModeHandler(
            door, token, web_client=caller, logger=door.logger, ping_interval=ping_seconds
        ).client
        self._client.on_message_listeners.append(self._hear)
        self._client.current_session_runner.target = self._read_session
        #: The session that was heard last, and when; the session that is watched, and since when.
        self._heard, self._watched = ("none yet", 0.0), ("", 0.0)
        self._greeting_seconds, self._quiet_seconds = greeting_seconds, quiet_seconds
        self._look_seconds = look_seconds
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, name="bot-line", daemon=True)

    def open(self) -> None:
        """Connect, and keep watch from now on.

        Raises:
            Misconfigured: Slack refuses the app-level token.
        """
        try:
            self._connect()
        except SlackApiError as error:
            if error.response["error"] in TOKEN_REFUSED:
                raise Misconfigured(
                    "Slack refuses SLACK_APP_TOKEN: it must be an app-level token with connections:write."
                ) from error
            _log_failure(error)
        except (SlackClientError, OSError) as error:
            _log_failure(error)
        self._watch.start()

    def close(self) -> None:
        """Hang up. What was delivered and not acknowledged, Slack delivers again."""
        self._stopping.set()
        if self._watch.is_alive():
            self._watch.join()
        client = self._client
        client.closed, client.auto_reconnect_enabled = True, False
        client.current_session_state.terminated = True
        client.message_queue.put(None)
        self._hang_up()
        client.close()

    def _read_session(self) -> None:
        """Read what the current session brings, to its end.

        The SDK's own way marks a session as not ended when it begins to read. So it may undo that the session
        was ended a moment before, and then waits for it for ever.
        """
        # The state first: when a new session comes in between, the old state says that it was ended.
        state, session = self._client.current_session_state, self._client.current_session
        if session is None or not session.is_active() or state.terminated:
            return
        _let_end_once(session)
        try:
            session.run_until_completion(state)
        except Exception as error:  # noqa: BLE001 - the thread must live on, for the next session.
            _log_failure(error)

    def _keep_watch(self) -> None:
        while not self._stopping.wait(self._look_seconds):
            if not self._is_silent():
                continue
            try:
                self._connect()
            except (SlackClientError, OSError) as error:
                _log_failure(error)

    def _is_silent(self) -> bool:
        now, session = time.monotonic(), self._client.session_id() or ""
        if session != self._watched[0]:
            # The SDK may have connected anew by itself: the new session has to greet, too.
            self._watched = (session, now)
        if self._is_greeted():
            return now - self._heard[1] > self._quiet_seconds
        return now - self._watched[1] > self._greeting_seconds

    def _is_greeted(self) -> bool:
        return self._heard[0] == (self._client.session_id() or "")

    def _connect(self) -> None:
        # A line that only was quiet may bring something until the new one stands.
        if not self._is_greeted():
            self._hang_up()
        self._client.connect_to_new_endpoint(force=True)

    def _hear(self, _message: str) -> None:
        self._heard = (self._client.session_id() or "", time.monotonic())

    def _hang_up(self) -> None:
        """End the connection, if there is one; else the SDK waits up to three seconds for more to read."""
        session = self._client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)


def _let_end_once(session: Connection) -> None:
    """Let a session that is ended by two at the same moment, its reader and another, end without an error.

    The SDK looks for the socket, and then waits for its turn to close it: the second one finds none.
    """
    if "disconnect" in vars(session):
        return
    end, turn = session.disconnect, threading.Lock()

    def end_in_turn() -> None:
        with turn:
            end()

    session.disconnect = end_in_turn  # type: ignore[method-assign]


def _log_failure(error: Exception) -> None:
    log.warning("no connection to Slack: %s", type(error).__name__)

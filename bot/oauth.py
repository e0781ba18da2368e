"""How a workspace installs the bot: Slack asks its administrator, and gives the bot a token.

A state is good once and for ten minutes. The token is sealed and stored for that workspace alone.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlencode

from slack_sdk.errors import SlackClientError
from sqlalchemy import delete, insert

from bot.installations import Installation, Installations
from bot.settings import BotSettings
from bot.slack_client import make_client
from bot.store import Store, oauth_states
from bot.vault import fingerprint

SCOPES = (
    "app_mentions:read,assistant:write,channels:read,chat:write,commands,"
    "groups:read,im:history,im:write,links:read,links:write,users:read"
)
STATE_SECONDS = 600
COOKIE = "nic_hub_bot_state"


class RefusedInstallation(Exception):
    """The workspace could not be installed; the text is shown to who tried."""


class Installer:
    """Begins and ends installations."""

    def __init__(
        self,
        settings: BotSettings,
        store: Store,
        installations: Installations,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the app's id and secret from the settings."""
        self._settings, self._store, self._installations, self._clock = settings, store, installations, clock

    def begin(self, redirect_uri: str) -> tuple[str, str]:
        """Return the page where an administrator allows the installation, and the state it carries."""
        state = secrets.token_urlsafe(32)
        with self._store.writing() as connection:
            connection.execute(delete(oauth_states).where(oauth_states.c.expires_at < self._clock()))
            expires_at = self._clock() + STATE_SECONDS
            connection.execute(
                insert(oauth_states).values(state_hash=fingerprint(state), expires_at=expires_at)
            )
        query = {
            "client_id": self._settings.slack_client_id,
            "scope": SCOPES,
            "state": state,
            "redirect_uri": redirect_uri,
        }
        return f"{self._settings.slack_authorize_url}?{urlencode(query)}", state

    def complete(self, *, code: str, state: str, cookie: str, redirect_uri: str) -> str:
        """Exchange the code for the workspace's token, store it, and return the workspace's name.

        Raises:
            RefusedInstallation: the state is not the one of this browser, is used up, or Slack refuses.
        """
        # As bytes: the comparison takes no other letters than those of English in a text.
        is_own = secrets.compare_digest(state.encode(), cookie.encode())
        if not state or not is_own or not self._use(state):
            raise RefusedInstallation(
                "This page has ended or was opened in another browser. Please begin again."
            )
        try:
            answer = make_client(self._settings.slack_api_url).oauth_v2_access(
                client_id=self._settings.slack_client_id,
                client_secret=self._settings.slack_client_secret,
                code=code,
                redirect_uri=redirect_uri,
            )
        except (SlackClientError, OSError) as error:
            logging.getLogger("bot").warning("an installation failed: %s", type(error).__name__)
            raise RefusedInstallation(
                "Slack did not confirm the installation. Please begin again."
            ) from error
        return self._save(dict(answer.data) if isinstance(answer.data, dict) else {})

    def _use(self, state: str) -> bool:
        """Use up a state; it works once."""
        good = oauth_states.c.state_hash == fingerprint(state), oauth_states.c.expires_at >= self._clock()
        with self._store.writing() as connection:
            return connection.execute(delete(oauth_states).where(*good)).rowcount == 1

    def _save(self, answer: dict[str, object]) -> str:
        team, enterprise = _named(answer, "team"), _named(answer, "enterprise")
        of_organisation = bool(answer.get("is_enterprise_install"))
        token = str(answer["access_token"])
        self._installations.save(
            Installation(
                enterprise_id=enterprise.get("id", ""),
                team_id="" if of_organisation else team.get("id", ""),
                token=token,
                bot_user_id=str(answer.get("bot_user_id") or ""),
                bot_id=self._bot_id(token),
            )
        )
        return team.get("name") or enterprise.get("name") or "your workspace"

    def _bot_id(self, token: str) -> str:
        """Return the id of the bot in its messages, or "": the token is good without it, and comes once."""
        client = make_client(self._settings.slack_api_url, token)
        try:
            return str(client.auth_test().get("bot_id") or "")
        except (SlackClientError, OSError) as error:
            logging.getLogger("bot").warning("the bot's id is not known: %s", type(error).__name__)
            return ""


def _named(answer: dict[str, object], what: str) -> dict[str, str]:
    found = answer.get(what)
    return dict(found) if isinstance(found, dict) else {}

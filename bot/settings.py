"""Every setting of the bot, read from the environment once and never changed afterwards.

The bot is a program of its own, so it reads its own settings; inside the hub's process both read the same
environment. A name in the environment is the field's name in capitals, and its comment goes into
``.env.example`` too (a test compares the two).
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

#: Settings the bot shares with the hub: where its tables lie, and what its own key is made of.
SHARED = ("public_url", "secret_key", "database_url")


class Misconfigured(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


def _setting(default: str, comment: str, *, private: bool = False) -> Any:
    return dataclasses.field(default=default, repr=not private, metadata={"comment": comment})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BotSettings:
    """What an operator can choose."""

    slack_signing_secret: str = _setting(
        "",
        "Proves that a request comes from Slack. Set it, and the bot answers at /slack/events.",
        private=True,
    )
    slack_bot_token: str = _setting(
        "", "The bot's token (xoxb-) when it serves one workspace and was installed by hand.", private=True
    )
    slack_app_token: str = _setting(
        "",
        "The app-level token (xapp-). Set it, and the bot calls Slack (Socket Mode) instead of being called.",
        private=True,
    )
    slack_client_id: str = _setting(
        "", "The app's client id, to let many workspaces install it at /slack/install."
    )
    slack_client_secret: str = _setting("", "The secret that belongs to SLACK_CLIENT_ID.", private=True)
    slack_api_url: str = _setting("https://slack.com/api/", "Where Slack's methods are.")
    slack_authorize_url: str = _setting(
        "https://slack.com/oauth/v2/authorize", "Where an administrator allows the installation."
    )
    hub_url: str = _setting(
        "", "The hub the bot asks, such as https://hub.example.org. Empty: the hub in the same process."
    )
    hub_token: str = _setting(
        "", "The bot's token for the hub; flask hub bot create prints it.", private=True
    )
    bot_database_url: str = _setting(
        "", "Where the bot keeps its own tables. Empty: in the database of DATABASE_URL.", private=True
    )
    bot_secret_key: str = _setting(
        "", "Encrypts Slack's tokens and messages at rest. Empty: a key made from SECRET_KEY.", private=True
    )
    bot_host: str = _setting("127.0.0.1", "The address that make bot listens on, when the bot runs alone.")
    bot_port: str = _setting("8001", "The port that make bot listens on.")
    public_url: str = _setting("", "The hub's.")
    secret_key: str = _setting("", "The hub's.", private=True)
    database_url: str = _setting("sqlite:///instance/nic_hub.sqlite3", "The hub's.", private=True)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read all settings; the process's own variables win over those of ``.env``."""
        variables = _read_file(Path(".env")) | dict(os.environ) if environment is None else environment
        named = {
            field.name: variables.get(field.name.upper(), "").strip() for field in dataclasses.fields(cls)
        }
        return cls(**{name: value for name, value in named.items() if value})

    @property
    def is_for_many(self) -> bool:
        """Whether workspaces install the bot themselves, each with a token of its own."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def own_secret(self) -> str:
        """The secret that the bot's encryption key is made of."""
        return self.bot_secret_key or self.secret_key

    @property
    def database_address(self) -> str:
        """Where the bot's tables are; the short forms of PostgreSQL become the one SQLAlchemy knows."""
        address = self.bot_database_url or self.database_url
        for scheme in ("postgres://", "postgresql://"):
            if address.startswith(scheme):
                return "postgresql+psycopg://" + address.removeprefix(scheme)
        return address

    def check(self) -> None:
        """Refuse settings that lack something.

        Raises:
            Misconfigured: the message names what is missing.
        """
        if not (self.slack_signing_secret or self.slack_app_token):
            raise Misconfigured("Slack is not configured: set SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN.")
        if not self.hub_token:
            raise Misconfigured(
                "HUB_TOKEN is not set. Make one with: flask --app wsgi hub bot create KEY --name NAME"
            )
        if not self.own_secret:
            raise Misconfigured("Set SECRET_KEY, or BOT_SECRET_KEY: Slack's tokens are encrypted with it.")
        if not (self.slack_bot_token or self.is_for_many):
            raise Misconfigured("Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.")


def _read_file(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; empty lines and lines that begin with ``#`` say nothing."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}

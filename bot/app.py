"""The composition root of the bot: settings in; a door for Slack and workers on the inbox out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from slack_bolt import App

from bot.answers import Answers
from bot.audience import Audience
from bot.door import make_door
from bot.drafts import Drafts
from bot.hub import TIMEOUT_SECONDS, HubClient
from bot.inbox import LEASE_SECONDS, Inbox
from bot.installations import Installation, Installations
from bot.listeners import make_routes
from bot.oauth import Installer
from bot.offering import Offering
from bot.rounds import EVERY_SECONDS, Rounds
from bot.settings import BotSettings
from bot.store import Store
from bot.vault import Vault
from bot.web import Web, WsgiApp
from bot.work import Services
from bot.workers import FORGETTING_SECONDS, Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The bot, put together."""

    settings: BotSettings
    store: Store
    inbox: Inbox
    installations: Installations
    services: Services
    workers: Workers
    door: App

    def web(self, rest: WsgiApp | None = None) -> Web:
        """Make the WSGI app with the bot's addresses, in front of another one."""
        installer = (
            Installer(self.settings, self.store, self.installations) if self.settings.is_for_many else None
        )
        return Web(self.door, installer, public_url=self.settings.public_url, rest=rest)

    def close(self) -> None:
        """Stop the workers and close the database."""
        self.workers.stop()
        self.store.dispose()


def build_bot(
    settings: BotSettings,
    *,
    hub: Callable[..., Any] | None = None,
    hurry: float = 1.0,
    lease_seconds: float = LEASE_SECONDS,
) -> Bot:
    """Put the bot together; nothing runs until its workers are started.

    Args:
        settings: what the operator chose.
        hub: the hub's WSGI app, when it runs in the same process and ``HUB_URL`` is empty.
        hurry: shortens the waits between attempts, for tests.
        lease_seconds: after how long the work of a process that died is taken over.

    Raises:
        Misconfigured: a setting is missing.
    """
    settings.check()
    store, vault = Store(settings.database_address), Vault(settings.own_secret)
    installations = Installations(store, vault, only=_installed_by_hand(settings))
    inbox, routes = Inbox(store, vault, lease_seconds=lease_seconds), make_routes()
    services = Services(
        hub=HubClient(_connection(settings, hub), settings.hub_token),
        installations=installations,
        answers=Answers(store, vault),
        drafts=Drafts(store, vault),
        audience=Audience(),
        slack_api_url=settings.slack_api_url,
    )
    workers = Workers(inbox, routes, services, hurry=hurry)
    workers.chores += _chores(services)
    return Bot(
        settings=settings,
        store=store,
        inbox=inbox,
        installations=installations,
        services=services,
        workers=workers,
        door=make_door(
            settings,
            installations,
            inbox,
            routes,
            wake=workers.wake,
            offer=Offering(services.hub).options,
        ),
    )


def _chores(services: Services) -> list[tuple[float, Callable[[], None]]]:
    rounds = Rounds(services)
    return [
        (EVERY_SECONDS, rounds.go),
        (EVERY_SECONDS, rounds.forget_purged),
        (FORGETTING_SECONDS, services.answers.forget_questions),
        (FORGETTING_SECONDS, services.drafts.forget_old),
    ]


def _installed_by_hand(settings: BotSettings) -> Installation | None:
    if settings.is_for_many:
        return None
    return Installation(enterprise_id="", team_id="", token=settings.slack_bot_token)


def _connection(settings: BotSettings, hub: Callable[..., Any] | None) -> httpx.Client:
    if settings.hub_url or hub is None:
        address = settings.hub_url or "http://127.0.0.1:8000"
        return httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS)
    # The hub answers an error with a problem, as it would over HTTP, instead of raising into the bot.
    transport = httpx.WSGITransport(app=hub, raise_app_exceptions=False)
    return httpx.Client(base_url="http://hub", transport=transport)

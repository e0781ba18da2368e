"""The door: Bolt checks what Slack sends; what passes is stored in the inbox before it is acknowledged.

Bolt's own listeners are not used: it acknowledges an event before its listener has run, repeats nothing that
failed, and knows no repetition of a delivery. Here the answer to Slack is sent when the delivery is stored;
if it cannot be stored, Slack is told so and tries again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.blocks.elements import Block, modal, section
from bot.deliveries import read_delivery
from bot.inbox import Delivery, Inbox
from bot.installations import Installations
from bot.routes import Routes
from bot.settings import BotSettings
from bot.slack_client import make_client

#: Told at once to whoever uses a command, and seen by nobody else.
SEEN = "One moment, I am looking. I answer you in our direct messages."
COMMANDS_ANSWERED_ALONE = {"/tried"}


def make_door(
    settings: BotSettings,
    installations: Installations,
    inbox: Inbox,
    routes: Routes,
    *,
    wake: Callable[[str], None],
    offer: Callable[[Mapping[str, Any]], list[Block]],
) -> App:
    """Make the Bolt app that receives for all workspaces.

    Args:
        settings: what the operator chose.
        installations: whose token is whose.
        inbox: where deliveries are stored.
        routes: who answers what.
        wake: tells the workers of a lane that something came.
        offer: returns what a searched menu offers; the one thing that is answered at once.
    """
    # Bolt's own annotation forgets that it takes None for a workspace nobody installed the bot in.
    app = App(
        name="nic-hub-bot",
        logger=_silent_log(),
        signing_secret=settings.slack_signing_secret,
        client=make_client(settings.slack_api_url),
        authorize=_authorize_by(installations),  # type: ignore[arg-type]
        request_verification_enabled=bool(settings.slack_signing_secret),
    )

    def keep(body: dict[str, Any]) -> BoltResponse:
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body={"options": offer(body)})
        delivery = read_delivery(body, routes)
        if delivery is None:
            return BoltResponse(status=200, body="")
        problems = _problems(delivery, routes)
        if problems:
            return BoltResponse(status=200, body={"response_action": "errors", "errors": problems})
        if inbox.receive(delivery):
            wake(delivery.lane)
        return _acknowledge(delivery)

    app.use(keep)
    app.error(_tell_slack_to_try_again)
    return app


def _authorize_by(installations: Installations) -> Callable[[str | None, str | None], AuthorizeResult | None]:
    """Make the function that tells Bolt with whose token to act in a workspace."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        found = installations.find(enterprise_id or "", team_id or "")
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=found.token,
            bot_user_id=found.bot_user_id or None,
            bot_id=found.bot_id or None,
        )

    return authorize


def _problems(delivery: Delivery, routes: Routes) -> dict[str, str]:
    route = routes.find(delivery.kind, delivery.name)
    check = route.check if route else None
    return check(delivery.body["view"]) if check else {}


def _acknowledge(delivery: Delivery) -> BoltResponse:
    """Answer Slack: nothing, or the first sign that something happens."""
    if delivery.name in COMMANDS_ANSWERED_ALONE:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": SEEN})
    if delivery.kind == "submission":
        view = modal("told", "Improvement hub", [section("One moment…")])
        return BoltResponse(status=200, body={"response_action": "update", "view": view})
    return BoltResponse(status=200, body="")


def _tell_slack_to_try_again(error: Exception) -> BoltResponse:
    logging.getLogger("bot").error("a delivery was not stored: %s", type(error).__name__)
    return BoltResponse(status=500, body="")


def _silent_log() -> logging.Logger:
    """Make a log that writes nothing: Bolt would write whole deliveries, unsigned ones too."""
    made = logging.getLogger("bot.bolt")
    made.disabled = True
    made.propagate = False
    return made

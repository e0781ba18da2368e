"""The Home tab, each time somebody opens it; and the conversation with the bot, which opens with prompts."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from slack_sdk.errors import SlackClientError

from bot.blocks.home import show_home, show_home_unlinked
from bot.blocks.prompts import TITLE, make_prompts
from bot.errors import BotError, NotLinked
from bot.listeners.linking import unlink
from bot.routes import Routes
from bot.work import Work


def register(routes: Routes) -> None:
    """Add the Home tab."""
    routes.add("event", "app_home_opened", on_opened, for_members=False)
    routes.add("action", "unlink", on_unlink, for_members=False)


def on_opened(work: Work) -> None:
    """Show the Home tab, or offer prompts in the conversation; Slack tells of both with one event."""
    event = work.body["event"]
    if event.get("tab") == "messages":
        work.speaker.offer_prompts(event["channel"], TITLE, make_prompts(_focus_drivers(work)))
    elif event.get("tab") == "home":
        publish(work)


def on_unlink(work: Work) -> None:
    """Take the link back, and show it."""
    unlink(work)
    publish(work)


def publish(work: Work) -> None:
    """Show what the person may see now; guests and whoever is not linked see help."""
    try:
        view = show_home(_home(work)) if work.is_insider else show_home_unlinked()
    except NotLinked:
        view = show_home_unlinked()
    work.speaker.publish_home(work.actor.user_id, view)


def refresh_home(work: Work) -> None:
    """Show on the Home tab what has just changed; what was done counts, also where that cannot be shown."""
    with suppress(BotError, SlackClientError):
        publish(work)


def _home(work: Work) -> dict[str, Any]:
    home: dict[str, Any] = work.hub.get("/home", work.actor)
    return home


def _focus_drivers(work: Work) -> list[str]:
    """Return the drivers of the person's teams; none where that is not known: nobody asked for anything."""
    try:
        drivers = _home(work)["focus_drivers"] if work.is_insider else []
    except BotError:
        return []
    return [each["name"] for each in drivers]

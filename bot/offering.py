"""What a searched menu offers while somebody types: asked of the hub at once, as Slack waits three seconds.

Nothing is stored, and whoever may not read gets an empty menu.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.actors import find_actor
from bot.blocks.elements import Block, option
from bot.errors import BotError
from bot.hub import HubClient

#: A menu of Slack's shows a hundred entries.
MOST = 100
#: Slack's three seconds, less the way there and back.
PATIENCE_SECONDS = 2.0


class Offering:
    """Answers what Slack asks for a menu."""

    def __init__(self, hub: HubClient) -> None:
        """Take the hub."""
        self._hub = hub

    def options(self, body: Mapping[str, Any]) -> list[Block]:
        """Return the entries for what somebody typed so far; the drivers are all that is searched for."""
        actor = find_actor(body)
        if actor is None:
            return []
        wanted: dict[str, Any] = {"level": "secondary", "page_size": MOST} | _typed(body)
        try:
            found = self._hub.get("/drivers", actor, timeout=PATIENCE_SECONDS, **wanted)["items"]
        except BotError:
            return []
        return [option(each["name"], each["id"]) for each in found]


def _typed(body: Mapping[str, Any]) -> dict[str, str]:
    words = str(body.get("value") or "").strip()[:100]
    return {"text": words} if words else {}

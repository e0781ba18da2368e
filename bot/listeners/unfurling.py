"""Somebody pastes a link to the hub: a preview with what everybody who reads along may see."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from bot.audience import PUBLIC
from bot.blocks.digest import show_preview
from bot.errors import Refused
from bot.routes import Routes
from bot.work import Place, Work

MAX_LINKS = 5


def register(routes: Routes) -> None:
    """Add the preview of links."""
    routes.add("event", "link_shared", on_link, for_members=False)


def on_link(work: Work) -> None:
    """Show previews; where it is not known who reads along, none: nobody asked the bot for anything."""
    event = work.body["event"]
    place = Place(event["channel"], event.get("thread_ts"), is_direct=False)
    with suppress(Refused):
        # Before a message is sent, nobody knows where it will stand.
        ceiling = PUBLIC if event.get("source") == "composer" else work.ceiling_in(place)
        previews = _previews(work, event["links"][:MAX_LINKS], ceiling)
        if previews:
            work.speaker.preview(event, previews)


def _previews(work: Work, links: list[dict[str, Any]], ceiling: str | None) -> dict[str, Any]:
    found = {}
    for link in links:
        # A link to what this audience may not see is as good as no link.
        with suppress(Refused):
            record = work.hub.get("/links/resolve", work.actor, ceiling=ceiling, url=link["url"])
            found[link["url"]] = show_preview(record)
    return found

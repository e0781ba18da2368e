"""Link a person in Slack to a member of the network, and take the link back."""

from __future__ import annotations

from typing import Any

from bot.blocks.notes import link_offer, say
from bot.errors import Refused
from bot.listeners.helping import help_for
from bot.listeners.subscribing import end_subscriptions, offer_drivers
from bot.routes import Handler, Routes
from bot.work import Work

MEMBER = "member"
OUTSIDERS = (
    "Only full members of this Slack workspace can be linked, no guests and nobody from another workspace."
)
UNLINKED = "Done: I no longer know who you are in the network. You still get what is public."


def register(routes: Routes) -> None:
    """Add linking."""
    routes.add("action", "link", on_link, for_members=False)
    routes.add("command", "/hub", on_command, for_members=False)


def on_command(work: Work) -> None:
    """Answer ``/hub``: do what its word says, or else tell what the bot does."""
    word = str(work.body.get("text", "")).strip().lower()
    act = WORDS.get(word, _tell_help)
    act(work)


def _tell_help(work: Work) -> None:
    work.tell_alone(help_for(work))


def on_link(work: Work) -> None:
    """Hand out a one-time link, seen by this person alone."""
    offer_link(work)


def offer_link(work: Work) -> None:
    """Hand out a one-time link.

    Raises:
        Refused: guests, bots and strangers are never linked.
    """
    actor = work.actor
    kind = work.services.audience.kind_of(work.speaker.client, actor, work.team_id)
    asked = {
        "enterprise_id": actor.enterprise_id or None,
        "team_id": actor.team_id,
        "user_id": actor.user_id,
        "user_name": _name(work),
        "kind": kind,
    }
    work.tell_alone(link_offer(_ask_for_link(work, asked)))


def _ask_for_link(work: Work, asked: dict[str, Any]) -> str:
    """Return the link; the hub hears who asks, and refuses others than members, as the bot does by itself."""
    try:
        url = str(work.hub.post("/bot/link-requests", asked)["url"])
    except Refused as refusal:
        raise (refusal if asked["kind"] == MEMBER else Refused(OUTSIDERS)) from refusal
    if asked["kind"] != MEMBER:
        raise Refused(OUTSIDERS)
    return url


def unlink(work: Work) -> None:
    """Take the link back."""
    work.hub.delete("/me/slack-link", work.actor)
    work.tell_alone(say(UNLINKED))


def _name(work: Work) -> str:
    """Return a name to show on the page; it proves nothing."""
    user = work.body.get("user")
    named = user.get("name") or user.get("username") if isinstance(user, dict) else work.body.get("user_name")
    return str(named or work.actor.user_id)[:100]


#: What one can write after /hub.
WORDS: dict[str, Handler] = {
    "link": offer_link,
    "unlink": unlink,
    "subscribe": offer_drivers,
    "unsubscribe": end_subscriptions,
}

"""A channel subscribes to a driver: ``/hub subscribe``, a menu, and the way out."""

from __future__ import annotations

from bot.audience import NETWORK
from bot.blocks.digest import ask_for_driver, show_subscribed
from bot.blocks.notes import say
from bot.errors import Gone, PlaceGone, Refused
from bot.listeners.suggestions import clicked_value
from bot.routes import Routes
from bot.work import Place, Work

ONLY_INSIDE = (
    "A digest tells what the whole network may see. Somebody from outside can read this channel, so I can't."
)
ONLY_CHANNELS = "Use /hub subscribe in a channel; here you can just ask me."
INVITE_ME = "I am not in this channel yet. Write /invite @hub here, then subscribe again."
ENDED = "This channel gets no more digests."
NONE = "This channel has no subscription."
SUBSCRIBING = say("One moment…")


def register(routes: Routes) -> None:
    """Add the menu; the command itself is one word of /hub."""
    routes.add("action", "subscribe", on_chosen)


def offer_drivers(work: Work) -> None:
    """Show the drivers a channel can subscribe to."""
    _place(work)
    drivers = work.hub.get("/drivers", work.actor, page_size=100)["items"]
    work.hub.get("/me", work.actor)
    work.tell_alone(ask_for_driver([(each["id"], each["name"]) for each in drivers]))


def on_chosen(work: Work) -> None:
    """Subscribe the channel, and say so where everybody sees it."""
    place = _place(work)
    driver = work.hub.get(f"/drivers/{clicked_value(work)}", work.actor)
    try:
        work.promise(place, SUBSCRIBING)
    except Gone as error:
        raise Refused(INVITE_ME) from error
    body = {"channel_id": place.channel, "driver": driver["id"]}
    work.hub.post("/bot/subscriptions", body, work.actor, once=work.letter.id)
    work.fulfil(show_subscribed(driver["name"]))


def end_subscriptions(work: Work) -> None:
    """End what the channel subscribed to."""
    place = _place(work)
    found = work.hub.get("/bot/subscriptions", team_id=work.team_id, channel_id=place.channel)["items"]
    for each in found:
        work.hub.delete(f"/bot/subscriptions/{each['id']}", work.actor)
    work.tell_alone(say(ENDED if found else NONE))


def _place(work: Work) -> Place:
    channel = work.channel or ""
    if not channel.startswith(("C", "G")):
        raise Refused(ONLY_CHANNELS)
    place = Place(channel, None, is_direct=False)
    try:
        is_inside = work.ceiling_in(place) == NETWORK
    except PlaceGone as error:
        raise Refused(INVITE_ME) from error
    if not is_inside:
        raise Refused(ONLY_INSIDE)
    return place

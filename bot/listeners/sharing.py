"""A channel is opened to another organisation: what stands there was written for the network alone."""

from __future__ import annotations

from bot.blocks.notes import taken_back
from bot.routes import Routes
from bot.work import Work

REASON = "the channel was shared with another organisation"


def register(routes: Routes) -> None:
    """Add the event; it names nobody who acts."""
    routes.add("event", "channel_shared", on_shared, for_members=False)


def on_shared(work: Work) -> None:
    """Take back every visible answer and digest of the channel, and end its subscriptions."""
    channel = work.body["event"]["channel"]
    for each in work.hub.get("/bot/subscriptions", team_id=work.team_id, channel_id=channel)["items"]:
        work.hub.post(f"/bot/subscriptions/{each['id']}/stop", {"reason": REASON})
    for answer in work.services.answers.visible_in(work.team_id, channel):
        work.speaker.replace(channel, str(answer.message_ts), taken_back())
        # What is forgotten need not be taken back again when Slack asks to wait in between.
        work.services.answers.forget(answer.id)
        # Whoever was writing the answer at that moment found it still there, and wrote over this.
        work.speaker.replace(channel, str(answer.message_ts), taken_back())

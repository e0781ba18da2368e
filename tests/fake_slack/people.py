"""People in the fake Slack, and what they do: write, mention, command, press, fill in, paste."""

import html
import re
from dataclasses import dataclass
from typing import Any

from tests.fake_slack import elements, payloads, submitting
from tests.fake_slack.delivering import Delivery
from tests.fake_slack.response_urls import respond
from tests.fake_slack.validation import check_blocks
from tests.fake_slack.world import Message, View

#: The scope to be told of messages: https://docs.slack.dev/reference/events/message
HISTORY = {"im": "im:history", "group": "groups:history", "channel": "channels:history"}


@dataclass(eq=False)
class User:
    """Somebody in a workspace, or a bot user."""

    id: str
    name: str
    workspace: Any
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    #: Some events do not say which team their writer is of.
    hides_team: bool = False
    email: str | None = None
    tz: str = "America/New_York"
    bot_id: str | None = None

    @property
    def slack(self):
        """The fake this person lives in."""
        return self.workspace.slack

    @property
    def dm(self):
        """The person's direct message with the app."""
        return self.workspace.dm(self)

    # Writing.

    def says(self, text, in_=None, thread_ts=None, via=None):
        """Write a message, to the app itself unless a conversation is named."""
        channel = in_ or self.dm
        message = self._write(channel, typed(text), thread_ts)
        event = payloads.message_event(self, channel, message)
        return self._tell(event, channel, HISTORY[channel.kind], via, message=message)

    def mentions(self, text, channel, thread_ts=None, via=None):
        """Mention the app in a channel."""
        installation = self.slack.receiver(self, channel, via)
        name = installation.bot.id if installation else "U0"
        message = self._write(channel, f"<@{name}> {typed(text)}", thread_ts)
        event = payloads.mention_event(self, channel, message)
        return self._tell(event, channel, "app_mentions:read", via, message=message)

    def pastes(self, url, channel, thread_ts=None, composing=False):
        """Post a link; or only compose a message with one, before anybody else sees it."""
        message = Message(self.slack.clock.timestamp(), channel, self, text=url, thread_ts=thread_ts)
        if not composing:
            message = self._write(channel, url, thread_ts)
        unfurl_id = self.slack.new_unfurl_id(message)
        links = [{"url": one, "domain": one.split("/")[2]} for one in re.findall(r"https?://[^\s>|]+", url)]
        known = [one for one in links if self.slack.unfurls_domain_of(one["url"])]
        if not known:
            return Delivery("events_api", {}, None, unsent="no domain of the app", message=message)
        installation = self.slack.receiver(self, channel, None)
        event = {
            "type": "link_shared",
            "channel": "COMPOSER" if composing else channel.id,
            "is_bot_user_member": bool(installation and channel.has(installation.bot)),
            "user": self.id,
            "message_ts": unfurl_id if composing else message.ts,
            "unfurl_id": unfurl_id,
            "source": "composer" if composing else "conversations_history",
            "links": known,
            "event_ts": message.ts,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        }
        return self._tell(event, channel, "links:read", None, message=message, member=False)

    def edits(self, message, text):
        """Change one's own message."""
        before = message.text
        message.change(text, message.blocks)
        moment = self.slack.clock.timestamp()
        event = payloads.changed_event(message.channel, message, before=before, moment=moment)
        return self._tell(event, message.channel, HISTORY[message.channel.kind], None, message=message)

    def deletes(self, message):
        """Take one's own message away."""
        message.is_deleted = True
        event = payloads.deleted_event(message.channel, message, moment=self.slack.clock.timestamp())
        return self._tell(event, message.channel, HISTORY[message.channel.kind], None, message=message)

    def opens_home(self, tab="home"):
        """Look at the app's Home tab, or at its Messages tab."""
        shown = self.slack.home(self)
        view = {"view": shown.as_json()} if shown and tab == "home" else {}
        now = self.slack.clock.timestamp()
        event = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.dm.id,
            "tab": tab,
            "event_ts": now,
        }
        return self._tell(event | view, self.dm, None, None)

    def opens_messages(self):
        """Open the direct message with the app."""
        return self.opens_home(tab="messages")

    def looks_at(self, channel):
        """Go to a channel with the agent open beside it."""
        entity = {"type": "slack#/types/channel_id", "value": channel.id, "team_id": self.workspace.id}
        event = {
            "type": "app_context_changed",
            "user": self.id,
            "channel": self.dm.id,
            "context": {"entities": [entity]},
            "event_ts": self.slack.clock.timestamp(),
        }
        return self._tell(event, self.dm, None, None)

    def _write(self, channel, text, thread_ts):
        assert channel.has(self), f"{self.name} is not in {channel.id}"
        return self.slack.add_message(
            Message(self.slack.clock.timestamp(), channel, self, text=text, thread_ts=thread_ts)
        )

    def _tell(self, event, channel, scope, via, *, message=None, member=True):
        """Send an event about what this person did, if the app is there and may know."""
        installation = self.slack.receiver(self, channel, via)
        unsent = why_unsent(installation, channel, scope, member=member)
        if unsent:
            return Delivery("events_api", {}, None, unsent=unsent, message=message)
        return self.slack.send_event(installation, event, channel=channel, message=message)

    # Commands and shortcuts.

    def command(self, name, text="", channel=None):
        """Use a slash command: only of an app in one's own workspace."""
        channel = channel or self.dm
        installation = self.slack.installation_for(self.workspace)
        declared = self.slack.declared is None or name in self.slack.declared.commands
        if why := why_unsent(installation, channel, "commands", member=False, declared=declared):
            return Delivery("slash_commands", {}, None, unsent=why)
        url = self.slack.new_response_url(channel, self, installation)
        body = payloads.command(
            self, channel, installation,
            name=name, text=text, trigger_id=self._trigger(installation), response_url=url.address,
        )  # fmt: skip
        delivery = self.slack.postman.deliver("slash_commands", body, retried=False)
        return self._shown(delivery, url)

    def _shown(self, delivery, url):
        """Show what the app answered the command with at once."""
        answer = delivery.last.answer or {"text": delivery.body}
        if delivery.acknowledged and (answer.get("text") or answer.get("blocks")):
            check_blocks(answer.get("blocks"))
            with self.slack.changed:
                respond(self.slack, url, answer)
        return delivery

    def shortcut(self, callback_id, message=None):
        """Use a global shortcut, or one on a message."""
        installation = self.slack.installation_for(self.workspace)
        declared = self.slack.declared is None or callback_id in self.slack.declared.shortcuts
        if why := why_unsent(installation, None, "commands", member=False, declared=declared):
            return Delivery("interactive", {}, None, unsent=why)
        who, moment = payloads.who_acts(self, installation), self.slack.clock.timestamp()
        trigger_id = self._trigger(installation)
        if message is None:
            body = payloads.shortcut(who, callback_id, trigger_id=trigger_id, action_ts=moment)
        else:
            assert message.visible_to(self), f"{self.name} cannot see that message"
            url = self.slack.new_response_url(message.channel, self, installation, message).address
            body = payloads.message_shortcut(
                who, callback_id, message, trigger_id=trigger_id, response_url=url, action_ts=moment
            )
        return self.slack.postman.deliver("interactive", body, retried=False)

    # Pressing and filling in.

    def clicks(self, place, action_id, value=None):
        """Press or choose something in a message, a modal or the Home tab."""
        installation = self._owner(place)
        block_id, element = elements.find(place.blocks, action_id, value)
        offered = self.slack.offered.get((place, action_id), ())
        now = self.slack.clock.timestamp()
        actions = [elements.action(block_id, element, value, now, offered)]
        return self.slack.postman.deliver(
            "interactive", self._pressed(place, installation, actions), retried=False
        )

    def _pressed(self, place, installation, actions):
        who, state = payloads.who_acts(self, installation), elements.state(place.blocks)
        if isinstance(place, View):
            trigger_id = self._trigger(installation, place if place.type == "modal" else None)
            return payloads.view_action(who, place, actions, state=state, trigger_id=trigger_id)
        url = self.slack.new_response_url(place.channel, self, installation, place).address
        return payloads.message_action(
            who, place.channel, place, actions,
            state=state, trigger_id=self._trigger(installation), response_url=url,
        )  # fmt: skip

    def types(self, place, action_id, words):
        """Type into a select that asks the app for its options; they can be chosen then."""
        installation = self._owner(place)
        block_id, element = elements.find(place.blocks, action_id)
        held = {"view": place.as_json()} if isinstance(place, View) else {"message": place.as_json()}
        who = payloads.who_acts(self, installation)
        body = payloads.suggestion(who, element | {"block_id": block_id}, words, **held)
        delivery = self.slack.postman.deliver("interactive", body, retried=False)
        self.slack.offered[place, action_id] = submitting.read_options(delivery.last.answer)
        return delivery

    def submits(self, view, values=None):
        """Fill in a modal and send it; Slack does with the window what the app answers."""
        installation = self._owner(view)
        offered = {
            action_id: found for (place, action_id), found in self.slack.offered.items() if place is view
        }
        filled = elements.state(view.blocks, values, offered)
        assert not (why := elements.unsendable(view.blocks, filled)), (
            f"the window does not let this through: {why}"
        )
        who = payloads.who_acts(self, installation)
        body = payloads.submission(who, view, state=filled, trigger_id=self._trigger(installation, view))
        delivery = self.slack.postman.deliver("interactive", body, retried=False)
        submitting.react(self.slack, view, delivery)
        return delivery

    def closes(self, view, everything=False):
        """Close a modal, or the whole stack of them."""
        installation = self._owner(view)
        cleared = everything or bool(view.content.get("clear_on_close"))
        with self.slack.changed:
            self.slack.close_view(view, stack=cleared)
        if not view.content.get("notify_on_close"):
            return Delivery("interactive", {}, None, unsent="the view does not ask to be told")
        body = payloads.closing(payloads.who_acts(self, installation), view, is_cleared=cleared)
        return self.slack.postman.deliver("interactive", body, retried=False)

    def _owner(self, place):
        """Return the installation behind a message or a window this person sees."""
        if isinstance(place, View):
            assert place.is_open, "that window is closed"
            assert place.user is self, f"only {place.user.name} sees that window"
            return place.installation
        assert place.visible_to(self), f"{self.name} cannot see that message"
        assert not place.is_deleted, "that message is gone"
        return self.slack.installation_of(place.author)

    def _trigger(self, installation, view=None):
        return self.slack.new_trigger(self, installation, view)


def typed(text):
    """Return what somebody typed as Slack sends it: mentions and links stay, other signs are escaped.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    parts = re.split(r"(<(?:[@#!]|https?:|mailto:)[^<>]*>)", text)
    return "".join(
        part if number % 2 else html.escape(part, quote=False) for number, part in enumerate(parts)
    )


def why_unsent(installation, channel, scope, *, member, declared=True):
    """Return why Slack does not tell the app, or None."""
    if not declared:
        return "the manifest has no such thing"
    if installation is None:
        return "the app is not installed there"
    if scope and scope not in installation.scopes:
        return f"the app has no {scope}"
    if member and channel and not channel.has(installation.bot):
        return "the app is not in the channel"
    return None

"""Workspaces of the fake Slack: who is in them, whether the app is installed, and taking it out again."""

from dataclasses import dataclass, field
from typing import Any

from tests.fake_slack.installing import install_with_browser
from tests.fake_slack.people import User
from tests.fake_slack.world import Channel, Installation

#: What bot/manifest.json asks for; https://docs.slack.dev/reference/scopes
SCOPES = (
    "app_mentions:read", "im:history", "im:write", "commands", "chat:write", "assistant:write", "users:read",
    "channels:read", "groups:read", "links:read", "links:write",
)  # fmt: skip


@dataclass(eq=False)
class Workspace:
    """A Slack workspace; with an `enterprise`, one of an Enterprise Grid organisation."""

    id: str
    slack: Any
    name: str
    enterprise: str | None = None
    #: The app's bot user here, the same one however often it is installed.
    bot: User = field(init=False)

    def __post_init__(self):
        self.bot = User(f"UBOT{self.id}", "hub", self, is_bot=True, bot_id=f"B{self.id}")
        self.slack.users[self.bot.id] = self.bot

    @property
    def domain(self):
        """Its part of the address."""
        return self.name.lower().replace(" ", "-")

    def install(self, scopes=None, org_wide=False):
        """Install the app, as if by hand, and return what has the token."""
        declared = self.slack.declared
        scopes = scopes or (declared.scopes if declared else SCOPES)
        with self.slack.changed:
            token = self.slack.clock.new_id(f"xoxb-{self.id}-")
            made = Installation(self, token, set(scopes), self.bot, org_wide=org_wide)
            self.slack.installations[token] = made
            return made

    def installs_app(self, by, **how):
        """Let a person of it install the app with a browser: `path`, `presses` and `org_wide` say how."""
        return install_with_browser(self.slack, by, **how)

    @property
    def installation(self):
        """The app's installation that is live here, if any."""
        return self.slack.installation_for(self)

    @property
    def acting_bot(self):
        """The bot user that acts here: of the organisation's installation where there is one."""
        return self.installation.bot if self.installation else self.bot

    def user(self, user_id, name=None, **traits):
        """Make a person here."""
        assert user_id not in self.slack.users, f"{user_id} is taken"
        self.slack.users[user_id] = User(user_id, name or user_id.lower(), self, **traits)
        return self.slack.users[user_id]

    def channel(self, channel_id, members=(), *, with_app=True, shared_with=(), **traits):
        """Make a channel with these people, and the app where it is installed."""
        channel = Channel(channel_id, self.slack, self, shared_with=list(shared_with), **traits)
        channel.add(*members)
        if with_app:
            channel.add(*(host.acting_bot for host in channel.hosts))
        self.slack.channels[channel_id] = channel
        return channel

    def dm(self, user):
        """Return a person's direct message with the app."""
        return self.slack.direct_message(user, self.acting_bot)

    def uninstall(self, tokens_first=False):
        """Take the app out: its token dies, and it is told so twice, in no order one can rely on.

        https://docs.slack.dev/reference/events/app_uninstalled; returns the delivery of that event.
        """
        installation = self.installation
        installation.dead = "account_inactive"
        if tokens_first:
            self._tells_of_revoked(installation)
        told = self.slack.send_event(installation, {"type": "app_uninstalled"})
        if not tokens_first:
            self._tells_of_revoked(installation)
        return told

    def revoke_tokens(self, oauth=()):
        """Take back the bot's token (and people's, if named); the app is told which."""
        installation = self.installation
        installation.dead = "token_revoked"
        return self._tells_of_revoked(installation, oauth)

    def _tells_of_revoked(self, installation, oauth=()):
        tokens = {"oauth": [user.id for user in oauth], "bot": [installation.bot.id]}
        return self.slack.send_event(installation, {"type": "tokens_revoked", "tokens": tokens})

    def archives(self, channel, by):
        """Archive a channel; the app is told, if it asked to be."""
        channel.archive()
        event = {"type": "group_archive" if channel.is_private else "channel_archive"}
        return self.slack.send_event(self.installation, event | {"channel": channel.id, "user": by.id})

    def adds_app(self, channel, by):
        """Let somebody invite the app into a channel."""
        channel.add(self.acting_bot)
        event = {
            "type": "member_joined_channel",
            "user": self.acting_bot.id,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private else "C",
            "team": self.id,
            "inviter": by.id,
            "event_ts": self.slack.clock.timestamp(),
        }
        return self.slack.send_event(self.installation, event, channel=channel)

    def shares(self, channel, other):
        """Share a channel with another workspace; the app is told."""
        channel.shared_with.append(other)
        same = self.enterprise is not None and self.enterprise == other.enterprise
        channel.is_ext_shared, channel.is_org_shared = not same, same
        event = {
            "type": "channel_shared",
            "connected_team_id": other.id,
            "channel": channel.id,
            "event_ts": self.slack.clock.timestamp(),
        }
        return self.slack.send_event(self.installation, event, channel=channel)

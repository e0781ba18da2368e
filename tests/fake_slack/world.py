"""What exists in the fake Slack: workspaces, people, conversations, messages, tokens, triggers, views."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fake_slack.validation.limits import nodes

#: Elements of rich text that call somebody.
RICH_PINGS = {"broadcast", "channel", "user", "usergroup"}


@dataclass(eq=False)
class Installation:
    """The app in one workspace (or a whole organisation): its token, what it may do, and its bot user."""

    workspace: Any
    token: str
    scopes: set
    bot: Any
    org_wide: bool = False
    expires_at: float | None = None
    refresh_token: str | None = None
    #: The refusal that every call with this token gets from now on.
    dead: str | None = None

    @property
    def live(self):
        """Whether events are still sent for it."""
        return self.dead is None

    def covers(self, workspace):
        """Return whether it may act in the workspace."""
        if self.org_wide:
            return workspace.enterprise == self.workspace.enterprise
        return workspace is self.workspace


@dataclass(eq=False)
class Channel:
    """A conversation: a channel, a private channel, or the direct message of one person and the app."""

    id: str
    slack: Any
    home: Any
    name: str = "general"
    is_private: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_org_shared: bool = False
    is_archived: bool = False
    shared_with: list = field(default_factory=list)
    members: dict = field(default_factory=dict)
    #: The person this is the direct message of.
    person: Any = None

    @property
    def is_im(self):
        """Whether it is a direct message with the app."""
        return self.person is not None

    @property
    def kind(self):
        """Return the `channel_type` of its messages."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    @property
    def hosts(self):
        """The workspaces it can be seen from."""
        return [self.home, *self.shared_with]

    def has(self, user):
        """Return whether the user (a person or a bot) is in it."""
        return user.id in self.members

    def add(self, *users):
        """Let people or bots in, without telling the app."""
        self.members.update({user.id: user for user in users})

    def remove(self, *users):
        """Take people or bots out, without telling the app."""
        for user in users:
            self.members.pop(user.id, None)

    def archive(self):
        """Archive it: nothing can be posted any more."""
        self.is_archived = True

    def as_json(self, installation):
        """Describe it as `conversations.info` does."""
        if self.is_im:
            return {
                "id": self.id,
                "is_im": True,
                "user": self.person.id,
                "is_org_shared": False,
                "is_archived": False,
            }
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": not self.is_private,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_member": self.has(installation.bot),
            "is_shared": self.is_ext_shared or self.is_org_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": self.is_org_shared,
            "is_pending_ext_shared": self.is_pending_ext_shared,
            "context_team_id": installation.workspace.id,
            "shared_team_ids": [workspace.id for workspace in self.hosts],
        }


@dataclass(eq=False)
class Message:
    """A message as people see it now, and how it looked before."""

    ts: str
    channel: Channel
    author: Any
    text: str = ""
    blocks: list = field(default_factory=list)
    attachments: list = field(default_factory=list)
    metadata: dict | None = None
    thread_ts: str | None = None
    #: The only one who sees it, when it is ephemeral.
    to: Any = None
    is_deleted: bool = False
    unfurls: dict = field(default_factory=dict)
    #: Its earlier states: (text, blocks).
    versions: list = field(default_factory=list)
    #: The moment a stream was last written to; None when it is no stream (any more).
    streaming_since: float | None = None
    recipient: Any = None

    @property
    def is_ephemeral(self):
        """Whether only one person sees it."""
        return self.to is not None

    @property
    def all_text(self):
        """Every word in it that somebody can read: text, blocks, attachments and unfurls."""
        return "\n".join([self.text, *words_in([self.blocks, self.attachments, self.unfurls])])

    @property
    def pings(self):
        """Whom it calls: `<!channel>`, `<@U1>` and the like, where Slack reads them as such."""
        rich = [f"<{node['type']}>" for node in nodes(self.blocks) if node.get("type") in RICH_PINGS]
        return rich + self._marked(r"<[!@#][^>]*>")

    @property
    def links(self):
        """Where its words lead: `<https://...|words>`, where Slack reads them as such; buttons left out."""
        return self._marked(r"<(?:https?|mailto):[^>]*>")

    def _marked(self, pattern):
        read = [
            self.text,
            *(node["text"] for node in nodes([self.blocks, self.attachments]) if _is_read(node)),
        ]
        return [mark for words in read for mark in re.findall(pattern, words)]

    def visible_to(self, user):
        """Return whether the person can see it."""
        return self.to is user if self.is_ephemeral else self.channel.has(user)

    def change(self, text, blocks):
        """Show something else from now on."""
        self.versions.append((self.text, self.blocks))
        self.text, self.blocks = text, blocks

    def as_json(self):
        """Describe it as payloads do."""
        who = {"bot_id": self.author.bot_id, "app_id": "A1"} if self.author.is_bot else {}
        thread = {"thread_ts": self.thread_ts} if self.thread_ts else {}
        return {
            "type": "message",
            "user": self.author.id,
            "team": self.author.workspace.id,
            "ts": self.ts,
            "text": self.text,
            "blocks": self.blocks,
            **who,
            **thread,
        }


def _is_read(node):
    """Return whether Slack looks for mentions in an object's text."""
    return node.get("type") in {"mrkdwn", "markdown"} and isinstance(node.get("text"), str)


def words_in(tree):
    """Return every string people can read in blocks, however deep."""
    if isinstance(tree, list):
        return [words for branch in tree for words in words_in(branch)]
    if not isinstance(tree, dict):
        return []
    shown = [
        tree[name] for name in ("text", "alt_text", "title", "caption") if isinstance(tree.get(name), str)
    ]
    return shown + [words for branch in tree.values() for words in words_in(branch)]


@dataclass(eq=False)
class Trigger:
    """What lets the app open a window for somebody, once and for three seconds."""

    id: str
    user: Any
    installation: Installation
    made_at: float
    #: The window the interaction came from, if any: only then can another be pushed on top.
    view: Any = None
    is_used: bool = False


@dataclass(eq=False)
class ResponseUrl:
    """What lets the app answer one interaction, five times in half an hour."""

    id: str
    channel: Channel
    user: Any
    installation: Installation
    made_at: float
    message: Message | None = None
    uses: int = 0
    address: str = ""


@dataclass(eq=False)
class View:
    """A modal window, or a Home tab, that somebody has in front of them."""

    id: str
    user: Any
    installation: Installation
    content: dict
    hash: str
    previous: Any = None
    is_open: bool = True
    #: What is shown beside the fields since the last submission, by block_id.
    errors: dict = field(default_factory=dict)
    #: What it contained before each update.
    versions: list = field(default_factory=list)

    def __getattr__(self, name):
        """Let a test write `view.blocks`, `view.callback_id`, `view.private_metadata`."""
        if name in {"blocks", "callback_id", "private_metadata", "external_id", "type"}:
            return self.content.get(name)
        raise AttributeError(name)

    @property
    def title(self):
        """The words at the top of the window."""
        return (self.content.get("title") or {}).get("text")

    @property
    def all_text(self):
        """Every word people can read in it."""
        return "\n".join(words_in(self.content))

    @property
    def root(self):
        """The window at the bottom of the stack."""
        return self.previous.root if self.previous else self

    def replace(self, content, new_hash):
        """Show something else from now on."""
        self.versions.append(self.content)
        self.content, self.hash, self.errors = content, new_hash, {}

    def as_json(self):
        """Describe it as payloads do."""
        absent = {"submit": None, "close": None, "external_id": "", "private_metadata": "", "callback_id": ""}
        return absent | self.content | {
            "id": self.id,
            "team_id": self.user.workspace.id,
            "app_id": "A1",
            "app_installed_team_id": self.installation.workspace.id,
            "bot_id": self.installation.bot.bot_id,
            "hash": self.hash,
            "root_view_id": self.root.id,
            "previous_view_id": self.previous.id if self.previous else None,
            "state": {"values": {}},
        }  # fmt: skip

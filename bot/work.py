"""One delivery being worked on: who acts, where, and what the bot has to answer with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.request.internals import extract_enterprise_id

from bot.actors import Actor, find_actor, find_workspace
from bot.answers import Answer, Answers
from bot.audience import PUBLIC, Audience
from bot.blocks.elements import modal
from bot.blocks.notes import taken_back
from bot.drafts import Drafts
from bot.errors import Gone, Refused, WindowGone
from bot.hub import HubClient
from bot.inbox import Letter
from bot.installations import Installation, Installations
from bot.posting import Message, Speaker
from bot.slack_client import make_client

#: For what is only nice to have: whoever asked must not wait for it.
HASTY_SECONDS = 2
STATUS = "is looking at what other teams tested…"
UNKNOWN_ACTOR = "Slack does not tell me for sure who you are here. Please write to me in a direct message."


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What every piece of work needs."""

    hub: HubClient
    installations: Installations
    answers: Answers
    drafts: Drafts
    audience: Audience
    slack_api_url: str

    def speaker(self, installation: Installation) -> Speaker:
        """Make the voice of one workspace."""
        client = make_client(self.slack_api_url, installation.token)
        hasty = make_client(self.slack_api_url, installation.token, seconds=HASTY_SECONDS)
        return Speaker(client, hasty, bot_user_id=installation.bot_user_id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes.

    Args:
        channel: the conversation.
        thread_ts: the thread in it.
        is_direct: whether it is the bot's conversation with one person.
    """

    channel: str
    thread_ts: str | None
    is_direct: bool


@dataclass(slots=True)
class Work:
    """One delivery, with what is known about it."""

    letter: Letter
    services: Services
    team_id: str
    speaker: Speaker
    known_actor: Actor | None
    view_id: str | None = None
    answer: Answer | None = field(default=None)
    shows_status: bool = False

    @classmethod
    def begin(cls, letter: Letter, services: Services) -> Work:
        """Find the workspace's token and who acts.

        Raises:
            Gone: the bot is no longer installed there.
        """
        team_id = find_workspace(letter.body)
        installation = services.installations.find(extract_enterprise_id(letter.body) or "", team_id)
        if installation is None:
            raise Gone("not installed")
        return cls(letter, services, team_id, services.speaker(installation), find_actor(letter.body))

    @property
    def body(self) -> dict[str, Any]:
        """The payload."""
        return self.letter.body

    @property
    def actor(self) -> Actor:
        """Who acts.

        Raises:
            Refused: it is not known beyond doubt.
        """
        if self.known_actor is None:
            raise Refused(UNKNOWN_ACTOR)
        return self.known_actor

    @property
    def hub(self) -> HubClient:
        """The hub."""
        return self.services.hub

    @property
    def is_insider(self) -> bool:
        """Whether the actor is a full member of this workspace: no guest, bot or stranger."""
        actor = self.actor
        return self.services.audience.is_insider(self.speaker.client, actor, self.team_id)

    def ceiling_in(self, place: Place) -> str | None:
        """Return the most an answer in this place may hold; None where the asker alone reads it.

        Raises:
            Refused: it could not be found out who reads along.
        """
        if not self.is_insider:
            return PUBLIC
        if place.is_direct:
            return None
        return self.services.audience.ceiling_of(self.speaker, self.team_id, place.channel)

    def direct_place(self, thread_ts: str | None = None) -> Place:
        """Return the bot's own conversation with the actor."""
        return Place(self.speaker.direct_channel(self.actor.user_id), thread_ts, is_direct=True)

    def promise(self, place: Place, placeholder: Message) -> Answer:
        """Show that the bot is looking, and store where; after a crash, find what was shown before."""
        begun = self.services.answers.begin(
            self.letter.id,
            team_id=self.team_id,
            user_id=self.actor.user_id,
            channel_id=place.channel,
            thread_ts=place.thread_ts,
            is_private=place.is_direct,
        )
        self.answer = begun
        if begun.message_ts is None:
            self._keep(self.speaker.post(place.channel, placeholder, place.thread_ts))
        return self.answer

    def fulfil(self, message: Message) -> None:
        """Put the answer where the placeholder stands, unless it was taken back since it was begun."""
        assert self.answer is not None
        answer = self._stored(self.answer)
        if answer is not None and answer.message_ts is not None:
            stands = self.speaker.update(answer.channel_id, answer.message_ts, message, answer.thread_ts)
            if stands != answer.message_ts:
                self.services.answers.note_message(answer.id, stands)
            # The channel may have been opened to others in this very moment.
            if self._stored(answer) is None:
                self.speaker.replace(answer.channel_id, stands, taken_back())
        self._show_status("")

    def _stored(self, answer: Answer) -> Answer | None:
        """Return what is stored of an answer now; None when it was taken back."""
        return self.services.answers.get(answer.id, self.team_id)

    def show_looking(self) -> None:
        """Show below the thread that the bot is looking, where Slack can; the answer takes it away."""
        self.shows_status = True
        self._show_status(STATUS)

    def _show_status(self, status: str) -> None:
        answer = self.answer
        if self.shows_status and answer is not None and answer.thread_ts is not None:
            self.speaker.show_status(answer.channel_id, answer.thread_ts, status)

    def tell(self, message: Message) -> None:
        """Tell the actor something where they will see it: in their window, in the answer, or else alone."""
        if self.tell_in_window(message):
            return
        if self.answer is not None and self.answer.message_ts is not None:
            self.fulfil(message)
        else:
            self.tell_alone(message)

    def tell_in_window(self, message: Message) -> bool:
        """Tell the actor something in their window; return False where none is open any more."""
        if self.view_id is None:
            return False
        with suppress(WindowGone):
            self.fill_window(_as_view(message))
        return self.view_id is not None

    def fill_window(self, view: dict[str, Any]) -> None:
        """Fill the window.

        Raises:
            WindowGone: the person has closed it; what is told from now on is told elsewhere.
        """
        assert self.view_id is not None
        try:
            self.speaker.change_view(self.view_id, view)
        except WindowGone:
            self.view_id = None
            raise

    def tell_alone(self, message: Message) -> None:
        """Tell the actor something that nobody else sees."""
        user = self.known_actor.user_id if self.known_actor else self._named_user()
        channel, thread_ts = self.channel, self._thread()
        if channel is not None:
            with suppress(Gone):
                self.speaker.whisper(channel, user, message, thread_ts)
                return
        # From the Home tab or a window there is no conversation, and in a strange one the bot cannot speak.
        self.speaker.post(self.speaker.direct_channel(user), message)

    @property
    def channel(self) -> str | None:
        """The conversation the delivery came from, if any."""
        body = self.body
        event, named = body.get("event") or {}, body.get("channel") or {}
        found = (
            event.get("channel")
            or body.get("channel_id")
            or (named.get("id") if isinstance(named, dict) else None)
        )
        return found if isinstance(found, str) else None

    def _thread(self) -> str | None:
        source = self.body.get("event") or self.body.get("message") or {}
        found = source.get("thread_ts")
        return found if isinstance(found, str) else None

    def _named_user(self) -> str:
        """Return whoever the payload names, only to tell them that they were not recognised."""
        named = (self.body.get("event") or {}).get("user") or self.body.get("user_id")
        if not isinstance(named, str):
            raise Gone("nobody to tell")
        return named

    def _keep(self, message_ts: str) -> None:
        assert self.answer is not None
        self.services.answers.note_message(self.answer.id, message_ts)
        self.answer = self.services.answers.get(self.answer.id, self.team_id)


def _as_view(message: Message) -> dict[str, Any]:
    return modal("told", "Improvement hub", message.blocks)

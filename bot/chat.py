"""``make chat``: the bot's answers in a terminal, without Slack.

Questions, and what is asked on, go to a hub as the member whose token it is; answers are what Slack shows.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import httpx

from bot.blocks.answer import Setting, show_answer
from bot.blocks.cycles import show_cycles
from bot.blocks.elements import Block, context, safe, section
from bot.errors import BotError, Refused
from bot.hub import TIMEOUT_SECONDS, HubClient
from bot.settings import BotSettings
from bot.terminal import read_blocks

LOOPBACK = "http://127.0.0.1:"
DEMO = f"{LOOPBACK}8000"
#: What goes on from the question before; everything else is a new question.
GOES_ON = re.compile(
    r"\+|and\b|what about\b|how about\b|any (that|which|of)\b|only\b|tell me more\b", re.IGNORECASE
)
NUMBERED = re.compile(r"(see|more|team)\s+(\d+)\Z", re.IGNORECASE)
HELP = """\
Ask in your own words what other teams tested. Please write no student names.
  what about middle school?   goes on from the question before; so do "any that failed?" and "+ ..."
  see 2                       the cycles of idea 2
  more 2                      ideas like idea 2
  team 2                      asks for the second of your teams, if you have several
  quit                        ends this"""
NO_SUCH_TEAM = "You have no team with this number."
NO_SUCH_IDEA = "There is no idea with this number in the last answer."
NO_HUB = "The hub does not answer. Start it in another terminal: make demo"
NO_TOKEN = "HUB_TOKEN is not set: a member's token for the hub. With make demo running, use: make chat"  # noqa: S105


class Chat:
    """One conversation."""

    def __init__(self, hub: HubClient, write: Callable[[list[Block]], None]) -> None:
        """Take the hub, as the member whose token it carries, and what writes blocks."""
        self._hub, self._write = hub, write
        self._suggestion_id: str | None = None
        self._ideas: list[dict[str, Any]] = []
        #: For which team is asked; None where there is but one.
        self._team: str | None = None

    def answer(self, line: str) -> None:
        """Answer one line.

        Raises:
            BotError: the hub does not answer, or refuses; the reason is told.
        """
        numbered = NUMBERED.match(line)
        if numbered is None:
            follows = self._suggestion_id if GOES_ON.match(line) else None
            self._ask({"query": line.lstrip("+ "), **({"follow_up_of": follows} if follows else {})})
            return
        self._do(numbered[1].lower(), int(numbered[2]))

    def _do(self, word: str, number: int) -> None:
        if word == "team":
            self._choose_team(number)
        elif word == "see":
            self._show_cycles(self._idea(number))
        else:
            idea = self._idea(number)
            self._ask({"query": idea["title"], "change_idea": idea["id"]})

    def _choose_team(self, number: int) -> None:
        """Ask for another team from now on, and the last question anew."""
        teams = self._teams()
        if not 1 <= number <= len(teams):
            raise Refused(NO_SUCH_TEAM)
        self._team = teams[number - 1]["id"]
        if self._suggestion_id:
            self._ask({"follow_up_of": self._suggestion_id})
        else:
            self._write([section(f"I ask for {safe(teams[number - 1]['name'])} now.")])

    def _ask(self, body: Mapping[str, Any]) -> None:
        told = self._send(body)
        self._suggestion_id = told["id"]
        self._ideas = [each["change_idea"] for each in told["suggestions"]]
        teams = [(each["id"], each["name"]) for each in self._teams()]
        setting = Setting(
            answer_id="",
            is_linked=True,
            is_private=True,
            team=told["understood_as"]["team"],
            teams=teams if len(teams) > 1 else (),
        )
        blocks = list(show_answer(told, setting).blocks)
        self._write(blocks + ([_name_teams(teams)] if setting.teams else []))

    def _send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the hub; for the first team, when the member works in several and chose none."""
        chosen = {"team": self._team} if self._team else {}
        try:
            answered: dict[str, Any] = self._hub.post("/suggestions", {**body, **chosen})
        except Refused as refusal:
            if chosen or "team" not in refusal.fields:
                raise
            self._team = self._teams()[0]["id"]
            answered = self._hub.post("/suggestions", {**body, "team": self._team})
        return answered

    def _teams(self) -> list[dict[str, Any]]:
        teams: list[dict[str, Any]] = self._hub.get("/me")["teams"]
        return teams

    def _show_cycles(self, idea: Mapping[str, Any]) -> None:
        cycles = self._hub.get("/pdsa-cycles", change_idea=idea["id"], page_size=10)["items"]
        self._write(show_cycles(idea, cycles)["blocks"])

    def _idea(self, number: int) -> dict[str, Any]:
        if not 1 <= number <= len(self._ideas):
            raise Refused(NO_SUCH_IDEA)
        return self._ideas[number - 1]


def _name_teams(teams: Sequence[tuple[str, str]]) -> Block:
    """Say for which teams one can ask, and how."""
    told = ", ".join(f"team {number}: {safe(name)}" for number, (_, name) in enumerate(teams, start=1))
    return context(f"Your teams: {told}")


def converse(chat: Chat, lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Answer line after line, until somebody has enough; a refusal is told and the talk goes on."""
    for line in map(str.strip, lines):
        if line.lower() in {"quit", "exit", "bye"}:
            return
        if line.lower() == "help":
            say(HELP)
        elif line:
            try:
                chat.answer(line)
            except BotError as error:
                say(_reason(error))


def _reason(error: BotError) -> str:
    return NO_HUB if isinstance(error.__cause__, httpx.TransportError) else str(error)


def _write(blocks: Iterable[Block]) -> None:
    width = shutil.get_terminal_size().columns
    for line in read_blocks(blocks, width=width, bold=sys.stdout.isatty()):
        _say(line)
    _say("")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _typed() -> Iterator[str]:
    """Return what is typed, line by line, until the end of input or Ctrl-C."""
    with suppress(EOFError, KeyboardInterrupt):
        # Where there is readline, the arrow keys bring back earlier questions.
        with suppress(ImportError):
            import readline  # noqa: F401
        while True:
            yield input("> ")


def main() -> int:
    """Talk with the hub of ``HUB_URL``, else with the demo, as the member whose ``HUB_TOKEN`` is set."""
    settings = BotSettings.from_environment()
    if not settings.hub_token:
        sys.stderr.write(f"{NO_TOKEN}\n")
        return 1
    _say(HELP)
    address = settings.hub_url or DEMO
    # Loopback needs no proxy, whatever the environment says.
    outside = not address.startswith(LOOPBACK)
    with httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS, trust_env=outside) as http:
        converse(Chat(HubClient(http, settings.hub_token), _write), _typed(), _say)
    return 0


if __name__ == "__main__":
    sys.exit(main())

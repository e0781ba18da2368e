"""Many people in many Slack workspaces, who ask all at once; and what became of each question.

Slack is the strict fake of the tests. A question is answered once when one message stands in its thread to
which the bot noted what the hub suggested. An apology is no answer and is counted by itself, and so is a
placeholder that nobody will replace any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blocks.notes import apology
from bot.installations import Installation, Installations
from bot.settings import BotSettings
from bot.store import Store, answers
from bot.vault import Vault
from nic_hub.models import BotClient, Member, Network, SlackLink, Workspace
from tests.fake_slack import FakeSlack

LOOKING = "Looking"
SORRY = apology("").text[:10]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a number of questions.

    Args:
        once: answered by one message, as it should be.
        twice: answered by several.
        apologised: answered by none, and apologised for.
        lost: neither.
        left_looking: placeholders that stand beside an answer and never become one.
    """

    once: int
    twice: int
    apologised: int
    lost: int
    left_looking: int

    def __str__(self) -> str:
        """Say it in one line."""
        left = f", placeholders left {self.left_looking}" if self.left_looking else ""
        told = f"once {self.once}, twice {self.twice}, apologised for {self.apologised}, lost {self.lost}"
        return f"{told}{left}"


@dataclass
class Crowd:
    """People who ask, and what they were told.

    Args:
        slack: the Slack they are in.
        people: one after another asks.
        asked: what Slack delivered for each question.
        store: the bot's tables, once it is installed.
    """

    slack: FakeSlack
    people: Sequence[Any]
    asked: list[Any] = field(default_factory=list)
    store: Store | None = None

    def install(self, settings: BotSettings) -> None:
        """Install the bot in every workspace, as if each administrator had allowed it."""
        self.store = Store(settings.database_address)
        installations = Installations(self.store, Vault(settings.own_secret))
        for place in {each.workspace.id: each.workspace for each in self.people}.values():
            made = place.install()
            ids = {"enterprise_id": "", "team_id": place.id}
            bot = {"bot_user_id": made.bot.id, "bot_id": made.bot.bot_id}
            installations.save(Installation(**ids, token=made.token, **bot))

    def close(self) -> None:
        """Let go of the bot's tables."""
        if self.store is not None:
            self.store.dispose()

    def ask(self, questions: Sequence[str]) -> None:
        """Ask all questions at the same moment, each in a person's direct message; wait for Slack's part."""
        with ThreadPoolExecutor(len(questions)) as pool:
            asking = [
                pool.submit(self.people[number % len(self.people)].says, text)
                for number, text in enumerate(questions)
            ]
            self.asked += [each.result() for each in asking]

    def send_again(self) -> int:
        """Deliver once more what nobody took, as Slack does after a minute; return how many there were."""
        missed = [each for each in self.asked if not each.acknowledged]
        for each in missed:
            each.again()
        return len(missed)

    def acknowledgements(self) -> list[float]:
        """Return the seconds after which each question was acknowledged, or Slack gave up waiting.

        Where nobody listened, because the bot was dead, there was nothing to wait for.
        """
        waited = [each.first for each in self.asked if each.first.reason != "connection_failed"]
        return sorted(each.seconds for each in waited)

    def taken(self) -> int:
        """Count the deliveries that were acknowledged so far."""
        return sum(1 for each in list(self.slack.deliveries) if each.acknowledged)

    def finished(self) -> int:
        """Count the questions that have an answer or an apology so far."""
        told = [one for person in self.people for one in self.slack.answers(person.dm)]
        return len({one.thread_ts for one in told if not one.text.startswith(LOOKING)})

    def verdict(self) -> Verdict:
        """Say what became of the questions."""
        suggested = self._suggested()
        told = [self._told(each) for each in self.asked]
        counts = [sum(_place(one) in suggested for one in final) for final, _ in told]
        without = [final for (final, _), count in zip(told, counts, strict=True) if not count]
        apologised = sum(any(one.text.startswith(SORRY) for one in final) for final in without)
        return Verdict(
            once=counts.count(1),
            twice=sum(1 for count in counts if count > 1),
            apologised=apologised,
            lost=len(without) - apologised,
            left_looking=sum(len(looking) for _, looking in told),
        )

    def _told(self, delivery: Any) -> tuple[list[Any], list[Any]]:
        """Return what was said to a question in the end, and the placeholders."""
        found = self.slack.answers(delivery.message.channel, delivery.message.ts)
        looking = [one for one in found if one.text.startswith(LOOKING)]
        return [one for one in found if one not in looking], looking

    def _suggested(self) -> set[tuple[str, str]]:
        """Return where the messages stand that hold what the hub suggested."""
        assert self.store is not None
        places = select(answers.c.channel_id, answers.c.message_ts)
        with self.store.reading() as connection:
            rows = connection.execute(places.where(answers.c.suggestion_id.is_not(None)))
            return {(row.channel_id, row.message_ts) for row in rows}


def _place(message: Any) -> tuple[str, str]:
    return message.channel.id, message.ts


def settle_in(
    slack: FakeSlack,
    session: Session,
    *,
    network: Network,
    client: BotClient,
    members: Sequence[Member],
    workspaces: int,
    people: int,
) -> Crowd:
    """Make workspaces that are bound to a network, with linked people in each."""
    found: list[list[Any]] = []
    for number in range(workspaces):
        place = slack.workspace(f"TL{number}")
        bound = Workspace(
            network_id=network.id, bot_client_id=client.id, slack_team_id=place.id, name=f"District {number}"
        )
        session.add(bound)
        session.flush()
        users = [place.user(f"UL{number}P{person}") for person in range(people)]
        for user in users:
            known = members[(number * people + int(user.id.rpartition("P")[2])) % len(members)]
            link = {"workspace_id": bound.id, "member_id": known.id, "slack_user_id": user.id}
            session.add(SlackLink(network_id=network.id, **link))
        found.append(users)
    # Neighbours in the row are of different workspaces, as in a network that wakes up.
    return Crowd(slack, [user for row in zip(*found, strict=True) for user in row])


def wait_for(slack: FakeSlack, happened: Callable[[], Any], seconds: float) -> bool:
    """Wait until something has happened; return whether it has."""
    try:
        slack.wait_until(happened, seconds)
    except AssertionError:
        return False
    return True


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed."""
    return sorted_values[max(0, min(len(sorted_values) - 1, round(share * len(sorted_values)) - 1))]


def describe(seconds: Iterable[float]) -> str:
    """Describe some times in one line."""
    values = sorted(seconds)
    if not values:
        return "none"
    parts = [f"{name} {percentile(values, share):.2f} s" for name, share in (("p50", 0.5), ("p99", 0.99))]
    return ", ".join([*parts, f"max {values[-1]:.2f} s"])

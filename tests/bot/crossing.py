"""Random worlds of the hub, seen from Slack: who reads what stands where, and what they may know of it.

The naive reading of the rules (``tests.privacy.oracle``) decides. Every text of a world is a marker that says
whose it is, so whatever Slack shows can be searched for what it gives away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.installations import Installation
from nic_hub.models import BotClient, SlackLink, Workspace
from tests.fake_slack import FakeSlack
from tests.privacy.oracle import Oracle
from tests.privacy.world import MARKER, Item, World

#: Kinds that everybody in a network knows of, and that an answer to the public may name, too.
THEORY = {"network", "aim", "driver"}


@dataclass
class Neighbourhood:
    """The workspaces of a world's networks, with everybody in them.

    Args:
        people: everybody in Slack who can do something.
        places: every channel.
        member_of: the member of the world that somebody is linked to.
        network_of: the network that a workspace is bound to, by the workspace's id.
        public_only: channels where somebody reads along who belongs to no network.
    """

    slack: FakeSlack
    world: World
    people: list[Any] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)
    member_of: dict[str, Item] = field(default_factory=dict)
    network_of: dict[str, str] = field(default_factory=dict)
    public_only: set[str] = field(default_factory=set)
    oracles: dict[str | None, Oracle] = field(default_factory=dict)

    def settle(self, session: Session, client: BotClient) -> None:
        """Bind a workspace to each district and one to each network, and link every member in one of them."""
        for network in self.world.of("network"):
            homes = [None, *(district.id for district in self.world.of("district", network.id))]
            bound = [self._bind(session, client, network.id, district_id) for district_id in homes]
            for number, member in enumerate(self.world.of("member", network.id)):
                workspace, place = bound[number % len(bound)]
                user = place.user(f"UM{member.number}", f"m{member.number}")
                session.add(
                    SlackLink(
                        network_id=network.id,
                        workspace_id=workspace.id,
                        member_id=member.id,
                        slack_user_id=user.id,
                    )
                )
                self.member_of[user.id] = member
                self.people.append(user)
            for _, place in bound:
                self._furnish(place)
        self._share()

    def install(self, bot: Bot) -> None:
        """Give the bot the token of each workspace."""
        for team_id in self.network_of:
            made = self.slack.workspaces[team_id].installation
            told = {"team_id": team_id, "bot_user_id": made.bot.id, "bot_id": made.bot.bot_id}
            bot.installations.save(Installation(enterprise_id="", token=made.token, **told))

    def _bind(
        self, session: Session, client: BotClient, network_id: str, district_id: str | None
    ) -> tuple[Workspace, Any]:
        place = self.slack.workspace(f"TW{len(self.network_of)}")
        place.install()
        row = Workspace(
            network_id=network_id,
            bot_client_id=client.id,
            district_id=district_id,
            slack_team_id=place.id,
            name=place.id,
        )
        session.add(row)
        session.flush()
        self.network_of[place.id] = network_id
        return row, place

    def _furnish(self, place: Any) -> None:
        """Add somebody who is not linked, a guest, a channel for the staff, and one where the guest is."""
        staff = [one for one in self.people if one.workspace is place]
        passer_by, guest = place.user(f"UP{place.id}"), place.user(f"UG{place.id}", is_restricted=True)
        self.people += [passer_by, guest]
        self.places.append(place.channel(f"CS{place.id}", members=[*staff, passer_by]))
        self.places.append(place.channel(f"CG{place.id}", members=[*staff, guest]))
        self.public_only.add(f"CG{place.id}")

    def _share(self) -> None:
        """Share a channel of the first workspace with the last, which belongs to another network."""
        first, last = (
            self.slack.workspaces[team_id] for team_id in (min(self.network_of), max(self.network_of))
        )
        shared = first.channel("CX", shared_with=[last], is_ext_shared=True)
        shared.add(*(one for one in self.people if one.workspace in {first, last} and not one.is_restricted))
        self.places.append(shared)
        self.public_only.add("CX")

    def leaks(self) -> list[str]:
        """List everything in Slack that somebody reads who may not know it; and check what is seen at all."""
        found = []
        for place in [*self.places, *(person.dm for person in self.people)]:
            for message in self.slack.answers(place):
                told = (
                    f"{message.versions} {message.text} {message.blocks} {message.unfurls} {message.metadata}"
                )
                found += self._barred(told, self._readers(place, message), f"in {place.id}")
        for view in [*self.slack.windows, *self.slack.homes.values()]:
            told = f"{view.versions} {view.content}"
            found += self._barred(told, self._alone(view.user), f"in a window of {view.user.id}")
        return found

    def seen(self) -> set[str]:
        """Return every marker that stands anywhere."""
        places = [*self.places, *(person.dm for person in self.people)]
        told = "".join(
            str(one.versions) + one.all_text for place in places for one in self.slack.answers(place)
        )
        return {match[0] for match in MARKER.finditer(told)}

    def _readers(self, place: Any, message: Any) -> list[tuple[str, Oracle]]:
        """Return the network and the rights of everybody whom a message must be fit for."""
        if message.to is not None or place.is_im:
            return self._alone(message.to or place.person)
        if place.id in self.public_only:
            return [(self.network_of[message.author.workspace.id], self._oracle(None))]
        # Every member of the network may read along, also who is only in another workspace of it.
        network = self.network_of[message.author.workspace.id]
        everybody = [self._oracle(one) for one in self.world.of("member", network)]
        return [(network, oracle) for oracle in everybody if oracle.may_sign_in()]

    def _alone(self, person: Any) -> list[tuple[str, Oracle]]:
        member = None if person.is_restricted else self.member_of.get(person.id)
        oracle = self._oracle(member)
        network = self.network_of[person.workspace.id]
        return [(network, oracle if oracle.may_sign_in() else self._oracle(None))]

    def _oracle(self, member: Item | None) -> Oracle:
        key = member.id if member else None
        return self.oracles.setdefault(key, Oracle(self.world, member))

    def _barred(self, told: str, readers: Iterable[tuple[str, Oracle]], where: str) -> list[str]:
        marks = {(int(match[1]), match[2]) for match in MARKER.finditer(told)}
        return [
            f"zq{number}.{column} {where}, to {oracle.viewer}"
            for number, column in sorted(marks)
            for network, oracle in readers
            if not _may_know(oracle, network, self.world.numbered(number), column)
        ]


def _may_know(oracle: Oracle, network: str, item: Item, column: str) -> bool:
    """Say whether a reader may know a column of an item, here where one network is spoken of."""
    if item.network != network:
        return False
    if oracle.viewer is None and item.kind not in THEORY and not oracle.may_read(item):
        return False
    if not oracle.may_read(item):
        return False
    shown = oracle.shown(item) if column in item.values else {column: True}
    return shown.get(column) is not None

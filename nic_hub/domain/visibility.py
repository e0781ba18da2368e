"""Who may read and write what: the one place where it is decided.

The read rule is data: a list of grants. A record may be read when *any* grant holds, and a grant holds when
*every* one of its columns has one of its values. The same list becomes SQL (``services.access.visibility``),
a numpy mask (``search``) or is evaluated here on a mapping, so that no door needs a rule of its own.

Source: the domain guide, section 10, "Visibility" and its table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple

from nic_hub.domain.vocabulary import Ceiling, RoleGroup, Visibility


class Standing(NamedTuple):
    """What the read rule asks of a record: the columns a grant may speak of.

    Every record with a visibility has them (see ``models.base.Record``).
    """

    network_id: str
    team_id: str
    visibility: Visibility
    is_draft: bool
    is_hidden: bool
    is_withdrawn: bool = False


GRANT_COLUMNS = Standing._fields


@dataclass(frozen=True, slots=True)
class Grant:
    """One reason to let somebody read: every named column has one of the given values."""

    conditions: Mapping[str, frozenset[Any]]

    @classmethod
    def of(cls, **conditions: Iterable[Any]) -> Grant:
        """Make a grant from ``column=values``."""
        return cls(MappingProxyType({column: frozenset(values) for column, values in conditions.items()}))

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Say whether the facts of one record meet every condition."""
        return all(facts[column] in values for column, values in self.conditions.items())


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: one member of one network, or nobody (``member_id`` is None).

    Args:
        network_id: the only network this person can know of; None for a person who is not signed in.
        writing_teams: teams whose work the person does (member, lead, ...), so drafts are theirs to read and
            write.
        sponsored_teams: teams the person sponsors or heads as principal: their records, never their drafts.
        coached_teams: teams a coach is assigned to.
        inviting_teams: coached teams that let the coach read their drafts.
        district_teams: all teams of the districts the person belongs to or coaches in.
        own_district_ids: districts the person belongs to.
        public_network_ids: networks that let anyone read their public records.
        bot_client_id: the bot that asks, for itself or for a person.
        workspace_id: the Slack workspace from which a bot asks for a person; None for the bot itself.
        slack_user_id: the person in that workspace.
        behind: the person themselves, where this is only what they may show to an audience.
    """

    network_id: str | None = None
    member_id: str | None = None
    account_id: str | None = None
    roles: frozenset[RoleGroup] = frozenset()
    writing_teams: frozenset[str] = frozenset()
    sponsored_teams: frozenset[str] = frozenset()
    coached_teams: frozenset[str] = frozenset()
    inviting_teams: frozenset[str] = frozenset()
    district_teams: frozenset[str] = frozenset()
    own_district_ids: frozenset[str] = frozenset()
    public_network_ids: frozenset[str] = field(default_factory=frozenset)
    bot_client_id: str | None = None
    workspace_id: str | None = None
    slack_user_id: str | None = None
    behind: Principal | None = None

    @property
    def whole(self) -> Principal:
        """Return the person themselves, whoever they speak to."""
        return self.behind or self

    @property
    def is_bot(self) -> bool:
        """Say whether a bot asks for itself: it reads no record and knows only its own affairs."""
        return self.bot_client_id is not None and self.workspace_id is None

    @property
    def is_unlinked(self) -> bool:
        """Say whether a bot asks for somebody who is not linked to a member."""
        return self.workspace_id is not None and not self.whole.is_member

    @property
    def is_member(self) -> bool:
        """Say whether the person is signed in as a member of a network."""
        return self.member_id is not None

    @property
    def searched_network_id(self) -> str | None:
        """The one network a search looks into: one's own, or the only one that lets everybody read."""
        if self.is_member or len(self.public_network_ids) != 1:
            return self.network_id
        return next(iter(self.public_network_ids))

    @property
    def own_teams(self) -> frozenset[str]:
        """Teams the person works in, sponsors or heads."""
        return self.writing_teams | self.sponsored_teams

    @property
    def draft_teams(self) -> frozenset[str]:
        """Teams whose drafts the person may read; a sponsor or principal never reads them."""
        return (self.writing_teams | self.inviting_teams) - self.sponsored_teams

    def has(self, *roles: RoleGroup) -> bool:
        """Say whether the person holds one of these roles."""
        return not self.roles.isdisjoint(roles)


def read_grants(principal: Principal) -> tuple[Grant, ...]:
    """List the reasons for which this person may read a record that belongs to a team."""
    if not principal.is_member:
        return (_public(principal.public_network_ids),) if principal.public_network_ids else ()
    assert principal.network_id is not None
    return tuple(_member_grants(principal))


def _public(network_ids: frozenset[str]) -> Grant:
    return Grant.of(
        network_id=network_ids, visibility=[Visibility.PUBLIC], is_draft=[False], is_hidden=[False]
    )


def _member_grants(principal: Principal) -> Iterable[Grant]:
    """Say what a member reads: the network's, the district's, the teams', and drafts. No team, no record."""
    within = partial(Grant.of, network_id=[principal.network_id])
    hidden = [True, False] if principal.has(RoleGroup.COACH) else [False]
    near = principal.own_teams | principal.coached_teams
    yield within(visibility=[Visibility.NETWORK, Visibility.PUBLIC], is_draft=[False], is_hidden=hidden)
    yield within(
        team_id=principal.district_teams, visibility=[Visibility.DISTRICT], is_draft=[False], is_hidden=hidden
    )
    yield within(team_id=near, is_draft=[False])
    yield within(team_id=principal.draft_teams)


def own_grants(principal: Principal) -> tuple[Grant, ...]:
    """List the reasons for which a record is the person's own team's, whatever it hangs on.

    What one sees of a cycle is the narrower of the cycle's and its idea's; a team always sees its own.
    """
    if not principal.is_member:
        return ()
    within = partial(Grant.of, network_id=[principal.network_id])
    return (
        within(team_id=principal.own_teams, is_draft=[False]),
        within(team_id=principal.draft_teams & principal.own_teams),
    )


class Reader:
    """The read rule for one person, held against the standing of many records. Remembers what it found.

    Args:
        principal: who reads.
    """

    def __init__(self, principal: Principal) -> None:
        self.principal = principal
        self._answers: dict[tuple[Standing, bool], bool] = {}
        self._grants, self._own_grants = read_grants(principal), own_grants(principal)

    def reads(self, standing: Standing, *, anchor: bool = True) -> bool:
        """Say whether the person may read a record.

        Args:
            standing: of the record.
            anchor: whether they may read all that it hangs on; a team sees its own whatever it hangs on.
        """
        key = (standing, anchor)
        if key not in self._answers:
            self._answers[key] = self._decide(standing._asdict(), anchor)
        return self._answers[key]

    def _decide(self, facts: Mapping[str, Any], anchor: bool) -> bool:
        grants = self._grants if anchor else self._own_grants
        return any(grant.holds(facts) for grant in grants)


@lru_cache(maxsize=64)
def reader_for(principal: Principal) -> Reader:
    """Return the reader of a person; the same one as long as the person may do the same."""
    return Reader(principal)


def may_see_numbers(principal: Principal, team_id: str) -> bool:
    """Say whether counts about fewer than ``min_n`` students may be shown: to the own team only."""
    return team_id in principal.own_teams


def may_see_email(principal: Principal, member_id: str) -> bool:
    """Say whether a member's e-mail address may be shown: to themselves, and to admins."""
    is_own = principal.member_id == member_id and principal.behind is None
    return is_own or may_administer(principal)


def may_write(principal: Principal, team_id: str | None, *, is_draft: bool = False) -> bool:
    """Say whether the person may change this team's records: those who do the team's work."""
    if team_id not in principal.writing_teams:
        return False
    return not is_draft or team_id in principal.draft_teams


def may_comment(principal: Principal, team_id: str) -> bool:
    """Say whether the person stands by this team: works in it, sponsors or heads it, or coaches it."""
    return team_id in principal.own_teams | principal.coached_teams


def may_curate(principal: Principal) -> bool:
    """Say whether the person may merge, map, retag and hide: a coach."""
    return principal.has(RoleGroup.COACH)


def may_propose(principal: Principal) -> bool:
    """Say whether the person may propose what a coach decides: teams, district leaders, planners, coaches."""
    works = bool(principal.writing_teams)
    return works or principal.has(RoleGroup.COACH, RoleGroup.DISTRICT, RoleGroup.PLANNER)


def may_administer(principal: Principal) -> bool:
    """Say whether the person may change people, districts and tokens: a network admin."""
    return principal.has(RoleGroup.ADMIN)


def under_ceiling(
    principal: Principal, ceiling: Ceiling, *, is_public: bool, district_teams: frozenset[str]
) -> Principal:
    """Return what a person may show to an audience: what each of it may read, and nothing of their own.

    Args:
        principal: the person; of somebody who is no member only what is public is shown anyway.
        ceiling: the audience.
        is_public: whether the person's network lets everybody read what is public.
        district_teams: the teams whose district's records everybody of a district's audience may read.
    """
    if not principal.is_member:
        return principal
    shown = Principal(
        bot_client_id=principal.bot_client_id,
        workspace_id=principal.workspace_id,
        slack_user_id=principal.slack_user_id,
        behind=principal,
    )
    assert principal.network_id is not None
    if ceiling == Ceiling.PUBLIC:
        return replace(shown, public_network_ids=frozenset({principal.network_id} if is_public else ()))
    teams = district_teams if ceiling == Ceiling.DISTRICT else frozenset()
    return replace(
        shown, network_id=principal.network_id, member_id=principal.member_id, district_teams=teams
    )


def through_bot(
    principal: Principal, *, bot_client_id: str, workspace_id: str, slack_user_id: str
) -> Principal:
    """Return what a person may do through a bot: all but an admin's work, which is done without one.

    A bot that fell into wrong hands could else make itself a token of every member.
    """
    return replace(
        principal,
        roles=principal.roles - {RoleGroup.ADMIN},
        bot_client_id=bot_client_id,
        workspace_id=workspace_id,
        slack_user_id=slack_user_id,
    )

"""The doors of those who change something, sign in, ask again or judge a suggestion, and the operator's.

Whether somebody may is asked of the oracle; that the deed is refused for another reason, such as the state of
the record, counts as allowed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import time_machine
from sqlalchemy import select

from nic_hub.bundle.exporter import export_network
from nic_hub.domain.pdsa.pdsa import Action
from nic_hub.errors import Forbidden, HubError, Invalid, NotFound, Stale, Unauthenticated
from nic_hub.models import ApiToken, CoachAssignment, Membership, SearchDocument, Suggestion
from nic_hub.services.access.tokens import authenticate, revoke_token
from nic_hub.services.cycles import take_step
from nic_hub.services.idempotency import find_answer
from nic_hub.services.kinds import ENTITY_KINDS, KINDS, RECORD_KINDS
from nic_hub.services.lifecycle import PUBLISHABLE, publish_record, withdraw_record
from nic_hub.services.measures.points import (
    add_point,
    archive_point,
    change_point,
    list_point_history,
    restore_point,
)
from nic_hub.services.measures.shown_points import get_point
from nic_hub.services.moderation import hide_reported, settle_report
from nic_hub.services.networks import change_network
from nic_hub.services.people.people import change_member
from nic_hub.services.people.team_people import add_membership, assign_coach, end_membership
from nic_hub.services.records import archive_record, change_record, create_record, restore_record
from nic_hub.services.suggesting.feedback import get_suggestion, give_feedback
from nic_hub.services.theory import merge_driver
from nic_hub.services.tools import add_version
from nic_hub.services.upkeep.purging import purge_text
from nic_hub.services.words.local_terms import approve_term, decline_term
from tests.privacy.doors import Visit
from tests.privacy.oracle import CONCLUSIONS, FINDINGS, ON_A_TOMBSTONE, Oracle
from tests.privacy.store import TOKENS, token_in
from tests.privacy.world import FEW, MARKER, NOON, TODAY, Item

Act = Callable[["ActingVisit", Any, int], Any]
Rule = Callable[[Oracle, Item], bool]


@dataclass(frozen=True)
class Deed:
    """Something that is done with a record.

    ``act`` takes the visit, the row and the version the change is made from. ``versioned`` says that it asks
    for that version, ``live`` that the record must not be withdrawn.
    """

    name: str
    kinds: frozenset[str]
    act: Act
    rule: Rule
    versioned: bool = True
    live: bool = False


class ActingVisit(Visit):
    """One viewer tries to do what is done in the hub."""

    def open_deeds(self) -> None:
        """Whatever is done with a record is done by those who may, from its present version."""
        for deed in DEEDS:
            items = [item for kind in sorted(deed.kinds) for item in self.world.of(kind)]
            # A tombstone takes nothing more, whoever asks.
            seen = [
                one for one in items if self.oracle.may_read(one) and not (deed.live and one["withdrawn_at"])
            ]
            may = [item for item in seen if deed.rule(self.oracle, item)]
            others = [item for item in seen if item not in may]
            # For somebody who is not signed in, a team to write for does not even exist.
            others = [] if deed.live and self.viewer is None else others
            for item in self._sample(may, 1) + self._sample(others, 2):
                self._try(deed, item)

    def _try(self, deed: Deed, item: Item) -> None:
        allowed = deed.rule(self.oracle, item)
        where = f"{deed.name} {item}"
        self.expect_equal(self._outcome(deed, item, 0) is not Forbidden, allowed, where)
        if deed.versioned and allowed:
            self.expect_equal(self._outcome(deed, item, 1), Stale, f"{where} from another version")

    def _outcome(self, deed: Deed, item: Item, ahead: int) -> type[HubError] | None:
        row = self.session.get_one(KINDS[item.kind], item.id)
        return self._tried(lambda: deed.act(self, row, row.version + ahead))

    def _tried(self, act: Callable[[], Any]) -> type[HubError] | None:
        """Return the error that an act raises; what it did is undone."""
        with self.session.begin_nested() as savepoint:
            try:
                act()
                self.session.flush()
            except HubError as error:
                return type(error)
            finally:
                savepoint.rollback()
        return None

    def open_point_deeds(self) -> None:
        """A data point is corrected, taken out and followed by those who may change its measure."""
        for measure in [one for one in self.oracle.readable("measure") if not one["withdrawn_at"]]:
            row = self.session.get_one(KINDS["measure"], measure.id)
            for shown in self._sample(self.oracle.points(measure), 1):
                point = get_point(self.session, self.principal, row, shown["id"])
                self.expect_equal(point.id, shown["id"], f"a point of {measure}")
                for deed in POINT_DEEDS:
                    self._try_with_point(deed, measure, row, point)

    def _try_with_point(self, deed: str, measure: Item, row: Any, point: Any) -> None:
        act, rule = POINT_DEEDS[deed]
        allowed, where = rule(self.oracle, measure), f"{deed} a point of {measure}"
        outcomes = [
            self._tried(lambda ahead=ahead: act(self, row, point, point.version + ahead)) for ahead in (0, 1)
        ]
        self.expect_equal(outcomes[0] is not Forbidden, allowed, where)
        if allowed and deed != "follow":
            self.expect_equal(outcomes[1], Stale, f"{where} from another version")

    def open_foreign_keys(self) -> None:
        """A key that another network uses is free: that it is taken there is nobody's business here."""
        teams = [
            team
            for team in self.world.of("team")
            if self.viewer and self.oracle.writes_for(team.id, draft=True)
        ]
        others = [
            one for one in self.world.of("help_wanted") if self.viewer and one.network != self.viewer.network
        ]
        for other in others if teams else ():
            with self.session.begin_nested() as savepoint:
                told = {"key": other["key"], "team_id": teams[0].id, "question": "Who knows?"}
                create_record(self.session, self.principal, KINDS["help_wanted"], told)
                savepoint.rollback()

    def open_foreign_purges(self) -> None:
        """Nobody purges a record of another network, or learns that it is there."""
        others = [
            one for one in self.world.records() if self.viewer is None or one.network != self.viewer.network
        ]
        for item in self._sample(others, 2):
            told = {"kind": item.kind, "record_id": item.id, "text": "a name"}
            refusal = NotFound if "admin" in self.oracle.roles else Forbidden
            with self.session.begin_nested() as savepoint:
                purge = lambda told=told: purge_text(self.session, self.principal, **told)  # noqa: E731
                self.expect_refusal(refusal, purge, f"purge of {item}")
                savepoint.rollback()

    def open_tokens(self) -> None:
        """A token lets its member in as long as it, the member and the network last, and nobody else."""
        with time_machine.travel(NOON, tick=False):
            guess = partial(authenticate, self.session, "nic_a_guess")
            self.expect_refusal(Unauthenticated, guess, "a token nobody has")
            for state in TOKENS if self.viewer else ():
                enter = lambda state=state: authenticate(self.session, token_in(state, self.viewer))  # noqa: E731
                if state == "" and self.oracle.may_sign_in():
                    self.expect_equal(enter()[0], self.principal, "who signs in")
                else:
                    self.expect_refusal(Unauthenticated, enter, f"token that is {state or 'live'}")

    def open_revoking(self) -> None:
        """A token is ended by its owner and by admins of the network."""
        for token in self._sample(list(self.session.scalars(select(ApiToken))), 4):
            is_near = self.viewer is not None and token.network_id == self.viewer.network
            mine = is_near and (token.member_id == self.viewer.id or "admin" in self.oracle.roles)
            with self.session.begin_nested() as savepoint:
                end = lambda token=token: revoke_token(self.session, self.principal, token.id)  # noqa: E731
                if mine:
                    self.expect_equal(end().revoked_at is not None, True, "end of a token")
                else:
                    self.expect_refusal(NotFound, end, "end of another's token")
                savepoint.rollback()

    def open_kept_answers(self) -> None:
        """A repeated request gets one's own answer of the last day, whatever keys others use."""
        with time_machine.travel(NOON, tick=False):
            kept = find_answer(self.session, self.principal, "again")
            self.expect_equal(kept is not None, self.viewer is not None, "an answer that is kept")
            self.scan(kept, "an answer that is kept")
            self.expect_equal(find_answer(self.session, self.principal, "old"), None, "an old answer")

    def open_feedback(self) -> None:
        """One speaks about what one was suggested and may still read."""
        for suggestion in self.session.scalars(select(Suggestion)).all():
            get = lambda asked=suggestion: get_suggestion(self.session, self.principal, asked.id)  # noqa: E731
            if self.viewer and suggestion.member_id == self.viewer.id:
                self._give_feedback(get())
            else:
                self.expect_refusal(NotFound, get, "another's suggestion")

    def _give_feedback(self, suggestion: Suggestion) -> None:
        suggested = {result["change_idea_id"] for result in suggestion.results}
        for idea in self.world.of("change_idea"):
            speak = lambda idea=idea: give_feedback(  # noqa: E731
                self.session, self.principal, suggestion, change_idea=idea.id, verdict="useful", note=None
            )
            with self.session.begin_nested() as savepoint:
                if idea.id in suggested and self.oracle.may_read(idea):
                    self.expect_equal(speak().change_idea_id, idea.id, "feedback")
                else:
                    self.expect_refusal(Invalid, speak, f"feedback on {idea}")
                savepoint.rollback()

    # What the operator holds in hands. Nobody asks, so it is looked at once a world.

    def open_export(self) -> None:
        """An export of a network holds nothing of another, and of what was withdrawn only its tombstone."""
        for network in self.world.of("network") if self.viewer is None else ():
            bundle = export_network(self.session, network["key"])
            withdrawn = [one for one in bundle["networks"][0]["pdsa_cycles"] if one.get("withdrawn_at")]
            cycles = self.world.of("pdsa_cycle", network.id)
            gone = sorted(cycle["key"] for cycle in cycles if cycle["withdrawn_at"])
            self.expect_equal([one["key"] for one in withdrawn], gone, "tombstones of cycles in an export")
            self._check_tombstones(withdrawn)
            self._check_lineage(network, bundle["networks"][0]["change_ideas"])
            text = json.dumps(bundle, default=str)
            ideas = [one for one in self.world.of("change_idea", network.id) if not one["withdrawn_at"]]
            self.expect_equal([one for one in ideas if one["title"] not in text], [], "ideas not exported")
            for number, column in set(MARKER.findall(text)):
                item = self.world.numbered(int(number))
                self.expect_equal(item.network, network.id, f"network of {item} in an export")
                told = not self._is_withdrawn(item) or column in {*ON_A_TOMBSTONE, "source"}
                self.expect_equal(told, True, f"whether {column} of {item} is exported")

    def _check_tombstones(self, cycles: list[dict[str, Any]]) -> None:
        """What a withdrawn cycle held that is no text is gone, too."""
        for cycle in cycles:
            told = {name: cycle[name] for name in (*FINDINGS, "context", "scale") if cycle.get(name)}
            self.expect_equal(told, {}, "what is exported of a withdrawn cycle")

    def _check_lineage(self, network: Item, exported: list[dict[str, Any]]) -> None:
        """What an idea came from stays, though the idea was withdrawn."""
        told = {one["key"]: one.get("parent") for one in exported}
        for idea in self.world.of("change_idea", network.id):
            parent = self.world.items.get(idea["parent_id"] or "")
            self.expect_equal(told[idea["key"]], parent and parent["key"], f"parent of {idea} in an export")

    def _is_withdrawn(self, item: Item) -> bool:
        tool = self.world.items.get(item["tool_id"] or "")
        return bool(item["withdrawn_at"] or (tool and tool["withdrawn_at"]))

    def open_searched_texts(self) -> None:
        """What is searched of a test with few students holds no finding and no number, whatever few means."""
        for network in self.world.of("network") if self.viewer is None else ():
            self._check_texts(network, network["min_n"])
            with self.session.begin_nested() as savepoint:
                self.session.get_one(KINDS["network"], network.id).min_n = 35
                self.session.flush()
                self._check_texts(network, 35)
                savepoint.rollback()

    def _check_texts(self, network: Item, limit: int) -> None:
        query = select(SearchDocument.record_id, SearchDocument.text)
        for record_id, text in self.session.execute(query.where(SearchDocument.kind == "pdsa_cycle")):
            cycle = self.world.items[record_id]
            count = cycle["student_count"]
            if cycle.network != network.id:
                continue
            columns = {column for number, column in MARKER.findall(text)}
            if count is None or count >= limit:
                self.expect_equal("result" in columns, bool(cycle["result"]), f"what is searched of {cycle}")
            else:
                self.expect_equal(columns & FINDINGS, set(), f"what is searched of {cycle}")
                self.expect_equal(FEW in text, False, f"numbers in what is searched of {cycle}")
                assert columns & CONCLUSIONS or not cycle["learning"], f"nothing is searched of {cycle}"


# What is done, with which records, and by whom.


def _may_change(oracle: Oracle, item: Item) -> bool:
    return oracle.may_change(item, set())


def _has(*roles: str) -> Rule:
    return lambda oracle, item: not oracle.roles.isdisjoint(roles)


def _works_for(oracle: Oracle, item: Item) -> bool:
    return oracle.viewer is not None and oracle.works_in(item.id)


def _a_coach(visit: ActingVisit, team: Any) -> str:
    """Return a coach who is assigned to the team, or anybody where there is none."""
    query = select(CoachAssignment.member_id).where(CoachAssignment.team_id == team.id)
    return visit.session.scalars(query).first() or visit.world.of("member", team.network_id)[0].id


def _a_membership(visit: ActingVisit, team: Any) -> str:
    found = visit.session.scalars(select(Membership.id).where(Membership.team_id == team.id)).first()
    return found or "0" * 32


def _hand_over(visit: ActingVisit, row: Any, version: int) -> Any:
    """Give a record to the first team of the network."""
    team = visit.world.of("team", row.network_id)[0].id
    return change_record(visit.session, visit.principal, row, {"team_id": team}, expected_version=version)


def _may_hand_over(oracle: Oracle, item: Item) -> bool:
    team = oracle.world.of("team", item.network)[0].id
    is_there = team == item["team_id"] or oracle.writes_for(team, draft=True)
    return _may_change(oracle, item) and is_there


def _version(visit: ActingVisit, tool: Any, _: int) -> Any:
    team = min(visit.principal.writing_teams, default=tool.team_id)
    told = {"what_changed": "Much", "why": "It was long", "team_id": team}
    return add_version(visit.session, visit.principal, tool, told)


def _on_record(service: Callable[..., Any]) -> Act:
    return lambda visit, row, version: service(visit.principal, row, expected_version=version)


def _in_session(service: Callable[..., Any], *arguments: Any, **options: Any) -> Act:
    return lambda visit, row, version: service(
        visit.session, visit.principal, row, *arguments, expected_version=version, **options
    )


LONG_AGO = {"date": TODAY - timedelta(days=700), "value": 1.0}
RECORDS = frozenset(RECORD_KINDS)
DEEDS: tuple[Deed, ...] = (
    Deed("change", frozenset(ENTITY_KINDS) - {"report"}, _in_session(change_record, {}), _may_change),
    Deed("archive", frozenset(ENTITY_KINDS) - {"report"}, _on_record(archive_record), _may_change),
    Deed("restore", frozenset(ENTITY_KINDS) - {"report"}, _on_record(restore_record), _may_change),
    Deed("withdraw", RECORDS, _on_record(withdraw_record), _may_change),
    Deed("hand over", RECORDS, _hand_over, _may_hand_over, live=True),
    Deed(
        "publish",
        frozenset(kind for kind in RECORDS if KINDS[kind] in PUBLISHABLE),
        _in_session(publish_record),
        _may_change,
    ),
    Deed(
        "cancel",
        frozenset({"pdsa_cycle"}),
        _in_session(take_step, Action.CANCEL, {"cancel_reason": "No time"}, today=TODAY),
        _may_change,
    ),
    Deed(
        "add a point",
        frozenset({"measure"}),
        lambda visit, row, _: add_point(visit.session, visit.principal, row, LONG_AGO),
        _may_change,
        versioned=False,
    ),
    Deed(
        "adapt",
        frozenset({"tool"}),
        _version,
        lambda oracle, tool: any(
            oracle.viewer and oracle.works_in(team.id) for team in oracle.world.of("team", tool.network)
        ),
        versioned=False,
        live=True,
    ),
    Deed(
        "merge",
        frozenset({"driver"}),
        lambda visit, row, version: merge_driver(
            visit.session, visit.principal, row, row, expected_version=version
        ),
        _may_change,
    ),
    Deed("hide", frozenset({"report"}), _in_session(hide_reported), _has("coach")),
    Deed(
        "settle", frozenset({"report"}), _in_session(settle_report, settlement="It was right"), _has("coach")
    ),
    Deed("approve", frozenset({"vocabulary_term"}), _in_session(approve_term), _has("coach")),
    Deed("decline", frozenset({"vocabulary_term"}), _on_record(decline_term), _has("coach")),
    Deed("settings", frozenset({"network"}), _in_session(change_network, {}), _has("admin")),
    Deed("person", frozenset({"member"}), _in_session(change_member, {}), _has("admin")),
    Deed(
        "join",
        frozenset({"team"}),
        lambda visit, team, _: add_membership(
            visit.session,
            visit.principal,
            team,
            {
                "member_id": visit.world.of("member", team.network_id)[0].id,
                "role": "lead",
                "started_on": TODAY,
            },
        ),
        _has("admin"),
        versioned=False,
    ),
    Deed(
        "leave",
        frozenset({"team"}),
        lambda visit, team, _: end_membership(
            visit.session, visit.principal, team, _a_membership(visit, team), TODAY
        ),
        _has("admin"),
        versioned=False,
    ),
    Deed(
        "assign",
        frozenset({"team"}),
        lambda visit, team, _: assign_coach(
            visit.session,
            visit.principal,
            team,
            {"member_id": _a_coach(visit, team), "ended_on": TODAY},
            today=TODAY,
        ),
        _has("admin"),
        versioned=False,
    ),
    Deed(
        "invite",
        frozenset({"team"}),
        lambda visit, team, _: assign_coach(
            visit.session,
            visit.principal,
            team,
            {"member_id": _a_coach(visit, team), "reads_drafts": True},
            today=TODAY,
        ),
        _works_for,
        versioned=False,
    ),
    Deed(
        "purge",
        RECORDS,
        lambda visit, row, _: purge_text(
            visit.session, visit.principal, kind=row.__tablename__, record_id=row.id, text="a name"
        ),
        _has("admin"),
        versioned=False,
    ),
)
#: What is done with a data point, and by whom.
POINT_DEEDS: dict[str, tuple[Callable[..., Any], Rule]] = {
    "correct": (
        lambda visit, measure, point, version: change_point(
            visit.session, visit.principal, measure, point, {}, expected_version=version
        ),
        _may_change,
    ),
    "take out": (
        lambda visit, measure, point, version: archive_point(
            visit.principal, measure, point, expected_version=version
        ),
        _may_change,
    ),
    "bring back": (
        lambda visit, measure, point, version: restore_point(
            visit.principal, measure, point, expected_version=version
        ),
        _may_change,
    ),
    "follow": (
        lambda visit, measure, point, _: list_point_history(visit.session, visit.principal, measure, point),
        Oracle.may_follow,
    ),
}
ACTING_DOORS: tuple[Callable[[Any], None], ...] = tuple(
    function for name, function in vars(ActingVisit).items() if name.startswith("open_")
)

"""Rows for tests, made through the models with little to say: ``make_idea(session, team=team)``.

Every factory takes keywords only beside the session and adds the row. What a test does not name gets
a plain value.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import (
    BetterDirection,
    CycleStatus,
    Direction,
    DriverLevel,
    MeasureKind,
    PredictionMet,
    RoleGroup,
    Scale,
    TeamRole,
    TeamType,
    ToolType,
)
from nic_hub.models import (
    Account,
    Adoption,
    Aim,
    BotClient,
    ChangeIdea,
    CoachAssignment,
    DataPoint,
    District,
    Driver,
    HelpWanted,
    Measure,
    Member,
    Membership,
    Network,
    PdsaCycle,
    ProblemOfPractice,
    School,
    SlackLink,
    Storyboard,
    Team,
    Tool,
    ToolVersion,
    VocabularyTerm,
    Workspace,
)
from nic_hub.services.access.tokens import create_token
from nic_hub.services.slack.bots import create_bot, find_bot

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)

#: Everything a closed cycle says.
TOLD = {
    "question": "Do prompts bring more questions?",
    "prediction": "At least six questions a lesson.",
    "who": "One teacher",
    "what": "Prompts on the desks",
    "when": "Five lessons",
    "where": "Room 12",
    "data_plan": "A tally in each lesson",
    "as_planned": "yes",
    "observations": "They read the prompts aloud.",
    "result": "Four questions a lesson.",
    "prediction_met": PredictionMet.PARTLY,
    "direction": Direction.IMPROVED,
    "learning": "Prompts must lie on the desks.",
    "decision": "adapt",
    "reason": "Half of them never looked at the wall.",
    "next_step": "Move the prompts.",
    "scale": Scale.ONE_CLASSROOM,
}


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    return row


def a_key(word: str) -> str:
    """Return an import key nobody has yet."""
    return f"{word}-{next(_numbers)}"


def make_network(session: Session, **values: Any) -> Network:
    key = a_key("network")
    return _add(session, Network(**{"key": key, "name": key, "problem": "Too few students ask.", **values}))


def make_aim(session: Session, *, network: Network, **values: Any) -> Aim:
    told = {"statement": "More students ask.", "population": "All students", "grades": "4-8"}
    return _add(session, Aim(network_id=network.id, **{**told, **values}))


def make_driver(
    session: Session, *, network: Network, aim: Aim | None = None, parent: Driver | None = None, **values: Any
) -> Driver:
    """Make a secondary driver under ``parent``, or a primary one."""
    name = a_key("driver")
    told = {"name": name, "key": name, "definition": "A lever.", "level": DriverLevel.PRIMARY}
    if parent is not None:
        told |= {"level": DriverLevel.SECONDARY, "parent_id": parent.id, "aim_id": parent.aim_id}
    else:
        told["aim_id"] = (aim or make_aim(session, network=network)).id
    return _add(session, Driver(network_id=network.id, **{**told, **values}))


def make_district(session: Session, *, network: Network, **values: Any) -> District:
    name = a_key("district")
    return _add(session, District(network_id=network.id, **{"name": name, "key": name, **values}))


def make_school(session: Session, *, district: District, **values: Any) -> School:
    name = a_key("school")
    told = {"name": name, "key": name, "district_id": district.id}
    return _add(session, School(network_id=district.network_id, **{**told, **values}))


def make_team(session: Session, *, network: Network, school: School | None = None, **values: Any) -> Team:
    """Make a school's team; without a school, a new district and school are made for it."""
    name = a_key("team")
    if (
        school is None
        and not {"district_id", "school_id"} & values.keys()
        and values.get("type") != TeamType.HUB
    ):
        school = make_school(session, district=make_district(session, network=network))
    place = {"school_id": school.id, "district_id": school.district_id} if school else {}
    told = {"name": name, "key": name, "type": TeamType.LIT, **place}
    return _add(session, Team(network_id=network.id, **{**told, **values}))


def make_member(
    session: Session,
    *,
    network: Network,
    team: Team | None = None,
    team_role: TeamRole = TeamRole.MEMBER,
    role: RoleGroup = RoleGroup.TEACHER,
    email: str | None = None,
    **values: Any,
) -> Member:
    """Make a member, and make them part of a team when one is given."""
    name = a_key("member")
    account = _add(session, Account(name=name, email=email))
    told = {"name": name, "key": name, "role_group": role, "account_id": account.id}
    member = _add(session, Member(network_id=network.id, **{**told, **values}))
    if team is not None:
        make_membership(session, member=member, team=team, role=team_role)
    return member


def make_membership(session: Session, *, member: Member, team: Team, **values: Any) -> Membership:
    told = {"member_id": member.id, "team_id": team.id, "started_on": date(2025, 8, 1), **values}
    return _add(session, Membership(network_id=team.network_id, **told))


def make_assignment(session: Session, *, coach: Member, team: Team, **values: Any) -> CoachAssignment:
    told = {"member_id": coach.id, "team_id": team.id, "started_on": date(2025, 8, 1), **values}
    return _add(session, CoachAssignment(network_id=team.network_id, **told))


def make_token(session: Session, *, member: Member, days: int = 90) -> str:
    """Return a token of the member's."""
    return create_token(session, member, name="test", days=days)


def sign_in(session: Session, *, member: Member) -> dict[str, str]:
    """Return the header that signs the member in."""
    return {"Authorization": f"Bearer {make_token(session, member=member)}"}


def make_bot(session: Session, **values: Any) -> tuple[BotClient, dict[str, str]]:
    """Make a bot client; return it with the header that signs it in."""
    key = values.pop("key", None) or a_key("bot")
    token = create_bot(session, **{"key": key, "name": "The bot", "days": 30, **values})
    return find_bot(session, key), {"Authorization": f"Bearer {token}"}


def make_workspace(session: Session, *, network: Network, bot: BotClient, **values: Any) -> Workspace:
    """Bind a workspace with the Slack id T1 unless another is given."""
    told = {"slack_team_id": "T1", "name": "District B", **values}
    return _add(session, Workspace(network_id=network.id, bot_client_id=bot.id, **told))


def make_link(session: Session, *, workspace: Workspace, member: Member, user: str = "U1") -> SlackLink:
    told = {"workspace_id": workspace.id, "member_id": member.id, "slack_user_id": user}
    return _add(session, SlackLink(network_id=member.network_id, **told))


def on_behalf(bot_headers: dict[str, str], user: str = "U1", team: str = "T1") -> dict[str, str]:
    """Return the headers with which a bot acts for a person."""
    return bot_headers | {"On-Behalf-Of": f"slack - {team} {user}"}


def _record(team: Team, published: bool, told: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {
        "network_id": team.network_id,
        "team_id": team.id,
        "published_at": NOW if published else None,
        **told,
        **values,
    }


def make_idea(session: Session, *, team: Team, published: bool = True, **values: Any) -> ChangeIdea:
    told = {"title": a_key("Question prompts"), "description": "A card with question starters on each desk."}
    return _add(session, ChangeIdea(**_record(team, published, told, values)))


def make_tool(session: Session, *, team: Team, published: bool = True, **values: Any) -> Tool:
    """Make a tool with its first version."""
    told = {
        "title": a_key("Prompt card"),
        "type": ToolType.PROMPTS,
        "description": "A card.",
        "body": "I wonder ...",
    }
    tool = _add(session, Tool(**_record(team, published, told, values)))
    make_version(session, tool=tool, number=1, body=tool.body)
    return tool


def make_version(session: Session, *, tool: Tool, **values: Any) -> ToolVersion:
    told = {"network_id": tool.network_id, "tool_id": tool.id, "team_id": tool.team_id, "number": 2}
    return _add(session, ToolVersion(**{**told, **values}))


def make_cycle(
    session: Session, *, idea: ChangeIdea, team: Team, status: CycleStatus = CycleStatus.CLOSED, **values: Any
) -> PdsaCycle:
    """Make a cycle that says all that a cycle of this status says."""
    told = _told_when(status) | {"change_idea_id": idea.id, "status": status}
    if status != CycleStatus.PLANNED:
        told["started_on"] = date(2026, 9, 7)
    if status == CycleStatus.CLOSED:
        told["closed_on"] = date(2026, 9, 18)
    return _add(session, PdsaCycle(**_record(team, status != CycleStatus.PLANNED, told, values)))


def _told_when(status: CycleStatus) -> dict[str, Any]:
    names = list(TOLD)
    doing, acting = names.index("as_planned"), names.index("decision")
    until = {CycleStatus.PLANNED: doing, CycleStatus.RUNNING: doing, CycleStatus.STUDIED: acting}
    told = {name: TOLD[name] for name in names[: until.get(status, len(names))]}
    return told | {"scale": TOLD["scale"]}


def make_problem(session: Session, *, team: Team, published: bool = True, **values: Any) -> ProblemOfPractice:
    told = {"statement": a_key("Students do not ask")}
    return _add(session, ProblemOfPractice(**_record(team, published, told, values)))


def make_measure(session: Session, *, team: Team, published: bool = True, **values: Any) -> Measure:
    told = {
        "name": a_key("Questions a lesson"),
        "kind": MeasureKind.PROCESS,
        "operational_definition": "Questions that students ask aloud",
        "unit": "questions",
        "better": BetterDirection.UP,
    }
    return _add(session, Measure(**_record(team, published, told, values)))


def make_point(session: Session, *, measure: Measure, **values: Any) -> DataPoint:
    told = {
        "network_id": measure.network_id,
        "measure_id": measure.id,
        "date": date(2026, 9, 8),
        "value": 4.0,
    }
    return _add(session, DataPoint(**{**told, **values}))


def make_storyboard(session: Session, *, team: Team, published: bool = True, **values: Any) -> Storyboard:
    told = {
        "title": a_key("Asking when lost"),
        "focus": "Questions",
        "successes": "More hands.",
        "challenges": "Too fast.",
        "result": "Four questions a lesson.",
    }
    return _add(session, Storyboard(**_record(team, published, told, values)))


def make_adoption(session: Session, *, team: Team, published: bool = True, **values: Any) -> Adoption:
    return _add(session, Adoption(**_record(team, published, {}, values)))


def make_term(session: Session, *, network: Network, **values: Any) -> VocabularyTerm:
    """Make a word that is in use in the whole network."""
    told = {"local_term": "CUBES", "shared_term": "three reads", "relation": "related", "status": "approved"}
    return _add(session, VocabularyTerm(network_id=network.id, **{**told, **values}))


def make_help_wanted(session: Session, *, team: Team, published: bool = True, **values: Any) -> HelpWanted:
    return _add(session, HelpWanted(**_record(team, published, {"question": a_key("Who knows")}, values)))

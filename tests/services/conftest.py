"""A town for the tests of services: two districts, people of every role, and a network next door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from nic_hub.database import Database
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import RoleGroup, TeamRole, TeamType
from nic_hub.models import ChangeIdea, District, Driver, Measure, Member, Network, School, Team
from nic_hub.search.fact_reading import read_facts
from nic_hub.services import history, search_documents
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.sight import Sight
from tests.factories import (
    make_assignment,
    make_district,
    make_driver,
    make_idea,
    make_measure,
    make_member,
    make_network,
    make_school,
    make_team,
)

TODAY = date(2026, 10, 1)
PEOPLE = (
    "teacher",
    "sponsor",
    "principal",
    "neighbour",
    "far_teacher",
    "leader",
    "coach",
    "planner",
    "admin",
    "outsider",
)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Open a session that writes history and search documents, as the hub's sessions do."""
    for hook in (history, search_documents):
        hook.watch(database.writing_sessions)
    with database.writing_sessions() as opened:
        yield opened


@dataclass(kw_only=True)
class Town:
    """The places and people the tests speak of; ``who("teacher")`` is the teacher's principal."""

    session: Session
    network: Network
    here: District
    there: District
    school: School
    team: Team
    neighbours: Team
    far: Team
    dit: Team
    primary: Driver
    driver: Driver
    other_driver: Driver
    next_door: Team
    people: dict[str, Member]

    def who(self, name: str, today: date = TODAY) -> Principal:
        """Return what one of the town's people may do."""
        self.session.flush()
        return load_principal(self.session, self.people[name], today)

    def sight(self, name: str = "teacher") -> Sight:
        """Return what one of the town's people may know of the facts, as they are in this transaction."""
        return Sight.of(read_facts(self.session), self.who(name))


@pytest.fixture
def town(database: Database, session: Session, remake: Callable[..., Any]) -> Town:
    """Make the town."""
    made = remake(database, make_town)
    rows = made | made["people"]
    session.add_all(row for name, row in rows.items() if name != "people")
    return Town(session=session, **made)


def make_town(database: Database) -> dict[str, Any]:
    """Make the rows of the town."""
    with database.writing() as session:
        network = make_network(session)
        here, there = make_district(session, network=network), make_district(session, network=network)
        school = make_school(session, district=here)
        primary = make_driver(session, network=network)
        places: dict[str, Any] = {
            "team": make_team(session, network=network, school=school),
            "neighbours": make_team(session, network=network, school=make_school(session, district=here)),
            "far": make_team(session, network=network, school=make_school(session, district=there)),
            "dit": make_team(session, network=network, type=TeamType.DIT, district_id=here.id),
            "next_door": make_team(session, network=make_network(session)),
        }
        return {
            "network": network,
            "here": here,
            "there": there,
            "school": school,
            "primary": primary,
            "driver": make_driver(session, network=network, parent=primary),
            "other_driver": make_driver(session, network=network, parent=primary),
            "people": make_people(session, network, **places),
            **places,
        }


@pytest.fixture
def idea(session: Session, town: Town) -> ChangeIdea:
    """A change idea of the town's team."""
    return make_idea(session, team=town.team)


@pytest.fixture
def measure(session: Session, town: Town) -> Measure:
    """A measure of the town's team."""
    return make_measure(session, team=town.team)


def make_people(
    session: Session, network: Network, team: Team, neighbours: Team, far: Team, dit: Team, next_door: Team
) -> dict[str, Member]:
    """Make one person of every kind."""

    def member(**values: Any) -> Member:
        return make_member(session, network=network, **values)

    coach = member(role=RoleGroup.COACH)
    make_assignment(session, coach=coach, team=team)
    return {
        "teacher": member(team=team, email="teacher@school.example"),
        "sponsor": member(team=team, team_role=TeamRole.SPONSOR),
        "principal": member(team=team, role=RoleGroup.PRINCIPAL),
        "neighbour": member(team=neighbours),
        "far_teacher": member(team=far),
        "leader": member(team=dit, role=RoleGroup.DISTRICT),
        "coach": coach,
        "planner": member(role=RoleGroup.PLANNER),
        "admin": member(role=RoleGroup.ADMIN),
        "outsider": make_member(
            session, network=session.get_one(Network, next_door.network_id), team=next_door
        ),
    }


@pytest.fixture
def desk(session: Session, database: Database, town: Town) -> Any:
    """Open the desk where the town's people ask for suggestions."""
    # Imported here because the desk knows the town.
    from tests.services.asking import Desk

    return Desk(session, database, town)


@pytest.fixture
def count_queries(database: Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """Return a context that collects the statements sent meanwhile."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        yield statements
        event.remove(database.engine, "before_cursor_execute", note)

    return counting

"""A small world for the API's tests: districts, teams, people of every role, and a network next door."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nic_hub.database import Database
from nic_hub.domain.vocabulary import RoleGroup, TeamRole
from nic_hub.settings import Settings
from tests.conftest import TOP
from tests.factories import (
    make_assignment,
    make_cycle,
    make_district,
    make_driver,
    make_idea,
    make_measure,
    make_member,
    make_network,
    make_school,
    make_team,
    make_tool,
    sign_in,
)
from tests.fakes import WordEmbedder
from tests.kept import open_app


@pytest.fixture
def settings(database_url: str, attachments_dir: Path) -> Settings:
    """Settings of a hub that does not slow the tests down."""
    return Settings.for_trying_out(
        database_url=database_url,
        model_dir=TOP / "instance" / "model",
        attachments_dir=attachments_dir,
        rate_limit_per_minute=1_000_000,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The hub, with vectors made of words: these tests are not about meaning."""
    with open_app(settings, WordEmbedder()) as opened:
        yield opened


@dataclass
class Person:
    """Somebody who sends requests: ``world.teacher.get("/teams")``."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)
    member: Any = None

    def send(
        self, method: str, path: str, *, version: int | None = None, key: str | None = None, **options: Any
    ):
        """Send a request to the API as this person."""
        headers = {**self.headers, **options.pop("headers", {})}
        headers |= {"If-Match": f'"{version}"'} if version is not None else {}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **options: Any):
        return self.send("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any):
        return self.send("POST", path, json=body, **options)

    def patch(self, path: str, body: Any, **options: Any):
        return self.send("PATCH", path, json=body, **options)

    def delete(self, path: str, **options: Any):
        return self.send("DELETE", path, **options)


@pytest.fixture
def stranger(client) -> Person:
    """Somebody who is not signed in."""
    return Person(client)


@pytest.fixture
def world(app, client, remake) -> SimpleNamespace:
    """Two districts of one network with teams and people, and one network next door."""
    made, signed_in = remake(app.extensions["hub"].database, make_world)
    people = {name: Person(client, signed_in[name], one) for name, one in made.pop("people").items()}
    return SimpleNamespace(**made, **people)


def make_world(database: Database) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Make the rows of the world, and the headers that sign its people in."""
    with database.writing() as session:
        made = build_world(session)
        return made, {name: sign_in(session, member=one) for name, one in made["people"].items()}


def build_world(session) -> dict[str, Any]:
    """Make the rows of the world."""
    network = make_network(session, key="core")
    primary = make_driver(session, network=network, key="P1", name="Mindset")
    driver = make_driver(session, network=network, parent=primary, key="D5", name="Asking when lost")
    here, there = (make_district(session, network=network, key=key) for key in ("here", "there"))
    team = make_team(session, network=network, school=make_school(session, district=here), key="team")
    sister = make_team(session, network=network, school=make_school(session, district=here), key="sister")
    far = make_team(session, network=network, school=make_school(session, district=there), key="far")
    other = make_network(session, key="other")
    other_team = make_team(session, network=other)
    idea = make_idea(session, team=team, driver_id=driver.id, key="question-prompts")
    return {
        "network": network,
        "primary": primary,
        "driver": driver,
        "here": here,
        "there": there,
        "team": team,
        "sister": sister,
        "far": far,
        "other": other,
        "other_team": other_team,
        "other_idea": make_idea(session, team=other_team),
        "idea": idea,
        "draft": make_idea(session, team=team, driver_id=driver.id, published=False, key="a-draft"),
        "cycle": make_cycle(session, idea=idea, team=team, student_count=30),
        "tool": make_tool(session, team=team, key="prompt-card"),
        "measure": make_measure(session, team=team),
        "people": build_people(session, network, team, sister, far, here, other, other_team),
    }


def build_people(session, network, team, sister, far, here, other, other_team) -> dict[str, Any]:
    """Make one person of every role."""
    coach = make_member(session, network=network, role=RoleGroup.COACH, key="coach")
    make_assignment(session, coach=coach, team=team)
    principal = make_member(session, network=network, team=team, role=RoleGroup.PRINCIPAL, key="principal")
    sponsor = make_member(session, network=network, team=team, team_role=TeamRole.SPONSOR, key="sponsor")
    leader = make_member(session, network=network, role=RoleGroup.DISTRICT, district_id=here.id, key="leader")
    return {
        "teacher": make_member(
            session, network=network, team=team, key="teacher", email="teacher@school.example"
        ),
        "neighbour": make_member(session, network=network, team=sister, key="neighbour"),
        "colleague": make_member(session, network=network, team=far, key="colleague"),
        "coach": coach,
        "principal": principal,
        "sponsor": sponsor,
        "leader": leader,
        "planner": make_member(session, network=network, role=RoleGroup.PLANNER, key="planner"),
        "admin": make_member(session, network=network, role=RoleGroup.ADMIN, key="admin"),
        "outsider": make_member(
            session, network=other, team=other_team, role=RoleGroup.ADMIN, key="outsider"
        ),
    }

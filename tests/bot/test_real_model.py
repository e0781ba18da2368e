"""The questions of the domain guide, asked in Slack, over the seed data with the real model."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.blocks.prompts import make_prompts
from nic_hub.app import create_app
from nic_hub.models import District, Member, Network
from nic_hub.settings import Settings
from tests.factories import make_bot, make_link, make_workspace
from tests.fake_slack.validation import problems_of_blocks
from tests.seed_questions.conftest import TOP, seeded_hub

assert seeded_hub, "imported for pytest to find it"


@pytest.fixture
def database_url(seeded_hub, tmp_path):
    """A copy of the seeded hub's database, so that nothing a test writes reaches another test."""
    with (
        closing(sqlite3.connect(seeded_hub.database.engine.url.database)) as source,
        closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as copy,
    ):
        # A copy of the file alone would lack what still stands in the write-ahead log.
        source.backup(copy)
    return f"sqlite:///{tmp_path / 'hub.sqlite3'}"


@pytest.fixture
def app(database_url):
    """The hub with the model it really uses."""
    made = create_app(
        Settings.for_trying_out(database_url=database_url, model_dir=TOP / "instance" / "model")
    )
    yield made
    made.extensions["hub"].database.dispose()


@pytest.fixture
def hub(app):
    """The seed's network with a workspace for district F, where its teacher is linked."""
    writing = app.extensions["hub"].database.writing
    with writing() as session:
        network = session.scalars(select(Network).where(Network.key == "core")).one()
        teacher = session.scalars(select(Member).where(Member.key == "teacher-f1")).one()
        district = session.scalars(select(District).where(District.network_id == network.id)).first()
        client, headers = make_bot(session, key="slack")
        for team_id in ("T1", "T2"):
            bound = make_workspace(
                session, network=network, bot=client, district_id=district.id, slack_team_id=team_id
            )
            if team_id == "T1":
                make_link(session, workspace=bound, member=teacher)
    return SimpleNamespace(network=network, writing=writing, token=headers["Authorization"].split()[1])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("My 5th graders won't ask when they're lost. Anyone tested something?", "3 of 5, mixed"),
        ("Who tried AI tutors, and which of Ms. R's students improved?", "Post as help wanted"),
    ],
)
def test_a_sample_question_gets_its_answer(town, question, told):
    town.ana.says(question)
    answer = town.last(town.ana.dm)
    assert told in answer.all_text
    assert problems_of_blocks(answer.blocks, "message") == []


def test_what_a_prompt_asks_has_an_answer(town):
    (prompt, *_) = make_prompts(["Attitudes, Behaviors, and Beliefs About Math"])
    town.ana.says(prompt["message"])
    assert "We'll try this" in town.last(town.ana.dm).all_text


def test_what_nobody_measured_is_not_made_better_than_it_is(town):
    town.ana.says("My 5th graders won't ask when they're lost. Anyone tested something?")
    text = town.last(town.ana.dm).all_text
    assert "invented example" in text
    assert "partly as predicted" in text
    assert "proven" not in text

"""What every test of the bot can ask for: a strict Slack, the real hub, and the bot between them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from slack_bolt.adapter.wsgi import SlackRequestHandler
from sqlalchemy import select

from bot.app import Bot, build_bot
from bot.installations import Installation
from bot.settings import BotSettings
from bot.sockets import SocketLine
from nic_hub.database import Database
from nic_hub.models import Network
from nic_hub.search.embedder import Embedder, OnnxEmbedder
from nic_hub.search.indexer import embed_missing
from nic_hub.search.manifest import ExportManifest, export_directory
from nic_hub.settings import Settings
from tests.conftest import TOP
from tests.factories import (
    make_bot,
    make_cycle,
    make_district,
    make_driver,
    make_idea,
    make_link,
    make_member,
    make_network,
    make_school,
    make_team,
    make_workspace,
)
from tests.fake_slack import FakeSlack
from tests.fakes import RememberingEmbedder
from tests.kept import open_app

#: What only a request of its own can show: signatures, the status of an answer, pages for a browser.
over_http = pytest.mark.parametrize("transport", ["http"])
#: What only a connection can show.
over_sockets = pytest.mark.parametrize("transport", ["socket"])
QUESTION = "sentence starters for shy speakers"
ASKED_FOR = "Sentence starters for shy speakers"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A strict Slack on loopback, empty."""
    with FakeSlack() as running:
        yield running


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of a hub that does not slow the tests down."""
    return Settings.for_trying_out(
        database_url=database_url, model_dir=TOP / "instance" / "model", rate_limit_per_minute=1_000_000
    )


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The model that the hub really uses, loaded once."""
    export = export_directory(TOP / "instance" / "model")
    if not ExportManifest.fits(export):
        pytest.skip("The model's export is missing: make it with `python -m nic_hub.search.export`.")
    return RememberingEmbedder(OnnxEmbedder(export))


@pytest.fixture
def app(settings: Settings, embedder: Embedder) -> Iterator[Flask]:
    """The hub, with its real model."""
    with open_app(settings, embedder) as opened:
        yield opened


@pytest.fixture
def writing(app: Flask, embedder: Embedder) -> Callable[[], AbstractContextManager[Any]]:
    """Write into the hub behind its back; what was written can be found at once."""
    database = app.extensions["hub"].database

    @contextmanager
    def write() -> Iterator[Any]:
        with database.writing() as session:
            yield session
        embed_missing(database, embedder)

    return write


@pytest.fixture
def hub(
    app: Flask, writing: Callable[[], AbstractContextManager[Any]], remake: Callable[..., Any], make_hub: Any
) -> SimpleNamespace:
    """A network with two districts and their teams, one workspace for each, and a network next door."""
    return SimpleNamespace(**remake(app.extensions["hub"].database, make_hub), writing=writing)


@pytest.fixture(scope="session")
def make_hub(embedder: Embedder) -> Callable[[Database], dict[str, Any]]:
    """Make the rows of the hub, which can be found at once."""

    def make_hub(database: Database) -> dict[str, Any]:
        with database.writing() as session:
            made = build_hub(session)
        embed_missing(database, embedder)
        return made

    return make_hub


def build_hub(session) -> dict[str, Any]:
    """Make the rows: Ana (district here) is linked, and the far team tested what she asks about."""
    network = make_network(session, key="core")
    primary = make_driver(session, network=network, key="P1", name="Mindset")
    driver = make_driver(session, network=network, parent=primary, key="D5", name="Asking when lost")
    other_driver = make_driver(session, network=network, parent=primary, key="D6", name="Group work")
    here, there = (
        make_district(session, network=network, key=key, name=key.title()) for key in ("here", "there")
    )
    team = make_team(session, network=network, school=make_school(session, district=here), name="Room team")
    far = make_team(session, network=network, school=make_school(session, district=there), name="Far team")
    ana = make_member(session, network=network, team=team, name="Ana")
    bea = make_member(session, network=network, team=far, name="Bea")
    idea = make_idea(session, team=far, driver_id=driver.id, title=ASKED_FOR, description="A ring of cards.")
    cycle = make_cycle(session, idea=idea, team=far)
    client, headers = make_bot(session, key="slack")
    bound = [
        make_workspace(session, network=network, bot=client, district_id=district.id, slack_team_id=team_id)
        for district, team_id in ((here, "T1"), (there, "T2"))
    ]
    make_link(session, workspace=bound[0], member=ana, user="U1")
    make_link(session, workspace=bound[1], member=bea, user="U2")
    return {
        "network": network,
        "driver": driver,
        "other_driver": other_driver,
        "here": here,
        "there": there,
        "team": team,
        "far": far,
        "ana": ana,
        "bea": bea,
        "idea": idea,
        "cycle": cycle,
        "workspaces": bound,
        "client": client,
        "token": headers["Authorization"].removeprefix("Bearer "),
    }


@pytest.fixture
def bot_settings(slack: FakeSlack, hub: SimpleNamespace, database_url: str) -> BotSettings:
    """Settings of a bot that many workspaces can install."""
    return BotSettings(
        slack_signing_secret=slack.signing_secret,
        slack_client_id=slack.client_id,
        slack_client_secret=slack.client_secret,
        slack_api_url=slack.api_url,
        slack_authorize_url=slack.authorize_url,
        hub_token=hub.token,
        bot_secret_key="a secret for tests, long enough to be one",
        database_url=database_url,
    )


@pytest.fixture(params=["http", pytest.param("socket", marks=pytest.mark.sqlite)])
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot: every scenario runs through both ways, and through one on both databases."""
    return request.param


@pytest.fixture
def line() -> dict[str, float]:
    """How the line to Slack is watched over Socket Mode: as in earnest."""
    return {}


@pytest.fixture
def start_bot(
    bot_settings: BotSettings, app: Flask, slack: FakeSlack, transport: str, line: dict[str, float]
) -> Iterator[Callable[..., Bot]]:
    """Start bots; all are stopped after the test."""
    with ExitStack() as running:

        def start(hub: Any = app.wsgi_app, **options: Any) -> Bot:
            made = build_bot(settings_for(transport, bot_settings, slack), hub=hub, hurry=0.01, **options)
            running.callback(made.close)
            made.workers.start()
            if transport == "http":
                slack.connect(SlackRequestHandler(made.door))
            else:
                running.enter_context(connected(made, slack, **line))
            return made

        yield start


def settings_for(transport: str, told: BotSettings, slack: FakeSlack) -> BotSettings:
    """Return the settings with which the bot is called, or calls."""
    return (
        told
        if transport == "http"
        else replace(told, slack_signing_secret="", slack_app_token=slack.app_token)
    )


@contextmanager
def connected(bot: Bot, slack: FakeSlack, **line: float) -> Iterator[SocketLine]:
    """Let a bot call Slack, and wait until it is through."""
    before = len(slack.sockets.open)
    slack.connect("socket")
    made = SocketLine(bot.door, bot.settings, **line)
    made.open()
    slack.wait_until(lambda: len(slack.sockets.open) > before)
    yield made
    made.close()


@pytest.fixture
def bot(start_bot: Callable[..., Bot]) -> Bot:
    """The bot, at work."""
    return start_bot()


@dataclass
class Town:
    """The people in Slack: Ana (linked) and Guy (not linked) in T1, Bea in T2."""

    slack: FakeSlack
    bot: Bot
    t1: Any
    t2: Any
    ana: Any
    guy: Any
    bea: Any
    room: Any
    hub: SimpleNamespace

    def open_to_the_public(self) -> None:
        """Let the network show its public records to everybody."""
        with self.hub.writing() as session:
            session.get_one(Network, self.hub.network.id).allows_public = True

    def settle(self) -> None:
        """Wait until everything that was delivered is answered."""
        self.slack.wait_until(self.bot.inbox.is_empty, 20)

    def last(self, place: Any) -> Any:
        """Return what the bot said last in a conversation, once it is done."""
        self.settle()
        return self.slack.answers(place)[-1]


@pytest.fixture
def town(slack: FakeSlack, bot: Bot, hub: SimpleNamespace) -> Town:
    """Two workspaces with the bot installed."""

    t1, t2 = slack.workspace("T1", name="Here"), slack.workspace("T2", name="There")
    for workspace in (t1, t2):
        made = workspace.install()
        bot.installations.save(
            Installation(
                enterprise_id="",
                team_id=workspace.id,
                token=made.token,
                bot_user_id=made.bot.id,
                bot_id=made.bot.bot_id,
            )
        )
    ana, guy, bea = t1.user("U1", "ana"), t1.user("U3", "guy"), t2.user("U2", "bea")
    room = t1.channel("C1", members=[ana, guy])
    return Town(slack, bot, t1, t2, ana, guy, bea, room, hub)


@pytest.fixture
def stored(hub):
    """Read all rows of a model that Ana's team has."""

    def read(model):
        with hub.writing() as session:
            return session.scalars(select(model).where(model.team_id == hub.team.id)).all()

    return read

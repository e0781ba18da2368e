"""Fixtures every test can ask for: a fresh database on SQLite or PostgreSQL, and the hub on top of it.

``--database both`` runs each test that touches the database twice. The schema is made once per process by the
migrations; each test gets a copy of it.
"""

import gc
import ipaddress
import os
import random
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

# Set before anything imports torch or a tokenizer: on busy cores two threads are far slower than one.
os.environ |= {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

import hypothesis
import pytest
import time_machine
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session

import bot.store
import nic_hub.models.base
from nic_hub.database import Database
from nic_hub.services import history, search_documents
from nic_hub.settings import Settings
from tests.kept import open_app, open_database
from tests.postgresql import PostgresServer
from tests.remaking import Recipe

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient, FlaskCliRunner

#: Makes a world in a database, and returns what tests speak of.
Maker = Callable[[Database], Any]

TOP = Path(__file__).parent.parent
KINDS = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}

# A busy machine is slow, not wrong; and the same cases every time keep a red test red until it is mended.
hypothesis.settings.register_profile("hub", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("hub")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the database."""
    parser.addoption(
        "--database", choices=sorted(KINDS), default="sqlite", help="what to run the database tests on"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches the database on each chosen kind."""
    if "database_kind" in metafunc.fixturenames:
        chosen, only = _chosen_kinds(metafunc.config), _only_kinds(metafunc.definition)
        kinds = [kind for kind in chosen if not only or kind in only]
        metafunc.parametrize("database_kind", kinds or sorted(only), scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked for a database that was not chosen."""
    chosen = set(_chosen_kinds(config))
    left_out = [item for item in items if (only := _only_kinds(item)) and not only & _kinds_of(item, chosen)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _kinds_of(item: pytest.Item, chosen: set[str]) -> set[str]:
    """Return the database a test runs on; for one that touches none, those that were chosen."""
    call = getattr(item, "callspec", None)
    return {call.params["database_kind"]} if call and "database_kind" in call.params else chosen


def _chosen_kinds(config: pytest.Config) -> list[str]:
    return KINDS[config.getoption("--database")]


def _only_kinds(item: pytest.Item) -> set[str]:
    """Return the databases a test is marked for; none means that any will do."""
    return {mark.name for mark in item.iter_markers()} & {"sqlite", "postgresql"}


def pytest_configure() -> None:
    """Keep the tests off the network, and off looking for garbage: that took a seventh of their time."""
    gc.set_threshold(50_000, 20, 100)
    sys.addaudithook(_stay_on_this_machine)
    for home_of_ids in (nic_hub.models.base, bot.store):
        home_of_ids.uuid4 = _next_id


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give the records of a test the same ids every time: none holds by chance what a test looks for."""
    _ids.seed(item.nodeid)


_ids = random.Random()


def _next_id() -> UUID:
    return UUID(int=_ids.getrandbits(128), version=4)


def _stay_on_this_machine(happening: str, details: tuple) -> None:
    """Refuse every connection and every name look-up that would leave this machine."""
    if happening in {"socket.connect", "socket.sendto"} and details[0].family in {
        socket.AF_INET,
        socket.AF_INET6,
    }:
        _refuse_far(details[1][0])
    if happening == "socket.getaddrinfo":
        _refuse_far(details[0])


def _refuse_far(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        near = ipaddress.ip_address(name).is_loopback
    except ValueError:
        near = False
    if not near:
        raise RuntimeError(f"a test tried to reach {name}; tests stay on this machine")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """Start PostgreSQL when the first test needs it, and stop it with the last."""
    server = PostgresServer()
    yield server
    server.stop()


def migrate(address: str, revision: str = "head") -> None:
    """Bring the database at the address to a revision."""
    database = Database.open(Settings.for_trying_out(database_url=address))
    config = Config()
    config.set_main_option("script_location", str(TOP / "migrations"))
    config.attributes["engine"] = database.engine
    command.upgrade(config, revision)
    database.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the file that each test on SQLite starts from."""
    file = tmp_path_factory.mktemp("template") / "hub.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: PostgresServer) -> str:
    """Make the database that each test on PostgreSQL starts from."""
    name = postgresql_server.create_database()
    migrate(postgresql_server.address(name))
    return name


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the file that holds the database of one test after the other."""
    return tmp_path_factory.mktemp("sqlite") / "hub.sqlite3"


@pytest.fixture
def sqlite_address(sqlite_template: Path, sqlite_file: Path) -> str:
    """Give the address of a fresh SQLite file."""
    # Removed, not overwritten: a connection that was left open keeps the old file and harms nobody.
    for old in sqlite_file.parent.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copyfile(sqlite_template, sqlite_file)
    return f"sqlite:///{sqlite_file}"


@pytest.fixture
def postgresql_address(postgresql_server: PostgresServer, postgresql_template: str) -> Iterator[str]:
    """Give the address of a fresh PostgreSQL database."""
    name = postgresql_server.borrow_database(postgresql_template)
    yield postgresql_server.address(name)
    postgresql_server.give_back_database(name, postgresql_template)


@pytest.fixture(scope="session")
def remake(database_kind: str, request: pytest.FixtureRequest) -> Callable[[Database, Maker], Any]:
    """Make a world in a database: by its maker once, in a database aside, and after that by the statements.

    Its ids are the same whichever test comes first. A test with a clock of its own gets a world of its time.
    """
    recipes: dict[Maker, Recipe] = {}

    def write_down(make: Maker) -> Recipe:
        before = _ids.getstate()
        _ids.seed(make.__qualname__)
        aside = Database.open(Settings.for_trying_out(database_url=address_aside()))
        for hook in (history, search_documents):
            hook.watch(aside.writing_sessions)
        recipe = Recipe.of(make, aside)
        aside.dispose()
        _ids.setstate(before)
        return recipe

    def make_again(database: Database, make: Maker) -> Any:
        if time_machine.escape_hatch.is_travelling():
            return make(database)
        if make not in recipes:
            recipes[make] = write_down(make)
        return recipes[make].follow(database)

    address_aside = request.getfixturevalue(f"{database_kind}_aside")
    return make_again


@pytest.fixture(scope="session")
def sqlite_aside(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Callable[[], str]:
    """Make a fresh SQLite file that is no test's, and give its address."""

    def make() -> str:
        return f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('aside') / 'hub.sqlite3')}"

    return make


@pytest.fixture(scope="session")
def postgresql_aside(postgresql_server: PostgresServer, postgresql_template: str) -> Callable[[], str]:
    """Make a fresh PostgreSQL database that is no test's, and give its address."""
    return lambda: postgresql_server.address(postgresql_server.create_database(postgresql_template))


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """Give the address of a fresh, migrated database of the kind this run is for."""
    return request.getfixturevalue(f"{database_kind}_address")


@pytest.fixture(scope="session")
def attachments_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder that holds the files of one test after the other."""
    return tmp_path_factory.mktemp("attachments") / "files"


@pytest.fixture
def attachments_dir(attachments_folder: Path) -> Path:
    """Name a folder for files beside records, with nothing in it: the same in all tests, as apps are kept."""
    shutil.rmtree(attachments_folder, ignore_errors=True)
    return attachments_folder


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of a hub on the fresh database."""
    return Settings.for_trying_out(database_url=database_url, model_dir=TOP / "instance" / "model")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """Open the fresh database."""
    with open_database(settings) as opened:
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Open a session that may change records.

    It is the only writer from its first statement on: commit before something else has to write.
    """
    with database.writing_sessions() as opened:
        yield opened


@pytest.fixture
def app(settings: Settings) -> "Iterator[Flask]":
    """The hub, on the fresh database."""
    with open_app(settings) as opened:
        yield opened


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """Send requests to the hub."""
    return app.test_client()


@pytest.fixture
def runner(app: "Flask") -> "FlaskCliRunner":
    """Run the hub's commands."""
    return app.test_cli_runner()

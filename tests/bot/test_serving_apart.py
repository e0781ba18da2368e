"""The bot in a process of its own: what it needs before it serves, and what its log leaves out."""

import logging

import pytest

from bot.serve import main, start_log
from bot.settings import Misconfigured
from bot.store import Store, metadata


@pytest.fixture
def made_database(tmp_path):
    """The address of a database that has the bot's tables."""
    address = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    store = Store(address)
    metadata.create_all(store.engine)
    store.dispose()
    return address


def test_a_database_with_the_bots_tables_is_taken(made_database):
    store = Store(made_database)
    assert store.check() is None
    store.dispose()


@pytest.mark.parametrize("file", ["empty.sqlite3", "no/such/folder.sqlite3"])
def test_a_database_without_the_bots_tables_is_refused_with_what_to_run(tmp_path, file):
    store = Store(f"sqlite:///{tmp_path / file}")
    with pytest.raises(Misconfigured, match="make migrate"):
        store.check()
    store.dispose()


def test_the_bot_does_not_start_without_its_tables(tmp_path, monkeypatch, capsys):
    told = {
        "SLACK_SIGNING_SECRET": "s",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "HUB_TOKEN": "nicbot_x",
        "BOT_SECRET_KEY": "k" * 32,
        "BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    }
    monkeypatch.chdir(tmp_path)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert main() == 1
    assert "make migrate" in capsys.readouterr().err


@pytest.fixture
def levels():
    """Put the levels of the logs back after the test."""
    logs = [logging.getLogger(), logging.getLogger("httpx")]
    before = [log.level for log in logs]
    yield
    for log, level in zip(logs, before, strict=True):
        log.setLevel(level)


@pytest.mark.usefixtures("levels")
def test_the_addresses_that_are_asked_are_not_logged_since_they_hold_what_people_wrote():
    start_log()
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)

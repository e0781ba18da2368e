"""The hub as a whole: it starts on a migrated database, and says so."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from nic_hub.app import create_app
from nic_hub.settings import Settings
from tests.conftest import TOP


def test_a_migrated_hub_answers(client):
    assert client.get("/healthz").status_code == 200


@pytest.fixture
def config(database):
    """Alembic's view of the database."""
    made = Config()
    made.set_main_option("script_location", str(TOP / "migrations"))
    made.attributes["engine"] = database.engine
    return made


def test_an_unmigrated_hub_is_alive_but_not_ready(client, config):
    command.downgrade(config, "base")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "flask --app wsgi db upgrade" in answer.json["detail"]


@pytest.mark.parametrize("version", ["base", "-1"])
@pytest.mark.parametrize(("method", "path"), [("GET", "me"), ("POST", "suggestions"), ("GET", "drivers")])
def test_every_call_of_an_unmigrated_hub_says_what_to_do(client, config, version, method, path, capsys):
    command.downgrade(config, version)
    answer = client.open(f"/api/v1/{path}", method=method, headers={"Authorization": "Bearer nic_x"})
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert "not at the version this hub needs. Run: flask --app wsgi db upgrade." in answer.json["detail"]
    assert answer.headers["Retry-After"] == "60"
    assert "Traceback" not in capsys.readouterr().err


def test_a_hub_that_was_migrated_while_it_runs_goes_on(client, config):
    command.downgrade(config, "base")
    assert client.get("/api/v1/me").status_code == 503
    command.upgrade(config, "head")
    assert client.get("/api/v1/me").status_code == 401


def test_a_hub_older_than_its_database_does_not_advise_to_migrate_it(client, runner, database, caplog):
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    told = "A newer hub has migrated the database (to 9999)"
    assert client.get("/api/v1/me").json["detail"].startswith(told)
    for change in ("upgrade", "downgrade"):
        assert runner.invoke(args=["db", change]).exit_code == 1
        assert caplog.messages[-1].startswith(f"Error: {told}")


def test_the_version_is_looked_at_once(client, app):
    hub, asked = app.extensions["hub"], []
    hub.checks = {**hub.checks, "database": lambda: asked.append(1)}
    for _ in range(3):
        assert client.get("/api/v1/me").status_code == 401
    assert asked == [1]


def test_the_migration_commands_work_on_the_hubs_own_database(runner):
    assert runner.invoke(args=["db", "downgrade", "base"]).exit_code == 0
    assert runner.invoke(args=["db", "upgrade"]).exit_code == 0
    assert runner.invoke(args=["db", "check"]).exit_code == 0


def test_a_migration_of_what_is_no_database_says_so_in_one_line(tmp_path, caplog):
    file = tmp_path / "notes.txt"
    file.write_text("Ask the coach about exit slips. " * 40, encoding="utf-8")
    app = create_app(Settings.for_trying_out(database_url=f"sqlite:///{file}"))
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 1
    assert caplog.messages[-1].startswith("Error: DATABASE_URL names a file that cannot be opened")

"""The hub as a whole: it starts on a migrated database, and says so."""

from alembic import command
from alembic.config import Config

from nic_hub.app import create_app
from nic_hub.settings import Settings
from tests.conftest import TOP


def test_a_migrated_hub_answers(client):
    assert client.get("/healthz").status_code == 200


def test_an_unmigrated_hub_is_alive_but_not_ready(client, app, database):
    config = Config()
    config.set_main_option("script_location", str(TOP / "migrations"))
    config.attributes["engine"] = database.engine
    command.downgrade(config, "base")
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "flask --app wsgi db upgrade" in answer.json["detail"]


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

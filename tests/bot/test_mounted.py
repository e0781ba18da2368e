"""The bot inside the hub's process: one app, with the bot's addresses before the hub's."""

import runpy

import pytest

from nic_hub.settings import Settings
from tests.conftest import TOP

TOLD = {
    "SECRET_KEY": "a secret for tests that is long enough",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "SLACK_CLIENT_ID": "111.222",
    "SLACK_CLIENT_SECRET": "client-secret",
    "HUB_TOKEN": "nicbot_x",
}


@pytest.fixture
def run_wsgi(settings: Settings, monkeypatch, tmp_path):
    """Run ``wsgi.py`` with an environment."""

    def run(**told):
        monkeypatch.chdir(tmp_path)
        for name, value in ({"DATABASE_URL": settings.database_url} | told).items():
            monkeypatch.setenv(name, value)
        made.append(runpy.run_path(str(TOP / "wsgi.py"))["app"])
        return made[-1]

    made = []
    yield run
    for app in made:
        app.extensions["hub"].database.dispose()
        if "bot" in app.extensions:
            app.extensions["bot"].close()


def test_the_hub_answers_beside_the_bot(run_wsgi):
    client = run_wsgi(**TOLD).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.post("/slack/events", data="{}").status_code == 401
    assert client.get("/slack/install").headers["Location"].startswith("https://slack.com/")


def test_without_slack_there_is_no_bot(run_wsgi):
    app = run_wsgi(SECRET_KEY=TOLD["SECRET_KEY"])
    assert "bot" not in app.extensions
    assert app.test_client().post("/slack/events", data="{}").status_code == 404


def test_a_missing_setting_is_named(run_wsgi, capsys):
    with pytest.raises(SystemExit):
        run_wsgi(**(TOLD | {"HUB_TOKEN": ""}))
    assert "HUB_TOKEN" in capsys.readouterr().err

"""Alive and ready, and what is missing when it is not."""

import pytest

from nic_hub.app import create_app
from nic_hub.errors import Misconfigured
from tests.fakes import BrokenEmbedder


def test_a_hub_that_is_ready_says_what_it_checked(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "checks": {"database": "ok", "model": "ok", "index": "ok"}}


def test_being_ready_loads_the_search(app, client):
    assert not app.extensions["hub"].is_search_loaded
    client.get("/readyz")
    assert app.extensions["hub"].is_search_loaded


def test_the_search_is_loaded_once(app):
    hub = app.extensions["hub"]
    assert hub.search is hub.search


def test_records_a_crash_left_without_vectors_are_mended(client, world):
    assert client.get("/readyz").status_code == 200


@pytest.fixture
def broken(settings):
    made = create_app(settings, embedder=BrokenEmbedder())
    yield made
    made.extensions["hub"].database.dispose()


def test_an_index_that_is_behind_is_not_ready(broken, world):
    answer = broken.test_client().get("/readyz")
    assert answer.status_code == 503
    assert "hub reindex" in answer.json["detail"]
    assert int(answer.headers["Retry-After"]) > 0


def test_a_write_is_acknowledged_though_its_vectors_fail(broken, world):
    answer = broken.test_client().post(
        "/api/v1/help-wanted", json={"question": "Who knows?"}, headers=world.teacher.headers
    )
    assert answer.status_code == 201
    assert world.teacher.get(f"/help-wanted/{answer.json['id']}").status_code == 200


def test_a_model_that_cannot_be_loaded_is_named(app, client):
    def fail():
        raise Misconfigured("There is no model export.")

    app.extensions["hub"].load_search = fail
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "There is no model export." in answer.json["detail"]


def test_a_hub_is_alive_while_its_database_is_behind(app, client, database):
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")
    assert client.get("/healthz").json == {"status": "ok"}
    assert "db upgrade" in client.get("/readyz").json["detail"]

"""Alive and ready, and what is missing when it is not."""

import json
import threading

import pytest
from sqlalchemy import select, update

from nic_hub.api.hub import Hub
from nic_hub.app import create_app
from nic_hub.errors import Misconfigured
from nic_hub.models import SearchDocument
from nic_hub.search.indexer import count_missing
from nic_hub.services.search_documents import hash_text
from nic_hub.services.searchable import TEXT_VERSION
from tests.factories import make_cycle, make_idea
from tests.fakes import BrokenEmbedder


def test_a_hub_that_is_ready_says_what_it_checked(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "checks": {"database": "ok", "model": "ok", "index": "ok"}}


@pytest.fixture
def loads(app, monkeypatch):
    """One item for each time that the search is loaded."""
    hub, loaded = app.extensions["hub"], []
    load = hub.load_search
    monkeypatch.setattr(hub, "load_search", lambda: loaded.append(1) or load())
    return loaded


def test_being_ready_loads_the_search_once(client, loads):
    assert loads == []
    for _ in range(2):
        client.get("/readyz")
    assert loads == [1]


def test_the_search_is_loaded_once(app):
    hub = app.extensions["hub"]
    assert hub.search is hub.search


def without_vectors(app):
    hub = app.extensions["hub"]
    with hub.database.reading() as session:
        return count_missing(session, hub.search.embedder.name)


def test_records_a_crash_left_without_vectors_are_mended(app, client, world):
    assert without_vectors(app) > 0
    assert client.get("/readyz").status_code == 200
    assert without_vectors(app) == 0


def test_a_write_gives_vectors_to_what_it_wrote(app, world):
    before = without_vectors(app)
    assert world.teacher.post("/help-wanted", {"question": "Who knows?"}).status_code == 201
    assert without_vectors(app) == before


def test_a_change_of_many_records_leaves_the_rest_to_the_background(app, world, monkeypatch):
    monkeypatch.setattr("nic_hub.api.hub.AT_ONCE", 2)
    warmed = threading.Event()
    monkeypatch.setattr(Hub, "warm_up", lambda _: warmed.set())
    app.extensions["hub"].after_commit([1])
    assert not warmed.is_set()
    app.extensions["hub"].after_commit([1, 2, 3])
    assert warmed.is_set()


def warm_up(app):
    app.extensions["hub"].warm_up()
    for thread in threading.enumerate():
        if thread.name == "embed":
            thread.join()


def test_a_worker_that_starts_on_a_database_that_is_behind_says_so_in_its_log(app, database, loads, capsys):
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0018'")
    warm_up(app)
    (line,) = capsys.readouterr().err.splitlines()
    assert "Run: flask --app wsgi db upgrade." in json.loads(line)["detail"]
    assert loads == []


def test_a_worker_that_starts_gives_everything_its_vectors(app, world, loads):
    warm_up(app)
    assert loads == [1]
    assert without_vectors(app) == 0


@pytest.fixture
def counted(app, world):
    """A test with three students, whose searched text was written by rules that told the number."""
    with app.extensions["hub"].database.writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id)
        cycle = make_cycle(session, idea=idea, team=world.far, student_count=3, learning="All 3 asked")
        session.flush()
        session.execute(
            update(SearchDocument)
            .where(SearchDocument.record_id == cycle.id)
            .values(text="All 3 asked", text_hash=hash_text("All 3 asked"), text_version=TEXT_VERSION - 1)
        )
    return cycle


def document_of(app, record):
    with app.extensions["hub"].database.reading() as session:
        query = select(SearchDocument).where(SearchDocument.record_id == record.id)
        return session.scalars(query).one()


def test_a_worker_that_starts_writes_anew_what_older_rules_made(app, counted):
    warm_up(app)
    document = document_of(app, counted)
    assert "\n… … asked\n" in document.text
    assert "3" not in document.text
    assert document.text_version == TEXT_VERSION
    assert without_vectors(app) == 0


def test_a_hub_that_still_searches_older_texts_is_not_ready_and_goes_on_writing_them_anew(
    app, client, counted
):
    with app.extensions["hub"].database.writing():
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["detail"].startswith("1 record is still searched by an older hub's rules.")
    assert client.get("/readyz").status_code == 200
    assert document_of(app, counted).text_version == TEXT_VERSION


def test_a_worker_that_starts_leaves_alone_what_newer_rules_made(app, counted):
    with app.extensions["hub"].database.writing() as session:
        session.execute(update(SearchDocument).values(text_version=TEXT_VERSION + 1))
    warm_up(app)
    assert document_of(app, counted).text_version == TEXT_VERSION + 1


def test_a_worker_that_starts_leaves_alone_what_todays_rules_made(app, world, monkeypatch):
    warm_up(app)
    renewed = []
    monkeypatch.setattr("nic_hub.api.hub.renew_documents", lambda _, batch: renewed.extend(batch))
    warm_up(app)
    assert renewed == []


def test_a_text_that_cannot_be_written_anew_holds_up_no_vectors(app, counted, monkeypatch):
    def fail(*_):
        raise ValueError("This record cannot be told.")

    monkeypatch.setattr("nic_hub.api.hub.renew_documents", fail)
    warm_up(app)
    assert without_vectors(app) == 0


def test_a_process_that_ends_leaves_the_rest_to_the_next_start(app, counted, monkeypatch):
    ended, hub, embedded = threading.Thread(), app.extensions["hub"], []
    monkeypatch.setattr(hub, "embed_rest", lambda _: embedded.append(1) or 1)
    with monkeypatch.context() as at_the_end:
        at_the_end.setattr(threading, "main_thread", lambda: ended)
        warm_up(app)
    assert embedded == []
    assert document_of(app, counted).text == "All 3 asked"


def test_a_searched_text_of_no_record_goes_when_it_is_found_with_older_rules(app, counted):
    database = app.extensions["hub"].database
    with database.writing() as session:
        known = SearchDocument.record_id == counted.id
        session.execute(update(SearchDocument).where(known).values(record_id="x" * 32))
    warm_up(app)
    with database.reading() as session:
        assert session.scalars(select(SearchDocument).where(SearchDocument.record_id == "x" * 32)).all() == []


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


@pytest.mark.parametrize("error", [Misconfigured("No export in /secret."), OSError("/secret is damaged")])
def test_without_a_model_a_search_is_not_available_and_the_rest_is(app, world, error):
    def fail():
        raise error

    app.extensions["hub"].load_search = fail
    assert world.teacher.get("/search?q=cards").status_code == 503
    assert world.teacher.post("/suggestions", {"query": "cards"}).status_code == 503
    assert world.teacher.get("/change-ideas").status_code == 200
    assert world.teacher.post("/help-wanted", {"question": "Who?"}).status_code == 201


def test_a_hub_is_alive_while_its_database_is_behind(app, client, database):
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0018'")
    assert client.get("/healthz").json == {"status": "ok"}
    assert "db upgrade" in client.get("/readyz").json["detail"]

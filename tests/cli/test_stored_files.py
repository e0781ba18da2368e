"""``hub check`` finds files that no record names and records whose file is lost, and mends both."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import delete, select

from nic_hub.errors import Unavailable
from nic_hub.models import Attachment, ChangeIdea, ForgottenFile, SearchDocument

CONTENT = b"three reads, step by step"
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(app):
    return app.extensions["hub"].attachments


@pytest.fixture
def entry(filled, writing):
    """A record that names the file."""
    with writing() as session:
        idea = session.scalars(select(ChangeIdea)).first()
        told = {"name": "a.txt", "media_type": "text/plain", "size_bytes": 1, "is_cleared": True}
        row = Attachment(network_id=idea.network_id, change_idea_id=idea.id, content_hash=HASH, **told)
        session.add(row)
    return idea.key


def test_a_file_that_a_record_names_is_in_order(run, entry, store):
    store.keep(CONTENT)
    assert run("check").exit_code == 0


def test_a_file_that_no_record_names_is_found_and_removed_when_asked(run, filled, store):
    store.keep(CONTENT)
    told = run("check", "--mend")
    assert (told.exit_code, f"No record names the file {HASH}" in told.stdout) == (1, True)
    assert "--remove-unnamed-files" in told.stdout
    assert run("check", "--remove-unnamed-files").exit_code == 0
    assert [*store.hashes()] == []


def test_a_file_that_a_record_names_is_not_removed(run, entry, store):
    store.keep(CONTENT)
    run("check", "--remove-unnamed-files", "--forget-lost-files")
    assert store.read(HASH) == CONTENT


def test_a_record_whose_file_is_lost_is_named_and_forgets_it_when_asked(run, entry, writing):
    told = run("check", "--mend")
    assert (told.exit_code, f"beside change idea {entry} of the network" in told.stdout) == (1, True)
    assert "--forget-lost-files" in told.stdout
    assert run("check", "--forget-lost-files").exit_code == 0
    with writing() as session:
        assert session.scalars(select(Attachment)).all() == []


@pytest.fixture
def forgotten(filled, writing, store):
    """A file that was taken from its record by a process that died before it removed the file."""
    store.keep(CONTENT)
    with writing() as session:
        session.add(ForgottenFile(content_hash=HASH))


def test_a_removal_that_a_crash_cut_off_is_finished_by_mending(run, forgotten, store):
    assert "hub check --mend" in run("check").stdout
    assert run("check", "--mend").exit_code == 0
    assert [*store.hashes()] == []


def test_a_removal_that_a_crash_cut_off_is_finished_at_the_next_start(app, forgotten, store, monkeypatch):
    hub = app.extensions["hub"]
    monkeypatch.setattr(hub, "warm_up", lambda: None)
    hub.begin().join()
    assert [*store.hashes()] == []


def test_a_removal_from_a_store_that_is_away_is_tried_again(app, forgotten, store, monkeypatch):
    def fail(_hash):
        raise Unavailable("The store does not answer.")

    hub = app.extensions["hub"]
    with monkeypatch.context() as away:
        away.setattr(store, "remove", fail)
        hub.forget_files()
    assert [*store.hashes()] == [HASH]
    hub.forget_files()
    assert [*store.hashes()] == []


def test_what_was_removed_before_a_store_went_away_is_not_removed_twice(
    app, filled, writing, store, monkeypatch
):
    first, second = sorted([store.keep(b"one"), store.keep(b"two")])
    with writing() as session:
        session.add_all([ForgottenFile(content_hash=first), ForgottenFile(content_hash=second)])
    asked = []

    def go_away(content_hash):
        asked.append(content_hash)
        if content_hash == second:
            raise Unavailable("The store does not answer.")

    monkeypatch.setattr(store, "remove", go_away)
    hub = app.extensions["hub"]
    hub.forget_files()
    hub.forget_files()
    assert asked == [first, second, second]


def test_a_forgotten_file_that_a_record_got_again_stays(app, entry, forgotten, store):
    app.extensions["hub"].forget_files()
    assert [*store.hashes()] == [HASH]


def test_records_are_checked_though_the_store_of_files_is_away(run, filled, writing, store, monkeypatch):
    def fail():
        raise Unavailable("The store of the hub's files does not answer.")

    with writing() as session:
        session.execute(delete(SearchDocument))
    monkeypatch.setattr(store, "hashes", fail)
    told = run("check")
    assert told.exit_code == 1
    assert "search" in told.stdout
    assert "could not be checked. The store of the hub's files does not answer." in told.stdout

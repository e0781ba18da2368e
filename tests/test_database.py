"""Transactions: one writer at a time, readers that see one moment, and errors in our own words."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from nic_hub.database import Database, is_away, is_busy, is_not_let_in
from nic_hub.errors import Conflict, Misconfigured, NotFound, Stale, Unavailable
from nic_hub.models import District, Network, new_id
from nic_hub.settings import Settings

THREADS, ROUNDS = 4, 25


@pytest.fixture
def network_id(database: Database) -> str:
    """A network that counts up in ``min_n``."""
    with database.writing() as session:
        network = Network(name="Hill Country", problem="Ninth-grade literacy", min_n=0)
        session.add(network)
    return network.id


def count_up(database: Database, network_id: str) -> None:
    for _ in range(ROUNDS):
        with database.writing() as session:
            network = session.get_one(Network, network_id)
            network.min_n += 1


def read_count(database: Database, network_id: str) -> int:
    with database.reading() as session:
        return session.get_one(Network, network_id).min_n


def test_four_threads_that_read_then_write_lose_no_update(database, network_id):
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(count_up, database, network_id) for _ in range(THREADS)]:
            done.result()
    assert read_count(database, network_id) == THREADS * ROUNDS


def test_a_rule_checked_by_reading_still_holds_at_the_commit(database):
    def found_once(_: int) -> None:
        with database.writing() as session:
            if not session.scalars(select(Network)).all():
                session.add(Network(name="The only one", problem="Two would be one too many"))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(found_once, range(THREADS)))
    with database.reading() as session:
        assert len(session.scalars(select(Network)).all()) == 1


def test_writing_commits_at_the_end(database, network_id):
    assert read_count(database, network_id) == 0


def test_an_error_takes_everything_back(database, network_id):
    with pytest.raises(NotFound), database.writing() as session:
        session.get_one(Network, network_id).min_n = 99
        session.flush()
        raise NotFound("There is no such record.")
    assert read_count(database, network_id) == 0


def test_a_reader_sees_one_moment_and_does_not_hold_up_a_writer(database, network_id):
    with database.reading() as reader:
        before = reader.scalar(select(Network.min_n))
        count_up(database, network_id)
        assert reader.scalar(select(Network.min_n)) == before
    assert read_count(database, network_id) == ROUNDS


def test_a_reader_cannot_change_anything(database, network_id):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), database.reading() as session:
        session.get_one(Network, network_id).min_n = 99
        session.flush()
    assert read_count(database, network_id) == 0


def test_a_connection_that_was_read_with_can_be_written_with(database, network_id):
    for _ in range(3):
        read_count(database, network_id)
        with database.writing() as session:
            session.get_one(Network, network_id).min_n += 1
    assert read_count(database, network_id) == 3


def test_what_was_read_can_be_used_after_the_transaction(database, network_id):
    with database.writing() as session:
        network = session.get_one(Network, network_id)
        network.name = "Renamed"
    assert network.name == "Renamed"


def test_the_hubs_database_is_that_of_flask_sqlalchemy(app):
    assert app.extensions["sqlalchemy"] is app.extensions["hub"].database
    assert app.extensions["sqlalchemy"].metadata is Network.metadata


def test_the_shell_knows_the_database_and_its_tables(app):
    with app.app_context():
        known = app.make_shell_context()
        assert known["db"].session.scalars(select(known["Network"])).all() == []


def test_two_hubs_in_one_process_keep_their_own_records(database, network_id, tmp_path):
    other = Database.open(Settings.for_trying_out(database_url=f"sqlite:///{tmp_path / 'other.sqlite3'}"))
    with other.writing() as session:
        Network.__table__.create(session.connection())
        assert session.get(Network, network_id) is None
    other.dispose()


def test_whoever_waits_too_long_is_told_to_try_again(settings, database):
    impatient = Database.open(
        Settings.for_trying_out(database_url=settings.database_url, database_wait_seconds=1)
    )
    with (
        database.writing(),
        pytest.raises(Unavailable, match="busy with another change"),
        impatient.writing(),
    ):
        pytest.fail("two writers at once")
    impatient.dispose()


def refusal_of_one_that_does_not_wait(database: Database) -> str:
    with pytest.raises(Unavailable) as refusal, database.writing(waits=False):
        pytest.fail("two writers at once")
    return refusal.value.detail


def test_whoever_does_not_want_to_wait_is_told_so_at_once(settings):
    patient = Database.open(
        Settings.for_trying_out(database_url=settings.database_url, database_wait_seconds=300)
    )
    with ThreadPoolExecutor(1) as pool, patient.writing():
        # In time only if it does not wait its turn.
        told = pool.submit(refusal_of_one_that_does_not_wait, patient).result(60)
    assert "busy with another change" in told
    patient.dispose()


def test_whoever_does_not_want_to_wait_writes_when_nobody_else_does(database, network_id):
    with database.writing(waits=False) as session:
        session.get_one(Network, network_id).min_n = 7
    assert read_count(database, network_id) == 7


@pytest.mark.sqlite
@pytest.mark.parametrize("is_busy", [False, True])
def test_a_connection_that_did_not_wait_waits_the_next_time(settings, is_busy):
    one, other = (Database.open(settings) for _ in range(2))
    with other.writing() if is_busy else nullcontext(), suppress(Unavailable), one.writing(waits=False):
        pass
    with one.writing() as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == 10_000
    for opened in (one, other):
        opened.dispose()


def test_a_record_changed_by_somebody_else_is_stale(database, network_id):
    with database.reading() as session:
        network = session.get_one(Network, network_id)
    count_up(database, network_id)
    with pytest.raises(Stale, match="Somebody changed this record"), database.writing() as session:
        session.add(network)
        network.name = "Renamed"


def test_a_reference_to_nothing_is_refused_at_the_commit(database):
    with pytest.raises(Conflict, match="does not go with what is stored"), database.writing() as session:
        session.add(District(name="Nowhere", network_id=new_id()))


def test_a_value_that_is_taken_is_refused(database, network_id):
    with pytest.raises(Conflict, match="does not go with what is stored"), database.writing() as session:
        session.execute(insert(Network).values(id=network_id, key="other", name="The same id", problem="Two"))


BROKEN = {
    "a value is missing": "INSERT INTO network (id, key) VALUES ('a', 'a')",
    "a check fails": "INSERT INTO checked VALUES (0)",
}


@pytest.mark.parametrize("statement", BROKEN.values(), ids=list(BROKEN))
def test_a_mistake_of_the_hub_is_not_called_a_conflict(database, statement):
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text("CREATE TABLE checked (number INTEGER CHECK (number > 0))"))
        session.execute(text(statement))


@pytest.mark.sqlite
def test_sqlite_writes_ahead_and_waits(database):
    with database.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA busy_timeout")) == 10_000


def test_sqlite_gets_a_folder_that_only_its_owner_may_enter(tmp_path):
    file = tmp_path / "new" / "hub.sqlite3"
    opened = Database.open(Settings.for_trying_out(database_url=f"sqlite:///{file}"))
    with opened.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    opened.dispose()
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_path_of_an_sqlite_file_begins_where_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opened = Database.open(Settings.for_trying_out(database_url="sqlite:///here/hub.sqlite3"))
    assert opened.engine.url.database == str(tmp_path / "here" / "hub.sqlite3")


@pytest.mark.postgresql
def test_nothing_is_prepared_on_postgresql_because_of_pgbouncer(database):
    with database.reading() as session:
        for _ in range(10):
            session.execute(text("SELECT 1"))
        assert session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0


@pytest.mark.postgresql
def test_a_lost_connection_is_noticed_before_it_is_used(settings, database, network_id):
    operator = Database.open(settings)
    with operator.engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    operator.dispose()
    assert read_count(database, network_id) == 0


def test_a_database_that_is_away_is_said_to_be_away(tmp_path: Path):
    address = f"postgresql+psycopg://postgres@/hub?host={tmp_path}"
    away = Database.open(Settings.for_trying_out(database_url=address))
    with pytest.raises(Unavailable, match="does not answer"), away.reading() as session:
        session.execute(text("SELECT 1"))


@pytest.mark.postgresql
@pytest.mark.parametrize("wrong", [{"database": "nowhere"}, {"username": "nobody", "password": "h1dden"}])
def test_a_server_that_does_not_let_the_hub_in_is_not_said_to_be_away(settings, wrong):
    address = make_url(settings.database_url).set(**wrong).render_as_string(hide_password=False)
    refused = Database.open(Settings.for_trying_out(database_url=address))
    told = r"^PostgreSQL answers.* Correct DATABASE_URL\.$"
    with pytest.raises(Misconfigured, match=told) as error, refused.reading() as session:
        session.execute(text("SELECT 1"))
    assert "h1dden" not in error.value.detail
    refused.dispose()


@pytest.mark.parametrize(
    ("told", "not_let_in"),
    [
        ('connection to server failed: FATAL:  password authentication failed for user "hub"', True),
        ("connection to server failed: fe_sendauth: no password supplied", True),
        ('connection to server failed: FATAL:  no pg_hba.conf entry for host "10.0.0.7"', True),
        ("connection to server failed: Connection refused", False),
        ("connection to server failed: FATAL:  the database system is starting up", False),
    ],
)
def test_a_wrong_password_is_told_from_a_server_that_is_away(told, not_let_in):
    assert is_not_let_in(psycopg.OperationalError(told)) is not_let_in


def test_a_file_that_is_no_database_is_a_wrong_setting(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("Ask the coach about exit slips. " * 40, encoding="utf-8")
    opened = Database.open(Settings.for_trying_out(database_url=f"sqlite:///{file}"))
    with pytest.raises(Misconfigured, match=r"^DATABASE_URL names a file"), opened.reading() as session:
        session.execute(text("SELECT 1"))


@pytest.mark.parametrize("locked", ["hub.sqlite3", "."])
def test_a_file_that_may_only_be_read_is_a_wrong_setting(tmp_path, monkeypatch, locked):
    file = tmp_path / "hub.sqlite3"
    file.touch()
    monkeypatch.setattr("os.access", lambda path, _mode: path != tmp_path / locked)
    with pytest.raises(Misconfigured, match=r"hub\.sqlite3, which this user may not write"):
        Database.open(Settings.for_trying_out(database_url=f"sqlite:///{file}"))


def test_a_folder_that_cannot_be_is_a_wrong_setting(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured, match=r"^DATABASE_URL needs the folder .* cannot be made"):
        Database.open(Settings.for_trying_out(database_url=f"sqlite:///{tmp_path}/file/hub.sqlite3"))


@pytest.mark.sqlite
def test_a_full_disk_is_said_to_be_full(database, network_id):
    with pytest.raises(Unavailable, match="disk of the database is full"), database.writing() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.get_one(Network, network_id).problem = "long " * 100_000
    assert read_count(database, network_id) == 0


def test_a_mistake_in_a_query_is_not_called_busy(database):
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("SELECT nothing FROM nowhere"))


def made(error: sqlite3.Error, name: str) -> sqlite3.Error:
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "busy", "away"),
    [
        (made(sqlite3.OperationalError(), "SQLITE_BUSY"), True, False),
        (made(sqlite3.OperationalError(), "SQLITE_BUSY_SNAPSHOT"), True, False),
        (made(sqlite3.OperationalError(), "SQLITE_LOCKED_SHAREDCACHE"), True, False),
        (made(sqlite3.OperationalError(), "SQLITE_READONLY"), False, False),
        (made(sqlite3.IntegrityError(), "SQLITE_CONSTRAINT"), False, False),
        (psycopg.errors.LockNotAvailable(), True, False),
        (psycopg.errors.DeadlockDetected(), True, False),
        (psycopg.errors.UniqueViolation(), False, False),
        (psycopg.OperationalError(), False, True),
        (None, False, False),
    ],
)
def test_errors_of_the_drivers_are_told_apart(error, busy, away):
    assert (is_busy(error), is_away(error)) == (busy, away)

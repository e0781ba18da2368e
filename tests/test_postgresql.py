"""The tests' own PostgreSQL: each test finds a database as new, whatever the one before it did."""

import psycopg
import pytest
from sqlalchemy import func, select

from nic_hub.models import Network

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize("time", ["first", "again"])
def test_a_database_is_empty_at_first_and_after_it_was_used(database, time):
    with database.writing() as session:
        assert session.scalar(select(func.count()).select_from(Network)) == 0
        session.add(Network(name="Hill Country", problem="Ninth-grade literacy"))


def give_back(server, name, template):
    server.give_back_database(name, template)
    return server.borrow_database(template)


def test_a_database_is_used_again_when_nothing_but_records_changed(postgresql_server, postgresql_template):
    name = postgresql_server.borrow_database(postgresql_template)
    assert give_back(postgresql_server, name, postgresql_template) == name
    postgresql_server.give_back_database(name, postgresql_template)


@pytest.mark.parametrize(
    "change", ["CREATE TABLE more (id int)", "DROP TABLE embedding", "ALTER TABLE team ADD more int"]
)
def test_a_database_with_other_tables_is_not_used_again(postgresql_server, postgresql_template, change):
    name = postgresql_server.borrow_database(postgresql_template)
    with psycopg.connect(host=str(postgresql_server.folder), user="postgres", dbname=name) as connection:
        connection.execute(change)
    other = give_back(postgresql_server, name, postgresql_template)
    assert other != name
    postgresql_server.give_back_database(other, postgresql_template)


def test_a_database_whose_connections_a_test_ended_is_used_again(postgresql_server, postgresql_template):
    name = postgresql_server.borrow_database(postgresql_template)
    assert give_back(postgresql_server, name, postgresql_template) == name
    with psycopg.connect(host=str(postgresql_server.folder), user="postgres", dbname=name) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert give_back(postgresql_server, name, postgresql_template) == name
    postgresql_server.give_back_database(name, postgresql_template)


def test_an_open_transaction_does_not_hold_up_the_next_test(postgresql_server, postgresql_template):
    name = postgresql_server.borrow_database(postgresql_template)
    left_open = psycopg.connect(host=str(postgresql_server.folder), user="postgres", dbname=name)
    left_open.execute("LOCK TABLE network")
    postgresql_server.give_back_database(name, postgresql_template)
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()

"""Statements that are given to the driver as they are say the same as SQLAlchemy's own."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from nic_hub.database import Database
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import ChangeIdea
from nic_hub.models.plain import RowsById, ask_plainly
from tests.factories import NOW, make_idea, make_network, make_team

COLUMNS = (ChangeIdea.id, ChangeIdea.title, ChangeIdea.visibility, ChangeIdea.is_hidden, ChangeIdea.hidden_at)
IDEAS = RowsById(select(*COLUMNS), ChangeIdea.id)


@pytest.fixture
def team(session):
    return make_team(session, network=make_network(session))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_same_values_come_as_from_sqlalchemy(session, team, count):
    values = {"hidden_at": NOW, "visibility": Visibility.DISTRICT}
    ids = [make_idea(session, team=team, **values).id for _ in range(count)]
    session.flush()
    wanted = session.execute(select(*COLUMNS).where(ChangeIdea.id.in_(ids)).order_by(ChangeIdea.id))
    found = sorted(IDEAS.read(session, ids))
    assert found == [tuple(row) for row in wanted]
    assert [type(value) for value in found[0]] == [str, str, Visibility, bool, type(NOW)]


def test_rows_are_read_once_and_those_that_are_not_there_are_left_out(session, team):
    idea = make_idea(session, team=team)
    session.flush()
    assert [row[0] for row in IDEAS.read(session, [idea.id, idea.id, "nobody"])] == [idea.id]


def test_no_id_no_row(session):
    assert IDEAS.read(session, []) == []


def test_what_the_driver_refuses_is_told_in_sqlalchemys_words(database: Database):
    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        ask_plainly(connection, "SELECT nothing FROM nowhere")


def test_a_failure_leaves_the_connection_as_good_as_before(database: Database):
    with database.engine.connect() as connection:
        with pytest.raises(DBAPIError):
            ask_plainly(connection, "SELECT nothing FROM nowhere")
        connection.rollback()
        assert ask_plainly(connection, "SELECT 1") == [(1,)]

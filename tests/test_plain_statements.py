"""Statements that are given to the driver as they are say the same as SQLAlchemy's own."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError

from nic_hub.database import Database
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import ChangeIdea
from nic_hub.models.plain import ask, ask_plainly
from tests.factories import NOW, make_idea, make_network, make_team

COLUMNS = (ChangeIdea.id, ChangeIdea.title, ChangeIdea.visibility, ChangeIdea.is_hidden, ChangeIdea.hidden_at)
IDEAS = select(*COLUMNS).where(
    ChangeIdea.id.in_(bindparam("ids", expanding=True)), ChangeIdea.hidden_at < bindparam("before")
)
BEFORE = NOW + timedelta(days=1)


@pytest.fixture
def team(session):
    return make_team(session, network=make_network(session))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_same_values_come_as_from_sqlalchemy(session, team, count):
    values = {"hidden_at": NOW, "visibility": Visibility.DISTRICT}
    ids = [make_idea(session, team=team, **values).id for _ in range(count)]
    session.flush()
    wanted = session.execute(select(*COLUMNS).where(ChangeIdea.id.in_(ids)).order_by(ChangeIdea.id))
    found = sorted(ask(session, IDEAS, {"ids": ids, "before": BEFORE}))
    assert found == [tuple(row) for row in wanted]
    assert [type(value) for value in found[0]] == [str, str, Visibility, bool, type(NOW)]


def test_a_value_is_given_as_the_column_keeps_it(session, team):
    idea = make_idea(session, team=team, hidden_at=NOW)
    session.flush()
    assert ask(session, IDEAS, {"ids": [idea.id], "before": BEFORE})
    assert not ask(session, IDEAS, {"ids": [idea.id], "before": NOW - timedelta(seconds=1)})


def test_no_id_no_row(session, team):
    make_idea(session, team=team, hidden_at=NOW)
    session.flush()
    assert ask(session, IDEAS, {"ids": [], "before": BEFORE}) == []


def test_what_the_driver_refuses_is_told_in_sqlalchemys_words(database: Database):
    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        ask_plainly(connection, "SELECT nothing FROM nowhere")


def test_a_failure_leaves_the_connection_as_good_as_before(database: Database):
    with database.engine.connect() as connection:
        with pytest.raises(DBAPIError):
            ask_plainly(connection, "SELECT nothing FROM nowhere")
        connection.rollback()
        assert ask_plainly(connection, "SELECT 1") == [(1,)]

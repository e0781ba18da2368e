"""A database that came from another server brings the numbers of its changes along."""

import pytest
from sqlalchemy import text

from nic_hub.models.search import DOCUMENT_LOG, FACT_LOG
from nic_hub.search.positions import came_from_elsewhere, start_of
from tests.search.worlds import add_network, make_document


@pytest.fixture
def stored(database):
    """A network and a searched text, which the logs have noted."""
    with database.writing() as session:
        add_network(session)
        session.flush()
        session.add(make_document("Exit slips", "slips"))
    return database


def restore_elsewhere(database):
    with database.writing() as session:
        for log in (DOCUMENT_LOG, FACT_LOG):
            session.execute(text(f"UPDATE {log.table} SET change_no = change_no + 1000000000"))


@pytest.mark.postgresql
@pytest.mark.parametrize("log", [DOCUMENT_LOG, FACT_LOG])
def test_what_was_restored_on_another_server_is_read_once_and_not_at_every_look(app, stored, log):
    restore_elsewhere(stored)
    assert app.extensions["hub"].search
    with stored.reading() as session:
        changed, position = start_of(session, log).look(session)
    assert (len(changed), position.seen) == (1, {})


def test_what_was_written_here_is_not_taken_for_another_servers(stored):
    with stored.reading() as session:
        assert not came_from_elsewhere(session)

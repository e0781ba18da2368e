"""Fixtures for the bundle: a database whose sessions keep history and search documents, as the hub's do."""

import pytest
from sqlalchemy import event

from nic_hub.services import history, search_documents


@pytest.fixture(autouse=True)
def _watch(request):
    """Watch the sessions of a test that has a database."""
    if "database" in request.fixturenames:
        sessions = request.getfixturevalue("database").writing_sessions
        history.watch(sessions)
        search_documents.watch(sessions)


@pytest.fixture
def counted(database):
    """Count the statements a call sends to the database."""

    def count(call) -> int:
        statements = []
        event.listen(database.engine, "before_cursor_execute", lambda *_: statements.append(1))
        call()
        return len(statements)

    return count

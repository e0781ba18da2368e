"""Nobody who reads waits for somebody who writes: the last use of a token is noted when there is time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from nic_hub.api import uses
from nic_hub.api.uses import Uses
from nic_hub.errors import Unavailable
from nic_hub.models import ApiToken

#: Far longer than ``soon``, so that a request that waits its turn never answers in time.
WAIT_SECONDS, SOON_SECONDS = 300, 60


@pytest.fixture
def settings(settings):
    """Settings of a hub whose writers are patient."""
    return replace(settings, database_wait_seconds=WAIT_SECONDS)


@pytest.fixture
def database(app):
    return app.extensions["hub"].database


@contextmanager
def while_somebody_writes(database) -> Iterator[ThreadPoolExecutor]:
    """Hold the writer's lock, and give a thread to send requests in."""
    with ThreadPoolExecutor(1) as pool, database.writing():
        yield pool


def was_used(database, person) -> bool:
    with database.reading() as session:
        query = select(ApiToken.last_used_at).where(ApiToken.member_id == person.member.id)
        return session.scalar(query) is not None


def test_who_reads_with_a_fresh_token_does_not_wait_for_who_writes(database, world):
    world.teacher.get("/me")
    with while_somebody_writes(database) as pool:
        for who in (world.colleague, world.colleague, world.coach):
            answer = pool.submit(who.get, "/me").result(SOON_SECONDS)
            assert answer.status_code == 200


def test_a_use_that_could_not_be_noted_is_noted_with_somebody_elses_request(database, world, monkeypatch):
    monkeypatch.setattr(uses, "PAUSE_SECONDS", 0)
    with while_somebody_writes(database) as pool:
        pool.submit(world.colleague.get, "/me").result(SOON_SECONDS)
    assert not was_used(database, world.colleague)
    world.teacher.get("/me")
    assert was_used(database, world.colleague)
    assert was_used(database, world.teacher)


def test_who_asks_whether_the_hub_is_ready_does_not_wait_for_who_writes(database, client, world):
    with while_somebody_writes(database) as pool:
        answer = pool.submit(client.get, "/readyz").result(SOON_SECONDS)
    assert answer.status_code == 503
    assert "cannot be found by meaning yet" in answer.json["detail"]


class Writer:
    """Opens transactions, or says that somebody else writes; counts how often it was asked."""

    def __init__(self, *, is_busy: bool) -> None:
        self.is_busy, self.asked, self.written = is_busy, 0, 0

    @contextmanager
    def __call__(self):
        self.asked += 1
        if self.is_busy:
            raise Unavailable("The hub is busy.")
        yield SimpleNamespace(execute=self.count)

    def count(self, _statement) -> None:
        self.written += 1


def test_a_busy_database_is_let_alone_for_a_while():
    writer = Writer(is_busy=True)
    noted = Uses(writer)
    for number in range(5):
        noted.note(ApiToken(id=f"token {number}"))
    assert writer.asked == 1


def test_after_a_while_all_that_is_left_is_written_at_once_and_once(monkeypatch):
    monkeypatch.setattr(uses, "PAUSE_SECONDS", 0)
    writer = Writer(is_busy=True)
    noted, token = Uses(writer), ApiToken(id="token")
    for one in (token, ApiToken(id="another")):
        noted.note(one)
    writer.is_busy, writer.asked = False, 0
    for _ in range(2):
        token.last_used_at = uses.datetime.now(uses.UTC)
        noted.note(token)
    assert (writer.asked, writer.written) == (1, 2)


def test_while_one_request_writes_another_leaves_its_use_to_the_next():
    noted = Uses(Writer(is_busy=False))

    @contextmanager
    def writing():
        noted.note(ApiToken(id="another"))
        yield SimpleNamespace(execute=lambda _: None)

    noted._writing = writing
    noted.note(ApiToken(id="token"))
    assert list(noted._unwritten) == ["another"]

"""Answers kept for repeated requests: one's own, for a day."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from nic_hub.domain.visibility import Principal
from nic_hub.models import IdempotentAnswer
from nic_hub.services.idempotency import KEPT_FOR, KeptAnswer, find_answer, keep_answer
from tests.factories import make_member, make_network

ANSWER = KeptAnswer(b"\x01" * 32, 201, {"Location": "/api/v1/change-ideas/1"}, b'{"id": "1"}')


@pytest.fixture
def principals(session):
    """Two members of one network."""
    network = make_network(session)
    members = [make_member(session, network=network) for _ in range(2)]
    return [Principal(network_id=network.id, member_id=member.id) for member in members]


def test_a_kept_answer_is_found_by_its_key(session, principals):
    keep_answer(session, principals[0], "key", ANSWER)
    assert find_answer(session, principals[0], "key") == ANSWER
    assert find_answer(session, principals[0], "other") is None


def test_nobody_finds_anothers_answer(session, principals):
    keep_answer(session, principals[0], "key", ANSWER)
    assert find_answer(session, principals[1], "key") is None


def test_an_answer_is_not_found_after_its_day(session, principals):
    keep_answer(session, principals[0], "key", ANSWER)
    with time_machine.travel(datetime.now(UTC) + KEPT_FOR - timedelta(minutes=1)):
        assert find_answer(session, principals[0], "key") == ANSWER
    with time_machine.travel(datetime.now(UTC) + KEPT_FOR):
        assert find_answer(session, principals[0], "key") is None


def test_old_answers_go_when_a_new_one_comes(session, principals):
    keep_answer(session, principals[0], "old", ANSWER)
    with time_machine.travel(datetime.now(UTC) + KEPT_FOR + timedelta(seconds=1)):
        keep_answer(session, principals[1], "new", ANSWER)
        assert [row.idempotency_key for row in session.query(IdempotentAnswer)] == ["new"]

"""Answers kept for repeated requests: one's own, for a day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from nic_hub.domain.visibility import Principal
from nic_hub.models import IdempotentAnswer
from nic_hub.services.idempotency import KEPT_FOR, KeptAnswer, find_answer, hash_standing, keep_answer
from tests.factories import NOW, make_idea, make_member, make_network, make_tool, make_version

ANSWER = KeptAnswer(b"\x01" * 32, 201, {"Location": "/api/v1/change-ideas/1"}, b'{"id": "1"}', b"\x02" * 32)


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


def an_answer_that_names(record):
    return f'{{"id": "{record.id}", "title": "whatever"}}'.encode()


@pytest.mark.parametrize("column", ["withdrawn_at", "hidden_at"])
def test_the_standing_changes_with_what_may_be_read_of_what_is_named(town, column):
    idea = make_idea(town.session, team=town.far)
    body, principal = an_answer_that_names(idea), town.who("teacher")
    before = hash_standing(town.session, principal, body)
    assert hash_standing(town.session, principal, body) == before
    setattr(idea, column, NOW)
    town.session.flush()
    assert hash_standing(town.session, principal, body) != before


def test_what_the_answer_does_not_name_changes_no_standing(town):
    idea, other = (make_idea(town.session, team=town.far) for _ in range(2))
    before = hash_standing(town.session, town.who("teacher"), an_answer_that_names(idea))
    other.withdrawn_at, idea.title = NOW, "Another title"
    town.session.flush()
    assert hash_standing(town.session, town.who("teacher"), an_answer_that_names(idea)) == before


def test_the_standing_changes_with_the_rights_of_the_member(town):
    principal = town.who("teacher")
    before = hash_standing(town.session, principal, b"{}")
    for changed in ({"writing_teams": frozenset()}, {"roles": frozenset()}, {"workspace_id": "T1"}):
        assert hash_standing(town.session, replace(principal, **changed), b"{}") != before


def test_a_version_of_a_tool_counts_too(town):
    tool = make_tool(town.session, team=town.far)
    version = make_version(town.session, tool=tool)
    before = hash_standing(town.session, town.who("teacher"), an_answer_that_names(version))
    tool.hidden_at = NOW
    town.session.flush()
    assert hash_standing(town.session, town.who("teacher"), an_answer_that_names(version)) != before

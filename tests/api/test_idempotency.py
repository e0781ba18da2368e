"""A repeated POST gets the first answer: at once, later, at the same time, and after a crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from nic_hub.models import ChangeIdea, IdempotentAnswer, Membership, Suggestion
from tests.api.conftest import Person

IDEA = {"title": "Question cards", "description": "A card with question starters."}
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
KEY = "5d5f6f1e-0f0a-4f43-8a3c-6f8a2d1c9b77"


def count(app, model, **conditions):
    with app.extensions["hub"].database.reading() as session:
        return session.query(model).filter_by(**conditions).count()


def test_the_same_request_gets_the_first_answer_and_writes_once(app, world):
    first = world.teacher.post("/change-ideas", IDEA, key=KEY)
    second = world.teacher.post("/change-ideas", IDEA, key=KEY)
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count(app, ChangeIdea, title="Question cards") == 1


def test_without_a_key_each_request_writes(app, world):
    for _ in range(2):
        assert world.teacher.post("/change-ideas", IDEA).status_code == 201
    assert count(app, ChangeIdea, title="Question cards") == 2


def test_the_key_of_another_request_is_refused(app, world):
    world.teacher.post("/change-ideas", IDEA, key=KEY)
    answer = world.teacher.post("/change-ideas", {**IDEA, "title": "Another"}, key=KEY)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/idempotency-key-reused")
    assert world.teacher.post("/help-wanted", {"question": "Who?"}, key=KEY).status_code == 422
    assert count(app, ChangeIdea, title="Another") == 0


def test_two_members_may_use_the_same_key(world):
    assert world.teacher.post("/change-ideas", IDEA, key=KEY).status_code == 201
    other = world.neighbour.post("/change-ideas", IDEA, key=KEY)
    assert other.status_code == 201
    assert "Idempotency-Replayed" not in other.headers


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "schlüssel"])
def test_a_key_of_another_form_is_refused(world, key):
    headers = {"Idempotency-Key": key}
    answer = world.teacher.post("/change-ideas", IDEA, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (400, "/problems/malformed")


def test_a_refused_request_can_be_repeated_once_it_is_mended(world):
    assert world.teacher.post("/change-ideas", {"title": "x"}, key=KEY).status_code == 422
    assert world.teacher.post("/change-ideas", IDEA, key=KEY).status_code == 201


def test_a_crash_before_the_commit_leaves_neither_record_nor_answer(app, world, monkeypatch):
    def crash(*_):
        raise SystemError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("nic_hub.api.repeating.keep_answer", crash)
        with pytest.raises(SystemError):
            world.teacher.post("/change-ideas", IDEA, key=KEY)
    assert count(app, ChangeIdea, title="Question cards") == count(app, IdempotentAnswer) == 0
    assert world.teacher.post("/change-ideas", IDEA, key=KEY).status_code == 201


def test_a_crash_after_the_commit_loses_nothing(app, world, monkeypatch):
    def crash(*_):
        raise SystemError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(type(app.extensions["hub"]), "after_commit", crash)
        with pytest.raises(SystemError):
            world.teacher.post("/change-ideas", IDEA, key=KEY)
    again = world.teacher.post("/change-ideas", IDEA, key=KEY)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(app, ChangeIdea, title="Question cards") == 1
    assert world.teacher.get(f"/change-ideas/{again.json['id']}").json["title"] == "Question cards"


def test_the_answer_survives_a_restart(app, settings, world):
    from nic_hub.app import create_app

    first = world.teacher.post("/change-ideas", IDEA, key=KEY)
    restarted = create_app(settings)
    again = Person(restarted.test_client(), world.teacher.headers).post("/change-ideas", IDEA, key=KEY)
    restarted.extensions["hub"].database.dispose()
    assert again.json == first.json


def test_requests_at_the_same_time_write_once(app, world):
    def send(_):
        return Person(app.test_client(), world.teacher.headers).post("/change-ideas", IDEA, key=KEY)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert count(app, ChangeIdea, title="Question cards") == 1


def test_an_answer_is_forgotten_after_a_day(app, world):
    first = world.teacher.post("/change-ideas", IDEA, key=KEY)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, seconds=1)):
        second = world.teacher.post("/change-ideas", IDEA, key=KEY)
    assert second.status_code == 201
    assert second.json["id"] != first.json["id"]
    assert count(app, IdempotentAnswer) == 1


def test_a_new_token_is_not_kept_in_the_stored_answer(app, world):
    body = {"member_id": "teacher", "name": "bot"}
    token = world.admin.post("/tokens", body, key=KEY).json["token"]
    again = world.admin.post("/tokens", body, key=KEY)
    assert again.status_code == 201
    assert "token" not in again.json
    with app.extensions["hub"].database.reading() as session:
        assert token.encode() not in session.query(IdempotentAnswer).one().body


def test_a_repeated_question_is_one_question_and_shows_nothing_that_was_hidden_since(app, world):
    question = {"query": "Question prompts: a card with question starters on each desk", "driver": "D5"}
    first = world.neighbour.post("/suggestions", question, key=KEY)
    second = world.neighbour.post("/suggestions", question, key=KEY)
    assert first.json == second.json
    assert count(app, Suggestion) == 1
    assert world.idea.title in second.text
    assert world.teacher.post(f"/change-ideas/{world.idea.id}/withdraw", version=1).status_code == 200
    third = world.neighbour.post("/suggestions", question, key=KEY)
    assert third.headers["Idempotency-Replayed"] == "true"
    assert third.json["id"] == first.json["id"]
    assert world.idea.title not in third.text


def test_a_repeated_step_of_a_cycle_gets_its_first_answer_though_the_version_moved_on(world):
    cycle = world.teacher.post("/help-wanted", {"question": "Who knows?"}).json
    path, version = f"/help-wanted/{cycle['id']}/withdraw", cycle["version"]
    first = world.teacher.post(path, version=version, key=KEY)
    second = world.teacher.post(path, version=version, key=KEY)
    assert first.status_code == second.status_code == 200
    assert second.json == first.json


def leave_the_team(app, member):
    with app.extensions["hub"].database.writing() as session:
        session.execute(
            update(Membership).where(Membership.member_id == member.id).values(ended_on=YESTERDAY)
        )


def test_who_left_the_team_gets_no_answer_of_their_time_in_it_again(app, world):
    first = world.teacher.post("/change-ideas", IDEA, key=KEY)
    leave_the_team(app, world.teacher.member)
    again = world.teacher.post("/change-ideas", IDEA, key=KEY)
    assert (again.status_code, again.json["type"]) == (409, "/problems/done-before")
    assert first.headers["Location"] in again.json["detail"]
    assert IDEA["description"] not in again.text
    assert count(app, ChangeIdea, title="Question cards") == 1


def test_what_was_withdrawn_since_is_not_shown_by_repeating(world):
    body = {"change_idea_id": world.idea.id, "state": "interested"}
    assert world.neighbour.post("/adoptions", body, key=KEY).status_code == 201
    assert world.neighbour.post("/adoptions", body, key=KEY).status_code == 201
    assert world.teacher.post(f"/change-ideas/{world.idea.id}/withdraw", version=1).status_code == 200
    assert world.neighbour.post("/adoptions", body, key=KEY).status_code == 409


def test_a_right_that_the_request_itself_gave_is_no_change_since(world):
    path = f"/teams/{world.team.id}/memberships"
    body = {"member_id": world.admin.member.id, "started_on": "2020-01-01"}
    first = world.admin.post(path, body, key=KEY)
    again = world.admin.post(path, body, key=KEY)
    assert first.status_code == 201
    assert again.json == first.json

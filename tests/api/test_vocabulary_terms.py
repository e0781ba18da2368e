"""Local words over HTTP: proposed by anybody, decided by a coach."""

import pytest

from nic_hub.models import Suggestion
from tests.factories import make_idea

PATH = "/vocabulary-terms"
BODY = {
    "local_term": "CUBES",
    "shared_term": "three reads",
    "relation": "related",
    "district_id": "here",
    "note": "CUBES marks keywords.",
}


def test_a_word_is_proposed_approved_and_read(world):
    made = world.teacher.post(PATH, BODY)
    assert made.status_code == 201
    assert made.json["status"] == "proposed"
    assert (made.json["proposed_by_id"], made.json["district_id"]) == (
        world.teacher.member.id,
        world.here.id,
    )
    one = made.headers["Location"].removeprefix("/api/v1")
    approved = world.coach.post(f"{one}/approve", version=1)
    assert (approved.status_code, approved.json["status"]) == (200, "approved")
    assert approved.headers["ETag"] == '"2"'
    assert world.colleague.get(one).json == approved.json


@pytest.mark.parametrize("decision", ["approve", "decline"])
def test_only_a_coach_decides(world, decision):
    one = f"{PATH}/{world.teacher.post(PATH, BODY).json['id']}/{decision}"
    assert world.teacher.post(one, version=1).status_code == 403
    assert world.coach.post(one).status_code == 428
    assert world.coach.post(one, version=7).status_code == 412
    assert world.coach.post(one, version=1).status_code == 200
    assert world.coach.post(one, version=2).status_code == 409


def test_what_is_proposed_is_no_business_of_others(world, stranger):
    one = f"{PATH}/{world.teacher.post(PATH, BODY).json['id']}"
    assert world.neighbour.get(one).status_code == 404
    assert world.neighbour.get(PATH).json["total"] == 0
    assert world.coach.get(f"{PATH}?status=proposed").json["total"] == 1
    assert stranger.get(PATH).status_code == 401


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("status=proposed", 1),
        ("status=approved", 0),
        ("district=here", 1),
        ("district=there", 0),
        ("relation=related", 1),
        ("relation=not-same", 0),
        ("proposed_from=person", 1),
        ("proposed_from=co_use", 0),
        ("text=cube", 1),
        ("text=THREE", 1),
        ("text=keywords", 0),
        ("sort=local_term", 1),
    ],
)
def test_the_list_is_filtered(world, query, total):
    world.teacher.post(PATH, BODY)
    assert world.coach.get(f"{PATH}?{query}").json["total"] == total


@pytest.mark.parametrize(
    "change",
    [
        {"relation": "similar"},
        {"local_term": " "},
        {"shared_term": None},
        {"shared_term": "cubes"},
        {"status": "approved"},
        {"district_id": "nowhere"},
        {"local_term": "x" * 301},
    ],
)
def test_a_word_of_another_form_is_refused(world, change):
    assert world.teacher.post(PATH, BODY | change).status_code == 422


def test_a_pair_is_mapped_once_in_a_place(world):
    world.teacher.post(PATH, BODY)
    assert world.leader.post(PATH, BODY | {"relation": "same"}).status_code == 409


def test_a_repeated_proposal_is_made_once(world):
    first, again = (world.teacher.post(PATH, BODY, key="a-key") for _ in range(2))
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_word_is_changed_archived_and_brought_back(world):
    one = f"{PATH}/{world.teacher.post(PATH, BODY).json['id']}"
    assert world.teacher.patch(one, {"relation": "narrower"}, version=1).json["relation"] == "narrower"
    assert world.teacher.delete(one, version=2).json["archived_at"] is not None
    assert world.teacher.get(PATH).json["total"] == 0
    assert world.teacher.post(f"{one}/restore", version=3).json["archived_at"] is None
    actions = [each["action"] for each in world.teacher.get(f"{one}/history").json["items"]]
    assert actions == ["created", "changed", "archived", "unarchived"]


def test_a_word_is_not_brought_back_beside_its_contradiction(world):
    one = f"{PATH}/{world.coach.post(PATH, BODY | {'relation': 'same'}).json['id']}"
    world.coach.post(f"{one}/approve", version=1)
    world.coach.delete(one, version=2)
    other = world.coach.post(PATH, BODY | {"relation": "not-same"}).json["id"]
    world.coach.post(f"{PATH}/{other}/approve", version=1)
    assert world.coach.post(f"{one}/restore", version=3).status_code == 409


def test_a_proposal_is_shown_to_no_audience(world):
    one = f"{PATH}/{world.teacher.post(PATH, BODY).json['id']}"
    network = {"Ceiling": "network"}
    assert world.coach.get(one, headers=network).status_code == 404
    assert world.teacher.get(one, headers=network).status_code == 404
    world.coach.post(f"{one}/approve", version=1)
    assert world.teacher.get(one, headers=network).status_code == 200


def test_a_word_in_use_that_looks_like_a_name_is_heard_and_a_student_called_so_is_not_named(app, world):
    made = world.coach.post(PATH, BODY | {"local_term": "OSCAR", "confirm_not_student": ["local_term"]})
    world.coach.post(f"{PATH}/{made.json['id']}/approve", version=1)
    asked = world.teacher.post("/suggestions", {"query": "Who tried OSCAR?"}).json
    follow_up = {"query": "and OSCAR for Oscar and oscar?", "follow_up_of": asked["id"]}
    answer = world.teacher.post("/suggestions", follow_up).json
    assert [each["id"] for each in asked["understood_as"]["terms"]] == [made.json["id"]]
    with app.extensions["hub"].database.reading() as session:
        stored = session.get_one(Suggestion, answer["id"]).query
    assert stored == "Who tried OSCAR?\nand OSCAR for [name removed] and [name removed]?"


def test_a_coach_lets_words_be_proposed(app, world):
    with app.extensions["hub"].database.writing() as session:
        source = make_idea(session, team=world.far, driver_id=world.driver.id, title="Confusion slips")
        make_idea(session, team=world.team, driver_id=world.driver.id, title="Mud book", parent_id=source.id)
    answer = world.coach.post(f"{PATH}/propose")
    assert answer.status_code == 200
    (row,) = answer.json["items"]
    assert (row["local_term"], row["shared_term"]) == ("Mud book", "Confusion slips")
    assert (row["status"], row["proposed_from"]) == ("proposed", "co_use")
    assert world.coach.post(f"{PATH}/propose").json["items"] == []
    assert world.teacher.post(f"{PATH}/propose").status_code == 403

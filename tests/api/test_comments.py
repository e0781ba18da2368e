"""Comments over HTTP: on change ideas, cycles and storyboards."""

import pytest

from tests.factories import make_storyboard

TEXT = {"text": "The cards were lost by Friday."}


@pytest.fixture
def places(app, world):
    with app.extensions["hub"].database.writing() as session:
        board = make_storyboard(session, team=world.team)
    return {
        "change-ideas": world.idea.id,
        "pdsa-cycles": world.cycle.id,
        "storyboards": board.id,
    }


@pytest.mark.parametrize("collection", ["change-ideas", "pdsa-cycles", "storyboards"])
def test_a_comment_is_made_read_and_taken_away(world, places, collection):
    path = f"/{collection}/{places[collection]}/comments"
    made = world.sponsor.post(path, TEXT)
    assert made.status_code == 201
    assert (made.json["text"], made.json["author_id"]) == (TEXT["text"], world.sponsor.member.id)
    assert made.json["record_id"] == places[collection]
    one = made.headers["Location"].removeprefix("/api/v1")
    assert one == f"{path}/{made.json['id']}"
    assert world.teacher.get(one).json == made.json
    assert world.teacher.get(path).json == {"items": [made.json], "page": 1, "page_size": 20, "total": 1}
    assert world.sponsor.delete(one, version=1).json["archived_at"] is not None
    assert world.teacher.get(path).json["total"] == 0
    assert world.teacher.get(one).status_code == 404


def test_who_does_not_stand_by_the_team_neither_writes_nor_reads(world, stranger):
    path = f"/change-ideas/{world.idea.id}/comments"
    made = world.teacher.post(path, TEXT).json
    assert world.neighbour.post(path, TEXT).status_code == 403
    assert world.neighbour.get(path).json["total"] == 0
    assert world.neighbour.get(f"{path}/{made['id']}").status_code == 404
    assert world.outsider.get(path).status_code == world.outsider.post(path, TEXT).status_code == 404
    assert stranger.get(path).status_code == 401


def test_a_draft_has_no_comments_for_a_sponsor(world):
    assert world.sponsor.post(f"/change-ideas/{world.draft.id}/comments", TEXT).status_code == 404


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x" * 2_001}, {"text": 7}, {**TEXT, "more": 1}])
def test_a_comment_of_another_form_is_refused(world, body):
    assert world.teacher.post(f"/change-ideas/{world.idea.id}/comments", body).status_code == 422


def test_comments_are_shown_to_no_audience(world):
    path = f"/change-ideas/{world.idea.id}/comments"
    world.teacher.post(path, TEXT)
    assert world.teacher.get(path).json["total"] == 1
    assert world.teacher.get(path, headers={"Ceiling": "network"}).json["total"] == 0


def test_what_was_said_is_not_told_by_the_record_itself(world):
    path = f"/change-ideas/{world.idea.id}"
    world.teacher.post(f"{path}/comments", TEXT)
    told = [world.teacher.get(where).text for where in (path, f"{path}/history", "/search?q=cards+friday")]
    assert [text for text in told if "Friday" in text] == []

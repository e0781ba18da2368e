"""Words that fill a field and say nothing go no further than a draft, wherever a text is required."""

import pytest

from tests.api.test_records import ACT, BODIES, PLAN, STUDY, VERSION

BOARD = BODIES["storyboards"]
EMPTY = ("n/a", "none", ".", "-", "tbd", "x", "Same", "👍")


def pointers(answer):
    assert answer.status_code == 422, answer.json
    return [error["pointer"] for error in answer.json["errors"]]


def published(world, **words):
    board = world.teacher.post("/storyboards", BOARD | words).json
    return world.teacher.post(f"/storyboards/{board['id']}/publish", {}, version=board["version"])


@pytest.mark.parametrize("words", EMPTY)
@pytest.mark.parametrize("name", ["challenges", "result"])
def test_a_storyboard_with_empty_words_stays_a_draft(world, name, words):
    refused = published(world, **{name: words})
    assert pointers(refused) == [f"/{name}"]
    listed = world.teacher.get("/storyboards").json["items"]
    assert [(board["status"], board[name]) for board in listed] == [("draft", words)]


def test_it_is_said_what_to_write_instead(world):
    (error,) = published(world, challenges="n/a").json["errors"]
    assert error["detail"] == "Write what was hard or did not work: others learn most from it."


def test_a_result_that_is_not_there_yet_is_published_with_its_reason(world):
    assert published(world, result="No result yet, because we count in May.").status_code == 200


def test_a_published_storyboard_does_not_become_empty_words(world):
    board = published(world).json
    path = f"/storyboards/{board['id']}"
    assert pointers(world.teacher.patch(path, {"challenges": "none"}, version=board["version"])) == [
        "/challenges"
    ]


def test_a_published_idea_does_not_become_empty_words(world):
    idea = world.teacher.get(f"/change-ideas/{world.idea.id}").json
    path = f"/change-ideas/{idea['id']}"
    assert pointers(world.teacher.patch(path, {"description": "tbd"}, version=idea["version"])) == [
        "/description"
    ]


def take(world, cycle, step, body):
    return world.teacher.post(f"/pdsa-cycles/{cycle['id']}/{step}", body, version=cycle["version"])


@pytest.mark.parametrize(
    ("step", "name", "words"),
    [
        *(
            ("start", name, "tbd")
            for name in ("question", "prediction", "who", "what", "when", "where", "data_plan")
        ),
        *(("study", name, "n/a") for name in ("observations", "result", "learning")),
        *(("close", name, "-") for name in ("reason", "next_step")),
    ],
)
def test_a_step_is_not_taken_with_empty_words(world, step, name, words):
    cycle = world.teacher.post("/pdsa-cycles", PLAN).json
    for before, body in (("start", {}), ("study", STUDY), ("close", ACT)):
        if before == step:
            assert pointers(take(world, cycle, step, body | {name: words})) == [f"/{name}"]
            return
        cycle = take(world, cycle, before, body).json


def test_a_cycle_is_not_cancelled_for_no_reason(world):
    cycle = world.teacher.post("/pdsa-cycles", PLAN).json
    assert pointers(take(world, cycle, "cancel", {"cancel_reason": "none"})) == ["/cancel_reason"]


def test_a_plan_may_hold_anything_until_it_starts(world):
    assert world.teacher.post("/pdsa-cycles", PLAN | {"prediction": "tbd"}).status_code == 201


@pytest.mark.parametrize("told", ["n/a", "", None])
def test_a_studied_cycle_keeps_what_it_learned(world, told):
    cycle = world.teacher.post("/pdsa-cycles", PLAN).json
    for step, body in (("start", {}), ("study", STUDY)):
        cycle = take(world, cycle, step, body).json
    path = f"/pdsa-cycles/{cycle['id']}"
    assert pointers(world.teacher.patch(path, {"learning": told}, version=cycle["version"])) == ["/learning"]


@pytest.mark.parametrize(("state", "name"), [("adapted", "what_changed"), ("dropped", "why")])
def test_an_adoption_does_not_end_in_empty_words(world, state, name):
    told = {"change_idea_id": world.idea.id, "state": state, name: "n/a"}
    assert pointers(world.colleague.post("/adoptions", told)) == [f"/{name}"]
    made = world.colleague.post("/adoptions", {"change_idea_id": world.idea.id}).json
    changed = world.colleague.patch(
        f"/adoptions/{made['id']}", {"state": state, name: "-"}, version=made["version"]
    )
    assert pointers(changed) == [f"/{name}"]


@pytest.mark.parametrize("name", ["what_changed", "why"])
def test_a_version_of_a_tool_says_what_changed_and_why(world, name):
    refused = world.teacher.post(f"/tools/{world.tool.id}/versions", VERSION | {name: "none"})
    assert pointers(refused) == [f"/{name}"]


def test_a_pasted_text_with_empty_words_is_asked_for_them(world):
    text = "Focus: questions in class\nSuccesses: more hands\nChallenges: n/a\nResult: none"
    (draft,) = world.teacher.post("/drafts/read", {"text": text, "kind": "storyboard"}).json["drafts"]
    assert {"challenges", "result"} <= {each["name"] for each in draft["missing"]}

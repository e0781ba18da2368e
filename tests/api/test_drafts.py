"""The door for files: what is in them is shown, and stored as drafts for the team alone."""

from __future__ import annotations

import io
import json

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from benchmarks.capturing.layouts import LAYOUTS

TEXT = """Change idea: Question prompts on the desks
Prediction: Six questions a lesson.
What happened: They read the cards aloud.
Results: Four questions a lesson.
Decision: adapt because half never looked
"""


def upload(person, path: str, content: bytes, name: str = "deck.pptx", **form):
    data = {"file": (io.BytesIO(content), name), **form}
    return person.send("POST", path, data=data, content_type="multipart/form-data")


def fields_of(draft) -> dict:
    return {each["name"]: each for each in draft["fields"]}


@pytest.fixture
def read(world):
    return lambda text=TEXT, **body: world.teacher.post("/drafts/read", {"text": text, **body})


@pytest.fixture
def store(world):
    return lambda text=TEXT, **body: world.teacher.post("/drafts", {"text": text, **body})


def test_a_text_is_read_with_its_places_and_what_is_missing(read):
    (draft,) = read().json["drafts"]
    assert draft["kind"] == "pdsa_cycle"
    assert fields_of(draft)["result"] == {
        "name": "result",
        "value": "Four questions a lesson.",
        "text": "Four questions a lesson.",
        "where": ["line 4"],
        "note": None,
    }
    assert {"name": "learning", "advice": "Write what you learned."} in draft["missing"]


def test_a_test_that_names_no_idea_is_asked_for_it_before_it_is_stored(read, store, world):
    text = TEXT.partition("\n")[2]
    assert read(text).json["drafts"][0]["missing"][0]["name"] == "change_idea"
    told = store(text, change_idea_id=world.idea.id).json["drafts"][0]
    assert "change_idea" not in {each["name"] for each in told["missing"]}


def test_reading_stores_nothing(read, world):
    before = world.teacher.get("/pdsa-cycles").json["total"]
    assert read().status_code == 200
    assert world.teacher.get("/pdsa-cycles").json["total"] == before


@pytest.mark.parametrize("name", ["form.pptx", "form.docx", "form.xlsx", "tracker.csv"])
def test_a_file_of_each_kind_is_read_in_a_form(world, name):
    content, expected = LAYOUTS[name]()
    found = upload(world.teacher, "/drafts/read", content, name)
    assert found.status_code == 200
    assert len(found.json["drafts"]) == len(expected)


@pytest.mark.parametrize(
    ("who", "seen"), [("teacher", [True]), ("colleague", [False]), ("outsider", []), ("planner", [False])]
)
def test_look_alikes_are_those_the_person_may_read(world, who, seen):
    text = f"Change idea: {world.idea.title}\nPrediction: six"
    (draft,) = getattr(world, who).post("/drafts/read", {"text": text}).json["drafts"]
    alike = [each for each in draft["look_alikes"] if each["change_idea"]["key"] == "question-prompts"]
    assert [each["is_own_team"] for each in alike] == seen


def test_the_likely_driver_is_told_with_its_confidence(read):
    driver = read("Change idea: Asking when lost\nPrediction: asking when lost").json["drafts"][0]["driver"]
    assert driver["key"] == "D5"
    assert 0 < driver["confidence"] <= 1


def test_a_stored_test_is_a_planned_draft_of_the_team_with_all_it_told(store, world):
    answer = store()
    assert answer.status_code == 201
    (record,) = answer.json["records"]
    cycle = world.teacher.get(f"/pdsa-cycles/{record['id']}").json
    assert (cycle["status"], cycle["provenance"]) == ("planned", "reported")
    assert (cycle["result"], cycle["decision"]) == ("Four questions a lesson.", "adapt")
    assert cycle["source"].startswith("Imported from a pasted text (change_idea: line 1; prediction: line 2;")
    idea = world.teacher.get(f"/change-ideas/{cycle['change_idea_id']}").json
    assert (idea["title"], idea["published_at"]) == ("Question prompts on the desks", None)


@pytest.mark.parametrize(
    "who", ["neighbour", "colleague", "coach", "principal", "sponsor", "admin", "outsider"]
)
def test_nobody_else_reads_a_stored_draft(store, world, who):
    (record,) = store().json["records"]
    assert getattr(world, who).get(f"/pdsa-cycles/{record['id']}").status_code == 404


def test_a_test_of_an_idea_that_is_there_drafts_no_other(store, world):
    (record,) = store(change_idea_id="question-prompts").json["records"]
    assert world.teacher.get(f"/pdsa-cycles/{record['id']}").json["change_idea_id"] == world.idea.id


def test_the_team_goes_through_the_steps_and_each_asks_for_what_is_missing(store, world):
    (record,) = store(change_idea_id="question-prompts").json["records"]
    path = f"/pdsa-cycles/{record['id']}"
    refused = world.teacher.post(f"{path}/start", {}, version=1)
    assert {each["pointer"] for each in refused.json["errors"]} == {
        "/question", "/who", "/what", "/when", "/where", "/data_plan", "/scale",
    }  # fmt: skip
    plan = dict.fromkeys(("question", "who", "what", "when", "where", "data_plan"), "told")
    assert (
        world.teacher.post(f"{path}/start", {**plan, "scale": "one_classroom"}, version=1).status_code == 200
    )
    studied = world.teacher.post(
        f"{path}/study", {"as_planned": "yes", "prediction_met": "partly", "learning": "Desks."}, version=2
    )
    assert studied.json["result"] == "Four questions a lesson."
    assert (
        world.teacher.post(f"{path}/close", {"next_step": "Move them."}, version=3).json["status"] == "closed"
    )


def test_what_was_told_ahead_can_be_mended_before_the_start(store, world):
    (record,) = store(change_idea_id="question-prompts").json["records"]
    path = f"/pdsa-cycles/{record['id']}"
    assert world.teacher.patch(path, {"result": "Five."}, version=1).json["result"] == "Five."
    assert world.teacher.patch(path, {"learning": "New."}, version=2).status_code == 409


def test_a_storyboard_is_stored_as_a_draft(store, world):
    text = "Title: Asking\nFocus: Too few ask.\nChallenges: time\nSuccesses: cups"
    (record,) = store(text, driver_id="D5").json["records"]
    board = world.teacher.get(f"/storyboards/{record['id']}").json
    assert (board["title"], board["challenges"], board["published_at"]) == ("Asking", "time", None)
    assert board["driver_id"] == world.driver.id


def test_several_tests_of_a_file_are_stored_together(world):
    content, _ = LAYOUTS["two-cycles.pptx"]()
    answer = upload(world.teacher, "/drafts", content, "two-cycles.pptx")
    assert [each["kind"] for each in answer.json["records"]] == ["pdsa_cycle", "pdsa_cycle"]


PRIVATE = TEXT.replace("aloud", "aloud, says amy.lee@school.example")


def test_what_looks_private_is_told_and_not_repeated(read):
    answer = read(PRIVATE)
    (finding,) = answer.json["drafts"][0]["private"]
    assert finding["pointer"] == "/changes/0/observations"
    assert "amy.lee" not in answer.text
    assert "[e-mail address removed]" in fields_of(answer.json["drafts"][0])["observations"]["text"]


def test_nothing_is_stored_when_the_gate_refuses(store, world):
    answer = store(PRIVATE)
    assert answer.json["type"] == "/problems/private-text"
    assert "amy.lee" not in answer.text
    assert world.teacher.get("/pdsa-cycles?status=planned").json["total"] == 0
    assert world.teacher.get("/change-ideas?status=draft").json["total"] == 1


def test_a_correction_takes_the_place_of_what_was_found(store, world):
    (record,) = store(PRIVATE, changes=[{"observations": "They read aloud."}]).json["records"]
    assert world.teacher.get(f"/pdsa-cycles/{record['id']}").json["observations"] == "They read aloud."


def test_what_is_confirmed_to_be_no_students_is_stored(store):
    assert store(PRIVATE, confirm_not_student=["observations"]).status_code == 201


def test_a_correction_of_a_field_there_is_not_is_refused(store):
    assert store(changes=[{"nonsense": "x"}]).json["errors"][0]["pointer"] == "/changes/0/nonsense"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "The weather was fine."}, "/text"),
        ({"text": " "}, "/text"),
        ({}, "/text"),
        ({"file": "x"}, "/file"),
        ({"text": "Prediction: six\nResults: four\nDecision: adapt"}, "/changes/0/change_idea"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_place(world, body, pointer):
    answer = world.teacher.post("/drafts", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer


def test_those_who_write_for_no_team_are_refused(world):
    assert world.planner.post("/drafts", {"text": TEXT}).status_code == 403


def test_a_repeated_upload_is_stored_once(world):
    content, _ = LAYOUTS["form.pptx"]()
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), "form.pptx")})
    sent = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}", "key": "once"}
    first, again = [world.teacher.send("POST", "/drafts", **sent) for _ in range(2)]
    assert first.json["records"] == again.json["records"]
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_file_that_is_too_large_is_refused_with_the_limit(app, world):
    app.extensions["hub"].max_upload_bytes = 2_000
    answer = upload(world.teacher, "/drafts/read", bytes(5_000))
    assert answer.status_code == 413
    assert "2,000 bytes" in answer.json["detail"]


@pytest.mark.parametrize("form", [{"changes": "[{"}, {"changes": "5"}, {"nonsense": "x"}, {"kind": "poem"}])
def test_a_wrong_field_of_a_form_is_refused_by_name(world, form):
    answer = upload(world.teacher, "/drafts/read", TEXT.encode(), "note.txt", **form)
    assert answer.status_code in {400, 422}
    assert answer.json["errors"][0]["pointer"].startswith(f"/{next(iter(form))}")


def test_corrections_stand_as_json_in_a_form(world):
    changes = json.dumps([{"learning": "Desks."}])
    found = upload(world.teacher, "/drafts/read", TEXT.encode(), "note.txt", changes=changes)
    assert fields_of(found.json["drafts"][0])["learning"]["where"] == ["your correction"]


def test_two_files_are_refused(world):
    data = {"file": (io.BytesIO(b"x"), "a.txt"), "other": (io.BytesIO(b"y"), "b.txt")}
    answer = world.teacher.send("POST", "/drafts/read", data=data, content_type="multipart/form-data")
    assert answer.json["errors"][0]["pointer"] == "/file"


def test_another_type_of_body_is_refused(world):
    assert world.teacher.send("POST", "/drafts/read", data=b"x", content_type="text/plain").status_code == 415

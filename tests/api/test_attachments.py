"""Files beside records: who reads the record reads them, and a purge removes them."""

from __future__ import annotations

import hashlib
import io
import threading
from datetime import date

import pytest
from docx import Document

from benchmarks.capturing.decks import columns_of_phases, picture
from nic_hub.errors import Unavailable
from nic_hub.services.access.principals import load_principal
from nic_hub.services.attachments import attach, prepare_file
from tests.capture.conftest import rezip
from tests.factories import make_cycle

NUMBER = "(555) 010-4477"
FORM_TYPE = "multipart/form-data"


def document() -> bytes:
    made, content = Document(), io.BytesIO()
    made.add_paragraph("Whom to call")
    made.add_table(1, 1).cell(0, 0).text = NUMBER
    made.save(content)
    return content.getvalue()


DOCUMENT = document()


class AwayStore:
    """A store that does not answer."""

    def keep(self, _content):
        raise Unavailable("The store does not answer.", 60)

    read = remove = keep


def path_of(row) -> str:
    return f"/change-ideas/{row.id}/attachments"


def send(person, row, content: bytes, name: str = "desk.png", **form):
    form = {"confirm_not_student": '["pictures"]'} | form
    data = {"file": (io.BytesIO(content), name), **form}
    return person.send("POST", path_of(row), data=data, content_type="multipart/form-data")


def files(settings) -> list[str]:
    return sorted(file.name for file in settings.attachments_dir.rglob("*") if file.is_file())


def test_a_picture_is_kept_by_its_hash_and_read_again(world, settings):
    kept = send(world.teacher, world.idea, picture())
    assert kept.status_code == 201
    assert kept.json["media_type"] == "image/png"
    assert files(settings) == [kept.json["content_hash"]] == [hashlib.sha256(picture()).hexdigest()]
    got = world.teacher.get(f"{path_of(world.idea)}/{kept.json['id']}")
    assert got.data == picture()
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_the_files_of_a_test_with_few_students_stay_in_its_team(app, world):
    with app.extensions["hub"].database.writing() as session:
        cycle = make_cycle(session, idea=world.idea, team=world.team, student_count=4)
    path = f"/pdsa-cycles/{cycle.id}/attachments"
    data = {"file": (io.BytesIO(b"date,asked,of\n2026-09-08,3,4\n"), "tally.csv")}
    kept = world.teacher.send("POST", path, data=data, content_type=FORM_TYPE).json["id"]
    seen = {
        who: len(getattr(world, who).get(path).json["items"]) for who in ("teacher", "sponsor", "neighbour")
    }
    assert seen == {"teacher": 1, "sponsor": 1, "neighbour": 0}
    assert world.neighbour.get(f"{path}/{kept}").status_code == 404


def test_the_same_file_twice_is_one(world, settings):
    ids = {send(world.teacher, world.idea, picture()).json["id"] for _ in range(2)}
    assert (len(ids), len(files(settings))) == (1, 1)


@pytest.mark.parametrize(
    ("who", "sees_idea", "sees_draft"),
    [
        ("teacher", 200, 200),
        ("neighbour", 200, 404),
        ("coach", 200, 404),
        ("sponsor", 200, 404),
        ("outsider", 404, 404),
    ],
)
def test_a_file_is_seen_by_who_sees_its_record(world, who, sees_idea, sees_draft):
    for row, status in ((world.idea, sees_idea), (world.draft, sees_draft)):
        one = send(world.teacher, row, picture()).json["id"]
        person = getattr(world, who)
        assert person.get(path_of(row)).status_code == status
        assert person.get(f"{path_of(row)}/{one}").status_code == status


def test_a_file_is_reached_through_its_own_record_alone(world):
    one = send(world.teacher, world.draft, picture()).json["id"]
    assert world.neighbour.get(f"{path_of(world.idea)}/{one}").status_code == 404


@pytest.mark.parametrize("who", ["neighbour", "coach", "sponsor", "planner"])
def test_only_the_team_adds_and_removes(world, who):
    one = send(world.teacher, world.idea, picture()).json["id"]
    assert send(getattr(world, who), world.idea, picture(1)).status_code == 403
    assert getattr(world, who).delete(f"{path_of(world.idea)}/{one}").status_code == 403


def test_a_removed_file_is_gone_from_the_disk(world, settings):
    one = send(world.teacher, world.idea, picture()).json["id"]
    assert world.teacher.delete(f"{path_of(world.idea)}/{one}").status_code == 200
    assert files(settings) == []
    assert world.teacher.get(path_of(world.idea)).json["items"] == []


def test_a_file_that_another_record_has_too_stays(world, settings):
    one = send(world.teacher, world.idea, picture()).json["id"]
    send(world.teacher, world.draft, picture())
    world.teacher.delete(f"{path_of(world.idea)}/{one}")
    assert len(files(settings)) == 1


def test_a_file_that_another_record_is_just_getting_stays(app, world, settings):
    hub = app.extensions["hub"]
    given = hub.attachments.keep(picture())
    forgets = threading.Thread(target=hub.forget_files, args=[{given}])
    with hub.database.writing() as session:
        teacher = load_principal(session, world.teacher.member, date(2026, 10, 1))
        idea = session.merge(world.idea)
        file = prepare_file(session, teacher, hub.attachments, idea, name="desk.png", content=picture())
        attach(session, teacher, hub.attachments, idea, file)
        forgets.start()
        forgets.join(0.3)
    forgets.join()
    assert files(settings) == [given]


def test_a_file_that_cannot_be_removed_is_no_error_of_the_request(app, world, monkeypatch):
    kept = send(world.teacher, world.idea, picture()).json

    def fail(_content_hash):
        raise OSError("The disk is read-only.")

    monkeypatch.setattr(app.extensions["hub"].attachments, "remove", fail)
    assert world.teacher.delete(f"{path_of(world.idea)}/{kept['id']}").status_code == 200
    assert world.teacher.get(path_of(world.idea)).json["items"] == []


def test_of_a_withdrawn_record_no_file_is_shown(world):
    one = send(world.teacher, world.idea, picture()).json["id"]
    idea = world.teacher.get(f"/change-ideas/{world.idea.id}").json
    assert (
        world.teacher.post(f"/change-ideas/{idea['id']}/withdraw", version=idea["version"]).status_code == 200
    )
    assert world.neighbour.get(path_of(world.idea)).json["items"] == []
    assert world.neighbour.get(f"{path_of(world.idea)}/{one}").status_code == 404


def test_a_purge_removes_the_files_of_the_record(world, settings):
    send(world.teacher, world.idea, picture())
    word = world.idea.title.split()[0]
    done = world.admin.post("/purges", {"kind": "change_idea", "record_id": world.idea.id, "text": word})
    assert done.json["places"]["attachment"] == 1
    assert files(settings) == []


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"Three reads, step by step", "text/plain"),
    ],
)
def test_the_type_is_told_by_the_content(world, content, media_type):
    assert send(world.teacher, world.idea, content, "x.exe").json["media_type"] == media_type


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x00\x01", b"", b"PK\x03\x04broken"]
)
def test_what_is_no_harmless_file_is_refused(world, settings, content):
    answer = send(world.teacher, world.idea, content, "picture.png")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/file"
    assert files(settings) == []


def test_an_office_file_with_macros_is_refused(world):
    deck = rezip(columns_of_phases()[0], {"ppt/vbaProject.bin": b"x"})
    assert "macros" in send(world.teacher, world.idea, deck, "deck.pptx").json["detail"]


def test_a_name_that_looks_private_is_asked_about(world, settings):
    refused = send(world.teacher, world.idea, picture(), "jayden@school.example.png")
    assert refused.json["type"] == "/problems/private-text"
    assert files(settings) == []
    confirmed = send(
        world.teacher, world.idea, picture(), "jayden@school.example.png", confirm_not_student='["file_name"]'
    )
    assert confirmed.status_code == 201


def test_the_text_of_a_file_is_asked_about_before_it_is_kept_and_what_was_seen_is_not_repeated(
    world, settings
):
    refused = send(world.teacher, world.idea, DOCUMENT, "notes.docx")
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/private-text")
    (problem,) = refused.json["errors"]
    assert problem["pointer"] == "/file"
    assert problem["detail"].startswith("Table 1, row 1: This seems to hold a phone number")
    assert NUMBER not in refused.text
    assert files(settings) == []


@pytest.mark.parametrize("confirmed", ['["file"]', '["phone"]'])
def test_a_text_of_a_file_that_is_confirmed_is_kept_for_all(world, confirmed):
    kept = send(world.teacher, world.idea, DOCUMENT, "notes.docx", confirm_not_student=confirmed)
    assert (kept.status_code, kept.json["is_cleared"], kept.json["note"]) == (201, True, None)


@pytest.mark.parametrize("content", [picture(), b"%PDF-1.7", columns_of_phases()[0]])
def test_what_cannot_be_read_is_kept_for_the_team_until_somebody_says_that_it_shows_no_student(
    world, content
):
    kept = send(world.teacher, world.idea, content, confirm_not_student="[]").json
    assert kept["is_cleared"] is False
    assert "cannot read all of this file" in kept["note"]
    path = f"{path_of(world.idea)}/{kept['id']}"
    assert [person.get(path).status_code for person in (world.teacher, world.neighbour)] == [200, 404]
    assert world.coach.get(path_of(world.idea)).json["items"] == []
    (cleared,) = world.teacher.post(f"{path_of(world.idea)}/clear").json["items"]
    assert (cleared["is_cleared"], cleared["note"]) == (True, None)
    assert world.neighbour.get(path).status_code == 200


@pytest.mark.parametrize("who", ["neighbour", "coach", "sponsor", "planner"])
def test_only_the_team_says_that_a_file_shows_no_student(world, who):
    send(world.teacher, world.idea, picture(), confirm_not_student="[]")
    assert getattr(world, who).post(f"{path_of(world.idea)}/clear").status_code == 403


def test_a_file_of_a_request_that_failed_is_not_left_in_the_store(world, settings, monkeypatch):
    monkeypatch.setattr("nic_hub.services.attachments.MOST", 1)
    assert send(world.teacher, world.idea, picture()).status_code == 201
    assert send(world.teacher, world.idea, picture(1)).status_code == 409
    assert len(files(settings)) == 1


def test_a_repeated_request_brings_no_removed_file_back(world, settings):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    form = {"data": head + picture() + b"\r\n--x--\r\n", "content_type": f"{FORM_TYPE}; boundary=x"}
    first = world.teacher.send("POST", path_of(world.idea), key="once", **form)
    world.teacher.delete(f"{path_of(world.idea)}/{first.json['id']}")
    again = world.teacher.send("POST", path_of(world.idea), key="once", **form)
    assert (again.headers["Idempotency-Replayed"], files(settings)) == ("true", [])


def test_a_store_that_is_away_is_a_clear_503_and_nothing_is_stored(app, world):
    hub = app.extensions["hub"]
    kept = send(world.teacher, world.idea, picture()).json
    hub.attachments = AwayStore()
    for answer in (
        send(world.teacher, world.draft, picture(1)),
        world.teacher.get(f"{path_of(world.idea)}/{kept['id']}"),
    ):
        assert answer.status_code == 503
        assert "store" in answer.json["detail"]
    assert world.teacher.get(path_of(world.draft)).json["items"] == []


def test_a_draft_whose_pictures_cannot_be_kept_is_not_stored_either(app, world):
    app.extensions["hub"].attachments = AwayStore()
    before = world.teacher.get("/pdsa-cycles").json["total"]
    data = {"file": (io.BytesIO(columns_of_phases()[0]), "columns.pptx")}
    stored = world.teacher.send("POST", "/drafts", data=data, content_type=FORM_TYPE)
    assert stored.status_code == 503
    assert world.teacher.get("/pdsa-cycles").json["total"] == before


def test_a_name_leads_out_of_no_folder(world):
    assert send(world.teacher, world.idea, picture(), "../../etc/desk.png").json["name"] == "desk.png"


def test_the_pictures_of_an_imported_deck_are_kept_beside_its_draft(world):
    data = {"file": (io.BytesIO(columns_of_phases()[0]), "columns.pptx")}
    stored = world.teacher.send("POST", "/drafts", data=data, content_type="multipart/form-data")
    (record,) = stored.json["records"]
    (asked,) = stored.json["asks"]
    assert asked.startswith("Does a picture show a student")
    (kept,) = world.teacher.get(f"/pdsa-cycles/{record['id']}/attachments").json["items"]
    assert kept["is_cleared"] is False
    assert kept["content_hash"] == hashlib.sha256(picture()).hexdigest()


def test_a_file_that_is_lost_is_said_to_be_lost(world, settings):
    one = send(world.teacher, world.idea, picture()).json
    next(settings.attachments_dir.rglob(one["content_hash"])).unlink()
    assert world.teacher.get(f"{path_of(world.idea)}/{one['id']}").status_code == 503

"""Importing data points over HTTP: as a form, as the bare file, as pasted text; looked at first."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

CSV = "date,value,n\n2026-01-05,4,25\n2026-01-12,5,25\n"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def address(world):
    return f"/measures/{world.measure.id}/data-points/import"


def book():
    made, content = Workbook(), io.BytesIO()
    for row in (["date", "value", "n"], [date(2026, 1, 5), 4, 25], [date(2026, 1, 12), 5, 25]):
        made.active.append(row)
    made.save(content)
    return content.getvalue()


def form(content, name="points.csv", **fields):
    content = content.encode() if isinstance(content, str) else content
    return {"data": {"file": (io.BytesIO(content), name), **fields}}


def stored(world):
    page = world.teacher.get(f"/measures/{world.measure.id}/data-points").json
    return [(point["date"], point["value"]) for point in page["items"]]


@pytest.mark.parametrize(
    "sent",
    [
        lambda: form(CSV),
        lambda: form(book(), "points.xlsx"),
        lambda: {"data": CSV, "headers": {"Content-Type": "text/csv; charset=utf-8"}},
        lambda: {"data": book(), "headers": {"Content-Type": XLSX}},
        lambda: {"json": {"text": CSV}},
    ],
    ids=["form", "sheet", "bare", "bare sheet", "text"],
)
def test_a_file_is_imported_however_it_is_sent(world, address, sent):
    answer = world.teacher.send("POST", address, **sent())
    assert (answer.status_code, answer.json["new"]) == (200, 2)
    assert stored(world) == [("2026-01-05", 4.0), ("2026-01-12", 5.0)]
    assert world.teacher.send("POST", address, **sent()).json["unchanged"] == 2
    assert len(stored(world)) == 2


def test_a_preview_names_each_bad_row_and_stores_nothing(world, address):
    answer = world.teacher.send("POST", f"{address}?preview=true", **form(CSV + "03/04/2026,x,25\n"))
    told = answer.json
    assert (answer.status_code, told["preview"], told["new"], told["bad"]) == (200, True, 2, 1)
    bad = answer.json["rows"][-1]
    assert (bad["row"], bad["status"], len(bad["problems"])) == (4, "bad", 2)
    assert answer.json["columns"] == {"date": "date", "value": "value", "n": "n"}
    assert stored(world) == []


def test_one_bad_row_and_nothing_is_stored(world, address):
    answer = world.teacher.send("POST", address, **form(CSV + "2026-01-19,x,25\n"))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert answer.json["errors"] == [{"pointer": "/rows/4", "detail": 'Row 4: value: "x" is not a number.'}]
    assert stored(world) == []


def test_a_text_that_looks_private_is_confirmed_in_the_form(world, address):
    noted = "date,value,note\n2026-01-05,4,Call 555-234-5678\n"
    refused = world.teacher.send("POST", address, **form(noted))
    assert (refused.status_code, "555-234" in refused.text) == (422, False)
    taken = world.teacher.send("POST", address, **form(noted, confirm_not_student='["note"]'))
    assert taken.json["new"] == 1


def test_a_repeated_request_with_its_key_gets_the_first_answer(world, address):
    first, second = (world.teacher.send("POST", address, json={"text": CSV}, key="once") for _ in range(2))
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.json == second.json


@pytest.mark.parametrize("preview", ["", "?preview=true"])
@pytest.mark.parametrize(("who", "status"), [("colleague", 403), ("sponsor", 403), ("outsider", 404)])
def test_only_the_own_team_imports(world, address, who, status, preview):
    assert getattr(world, who).send("POST", address + preview, **form(CSV)).status_code == status


def test_who_is_not_signed_in_does_not_import(world, stranger, address):
    assert stranger.send("POST", address, **form(CSV)).status_code == 401


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 422),
        ({"data": {}, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, 422),
        ({"data": "x", "headers": {"Content-Type": "text/html"}}, 415),
        ({"data": b"PK\x03\x04 torn", "headers": {"Content-Type": XLSX}}, 422),
        ({"data": b"", "headers": {"Content-Type": "text/csv"}}, 422),
        ({"json": {"text": CSV, "colour": "red"}}, 422),
    ],
)
def test_what_is_no_table_is_refused(world, address, sent, status):
    answer = world.teacher.send("POST", address, **sent)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_file_that_is_too_large_for_a_table_is_refused_in_words(world, address):
    large = {"data": CSV + " " * 2_000_000, "headers": {"Content-Type": "text/csv"}}
    answer = world.teacher.send("POST", address, **large)
    assert answer.status_code == 422
    assert "2,000,000 bytes" in answer.json["detail"]

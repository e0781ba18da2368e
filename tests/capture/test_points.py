"""Tables of data points: what each row says, or what is wrong with it, by the number a person sees."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from nic_hub.capture.points import PointTable, read_points
from nic_hub.capture.tables import LIMITS, MAX_COLUMNS, MAX_ROWS, read_table
from tests.capture.conftest import refusal, rezip

#: A sheet knows no time zones.
MIDNIGHT = datetime(2026, 1, 12)  # noqa: DTZ001


def book(*rows, formats=(), hidden_first=False):
    """A workbook whose first sheet has these rows; ``formats`` are number formats by cell."""
    made, content = Workbook(), io.BytesIO()
    sheet = made.active
    if hidden_first:
        sheet.title, sheet.sheet_state = "Lists", "hidden"
        sheet = made.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    for cell, number_format in formats:
        sheet[cell].number_format = number_format
    made.save(content)
    return content.getvalue()


def table(content: bytes | str, unit: str = "questions") -> PointTable:
    return read_points(read_table(content.encode() if isinstance(content, str) else content), unit)


def values(content, unit="questions"):
    read = table(content, unit)
    assert [row.problems for row in read.rows if row.problems] == []
    return [dict(row.values) for row in read.rows]


def problems(content, unit="questions"):
    return {row.number: list(row.problems) for row in table(content, unit).rows if row.problems}


TWO = [{"date": date(2026, 1, 5), "value": 4.5}, {"date": date(2026, 1, 12), "value": 5.0}]


@pytest.mark.parametrize(
    "content",
    [
        "date,value\n2026-01-05,4.5\n2026-01-12,5\n",
        "\ufeffDate,Value\r\n2026-01-05,4.5\r\n2026-01-12,5\r\n",
        "Week of;Result\n5 Jan 2026;4,5\n12 January 2026;5\n",
        "value\tday\n4.5\tJan 5, 2026\n5\tJanuary 12th, 2026\n",
        '"date","value"\n"2026-01-05","4,5"\n"13/1/2026","5"\n'.replace("13/1/2026", "2026-1-12"),
        "\ndate,value\n\n2026-01-05,4.5\n,\n2026-01-12,5\n\n",
        book(["date", "value"], [date(2026, 1, 5), 4.5], [MIDNIGHT, 5]),
        book(["date", "value"], ["2026-01-05", "4,5"], ["2026-01-12 08:00:00", "5"]),
        book(["date", "value"], [date(2026, 1, 5), 4.5], [None, None], [date(2026, 1, 12), 5]),
        book(["date", "value"], [date(2026, 1, 5), 4.5], [date(2026, 1, 12), 5], hidden_first=True),
    ],
)
def test_a_table_is_read_however_it_was_written(content):
    assert values(content) == TWO


def test_all_columns_are_read_in_any_order_and_the_rest_is_told():
    read = table(
        "Notes,N,Teacher room,Student group,numerator,denominator,date\nRain,25,B2,grade 5,5,20,2026-01-05\n"
    )
    assert read.columns == {
        "note": "Notes",
        "n": "N",
        "student_group": "Student group",
        "numerator": "numerator",
        "denominator": "denominator",
        "date": "date",
    }
    assert (read.unread, read.rows[0].values["note"], read.rows[0].values["n"]) == (
        ("Teacher room",),
        "Rain",
        25,
    )
    assert read.rows[0].values["value"] == 0.25


@pytest.mark.parametrize(("unit", "value"), [("% of students", 25), ("share", 0.25)])
def test_the_value_of_a_rate_is_worked_out_in_the_unit_of_the_measure(unit, value):
    assert values("date,numerator,denominator\n2026-01-05,5,20\n", unit)[0]["value"] == value


def test_a_percent_of_a_sheet_is_what_the_sheet_shows():
    content = book(["date", "value"], [date(2026, 1, 5), 0.855], formats=[("B2", "0.0%")])
    assert values(content, "% of students")[0]["value"] == 85.5
    assert "is a percent" in problems(content)[2][0]


def test_a_percent_sign_must_fit_the_unit():
    assert values("date,value\n2026-01-05,85 %\n", "percent of lessons")[0]["value"] == 85
    assert problems("date,value\n2026-01-05,85 %\n") == {
        2: ['value: "85 %" is a percent, and the measure counts "questions".']
    }


def test_a_share_among_percents_can_be_read_in_two_ways():
    told = problems("date,value\n2026-01-05,85 %\n2026-01-12,0.9\n", "% of students")
    assert told == {3: ['value: "0.9" can be a share or a percent: write the percent sign in each cell.']}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("03/04/2026,4", "read in two ways"),
        ("2026-02-30,4", "no such day"),
        ("Monday,4", "does not name one day"),
        ("46027,4", "does not name one day"),
        ("0001-01-01,4", "not from 1900 to 2200"),
        (",4", "date: It is missing."),
        ("2026-01-05,four", '"four" is not a number.'),
        ('2026-01-05,"1,234"', "two ways"),
        ("2026-01-05,=B1+1", "formula without a stored value"),
        ("2026-01-05,nan", "is not a number"),
        ("2026-01-05,4,2.5", "no number of people"),
        ("2026-01-05,4,-3", "no number of people"),
        ("2026-01-05,4,25," + "x" * 301, "300 characters or fewer"),
        ("2026-01-05,4,25,a\x01b", "cannot be shown"),
    ],
)
def test_a_bad_row_is_named_with_what_is_wrong(cells, told):
    found = problems(f"date,value,n,group\n2026-01-01,4,25,\n{cells}\n")
    assert list(found) == [3]
    assert told in found[3][0]


def test_a_row_is_counted_as_its_reader_counts_it_though_a_note_has_two_lines():
    content = 'date,value,note\n2026-01-05,4,"two\nlines"\nbad,4,\n'
    assert list(problems(content)) == [4]


def test_a_formula_counts_by_its_stored_value_and_without_one_it_is_named():
    content = book(["date", "value"], [date(2026, 1, 5), "=2+2"])
    assert "formula without a stored value" in problems(content)[2][0]
    sheet = (
        _entry(content, "xl/worksheets/sheet1.xml")
        .replace(b"<v></v>", b"<v>4</v>")
        .replace(b"<v />", b"<v>4</v>")
    )
    stored = rezip(content, {"xl/worksheets/sheet1.xml": sheet})
    assert values(stored)[0]["value"] == 4


def _entry(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def test_a_day_without_a_value_is_empty_and_not_bad():
    read = table("date,value\n2026-01-05,\n")
    assert [(row.is_empty, row.problems) for row in read.rows] == [(True, ())]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("value\n4\n", "The first row names the columns"),
        ("2026-01-05,4\n", "The first row names the columns"),
        ("date,numerator\n2026-01-05,4\n", "The first row names the columns"),
        ("date,day,value\n2026-01-05,2026-01-05,4\n", "Two columns can be read as date"),
    ],
)
def test_a_table_without_its_columns_is_refused(content, told):
    assert told in refusal(lambda: table(content))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"date,value\n" + b"x" * LIMITS.file_bytes, "too large"),
        (b"date,value\n" + b"2026-01-05,4\n" * (MAX_ROWS + 1), "more than 2,000 rows"),
        (b",".join([b"x"] * (MAX_COLUMNS + 1)), "more than 40 columns"),
        (b"date,value\n\0\0", "no text"),
        (b'date,value\n"2026', "broken"),
        (b"PK\x03\x04 and nothing", "broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), "old format"),
        (book(), "no table"),
    ],
    ids=["nothing", "blank", "large", "long", "wide", "binary", "torn", "zip", "locked", "old", "bare"],
)
def test_a_file_that_is_no_table_is_refused_in_words(content, told):
    assert told in refusal(lambda: read_table(content))


def test_a_deck_is_no_table(deck):
    assert "no sheet" in refusal(lambda: read_table(deck))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"xl/media/bomb.bin": bytes(40_000_000)}, "too large once unpacked"),
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'}, "document type"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}, "broken"),
    ],
)
def test_a_sheet_that_was_made_to_harm_is_refused(changes, told):
    assert told in refusal(lambda: read_table(rezip(book(["date", "value"]), changes)))


def test_a_sheet_with_a_row_far_below_is_not_filled_in():
    made, content = Workbook(), io.BytesIO()
    made.active["A1"], made.active["A1048576"] = "date", "far"
    made.save(content)
    assert len(read_table(content.getvalue())) == 1

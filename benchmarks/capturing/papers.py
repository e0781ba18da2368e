"""Documents, sheets, tables and pasted text of several layouts."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook

from benchmarks.capturing.files import Expected, to_bytes
from benchmarks.capturing.telling import BOARD, PROMPTS, READS, TALK, only, written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def form_in_a_table() -> tuple[bytes, Expected]:
    """Make a document that is a form: a table with the phases as rows over the whole width."""
    told, document = written(PROMPTS), Document()
    document.add_heading("PDSA Worksheet", 0)
    rows = [
        ("Team: Oak Street LIT", "Date: March 14, 2026"),
        ("PLAN", ""),
        ("Change idea", told["change_idea"]),
        ("Questions to answer", told["question"]),
        ("Predictions", told["prediction"]),
        ("Who, what, when, where", "See the schedule on the wall"),
        ("Data collection plan", told["data_plan"]),
        ("DO", ""),
        ("Observations", told["observations"]),
        ("Unexpected observations", told["surprises"]),
        ("STUDY", ""),
        ("Results", told["result"]),
        ("What did we learn?", told["learning"]),
        ("ACT", ""),
        ("Adopt, adapt or abandon?", told["decision"]),
        ("Reason", told["reason"]),
        ("Plan for next cycle", told["next_step"]),
    ]
    table = document.add_table(len(rows), 2)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    names = (
        "change_idea",
        "question",
        "prediction",
        "data_plan",
        "observations",
        "surprises",
        "result",
        "learning",
        "decision",
        "reason",
        "next_step",
    )
    return to_bytes(document), [only(PROMPTS, *names) | {"started_on": "2026-03-14"}]


def headings_and_paragraphs() -> tuple[bytes, Expected]:
    """Make a report with headings."""
    document = Document()
    document.add_heading(BOARD["title"], 0)
    document.add_paragraph("Oak Street Elementary, spring convening")
    for title, name in (
        ("What we are working on", "focus"),
        ("What we tested", "changes_tested"),
        ("What happened: results", "result"),
        ("Bright spots", "successes"),
        ("What was hard", "challenges"),
        ("Takeaways", "learning"),
        ("Where we go next", "next_step"),
    ):
        document.add_heading(title, 1)
        document.add_paragraph(BOARD[name])
    return to_bytes(document), [{name: text for name, text in BOARD.items() if name != "help_wanted"}]


def form_fields() -> tuple[bytes, Expected]:
    """Make a document with form fields, some of which still show their hint."""
    document = Document()
    document.add_paragraph("Change idea:").paragraph_format.keep_with_next = True
    _field(document, TALK["change_idea"])
    for label, name in (
        ("Prediction", "prediction"),
        ("Data plan", "data_plan"),
        ("What happened?", "observations"),
        ("Findings", "result"),
    ):
        document.add_paragraph(f"{label}:" if not label.endswith("?") else label)
        _field(document, TALK[name])
    for label in ("Decision:", "Next steps:"):
        document.add_paragraph(label)
        _field(document, "Click or tap here to enter text.", is_hint=True)
    return to_bytes(document), [
        only(TALK, "change_idea", "prediction", "data_plan", "observations", "result")
    ]


def prose() -> tuple[bytes, Expected]:
    """Make a page of prose without headings."""
    document = Document()
    document.add_paragraph("Three reads of a word problem", style="Title")
    document.add_paragraph(
        "We predicted that seven of ten students can say what the question asks. "
        "We found that nine of ten could say it by week three."
    )
    document.add_paragraph(
        "We learned that the third read is where they see the question. "
        "Our biggest challenge was the time it takes."
    )
    document.add_paragraph(
        "We decided to adapt it because the first read adds little. Next, we will keep the third read only."
    )
    expected = {
        "change_idea": "Three reads of a word problem",
        "prediction": "We predicted that seven of ten students can say what the question asks.",
        "result": "We found that nine of ten could say it by week three.",
        "learning": "We learned that the third read is where they see the question.",
        "decision": "adapt",
        "reason": "the first read adds little.",
        "next_step": "Next, we will keep the third read only.",
    }
    return to_bytes(document), [expected]


def tracker() -> tuple[bytes, Expected]:
    """Make a sheet with a test in each row, under a title row."""
    book = Workbook()
    sheet = book.active
    sheet.append(["PDSA tracker 2025-26"])
    sheet.append([])
    sheet.append(
        [
            "Cycle",
            "Start date",
            "Change idea",
            "Prediction",
            "What happened",
            "Results",
            "Learning",
            "Decision",
            "Next steps",
        ]
    )
    days = (date(2025, 10, 6), date(2025, 11, 3))
    tests = (PROMPTS, TALK)
    for number, (day, fields) in enumerate(zip(days, tests, strict=True), 1):
        told = written(fields)
        sheet.append(
            [
                number,
                day,
                told["change_idea"],
                told["prediction"],
                told["observations"],
                told["result"],
                told["learning"],
                told["decision"],
                told["next_step"],
            ]
        )
    names = ("change_idea", "prediction", "observations", "result", "learning", "decision", "next_step")
    return to_bytes(book), [
        only(fields, *names) | {"started_on": day.isoformat()}
        for day, fields in zip(days, tests, strict=True)
    ]


def sheet_form() -> tuple[bytes, Expected]:
    """Make a sheet with labels in the first column."""
    told, book = written(PROMPTS), Workbook()
    sheet = book.active
    for label, name in (
        ("Change", "change_idea"),
        ("Our prediction", "prediction"),
        ("Participants", "who"),
        ("Timeline", "when"),
        ("Measures", "data_plan"),
        ("Size of test", "scale"),
        ("What we observed", "observations"),
        ("Outcome", "result"),
        ("Was the prediction met?", "prediction_met"),
        ("Decision", "decision"),
        ("Next test", "next_step"),
    ):
        sheet.append([label, told[name]])
    sheet.append(["Number of students", 24])
    names = (
        "change_idea",
        "prediction",
        "who",
        "when",
        "data_plan",
        "scale",
        "observations",
        "result",
        "prediction_met",
        "decision",
        "next_step",
    )
    return to_bytes(book), [only(PROMPTS, *names) | {"student_count": "24"}]


def cycles_side_by_side() -> tuple[bytes, Expected]:
    """Make a sheet with a test in each column."""
    book = Workbook()
    sheet = book.active
    sheet.append(["", "Cycle 1", "Cycle 2"])
    names = {
        "Change idea": "change_idea",
        "We predicted": "prediction",
        "What we found": "result",
        "Decision": "decision",
        "What's next": "next_step",
    }
    for label, name in names.items():
        sheet.append([label, written(TALK)[name], written(READS)[name]])
    return to_bytes(book), [only(TALK, *names.values()), only(READS, *names.values())]


def comma_separated() -> tuple[bytes, Expected]:
    """Make a table with semicolons between its cells, as exported in parts of Europe."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";")
    writer.writerow(["Idea", "Hypothesis", "Findings", "Lessons learned", "Adopt/Adapt/Abandon"])
    names = ("change_idea", "prediction", "result", "learning", "decision")
    for fields in (TALK, READS):
        writer.writerow([written(fields)[name] for name in names])
    return made.getvalue().encode("cp1252"), [only(TALK, *names), only(READS, *names)]


def pasted_mail() -> tuple[bytes, Expected]:
    """Make a text as somebody pastes it out of an e-mail."""
    told = written(PROMPTS)
    text = f"""Hi all, here is our write-up.

Change idea - {told["change_idea"]}
What we predicted: {told["prediction"]}
What happened?
{told["observations"]}
Result: {told["result"]}
* Surprises: {told["surprises"]}
* Lesson: {told["learning"]}
Decision: adapt, because half of the students never looked at the wall.
Next step: {told["next_step"]}

Thanks!"""
    expected = only(
        PROMPTS,
        "change_idea",
        "prediction",
        "observations",
        "result",
        "surprises",
        "learning",
        "decision",
        "next_step",
    )
    return text.encode(), [expected | {"reason": "half of the students never looked at the wall."}]


def _field(document: Any, text: str, *, is_hint: bool = False) -> None:
    hint = "<w:showingPlcHdr/>" if is_hint else ""
    content = f"<w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent>"
    control = f"<w:sdt {W}><w:sdtPr>{hint}</w:sdtPr>{content}</w:sdt>"
    document.element.body.insert(len(document.element.body) - 1, parse_xml(control))

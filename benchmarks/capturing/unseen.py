"""Six further layouts, written without the reader beside them and read once before anything was mended.

What is expected was written down with each file. They stay as they are: a reader that is mended afterwards is
reported apart from how it fared at first sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches, Pt

from benchmarks.capturing.files import Expected, Layout, to_bytes

BLANK = 6
TICKETS = {
    "change_idea": "Exit tickets sorted the same day",
    "question": "Will sorting tickets into three piles change what we teach the next morning?",
    "prediction": "Teachers will change the opening task on three of five days.",
    "data_plan": "A yes or no for each day on the planning sheet",
    "observations": "Sorting took eleven minutes after school; on Thursday nobody had time.",
    "surprises": "The middle pile was the most useful one.",
    "result": "The opening task changed on two of five days.",
    "learning": "Sorting has to happen before the buses leave.",
    "decision": "adapt",
    "next_step": "Sort one class only, at the start of the planning period.",
}
CALLS = {
    "change_idea": "A phone call home on the second absence",
    "question": "Can the office make every call before noon?",
    "prediction": "Eight of ten families will be reached.",
    "who": "The attendance clerk",
    "when": "Two weeks in January",
    "observations": "The clerk called between bus duty and first lunch.",
    "result": "Six of ten families were reached.",
    "learning": "Text messages reach families who work in the morning.",
    "decision": "adapt",
    "next_step": "Send a text first, and call the next day.",
}
FRAMES = {
    "change_idea": "Sentence frames for feedback between classmates",
    "prediction": "Every draft will get one comment that names a line.",
    "observations": "Frames were used in the first ten minutes, then praise came back.",
    "result": "14 of 26 drafts got such a comment.",
    "learning": "Frames need an example from the day's own text.",
    "decision": "adopt",
    "next_step": "Project one marked draft before the exchange.",
}
POSTER = {
    "title": "Making thinking visible in seventh grade",
    "focus": "Students wait for the teacher to say whether an answer is right.",
    "changes_tested": "Two strangers' solutions on the board, and a vote before any talk.",
    "result": "Students argued in 7 of 9 lessons, up from 2.",
    "successes": "Quiet students changed their vote aloud.",
    "challenges": "Finding two good solutions takes half an hour of planning.",
    "learning": "A wrong solution starts more talk than a right one.",
    "next_step": "Collect solutions from last year's papers.",
    "help_wanted": "Who has a bank of student solutions we could borrow?",
}


def ticked_boxes() -> tuple[bytes, Expected]:
    """Make a worksheet with numbered prompts, answers below them, and boxes to tick."""
    document = Document()
    document.add_heading("PDSA Cycle Planning Worksheet", 1)
    document.add_paragraph("School: Harbor View        Cycle #: 2        Today's date: 01/26/2026")
    for prompt, name in (
        ("1. What change are you testing?", "change_idea"),
        ("2. What question(s) do you want to answer with this test?", "question"),
        ("3. What do you predict will happen?", "prediction"),
        ("4. What data will you collect, and how?", "data_plan"),
        ("5. Carry out your test. What did you observe?", "observations"),
        ("6. What surprised you?", "surprises"),
        ("7. Summarize your data. What were your results?", "result"),
        ("8. What did you learn from this test?", "learning"),
    ):
        document.add_paragraph().add_run(prompt).bold = True
        document.add_paragraph(TICKETS[name])
    document.add_paragraph().add_run("9. What will you do with this change? (check one)").bold = True
    document.add_paragraph("☐ Adopt     ☒ Adapt     ☐ Abandon")
    document.add_paragraph().add_run("10. What is your plan for the next cycle?").bold = True
    document.add_paragraph(TICKETS["next_step"])
    return to_bytes(document), [TICKETS | {"started_on": "2026-01-26"}]


def tables_in_boxes() -> tuple[bytes, Expected]:
    """Make a page of two by two boxes, in each of which stands a small table."""
    document = Document()
    document.add_paragraph("PDSA at a glance").style = "Title"
    document.add_paragraph(f"Test of change: {CALLS['change_idea']}")
    boxes = document.add_table(2, 2)
    told: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
        (
            "PLAN",
            (
                ("Question", CALLS["question"]),
                ("Prediction", CALLS["prediction"]),
                ("Who", CALLS["who"]),
                ("When", CALLS["when"]),
            ),
        ),
        ("DO", (("What happened", CALLS["observations"]),)),
        ("ACT", (("Adopt / Adapt / Abandon", "Adapt"), ("Next cycle", CALLS["next_step"]))),
        ("STUDY", (("Data", CALLS["result"]), ("Lessons", CALLS["learning"]))),
    )
    for cell, (phase, rows) in zip((cell for row in boxes.rows for cell in row.cells), told, strict=True):
        cell.text = phase
        inner = cell.add_table(len(rows), 2)
        for line, texts in zip(inner.rows, rows, strict=True):
            line.cells[0].text, line.cells[1].text = texts
    return to_bytes(document), [CALLS]


def two_rows_of_headings() -> tuple[bytes, Expected]:
    """Make a log whose columns have a heading each below one that spans several, and a guide beside."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Log"
    sheet["A1"] = "Cycle log 2025-26, Harbor View improvement team"
    sheet.append([])
    sheet.append([None, "PLAN", None, None, "DO", "STUDY", None, "ACT", None])
    for span in ("B3:D3", "F3:G3", "H3:I3"):
        sheet.merge_cells(span)
    names = ("change_idea", "question", "prediction", "observations", "result", "learning")
    heads = ("#", "Change", "Question", "Prediction", "Notes from the field", "What the data say", "Lessons")
    sheet.append([*heads, "A/A/A", "Next"])
    tests = (TICKETS, CALLS)
    for number, test in enumerate(tests, 1):
        told = [test[name] for name in names]
        sheet.append([number, *told, test["decision"].capitalize(), test["next_step"]])
    sheet.append([])
    sheet.append(["Copy a row for each new cycle."])
    guide = book.create_sheet("How to use this log")
    guide.append(["Write one row per cycle. Fill PLAN before you start."])
    wanted = (*names, "decision", "next_step")
    return to_bytes(book), [{name: test[name] for name in wanted} for test in tests]


def poster() -> tuple[bytes, Expected]:
    """Make one slide with everything on it: headings in shapes of their own, drawn in no order."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    places = [(column, row) for row in range(3) for column in range(3)]
    heads = {
        "focus": "Our problem",
        "changes_tested": "What we tested",
        "result": "What happened",
        "successes": "Bright spots",
        "challenges": "Bumps in the road",
        "learning": "What we are learning",
        "next_step": "Where we go next",
        "help_wanted": "Help us!",
    }
    boxes = [*zip(heads.items(), places, strict=False)]
    for (name, _), (column, row) in reversed(boxes):
        _box(slide, POSTER[name], 0.3 + 3.1 * column, 1.7 + 1.9 * row, 1.2)
    for (_, head), (column, row) in boxes:
        _box(slide, head, 0.3 + 3.1 * column, 1.3 + 1.9 * row, 0.4, bold=True)
    _box(slide, POSTER["title"], 0.3, 0.3, 0.8, bold=True, size=32)
    return to_bytes(deck), [POSTER]


def own_words() -> tuple[bytes, Expected]:
    """Make a deck for a convening whose titles are the team's own words."""
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = POSTER["title"]
    first.placeholders[1].text = "Harbor View Middle School, spring convening"
    for head, name in (
        ("The problem we keep running into", "focus"),
        ("So here's what we tried", "changes_tested"),
        ("What the numbers say", "result"),
        ("What made us smile", "successes"),
        ("What got in our way", "challenges"),
        ("What we'd tell another team", "learning"),
        ("What's up next for us", "next_step"),
        ("Can you help us?", "help_wanted"),
    ):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = head
        slide.placeholders[1].text = POSTER[name]
    return to_bytes(deck), [POSTER]


def marked_notes() -> tuple[bytes, Expected]:
    """Make notes of a meeting with the marks that note-taking programs write."""
    f = FRAMES
    text = f"""# PLC notes, February 9

Present: the ELA team

## PDSA 3

- **Change idea:** {f["change_idea"]}
- **Prediction:** {f["prediction"]}

### Do
* {f["observations"]}

### Study
* {f["result"]}
* **Takeaway:** {f["learning"]}

### Act
- [ ] Abandon
- [x] Adopt
- [ ] Adapt
- **Next:** {f["next_step"]}
"""
    return text.encode(), [f]


UNSEEN: Mapping[str, Layout] = {
    "ticked-boxes.docx": ticked_boxes,
    "tables-in-boxes.docx": tables_in_boxes,
    "two-rows-of-headings.xlsx": two_rows_of_headings,
    "poster.pptx": poster,
    "own-words.pptx": own_words,
    "marked-notes.txt": marked_notes,
}


def _box(
    slide: Any, text: str, left: float, top: float, height: float, *, bold: bool = False, size: int = 14
) -> None:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2.9), Inches(height))
    run = shape.text_frame.paragraphs[0].add_run()
    run.text, run.font.bold, run.font.size = text, bold, Pt(size)

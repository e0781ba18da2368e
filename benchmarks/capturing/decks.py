"""Slide decks of several layouts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from benchmarks.capturing.files import Expected, to_bytes
from benchmarks.capturing.telling import BOARD, PROMPTS, READS, TALK, only, written

TITLE_AND_TEXT, TITLE_ONLY, BLANK = 1, 5, 6


def one_slide_for_each_phase() -> tuple[bytes, Expected]:
    """Make a deck with a slide a phase, and labels before what is told."""
    told, deck = written(PROMPTS), Presentation()
    _slide(deck, "PDSA: Question prompts on the desks", [])
    _slide(
        deck,
        "PLAN",
        [
            f"Question: {told['question']}",
            f"Prediction: {told['prediction']}",
            f"Who: {told['who']}",
            f"What: {told['what']}",
            f"When: {told['when']}",
            f"Where: {told['where']}",
            f"Data we will collect: {told['data_plan']}",
        ],
    )
    _slide(
        deck,
        "DO",
        [
            f"As planned? {told['as_planned']}",
            f"What happened: {told['observations']}",
            f"Surprises: {told['surprises']}",
        ],
    )
    _slide(
        deck,
        "STUDY",
        [
            f"Results: {told['result']}",
            f"Prediction met? {told['prediction_met']}",
            f"What we learned: {told['learning']}",
        ],
    )
    _slide(
        deck,
        "ACT",
        [f"Decision: {told['decision']}", f"Why: {told['reason']}", f"Next steps: {told['next_step']}"],
    )
    return to_bytes(deck), [
        {name: value for name, value in PROMPTS.items() if name != "scale"}
        | {"change_idea": "PDSA: Question prompts on the desks"}
    ]


def table_of_labels() -> tuple[bytes, Expected]:
    """Make a deck whose one slide holds a form of two columns."""
    told, deck = written(PROMPTS), Presentation()
    labels = {
        "change_idea": "Change idea",
        "prediction": "What do you predict will happen?",
        "who": "Who is involved?",
        "data_plan": "How will we know?",
        "observations": "What did you observe?",
        "result": "Findings",
        "learning": "What did you learn?",
        "decision": "Adopt / Adapt / Abandon",
        "next_step": "What next?",
    }
    _table(deck, "Our test", [[label, told[name]] for name, label in labels.items()])
    return to_bytes(deck), [only(PROMPTS, *labels)]


def questions_with_notes() -> tuple[bytes, Expected]:
    """Make a deck with questions for titles; what was predicted stands in the speaker notes."""
    told, deck = written(TALK), Presentation()
    _slide(deck, "Talk moves on a bookmark", ["Team: Cedar Hill LIT", "Grades 6 and 7"])
    _slide(
        deck, "What were we trying to learn?", [told["question"]], notes=f"We predicted: {told['prediction']}"
    )
    _slide(deck, "What did we see?", [told["observations"]], notes="Say thanks to the sixth grade team here.")
    _slide(deck, "What did the data show?", [told["result"]])
    _slide(deck, "What did we learn from this?", [told["learning"]])
    _slide(deck, "Where do we go from here?", [told["next_step"]])
    wanted = only(
        TALK, "change_idea", "question", "prediction", "observations", "result", "learning", "next_step"
    )
    return to_bytes(deck), [wanted]


def storyboard_slides() -> tuple[bytes, Expected]:
    """Make a storyboard for a convening, with bullets."""
    deck = Presentation()
    _slide(deck, BOARD["title"], ["Oak Street team, fall convening"])
    for title, name in (
        ("Our problem of practice", "focus"),
        ("What we tried", "changes_tested"),
        ("Results", "result"),
        ("What went well", "successes"),
        ("Challenges (warts and all)", "challenges"),
        ("Key learnings", "learning"),
        ("Next steps", "next_step"),
        ("Our ask", "help_wanted"),
    ):
        _slide(deck, title, [BOARD[name]])
    return to_bytes(deck), [BOARD]


def four_boxes() -> tuple[bytes, Expected]:
    """Make one slide with a box for each phase, as on a poster."""
    told, deck = written(TALK), Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = TALK["change_idea"]
    boxes = (
        ["PLAN", f"Prediction: {told['prediction']}"],
        ["DO", told["observations"]],
        ["STUDY", told["result"], f"We learned: {told['learning']}"],
        ["ACT", f"Adopt. {told['next_step']}"],
    )
    for place, lines in enumerate(boxes):
        box = slide.shapes.add_textbox(
            Inches(0.5 + 4.5 * (place % 2)), Inches(1.8 + 2.5 * (place // 2)), Inches(4), Inches(2)
        )
        box.text_frame.text = "\n".join(lines)
    return to_bytes(deck), [
        only(TALK, "change_idea", "prediction", "observations", "result", "learning", "decision", "next_step")
    ]


def two_cycles() -> tuple[bytes, Expected]:
    """Make a deck that tells of two tests, one after the other."""
    deck = Presentation()
    _slide(deck, "Our ramp this fall", ["School: Cedar Hill"])
    for number, fields in enumerate((TALK, READS), 1):
        told = written(fields)
        _slide(deck, f"PDSA Cycle {number}: {told['change_idea']}", [f"Prediction: {told['prediction']}"])
        _slide(deck, f"Cycle {number} results", [told["result"]])
        _slide(
            deck,
            "What we learned",
            [told["learning"], f"Decision: {told['decision']}", f"Next: {told['next_step']}"],
        )
    names = ("change_idea", "prediction", "result", "learning", "decision", "next_step")
    return to_bytes(deck), [only(TALK, *names), only(READS, *names)]


def columns_of_phases() -> tuple[bytes, Expected]:
    """Make a slide with a table whose columns are the phases, and a picture of a tool."""
    told, deck = written(READS), Presentation()
    slide = _table(
        deck,
        READS["change_idea"],
        [
            ["Plan", "Do", "Study", "Act"],
            ["Read each problem three times", "Students read aloud", told["result"], told["next_step"]],
        ],
    )
    slide.shapes.add_picture(io.BytesIO(picture()), Inches(7), Inches(5))
    return to_bytes(deck), [
        only(READS, "change_idea", "result", "next_step")
        | {"what": "Read each problem three times", "observations": "Students read aloud"}
    ]


def long_deck(slides: int = 60) -> bytes:
    """Make a deck of many slides, with tables, notes and pictures: for how long reading takes."""
    deck = Presentation()
    for number in range(slides):
        slide = _table(
            deck,
            f"Week {number + 1}",
            [["Measure", "Value"], *[[f"Class {row}", str(row * number)] for row in range(8)]],
        )
        slide.notes_slide.notes_text_frame.text = "We predicted more questions. " * 10
        slide.shapes.add_picture(io.BytesIO(picture(number)), Inches(7), Inches(5))
    return to_bytes(deck)


def picture(shade: int = 0) -> bytes:
    """Make a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (shade * 4 % 256, 90, 160)).save(made, "PNG")
    return made.getvalue()


def _slide(deck: Any, title: str, lines: Sequence[str], notes: str = "") -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_TEXT])
    slide.shapes.title.text = title
    slide.placeholders[1].text_frame.text = "\n".join(lines)
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    return slide


def _table(deck: Any, title: str, rows: Sequence[Iterable[str]]) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = title
    cells = [[*each] for each in rows]
    table = slide.shapes.add_table(
        len(cells), len(cells[0]), Inches(0.5), Inches(1.5), Inches(9), Inches(4)
    ).table
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return slide

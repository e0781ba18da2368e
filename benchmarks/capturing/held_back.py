"""Six layouts that were written together with the unseen ones and held back until the reader had been mended.

How the mended reader fares on them says whether it learned ways of writing, or only those six files.
"""

from __future__ import annotations

from collections.abc import Mapping

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from benchmarks.capturing.files import Expected, Layout, to_bytes
from benchmarks.capturing.unseen import CALLS, FRAMES, POSTER, TICKETS

TITLE_ONLY = 5


def letters() -> tuple[bytes, Expected]:
    """Make a document with a letter for each phase, and in the box beside it lines that name themselves."""
    document, t = Document(), TICKETS
    document.add_paragraph(f"Change idea - {t['change_idea']}")
    rows = (
        ("P", f"Question. {t['question']}\nPrediction. {t['prediction']}\nData. {t['data_plan']}"),
        ("D", t["observations"]),
        ("S", f"Results. {t['result']}\nLearning. {t['learning']}"),
        ("A", f"Adapt. {t['next_step']}"),
    )
    table = document.add_table(len(rows), 2)
    for line, texts in zip(table.rows, rows, strict=True):
        line.cells[0].text, line.cells[1].text = texts
    return to_bytes(document), [{name: text for name, text in t.items() if name != "surprises"}]


def numbered_sheet() -> tuple[bytes, Expected]:
    """Make a sheet that is a form: the phases down its side, prompts, answers over several columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = (
        ("PLAN", "1a. What is the change idea?", CALLS["change_idea"]),
        (None, "1b. What is your question?", CALLS["question"]),
        (None, "1c. What do you predict?", CALLS["prediction"]),
        (None, "1d. Who will carry it out?", CALLS["who"]),
        (None, "1e. When?", CALLS["when"]),
        ("DO", "2. What happened?", CALLS["observations"]),
        ("STUDY", "3a. What were the results?", CALLS["result"]),
        (None, "3b. What did you learn?", CALLS["learning"]),
        ("ACT", "4a. Adopt, adapt, or abandon?", "ADAPT"),
        (None, "4b. What will you do next?", CALLS["next_step"]),
    )
    for place, row in enumerate(rows, 1):
        sheet.append(row)
        sheet.merge_cells(start_row=place, start_column=3, end_row=place, end_column=6)
    for span in ("A1:A5", "A7:A8", "A9:A10"):
        sheet.merge_cells(span)
    return to_bytes(book), [CALLS]


def grouped_boxes() -> tuple[bytes, Expected]:
    """Make a poster in which each heading is grouped with its text, on two slides."""
    deck = Presentation()
    heads = {
        "focus": "Problem of practice",
        "changes_tested": "Changes we tried",
        "result": "What we saw in the data",
        "successes": "Celebrations",
        "challenges": "Struggles",
        "learning": "Key takeaways",
        "next_step": "Next steps",
        "help_wanted": "Ask of the network",
    }
    names = [*heads]
    for title, part in ((POSTER["title"], names[:4]), ("Continued", names[4:])):
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        slide.shapes.title.text = title
        for place, name in enumerate(part):
            group = slide.shapes.add_group_shape()
            left, top = 0.4 + 4.7 * (place % 2), 1.6 + 2.6 * (place // 2)
            for text, down in ((POSTER[name], 0.5), (heads[name], 0.0)):
                box = group.shapes.add_textbox(Inches(left), Inches(top + down), Inches(4.2), Inches(0.5))
                box.text_frame.text = text
    return to_bytes(deck), [POSTER]


def wrapped_mail() -> tuple[bytes, Expected]:
    """Make a mail with a numbered list whose lines a mail program has wrapped."""
    f = FRAMES
    text = f"""Hi all,

quick summary of our second cycle, as promised.

1) What we tested: {f["change_idea"]}
2) We predicted: Every draft will get one comment
   that names a line.
3) What happened: Frames were used in the first ten
   minutes, then praise came back.
4) Results: {f["result"]}
5) Lesson learned: Frames need an example from the
   day's own text.
6) Decision: adopt
7) Next: {f["next_step"]}

See you Thursday
"""
    return text.encode(), [f]


def semicolons() -> tuple[bytes, Expected]:
    """Make a table as a program set to another country's habits saves it."""
    names = ("change_idea", "question", "prediction", "observations", "result", "learning", "decision")
    heads = (
        "Change tested",
        "Test question",
        "What we expected",
        "Observations",
        "Result",
        "What we learned",
        "Adopt/Adapt/Abandon",
        "Next test",
    )
    tests = (TICKETS, CALLS)
    rows = [[test[name] for name in names] + [test["next_step"]] for test in tests]
    lines = [";".join(heads), *(";".join(f'"{text}"' for text in row) for row in rows)]
    wanted = [{name: test[name] for name in (*names, "next_step")} for test in tests]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode(), wanted


def arrows() -> tuple[bytes, Expected]:
    """Make a slide with a table of phases, where each line begins with an arrow."""
    deck, f = Presentation(), FRAMES
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = f"Test of change: {f['change_idea']}"
    rows = (
        ("Phase", "Our notes"),
        ("Plan", f"➤ Prediction: {f['prediction']}"),
        ("Do", f"➤ {f['observations']}"),
        ("Study", f"➤ Results: {f['result']}\n➤ We learned: {f['learning']}"),
        ("Act", f"➤ Decision: Adopt\n➤ Next step: {f['next_step']}"),
    )
    table = slide.shapes.add_table(len(rows), 2, Inches(0.5), Inches(1.5), Inches(9), Inches(4)).table
    for place, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(place, column).text = text
    return to_bytes(deck), [f]


HELD_BACK: Mapping[str, Layout] = {
    "letters.docx": letters,
    "numbered.xlsx": numbered_sheet,
    "grouped-boxes.pptx": grouped_boxes,
    "wrapped-mail.txt": wrapped_mail,
    "semicolons.csv": semicolons,
    "arrows.pptx": arrows,
}

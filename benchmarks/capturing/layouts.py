"""All the layouts, by name: the file's name, its bytes and what should be found."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.capturing import decks, papers
from benchmarks.capturing.files import Layout

LAYOUTS: Mapping[str, Layout] = {
    "phases.pptx": decks.one_slide_for_each_phase,
    "form.pptx": decks.table_of_labels,
    "questions-and-notes.pptx": decks.questions_with_notes,
    "storyboard.pptx": decks.storyboard_slides,
    "four-boxes.pptx": decks.four_boxes,
    "two-cycles.pptx": decks.two_cycles,
    "columns.pptx": decks.columns_of_phases,
    "form.docx": papers.form_in_a_table,
    "report.docx": papers.headings_and_paragraphs,
    "form-fields.docx": papers.form_fields,
    "prose.docx": papers.prose,
    "tracker.xlsx": papers.tracker,
    "form.xlsx": papers.sheet_form,
    "side-by-side.xlsx": papers.cycles_side_by_side,
    "tracker.csv": papers.comma_separated,
    "mail.txt": papers.pasted_mail,
}

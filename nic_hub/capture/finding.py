"""Find in the pieces of a file what a team wrote about its tests: by headings, labels, tables and sentences.

What is found is copied as it stands, with where it stood. What is not said stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from nic_hub.capture.heads import HEAD_LABELS, is_head, phase_concept, with_own_heads, with_phases
from nic_hub.capture.labels import (
    ABOUT,
    PHASES,
    asked_concept,
    concept_of,
    cycle_number,
    lead_concept,
    phase_of,
    told_concept,
    without_aside,
)
from nic_hub.capture.marks import side_by_side, ticked, without_bullet
from nic_hub.capture.material import Material, Piece, Role
from nic_hub.capture.stories import Findings, Story, Telling

#: What a form says where nobody wrote yet.
_BLANK = re.compile(
    r"[\W_]*(?:(?:tbd|tba|n/?a|none yet|to be determined|(?:click|tap)\b.*\b(?:enter|add|edit)\b.*"
    r"|enter\s+text.*"
    r"|(?:insert|type|write|add|describe)\s.{0,60}\bhere|your (?:text|answer).{0,20})[\W_]*)?",
    re.IGNORECASE | re.DOTALL,
)
_HINT = re.compile(r"[\[<{(][^\])>}]{0,300}[\])>}]")
_INLINE = re.compile(
    r"^(.{2,90}?)(?:\s*:\s+|\s*:(?=[^/\d\s])|\s+[-=\N{EN DASH}\N{EM DASH}]+\s+|(?<=\?)\s+)(\S.*)$", re.DOTALL
)
#: A label that names nothing of a test: "Thanks: all".
_OTHER_LABEL = re.compile(r"[A-Z][\w'/]*(?: [\w'/]+){0,4}:\s")
#: An item of a list, or the rest of one.
_ITEM = re.compile(r"[-*\N{BULLET}\N{BLACK SMALL SQUARE}]|\d+[.)]|[a-z]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"\N{LEFT DOUBLE QUOTATION MARK}])")
#: A label that ends like a sentence: "Prediction. Half of the groups ...".
_SENTENCE_LABEL = re.compile(r"^([A-Z][\w ]{2,30})\.\s+(\S.*)$", re.DOTALL)
#: Labels below which a team asks.
_ASKING = frozenset({"question", "help_wanted"})
#: A prompt of a form.
_PROMPT = re.compile(r"(?:\d{1,2}\s?[a-z]?|[a-z])[.)]\s", re.IGNORECASE)
#: Why something was decided, where the sentence says so itself.
_BECAUSE = re.compile(r"\b(?:because|since)\b(?: of)?\s+(.{3,})", re.IGNORECASE | re.DOTALL)


def find_stories(material: Material) -> Findings:
    """Find the tests that a file tells of."""
    finder = _Finder()
    for table, group in groupby(material.pieces, key=lambda piece: piece.table):
        if table:
            finder.read_table([*group])
        else:
            for piece in group:
                finder.read_piece(piece)
    return finder.conclude(material.pieces)


def is_blank_telling(text: str) -> bool:
    """Say whether a text is only a hint of what to write: ``[enter text]``, ``TBD``, ``____``."""
    return _BLANK.fullmatch(_HINT.sub("", text)) is not None


class _Finder:
    """Reads piece after piece, and knows under which label it is."""

    def __init__(self) -> None:
        self._stories = [Story()]
        self._open: str | None = None
        #: Whether the open label had its words beside it: then a sentence below may be about something else.
        self._is_inline = False
        #: Whether the label only leads over to a list, which ends with it.
        self._is_lead = False
        self._phase: str | None = None
        self._left: list[Piece] = []

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    def read_piece(self, piece: Piece) -> None:
        """Read a heading, a paragraph or a note."""
        if piece.role is Role.HEADING:
            self._read_heading(piece)
        elif piece.role is Role.BREAK:
            # What follows an empty line belongs to no label that had its words beside it.
            self._open = None if self._is_inline else self._open
        elif piece.role is Role.NOTE:
            self._read_aside(piece)
        else:
            for line in piece.text.split("\n"):
                self._read_parts(line, piece)

    def _read_parts(self, line: str, piece: Piece) -> None:
        """Read a line; where a form has several labels side by side, each with what it labels."""
        parts = side_by_side(line)
        labelled = [part for part in parts if (match := _INLINE.match(part)) and concept_of(match[1])]
        for part in parts if len(labelled) > 1 else [line.strip()]:
            self._read_line(part, piece, asks=asks_for_text(part))

    def _read_heading(self, piece: Piece) -> None:
        self._open = self._phase = None
        self._is_lead = False
        if not self._begins_cycle(piece) and not self._read_label(piece.text, piece, asks=True):
            self._left.append(piece)

    def _read_aside(self, piece: Piece) -> None:
        """Read a speaker note: it opens no label for what comes after it."""
        opened = self._open, self._phase
        self._open = self._phase = None
        self._read_line(piece.text, piece, asks=False)
        self._open, self._phase = opened

    def _read_line(self, line: str, piece: Piece, *, asks: bool) -> None:
        # A question below the label of questions is what the team asked, and no label itself.
        asks = asks and (self._open not in _ASKING or bool(_PROMPT.match(line)))
        if self._is_lead and not _ITEM.match(line):
            self._open, self._is_lead = None, False
        lead = lead_concept(line)
        if lead:
            self._open, self._is_inline, self._is_lead = lead, False, True
            return
        if not line or self._begins_cycle(piece, line) or self._read_boxes(line, piece):
            return
        if self._read_label(line, piece, asks=asks):
            return
        if asks and _PROMPT.match(line):
            # A prompt that is not known: what follows is no part of the answer above.
            self._open = None
            self._left.append(Piece(line, piece.where, piece.role))
            return
        if self._is_inline and _OTHER_LABEL.match(line):
            self._open = None
        if self._open and self._open not in PHASES.values() and not self._is_inline:
            self._keep(self._open, line, piece)
            return
        self._keep_sentences(self._open, line, piece)

    def _read_boxes(self, line: str, piece: Piece) -> bool:
        """Read a line of boxes: what is ticked is the answer; say whether there were boxes."""
        chosen = ticked(line)
        for choice in chosen or ():
            concept = "decision" if told_concept(choice) == "decision" else self._open
            self._keep(concept, choice, piece)
        return chosen is not None

    def _read_label(self, text: str, piece: Piece, *, asks: bool) -> bool:
        """Read a label alone, or a label and what it labels; say whether there was one."""
        phase = phase_of(text)
        if phase and (asks or concept_of(text)):
            self._begin_phase(phase)
            return True
        match = _INLINE.match(text) or _SENTENCE_LABEL.match(text)
        label = match[1] if match else ""
        has_own_words = bool(match and concept_of(label) and not concept_of(match[2]))
        concept = concept_of(text) or (asked_concept(text) if asks and not has_own_words else None)
        if concept:
            self._open, self._is_inline = self._in_phase(concept), False
            return True
        concept = self._inline_concept(label)
        if not match or not concept:
            return False
        if phase_of(label):
            self._begin_phase(phase_of(label) or "")
        concept = self._in_phase(concept)
        self._open, self._is_inline = concept, True
        self._keep_all(concept, match[2].strip(), piece)
        return True

    def _in_phase(self, concept: str) -> str:
        """Say what a label names in its phase: the data of the study are its result."""
        return "result" if concept == "data_plan" and self._phase in {"study", "check"} else concept

    def _keep_all(self, concept: str, text: str, piece: Piece) -> None:
        """Keep what stands beside a label; beside that of a phase, a sentence may say better what it is."""
        if concept not in PHASES.values():
            self._keep(concept, text, piece)
            return
        self._keep_sentences(concept, text, piece)

    def _keep_sentences(self, concept: str | None, text: str, piece: Piece) -> None:
        """Keep each sentence where it says it belongs, what follows with it; a decision is one sentence."""
        for sentence in _SENTENCE_END.split(text):
            told = told_concept(sentence)
            self._keep(told or concept, sentence, piece)
            concept = told if told and told != "decision" else concept

    def _inline_concept(self, label: str) -> str | None:
        found = concept_of(label) or (asked_concept(label) if label.endswith("?") else None)
        phase = phase_of(label)
        return found or (PHASES[phase] if phase else None)

    def _begin_phase(self, phase: str) -> None:
        told_later = self._story.says("observations", "result", "next_step", "decision")
        if phase == "plan" and told_later and self._story.says("what", "prediction", "question"):
            self._stories.append(Story())
        self._phase, self._open, self._is_inline = phase, PHASES[phase], False

    def _begins_cycle(self, piece: Piece, line: str | None = None) -> bool:
        """Begin a new test where a line or a heading says so by its number."""
        found = cycle_number(line or piece.text)
        if found is None or (line is not None and len(line) > 80):
            return False
        number, name = found
        if number != self._story.number:
            self._begin_story(number)
        self._open = self._phase = None
        if name and not self._read_label(name, piece, asks=True):
            self._story.add("change_idea", name, piece.where)
        return True

    def _begin_story(self, number: int) -> None:
        """Number the story that only told about all tests so far stays the first one's."""
        self._stories.append(Story(number))

    def _keep(self, concept: str | None, text: str, piece: Piece) -> None:
        text = without_bullet(text)
        if concept is None:
            self._left.append(Piece(text, piece.where, piece.role))
        elif not is_blank_telling(text):
            self._story.add(concept, text, piece.where)
            because = _BECAUSE.search(text) if concept == "decision" else None
            if because:
                self._story.add("reason", because[1].strip(), piece.where)

    def read_table(self, rows: Sequence[Piece]) -> None:
        """Read a table: labels in the first row, or in the first column, or none."""
        self._open = self._phase = None
        rows = with_phases(rows)
        for place, row in enumerate(rows):
            head = [concept_of(cell) or phase_concept(cell) for cell in row.cells]
            below = rows[place + 1 :]
            if sum(map(bool, head)) >= HEAD_LABELS and below and is_head(row, head):
                self._read_columns(*with_own_heads(head, row, below))
                return
            numbers = [cycle_number(cell) for cell in row.cells]
            if sum(map(bool, numbers)) >= HEAD_LABELS and below:
                self._read_cycles([found[0] if found else None for found in numbers], below)
                return
            self._read_row(row)

    def _read_row(self, row: Piece) -> None:
        """Read a row whose first cell is a label; or labels and values in turn; or cells like paragraphs."""
        cells = [cell for cell in row.cells if cell]
        if row.cells[0] and len(cells) > 1:
            self._open = None
        place = 0
        while place < len(cells):
            label, rest = cells[place], cells[place + 1 : place + 2]
            if rest and self._opens(label):
                self._read_label(label, row, asks=True)
                is_last = not any(self._opens(cell) for cell in cells[place + 2 :])
                values = cells[place + 1 :] if is_last else rest
                for value in values:
                    self._read_cell(value, row)
                place += 1 + len(values)
            else:
                self._read_cell(label, row)
                place += 1

    @staticmethod
    def _opens(cell: str) -> bool:
        return bool(concept_of(cell) or phase_of(cell) or ("\n" not in cell and asked_concept(cell)))

    def _read_cell(self, cell: str, row: Piece) -> None:
        for line in cell.split("\n"):
            self._read_parts(line, row)

    def _read_columns(self, head: Sequence[str | None], rows: Sequence[Piece]) -> None:
        """Read a table with a test in each row; a table of one row tells of the present test."""
        is_list = len(rows) > 1
        for number, row in enumerate(rows, 1):
            if is_list:
                self._begin_story(number)
            for concept, cell in zip(head, row.cells, strict=False):
                if concept and not is_blank_telling(cell):
                    is_decision = concept == "next_step" and told_concept(cell) == "decision"
                    self._story.add("decision" if is_decision else concept, cell, row.where)

    def _read_cycles(self, numbers: Sequence[int | None], rows: Sequence[Piece]) -> None:
        """Read a table with a test in each column, and the labels in the first one."""
        stories = {number: Story(number) for number in numbers if number is not None}
        for row in rows:
            concept = concept_of(row.cells[0]) or phase_concept(row.cells[0]) or asked_concept(row.cells[0])
            for number, cell in zip(numbers, row.cells, strict=False):
                if concept and number is not None and not is_blank_telling(cell):
                    stories[number].add(concept, cell, row.where)
        self._stories += stories.values()

    def conclude(self, pieces: Iterable[Piece]) -> Findings:
        """Hand out the tests that tell something; what the file tells of all of them goes into each."""
        first, *rest = self._stories
        tests = [story for story in rest if story.told]
        if tests and not first.says("prediction", "observations", "result", "decision", "learning"):
            for story in tests:
                _share(first, story)
        elif first.told or not tests:
            tests = [first, *tests]
            about = Story(told={name: told for name, told in first.told.items() if name in ABOUT})
            for story in tests[1:]:
                _share(about, story)
        heading = next((piece for piece in pieces if piece.role is Role.HEADING), None)
        return Findings(tuple(tests), tuple(self._left), heading)


def asks_for_text(line: str) -> bool:
    """Say whether a line asks for what stands below it."""
    return without_aside(line).rstrip().endswith((":", "?"))


def _share(source: Story, story: Story) -> None:
    for concept, told in source.told.items():
        story.told.setdefault(concept, Telling({**told.parts}, {**told.where}))

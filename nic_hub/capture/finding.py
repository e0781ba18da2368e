"""Find in the pieces of a file what a team wrote about its tests: by headings, labels, tables and sentences.

What is found is copied as it stands, with where it stood. What is not said stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest

from nic_hub.capture.heads import (
    HEAD_LABELS,
    head_of,
    is_form,
    is_head,
    phase_concept,
    tells_one_test,
    with_own_heads,
    with_phases,
)
from nic_hub.capture.labels import ABOUT, PHASES, asked_concept, concept_of, cycle_number, phase_of
from nic_hub.capture.lines import LineReader
from nic_hub.capture.marks import is_blank_telling
from nic_hub.capture.material import Material, Piece, Role, tidy
from nic_hub.capture.stories import Findings, Story, Telling


def find_stories(material: Material) -> Findings:
    """Find the tests that a file tells of."""
    finder = _Finder()
    for table, group in groupby(map(tidy, material.pieces), key=lambda piece: piece.table):
        if table:
            finder.read_table([*group])
        else:
            for piece in group:
                finder.read_piece(piece)
    return finder.conclude(material.pieces)


class _Finder(LineReader):
    """Reads tables, too, and hands out what it found."""

    def read_table(self, rows: Sequence[Piece]) -> None:
        """Read a table: labels in the first row, or in the first column, or none."""
        self._open = self._phase = None
        rows = with_phases(rows)
        if is_form(rows):
            for row in rows:
                self._read_prompt(row)
            return
        for place, row in enumerate(rows):
            head = head_of(row)
            below = rows[place + 1 :]
            if sum(map(bool, head)) >= HEAD_LABELS and below and is_head(row, head):
                self._read_columns(*with_own_heads(head, row, below))
                return
            cycles = [cycle_number(cell) for cell in row.cells]
            if sum(map(bool, cycles)) >= HEAD_LABELS and below:
                self._read_cycles(cycles[1:], row, below)
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

    def _read_prompt(self, row: Piece) -> None:
        """Read a row of a form: to a prompt that is not known, only its phase says what the answer is."""
        phase, prompt, *answers = row.cells
        if phase:
            self._begin_phase(phase_of(phase) or "")
        known = bool(concept_of(prompt) or asked_concept(prompt))
        self._open = PHASES[self._phase] if self._phase and not prompt.endswith("?") else None
        if not (known and self._read_label(prompt, row, asks=True)):
            self._leave_over(Piece(prompt, row.where))
        for answer in filter(None, answers):
            self._read_cell(answer, row)

    @staticmethod
    def _opens(cell: str) -> bool:
        return bool(concept_of(cell) or phase_of(cell) or ("\n" not in cell and asked_concept(cell)))

    def _read_cell(self, cell: str, row: Piece) -> None:
        for line in cell.split("\n"):
            self._read_parts(line, row)

    def _read_columns(self, head: Sequence[str | None], rows: Sequence[Piece]) -> None:
        """Read a table with a test in each row; a table of one row tells of the present test."""
        is_list = len(rows) > 1 and not tells_one_test(head)
        for number, row in enumerate(rows, 1):
            if is_list:
                self._begin_story(number)
            for concept, cell in zip_longest(head, row.cells, fillvalue=""):
                if not concept:
                    self._leave(cell, row)
                elif not is_blank_telling(cell):
                    self._keep_all(concept, cell, row)

    def _read_cycles(
        self, cycles: Sequence[tuple[int, str] | None], head: Piece, rows: Sequence[Piece]
    ) -> None:
        """Read a table with a test in each column, and the labels in the first one."""
        stories = [Story(cycle[0]) if cycle else None for cycle in cycles]
        for story, cycle in zip(stories, cycles, strict=True):
            if story and cycle and cycle[1]:
                story.add("change_idea", cycle[1], head.where)
        for row in rows:
            label, *cells = row.cells
            concept = concept_of(label) or phase_concept(label) or asked_concept(label)
            if not concept:
                self._leave(label, row)
            for story, cell in zip_longest(stories, cells, fillvalue=None):
                if not (concept and story):
                    self._leave(cell or "", row)
                elif cell and not is_blank_telling(cell):
                    story.add(concept, cell, row.where)
        self._stories += filter(None, stories)

    def _leave(self, cell: str, row: Piece) -> None:
        """Leave over a cell of words; the number of a row is nothing to place."""
        if any(map(str.isalpha, cell)):
            self._leave_over(Piece(cell, row.where))

    def conclude(self, pieces: Iterable[Piece]) -> Findings:
        """Hand out the tests that tell something; what the file tells of all of them goes into each."""
        self._leave_unanswered()
        self._settle_loose()
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

    def _settle_loose(self) -> None:
        """Take what loose sentences tell together from what is left over."""
        kept = [*self._loose.settle()]
        for story, concept, piece in kept:
            self._tell(story, concept, piece.text, piece.where)
        taken = {id(piece) for _, _, piece in kept}
        self._left = [piece for piece in self._left if id(piece) not in taken]


def _share(source: Story, story: Story) -> None:
    for concept, told in source.told.items():
        story.told.setdefault(concept, Telling({**told.parts}, {**told.where}))

"""The heads of a table: which rows and columns name what stands below and beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nic_hub.capture.labels import PHASES, asked_concept, concept_of, phase_of
from nic_hub.capture.material import Piece

#: A row of so many labelled cells is the head of a table whose rows are tests.
HEAD_LABELS = 2
#: A phase, a prompt and an answer.
FORM_COLUMNS = 3
#: Columns of the form in which a test asks several questions.
_OF_ONE_TEST = {"question", "prediction", "data_plan", "observations", "result"}


def with_own_heads(
    head: Sequence[str | None], row: Piece, below: Sequence[Piece]
) -> tuple[Sequence[str | None], Sequence[Piece]]:
    """Take the heads of the second row where the first one has phases that span several columns."""
    own = [concept_of(cell) or asked_concept(cell) for cell in below[0].cells]
    is_spanning = any(not cell for cell in row.cells) and all(phase_of(cell) for cell in row.cells if cell)
    if len(below) == 1 or not is_spanning or sum(map(bool, own)) < HEAD_LABELS:
        return head, below
    phases: list[str | None] = []
    for concept in head:
        phases.append(concept or (phases[-1] if phases else None))
    named = zip(own, phases, below[0].cells, strict=False)
    return [concept or (phase if cell else None) for concept, phase, cell in named], below[1:]


def with_phases(rows: Sequence[Piece]) -> Sequence[Piece]:
    """Write out the phases of a table whose rows begin with the letters P, D, S, A."""
    letters = [row.cells[0].strip(" .:").lower() for row in rows]
    if [letter for letter in letters if letter] != [*"pdsa"]:
        return rows
    words = {"p": "Plan", "d": "Do", "s": "Study", "a": "Act"}
    return [
        replace(row, cells=(words.get(letter, row.cells[0]), *row.cells[1:]))
        for row, letter in zip(rows, letters, strict=True)
    ]


def phase_concept(cell: str) -> str | None:
    """Return what stands below a phase without a label of its own."""
    phase = phase_of(cell)
    return PHASES[phase] if phase else None


def head_of(row: Piece) -> list[str | None]:
    """Return what each cell of a row names; beside exact labels, those count that seem to ask."""
    head = [concept_of(cell) or phase_concept(cell) for cell in row.cells]
    if sum(map(bool, head)) < HEAD_LABELS:
        return head
    return [concept or asked_concept(cell) for concept, cell in zip(head, row.cells, strict=True)]


def is_head(row: Piece, head: Sequence[str | None]) -> bool:
    """Say whether a row is labels alone: nearly every cell that says something is one."""
    filled = [concept for concept, cell in zip(head, row.cells, strict=True) if cell]
    return sum(map(bool, filled)) * 2 > len(filled) and len({each for each in filled if each}) >= HEAD_LABELS


def is_form(rows: Sequence[Piece]) -> bool:
    """Say whether a table is a form of one test: phases down its side, a prompt beside each answer."""
    sides = [row.cells[0] for row in rows if row.cells[0]]
    prompts = [row.cells[1] for row in rows if len(row.cells) > FORM_COLUMNS - 1 and row.cells[1]]
    known = sum(bool(concept_of(prompt) or asked_concept(prompt)) for prompt in prompts)
    return bool(
        sides and all(map(phase_of, sides)) and len(prompts) >= FORM_COLUMNS and known * 2 > len(prompts)
    )


def tells_one_test(head: Sequence[str | None]) -> bool:
    """Say whether all rows tell of one test: its questions, each with what was expected and seen."""
    return next(iter(head), None) in _OF_ONE_TEST and set(head) <= _OF_ONE_TEST

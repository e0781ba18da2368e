"""Who may read what a drafted storyboard was copied from: by itself it is shared no more widely.

Nor are numbers of a test that turned out, since they were copied, to be about few students.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.required import refuse
from nic_hub.domain.vocabulary import Visibility
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.models import Network, PdsaCycle, Record, Storyboard, StoryboardSentence
from nic_hub.services.kinds import RECORD_KINDS
from nic_hub.services.searchable import is_small_cell, without_numbers

#: The field of a cycle that stands in a field of another name.
_COPIED_FROM = {"changes_tested": "what", "successes": "reason", "challenges": "reason"}


def find_width(sources: Iterable[Record], most: Visibility = Visibility.PUBLIC) -> Visibility:
    """Return how widely all of these records may be read, and no more widely than ``most``.

    A draft is its team's, and so is what a coach has hidden from others.
    """
    widths = (Visibility.TEAM if each.is_draft or each.is_hidden else each.visibility for each in sources)
    return min((most, *widths), key=lambda each: each.width)


def list_standing(session: Session, board: Storyboard) -> list[StoryboardSentence]:
    """Return the copied sentences that nobody has rewritten or taken out since, in their order.

    Of a board that was withdrawn none stands.
    """
    if board.is_withdrawn:
        return []
    query = select(StoryboardSentence).where(StoryboardSentence.storyboard_id == board.id)
    rows = session.scalars(query.order_by(StoryboardSentence.position))
    return [row for row in rows if row.text in (getattr(board, row.field) or "")]


def refuse_wider_than_sources(session: Session, board: Storyboard) -> None:
    """Refuse to share a storyboard with more people than may read what it copies.

    Raises:
        Invalid: its visibility is wider; who means that names it.
    """
    width = find_width(_sources(session, list_standing(session, board)))
    if board.visibility.width > width.width:
        raise Invalid.field(
            "visibility",
            f"This copies sentences that only the {width} may read. Publish it with the visibility {width}, "
            "or name a wider one if you mean to share them.",
        )


def refuse_numbers_of_few(session: Session, board: Storyboard, visibility: Visibility) -> None:
    """Refuse to share what a storyboard copies of a test with few students, numbers and all.

    Raises:
        Invalid: every such field is named; rewritten without the numbers, it is no copy any more.
    """
    if visibility == Visibility.TEAM:
        return
    sentences = list_standing(session, board)
    min_n = session.get_one(Network, board.network_id).min_n
    cycles = (row for row in _sources(session, sentences) if isinstance(row, PdsaCycle))
    of_few = {cycle.id for cycle in cycles if is_small_cell(cycle, min_n)}
    told = f"This was copied from a test with fewer than {min_n} students. Rewrite it without the numbers: "
    problems = [
        FieldProblem(f"/{row.field}", told + row.text)
        for row in sentences
        if row.record_id in of_few and _tells_numbers(row)
    ]
    refuse(problems, "share this storyboard")


def _tells_numbers(row: StoryboardSentence) -> bool:
    name = _COPIED_FROM.get(row.field, row.field)
    shown: str | None = without_numbers({name: row.text})[name]
    return shown != row.text


def _sources(session: Session, sentences: Iterable[StoryboardSentence]) -> list[Record]:
    ids: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        ids[sentence.kind].add(sentence.record_id)
    models = {RECORD_KINDS[kind]: sorted(wanted) for kind, wanted in ids.items()}
    return [
        row
        for model, wanted in models.items()
        for row in session.scalars(select(model).where(model.id.in_(wanted)))
    ]
